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


_KEY = r"(\b(api|customer|developer|cust|dev)?[ _-]?(keys?|credentials?)\b(?:(?!\. ).){0,80}|^\W{0,9}(it |this )?)"
"""What a sentence about a key is about: words such as "assigned" are said of much else in an office."""
_NOT = r"\b(has|have|is|are|was)? ?(not|n't)( yet)?( been)?"

_TABLE: tuple[tuple[Said, str], ...] = (
    (Said.ECONNECTOR_TWICE, r"multiple e-?connectors"),  # [D] eConnector history
    (Said.ECONNECTOR_DOWN, rf"e-?connector (service )?{_NOT} (currently )?running|start their e-?connector"),  # [M]
    (Said.ECONNECTOR_DOWN, r"no immortal socket connection found"),  # [D] HQ cannot reach the eConnector
    (Said.VERSION, r"likely (due to )?a version issue"),  # [M]
    (Said.NOT_ASSIGNED, rf"{_KEY}({_NOT} assigned|\bunassigned)"),  # [M]
    (Said.DISABLED_BY_CUSTOMER, rf"{_KEY}\bdisabled by (the )?customer\b"),  # [M]
    (Said.DISABLED_BY_DEVELOPER, rf"{_KEY}\bdisabled by (the )?developer\b"),  # [I] from the key status of that name
    (Said.DISABLED_BY_OPEN_DENTAL, rf"{_KEY}\bdisabled by open ?dental\b"),  # [I] likewise
    (Said.CLOUD_SERVICE, r"failed to communicate with the api service"),  # [S]
    (Said.BAD_REQUEST, r"unable to convert request|is not a valid method\b(?! of)"),  # [S] [M]
    (Said.NO_RESOURCE, r"is not a valid resource"),  # [M]
    (
        # one that names the customer's key as well does not say which of them it is
        Said.DEVELOPER_KEY,
        r"^(?!.*\bcustomer).*(\b(invalid|unknown|wrong|incorrect|expired|missing) developer (api )?key\b|"
        r"\bdeveloper (api )?key (is|was|has|does|could)( been)?( not|n't| invalid| unknown| wrong| incorrect| expired"
        r"| missing| disabled| revoked| rejected))",
    ),  # [I]
    (Said.API_OFF, r"\b(api (is |was |has )?(not (been )?enabled|turned off|disabled)|api has been disabled)\b"),  # [I]
    (
        Said.NO_PERMISSION,
        r"\b(lacks?|no|not have|insufficient|missing)( the| api| required)*( \w{1,30})? ?permissions?\b",
    ),  # [I]
)
_COMPILED = tuple((said, re.compile(pattern)) for said, pattern in _TABLE)
_ALIKE = str.maketrans(
    {**dict.fromkeys("’‘ʼ´`′", "'"), **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\x00")}
)
_LONGEST = 16 * 1024  # characters in which a sentence is looked for


def recognise(text: str) -> Said:
    """Which known sentence stands in ``text``, whatever its case, white space and apostrophes."""
    plain = " ".join(text[:_LONGEST].translate(_ALIKE).split()).casefold()
    return next((said for said, pattern in _COMPILED if pattern.search(plain)), Said.NOTHING)
