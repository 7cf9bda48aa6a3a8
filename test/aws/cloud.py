"""What `--cloud` adds to MiniStack."""

import emr_api


def install() -> None:
    emr_api.install()
