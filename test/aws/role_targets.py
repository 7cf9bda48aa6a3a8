"""Targets that EventBridge and its Scheduler reach by a role: a topic, a queue, a state machine.

The role has to trust the service for the rule or the schedule group, and the target is called with its credentials. Stock
MiniStack sends without a role, so that no missing right is noticed.
"""

import contextvars
import sys
import threading

from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

from clients import client
from service_roles import credentials_of, role_named, trusts

SERVICES = {"sns": "sns", "sqs": "sqs", "states": "stepfunctions"}


class Refused(Exception):
    """The role does not trust the service."""


def install() -> None:
    invoke_stock = eventbridge._invoke_target

    def invoke(target, event, rule, view=None):
        if "RoleArn" not in target or target["Arn"].split(":")[2] not in SERVICES:
            return invoke_stock(target, event, rule, view)
        payload = payload_of(target, event, rule, view)
        # The request that caused the event is still being answered, by the thread that would answer this one.
        thread = threading.Thread(target=contextvars.copy_context().run, args=(try_to_send, target, rule, payload))
        thread.start()

    eventbridge._invoke_target = invoke


def payload_of(target: dict, event: dict, rule: dict, view) -> str:
    if "InputTransformer" in target:
        seen = view or eventbridge._pattern_event_view(event)
        return eventbridge._apply_input_transformer(target["InputTransformer"], rule, seen)
    return target["Input"]


def try_to_send(target: dict, rule: dict, payload: str) -> None:
    try:
        send(target, role_for(target["RoleArn"], *source_of(rule)), payload)
    except (Refused, BotoCoreError, ClientError) as problem:
        # AWS reports this to nobody either, unless the target names a queue.
        print(f"target {target['Arn']} of {rule['Name']}: {problem}", file=sys.stderr)


def source_of(rule: dict) -> tuple[str, str]:
    """The service that has a rule or a schedule, and the ARN by which roles know it."""
    place = f"{get_region()}:{get_account_id()}"
    if "GroupName" in rule:
        return "scheduler.amazonaws.com", f"arn:aws:scheduler:{place}:schedule-group/{rule['GroupName']}"
    return "events.amazonaws.com", f"arn:aws:events:{place}:rule/{rule['Name']}"


def role_for(role_arn: str, service: str, source_arn: str) -> dict:
    role = role_named(role_arn)
    if role is None or not trusts(role, service, source_arn):
        raise Refused(f"{role_arn} does not trust {service} for {source_arn}")
    return role


def send(target: dict, role: dict, payload: str) -> None:
    arn = target["Arn"]
    service, resource = arn.split(":")[2], arn.split(":")[-1]
    asked = client(SERVICES[service], credentials_of(role, "target"))
    if service == "sns":
        asked.publish(TopicArn=arn, Message=payload)
    elif service == "sqs":
        account = arn.split(":")[4]
        url = f"{asked.meta.endpoint_url}/{account}/{resource}"
        asked.send_message(QueueUrl=url, MessageBody=payload, **target.get("SqsParameters", {}))
    else:
        asked.start_execution(stateMachineArn=arn, input=payload)
