"""Targets of EventBridge Scheduler that are operations of a service, `arn:aws:scheduler:::aws-sdk:emr:runJobFlow`, none
of which stock MiniStack knows. The operation is called with the target's input, and with the role of the target.

SIGUSR1 makes every schedule due, as if a year had gone by since it last was.
"""

import json
import re
import signal
import sys

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge, scheduler

from clients import client
from service_roles import credentials_of, role_named, trusts

SERVICE = "scheduler.amazonaws.com"
TARGET = re.compile(r"arn:aws:scheduler:::aws-sdk:([a-z0-9-]+):(\w+)")
LOOK_EVERY_SECONDS = 0.5
YEAR_SECONDS = 366 * 24 * 60 * 60


class Refused(Exception):
    """The role does not trust the scheduler."""


def install() -> None:
    invoke_stock = eventbridge._invoke_target

    def invoke(target, event, rule, *more):
        found = TARGET.fullmatch(target["Arn"])
        if found is None:
            return invoke_stock(target, event, rule, *more)
        try:
            ask(*found.groups(), target, rule)
        except (Refused, BotoCoreError, ClientError) as problem:
            # AWS reports this to nobody either, unless the target names a queue.
            print(f"schedule {rule['Name']}: {problem}", file=sys.stderr)

    eventbridge._invoke_target = invoke
    scheduler._SCHEDULE_TICK_INTERVAL = LOOK_EVERY_SECONDS
    signal.signal(signal.SIGUSR1, lambda *_: make_due())


def ask(service: str, operation: str, target: dict, schedule: dict) -> None:
    role = role_named(target["RoleArn"])
    group = f"arn:aws:scheduler:{get_region()}:{get_account_id()}:schedule-group/{schedule['GroupName']}"
    if role is None or not trusts(role, SERVICE, group):
        raise Refused(f"{target['RoleArn']} does not trust {SERVICE} for {group}")
    asked = client(service, credentials_of(role, schedule["Name"]))
    getattr(asked, xform_name(operation))(**json.loads(target["Input"]))


def make_due() -> None:
    for key in scheduler._schedules._data:
        scheduler._schedule_last_fired[key] = scheduler._now() - YEAR_SECONDS
