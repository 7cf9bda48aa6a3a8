"""Finds the rule of a security group that a request names.

Stock MiniStack also compares the owner and the description of the groups in a rule. It therefore does not find a rule that
is given as DescribeSecurityGroups lists it, and revoking the rule does nothing.
"""

from ministack.services import ec2

SOURCES = (
    ("IpRanges", "CidrIp"),
    ("Ipv6Ranges", "CidrIpv6"),
    ("PrefixListIds", "PrefixListId"),
    ("UserIdGroupPairs", "GroupId"),
)


def install() -> None:
    ec2._rules_match = lambda one, other: meaning(one) == meaning(other)


def meaning(rule: dict) -> tuple:
    sources = [(kind, source.get(name)) for kind, name in SOURCES for source in rule.get(kind, [])]
    return rule["IpProtocol"], rule.get("FromPort"), rule.get("ToPort"), frozenset(sources)
