"""Reads files with quotes by Python's csv module.

A line of the input is one task in JSON: {"text", "options" (of csv.reader)}; the text has one character for each byte.
The answer is a line too: the list of records that are not blank, each as [text without its line ending, its values].
"""

import csv
import json
import re
import sys


def records(text, options):
    taken = []

    def lines():
        for line in re.findall(r"[^\n]*\n|[^\n]+\Z", text):
            taken.append(line)
            yield line

    for values in csv.reader(lines(), strict=True, **options):
        record = re.sub(r"\r?\n\Z|\r\Z", "", "".join(taken))
        taken.clear()
        if record != "":
            yield record, values


csv.field_size_limit(1 << 30)
for line in sys.stdin:
    task = json.loads(line)
    print(json.dumps(list(records(task["text"], task["options"]))), flush=True)
