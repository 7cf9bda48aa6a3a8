"""Credentials of a cluster's instance role, as its machines get them from the metadata service of EC2."""

import secrets
import time

from ministack.core.responses import get_account_id
from ministack.services import iam, sts

from emr_records import Cluster, new_id

LIFETIME_SECONDS = 6 * 60 * 60


def role_of(profile: str) -> dict | None:
    """Of an instance profile by its name or ARN."""
    found = iam._instance_profiles.get(profile.split("/")[-1])
    name = next(iter(found["Roles"]), None) if found is not None else None
    return None if name is None else iam._roles.get(name)


def credentials_of(cluster: Cluster) -> dict[str, str]:
    role = role_of(cluster.request["JobFlowRole"])
    if role is None:
        raise ValueError(f"no role in instance profile {cluster.request['JobFlowRole']}")
    account, name = get_account_id(), role["RoleName"]
    key, session = f"ASIA{secrets.token_hex(8).upper()}", "i-0123456789abcdef0"
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
