"""AWS's price list, a service that stock MiniStack lacks: what an hour of an m3.xlarge of EMR's costs in us-east-1, and
products that a looser request would find, whose amounts are made up. Its own are those of bills of 2017."""

import json

from ministack import app
from ministack.core import iam_actions, router
from ministack.core.responses import error_response_json, json_response

SERVICE = "pricing"
PAGE_LENGTH = 1
"""Pages are short, so that a client that forgets the second page is noticed."""

REGION = {"instanceType": "m3.xlarge", "location": "US East (N. Virginia)", "regionCode": "us-east-1"}
EC2 = {
    **REGION,
    "servicecode": "AmazonEC2",
    "servicename": "Amazon Elastic Compute Cloud",
    "locationType": "AWS Region",
    "operatingSystem": "Linux",
    "tenancy": "Shared",
    "preInstalledSw": "NA",
    "capacitystatus": "Used",
    "marketoption": "OnDemand",
    "operation": "RunInstances",
    "usagetype": "BoxUsage:m3.xlarge",
    "currentGeneration": "No",
}
EMR_FAMILY = "Elastic Map Reduce Instance"
EMR = {
    **REGION,
    "servicecode": "ElasticMapReduce",
    "servicename": "Amazon Elastic MapReduce",
    "locationType": "AWS Region",
    "softwareType": "EMR",
    "operation": "",
    "usagetype": "BoxUsage:m3.xlarge",
}
PRODUCTS = (
    ("Compute Instance", {**EC2, "locationType": "AWS Outposts", "usagetype": "Outposts"}, "0.1000000000"),
    ("Compute Instance", EC2, "0.2660000000"),
    ("Compute Instance", {**EC2, "operatingSystem": "Windows", "operation": "RunInstances:0002"}, "0.5180000000"),
    ("Compute Instance", {**EC2, "preInstalledSw": "SQL Std"}, "1.1210000000"),
    ("Compute Instance", {**EC2, "tenancy": "Dedicated", "usagetype": "DedicatedUsage:m3.xlarge"}, "0.2930000000"),
    ("Compute Instance", {**EC2, "capacitystatus": "UnusedCapacityReservation"}, "0.2661000000"),
    ("Compute Instance", {**EC2, "regionCode": "us-west-1", "usagetype": "USW1-BoxUsage:m3.xlarge"}, "0.3080000000"),
    (EMR_FAMILY, EMR, "0.0700000000"),
    (EMR_FAMILY, {**EMR, "softwareType": "Hunk", "usagetype": "HunkBoxUsage:m3.xlarge"}, "0.1400000000"),
    ("EMR Containers", EMR, "0.0101200000"),
)


def install() -> None:
    router.SERVICE_PATTERNS[SERVICE] = {"target_prefixes": ["AWSPriceListService"]}
    iam_actions.SERVICE_TO_IAM_NAMESPACE[SERVICE] = SERVICE
    app.SERVICE_HANDLERS[SERVICE] = answer


async def answer(_method, _path, headers, body, _query):
    operation = headers["x-amz-target"].rsplit(".", 1)[-1]
    if operation != "GetProducts":
        return error_response_json("UnknownOperationException", operation, 400)
    request = json.loads(body)
    found = [each for each in PRODUCTS if matches(request, each)]
    start = int(request.get("NextToken", 0))
    end = start + PAGE_LENGTH
    page = [text_of(PRODUCTS.index(each), *each) for each in found[start:end]]
    following = {"NextToken": str(end)} if end < len(found) else {}
    return json_response({"FormatVersion": "aws_v1", "PriceList": page, **following})


def matches(request: dict, product: tuple[str, dict[str, str], str]) -> bool:
    family, attributes, _ = product
    known = {**attributes, "productFamily": family}
    wanted = [(each["Field"], each["Value"]) for each in request.get("Filters", [])]
    return known["servicecode"] == request["ServiceCode"] and all(known.get(field) == value for field, value in wanted)


def text_of(number: int, family: str, attributes: dict[str, str], dollars: str) -> str:
    sku = f"PRODUCT{number:09}"
    term, rate = f"{sku}.JRTCKXETXF", f"{sku}.JRTCKXETXF.6YS6EN2CT7"
    dimension = {
        "unit": "Hrs",
        "beginRange": "0",
        "endRange": "Inf",
        "description": f"${float(dollars)} per {attributes['usagetype']}",
        "appliesTo": [],
        "rateCode": rate,
        "pricePerUnit": {"USD": dollars},
    }
    offer = {
        "sku": sku,
        "offerTermCode": "JRTCKXETXF",
        "effectiveDate": "2026-11-01T00:00:00Z",
        "priceDimensions": {rate: dimension},
        "termAttributes": {},
    }
    return json.dumps(
        {
            "product": {"productFamily": family, "attributes": attributes, "sku": sku},
            "serviceCode": attributes["servicecode"],
            "terms": {"OnDemand": {term: offer}},
            "version": "20261101000000",
            "publicationDate": "2026-11-01T00:00:00Z",
        }
    )
