"""The life of a cluster, in a thread of its own. The cluster starts, runs its steps one after another, waits, and ends."""

import contextvars
import os
import threading
import time
import traceback

from emr_disks import CannotOpen, open_disks
from emr_machine import CannotRun, Machine
from emr_records import Cluster, Step, changed
from emr_yarn import CannotStart

STARTING_SECONDS = float(os.environ.get("STAND_IN_EMR_START_SECONDS", "0.1"))
"""The time that a cluster is STARTING, and again the time that it is BOOTSTRAPPING. On EMR these take minutes."""

IDLE_SPEED = float(os.environ.get("STAND_IN_IDLE_SPEED", "1"))
"""The factor by which the time of an idle cluster passes faster than real time."""

machines: dict[str, Machine] = {}


def begin(cluster: Cluster, whats_wrong: str | None) -> None:
    """Starts the thread. `whats_wrong` is an error that EMR finds only when it starts the machines."""
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(live, cluster, whats_wrong), daemon=True).start()


def live(cluster: Cluster, whats_wrong: str | None) -> None:
    try:
        start(cluster, whats_wrong)
        if cluster.ending is None:
            set_up(cluster)
        while (step := next_step(cluster)) is not None:
            run(cluster, step)
    except Exception as defect:
        traceback.print_exc()
        with changed:
            cluster.end("TERMINATED_WITH_ERRORS", "INTERNAL_ERROR", f"defect of the stand-in: {defect}")
    finish(cluster)


def start(cluster: Cluster, whats_wrong: str | None) -> None:
    with changed:
        for state in ("BOOTSTRAPPING", None):
            changed.wait_for(lambda: cluster.ending is not None, STARTING_SECONDS)
            if whats_wrong is not None:
                cluster.end("TERMINATED_WITH_ERRORS", "VALIDATION_ERROR", whats_wrong)
            if cluster.ending is not None or state is None:
                return
            cluster.enter(state)


def set_up(cluster: Cluster) -> None:
    try:
        open_disks(cluster)
    except CannotOpen as problem:
        with changed:
            cluster.end("TERMINATED_WITH_ERRORS", "BOOTSTRAP_FAILURE", str(problem))
        return
    machines[cluster.id] = Machine(cluster)


def next_step(cluster: Cluster) -> Step | None:
    """Waits for the next step and returns it, or None when the cluster is to end."""
    with changed:
        while cluster.ending is None:
            step = cluster.pending()
            if step is not None:
                cluster.enter("RUNNING")
                step.enter("RUNNING")
                changed.notify_all()
                return step
            if cluster.ends_after_steps:
                cluster.end("TERMINATED", "ALL_STEPS_COMPLETED", "Steps completed")
            else:
                cluster.enter("WAITING")
                wait_idly(cluster)
        return None


def wait_idly(cluster: Cluster) -> None:
    left = idle_seconds_left(cluster)
    if left is None or left > 0:
        changed.wait(left)
    else:
        cluster.end("TERMINATED", "USER_REQUEST", "Auto-termination: the cluster was idle for longer than its policy allows")


def idle_seconds_left(cluster: Cluster) -> float | None:
    if cluster.idle_policy is None:
        return None
    # EMR's default is an hour.
    timeout = cluster.idle_policy.get("IdleTimeout", 3600)
    return cluster.idle_since + timeout / IDLE_SPEED - time.monotonic()


def run(cluster: Cluster, step: Step) -> None:
    try:
        code, trouble = machines[cluster.id].run(step), None
    except (CannotRun, CannotStart) as problem:
        code, trouble = 1, str(problem)
    with changed:
        if cluster.ending is not None:
            step.enter("INTERRUPTED")
        elif step.state == "CANCEL_PENDING":
            step.enter("CANCELLED")
        elif code == 0:
            step.enter("COMPLETED")
        else:
            fail(cluster, step, trouble)
        changed.notify_all()


def fail(cluster: Cluster, step: Step, trouble: str | None) -> None:
    step.enter("FAILED")
    log = None if cluster.log_folder is None else f"{cluster.log_folder}/steps/{step.id}/stderr.gz"
    message = {"Message": trouble} if trouble is not None else {"LogFile": log} if log is not None else {}
    step.failure = {"Reason": "Unknown Error.", **message}
    if step.action_on_failure in ("TERMINATE_CLUSTER", "TERMINATE_JOB_FLOW") and not cluster.is_protected:
        cluster.end("TERMINATED_WITH_ERRORS", "STEP_FAILURE", "Shut down as step failed")
    elif step.action_on_failure != "CONTINUE":
        cancel_pending(cluster)


def cancel_pending(cluster: Cluster) -> None:
    for step in cluster.steps:
        if step.state == "PENDING":
            step.enter("CANCELLED")


def finish(cluster: Cluster) -> None:
    with changed:
        cluster.enter("TERMINATING")
        cancel_pending(cluster)
    machine = machines.pop(cluster.id, None)
    if machine is not None:
        machine.end()
    with changed:
        for group in cluster.groups:
            group["Status"]["State"] = "TERMINATED"
            group["RunningInstanceCount"] = 0
        cluster.enter(cluster.ending[0])


def interrupt(cluster: Cluster, step: Step, option: str) -> None:
    machine = machines.get(cluster.id)
    if machine is not None:
        machine.interrupt(step, option)
