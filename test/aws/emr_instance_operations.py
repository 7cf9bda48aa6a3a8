"""A cluster's instance groups and instances. They are only numbers; there are no machines behind them."""

from emr_clusters import find
from emr_records import Cluster, new_id, now


def group_of(request: dict) -> dict:
    count = int(request["InstanceCount"])
    return {
        "Id": new_id("ig"),
        "Name": request.get("Name", request["InstanceRole"].title()),
        "Market": request.get("Market", "ON_DEMAND"),
        "InstanceGroupType": request["InstanceRole"],
        "InstanceType": request["InstanceType"],
        "RequestedInstanceCount": count,
        "RunningInstanceCount": count,
        "Status": {"State": "RUNNING", "StateChangeReason": {}, "Timeline": {"CreationDateTime": now()}},
        "Configurations": request.get("Configurations", []),
    }


def list_instance_groups(request: dict) -> dict:
    return {"InstanceGroups": find(request["ClusterId"]).groups}


def list_instances(request: dict) -> dict:
    cluster = find(request["ClusterId"])
    kinds, states = request.get("InstanceGroupTypes"), request.get("InstanceStates")
    found = [instance_of(cluster, group, i) for group in cluster.groups for i in range(group["RequestedInstanceCount"])]
    return {
        "Instances": [
            instance
            for kind, instance in found
            if (not kinds or kind in kinds) and (not states or instance["Status"]["State"] in states)
        ]
    }


def instance_of(cluster: Cluster, group: dict, number: int) -> tuple[str, dict]:
    state = group["Status"]["State"] if cluster.state not in ("STARTING", "BOOTSTRAPPING") else "PROVISIONING"
    suffix = f"{group['Id'][3:]}{number}"
    times = {name: at for name, at in cluster.times.items() if name in ("CreationDateTime", "EndDateTime")}
    return group["InstanceGroupType"], {
        "Id": f"ci-{suffix}",
        "Ec2InstanceId": f"i-{abs(hash(suffix)):017x}"[:19],
        "PrivateIpAddress": "10.0.0.10",
        "InstanceGroupId": group["Id"],
        "InstanceType": group["InstanceType"],
        "Market": group["Market"],
        "Status": {"State": state, "StateChangeReason": {}, "Timeline": times},
    }


OPERATIONS = {"ListInstanceGroups": list_instance_groups, "ListInstances": list_instances}
