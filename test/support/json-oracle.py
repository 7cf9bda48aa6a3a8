"""The latest records of JSON Lines by Python's json module, made strict where it is lenient.

A line of the input is one task in JSON: {"files" (of one character for each byte), "key" (for each value a list of
alternatives, each a list of names), "orderBy" (of "alternatives", "type", "isLeast", "ranks"), "missing", "empty"}. The answer is a line too: {"kept" (sorted),
"rejects" (each as [file, offset, reason]), "lines", "blank"}.
"""

import json
import re
import sys
from datetime import datetime, timezone
from decimal import Decimal
from functools import cmp_to_key

MOST_LINE_BYTES = 1 << 20
MOST_LEVELS = 1024
INT = re.compile(r"[+-]?[0-9]+")
DECIMAL = re.compile(r"[+-]?(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?")
TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
MISSING = object()
OLDEST = object()


class Number(str):
    """A number as it is written."""


class Bad(Exception):
    pass


def is_whole(value):
    """Whether text has no half of a surrogate pair. Objects were looked at before."""
    if isinstance(value, str):
        return not re.search("[\ud800-\udfff]", value)
    return all(map(is_whole, value)) if isinstance(value, list) else True


def members(pairs):
    if not all(is_whole(name) and is_whole(value) for name, value in pairs):
        raise ValueError("half of a surrogate pair")
    return dict(pairs)


def refuse(constant):
    raise ValueError(constant)


def levels(text):
    depth = most = 0
    for mark in re.findall(r'"(?:[^"\\]|\\.)*"|[][{}]', text, re.DOTALL):
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        most = max(most, depth)
    return most


def parse(line):
    try:
        text = line.decode("utf-8")
        if levels(text) > MOST_LEVELS:
            raise ValueError("too deep")
        value = json.loads(
            text, parse_int=Number, parse_float=Number, parse_constant=refuse, object_pairs_hook=members
        )
    except ValueError:
        raise Bad("json")
    if not isinstance(value, dict):
        raise Bad("json")
    return value


def at(value, names):
    for name in names:
        if not isinstance(value, dict) or name not in value:
            return MISSING
        value = value[name]
    return value


def first_of(record, alternatives):
    found = MISSING
    for names in alternatives:
        value = at(record, names)
        if value is None:
            found = None
        elif value is not MISSING:
            return value
    return found


def exponent_of(text):
    """The exponent of 0.d1d2... where d1 is not zero; Bad where it or the stated one is beyond 64 bits."""
    whole, behind, alone, stated = DECIMAL.fullmatch(text).groups()
    stated = int(stated or 0)
    digits = (whole or "") + (behind or "") + (alone or "")
    zeros = len(digits) - len(digits.lstrip("0"))
    exponent = stated + len(whole or "") - zeros
    for each in [stated] if zeros == len(digits) else [stated, exponent]:
        if not -(2**63) <= each < 2**63:
            raise Bad("order-range")
    return exponent, digits.strip("0")


def number_key(text):
    try:
        exponent, digits = exponent_of(text)
    except Bad:
        raise Bad("key")
    if abs(exponent) < 10**15:
        return Decimal(text)
    return text.startswith("-"), digits, exponent


def key_of(record, task):
    key = []
    for alternatives in task["key"]:
        value = first_of(record, alternatives)
        if value is MISSING and task["missing"] == "empty":
            value = None
        if value is MISSING or isinstance(value, (dict, list)):
            raise Bad("key")
        if isinstance(value, Number):
            key.append(("number", number_key(value)))
        else:
            key.append(("string" if isinstance(value, str) else "literal", str(value)))
    return tuple(key)


# words for no value, with or without double quotes around them
NO_VALUE = re.compile(
    r'("?)(?:|na|n/a|nan|nat|nil|null|none|\\n|<na>|#n/a|\(null\)|<null>)\1|0000-00-00.*', re.IGNORECASE | re.DOTALL
)


def order_value(value, order, empty):
    kind = order["type"]
    if value is MISSING or value is None:
        value = ""
        if empty == "refuse":
            raise Bad("order")
    elif isinstance(value, (dict, list)) or (kind == "text" and (isinstance(value, (Number, bool)))):
        raise Bad("order")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    is_ranked = kind == "rank" and text in order["ranks"]
    if empty == "oldest" and NO_VALUE.fullmatch(text) and not is_ranked:
        return OLDEST
    if text == "":
        if kind == "text" and not order["isLeast"]:
            return b""
        raise Bad("order")
    if kind == "text":
        return text.encode()
    if kind == "rank":
        if text not in order["ranks"]:
            raise Bad("order")
        return order["ranks"].index(text)
    return {"int": integer, "decimal": decimal, "timestamp": instant}[kind](text)


def integer(text):
    if not INT.fullmatch(text):
        raise Bad("order")
    if not -(2**63) <= int(text) < 2**63:
        raise Bad("order-range")
    return int(text)


def decimal(text):
    if not DECIMAL.fullmatch(text):
        raise Bad("order")
    exponent_of(text)
    return Decimal(text)


def instant(text):
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00")) if TIME.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise Bad("order")
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def later(task):
    def compare(a, b):
        for order, x, y in zip(task["orderBy"], a[0], b[0]):
            if x is y or (x is not OLDEST and y is not OLDEST and x == y):
                continue
            if x is OLDEST or y is OLDEST:
                return -1 if x is OLDEST else 1
            return (1 if x > y else -1) * (-1 if order["isLeast"] else 1)
        return (a[1] > b[1]) - (a[1] < b[1])

    return cmp_to_key(compare)


def judge(line, task):
    if len(line) > MOST_LINE_BYTES:
        raise Bad("length")
    record = parse(line)
    values = [order_value(first_of(record, order["alternatives"]), order, task["empty"]) for order in task["orderBy"]]
    return key_of(record, task), (values, line)


def lines_of(content):
    offset = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    pieces = content[offset:].split(b"\n")
    if pieces[-1] == b"":
        pieces.pop()
    for piece in pieces:
        yield offset, piece.removesuffix(b"\r")
        offset += len(piece) + 1


def latest(task):
    rank = later(task)
    kept, rejects, lines, blank = {}, [], 0, 0
    for file, text in enumerate(task["files"]):
        for offset, line in lines_of(text.encode("latin-1")):
            lines += 1
            if line.strip(b" \t\r") == b"":
                blank += 1
                continue
            try:
                key, found = judge(line, task)
            except Bad as bad:
                rejects.append([file, offset, str(bad)])
                continue
            if key not in kept or rank(found) > rank(kept[key]):
                kept[key] = found
    records = sorted(line.decode("latin-1") for _, line in kept.values())
    return {"kept": records, "rejects": rejects, "lines": lines, "blank": blank}


sys.setrecursionlimit(10 * MOST_LEVELS)
for asked in sys.stdin:
    print(json.dumps(latest(json.loads(asked))), flush=True)
