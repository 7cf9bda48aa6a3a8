"""Installs the parts that `--cloud` adds to MiniStack."""

import cloudformation_ec2
import cloudformation_emr
import cloudformation_iam
import cloudformation_order
import cloudformation_s3
import cloudformation_ssm
import ec2_dependencies
import ec2_filters
import ec2_rules
import emr_api
import iam_ec2
import iam_emr
import iam_principal
import price_list
import role_targets
import scheduler_targets
import state_machine_tasks


def install() -> None:
    emr_api.install()
    iam_emr.install()
    iam_ec2.install()
    iam_principal.install()
    ec2_filters.install()
    ec2_rules.install()
    role_targets.install()
    scheduler_targets.install()
    state_machine_tasks.install()
    price_list.install()
    for each in (
        cloudformation_emr,
        cloudformation_ec2,
        cloudformation_iam,
        cloudformation_s3,
        cloudformation_ssm,
        cloudformation_order,
    ):
        each.install()
    # This comes last, because it guards the types that the others add.
    ec2_dependencies.install()
