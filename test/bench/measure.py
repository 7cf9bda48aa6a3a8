"""Runs one command and writes what it took, as JSON, to descriptor 3: python3 measure.py COMMAND [ARGUMENT...]

A fresh launcher for every run: the peak memory of waited-for children is kept as one maximum for the whole life of
their parent, and a child's peak starts at its parent's size, which for this small script is a few MiB.
"""

import json
import os
import resource
import sys
import time

# macOS counts ru_maxrss in bytes, everyone else in KiB.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024

# A descriptor of its own, so that the figures never mix with what the command prints.
ANSWER = 3


def main(command):
    os.set_inheritable(ANSWER, False)
    started = time.monotonic()
    try:
        process = os.posix_spawnp(command[0], command, os.environ)
    except OSError as error:
        sys.exit(f"cannot start {command[0]}: {error.strerror}")
    _, status = os.waitpid(process, 0)
    wall = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "exitCode": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peakMemory": used.ru_maxrss * RSS_UNIT,
    }
    with os.fdopen(ANSWER, "w") as answer:
        json.dump(figures, answer)


main(sys.argv[1:])
