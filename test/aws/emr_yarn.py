"""The YARN of a cluster: that of test/yarn, with the size of the cluster's core nodes and the cluster's configurations."""

import json
import os
import re
import subprocess
import threading
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from emr_offer import YARN_MEMORY_MB
from emr_records import Cluster

LAUNCHER = Path(__file__).parent.parent / "yarn" / "launch.mjs"
SITES = ("core-site", "mapred-site", "yarn-site", "capacity-scheduler")
COMMANDS_OF_HADOOP = re.compile(r"\b(hadoop|yarn)\b")
UNFINISHED = "NEW,NEW_SAVING,SUBMITTED,ACCEPTED,RUNNING"
"""The states of the applications that have not ended."""
DIRECTLY = build_opener(ProxyHandler({}))

lock = threading.Lock()
idle: dict[tuple[str, ...], "Yarn"] = {}
"""By their options, the YARNs of clusters that have ended. A start takes some twenty seconds of CPU time."""


class CannotStart(Exception):
    """The message says why no YARN starts on this machine."""


def has_yarn_in(args: list[str]) -> bool:
    """Whether the command of a step may need a YARN, which takes seconds to start and a gigabyte of memory."""
    return os.environ.get("STAND_IN_YARN") != "off" and any(COMMANDS_OF_HADOOP.search(each) for each in args)


def yarn_for(cluster: Cluster) -> "Yarn":
    """A YARN on which nothing runs: that of a cluster of the same kind that has ended, or else a new one."""
    options = tuple(options_of(cluster))
    with lock:
        found = idle.pop(options, None)
    return found or Yarn(options)


class Yarn:
    def __init__(self, options: tuple[str, ...]):
        self.options = options
        self.pushed: set[str] = set()
        """The applications whose logs have been written."""
        self.process = subprocess.Popen(
            ["node", str(LAUNCHER), "--json", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        line = self.process.stdout.readline()
        if line == "":
            raise CannotStart(self.process.communicate()[1].strip())
        self.description = json.loads(line)
        self.folder = Path(self.description["folder"])
        environment = self.description["environment"]
        theirs = os.environ["PATH"].split(os.pathsep)
        self.commands = [each for each in environment["PATH"].split(os.pathsep) if each not in theirs]
        self.variables = {name: value for name, value in environment.items() if name != "PATH"}

    def release(self) -> None:
        """Keeps it for the next cluster of the kind, or stops it if an application has not ended."""
        if not self.is_idle():
            self.process.communicate()
            return
        with lock:
            other = idle.get(self.options)
            idle[self.options] = self
        if other is not None:
            other.process.communicate()

    def is_idle(self) -> bool:
        address = f"{self.description['resourceManager']}/ws/v1/cluster/apps?states={UNFINISHED}"
        try:
            with DIRECTLY.open(Request(address, headers={"Accept": "application/json"})) as answer:
                return json.load(answer)["apps"] in (None, {})
        except OSError:
            return False


def options_of(cluster: Cluster) -> list[str]:
    core = next((each for each in cluster.groups if each["InstanceGroupType"] == "CORE"), cluster.groups[0])
    sizes = ["--nodes", str(core["RequestedInstanceCount"]), "--memory", str(YARN_MEMORY_MB[core["InstanceType"]])]
    settings = [*settings_of(cluster.request.get("Configurations", [])), *trust()]
    return sizes + [each for setting in settings for each in ("--set", setting)]


def trust() -> list[str]:
    """The setting that makes containers trust the stand-in's own certificate, as every machine trusts AWS."""
    certificate = os.environ.get("MINISTACK_SSL_CERT")
    return [] if certificate is None else [f"yarn-site:yarn.nodemanager.admin-env=NODE_EXTRA_CA_CERTS={certificate}"]


def settings_of(configurations: list[dict]) -> list[str]:
    return [
        f"{each['Classification']}:{name}={value}"
        for each in configurations
        if each["Classification"] in SITES
        for name, value in each.get("Properties", {}).items()
    ]
