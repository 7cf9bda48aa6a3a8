"""AWS::IAM::InstanceProfile, whose Ref is its name. In stock MiniStack the Ref is the ARN."""

from ministack.services import iam
from ministack.services.cloudformation import provisioners


def install() -> None:
    stock = provisioners._RESOURCE_HANDLERS["AWS::IAM::InstanceProfile"]

    def create(logical_id, properties, stack_name):
        return named(stock["create"](logical_id, properties, stack_name))

    def update(name, old, new, stack_name, logical_id=None):
        return named(stock["update"](arn_of(name), old, new, stack_name, logical_id))

    def delete(name, properties):
        stock["delete"](arn_of(name), properties)

    provisioners._RESOURCE_HANDLERS["AWS::IAM::InstanceProfile"] = {
        **stock,
        "create": create,
        "update": update,
        "update_with_logical_id": True,
        "delete": delete,
    }


def named(made: tuple[str, dict]) -> tuple[str, dict]:
    arn, attributes = made
    return arn.split("/")[-1], attributes


def arn_of(name: str) -> str:
    profile = iam._instance_profiles.get(name)
    return name if profile is None else profile["Arn"]
