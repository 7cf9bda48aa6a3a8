"""The rules that EMR adds to a cluster's security groups if they are missing, and that only the owner of the groups removes.

The rules tie the groups to each other, so that no group can be deleted before its rules are revoked. Stock MiniStack adds no
rules, and deletes any group.
"""

from ministack.services import ec2

ALL_PORTS = (("tcp", 0, 65535), ("udp", 0, 65535), ("icmp", -1, -1))


def add_missing_rules(instances: dict) -> None:
    names = ("EmrManagedMasterSecurityGroup", "EmrManagedSlaveSecurityGroup", "ServiceAccessSecurityGroup")
    master, slave, service = (instances.get(name) for name in names)
    if master is None or slave is None:
        return
    for group in (master, slave):
        for peer in (master, slave):
            for protocol, first, last in ALL_PORTS:
                add(group, peer, protocol, first, last)
    if service is not None:
        add(service, master, "tcp", 9443, 9443)
        for group in (master, slave):
            add(group, service, "tcp", 8443, 8443)


def add(group_id: str, source: str, protocol: str, first: int, last: int) -> None:
    rules = ec2._security_groups[group_id]["IpPermissions"]
    if any(allows(rule, source, protocol, first, last) for rule in rules):
        return
    pair = {"GroupId": source, "Description": "added by EMR"}
    ports = {"IpProtocol": protocol, "FromPort": first, "ToPort": last}
    rules.append({**ports, "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": [pair]})


def allows(rule: dict, source: str, protocol: str, first: int, last: int) -> bool:
    if not any(pair.get("GroupId") == source for pair in rule["UserIdGroupPairs"]):
        return False
    if rule["IpProtocol"] == "-1":
        return True
    return rule["IpProtocol"] == protocol and rule.get("FromPort", 0) <= first and rule.get("ToPort", 65535) >= last
