"""What there is in an account: for each line of standard input, a JSON list of `kind: name` of whatever a stack of the kit
can make.

Run by the stand-in's Python, whose botocore knows services that the tests have no client of. What of each kind is told is
an expression of JMESPath over all pages; it leaves out what every account has.
"""

import json
import sys
from collections.abc import Iterator

import jmespath
from botocore.session import Session

KINDS = (
    ("stack", "cloudformation", "list_stacks", "StackSummaries[?StackStatus!='DELETE_COMPLETE'].[StackName, StackStatus]"),
    ("vpc", "ec2", "describe_vpcs", "Vpcs[?!IsDefault].[VpcId]"),
    ("subnet", "ec2", "describe_subnets", "Subnets[?!DefaultForAz].[SubnetId]"),
    ("route table", "ec2", "describe_route_tables", "RouteTables[?!not_null(Associations[?Main]|[0])].[RouteTableId]"),
    ("group", "ec2", "describe_security_groups", "SecurityGroups[?GroupName!='default'].[GroupName]"),
    ("endpoint", "ec2", "describe_vpc_endpoints", "VpcEndpoints[?State!='deleted'].[ServiceName]"),
    ("key pair", "ec2", "describe_key_pairs", "KeyPairs[].[KeyName]"),
    ("cluster", "emr", "list_clusters", "Clusters[?!starts_with(Status.State, 'TERMINATED')].[Id]"),
    ("security configuration", "emr", "list_security_configurations", "SecurityConfigurations[].[Name]"),
    ("role", "iam", "list_roles", "Roles[].[RoleName]"),
    ("instance profile", "iam", "list_instance_profiles", "InstanceProfiles[].[InstanceProfileName]"),
    ("policy", "iam", "list_policies", "Policies[?!starts_with(Arn, 'arn:aws:iam::aws:')].[PolicyName]"),
    ("bucket", "s3", "list_buckets", "Buckets[].[Name]"),
    ("parameter", "ssm", "describe_parameters", "Parameters[].[Name]"),
    ("function", "lambda", "list_functions", "Functions[].[FunctionName]"),
    ("log group", "logs", "describe_log_groups", "logGroups[].[logGroupName]"),
    ("alarm", "cloudwatch", "describe_alarms", "[MetricAlarms, CompositeAlarms][].[AlarmName]"),
    ("dashboard", "cloudwatch", "list_dashboards", "DashboardEntries[].[DashboardName]"),
    ("topic", "sns", "list_topics", "Topics[].[TopicArn]"),
    ("subscription", "sns", "list_subscriptions", "Subscriptions[].[Endpoint]"),
    ("rule", "events", "list_rules", "Rules[].[Name]"),
    ("database", "glue", "get_databases", "DatabaseList[?Name!='default'].[Name]"),
    ("state machine", "stepfunctions", "list_state_machines", "stateMachines[].[name]"),
    ("schedule", "scheduler", "list_schedules", "Schedules[].[Name]"),
    ("schedule group", "scheduler", "list_schedule_groups", "ScheduleGroups[?Name!='default'].[Name]"),
    ("queue", "sqs", "list_queues", "QueueUrls[].[@]"),
    ("key", "kms", "list_keys", "Keys[].[KeyId]"),
)


def main() -> None:
    session = Session()
    clients = {service: session.create_client(service) for service in dict.fromkeys(service for _, service, *_ in KINDS)}
    for _ in sys.stdin:
        print(json.dumps(list(resources(clients))), flush=True)


def resources(clients: dict) -> Iterator[str]:
    for kind, service, operation, expression in KINDS:
        for name in names(clients[service], operation, expression):
            yield f"{kind}: {' '.join(name)}"
    for key in names(clients["kms"], "list_keys", "Keys[].[KeyId]"):
        for grant in names(clients["kms"], "list_grants", "Grants[].[GrantId]", KeyId=key[0]):
            yield f"grant: {key[0]} {grant[0]}"


def names(client, operation: str, expression: str, **request) -> list[list[str]]:
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate(**request)
    else:
        pages = [getattr(client, operation)(**request)]
    return [name for page in pages for name in jmespath.search(expression, page) or []]


if __name__ == "__main__":
    main()
