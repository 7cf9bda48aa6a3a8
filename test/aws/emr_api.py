"""EMR, in place of that of stock MiniStack.

MiniStack's EMR gives times as texts, which the SDK for JavaScript cannot read. Its steps are COMPLETED as soon as they are
added, and nothing runs. It accepts steps for clusters that have ended, and it lacks several operations. None of it is used.
"""

from ministack.core.responses import error_response_json, json_response
from ministack.services import emr

import emr_cluster_operations
import emr_instance_operations
import emr_security_configurations
import emr_step_operations
from emr_clusters import Unknown
from emr_records import changed
from emr_requests import Refused

OPERATIONS = {
    **emr_cluster_operations.OPERATIONS,
    **emr_step_operations.OPERATIONS,
    **emr_instance_operations.OPERATIONS,
}


def install() -> None:
    emr._HANDLERS.clear()
    emr._HANDLERS.update({name: answering(operation) for name, operation in OPERATIONS.items()})
    emr._HANDLERS.update(emr_security_configurations.HANDLERS)


def answering(operation):
    def answer(request: dict):
        try:
            with changed:
                return json_response(operation(request))
        except Refused as refusal:
            return error_response_json("ValidationException", str(refusal), 400)
        except Unknown as unknown:
            return error_response_json("InvalidRequestException", str(unknown), 400)

    return answer
