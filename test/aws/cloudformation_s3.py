"""AWS::S3::Bucket. Stock MiniStack ignores its tags and its lifecycle, and deletes buckets that hold objects."""

from xml.sax.saxutils import escape

from ministack.services import s3
from ministack.services.cloudformation import provisioners

def install() -> None:
    stock = provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]

    def create(logical_id, properties, stack_name):
        return described(stock["create"](logical_id, properties, stack_name), properties)

    def update(name, old, new, stack_name):
        return described(stock["update"](name, old, new, stack_name), new)

    def delete(name, properties):
        bucket = s3._buckets.get(name)
        if bucket is not None and (bucket["objects"] or s3._bucket_has_versions(name)):
            raise ValueError(f"The bucket you tried to delete is not empty: {name} (Service: S3, Status Code: 409)")
        stock["delete"](name, properties)

    provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"] = {**stock, "create": create, "update": update, "delete": delete}


def described(made: tuple[str, dict], properties: dict) -> tuple[str, dict]:
    name = made[0]
    s3._bucket_tags[name] = {each["Key"]: each["Value"] for each in properties.get("Tags", [])}
    s3._bucket_lifecycle.pop(name, None)
    rules = properties.get("LifecycleConfiguration", {}).get("Rules", [])
    if rules:
        answer = s3._put_bucket_lifecycle(name, lifecycle(rules).encode())
        if answer[0] >= 400:
            raise ValueError(answer[2].decode())
    return made


def lifecycle(rules: list[dict]) -> str:
    return f"<LifecycleConfiguration>{''.join(rule_of(each) for each in rules)}</LifecycleConfiguration>"


def rule_of(rule: dict) -> str:
    expiration = {
        "Days": rule.get("ExpirationInDays"),
        "ExpiredObjectDeleteMarker": rule.get("ExpiredObjectDeleteMarker"),
    }
    parts = {
        "ID": rule.get("Id"),
        "Filter": {"Prefix": rule.get("Prefix", "")},
        "Status": rule["Status"],
        "Expiration": {name: value for name, value in expiration.items() if value is not None} or None,
        "NoncurrentVersionExpiration": rule.get("NoncurrentVersionExpiration"),
        "AbortIncompleteMultipartUpload": rule.get("AbortIncompleteMultipartUpload"),
    }
    return element("Rule", {name: value for name, value in parts.items() if value is not None})


def element(name: str, value) -> str:
    if isinstance(value, dict):
        inside = "".join(element(each, inner) for each, inner in value.items())
    else:
        inside = str(value).lower() if isinstance(value, bool) else escape(str(value))
    return f"<{name}>{inside}</{name}>"
