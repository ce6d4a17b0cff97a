"""What is called and what is written, in one table.

``list checks``, the pages ``what-is-touched.md`` and ``it.md`` and the page for IT in a kit are made from it;
``tests/unit/papers/test_docs_touched.py`` holds the pages to it. What each check reads stands with the check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.context import CONTROL_HOST
from wizard.core.codes import CheckId
from wizard.core.endpoint import LOCAL_PORT, REMOTE_HOST, SERVICE_PORT, SETUP_HOST, SETUP_PORT
from wizard.core.mode import Mode
from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.core.text import Text


class CalledPlace(NamedTuple):
    """A place that is called.

    Attributes:
        host: Its name or address; a text where it is no one name.
        ports: TCP ports.
        why: What for.
        key: Whether a key goes there.
        checks: Ids of the checks that call it.
        modes: Ways on which it is called; empty for every way.
    """

    host: str | Text
    ports: tuple[int, ...]
    why: Text
    key: Text
    checks: tuple[CheckId, ...]
    modes: tuple[Mode, ...] = ()


class WrittenPlace(NamedTuple):
    """Something that is written.

    Attributes:
        what: What it is.
        location: Its place on Windows, with ``{service}`` for the keychain's name.
        goes: The sentence that says when.
        unless: When it is not written.
        vendors: Only a vendor's own PC meets it.
        own: It is a note that the program keeps for itself, which a profile switches off.
    """

    what: Text
    location: Text
    goes: Text
    unless: Text
    vendors: bool = False
    own: bool = False


_NEVER = T("never")
_BY_COMMAND = T("It goes by `connect-wizard history --clear`, and by the uninstaller.")
_OFF = T("with `keep_history = false` in `vendor.toml`")
_LIVE = (CheckId.LIVE_PATIENTS, CheckId.LIVE_RIGHTS, CheckId.LIVE_VERSION)

CALLS: tuple[CalledPlace, ...] = (
    CalledPlace(
        REMOTE_HOST,
        (443,),
        T("the live call, and the same call without a key (HTTPS, TLS 1.2 or later)"),
        T("with the live call, over a verified secure channel"),
        (CheckId.PREREQ_PORT, CheckId.PREREQ_SECURE_CHANNEL, CheckId.PREREQ_CLOCK, *_LIVE),
        (Mode.REMOTE,),
    ),
    CalledPlace(
        REMOTE_HOST,
        (80,),
        T("the time, a sign-in page or a filter's page, where port 443 or its secure channel fails"),
        _NEVER,
        (CheckId.PREREQ_PORT, CheckId.PREREQ_SECURE_CHANNEL),
        (Mode.REMOTE,),
    ),
    CalledPlace(
        CONTROL_HOST,
        (80, 443),
        T("tells a dead network from one blocked name, where Open Dental is not reached"),
        _NEVER,
        (CheckId.PREREQ_NAME, CheckId.PREREQ_PORT, CheckId.PREREQ_SECURE_CHANNEL),
        (Mode.REMOTE,),
    ),
    CalledPlace(
        T("the proxy that this PC is set to"),
        (),
        T("the way to the internet; a configuration script (PAC) is fetched by Windows"),
        T("never to the proxy itself"),
        (CheckId.PREREQ_PROXY, CheckId.PREREQ_NAME, CheckId.PREREQ_PORT),
        (Mode.REMOTE,),
    ),
    CalledPlace(
        T("the PC of the API Service in this office, by a loopback or private address"),
        (SERVICE_PORT,),
        T("the live call in Service mode; whether it runs"),
        T("only where the vendor's program uses Service mode, and Open Dental owns the port"),
        (CheckId.PREREQ_API_SERVICE, *_LIVE),
    ),
    CalledPlace(
        "127.0.0.1",
        (LOCAL_PORT,),
        T("the live call in Local mode; whether Open Dental runs on this PC"),
        T("only where the vendor's program uses Local mode, and Open Dental owns the port"),
        (CheckId.PREREQ_OPEN_DENTAL_RUNNING, *_LIVE),
    ),
    CalledPlace(
        SETUP_HOST,
        (SETUP_PORT,),
        T("what Open Dental's API Setup window needs, where Open Dental is installed; nothing is sent"),
        _NEVER,
        (CheckId.PREREQ_SETUP_WINDOW_PORT,),
    ),
)
"""Everything that is called, the name servers of this PC apart, which are asked for the names above."""

WRITTEN: tuple[WrittenPlace, ...] = (
    WrittenPlace(
        T("the customer key, where the person wants it kept; in IT mode the developer key too"),
        T("Credential Manager of the person, generic credential “{service}”, on this PC and not roaming"),
        T("It goes by `connect-wizard forget`, and by the uninstaller where it is told to."),
        T("where the person does not want it kept"),
    ),
    WrittenPlace(
        T(
            "the history: the last 50 runs and incidents, each with its time, reference, way, verdict and "
            "cause; a damaged one once beside it"
        ),
        T("%LOCALAPPDATA%\\connect-wizard\\history.jsonl"),
        _BY_COMMAND,
        _OFF,
        own=True,
    ),
    WrittenPlace(
        T("a log of at most 1 MiB: each step of a run, and each failure of the program"),
        T("%LOCALAPPDATA%\\connect-wizard\\log\\connect-wizard.log"),
        _BY_COMMAND,
        _OFF,
        own=True,
    ),
    WrittenPlace(
        T("how far the person came: the step, the way to Open Dental and which menu they said they see"),
        T("%LOCALAPPDATA%\\connect-wizard\\progress.json"),
        T("It goes with the first success, by `connect-wizard history --clear`, and by the uninstaller."),
        _OFF,
        own=True,
    ),
    WrittenPlace(
        T("where windows stood, what was chosen, and which warnings were hidden on which day"),
        T("%APPDATA%\\connect-wizard\\windows.ini"),
        _BY_COMMAND,
        _OFF,
        own=True,
    ),
    WrittenPlace(
        T("a message, a picture or a fix sheet that the person saves"),
        T("where the person says"),
        T("It goes by the person."),
        T("where none is saved"),
    ),
    WrittenPlace(
        T("a profile and a kit that a vendor makes, and a folder for the work on it meanwhile"),
        T("where the vendor says; the folder for temporary files"),
        T("It goes by the vendor; the folder as soon as the work ends."),
        T("where none is made"),
        vendors=True,
    ),
    WrittenPlace(
        T(
            "a page of many offices' runs that a vendor or IT makes, and a file without a name for the "
            "work on it meanwhile"
        ),
        T("where the person says; the folder for temporary files"),
        T("It goes by the person; the file as soon as the work ends."),
        T("where none is made"),
        vendors=True,
    ),
)
"""Everything that is written; nothing ever beside the program."""


def called_by(identity: str) -> Iterator[CalledPlace]:
    """What a check or a call calls."""
    return (call for call in CALLS if identity in call.checks)


def called(modes: Sequence[Mode]) -> Iterator[CalledPlace]:
    """What is called where the vendor's program uses these ways."""
    return (call for call in CALLS if not call.modes or set(call.modes) & set(modes))


def address(call: CalledPlace) -> Text:
    """A called place with its ports, as one text."""
    if not call.ports:
        return T("{host}", host=call.host)
    return T("{host}, TCP port {ports}", host=call.host, ports=", ".join(map(str, call.ports)))
