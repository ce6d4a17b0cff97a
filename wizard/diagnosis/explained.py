"""Joins a finding with the catalogue's words, filled in for this office and this vendor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from wizard.core.endpoint import LOCAL_PORT, REMOTE_HOST, SERVICE_PORT, remote_endpoint
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC, Profile
from wizard.core.record import record
from wizard.core.text import T, Text
from wizard.core.version import api_menu_entry, store_button

if TYPE_CHECKING:
    from wizard.core.cause import CauseEntry, Confidence, Finding, Opens, Who
    from wizard.core.codes import Code
    from wizard.core.endpoint import Endpoint
    from wizard.core.evidence import Evidence
    from wizard.core.version import Version

Names = Mapping[str, "str | Text"]


class Entries(Protocol):
    """Where the words of a cause come from."""

    def entry(self, code: str) -> CauseEntry:
        """The entry of a code; raises KeyError where there is none."""


@record
class Cause:
    """A cause as a person meets it.

    Attributes:
        code: Stable slug.
        ref: For the phone.
        confidence: How sure.
        because: What was seen.
        who: Who can act, first one first.
        title: The verdict as a sentence.
        meaning: What it means.
        steps: At most three.
        pointers: Ids of pictures, the best first.
        wait_s: Seconds until a cure can show.
        wait_why: Why that long.
        opens: The page that the steps speak of, where a button can open it.
        ask: What a message asks of whoever can act.
        seen_here: What was seen first as this PC's own screen may say it, with names that nothing which
            leaves may hold; None where ``because`` says all of it.
    """

    code: Code
    ref: str
    confidence: Confidence
    because: tuple[Text, ...]
    who: tuple[Who, ...]
    title: Text
    meaning: Text
    steps: tuple[Text, ...]
    pointers: tuple[str, ...]
    wait_s: int
    wait_why: Text | None
    opens: Opens | None = None
    ask: tuple[Text, ...] = ()
    seen_here: Text | None = None

    @property
    def pointer(self) -> str | None:
        """The best picture's id."""
        return self.pointers[0] if self.pointers else None


def catalogue_values(
    profile: Profile = GENERIC,
    mode: Mode = Mode.REMOTE,
    server: str | Text = "",
    *,
    port: int = SERVICE_PORT,
    version: Version | None = None,
) -> Names:
    """The words that catalogue texts are filled with; sensible ones where a name is not known.

    Args:
        profile: The vendor's names.
        mode: Which address is meant; an office's own is never told.
        server: What the server PC is called; its name for the window only.
        port: TCP port of the API Service.
        version: Open Dental's, where it is known; decides what its menu says.
    """
    support = profile.support
    return {
        "vendor": profile.vendor_name or T("the vendor of the program"),
        "product": profile.product or profile.vendor_name or T("the program"),
        "support": support.phone or support.email or T("the vendor's support"),
        "server": server or T("the server PC"),
        "port": str(port),
        "call_port": str(_call_port(mode, port)),
        "api": api_menu_entry(version),
        "store": _store(version),
        "host": REMOTE_HOST if mode is Mode.REMOTE else T("the server PC's address"),
    }


def _store(version: Version | None) -> Text:
    """The button of API Setup that stores, in bold: that of the version, and both where it is not known."""
    if version is None:
        return T("**Save** (**Close** up to 23.2)")
    return T("**{button}**", button=store_button(version))


def _call_port(mode: Mode, service_port: int) -> int:
    """TCP port of the live call."""
    match mode:
        case Mode.REMOTE:
            return remote_endpoint().port
        case Mode.API_SERVICE:
            return service_port
        case Mode.LOCAL:
            return LOCAL_PORT


def found_names(profile: Profile, endpoint: Endpoint, evidence: Evidence) -> Names:
    """The same for what a run has found; the server PC is not named.

    Where two versions name a button differently, both stand there: documents are kept, compared and read
    beside another Open Dental. :func:`screen_names` has only this office's.
    """
    filled = catalogue_values(
        profile,
        endpoint.mode,
        T("this PC") if evidence.server_here else "",
        port=endpoint.service_port,
        version=evidence.od_version or evidence.installed,
    )
    return {**filled, "store": _store(None)}


def screen_names(evidence: Evidence, written: Names) -> Names:
    """The same for this PC's screen: the server is named, and the button as this office's version has it.

    Args:
        evidence: What was seen.
        written: Those of :func:`found_names`; the same object comes back where nothing is known.
    """
    known: dict[str, str | Text] = {}
    if evidence.server:
        known["server"] = f"**{evidence.server}**"
    if version := evidence.od_version or evidence.installed:
        known["store"] = _store(version)
    return {**written, **known} if known else written


def explain(finding: Finding, entries: Entries, filled: Names, *, here: bool = False) -> Cause:
    """Join a finding with its entry.

    Args:
        finding: What was found.
        entries: The catalogue.
        filled: What its texts are filled with.
        here: Whether the server PC is this one, which is neither off nor asleep.

    Raises:
        KeyError: The catalogue has no such code.
    """
    found = entries.entry(finding.code)

    def text(msgid: str) -> Text:
        return T(msgid, **filled)

    wait = finding.wait_s if finding.wait_s is not None else found.wait_s
    return Cause(
        found.code,
        found.ref,
        finding.confidence,
        finding.because,
        finding.who or found.who,
        text(found.title),
        text((here and found.meaning_here) or found.meaning),
        tuple(map(text, found.steps)),
        found.pointers,
        wait,
        finding.wait_why or (text(found.wait_why) if found.wait_why else None),
        found.opens,
        tuple(map(text, found.ask)),
    )
