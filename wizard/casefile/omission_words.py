"""What a case leaves out, in words for people; in the file itself it stands in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.casefile.case_file import ALWAYS_OMITTED
from wizard.casefile.forms import Omission
from wizard.casefile.listed import IDENTIFIES, NEVER_TOLD, NOT_NEEDED, PERSONAL
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEYS, _PATIENTS, _NAMES = ALWAYS_OMITTED
_WORDS: dict[Omission, Text] = {
    _KEYS: T("The customer key and the developer key: they are secret."),
    _PATIENTS: T("Data of patients: this program never reads any."),
    _NAMES: T("The names of this PC and of its users: they would tell which office it is."),
    Omission("name of the server PC", IDENTIFIES): T(
        "The name of the server PC: it would tell which office it is."
    ),
    Omission("address of the server PC", IDENTIFIES): T(
        "The address of the server PC: it would tell which office it is."
    ),
    Omission("name of the practice", IDENTIFIES): T("The practice's name: it would tell which office it is."),
    Omission("name of the database", IDENTIFIES): T("The database's name: it would tell which office it is."),
    Omission("names of Windows services", IDENTIFIES): T(
        "The names of Windows services: they would tell which office it is."
    ),
    Omission("names in the certificate", IDENTIFIES): T(
        "The names in the certificate: they would tell which office it is."
    ),
    Omission("address of the proxy", IDENTIFIES): T(
        "The address of the proxy: it would tell which office it is."
    ),
    Omission("address of the proxy, with its user's name and password", NEVER_TOLD): T(
        "The address of the proxy, with its user's name and password: they are secret."
    ),
    Omission("addresses that names led to", IDENTIFIES): T(
        "The addresses of other PCs: they would tell which office it is."
    ),
    Omission("sentences that only this PC's screen shows", IDENTIFIES): T(
        "Sentences that only this PC shows: they would tell which office it is."
    ),
    Omission("the whole words of an error", PERSONAL): T(
        "The whole words of an error: they could name a person."
    ),
    Omission("developer key", NEVER_TOLD): T("The developer key of the vendor: it is secret."),
    Omission("folders of programs", NOT_NEEDED): T(
        "The folders of programs: nobody needs them to find the cause."
    ),
    Omission("sentences of the checks", "the document has them"): T(
        "The sentences of the checks: they are in the case already, with the result."
    ),
    Omission("the vendor's settings of the window and the keychain", "only this program's window uses it"): T(
        "The vendor's settings for this program: only its own window uses them."
    ),
}
"""Every omission that this version writes."""


def omission_words(omitted: Iterable[Omission]) -> tuple[Text, ...]:
    """A sentence for each; one that only another version knows is told as the file has it."""
    return tuple(_WORDS.get(one) or T("{what}: {why}", what=one.what, why=one.why) for one in omitted)
