"""The documented API, as far as this program and its tests look at it.

How a fact is known (facts, section 0): [D] documented by Open Dental, [S] seen in its published source,
[M] measured by others, [I] inferred.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from wizard.simulator import patients
from wizard.simulator.wire_answer import json_answer, nothing, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.simulator.call import Call
    from wizard.simulator.wire_answer import WireAnswer

PERMISSIONS = (
    "ApiReadAll",
    "ApiAllOthers",
    "ApiComm",
    "ApiDocuments",
    "ApiQueries",
    "ApiAppointments",
    "ApiInsuranceSimple",
    "ApiInsurance",
    "ApiPatients",
    "ApiPayments",
    "ApiPayPlans",
    "ApiProcedureLogs",
    "ApiSetup",
    "ApiTextingASAP",
    "ApiEnterprise",
)
"""Names as ``/securityperms`` gives them [D]."""

USUAL_RIGHTS = frozenset(PERMISSIONS) - {"ApiTextingASAP", "ApiEnterprise"}

# The status is documented [D]; the words of both are not known publicly, so they are neutral.
HEADER_MISSING = sentence(400, "The Authorization header is missing or invalid.")
CONTENT_TYPE_WRONG = sentence(400, "The Content-Type header must be application/json.")

# Words [M]; status 401 [D], though one third-party client expects 400 [C].
NOT_ASSIGNED = sentence(401, "API key has not been assigned.")
# Inferred: no literal answer to a wrong developer key is known publicly [I].
DEVELOPER_UNKNOWN = sentence(401, "The developer key is not valid.")

TITLE = "Example Dental (pretend office)"
"""The practice's name, where a scenario has no other."""

_PREFERENCES = (
    ("ProgramVersion", "25.4.48.0"),  # a version seen in the field [M]
    ("DataBaseVersion", "25.4.45.0"),
)


def too_many(wait_s: float) -> WireAnswer:
    """429 with ``Retry-After`` in whole seconds [C]; the body is not known publicly, so there is none."""
    return nothing(429, ("Retry-After", str(max(1, ceil(wait_s)))))


class Held(NamedTuple):
    """What an office and a key hold, as far as an answer tells it.

    Attributes:
        rights: Permissions of the key, as ``/securityperms`` tells them.
        title: The practice's name.
    """

    rights: frozenset[str] = USUAL_RIGHTS
    title: str = TITLE


def answer(call: Call, held: Held) -> WireAnswer:
    """What Open Dental answers to a call whose key and headers are in order.

    Args:
        call: The call.
        held: What it can tell.
    """
    reply = _RESOURCES.get(call.resource)
    if reply is None:
        return sentence(404, f"{call.resource} is not a valid resource.")  # [M]
    if call.method != "GET":
        return sentence(400, f"{call.resource} {call.method}  is not a valid method.")  # two spaces [M]
    return reply(call, held)


def _patients(call: Call, _held: Held) -> WireAnswer:
    if len(call.parts) == 1:
        return json_answer(patients.patient_page(call))
    row = patients.single(call.parts[1])
    return json_answer(row) if row else sentence(404, "Patient not found.")  # [M]


def _securityperms(_call: Call, held: Held) -> WireAnswer:
    """Booleans are texts [D]. By the documentation this needs Read All itself; see ``permission-401``."""
    has = {name: str(name in held.rights).lower() for name in PERMISSIONS}
    return json_answer([{"Permission": name, "HasPermission": told} for name, told in has.items()])


def _preferences(call: Call, held: Held) -> WireAnswer:
    wanted = call.value("PrefName")
    known = (("PracticeTitle", held.title), *_PREFERENCES)
    return json_answer(
        [
            {"PrefNum": number, "PrefName": name, "ValueString": value}
            for number, (name, value) in enumerate(known, start=1)
            if wanted in {None, name}
        ]
    )


_RESOURCES: Mapping[str, Callable[[Call, Held], WireAnswer]] = {
    "patients": _patients,
    "preferences": _preferences,
    "securityperms": _securityperms,
}
