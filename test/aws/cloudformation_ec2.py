"""Types and attributes of EC2 that stock MiniStack's CloudFormation lacks."""

import secrets

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

HANDLERS = provisioners._RESOURCE_HANDLERS


def install() -> None:
    # MiniStack refuses these types as unknown.
    HANDLERS["AWS::EC2::SecurityGroupIngress"] = rule_handler("IpPermissions")
    HANDLERS["AWS::EC2::SecurityGroupEgress"] = rule_handler("IpPermissionsEgress")
    HANDLERS["AWS::EC2::FlowLog"] = {"create": create_flow_log, "delete": lambda log_id, properties: None}
    # MiniStack lacks the attribute CidrBlock, which interface endpoints need.
    vpc = HANDLERS["AWS::EC2::VPC"]
    HANDLERS["AWS::EC2::VPC"] = {**vpc, "create": with_block(vpc["create"]), "update": with_block(vpc["update"])}


def rule_handler(store: str) -> dict:
    def create(logical_id, properties, stack_name):
        group = ec2._security_groups.get(properties["GroupId"])
        if group is None:
            raise ValueError(f"The security group '{properties['GroupId']}' does not exist")
        rule_id = f"sgr-{secrets.token_hex(8)}0"
        group[store].append({**provisioners._ec2_sg_permissions([properties])[0], "SecurityGroupRuleId": rule_id})
        return rule_id, {"Id": rule_id}

    def delete(rule_id, properties):
        group = ec2._security_groups.get(properties["GroupId"])
        if group is not None:
            group[store][:] = [each for each in group[store] if each.get("SecurityGroupRuleId") != rule_id]

    def update(rule_id, old, new, stack_name, logical_id):
        return create(logical_id, new, stack_name)

    return {"create": create, "update": update, "update_with_logical_id": True, "delete": delete}


def create_flow_log(logical_id, properties, stack_name):
    log_id = f"fl-{secrets.token_hex(8)}0"
    return log_id, {"Id": log_id}


def with_block(make):
    def made(*arguments):
        vpc_id, attributes = make(*arguments)
        return vpc_id, {**attributes, "CidrBlock": ec2._vpcs[vpc_id]["CidrBlock"], "CidrBlockAssociations": []}

    return made
