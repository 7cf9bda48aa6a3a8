"""AWS::EMR::Cluster, ::Step and ::SecurityConfiguration, all of which stock MiniStack refuses as unknown.

A cluster's creation is over when the cluster runs or waits, and its deletion when the cluster has ended. Both take long,
therefore they run beside the server.
EMR changes nothing of a cluster that has ended. No page says whether CloudFormation then tries to take back the change
that failed. Here it tries and fails once more, which is the worse case for a deployment.
"""

import json

from ministack.services.cloudformation import provisioners, stacks

import emr_security_configurations
from emr_api import OPERATIONS
from emr_clusters import Unknown, find
from emr_records import ENDED, Cluster, changed, new_id
from emr_requests import Refused

UP = ("RUNNING", "WAITING", *ENDED)
REPLACED_NOT = ("Instances", "Tags", "AutoTerminationPolicy", "StepConcurrencyLevel", "VisibleToAllUsers", "ManagedScalingPolicy")
"""A change of any other property replaces the cluster. So does a change within Instances, except of these two."""
INSTANCES_REPLACED_NOT = ("TerminationProtected",)


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS
    handlers["AWS::EMR::Cluster"] = {
        "create": create_cluster,
        "update": update_cluster,
        "update_with_logical_id": True,
        "delete": delete_cluster,
    }
    handlers["AWS::EMR::Step"] = {"create": create_step, "delete": lambda step_id, properties: None}
    handlers["AWS::EMR::SecurityConfiguration"] = {
        "create": create_security_configuration,
        "delete": lambda name, properties: emr_security_configurations.delete({"Name": name}),
    }
    provisioners._STACK_TAG_PROPERTY["AWS::EMR::Cluster"] = ("Tags", "list")
    is_sent_back = stacks._sends_back_failed_update
    stacks._sends_back_failed_update = lambda kind: kind == "AWS::EMR::Cluster" or is_sent_back(kind)
    beside = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda kind: kind == "AWS::EMR::Cluster" or beside(kind)


def create_cluster(logical_id: str, properties: dict, stack_name: str):
    cluster_id = asked("RunJobFlow", request_of(properties))["JobFlowId"]
    cluster = find(cluster_id)
    with changed:
        changed.wait_for(lambda: cluster.state in UP)
        if cluster.state == "TERMINATED_WITH_ERRORS":
            raise ValueError(f"{cluster_id}: {cluster.reason['Code']}: {cluster.reason['Message']}")
    return cluster_id, attributes(cluster_id)


def update_cluster(cluster_id: str, old: dict, new: dict, stack_name: str, logical_id: str):
    if replaced_by(old, new):
        # CloudFormation deletes the old cluster after it has updated everything else.
        return create_cluster(logical_id, new, stack_name)
    cluster = find(cluster_id)
    before, after = request_of(old), request_of(new)
    with changed:
        change(cluster, before, after)
    return cluster_id, attributes(cluster_id)


def change(cluster: Cluster, before: dict, after: dict) -> None:
    protected = after["Instances"]["TerminationProtected"]
    if protected != before["Instances"]["TerminationProtected"]:
        asked("SetTerminationProtection", {"JobFlowIds": [cluster.id], "TerminationProtected": protected})
    if before.get("AutoTerminationPolicy") != after.get("AutoTerminationPolicy"):
        asked("PutAutoTerminationPolicy", {"ClusterId": cluster.id, "AutoTerminationPolicy": after.get("AutoTerminationPolicy")})
    if before["Tags"] != after["Tags"]:
        kept = {each["Key"] for each in after["Tags"]}
        gone = [each["Key"] for each in before["Tags"] if each["Key"] not in kept]
        asked("RemoveTags", {"ResourceId": cluster.id, "TagKeys": gone})
        asked("AddTags", {"ResourceId": cluster.id, "Tags": after["Tags"]})


def replaced_by(old: dict, new: dict) -> bool:
    def fixed(properties: dict) -> tuple[dict, dict]:
        instances = properties["Instances"]
        return (
            {name: value for name, value in properties.items() if name not in REPLACED_NOT},
            {name: value for name, value in instances.items() if name not in INSTANCES_REPLACED_NOT},
        )

    return fixed(old) != fixed(new)


def delete_cluster(cluster_id: str, properties: dict) -> None:
    """Deletes a cluster. For a cluster that has ended, nothing is left to do."""
    cluster = find(cluster_id)
    with changed:
        asked("TerminateJobFlows", {"JobFlowIds": [cluster_id]})
        changed.wait_for(lambda: cluster.state in ENDED)


def create_step(logical_id: str, properties: dict, stack_name: str):
    steps = [step_of(properties)]
    step_id = asked("AddJobFlowSteps", {"JobFlowId": properties["JobFlowId"], "Steps": steps})["StepIds"][0]
    return step_id, {"Id": step_id}


def create_security_configuration(logical_id: str, properties: dict, stack_name: str):
    text = properties["SecurityConfiguration"]
    name = properties.get("Name") or f"{stack_name}-{logical_id}-{new_id('c')}"
    answer = emr_security_configurations.create(
        {"Name": name, "SecurityConfiguration": text if isinstance(text, str) else json.dumps(text)}
    )
    if answer[0] >= 400:
        raise ValueError(json.loads(answer[2])["message"])
    return name, {}


def asked(operation: str, request: dict) -> dict:
    try:
        return OPERATIONS[operation](request)
    except (Refused, Unknown) as problem:
        raise ValueError(f"{problem} (Service: Emr, Status Code: 400)") from problem


def attributes(cluster_id: str) -> dict:
    return {"Id": cluster_id, "MasterPublicDNS": "ip-10-0-0-10.ec2.internal"}


def request_of(properties: dict) -> dict:
    """The request that CloudFormation sends to EMR. Templates may hold numbers and booleans as texts."""
    instances = properties["Instances"]
    groups = [
        {**group, "InstanceRole": role, "InstanceCount": int(group["InstanceCount"])}
        for name, role in (("MasterInstanceGroup", "MASTER"), ("CoreInstanceGroup", "CORE"))
        for group in [instances.get(name)]
        if group is not None
    ]
    policy = properties.get("AutoTerminationPolicy")
    request = {
        **properties,
        "Instances": {
            **instances,
            "InstanceGroups": groups,
            "KeepJobFlowAliveWhenNoSteps": truth(instances.get("KeepJobFlowAliveWhenNoSteps", False)),
            "TerminationProtected": truth(instances.get("TerminationProtected", False)),
        },
        "Configurations": [configuration_of(each) for each in properties.get("Configurations", [])],
        "Steps": [step_of(each) for each in properties.get("Steps", [])],
        "Tags": properties.get("Tags", []),
    }
    return request if policy is None else {**request, "AutoTerminationPolicy": {"IdleTimeout": int(policy["IdleTimeout"])}}


def configuration_of(properties: dict) -> dict:
    nested = [configuration_of(each) for each in properties.get("Configurations", [])]
    return {
        "Classification": properties["Classification"],
        "Properties": properties.get("ConfigurationProperties", {}),
        **({"Configurations": nested} if nested else {}),
    }


def step_of(properties: dict) -> dict:
    jar = properties["HadoopJarStep"]
    return {**properties, "HadoopJarStep": {**jar, "Properties": jar.get("StepProperties", [])}}


def truth(value) -> bool:
    return str(value).lower() == "true"
