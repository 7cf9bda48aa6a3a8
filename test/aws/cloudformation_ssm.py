"""AWS::SSM::Parameter: without a name of its own it is CFN-<logical id>-<letters>. Stock MiniStack makes it
/<stack>/<logical id>, whose leading slash is not twice in an ARN, so that permissions for such a parameter never hold."""

import random
import string

from ministack.services.cloudformation import provisioners


def install() -> None:
    stock = provisioners._RESOURCE_HANDLERS["AWS::SSM::Parameter"]

    def create(logical_id, properties, stack_name):
        return stock["create"](logical_id, {"Name": generated(logical_id), **properties}, stack_name)

    provisioners._RESOURCE_HANDLERS["AWS::SSM::Parameter"] = {**stock, "create": create}


def generated(logical_id: str) -> str:
    return f"CFN-{logical_id}-{''.join(random.choices(string.ascii_letters + string.digits, k=12))}"
