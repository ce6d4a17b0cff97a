"""What of a look is compared with the next one, and what is left out because it moves by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.looks import NOT_ASSIGNED, POSSIBLE, WELL, check, cured, look
from wizard.core.codes import CheckId
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import Answer, Certificate, Content, PageKind, Status
from wizard.core.facts.channel_facts import ChannelFacts, ClockFacts
from wizard.core.facts.live_facts import IdentityFacts, PortIdentity
from wizard.core.facts.pc_facts import DiskFacts, InstalledFacts, RoleFacts, RunningFacts
from wizard.core.facts.server_facts import ApiServiceFacts, EconnectorFacts, OtherServicesFacts, SleepFacts
from wizard.core.facts.way_facts import FamilyOutcome, NameFacts, PortFacts, ProxyFacts
from wizard.core.machine import (
    Place,
    PortAnswer,
    Program,
    Role,
    Service,
    ServicePurpose,
    ServiceState,
    SleepTimeouts,
    StartType,
)
from wizard.core.mode import Mode
from wizard.core.proxy_setting import Proxy, ProxySource
from wizard.core.route import Route
from wizard.core.version import Version
from wizard.diagnosis.judge import judge
from wizard.diagnosis.observations import STEADY, observe

if TYPE_CHECKING:
    from wizard.core.evidence import Evidence
    from wizard.core.facts import CheckFacts

DIRECT = Route(remote_endpoint(), (None,))
OFFICE = Proxy("http://a.example:3128", ProxySource.SYSTEM, None, "a.example", 3128)
PROXIED = Route(remote_endpoint(), (OFFICE,))
SERVER = Place(Role.SERVER)
ONE = Service("x", ServicePurpose.ECONNECTOR, ServiceState.RUNNING, StartType.AUTOMATIC, Version((24, 3)))
DATABASE = Service("db", ServicePurpose.DATABASE, ServiceState.RUNNING, StartType.AUTOMATIC)
HELPER = Service("h", ServicePurpose.OPEN_DENTAL, ServiceState.RUNNING, StartType.AUTOMATIC)
CERTIFICATE = Certificate("DigiCert", "DigiCert", 1.0, 2.0)
TRUSTED = replace(DIRECT, certificate=CERTIFICATE)
RENEWED = replace(DIRECT, certificate=replace(CERTIFICATE, valid_to=9.0))
INSPECTED = replace(DIRECT, certificate=replace(CERTIFICATE, chain="Zscaler Intermediate Root CA"))
SET_BY_VARIABLE = replace(PROXIED, ways=(replace(OFFICE, source=ProxySource.ENVIRONMENT),))
ANOTHER = replace(PROXIED, ways=(replace(OFFICE, host="b.example"),))
HERE, THERE = (replace(DIRECT, addresses=(address,)) for address in ("20.1.2.3", "20.9.9.9"))
ANSWERED = Answer("GET", "/", 400, took_ms=10)

MOVES: list[tuple[CheckFacts, CheckFacts]] = [
    (ClockFacts(True, 3.0), ClockFacts(True, 41.0)),  # noqa: FBT003 - that an answer came
    (NameFacts(DIRECT, addresses=2, took_s=0.1), NameFacts(DIRECT, addresses=5, took_s=0.9)),
    (NameFacts(HERE), NameFacts(THERE)),
    (NameFacts(DIRECT), NameFacts(DIRECT, silent_about="IPv6")),
    (
        PortFacts(DIRECT, (("ipv6", FamilyOutcome.OPEN),), reached=True),
        PortFacts(replace(DIRECT, dial="20.9.9.9"), (("ipv4", FamilyOutcome.OPEN),), reached=True),
    ),
    (ChannelFacts(TRUSTED, ANSWERED), ChannelFacts(RENEWED)),
    (DiskFacts(9 * 10**10, 10**12), DiskFacts(8 * 10**10, 10**12)),
    (SleepFacts(SERVER, SleepTimeouts(1800, 0)), SleepFacts(SERVER, SleepTimeouts(3600, 0))),
    (OtherServicesFacts(SERVER, (DATABASE,), (HELPER,)), OtherServicesFacts(SERVER, (DATABASE,), ())),
    (RunningFacts(Mode.LOCAL, True, PortAnswer.MUTE), RunningFacts(Mode.LOCAL, False, PortAnswer.REFUSED)),  # noqa: FBT003 - its process
]
"""Facts that change without anybody's doing, or without an effect."""

TELLS: list[tuple[CheckFacts, CheckFacts]] = [
    (ProxyFacts(DIRECT), ProxyFacts(PROXIED)),
    (ProxyFacts(PROXIED), ProxyFacts(SET_BY_VARIABLE)),
    (ProxyFacts(PROXIED), ProxyFacts(ANOTHER)),
    (NameFacts(DIRECT, sinkhole=True), NameFacts(DIRECT)),
    (NameFacts(DIRECT, blocker="DNSFilter"), NameFacts(DIRECT)),
    (ChannelFacts(INSPECTED), ChannelFacts(TRUSTED)),
    (
        InstalledFacts(Mode.REMOTE, programs=(Program("x", Version((21, 1))),)),
        InstalledFacts(Mode.REMOTE, programs=(Program("x", Version((24, 3))),)),
    ),
    (RoleFacts(SERVER), RoleFacts(Place(Role.WORKSTATION))),
    (EconnectorFacts(SERVER, Mode.REMOTE, (ONE,)), EconnectorFacts(SERVER, Mode.REMOTE, (ONE, ONE))),
    *(
        (EconnectorFacts(SERVER, Mode.REMOTE, (ONE,)), EconnectorFacts(SERVER, Mode.REMOTE, (other,)))
        for other in (
            ONE._replace(state=ServiceState.PAUSED),
            ONE._replace(start=StartType.MANUAL),
            ONE._replace(version=Version((24, 4))),
        )
    ),
    (
        ApiServiceFacts(SERVER, Mode.REMOTE, port=PortAnswer.ANSWERS),
        ApiServiceFacts(SERVER, Mode.REMOTE, port=PortAnswer.MUTE),
    ),
    (OtherServicesFacts(SERVER, (DATABASE,)), OtherServicesFacts(SERVER)),
]
"""Facts of which a change is a change."""


def seen(facts: CheckFacts) -> object:
    evidence = look(WELL, check(CheckId.PREREQ_DISK, facts=facts))
    return observe(evidence, judge(evidence)).checks


@pytest.mark.parametrize(("one", "other"), MOVES)
def test_what_moves_by_itself_is_not_compared(one: CheckFacts, other: CheckFacts) -> None:
    assert one != other
    assert seen(one) == seen(other)


@pytest.mark.parametrize(("one", "other"), TELLS)
def test_what_tells_something_is_compared(one: CheckFacts, other: CheckFacts) -> None:
    assert seen(one) != seen(other)
    assert seen(one) == seen(one)


def test_each_class_on_the_list_has_a_fact_that_tells_something() -> None:
    tried = {type(one) for one, _ in TELLS} | {PortFacts}
    assert set(STEADY) == tried
    blocked = Answer("GET", "/", 200, Content.HTML, page=PageKind.BLOCK, product="DNSFilter")
    assert seen(PortFacts(DIRECT)) != seen(PortFacts(DIRECT, pages=(blocked, blocked)))


def answered(probe: Answer) -> object:
    evidence = look(probe)
    return observe(evidence, judge(evidence)).answer


def test_of_an_answer_its_time_and_its_wait_are_not_compared() -> None:
    other = replace(
        NOT_ASSIGNED, took_ms=900, retry_after_s=7, clock_ahead_s=3.0, rows=0, certificate=CERTIFICATE
    )
    assert answered(other) == answered(NOT_ASSIGNED)


@pytest.mark.parametrize(
    "change",
    [
        {"status": 403},
        {"content": Content.EMPTY},
        {"page": PageKind.BLOCK},
        {"product": "Squid"},
        {"server_text": "Something else"},
    ],
)
def test_of_an_answer_who_and_what_are_compared(change: dict[str, object]) -> None:
    assert answered(replace(POSSIBLE, **change)) != answered(POSSIBLE)  # type: ignore[arg-type]  # fields of it


def test_of_a_known_sentence_its_other_words_are_not_compared() -> None:
    assert answered(replace(NOT_ASSIGNED, server_text="Key 12 has not been assigned")) == answered(
        NOT_ASSIGNED
    )


def test_a_key_that_was_withheld_is_what_came_of_the_call() -> None:
    facts = IdentityFacts(DIRECT, PortIdentity.SOMEBODY_ELSE)
    withheld: Evidence = look(
        None, check(CheckId.LIVE_IDENTITY, Status.FAILED, judge(look(POSSIBLE)).findings[0].code, facts)
    )
    assert observe(withheld, judge(withheld)).answer is PortIdentity.SOMEBODY_ELSE
    assert [flip.check for flip in cured(withheld, look(WELL)).flips] == [CheckId.LIVE_PATIENTS]
