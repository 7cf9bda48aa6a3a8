"""Order values as Python understands them. Reads {"type", "zone", "values"} as JSON, and writes a list as JSON: for
timestamps the nanoseconds from 0001-01-01T00:00:00Z as text, for decimals the place of each value among the different
ones."""

import json
import re
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

TIME = re.compile(r"(.{10})(?:.(\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?(?: ?(Z|z|UTC|GMT|[+-].*))?)?")
NANOSECONDS = 1_000_000_000


def places(values):
    numbers = [Decimal(value) for value in values]
    place = {number: i for i, number in enumerate(sorted(set(numbers)))}
    return [place[number] for number in numbers]


def nanoseconds(text, zone):
    date, time, fraction, offset = TIME.fullmatch(text).groups()
    naive = datetime.fromisoformat(f"{date}T{time or '00:00'}")
    seconds = (naive - datetime(1, 1, 1)) // timedelta(seconds=1)
    # without an offset, fold is 0
    zoned = naive.replace(tzinfo=zone_of(offset) if offset else zone)
    seconds -= zoned.utcoffset() // timedelta(seconds=1)
    return str(seconds * NANOSECONDS + int((fraction or "").ljust(9, "0")))


def zone_of(offset):
    if offset in ("Z", "z", "UTC", "GMT"):
        return timezone.utc
    sign, digits = offset[0], offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timezone(timedelta(minutes=-minutes if sign == "-" else minutes))


asked = json.load(sys.stdin)
if asked["type"] == "decimal":
    answer = places(asked["values"])
else:
    answer = [nanoseconds(value, ZoneInfo(asked["zone"])) for value in asked["values"]]
json.dump(answer, sys.stdout)
