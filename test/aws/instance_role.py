"""Credentials of a cluster's instance role, as its machines get them from the metadata service of EC2."""

from ministack.services import iam

import service_roles
from emr_records import Cluster

INSTANCE = "i-0123456789abcdef0"


def role_of(profile: str) -> dict | None:
    """The role of an instance profile, which is given by its name or ARN."""
    found = iam._instance_profiles.get(profile.split("/")[-1])
    name = next(iter(found["Roles"]), None) if found is not None else None
    return None if name is None else iam._roles.get(name)


def credentials_of(cluster: Cluster) -> dict[str, str]:
    role = role_of(cluster.request["JobFlowRole"])
    if role is None:
        raise ValueError(f"no role in instance profile {cluster.request['JobFlowRole']}")
    return service_roles.credentials_of(role, INSTANCE)
