"""EMR's operations on clusters."""

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2

from emr_clusters import clusters, find, modifiable
from emr_instance_operations import group_of
from emr_life import begin, interrupt
from emr_records import ENDING, Cluster, changed, without_none
from emr_requests import Refused, check_cluster, check_idle, found_when_starting
from emr_security_groups import add_missing_rules


def run_job_flow(request: dict) -> dict:
    check_cluster(request)
    groups = [group_of(each) for each in request["Instances"]["InstanceGroups"]]
    cluster = Cluster(request, f"arn:aws:elasticmapreduce:{get_region()}:{get_account_id()}", groups)
    clusters[get_region(), cluster.id] = cluster
    add_missing_rules(request["Instances"])
    begin(cluster, found_when_starting(request))
    return {"JobFlowId": cluster.id, "ClusterArn": cluster.arn}


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
        # The machine ends, and takes the running step with it.
        interrupt(cluster, step, "TERMINATE_PROCESS")


def set_termination_protection(request: dict) -> dict:
    for each in request["JobFlowIds"]:
        find(each).is_protected = request["TerminationProtected"]
    return {}


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
    "PutAutoTerminationPolicy": put_auto_termination_policy,
    "GetAutoTerminationPolicy": get_auto_termination_policy,
    "RemoveAutoTerminationPolicy": lambda request: put_auto_termination_policy({"ClusterId": request["ClusterId"]}),
    "AddTags": add_tags,
    "RemoveTags": remove_tags,
    "ListBootstrapActions": list_bootstrap_actions,
}
