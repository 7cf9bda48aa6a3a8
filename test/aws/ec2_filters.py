"""The filter `group-id` of DescribeSecurityGroups. Stock MiniStack ignores it and lists all groups."""

from ministack.services import ec2

NOBODY = "-"


def install() -> None:
    describe = ec2._ACTION_MAP["DescribeSecurityGroups"]

    def filtered(parameters):
        wanted = ec2._parse_filters(parameters).get("group-id")
        if wanted is None:
            return describe(parameters)
        there = [each for each in wanted if each in ec2._security_groups]
        if not there:
            return describe({**parameters, "Filter.1.Name": ["group-name"], "Filter.1.Value.1": [NOBODY]})
        return describe({**parameters, **{f"GroupId.{i}": [each] for i, each in enumerate(there, 1)}})

    ec2._ACTION_MAP["DescribeSecurityGroups"] = filtered
