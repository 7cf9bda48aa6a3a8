"""EC2 deletes no security group and no subnet while something depends on it. Stock MiniStack deletes all of them."""

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from emr_clusters import clusters
from emr_records import ENDED

GROUPS = ("EmrManagedMasterSecurityGroup", "EmrManagedSlaveSecurityGroup", "ServiceAccessSecurityGroup")


def install() -> None:
    guard("DeleteSecurityGroup", "GroupId", users_of_group)
    guard("DeleteSubnet", "SubnetId", users_of_subnet)
    guard_resource("AWS::EC2::SecurityGroup", users_of_group)
    guard_resource("AWS::EC2::Subnet", users_of_subnet)


def guard(action: str, parameter: str, users) -> None:
    delete = ec2._ACTION_MAP[action]

    def checked(parameters):
        resource = ec2._p(parameters, parameter)
        if users(resource):
            return ec2._error("DependencyViolation", violation(resource), 400)
        return delete(parameters)

    ec2._ACTION_MAP[action] = checked


def guard_resource(kind: str, users) -> None:
    handler = provisioners._RESOURCE_HANDLERS[kind]
    delete = handler["delete"]

    def checked(resource, properties):
        if users(resource):
            raise ValueError(f"{violation(resource)} (Service: Ec2, Status Code: 400, DependencyViolation)")
        delete(resource, properties)

    provisioners._RESOURCE_HANDLERS[kind] = {**handler, "delete": checked}


def violation(resource: str) -> str:
    return f"resource {resource} has a dependent object"


def users_of_group(group_id: str) -> list[str]:
    """The other groups whose rules name the group, and the clusters whose machines are in it."""
    others = [
        group["GroupId"]
        for group in ec2._security_groups.values()
        if group["GroupId"] != group_id and names(group, group_id)
    ]
    return others + [each.id for each in live_clusters() if group_id in (each.request["Instances"].get(name) for name in GROUPS)]


def names(group: dict, other: str) -> bool:
    rules = [*group.get("IpPermissions", []), *group.get("IpPermissionsEgress", [])]
    return any(pair.get("GroupId") == other for rule in rules for pair in rule.get("UserIdGroupPairs", []))


def users_of_subnet(subnet_id: str) -> list[str]:
    return [each.id for each in live_clusters() if each.request["Instances"].get("Ec2SubnetId") == subnet_id]


def live_clusters():
    return [each for each in clusters.values() if each.state not in ENDED]
