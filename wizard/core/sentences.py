"""The sentences by which Open Dental says what is wrong; matched before any status is looked at.

Source: facts, section 3.3. [M] seen in third-party logs or tests, [S] in Open Dental's published
source, [D] documented, [I] inferred by analogy and so matched loosely.
"""

from __future__ import annotations

import re
from enum import StrEnum


class KnownSentence(StrEnum):
    """A recognised sentence."""

    NOTHING = "nothing"
    ECONNECTOR_DOWN = "econnector-down"
    ECONNECTOR_TWICE = "econnector-twice"
    ECONNECTOR_VERSION = "econnector-version"
    NO_DATABASE = "no-database"
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
    PARAMETER = "parameter"  # a part of a call is named that this program does not know
    NO_PERMISSION = "no-permission"


_KEY = (
    r"(\b(api|customer|developer|cust|dev)?[ _-]?(?<!registration )(?<!foreign )(?<!primary )"
    r"(keys?|credentials?)\b(?:(?!\. ).){0,80}|^\W{0,9}(it |this )?)"
)
"""What a sentence about a key is about: "assigned" and "disabled" are said of much else in an office."""
_NOT = r"\b(has|have|is|are|was)? ?(not|n't)( yet)?( been)?"
_BAD = r"(invalid|unknown|wrong|incorrect|expired|missing)"
_DEVELOPER_KEY = (
    # a sentence that names the customer's key as well does not say which of them it is
    rf"^(?!.*\bcustomer).*(\b{_BAD} developer (api )?key\b|\bdeveloper (api )?key (is|was|has|does|could)"
    rf"( been)?( not|n't| disabled| revoked| rejected| {_BAD}))"
)
_API_OFF = r"\bapi (is |was |has )?(not (been )?enabled|turned off|disabled)\b|\bapi has been disabled\b"
_NO_PERMISSION = (
    r"\b(lacks?|no|not have|insufficient|missing)( the| api| required)*( \w{1,30})? ?permissions?\b"
)
_TABLE: tuple[tuple[KnownSentence, str], ...] = (
    (KnownSentence.ECONNECTOR_TWICE, r"multiple e-?connectors"),  # [D] eConnector history
    (KnownSentence.ECONNECTOR_DOWN, rf"e-?connector (service )?{_NOT} (currently )?running"),  # [M]
    (KnownSentence.ECONNECTOR_DOWN, r"start their e-?connector"),  # [M]
    # [D] HQ cannot reach the eConnector
    (KnownSentence.ECONNECTOR_DOWN, r"no immortal socket connection found"),
    # [S] names of Open Dental's own errors, and an alert; as sentences over the wire [I]
    (
        KnownSentence.ECONNECTOR_DOWN,
        r"odsocket(notfoundforregkeynum|econnectornotresponding)|econnector needs to be restarted",
    ),
    (KnownSentence.ECONNECTOR_VERSION, r"listener version does not match program version"),  # [D]
    (KnownSentence.NO_DATABASE, r"unable to connect to any of the specified mysql hosts"),  # [D]
    (KnownSentence.VERSION, r"likely (due to )?a version issue"),  # [M]
    (KnownSentence.NOT_ASSIGNED, rf"{_KEY}({_NOT} assigned|\bunassigned)\b"),  # [M]
    (KnownSentence.DISABLED_BY_CUSTOMER, rf"{_KEY}\b(has been )?disabled by (the )?customer\b"),  # [M]
    # [I] key statuses
    (KnownSentence.DISABLED_BY_DEVELOPER, rf"{_KEY}\b(has been )?disabled by (the )?developer\b"),
    (KnownSentence.DISABLED_BY_OPEN_DENTAL, rf"{_KEY}\b(has been )?disabled by open ?dental\b"),
    (KnownSentence.CLOUD_SERVICE, r"failed to communicate with the api service"),  # [S]
    (KnownSentence.BAD_REQUEST, r"unable to convert request|is not a valid method\b(?! of)"),  # [S] [M]
    (KnownSentence.NO_RESOURCE, r"is not a valid resource"),  # [M]
    (KnownSentence.DEVELOPER_KEY, _DEVELOPER_KEY),  # [I]
    (KnownSentence.API_OFF, _API_OFF),  # [I]
    (KnownSentence.NO_PERMISSION, _NO_PERMISSION),  # [I]
)
_ALIKE = str.maketrans(
    {**dict.fromkeys("’‘ʼ´`′", "'"), **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\x00")}
)
_LONGEST = 8 * 1024  # characters in which a sentence is looked for


_NO_PARAMETER = (
    r"(?!(this|that|it|there|which|what|attention|(the |your |an? )?((api|customer|developer) ?-?)?"
    r"(keys?|credentials?|tokens?|authori[sz]ation|authentication|log-?[io]n|sign-?in|licen[cs]e|registration\w*|"
    r"subscription|session|account|office|customer|developer|user\w*|password|certificate|database|mysql|"
    r"connection|e-?connector|permissions?|apis?|servers?|services?|workstations?|computers?|pcs?|machines?|"
    r"windows|open-?dental|e-?services?|versions?|hq|programs?|software|applications?|systems?|updates?|"
    r"upgrades?|restart|reboot|setup|settings?|internet|network|firewall|proxy|ports?|listeners?|support|"
    r"payment|plan|access|practice|clinic|modules?|features?))\b)"
)
_WORD = r"['\"]?[a-z][\w.\[\]]{1,40}['\"]?"
_PARAMETER = (
    # [M] "PatNum is required.", "Status is invalid.", "DateCreated format must be yyyy-MM-dd HH:mm:ss."
    rf"^{_NO_PARAMETER}(the )?(value (of|for) )?((query )?(parameter|field|argument|property) )?"
    rf"{_WORD}((,| and| or) {_WORD}){{0,4}} "
    r"((is|are) (invalid|required|missing|not valid)\b(?! (resource|method))|format must be |"
    r"must be (an? )?((positive |whole )?(number|integer)|date|boolean|string|true\b|false\b|between|one of|"
    r"greater|less|at (least|most)|formatted|in the form))|"
    r"\b(invalid|unknown|missing|unrecogni[sz]ed|unexpected|unsupported) (query )?(parameter|argument)s?\b"
)
"""Of what a call asked with; the last alternative is inferred [I]."""
_FIELD = (
    r"\b(\w+nums?|[lfm]names?|prefname|limit|offset|birthdate|date\w+|status|\w+[._]\w+|parameters?|"
    r"arguments?)\b|\bformat must be "
)
"""Names of fields as Open Dental has them, and words of nothing else."""


def parameter(text: str) -> KnownSentence:
    """What an error of status 400 says of a parameter of the call, which this program chose (facts, 2.1).

    Returns:
        ``BAD_REQUEST`` where it names a known field, ``PARAMETER`` where its form alone says so.
    """
    plain = _plain(text)
    if re.search(_PARAMETER, plain) is None:
        return KnownSentence.NOTHING
    return KnownSentence.BAD_REQUEST if re.search(_FIELD, plain) else KnownSentence.PARAMETER


def recognise(text: str) -> KnownSentence:
    """Which known sentence stands in ``text``, whatever its case, white space and apostrophes."""
    plain = _plain(text)
    # compiled when the first sentence comes, and kept by ``re``: the window opens without them
    return next((said for said, pattern in _TABLE if re.search(pattern, plain)), KnownSentence.NOTHING)


def _plain(text: str) -> str:
    return " ".join(text[:_LONGEST].translate(_ALIKE).split()).casefold()
