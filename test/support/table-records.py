"""The records of outputs by Python's csv and json modules, which know nothing of tables.

A line of the input is one task in JSON: {"parts" (the text of each part, without a header), "format", "delimiter", "quote",
"escape"}. The answer is a line too: a list of records. A record of delimited text is the list of its fields, one of JSON
Lines an object, in which numbers, true and false are the text that they are written with.
"""

import csv
import io
import json
import sys

csv.field_size_limit(1 << 30)


def written(value):
    if isinstance(value, dict):
        return {name: written(inner) for name, inner in value.items()}
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value


def records(part, task):
    if task["format"] == "json":
        return [written(json.loads(line, parse_int=str, parse_float=str)) for line in part.split("\n")[:-1]]
    if task["quote"] is None:
        return [line.split(task["delimiter"]) for line in part.split("\n")[:-1]]
    is_doubled = task["escape"] in (None, task["quote"])
    dialect = {
        "delimiter": task["delimiter"],
        "quotechar": task["quote"],
        "doublequote": is_doubled,
        "escapechar": None if is_doubled else task["escape"],
    }
    return list(csv.reader(io.StringIO(part, newline=""), strict=True, **dialect))


for line in sys.stdin:
    task = json.loads(line)
    print(json.dumps([record for part in task["parts"] for record in records(part, task)]), flush=True)
