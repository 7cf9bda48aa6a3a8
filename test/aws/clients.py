"""Clients of the stand-in's own services with the credentials of a role. A request that the role may not make is denied."""

import os
import threading

from botocore.client import BaseClient
from botocore.session import Session

session = Session()
"""A session reads the descriptions of the services, which takes a tenth of a second, and keeps them."""

making = threading.Lock()
"""Threads may share a client, but not the session that makes it."""


def client(service: str, credentials: dict[str, str]) -> BaseClient:
    with making:
        return session.create_client(
            service,
            region_name="us-east-1",
            endpoint_url=os.environ["STAND_IN_ENDPOINT"],
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
            verify=os.environ.get("MINISTACK_SSL_CERT"),
        )
