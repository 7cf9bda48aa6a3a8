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
from ministack.services import eventbridge, scheduler

from clients import client
from role_targets import Refused, role_for, source_of
from service_roles import credentials_of

TARGET = re.compile(r"arn:aws:scheduler:::aws-sdk:([a-z0-9-]+):(\w+)")
LOOK_EVERY_SECONDS = 0.5
YEAR_SECONDS = 366 * 24 * 60 * 60


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
    role = role_for(target["RoleArn"], *source_of(schedule))
    asked = client(service, credentials_of(role, schedule["Name"]))
    getattr(asked, xform_name(operation))(**json.loads(target["Input"]))


def make_due() -> None:
    for key in scheduler._schedules._data:
        scheduler._schedule_last_fired[key] = scheduler._now() - YEAR_SECONDS
