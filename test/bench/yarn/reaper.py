"""Runs one command, and adopts the processes below it that lose their parent: python3 reaper.py COMMAND [ARGUMENT...]

The CPU time of a process counts for its parent only after the parent has waited for its end. A container that is killed
may leave processes without a parent. Linux gives them to the nearest process above that has asked for them, which is
this one, and it waits for all. Therefore the CPU time of the daemons, of this process and of all their ended children is
complete.
"""

import ctypes
import os
import signal
import sys

# The number of the request in Linux (prctl(2)).
PR_SET_CHILD_SUBREAPER = 36

# The command ends with the bench, and this process after it.
SIGNALS_OF_THE_COMMAND = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def main(command):
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit(f"cannot adopt processes: {os.strerror(ctypes.get_errno())}")
    for each in SIGNALS_OF_THE_COMMAND:
        signal.signal(each, signal.SIG_IGN)
    process = os.posix_spawnp(command[0], command, os.environ, setsigdef=SIGNALS_OF_THE_COMMAND)
    while True:
        ended, status = os.wait()
        if ended == process:
            sys.exit(os.waitstatus_to_exitcode(status))


main(sys.argv[1:])
