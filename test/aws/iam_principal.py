"""For a caller that has assumed a role, aws:PrincipalArn is the ARN of the role. Stock MiniStack has the ARN of the session."""

from ministack.core import iam_evaluator
from ministack.services import iam

stock_value = iam_evaluator._resolve_condition_key


def install() -> None:
    iam_evaluator._resolve_condition_key = value_of


def value_of(key, context):
    value = stock_value(key, context)
    return role_of(value) if key.lower() == "aws:principalarn" else value


def role_of(arn: str) -> str:
    """The ARN of the role of a session, or the principal's own ARN."""
    if ":assumed-role/" not in arn:
        return arn
    role = iam._roles.get_scoped(account_of(arn), None, arn.split("/")[1])
    return arn if role is None else role["Arn"]


def account_of(arn: str) -> str:
    return arn.split(":")[4]
