"""Writes logs where EMR writes them: compressed, below the cluster's folder in the bucket of its LogUri."""

import gzip
import sys
from pathlib import Path

from botocore.exceptions import ClientError

from clients import client
from emr_records import Cluster, Step

LOGS_OF_CONTAINERS = ("stdout", "stderr", "syslog", "prelaunch.out", "prelaunch.err", "launch_container.sh")


def push_step_logs(cluster: Cluster, step: Step, folder: Path, credentials: dict) -> None:
    files = {f"steps/{step.id}/{name}.gz": folder / name for name in ("controller", "stderr", "stdout")}
    push(cluster, files, credentials)


def push_container_logs(cluster: Cluster, yarn: Path, pushed: set[str], credentials: dict) -> None:
    """Writes the logs of the applications that are not in `pushed` yet, as `containers/<application>/<container>/<log>.gz`."""
    logs = [each for each in yarn.glob("nodes/*/logs/application_*/container_*/*") if each.name in LOGS_OF_CONTAINERS]
    new = [each for each in logs if each.parts[-3] not in pushed]
    push(cluster, {f"containers/{'/'.join(each.parts[-3:])}.gz": each for each in new}, credentials)
    pushed |= {each.parts[-3] for each in new}


def push(cluster: Cluster, files: dict[str, Path], credentials: dict) -> None:
    bucket, _, prefix = cluster.log_folder.removeprefix("s3://").partition("/")
    s3 = client("s3", credentials)
    for name, file in files.items():
        try:
            s3.put_object(Bucket=bucket, Key=f"{prefix}/{name}", Body=gzip.compress(file.read_bytes()))
        except FileNotFoundError:
            # YARN may remove the folder of a container meanwhile.
            continue
        except ClientError as refusal:
            # As on EMR, logs that cannot be written are missing, and nothing else happens.
            print(f"{cluster.id}: {name}: {refusal}", file=sys.stderr)
            return
