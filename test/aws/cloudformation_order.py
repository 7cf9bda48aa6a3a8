"""Where the deletion of a resource fails, CloudFormation keeps the resources that it depends on. Stock MiniStack deletes them.

CloudFormation does not even try to delete them. Here their deletion fails, and the reason says why.
"""

from ministack.services import cloudformation
from ministack.services.cloudformation import engine, stacks

delete_unchecked = stacks._delete_resource


def install() -> None:
    stacks._delete_resource = delete


def delete(kind, physical_id, properties, stack_name=None, logical_id=None):
    stack = cloudformation._stacks.get(stack_name)
    left = [] if stack is None else dependents_left(stack, logical_id)
    if left:
        raise ValueError(f"{', '.join(left)} could not be deleted, and depends on this")
    delete_unchecked(kind, physical_id, properties, stack_name, logical_id)


def dependents_left(stack: dict, logical_id: str) -> list[str]:
    definitions = (stack.get("_template") or {}).get("Resources", {})
    failed = [
        name for name, each in stack.get("_resources", {}).items() if each.get("ResourceStatus") == "DELETE_FAILED"
    ]
    return [name for name in failed if logical_id in engine._extract_deps(definitions.get(name, {}), set(definitions))]
