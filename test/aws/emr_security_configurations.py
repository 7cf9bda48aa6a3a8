"""EMR's security configurations. Stock MiniStack knows neither these operations nor AWS::EMR::SecurityConfiguration."""

import json

from ministack.core.responses import error_response_json, json_response

from emr_records import now

configurations: dict[str, dict] = {}


def create(request: dict):
    name = request["Name"]
    if name in configurations:
        return refused(f"SecurityConfiguration with name '{name}' already exists.")
    try:
        json.loads(request["SecurityConfiguration"])
    except ValueError:
        return refused("The security configuration is no valid JSON.")
    configurations[name] = {"Name": name, "SecurityConfiguration": request["SecurityConfiguration"], "CreationDateTime": now()}
    return json_response({"Name": name, "CreationDateTime": configurations[name]["CreationDateTime"]})


def describe(request: dict):
    found = configurations.get(request["Name"])
    return refused(f"Security configuration with name '{request['Name']}' does not exist.") if found is None else json_response(found)


def list_all(request: dict):
    told = [{name: each[name] for name in ("Name", "CreationDateTime")} for each in configurations.values()]
    return json_response({"SecurityConfigurations": told})


def delete(request: dict):
    if configurations.pop(request["Name"], None) is None:
        return refused(f"Security configuration with name '{request['Name']}' does not exist.")
    return json_response({})


def refused(message: str):
    return error_response_json("InvalidRequestException", message, 400)


HANDLERS = {
    "CreateSecurityConfiguration": create,
    "DescribeSecurityConfiguration": describe,
    "ListSecurityConfigurations": list_all,
    "DeleteSecurityConfiguration": delete,
}
