"""The message about a cause: for everybody who can act, in plain lines, and whole in a mail program."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.core.cause import Confidence, Finding, Who
from wizard.core.codes import Code
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC, Profile, Support
from wizard.core.text import T, Text, Translator, unmarked
from wizard.core.version import Version
from wizard.diagnosis import judge
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.diagnosis.from_afar import TWINS, from_afar
from wizard.diagnosis.message import message, reader
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from wizard.diagnosis.explained import Cause
    from wizard.diagnosis.message import Message

VENDOR = Profile("Northwind Dental", "Northwind Sync", Support(email="help@northwind.example"))
WHEN = "Friday, November 27, 2026, 9:41 AM"
REFERENCE = "K2-7F3A9KQZ"
SAID = "A sentence of Open Dental's own that is as long as any that a server is quoted with" * 2
SERVER = "CANARYSRV7"
FAULTS = [code for code in Code if not code.startswith("connected")]
RAW = (
    r"\b(open-dental|office manager s|likely|certain|possible|failed|unknown|middlebox|remote)\b|[_{}*]|None"
)
CATALOGUE = Catalogue()
HERE = re.compile(r"\b(this PC|here)\b", re.IGNORECASE)
SEEN_IN = (
    "diagnosis/verdicts/*.py", "diagnosis/because.py", "diagnosis/judge.py", "diagnosis/office_causes.py",
    "core/keys.py",
)  # fmt: skip


@cache
def seen_lines() -> tuple[Text, ...]:
    """Every sentence of the judgement that speaks of this PC, with values made up."""
    folder = Path(judge.__file__).parents[1]
    calls = (
        call
        for pattern in SEEN_IN
        for file in sorted(folder.glob(pattern))
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("T", "N")
    )
    said = (
        [arg.value for arg in call.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        for call in calls
    )
    return tuple(
        Text(words[0], dict.fromkeys(re.findall(r"{(\w+)}", words[0]), 2), *words[1:2])
        for words in said
        if words and HERE.search(words[0])
    )


def cause_of(code: Code, profile: Profile = VENDOR, *, who: tuple[Who, ...] | None = None) -> Cause:
    because = (T("Open Dental answered “{text}” ({status}).", text=SAID, status=401),)
    finding = Finding(code, Confidence.LIKELY, because, who=who)
    return explain(finding, CATALOGUE, catalogue_values(profile, Mode.REMOTE, f"**{SERVER}**"))


def message_of(code: Code, profile: Profile = VENDOR, *, who: tuple[Who, ...] | None = None) -> Message:
    made = message(cause_of(code, profile, who=who), profile, WHEN, REFERENCE)
    assert made is not None
    return made


def say(text: Text) -> str:
    return unmarked(Translator().translate(text))


def lines_of(made: Message) -> list[str]:
    return [say(line.text) for line in made.lines]


@pytest.mark.parametrize("profile", [VENDOR, GENERIC], ids=["vendor", "generic"])
@pytest.mark.parametrize("code", FAULTS)
def test_every_cause_has_a_message_of_four_to_eight_plain_lines(code: Code, profile: Profile) -> None:
    cause, made = cause_of(code, profile), message_of(code, profile)
    lines = lines_of(made)
    assert 4 <= len(lines) <= 8
    assert made.to is next(who for who in cause.who if who is not Who.WAIT)
    ours = profile.product or T("the program")
    title = from_afar(cause.title, ours)
    assert title is not None
    assert lines[1].endswith(f"Seen on {WHEN}: {say(title)}.")
    assert SAID in lines[2]
    assert say(cause.ask[0]).replace(SERVER, "the server PC") in lines
    assert lines[-1] == f"Thank you. Reference: {REFERENCE}"
    for line in lines:
        assert not re.search(RAW, line.replace(SAID, "").replace("ApiReadAll", "")), line
        assert "please" not in line.lower().replace("please select a payment type", "")
    assert SERVER not in made.body(say) + say(made.subject)


@pytest.mark.parametrize("to", [who for who in Who if who not in (Who.WAIT, Who.NOBODY)])
@pytest.mark.parametrize("code", FAULTS)
def test_nobody_reads_of_this_pc_on_another_one(code: Code, to: Who) -> None:
    """Whoever gets it, with every sentence that a cause can have been seen by."""
    cause = cause_of(code, who=(to,))
    for because in ((), *((line,) for line in seen_lines())):
        made = message(replace(cause, because=because), VENDOR, WHEN, REFERENCE)
        assert made is not None
        words = f"{say(made.subject)} {made.body(say)}"
        assert not HERE.search(words), words
        assert all(say(line.text) for line in made.lines)
        assert len(made.lines) >= 4
    steps = cause.steps if to is Who.OFFICE and to in CATALOGUE.entry(code).who else ()
    for line in (cause.title, *cause.ask, *steps):  # which are never left out
        assert from_afar(line, "Northwind Sync") is not None, line.msgid


def test_what_a_check_saw_here_can_be_said_elsewhere() -> None:
    assert len(seen_lines()) > 60
    for line in seen_lines():
        assert from_afar(line, "Northwind Sync") is not None, line.msgid
        assert line.msgid in TWINS, line.msgid


def test_no_sentence_is_kept_that_nobody_says() -> None:
    catalogue = {
        text for code in FAULTS for text in (CATALOGUE.entry(code).title, *CATALOGUE.entry(code).steps)
    }
    assert set(TWINS) - catalogue - {line.msgid for line in seen_lines()} == set()


def test_a_twin_asks_for_the_same_values() -> None:
    for english, twin in TWINS.items():
        had, has = (set(re.findall(r"{(\w+)}", words)) for words in (english, twin.msgid))
        assert has - {"ours"} == had, english
        assert not HERE.search(f"{twin.msgid} {twin.plural}")


def test_a_server_that_is_this_pc_is_called_the_server() -> None:
    cause = explain(
        Finding(Code.OFFICE_DATABASE_STOPPED, Confidence.LIKELY, ()),
        CATALOGUE,
        catalogue_values(VENDOR, Mode.REMOTE, T("this PC")),
    )
    made = message(cause, VENDOR, WHEN, REFERENCE)
    assert made is not None
    assert "Start the Windows service of the database (MySQL or MariaDB) on the server PC." in lines_of(made)


@pytest.mark.parametrize(
    "msgid", [msgid for msgid in TWINS if "Connector" in msgid or "API Service runs" in msgid]
)
def test_what_runs_on_the_server_is_looked_for_there(msgid: str) -> None:
    """The vendor's program is on another PC in most offices."""
    if "An old one" not in msgid:
        assert "the server PC" in TWINS[msgid].msgid
        assert "{ours}" not in TWINS[msgid].msgid


def test_a_sentence_that_can_be_said_here_only_is_left_out() -> None:
    new = T("A sentence about this PC that has no twin yet.")
    made = message(replace(cause_of(Code.TLS_CLOCK), because=(new,)), VENDOR, WHEN, REFERENCE)
    assert made is not None
    assert "In detail" not in made.body(say)


@pytest.mark.parametrize("code", ["connected", "connected.with-warnings"])
def test_nobody_is_written_to_where_nobody_has_to_act(code: str) -> None:
    assert message(cause_of(Code(code)), VENDOR, WHEN, REFERENCE) is None


def test_an_office_manager_reads_what_to_click_and_who_may() -> None:
    made = message_of(Code.KEY_NOT_ASSIGNED)
    lines = lines_of(made)
    assert made.to is Who.OFFICE
    assert say(made.title) == "Message for your office manager"
    assert "You need the Setup permission in Open Dental for this." in lines
    assert "1. In Open Dental, click Setup, Advanced Setup, API." in lines
    assert made.address == ""


def test_it_reads_which_host_and_port_to_let_through() -> None:
    made = message_of(Code.PROXY_SIGN_IN_REQUIRED)
    assert say(made.title) == "Message for your IT"
    assert (
        "Let the PC that runs Northwind Sync reach api.opendental.com, TCP port 443, without a sign-in."
        in lines_of(made)
    )


def test_the_vendors_own_address_is_written_to_where_there_is_one() -> None:
    made = message_of(Code.PERMISSION_MISSING)
    assert say(made.title) == "Message for Northwind Dental"
    assert made.address == "help@northwind.example"
    assert message_of(Code.PERMISSION_MISSING, GENERIC).address == ""
    assert message_of(Code.TLS_EXPIRED).address == ""


def test_whom_the_evidence_names_goes_before_the_catalogue() -> None:
    made = message_of(Code.KEY_MISSING, who=(Who.VENDOR,))
    assert say(made.title) == "Message for Northwind Dental"
    assert not any(line.startswith("1. ") for line in lines_of(made))


def test_a_wait_is_for_whoever_comes_after_it() -> None:
    assert reader(cause_of(Code.HQ_THROTTLED)) is Who.VENDOR
    assert reader(cause_of(Code.HQ_UNAVAILABLE)) is Who.OPEN_DENTAL


@pytest.mark.parametrize(
    ("mode", "port"), [(Mode.REMOTE, 443), (Mode.API_SERVICE, 30223), (Mode.LOCAL, 30222)]
)
def test_the_port_is_the_one_that_is_called(mode: Mode, port: int) -> None:
    finding = Finding(Code.NETWORK_REFUSED, Confidence.LIKELY, ())
    made = message(explain(finding, CATALOGUE, catalogue_values(VENDOR, mode)), VENDOR, WHEN, REFERENCE)
    assert made is not None
    assert f"TCP port {port}." in made.body(say)


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("24.3.10", "Tick **Enabled** and click **Save**; the X"),
        ("23.2.9", "Tick **Enabled** and click **Close**; the X"),
        (None, "Tick **Enabled** and click **Save** (**Close** up to 23.2); the X"),
    ],
)
def test_a_step_names_the_button_of_the_version_that_is_known(version: str | None, words: str) -> None:
    names = catalogue_values(GENERIC, version=Version.parse(version) if version else None)
    cause = explain(Finding(Code.KEY_NOT_ASSIGNED, Confidence.LIKELY, ()), CATALOGUE, names)
    assert Translator().translate(cause.steps[2]).startswith(words)
