"""The machines of a cluster: the master that runs its steps, the YARN of its nodes, and the role of both."""

import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from emr_logs import push_container_logs, push_step_logs
from emr_records import Cluster, Step
from emr_yarn import Yarn, has_yarn_in, yarn_for
from instance_role import credentials_of

HERE = Path(__file__).parent
SYSTEM_PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
"""The PATH of a machine of Amazon. A job must not rely on anything else that is installed here."""


class CannotRun(Exception):
    """The step fails with this message."""


class Machine:
    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        self.folder = Path(tempfile.mkdtemp(prefix=f"emr-{cluster.id}-"))
        (self.folder / "home").mkdir()
        self.yarn: Yarn | None = None
        self.lock = threading.Lock()
        self.ends: dict[str, threading.Event] = {}
        self.signals: dict[str, int] = {}
        self.codes: dict[str, int] = {}
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(HERE / "master.py"), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl-C is meant for the stand-in, which then ends this process.
            start_new_session=True,
        )
        threading.Thread(target=self.listen, daemon=True).start()

    def run(self, step: Step) -> int:
        """Returns the exit code of a step's command when it has ended and its logs are where EMR puts them."""
        args = command_of(step)
        folder = self.folder / "steps" / step.id
        if self.yarn is None and has_yarn_in(args):
            self.yarn = yarn_for(self.cluster)
            # The tests find the pages of this YARN through this file.
            (self.folder / "yarn.json").write_text(json.dumps(self.yarn.description))
        request = {"run": step.id, "args": args, "env": self.environment(step), "folder": str(folder)}
        with self.lock:
            self.ends[step.id] = threading.Event()
            self.tell(request)
            if step.id in self.signals:
                self.tell({"signal": self.signals[step.id], "step": step.id})
        self.ends[step.id].wait()
        code = self.codes[step.id]
        (folder / "controller").write_text(controller_log(args, code))
        self.push(lambda credentials: push_step_logs(self.cluster, step, folder, credentials))
        self.push_container_logs()
        return code

    def interrupt(self, step: Step, option: str) -> None:
        """Sends a signal to a step that is running, or that is about to run."""
        number = int(signal.SIGKILL if option == "TERMINATE_PROCESS" else signal.SIGTERM)
        with self.lock:
            self.signals[step.id] = number
            if step.id in self.ends:
                self.tell({"signal": number, "step": step.id})

    def end(self) -> None:
        """Ends the machines without asking the processes on them."""
        self.process.stdin.close()
        self.process.wait()
        if self.yarn is not None:
            self.yarn.release()

    def environment(self, step: Step) -> dict[str, str]:
        """The environment of a step. It names no region, because a machine gets the region from its metadata service."""
        credentials = credentials_of(self.cluster)
        own = {
            "HOME": str(self.folder / "home"),
            "USER": "hadoop",
            "LANG": "C.UTF-8",
            "TMPDIR": str(self.folder / "tmp"),
            "EMR_CLUSTER_ID": self.cluster.id,
            "EMR_STEP_ID": step.id,
            "AWS_ENDPOINT_URL": os.environ["STAND_IN_ENDPOINT"],
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
            "AWS_SESSION_TOKEN": credentials["SessionToken"],
        }
        (self.folder / "tmp").mkdir(exist_ok=True)
        path = [str(HERE / "commands")]
        if self.yarn is not None:
            own |= self.yarn.variables
            path += self.yarn.commands
        return {**own, **trust(), "PATH": ":".join([*path, SYSTEM_PATH])}

    def push_container_logs(self) -> None:
        if self.yarn is not None:
            self.push(lambda credentials: push_container_logs(self.cluster, self.yarn.folder, self.yarn.pushed, credentials))

    def push(self, logs) -> None:
        """Writes logs with the machine's own role, as nodes of EMR do. Logs that the role may not write are missing."""
        if self.cluster.log_folder is not None:
            logs(credentials_of(self.cluster))

    def tell(self, request: dict) -> None:
        print(json.dumps(request), file=self.process.stdin, flush=True)

    def listen(self) -> None:
        for line in self.process.stdout:
            answer = json.loads(line)
            self.codes[answer["step"]] = answer["code"]
            self.ends[answer["step"]].set()
        # The machine's process has ended, and has ended all steps.
        for step, end in self.ends.items():
            self.codes.setdefault(step, 128 + signal.SIGKILL)
            end.set()


def command_of(step: Step) -> list[str]:
    """The command of a step. `command-runner.jar` runs its arguments without a shell. No other jar can run here."""
    if step.jar != "command-runner.jar":
        raise CannotRun(f"Error opening job jar: {step.jar}: the stand-in runs command-runner.jar alone")
    if not step.args:
        raise CannotRun("command-runner.jar: no command")
    return step.args


def controller_log(args: list[str], code: int) -> str:
    return f"INFO startExec 'hadoop jar command-runner.jar {shlex.join(args)}'\nINFO waitProcessCompletion ended with exit code {code}\n"


def trust() -> dict[str, str]:
    """The variables that make machines trust the stand-in's own certificate, as all machines trust Amazon's."""
    certificate = os.environ.get("MINISTACK_SSL_CERT")
    return {} if certificate is None else {"AWS_CA_BUNDLE": certificate, "NODE_EXTRA_CA_CERTS": certificate}
