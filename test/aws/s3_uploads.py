"""Checks that S3 makes when a multipart upload is completed, and MiniStack does not: the order and the least size of parts."""

import re

from ministack.services import s3

LEAST_PART_BYTES = 5 * 1024 * 1024

PART_NUMBER = re.compile(rb"<PartNumber>(\d+)</PartNumber>")

complete_unchecked = s3._complete_multipart_upload


def install() -> None:
    s3._complete_multipart_upload = complete


def complete(bucket, key, body, query, headers=None):
    upload = s3._multipart_uploads.get(s3._qp(query, "uploadId"))
    refusal = None if upload is None else refuse(upload, [int(number) for number in PART_NUMBER.findall(body)])
    return complete_unchecked(bucket, key, body, query, headers) if refusal is None else refusal


def refuse(upload, numbers):
    if numbers != sorted(set(numbers)):
        return s3._error("InvalidPartOrder", "The list of parts was not in ascending order.", 400)
    sizes = [len(upload["parts"][number]["body"]) for number in numbers[:-1] if number in upload["parts"]]
    if any(size < LEAST_PART_BYTES for size in sizes):
        return s3._error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400)
    return None
