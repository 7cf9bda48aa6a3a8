"""EMR's operations.

Stock MiniStack's EMR gives times as texts, which the SDK for JavaScript cannot read; its steps are COMPLETED when they
are made and nothing is run; it takes steps for clusters that have ended, and lacks several operations. None of it is used.
"""

from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import ec2, emr

import emr_security_configurations
from emr_life import begin, interrupt
from emr_records import ENDING, Cluster, Step, changed, new_id, now, without_none
from emr_requests import Refused, check_cluster, check_idle, check_steps, found_when_starting
from emr_security_groups import add_missing_rules

clusters: dict[tuple[str, str], Cluster] = {}
"""By region and id."""

NOT_TO_BE_MODIFIED = "A job flow that is shutting down, terminated, or finished may not be modified."
MAX_STEPS_TOLD = 50


def install() -> None:
    emr._HANDLERS.clear()
    emr._HANDLERS.update({name: answering(handler) for name, handler in OPERATIONS.items()})
    emr._HANDLERS.update(emr_security_configurations.HANDLERS)


def answering(operation):
    def answer(request: dict):
        try:
            with changed:
                return json_response(operation(request))
        except Refused as refusal:
            return error_response_json("ValidationException", str(refusal), 400)
        except UnknownCluster as unknown:
            return error_response_json("InvalidRequestException", str(unknown), 400)

    return answer


class UnknownCluster(Exception):
    pass


def find(cluster_id: str) -> Cluster:
    found = clusters.get((get_region(), cluster_id))
    if found is None:
        raise UnknownCluster(f"Cluster id '{cluster_id}' is not valid.")
    return found


def modifiable(cluster_id: str) -> Cluster:
    found = find(cluster_id)
    if found.ending is not None or found.state in ENDING:
        raise Refused(NOT_TO_BE_MODIFIED)
    return found


def run_job_flow(request: dict) -> dict:
    check_cluster(request)
    groups = [group_of(each) for each in request["Instances"]["InstanceGroups"]]
    cluster = Cluster(request, f"arn:aws:elasticmapreduce:{get_region()}:{get_account_id()}", groups)
    clusters[get_region(), cluster.id] = cluster
    add_missing_rules(request["Instances"])
    begin(cluster, found_when_starting(request))
    return {"JobFlowId": cluster.id, "ClusterArn": cluster.arn}


def group_of(request: dict) -> dict:
    count = int(request["InstanceCount"])
    return {
        "Id": new_id("ig"),
        "Name": request.get("Name", request["InstanceRole"].title()),
        "Market": request.get("Market", "ON_DEMAND"),
        "InstanceGroupType": request["InstanceRole"],
        "InstanceType": request["InstanceType"],
        "RequestedInstanceCount": count,
        "RunningInstanceCount": count,
        "Status": {"State": "RUNNING", "StateChangeReason": {}, "Timeline": {"CreationDateTime": now()}},
        "Configurations": request.get("Configurations", []),
    }


def describe_cluster(request: dict) -> dict:
    cluster = find(request["ClusterId"])
    asked, instances = cluster.request, cluster.request["Instances"]
    subnet = instances.get("Ec2SubnetId")
    attributes = {
        "Ec2KeyName": instances.get("Ec2KeyName"),
        "Ec2SubnetId": subnet,
        "Ec2AvailabilityZone": ec2._subnets.get(subnet, {}).get("AvailabilityZone", f"{get_region()}a"),
        "IamInstanceProfile": asked["JobFlowRole"],
        "EmrManagedMasterSecurityGroup": instances.get("EmrManagedMasterSecurityGroup"),
        "EmrManagedSlaveSecurityGroup": instances.get("EmrManagedSlaveSecurityGroup"),
        "ServiceAccessSecurityGroup": instances.get("ServiceAccessSecurityGroup"),
    }
    told = {
        "Id": cluster.id,
        "Name": cluster.name,
        "ClusterArn": cluster.arn,
        "Status": cluster.tell_status(),
        "Ec2InstanceAttributes": without_none(attributes),
        "InstanceCollectionType": "INSTANCE_GROUP",
        "LogUri": asked.get("LogUri"),
        "ReleaseLabel": asked["ReleaseLabel"],
        "AutoTerminate": cluster.ends_after_steps,
        "TerminationProtected": cluster.is_protected,
        "VisibleToAllUsers": asked.get("VisibleToAllUsers", True),
        "Applications": asked.get("Applications", []),
        "Tags": [{"Key": key, "Value": value} for key, value in cluster.tags.items()],
        "ServiceRole": asked["ServiceRole"],
        "NormalizedInstanceHours": 0,
        "MasterPublicDnsName": "ip-10-0-0-10.ec2.internal",
        "Configurations": asked.get("Configurations", []),
        "SecurityConfiguration": asked.get("SecurityConfiguration"),
        "ScaleDownBehavior": asked.get("ScaleDownBehavior", "TERMINATE_AT_TASK_COMPLETION"),
        "StepConcurrencyLevel": 1,
    }
    return {"Cluster": without_none(told)}


def list_clusters(request: dict) -> dict:
    wanted = request.get("ClusterStates")
    after, before = request.get("CreatedAfter", 0), request.get("CreatedBefore", float("inf"))
    found = [
        each
        for (region, _), each in reversed(clusters.items())
        if region == get_region() and (not wanted or each.state in wanted) and after <= each.times["CreationDateTime"] <= before
    ]
    return {"Clusters": [summary_of(each) for each in found]}


def summary_of(cluster: Cluster) -> dict:
    return {
        "Id": cluster.id,
        "Name": cluster.name,
        "Status": cluster.tell_status(),
        "NormalizedInstanceHours": 0,
        "ClusterArn": cluster.arn,
    }


def terminate_job_flows(request: dict) -> dict:
    meant = [find(each) for each in request["JobFlowIds"]]
    if any(each.is_protected and each.state not in ENDING for each in meant):
        raise Refused("Could not shut down one or more job flows since they are termination protected.")
    for cluster in meant:
        terminate(cluster)
    return {}


def terminate(cluster: Cluster) -> None:
    step = cluster.running()
    cluster.end("TERMINATED", "USER_REQUEST", "Terminated by user request")
    if step is not None:
        # its machine goes down under it
        interrupt(cluster, step, "TERMINATE_PROCESS")


def set_termination_protection(request: dict) -> dict:
    for each in request["JobFlowIds"]:
        find(each).is_protected = request["TerminationProtected"]
    return {}


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
        raise UnknownCluster(f"Step id '{request['StepId']}' is not valid.")
    return {"Step": step.tell()}


def list_steps(request: dict) -> dict:
    """The newest first, so many at a time."""
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


def list_instance_groups(request: dict) -> dict:
    return {"InstanceGroups": find(request["ClusterId"]).groups}


def list_instances(request: dict) -> dict:
    cluster = find(request["ClusterId"])
    kinds, states = request.get("InstanceGroupTypes"), request.get("InstanceStates")
    found = [instance_of(cluster, group, i) for group in cluster.groups for i in range(group["RequestedInstanceCount"])]
    return {
        "Instances": [
            instance
            for kind, instance in found
            if (not kinds or kind in kinds) and (not states or instance["Status"]["State"] in states)
        ]
    }


def instance_of(cluster: Cluster, group: dict, number: int) -> tuple[str, dict]:
    state = group["Status"]["State"] if cluster.state not in ("STARTING", "BOOTSTRAPPING") else "PROVISIONING"
    suffix = f"{group['Id'][3:]}{number}"
    return group["InstanceGroupType"], {
        "Id": f"ci-{suffix}",
        "Ec2InstanceId": f"i-{abs(hash(suffix)):017x}"[:19],
        "PrivateIpAddress": "10.0.0.10",
        "InstanceGroupId": group["Id"],
        "InstanceType": group["InstanceType"],
        "Market": group["Market"],
        "Status": {"State": state, "StateChangeReason": {}, "Timeline": {"CreationDateTime": cluster.times["CreationDateTime"]}},
    }


def put_auto_termination_policy(request: dict) -> dict:
    check_idle(request.get("AutoTerminationPolicy"))
    modifiable(request["ClusterId"]).idle_policy = request.get("AutoTerminationPolicy")
    changed.notify_all()
    return {}


def get_auto_termination_policy(request: dict) -> dict:
    return without_none({"AutoTerminationPolicy": find(request["ClusterId"]).idle_policy})


def add_tags(request: dict) -> dict:
    cluster = modifiable(request["ResourceId"])
    cluster.tags |= {each["Key"]: each.get("Value", "") for each in request["Tags"]}
    return {}


def remove_tags(request: dict) -> dict:
    cluster = modifiable(request["ResourceId"])
    cluster.tags = {key: value for key, value in cluster.tags.items() if key not in request["TagKeys"]}
    return {}


def list_bootstrap_actions(request: dict) -> dict:
    find(request["ClusterId"])
    return {"BootstrapActions": []}


OPERATIONS = {
    "RunJobFlow": run_job_flow,
    "DescribeCluster": describe_cluster,
    "ListClusters": list_clusters,
    "TerminateJobFlows": terminate_job_flows,
    "SetTerminationProtection": set_termination_protection,
    "AddJobFlowSteps": add_job_flow_steps,
    "DescribeStep": describe_step,
    "ListSteps": list_steps,
    "CancelSteps": cancel_steps,
    "ListInstanceGroups": list_instance_groups,
    "ListInstances": list_instances,
    "PutAutoTerminationPolicy": put_auto_termination_policy,
    "GetAutoTerminationPolicy": get_auto_termination_policy,
    "RemoveAutoTerminationPolicy": lambda request: put_auto_termination_policy({"ClusterId": request["ClusterId"]}),
    "AddTags": add_tags,
    "RemoveTags": remove_tags,
    "ListBootstrapActions": list_bootstrap_actions,
}
