"""Clients of the stand-in's own services with the credentials of a role. A request that the role may not make is denied."""

import os

from botocore.client import BaseClient
from botocore.session import Session


def client(service: str, credentials: dict[str, str]) -> BaseClient:
    return Session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=os.environ["STAND_IN_ENDPOINT"],
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        verify=os.environ.get("MINISTACK_SSL_CERT"),
    )
