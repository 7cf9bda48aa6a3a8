"""The releases and instance types that EMR offers, as far as tests expect others to be refused.

Sources: the release guide's task configuration, and ListSupportedInstanceTypes and ListReleaseLabels, in November 2026.
"""

import re

YARN_MEMORY_MB = {
    "m3.xlarge": 11520,
    "m4.xlarge": 12288,
    "m5.xlarge": 12288,
    "m5a.xlarge": 12288,
    "m5d.xlarge": 12288,
    "m6g.xlarge": 11712,
    "m6gd.xlarge": 11712,
    "m7g.xlarge": 11712,
    "m8g.xlarge": 11712,
    "m8gd.xlarge": 11712,
}
"""`yarn.nodemanager.resource.memory-mb` by instance type."""

ZONES_WITHOUT = {"m3.xlarge": {"us-east-1d", "us-east-1f"}}
"""The zones of the stand-in's region that do not offer the instance type."""

NEWEST_MINOR_OF = {"6": 15, "7": 14}


def is_release(label: str) -> bool:
    found = re.fullmatch(r"emr-(\d+)\.(\d+)\.(\d+)", label)
    return found is not None and int(found[2]) <= NEWEST_MINOR_OF.get(found[1], -1)
