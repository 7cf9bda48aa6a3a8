"""Shows policies the tags of the security group that a request to EC2 names.

Stock MiniStack shows no tags, so permissions for the groups with a tag never hold.
"""

from ministack.core import iam_actions
from ministack.services import ec2


def install() -> None:
    without_groups = iam_actions.request_tag_context

    def context(service, action, body, parameters):
        known = without_groups(service, action, body, parameters)
        return {**known, **tags_of(ec2._p(parameters, "GroupId"))} if service == "ec2" else known

    iam_actions.request_tag_context = context


def tags_of(group_id: str) -> dict[str, str]:
    return {f"aws:ResourceTag/{each['Key']}": each["Value"] for each in ec2._tags.get(group_id, [])}
