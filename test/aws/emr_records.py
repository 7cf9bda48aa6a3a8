"""The memory of EMR: clusters and their steps, and their form in answers. There are no processes and no requests here."""

import random
import string
import threading
import time

ENDED = ("TERMINATED", "TERMINATED_WITH_ERRORS")
ENDING = ("TERMINATING", *ENDED)
STEP_ENDED = ("COMPLETED", "CANCELLED", "FAILED", "INTERRUPTED")

changed = threading.Condition()
"""Guards all records, and is notified of every change."""


def new_id(prefix: str) -> str:
    return f"{prefix}-{''.join(random.choices(string.ascii_uppercase + string.digits, k=13))}"


def now() -> float:
    """The present time as a number, as in the protocol. MiniStack has texts, which the SDK for JavaScript cannot read."""
    return round(time.time(), 3)


class Step:
    def __init__(self, request: dict):
        jar = request["HadoopJarStep"]
        self.id = new_id("s")
        self.name = request["Name"]
        self.action_on_failure = request.get("ActionOnFailure", "TERMINATE_CLUSTER")
        self.jar = jar["Jar"]
        self.args = jar.get("Args", [])
        self.properties = {each["Key"]: each.get("Value", "") for each in jar.get("Properties", [])}
        self.main_class = jar.get("MainClass")
        self.state = "PENDING"
        self.failure: dict | None = None
        self.times = {"CreationDateTime": now()}

    def enter(self, state: str) -> None:
        self.state = state
        if state == "RUNNING":
            self.times["StartDateTime"] = now()
        if state in STEP_ENDED:
            self.times["EndDateTime"] = now()

    def tell(self) -> dict:
        config = {"Jar": self.jar, "Properties": self.properties, "MainClass": self.main_class, "Args": self.args}
        status = {"State": self.state, "StateChangeReason": {}, "FailureDetails": self.failure, "Timeline": self.times}
        return {
            "Id": self.id,
            "Name": self.name,
            "Config": without_none(config),
            "ActionOnFailure": self.action_on_failure,
            "Status": without_none(status),
        }


class Cluster:
    def __init__(self, request: dict, arn_prefix: str, groups: list[dict]):
        instances = request["Instances"]
        self.id = new_id("j")
        self.arn = f"{arn_prefix}:cluster/{self.id}"
        self.request = request
        self.name = request["Name"]
        self.groups = groups
        self.steps = [Step(each) for each in request.get("Steps", [])]
        self.tags = {each["Key"]: each.get("Value", "") for each in request.get("Tags", [])}
        self.ends_after_steps = not instances.get("KeepJobFlowAliveWhenNoSteps", False)
        self.is_protected = instances.get("TerminationProtected", False)
        self.idle_policy: dict | None = request.get("AutoTerminationPolicy")
        self.state = "STARTING"
        self.reason: dict = {}
        self.times = {"CreationDateTime": now()}
        self.idle_since: float | None = None
        self.ending: tuple[str, str, str] | None = None
        """The state in which the cluster is to end, and the code and message of the reason. None until something ends it."""

    def enter(self, state: str) -> None:
        if state == self.state:
            return
        self.state = state
        self.idle_since = time.monotonic() if state == "WAITING" else None
        if state in ("RUNNING", "WAITING"):
            self.times.setdefault("ReadyDateTime", now())
        if state in ENDED:
            self.times["EndDateTime"] = now()
        changed.notify_all()

    def end(self, state: str, code: str, message: str) -> None:
        """Makes the cluster end. If it is ending already, the first reason stays."""
        if self.ending is None and self.state not in ENDING:
            self.ending = (state, code, message)
            self.reason = {"Code": code, "Message": message}
            changed.notify_all()

    def step(self, step_id: str) -> Step | None:
        return next((each for each in self.steps if each.id == step_id), None)

    def pending(self) -> Step | None:
        return next((each for each in self.steps if each.state == "PENDING"), None)

    def running(self) -> Step | None:
        return next((each for each in self.steps if each.state in ("RUNNING", "CANCEL_PENDING")), None)

    @property
    def log_folder(self) -> str | None:
        """`s3://bucket/prefix/<cluster id>`."""
        uri = self.request.get("LogUri")
        return None if uri is None else f"{uri.replace('s3n://', 's3://').rstrip('/')}/{self.id}"

    def tell_status(self) -> dict:
        return {"State": self.state, "StateChangeReason": self.reason, "Timeline": self.times}


def without_none(fields: dict) -> dict:
    return {name: value for name, value in fields.items() if value is not None}
