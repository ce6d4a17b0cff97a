"""What the facts of this PC mean: each verdict on its own, without a world."""

from __future__ import annotations

import pytest

from tests.support.verdicts import found, said, shown
from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.facts.pc_facts import (
    DiskFacts,
    InstalledFacts,
    RestartFacts,
    RoleFacts,
    RunningFacts,
    ZoneFacts,
)
from wizard.core.facts.unanswered_facts import Crashed, TimedOut, Unanswered
from wizard.core.machine import DatabaseWay, Place, PortAnswer, Program, Role, UnreadableReason
from wizard.core.mode import Mode
from wizard.core.version import Version
from wizard.diagnosis.verdicts import pc_verdicts
from wizard.diagnosis.verdicts.unanswered_verdict import unanswered_verdict

PASSED, WARNED, FAILED = Status.PASSED, Status.WARNED, Status.FAILED
SKIPPED, UNKNOWN = Status.SKIPPED, Status.UNKNOWN
TOO_OLD = Code.OFFICE_VERSION_TOO_OLD


def version(text: str | None) -> Version | None:
    return Version.parse(text) if text else None


def installed(
    mode: Mode, *versions: str | None, floor: str | None = None, usual: bool = True
) -> InstalledFacts:
    programs = tuple(Program("D:\\Praxis", version(one)) for one in versions)
    return InstalledFacts(mode, version(floor), programs, usual_folder=usual)


@pytest.mark.parametrize(
    ("facts", "expected", "words"),
    [
        (installed(Mode.REMOTE), (SKIPPED, None), "It was not found on this PC."),
        (installed(Mode.REMOTE, None), (PASSED, None), "its version could not be read"),
        (installed(Mode.REMOTE, "21.0.99"), (FAILED, TOO_OLD), "Open Dental 21.0.99 is installed; this"),
        (installed(Mode.REMOTE, "21.1"), (PASSED, None), "Open Dental 21.1 is installed."),
        (installed(Mode.LOCAL, "22.0.9"), (FAILED, TOO_OLD), "needs 22.1 or later"),
        (installed(Mode.LOCAL, "22.1"), (PASSED, None), "22.1 is installed."),
        (installed(Mode.API_SERVICE, "22.1.9"), (FAILED, TOO_OLD), "needs 22.2 or later"),
        (installed(Mode.API_SERVICE, "22.2"), (PASSED, None), "22.2 is installed."),
        (installed(Mode.REMOTE, "24.2", floor="24.3"), (WARNED, TOO_OLD), "the program needs 24.3 or later"),
        (installed(Mode.REMOTE, "24.3", floor="24.3"), (PASSED, None), "24.3 is installed."),
        (installed(Mode.REMOTE, "20.1", floor="24.3"), (FAILED, TOO_OLD), "this connection needs 21.1"),
        (
            installed(Mode.REMOTE, "24.3.45.7", "23.1"),
            (PASSED, None),
            "24.3.45 is installed, and another",
        ),
    ],
)
def test_an_open_dental_is_new_enough_for_the_way_and_the_program(
    facts: InstalledFacts, expected: tuple[Status, Code | None], words: str
) -> None:
    outcome = pc_verdicts.installed_verdict(facts)
    assert found(outcome) == expected
    assert words in said(outcome)
    assert dict(outcome.evidence) == {
        "found": len(facts.programs),
        **({"version": str(facts.version)} if facts.version else {}),
    }


def test_open_dental_cloud_needs_no_program() -> None:
    outcome = pc_verdicts.installed_verdict(InstalledFacts(Mode.REMOTE, cloud=True))
    assert found(outcome) == (PASSED, None)
    assert outcome.evidence == (("cloud", True),)


@pytest.mark.parametrize("usual", [True, False])
def test_a_folder_is_named_in_the_window_alone_where_it_is_another_than_usual(usual: bool) -> None:
    outcome = pc_verdicts.installed_verdict(installed(Mode.REMOTE, "24.3.45", usual=usual))
    assert shown(outcome) == (None if usual else "Open Dental 24.3.45 is installed in D:\\Praxis.")
    assert "Praxis" not in repr((said(outcome), outcome.evidence))


@pytest.mark.parametrize(
    ("process", "port", "code", "words"),
    [
        (True, PortAnswer.OTHER_NAME, Code.API_SERVICE_OTHER_NAME, "under another name or address"),
        (False, PortAnswer.OTHER_NAME, Code.API_SERVICE_OTHER_NAME, "under another name or address"),
        (False, PortAnswer.REFUSED, Code.LOCAL_API_CLOSED, "Open Dental is closed"),
        (False, PortAnswer.SILENT, Code.LOCAL_API_CLOSED, "Open Dental is closed"),
        (True, PortAnswer.MUTE, Code.LOCAL_API_STUCK, "its Local API does not answer"),
        (True, PortAnswer.SILENT, Code.LOCAL_API_STUCK, "its Local API does not answer"),
        (True, PortAnswer.REFUSED, Code.LOCAL_API_CLOSED, "nobody is logged on"),
        (True, PortAnswer.WINDOWS, Code.LOCAL_API_CLOSED, "nobody is logged on"),
    ],
)
def test_a_closed_open_dental_is_a_fault_on_the_local_way_alone(
    process: bool, port: PortAnswer, code: Code, words: str
) -> None:
    for mode in Mode:
        outcome = pc_verdicts.running_verdict(RunningFacts(mode, process, port))
        assert found(outcome) == ((FAILED, code) if mode is Mode.LOCAL else (SKIPPED, None))
        assert words in said(outcome)
        assert outcome.evidence == (("process", process), ("port", str(port)))


def test_an_answer_says_that_somebody_is_logged_on() -> None:
    for process in (True, False):
        outcome = pc_verdicts.running_verdict(RunningFacts(Mode.LOCAL, process, PortAnswer.ANSWERS))
        assert found(outcome) == (PASSED, None)
        assert "somebody is logged on" in said(outcome)


@pytest.mark.parametrize(
    ("place", "status", "words"),
    [
        (Place(Role.CLOUD), PASSED, "this is Open Dental Cloud"),
        (Place(Role.SERVER, DatabaseWay.DIRECT), PASSED, "This PC is the server."),
        (
            Place(Role.WORKSTATION, DatabaseWay.DIRECT),
            PASSED,
            "This is a workstation. The server is the server PC.",
        ),
        (
            Place(Role.WORKSTATION, DatabaseWay.MIDDLE_TIER),
            PASSED,
            "through the middle tier on the server PC",
        ),
        (Place(Role.UNKNOWN), SKIPPED, "Without Open Dental on it"),
        (Place(Role.UNKNOWN, DatabaseWay.STRING), UNKNOWN, "beside a password"),
        (Place(Role.UNKNOWN, DatabaseWay.NOT_CHOSEN), UNKNOWN, "has not been given a database"),
        (Place(Role.UNKNOWN, why=UnreadableReason.MALFORMED), UNKNOWN, "The settings file of Open Dental"),
        (
            Place(Role.UNKNOWN, DatabaseWay.STRING, why=UnreadableReason.DENIED),
            UNKNOWN,
            "does not let this user look",
        ),
    ],
)
def test_the_role_is_told_with_what_is_known_of_it(place: Place, status: Status, words: str) -> None:
    outcome = pc_verdicts.role_verdict(RoleFacts(place))
    assert found(outcome) == (status, None)
    assert words in said(outcome)
    assert shown(outcome) is None
    kind = {"kind": str(place.kind)} if place.kind else {}
    assert dict(outcome.evidence) == {"role": str(place.role), **kind}


def test_server_and_database_are_named_in_the_window_alone() -> None:
    for place, words in (
        (Place(Role.WORKSTATION, DatabaseWay.DIRECT, "SRV", database="Smiles"), "The server is **SRV**."),
        (Place(Role.WORKSTATION, DatabaseWay.MIDDLE_TIER, "SRV"), "the middle tier on **SRV**."),
        (
            Place(Role.SERVER, DatabaseWay.DIRECT, database="Smiles", engine="mysql"),
            "the database **Smiles**.",
        ),
    ):
        outcome = pc_verdicts.role_verdict(RoleFacts(place))
        assert words in (shown(outcome) or "")
        assert not {"SRV", "Smiles"} & set(
            repr((outcome.summary, outcome.evidence)).replace("'", " ").split()
        )


def test_a_restart_that_is_due_is_a_warning() -> None:
    assert found(pc_verdicts.restart_verdict(RestartFacts(pending=True))) == (
        WARNED,
        Code.OFFICE_RESTART_PENDING,
    )
    assert found(pc_verdicts.restart_verdict(RestartFacts(pending=False))) == (PASSED, None)
    assert pc_verdicts.restart_verdict(RestartFacts(pending=True)).evidence == (("pending", True),)


@pytest.mark.parametrize(
    ("free", "total", "full"),
    [
        (2 * 2**30, 500 * 2**30, False),  # the smaller limit counts: 2 GiB of a large drive
        (2 * 2**30 - 1, 500 * 2**30, True),
        (2**30, 50 * 2**30, False),  # and a fiftieth of a small one
        (2**30 - 1, 50 * 2**30, True),
    ],
)
def test_a_drive_is_nearly_full_below_two_gibibytes_or_a_fiftieth(free: int, total: int, full: bool) -> None:
    outcome = pc_verdicts.disk_verdict(DiskFacts(free, total))
    assert found(outcome) == ((WARNED, Code.OFFICE_DISK_FULL) if full else (PASSED, None))
    assert dict(outcome.evidence) == {"free_gb": round(free / 2**30, 1), "total_gb": total // 2**30}


def test_room_is_told_to_a_tenth_and_the_whole_drive_without() -> None:
    outcome = pc_verdicts.disk_verdict(DiskFacts(round(12.34 * 2**30), round(99.6 * 2**30)))
    assert outcome.evidence == (("free_gb", 12.3), ("total_gb", 100))


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("summer", [True, False])
@pytest.mark.parametrize("off", [True, False])
def test_a_zone_is_known_and_follows_its_summer_time(known: bool, summer: bool, off: bool) -> None:
    outcome = pc_verdicts.zone_verdict(ZoneFacts(known, summer, off))
    wrong = not known or (summer and off)
    assert found(outcome) == ((WARNED, Code.CLOCK_ZONE) if wrong else (PASSED, None))
    assert ("not one that Windows knows" in said(outcome)) == (not known)
    assert outcome.evidence == (("known", known), ("summer", summer), ("summer_off", off))


@pytest.mark.parametrize("why", UnreadableReason)
def test_what_this_pc_does_not_answer_is_unknown_with_the_reason(why: UnreadableReason) -> None:
    outcome = unanswered_verdict(Unanswered(why))
    assert found(outcome) == (UNKNOWN, None)
    assert outcome.evidence == (("why", str(why)),)
    assert said(outcome).endswith(".")


def test_a_check_that_takes_too_long_is_unknown_and_one_that_crashes_says_only_its_kind() -> None:
    late = unanswered_verdict(TimedOut(5.0))
    assert (found(late), said(late), late.evidence) == ((UNKNOWN, None), "No answer within 5 seconds.", ())
    crashed = unanswered_verdict(Crashed("OSError"))
    assert found(crashed) == (Status.CRASHED, Code.CHECK_CRASHED)
    assert crashed.evidence == (("error", "OSError"),)
