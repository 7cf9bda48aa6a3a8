"""Tasks of state machines that call a function of Lambda, or an operation of EMR (`arn:aws:states:::aws-sdk:emr:runJobFlow`).

They are called with the role of the state machine, if it trusts Step Functions for that machine. Stock MiniStack knows no
EMR there, and calls functions without a role, so that no missing right is noticed.
"""

import contextvars
import json
import re

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from ministack.services import stepfunctions

from clients import client
from role_targets import Refused, role_for
from service_roles import credentials_of

SERVICE = "states.amazonaws.com"
OF_EMR = re.compile(r"arn:aws:states:::aws-sdk:emr:(\w+)")
OF_LAMBDA = "arn:aws:states:::lambda:invoke"

machine_arn: contextvars.ContextVar[str] = contextvars.ContextVar("machine_arn")


def install() -> None:
    execute_stock = stepfunctions._execute_task
    invoke_stock = stepfunctions._invoke_resource

    def execute(state, given, execution, context):
        machine_arn.set(execution["stateMachineArn"])
        return execute_stock(state, given, execution, context)

    def invoke(resource, given):
        operation = OF_EMR.fullmatch(resource)
        if operation is None and resource != OF_LAMBDA:
            return invoke_stock(resource, given)
        try:
            return function(given) if operation is None else of_emr(operation[1], given)
        except (Refused, BotoCoreError, ClientError) as problem:
            raise stepfunctions._ExecutionError("States.TaskFailed", str(problem)) from None

    stepfunctions._execute_task = execute
    stepfunctions._invoke_resource = invoke


def of_emr(operation: str, given: dict) -> dict:
    return answer_of(getattr(asked("emr"), xform_name(operation))(**given))


def function(given: dict) -> dict:
    answer = asked("lambda").invoke(FunctionName=given["FunctionName"], Payload=json.dumps(given["Payload"]))
    payload = json.loads(answer["Payload"].read() or "null")
    if "FunctionError" in answer:
        raise stepfunctions._ExecutionError(payload.get("errorType", "Unknown"), json.dumps(payload))
    return {"StatusCode": answer["StatusCode"], "Payload": payload}


def asked(service: str):
    arn = machine_arn.get()
    role = role_for(stepfunctions._state_machines[arn]["roleArn"], SERVICE, arn)
    return client(service, credentials_of(role, "state-machine"))


def answer_of(answer: dict) -> dict:
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}
