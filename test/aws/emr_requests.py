"""The requests that RunJobFlow and AddJobFlowSteps refuse at once. Stock MiniStack accepts every request."""

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2

from emr_offer import YARN_MEMORY_MB, ZONES_WITHOUT, is_release
from emr_security_configurations import configurations
from instance_role import role_of
from service_roles import role_named, trusts

ACTIONS_ON_FAILURE = ("TERMINATE_CLUSTER", "TERMINATE_JOB_FLOW", "CANCEL_AND_WAIT", "CONTINUE")
GROUPS = ("EmrManagedMasterSecurityGroup", "EmrManagedSlaveSecurityGroup", "ServiceAccessSecurityGroup")


class Refused(Exception):
    """A ValidationException with this message."""


def check_cluster(request: dict) -> None:
    instances = request.get("Instances", {})
    for name in ("Name", "Instances", "ReleaseLabel", "ServiceRole", "JobFlowRole"):
        require(request.get(name), f"{name} is required")
    require(is_release(request["ReleaseLabel"]), f"The supplied release label is invalid: {request['ReleaseLabel']}.")
    for group in instances.get("InstanceGroups", []):
        require(group["InstanceType"] in YARN_MEMORY_MB, f"Instance type '{group['InstanceType']}' is not supported")
    require(
        any(each["InstanceRole"] == "MASTER" for each in instances.get("InstanceGroups", [])),
        "An instance group with role MASTER is required",
    )
    check_roles(request)
    require(request.get("StepConcurrencyLevel", 1) == 1, "the stand-in runs one step at a time")
    name = request.get("SecurityConfiguration")
    require(name is None or name in configurations, f"Security configuration with name '{name}' does not exist.")
    check_network(instances)
    check_steps(request.get("Steps", []))
    check_idle(request.get("AutoTerminationPolicy"))


def check_roles(request: dict) -> None:
    nodes, emr = role_of(request["JobFlowRole"]), role_named(request["ServiceRole"])
    cluster = f"arn:aws:elasticmapreduce:{get_region()}:{get_account_id()}:cluster/j-0"
    require(nodes and trusts(nodes, "ec2.amazonaws.com"), f"Invalid InstanceProfile: {request['JobFlowRole']}.")
    require(emr and trusts(emr, "elasticmapreduce.amazonaws.com", cluster), f"ServiceRole {request['ServiceRole']} is invalid.")


def check_network(instances: dict) -> None:
    subnet = instances.get("Ec2SubnetId")
    require(subnet is None or subnet in ec2._subnets, f"The subnet ID '{subnet}' does not exist")
    for name in GROUPS:
        group = instances.get(name)
        require(group is None or group in ec2._security_groups, f"The security group '{group}' does not exist")


def check_steps(steps: list[dict]) -> None:
    for step in steps:
        require(step.get("Name") and step.get("HadoopJarStep", {}).get("Jar"), "A step needs a Name and a HadoopJarStep")
        action = step.get("ActionOnFailure", "TERMINATE_CLUSTER")
        require(action in ACTIONS_ON_FAILURE, f"Invalid ActionOnFailure: {action}")


def check_idle(policy: dict | None) -> None:
    seconds = 3600 if policy is None else policy.get("IdleTimeout", 3600)
    require(60 <= seconds <= 604800, f"IdleTimeout {seconds}: it must be between 60 and 604800 seconds")


def found_when_starting(request: dict) -> str | None:
    """The error that EMR finds only when it starts machines, and with which it ends the cluster. None if there is none."""
    instances = request["Instances"]
    key = instances.get("Ec2KeyName")
    if key is not None and key not in ec2._key_pairs:
        return f"The EC2 key pair {key} does not exist."
    zone = ec2._subnets[instances["Ec2SubnetId"]]["AvailabilityZone"] if "Ec2SubnetId" in instances else None
    for group in instances["InstanceGroups"]:
        if zone in ZONES_WITHOUT.get(group["InstanceType"], ()):
            return f"The requested instance type {group['InstanceType']} is not supported in the requested availability zone."
    return None


def require(condition, message: str) -> None:
    if not condition:
        raise Refused(message)
