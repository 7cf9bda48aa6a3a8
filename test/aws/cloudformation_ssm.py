"""AWS::SSM::Parameter. A parameter without a name is named CFN-<logical id>-<letters>.

Stock MiniStack names it /<stack>/<logical id>. The ARN then has one slash where the policy has two, and permissions for the
parameter never hold.
"""

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
