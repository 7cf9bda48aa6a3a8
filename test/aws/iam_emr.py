"""What policies see of a request to EMR. Stock MiniStack does not find the clusters of TerminateJobFlows,
SetTerminationProtection and AddTags, nor any cluster's tags, nor those that RunJobFlow is to give one under EMR's own name
for them, so that permissions for a tag's clusters never hold."""

import json

from ministack.core import iam_actions

from emr_clusters import clusters

SERVICES = ("elasticmapreduce", "emr")

stock_arn = iam_actions.extract_resource_arn
stock_context = iam_actions.request_tag_context


def install() -> None:
    iam_actions.extract_resource_arn = arn
    iam_actions.request_tag_context = context


def arn(service, method, path, headers, body, query, region, account):
    named = named_in(body) if service in SERVICES else []
    if not named:
        return stock_arn(service, method, path, headers, body, query, region, account)
    return f"arn:aws:elasticmapreduce:{region}:{account}:cluster/{named[0]}"


def context(service, action, body, parameters):
    own = {**tags_in(body), **tags_asked_for(body)} if service in SERVICES else {}
    return {**stock_context(service, action, body, parameters), **own}


def tags_in(body: bytes) -> dict[str, str]:
    """Those that all clusters of the request have."""
    named = named_in(body)
    found = [each.tags.items() for (_, cluster_id), each in clusters.items() if cluster_id in named]
    shared = set.intersection(*(set(tags) for tags in found)) if found and len(found) == len(named) else set()
    return {f"elasticmapreduce:ResourceTag/{key}": value for key, value in shared}


def tags_asked_for(body: bytes) -> dict[str, str]:
    return {f"elasticmapreduce:RequestTag/{each['Key']}": each.get("Value", "") for each in read(body).get("Tags", [])}


def named_in(body: bytes) -> list[str]:
    request = read(body)
    ids = [request.get(name) for name in ("ClusterId", "JobFlowId", "ResourceId")] + request.get("JobFlowIds", [])
    return [each for each in ids if each is not None]


def read(body: bytes) -> dict:
    try:
        return json.loads(body)
    except ValueError:
        return {}
