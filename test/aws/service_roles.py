"""The roles that services assume: a service gets credentials if the role trusts it.

Stock MiniStack does not check whether a role trusts the service that uses it.
"""

import json
import secrets
import time

from ministack.core.iam_evaluator import EvalContext, _conditions_met, _service_principal_matches
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam, sts

LIFETIME_SECONDS = 6 * 60 * 60


def role_named(name_or_arn: str) -> dict | None:
    return iam._roles.get(name_or_arn.split("/")[-1])


def trusts(role: dict, service: str, source_arn: str | None = None) -> bool:
    """Whether the service may assume the role, for `source_arn` of this account if the service names a resource."""
    account = get_account_id()
    source = {} if source_arn is None else {"aws:sourceaccount": account, "aws:sourcearn": source_arn}
    context = EvalContext(service, "Service", account, "sts:AssumeRole", role["Arn"], get_region(), service_context=source)
    policy = role["AssumeRolePolicyDocument"]
    statements = (json.loads(policy) if isinstance(policy, str) else policy)["Statement"]
    return any(
        each["Effect"] == "Allow"
        and _service_principal_matches(each["Principal"], service)
        and _conditions_met(each.get("Condition", {}), context)
        for each in statements
    )


def credentials_of(role: dict, session: str) -> dict[str, str]:
    account, name = get_account_id(), role["RoleName"]
    key = f"ASIA{secrets.token_hex(8).upper()}"
    credentials = {"SecretAccessKey": secrets.token_urlsafe(30), "SessionToken": secrets.token_urlsafe(100)}
    record = {
        "Arn": f"arn:aws:sts::{account}:assumed-role/{name}/{session}",
        "UserId": f"{role['RoleId']}:{session}",
        "AccountId": account,
        "PrincipalType": "AssumedRole",
        "Expiration": time.time() + LIFETIME_SECONDS,
        **credentials,
    }
    sts.register_session(key, record)
    return {"AccessKeyId": key, **credentials}
