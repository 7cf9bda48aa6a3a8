"""The master machine of one cluster of the stand-in: `python master.py FOLDER`.

Standard input, a line of JSON each: {"run": id, "args", "env", "folder"} starts a step's command in a process group of
its own, its output into the folder; {"signal": number, "step": id} sends that group a signal.
Standard output: {"step": id, "code": exit code} when a command has ended, 128 + n after signal n.

When standard input ends, which it does however the stand-in ends, this kills everything that it started and removes the
folder.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading

started: dict[str, subprocess.Popen] = {}


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        if "run" in request:
            run(request["run"], request)
        elif request["step"] in started:
            send(started[request["step"]], request["signal"])
    end_all(sys.argv[1])


def run(step: str, request: dict) -> None:
    os.makedirs(request["folder"], exist_ok=True)
    with open(f"{request['folder']}/stdout", "wb") as out, open(f"{request['folder']}/stderr", "wb") as err:
        try:
            started[step] = subprocess.Popen(
                request["args"],
                cwd=request["folder"],
                env=request["env"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except OSError as error:
            err.write(f"Cannot run program \"{request['args'][0]}\": {error.strerror}\n".encode())
            say(step, 1)
            return
    threading.Thread(target=wait, args=(step, started[step]), daemon=True).start()


def wait(step: str, process: subprocess.Popen) -> None:
    code = process.wait()
    say(step, code if code >= 0 else 128 - code)


def say(step: str, code: int) -> None:
    try:
        print(json.dumps({"step": step, "code": code}), flush=True)
    except OSError:
        pass  # the stand-in has ended


def send(process: subprocess.Popen, number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def end_all(folder: str) -> None:
    for process in started.values():
        send(process, signal.SIGKILL)
    # Processes that have left their group are found by the variables that they were started with.
    for pid in processes_of(f"HOME={folder}/home"):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    shutil.rmtree(folder, ignore_errors=True)


def processes_of(variable: str) -> list[int]:
    """The processes that have this variable. It finds none where there is no /proc with the environments of processes."""
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else []:
        try:
            if name.isdigit() and variable.encode() in open(f"/proc/{name}/environ", "rb").read().split(b"\0"):
                found.append(int(name))
        except OSError:
            continue
    return found


if __name__ == "__main__":
    main()
    os._exit(0)
