"""What a case leaves out, in words for people; in the file itself it stands in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.casefile.case_file import ALWAYS_OMITTED
from wizard.casefile.forms import Omission
from wizard.casefile.listed import IDENTIFIES, NEVER_TOLD, NOT_NEEDED, PERSONAL
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_KEYS, _PATIENTS, _NAMES = ALWAYS_OMITTED
_UNUSED = "only this program's window uses it"
_WHY: Mapping[str, Text] = {
    NEVER_TOLD: T("Because it is secret:"),
    _PATIENTS.why: T("Because this program never reads any:"),
    IDENTIFIES: T("Because it would tell which office it is:"),
    PERSONAL: T("Because it could name a person:"),
    NOT_NEEDED: T("Because nobody needs it to find the cause:"),
    _UNUSED: T("Because nobody needs it to find the cause:"),
}
_BOTH_KEYS = T("The customer key and the developer key")
_WHAT: Mapping[Omission, Text] = {
    _KEYS: _BOTH_KEYS,
    Omission("developer key", NEVER_TOLD): _BOTH_KEYS,  # it never stays alone
    _PATIENTS: T("Data of patients"),
    _NAMES: T("The names of this PC and of its users"),
    Omission("name of the server PC", IDENTIFIES): T("The name of the server PC"),
    Omission("address of the server PC", IDENTIFIES): T("The address of the server PC"),
    Omission("name of the practice", IDENTIFIES): T("The practice's name"),
    Omission("name of the database", IDENTIFIES): T("The database's name"),
    Omission("names of Windows services", IDENTIFIES): T("The names of Windows services"),
    Omission("names in the certificate", IDENTIFIES): T("The names in the certificate"),
    Omission("address of the proxy", IDENTIFIES): T("The address of the proxy"),
    Omission("address of the proxy, with its user's name and password", NEVER_TOLD): T(
        "The address of the proxy, with its user's name and password"
    ),
    Omission("addresses that names led to", IDENTIFIES): T("The addresses of other PCs"),
    Omission("sentences that only this PC's screen shows", IDENTIFIES): T(
        "Sentences that only this PC shows"
    ),
    Omission("the whole words of an error", PERSONAL): T("The whole words of an error"),
    Omission("folders of programs", NOT_NEEDED): T("The folders of programs"),
    Omission("the vendor's settings of the window and the keychain", _UNUSED): T(
        "The vendor's settings for this program's own window"
    ),
}
"""Every omission that this version writes and that a reader would miss."""
_IN_IT_ALL_THE_SAME = Omission("sentences of the checks", "the document has them")


def omission_words(omitted: Iterable[Omission]) -> dict[Text, list[Text]]:
    """What is left out, each thing once, by its reason; what another version wrote, as the file has it."""
    groups: dict[Text, list[Text]] = {}
    for one in omitted:
        if one == _IN_IT_ALL_THE_SAME:
            continue
        why = _WHY.get(one.why) or T("{why}:", why=one.why)
        what = _WHAT.get(one) or T("{what}", what=one.what)
        things = groups.setdefault(why, [])
        if what not in things:
            things.append(what)
    return groups
