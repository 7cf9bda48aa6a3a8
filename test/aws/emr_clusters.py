"""The clusters of the account, found by what a request names."""

from ministack.core.responses import get_region

from emr_records import ENDING, Cluster
from emr_requests import Refused

clusters: dict[tuple[str, str], Cluster] = {}
"""All clusters, by region and id."""

NOT_TO_BE_MODIFIED = "A job flow that is shutting down, terminated, or finished may not be modified."


class Unknown(Exception):
    """An InvalidRequestException with this message."""


def find(cluster_id: str) -> Cluster:
    found = clusters.get((get_region(), cluster_id))
    if found is None:
        raise Unknown(f"Cluster id '{cluster_id}' is not valid.")
    return found


def modifiable(cluster_id: str) -> Cluster:
    found = find(cluster_id)
    if found.ending is not None or found.state in ENDING:
        raise Refused(NOT_TO_BE_MODIFIED)
    return found
