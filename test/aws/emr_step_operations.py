"""EMR's operations on steps."""

from emr_clusters import Unknown, find, modifiable
from emr_life import interrupt
from emr_records import Cluster, Step, changed
from emr_requests import check_steps

MAX_STEPS_TOLD = 50


def add_job_flow_steps(request: dict) -> dict:
    cluster = modifiable(request["JobFlowId"])
    check_steps(request["Steps"])
    steps = [Step(each) for each in request["Steps"]]
    cluster.steps.extend(steps)
    changed.notify_all()
    return {"StepIds": [each.id for each in steps]}


def describe_step(request: dict) -> dict:
    step = find(request["ClusterId"]).step(request["StepId"])
    if step is None:
        raise Unknown(f"Step id '{request['StepId']}' is not valid.")
    return {"Step": step.tell()}


def list_steps(request: dict) -> dict:
    """Lists the steps in pages, the newest step first."""
    states, ids = request.get("StepStates"), request.get("StepIds")
    steps = [
        each.tell()
        for each in reversed(find(request["ClusterId"]).steps)
        if (not states or each.state in states) and (not ids or each.id in ids)
    ]
    start = int(request.get("Marker", "0"))
    end = start + MAX_STEPS_TOLD
    return {"Steps": steps[start:end], **({"Marker": str(end)} if end < len(steps) else {})}


def cancel_steps(request: dict) -> dict:
    cluster = modifiable(request["ClusterId"])
    option = request.get("StepCancellationOption", "SEND_INTERRUPT")
    told = [cancel(cluster, each, option) for each in request["StepIds"]]
    changed.notify_all()
    return {"CancelStepsInfoList": told}


def cancel(cluster: Cluster, step_id: str, option: str) -> dict:
    step = cluster.step(step_id)
    if step is None or step.state not in ("PENDING", "RUNNING"):
        reason = "Step does not exist." if step is None else f"Step cannot be cancelled in state {step.state}."
        return {"StepId": step_id, "Status": "FAILED", "Reason": reason}
    if step.state == "PENDING":
        step.enter("CANCELLED")
    else:
        step.enter("CANCEL_PENDING")
        interrupt(cluster, step, option)
    return {"StepId": step_id, "Status": "SUBMITTED"}


OPERATIONS = {
    "AddJobFlowSteps": add_job_flow_steps,
    "DescribeStep": describe_step,
    "ListSteps": list_steps,
    "CancelSteps": cancel_steps,
}
