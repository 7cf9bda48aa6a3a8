"""Keys for the disks of a cluster's machines, where the cluster's security configuration encrypts the disks.

Each machine gets a key from KMS and opens it with its instance role. Nothing is really encrypted with the keys.
"""

import json

from botocore.exceptions import ClientError

from clients import client
from emr_records import Cluster
from emr_security_configurations import configurations
from instance_role import credentials_of


class CannotOpen(Exception):
    """The machine cannot open its disks."""


def open_disks(cluster: Cluster) -> None:
    key = key_of(cluster.request.get("SecurityConfiguration"))
    if key is None:
        return
    kms = client("kms", credentials_of(cluster))
    try:
        made = kms.generate_data_key(KeyId=key, KeySpec="AES_256")
        kms.decrypt(KeyId=key, CiphertextBlob=made["CiphertextBlob"])
    except ClientError as refusal:
        raise CannotOpen(f"the disks cannot be encrypted: {refusal}") from refusal


def key_of(configuration: str | None) -> str | None:
    if configuration is None:
        return None
    encryption = json.loads(configurations[configuration]["SecurityConfiguration"])["EncryptionConfiguration"]
    disks = encryption.get("AtRestEncryptionConfiguration", {}).get("LocalDiskEncryptionConfiguration", {})
    return disks.get("AwsKmsKey")
