"""Which rule of a security group a request means. Stock MiniStack compares the owner and the description of other groups
too, so that a rule as DescribeSecurityGroups tells it is not found again, and revoking it does nothing."""

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
