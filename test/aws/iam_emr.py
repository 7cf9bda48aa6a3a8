"""Shows policies the clusters and the tags of a request to EMR.

Stock MiniStack does not find the clusters of TerminateJobFlows, SetTerminationProtection and AddTags. Nor does it find the
tags of a cluster or of a request, so permissions for the clusters with a tag never hold. A caller that may use RunJobFlow
may use it with any role.
"""

import json

from ministack.core import iam_actions, iam_evaluator

from emr_clusters import clusters
from instance_role import role_of
from service_roles import role_named

SERVICES = ("elasticmapreduce", "emr")
RUN = "elasticmapreduce:RunJobFlow"
PASSED = "stand-in:passed-roles"
"""The key under which a value is passed from a request to its evaluation. No policy names it."""

stock_arn = iam_actions.extract_resource_arn
stock_context = iam_actions.request_tag_context
stock_enforce = iam_evaluator.enforce


def install() -> None:
    iam_actions.extract_resource_arn = arn
    iam_actions.request_tag_context = context
    iam_evaluator.enforce = enforce


def arn(service, method, path, headers, body, query, region, account):
    named = named_in(parsed(body)) if service in SERVICES else []
    if not named:
        return stock_arn(service, method, path, headers, body, query, region, account)
    return f"arn:aws:elasticmapreduce:{region}:{account}:cluster/{named[0]}"


def context(service, action, body, parameters):
    stock = stock_context(service, action, body, parameters)
    if service not in SERVICES:
        return stock
    request = parsed(body)
    brought = {f"elasticmapreduce:RequestTag/{each['Key']}": each.get("Value", "") for each in request.get("Tags") or []}
    return {**stock, **tags_in(request), **brought, **({PASSED: passed_by(request)} if action == RUN else {})}


def enforce(access_key, action, service, region, resource_arn="*", service_context=None):
    """Also evaluates the rights that RunJobFlow needs beside its own: to add tags, and to pass the roles on."""
    denied = stock_enforce(access_key, action, service, region, resource_arn, service_context)
    if denied is not None or action != RUN:
        return denied
    if any(name.startswith("elasticmapreduce:RequestTag/") for name in service_context):
        denied = stock_enforce(access_key, "elasticmapreduce:AddTags", service, region, resource_arn, service_context)
    for role, to in service_context[PASSED]:
        told = {"iam:PassedToService": to}
        denied = denied or stock_enforce(access_key, "iam:PassRole", "iam", region, role["Arn"], told)
    return denied


def passed_by(request: dict) -> list[tuple[dict, str]]:
    roles = (
        (role_named(request.get("ServiceRole", "")), "elasticmapreduce.amazonaws.com"),
        (role_of(request.get("JobFlowRole", "")), "ec2.amazonaws.com"),
    )
    return [(role, to) for role, to in roles if role is not None]


def tags_in(request: dict) -> dict[str, str]:
    """The tags that all clusters of the request have."""
    named = named_in(request)
    found = [each.tags.items() for (_, cluster_id), each in clusters.items() if cluster_id in named]
    shared = set.intersection(*(set(tags) for tags in found)) if found and len(found) == len(named) else set()
    return {f"elasticmapreduce:ResourceTag/{key}": value for key, value in shared}


def named_in(request: dict) -> list[str]:
    ids = [request.get(name) for name in ("ClusterId", "JobFlowId", "ResourceId")] + request.get("JobFlowIds", [])
    return [each for each in ids if each is not None]


def parsed(body: bytes) -> dict:
    try:
        request = json.loads(body)
    except ValueError:
        return {}
    return request if isinstance(request, dict) else {}
