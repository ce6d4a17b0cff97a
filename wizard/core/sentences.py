"""The sentences by which Open Dental says what is wrong; matched before any status is looked at.

Sources: section 3.3 of the API facts. [M] seen in third-party logs or tests, [S] in Open Dental's published
source, [D] documented, [I] inferred by analogy and so matched loosely.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Said(StrEnum):
    """A recognised sentence."""

    NOTHING = "nothing"
    ECONNECTOR_DOWN = "econnector-down"
    ECONNECTOR_TWICE = "econnector-twice"
    VERSION = "version"
    NOT_ASSIGNED = "not-assigned"
    DISABLED_BY_CUSTOMER = "disabled-by-customer"
    DISABLED_BY_DEVELOPER = "disabled-by-developer"
    DISABLED_BY_OPEN_DENTAL = "disabled-by-open-dental"
    DEVELOPER_KEY = "developer-key"
    API_OFF = "api-off"
    CLOUD_SERVICE = "cloud-service"
    NO_RESOURCE = "no-resource"
    BAD_REQUEST = "bad-request"
    NO_PERMISSION = "no-permission"


_TABLE: tuple[tuple[Said, str], ...] = (
    (Said.ECONNECTOR_TWICE, r"multiple econnectors"),  # [D] eConnector history
    (Said.ECONNECTOR_DOWN, r"econnector (is|was) not running|start their econnector"),  # [M]
    (Said.ECONNECTOR_DOWN, r"no immortal socket connection found"),  # [D] HQ cannot reach the eConnector
    (Said.VERSION, r"most likely a version issue"),  # [M]
    (Said.NOT_ASSIGNED, r"has not been assigned"),  # [M]
    (Said.DISABLED_BY_CUSTOMER, r"disabled by (the )?customer"),  # [M]
    (Said.DISABLED_BY_DEVELOPER, r"disabled by (the )?developer"),  # [I] from the key status of that name
    (Said.DISABLED_BY_OPEN_DENTAL, r"disabled by open ?dental"),  # [I] likewise
    (Said.CLOUD_SERVICE, r"failed to communicate with the api service"),  # [S]
    (Said.BAD_REQUEST, r"unable to convert request|is not a valid method"),  # [S] [M]
    (Said.NO_RESOURCE, r"is not a valid resource"),  # [M]
    (
        Said.DEVELOPER_KEY,
        r"(invalid|unknown|wrong) developer key|developer key (is|was|has|does|not|could)",
    ),  # [I]
    (Said.API_OFF, r"\bapi (is |has )?(not (been )?enabled|turned off|disabled)\b"),  # [I]
    (
        Said.NO_PERMISSION,
        r"(lacks?|no|not have|insufficient|missing)( the| api| required)* ?permissions?\b",
    ),  # [I]
)
_COMPILED = tuple((said, re.compile(pattern)) for said, pattern in _TABLE)


def recognise(text: str) -> Said:
    """Which known sentence stands in ``text``, whatever its case, white space and apostrophes."""
    plain = " ".join(text.replace("’", "'").split()).casefold()
    return next((said for said, pattern in _COMPILED if pattern.search(plain)), Said.NOTHING)
