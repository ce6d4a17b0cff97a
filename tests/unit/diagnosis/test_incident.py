"""An incident and its cure: which flip proves which cause, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.looks import (
    APART_S,
    BEGAN,
    DOWN,
    FULL,
    NO_DATABASE,
    NOT_ASSIGNED,
    POSSIBLE,
    ROOM,
    RUNNING,
    STARTING,
    STOPPED,
    TIMEOUT,
    WELL,
    broken,
    check,
    cured,
    failed,
    followed,
    look,
    service,
    spoken,
)
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import CheckResult, Content, Failure, KeyProblem, Opinion, SecondOpinion, Status
from wizard.core.facts.way_facts import ProxyFacts
from wizard.core.machine import ServiceState, StartType
from wizard.core.mode import Mode
from wizard.core.proxy_setting import Proxy, ProxySource
from wizard.core.route import Route
from wizard.core.text import Translator
from wizard.diagnosis.incident import Incident
from wizard.diagnosis.judge import judge

if TYPE_CHECKING:
    from wizard.core.evidence import Answer
    from wizard.diagnosis.cure import Flip

SERVICE, ANSWER = CheckId.PREREQ_ECONNECTOR_SERVICE, CheckId.LIVE_PATIENTS
NAME, PORT, PROXY = CheckId.PREREQ_NAME, CheckId.PREREQ_PORT, CheckId.PREREQ_PROXY
DISK, DATABASE = CheckId.PREREQ_DISK, CheckId.PREREQ_OTHER_SERVICES
SET = Proxy("http://a.example:3128", ProxySource.SYSTEM, None, "a.example", 3128)
FAULT = replace(TIMEOUT, status=500)
HEALTHY = SecondOpinion(Opinion.KEYLESS, replace(TIMEOUT, status=401))
UNSEEN = (Status.BLOCKED, Status.UNKNOWN, Status.SKIPPED, Status.CRASHED)


def ways(cure_flips: tuple[Flip, ...]) -> list[tuple[CheckId, Code | None, Code | None]]:
    return [(flip.check, flip.before, flip.after) for flip in cure_flips]


# when it begins and ends


def test_it_runs_from_the_first_look_that_failed_to_the_first_that_connects() -> None:
    *before, cure = followed(look(WELL), look(DOWN), look(DOWN), look(DOWN), look(WELL))
    assert not any(before)
    assert cure is not None
    assert (cure.began, cure.healed) == (
        BEGAN + timedelta(seconds=APART_S),
        BEGAN + timedelta(seconds=4 * APART_S),
    )
    assert cure.minutes == 2  # one and a half, rounded


def test_without_a_failure_there_is_nothing_to_cure() -> None:
    assert followed(look(WELL), look(WELL)) == [None, None]


def test_a_second_failure_is_a_second_incident() -> None:
    first, second = [c for c in followed(look(DOWN), look(WELL), look(NOT_ASSIGNED), look(WELL)) if c]
    assert (first.named, first.proven) == (Code.ECONNECTOR_NOT_RUNNING, Code.ECONNECTOR_NOT_RUNNING)
    assert (second.named, second.proven) == (Code.KEY_NOT_ASSIGNED, Code.KEY_NOT_ASSIGNED)
    assert second.began == BEGAN + timedelta(seconds=2 * APART_S)


def test_what_was_seen_in_one_incident_is_no_flip_of_the_next() -> None:
    second = followed(
        look(DOWN, STOPPED), look(WELL, RUNNING), look(NOT_ASSIGNED, RUNNING), look(WELL, RUNNING)
    )[-1]
    assert second is not None
    assert ways(second.flips) == [(ANSWER, Code.KEY_NOT_ASSIGNED, None)]


def test_a_look_that_was_interrupted_is_passed_over() -> None:
    incident = Incident()
    followed(look(DOWN), incident=incident)
    stopped = look(None, interrupted=True)
    changes, cure = incident.follow(stopped, judge(stopped), BEGAN)
    assert not changes.any
    assert cure is None
    assert not incident.follow(look(DOWN), judge(look(DOWN)), BEGAN)[0].any


def test_a_look_without_a_live_call_ends_nothing_and_what_it_saw_counts() -> None:
    cure = cured(look(DOWN, STOPPED), look(None, RUNNING), look(WELL, RUNNING))
    assert cure.proven is Code.ECONNECTOR_NOT_RUNNING
    assert [flip.at for flip in cure.flips] == [
        BEGAN + timedelta(seconds=APART_S),
        BEGAN + timedelta(seconds=2 * APART_S),
    ]


def test_the_length_is_right_where_the_clock_was_set_on_the_way() -> None:
    incident = Incident()
    evidence = look(None, broken(CheckId.PREREQ_SECURE_CHANNEL, Code.TLS_CLOCK))
    incident.follow(evidence, judge(evidence), BEGAN - timedelta(days=700), 1000.0)
    _, cure = incident.follow(
        look(WELL, check(CheckId.PREREQ_SECURE_CHANNEL)), judge(look(WELL)), BEGAN, 1240.0
    )
    assert cure is not None
    assert (cure.minutes, cure.proven) == (4, Code.TLS_CLOCK)


def test_a_clock_that_was_set_back_makes_no_length_below_nothing() -> None:
    incident = Incident()
    incident.follow(look(DOWN), judge(look(DOWN)), BEGAN)
    _, cure = incident.follow(
        look(WELL), judge(look(WELL)), (BEGAN - timedelta(hours=2)).replace(tzinfo=None)
    )
    assert cure is not None
    assert cure.minutes == 0


# the answer alone


@pytest.mark.parametrize(
    ("probe", "proven"),
    [
        (NOT_ASSIGNED, Code.KEY_NOT_ASSIGNED),
        (TIMEOUT, Code.OFFICE_TIMEOUT),
        (failed(Failure.DROPPED), Code.NETWORK_DROPPED),
        (POSSIBLE, None),
    ],
    ids=["certain", "likely", "nobody-answered", "possible"],
)
def test_where_only_the_answer_changed_the_last_cause_named_is_proved_unless_only_possible(
    probe: Answer, proven: Code | None
) -> None:
    cure = cured(look(probe), look(probe), look(WELL))
    assert cure.proven is proven
    assert [flip.check for flip in cure.flips] == [ANSWER]


def test_a_key_problem_is_an_answer_too() -> None:
    cure = cured(look(None, key_problem=KeyProblem.MISSING), look(WELL))
    assert (cure.proven, ways(cure.flips)) == (Code.KEY_MISSING, [(ANSWER, Code.KEY_MISSING, None)])


def test_another_answer_on_the_way_is_another_thing() -> None:
    cure = cured(look(DOWN), look(TIMEOUT), look(WELL))
    assert cure.proven is None
    assert [flip.after for flip in cure.flips] == [Code.OFFICE_TIMEOUT, None]
    assert spoken(cure).endswith("Several things changed, so it cannot be said which one it was.")


def test_another_answer_with_the_same_cause_is_the_same_thing() -> None:
    """A reset and a cut are one broken way; the card tells of the change that healed."""
    empty = replace(TIMEOUT, content=Content.EMPTY)
    cure = cured(look(TIMEOUT), look(empty), look(TIMEOUT), look(WELL))
    assert cure.proven is Code.OFFICE_TIMEOUT
    assert spoken(cure).startswith(
        "Open Dental's answer changed at 1:18 PM. Nothing else was seen to change:"
    )
    by_service = cured(
        look(TIMEOUT, STOPPED), look(empty, STOPPED), look(empty, RUNNING), look(WELL, RUNNING)
    )
    assert by_service.proven is Code.ECONNECTOR_NOT_RUNNING
    assert spoken(by_service).startswith("The eConnector's service went to Running at 1:18 PM. Open Dental's")


def test_the_same_answer_judged_otherwise_on_the_way_is_another_thing() -> None:
    down = replace(TIMEOUT, status=503)
    control = look(down)
    first = cured(control, control, look(WELL))
    assert first.proven is Code.ECONNECTOR_NOT_RUNNING
    alike = look(down, opinions=(SecondOpinion(Opinion.KEYLESS, down),))
    cure = cured(alike, control, look(WELL))
    assert (cure.named, cure.proven) == (Code.HQ_UNAVAILABLE, None)


def test_another_answer_while_a_service_starts_is_another_thing() -> None:
    looks = [look(DOWN, STOPPED), look(TIMEOUT, STARTING), look(TIMEOUT, RUNNING), look(WELL, RUNNING)]
    assert cured(*looks).proven is None


def test_what_is_still_found_is_not_what_was_healed() -> None:
    cure = cured(look(TIMEOUT, STOPPED), look(WELL, STOPPED))
    assert (cure.named, cure.proven) == (Code.ECONNECTOR_NOT_RUNNING, None)


# one check


def test_one_flip_before_the_answer_proves_its_cause() -> None:
    cure = cured(look(DOWN, STOPPED), look(DOWN, RUNNING), look(DOWN, RUNNING), look(WELL, RUNNING))
    assert cure.proven is Code.ECONNECTOR_NOT_RUNNING
    assert ways(cure.flips) == [
        (SERVICE, Code.ECONNECTOR_NOT_RUNNING, None),
        (ANSWER, Code.ECONNECTOR_NOT_RUNNING, None),
    ]
    assert spoken(cure) == (
        "The eConnector's service went to Running at 1:17 PM. Open Dental's answer changed 1 min later. "
        "Nothing else was seen to change: it was the eConnector."
    )


def test_one_flip_in_the_look_in_which_the_answer_changed_proves_too() -> None:
    cure = cured(look(DOWN, STOPPED), look(WELL, RUNNING))
    assert cure.proven is Code.ECONNECTOR_NOT_RUNNING
    assert "Open Dental's answer changed with it." in spoken(cure)


def test_where_it_is_not_the_cause_named_first_it_says_so() -> None:
    database = broken(DATABASE, Code.OFFICE_DATABASE_STOPPED)
    cure = cured(look(NO_DATABASE, database), look(WELL, check(DATABASE)))
    assert (cure.named, cure.proven) == (Code.OFFICE_UNREACHABLE, Code.OFFICE_DATABASE_STOPPED)
    assert spoken(cure).endswith("The cause that was named first was not it.")


def test_a_cause_named_otherwise_because_of_the_flip_itself_is_no_other_thing() -> None:
    """With the service stopped a 504 is called the eConnector's, and with it running the office's."""
    cure = cured(look(TIMEOUT, STOPPED), look(TIMEOUT, STARTING), look(TIMEOUT, RUNNING), look(WELL, RUNNING))
    assert (cure.named, cure.proven) == (Code.ECONNECTOR_NOT_RUNNING, Code.ECONNECTOR_NOT_RUNNING)


@pytest.mark.parametrize("status", UNSEEN)
def test_what_was_not_seen_before_does_not_flip(status: Status) -> None:
    cure = cured(look(NOT_ASSIGNED, check(DISK, status)), look(WELL, ROOM))
    assert [flip.check for flip in cure.flips] == [ANSWER]
    assert cure.proven is Code.KEY_NOT_ASSIGNED


@pytest.mark.parametrize("status", UNSEEN)
def test_what_was_not_seen_in_between_is_compared_with_what_was_seen_last(status: Status) -> None:
    cure = cured(look(DOWN, STOPPED), look(DOWN, check(SERVICE, status)), look(WELL, RUNNING))
    assert cure.proven is Code.ECONNECTOR_NOT_RUNNING
    assert [flip.check for flip in cure.flips] == [SERVICE, ANSWER]


def test_several_flips_of_one_check_are_one_thing() -> None:
    by_hand = service(ServiceState.RUNNING, StartType.MANUAL)
    stopped = service(ServiceState.STOPPED, StartType.MANUAL)
    cure = cured(look(DOWN, stopped), look(DOWN, by_hand), look(WELL, RUNNING))
    assert cure.proven is Code.ECONNECTOR_NOT_RUNNING
    assert len(cure.flips) == 3


def test_two_causes_of_one_check_are_two_things() -> None:
    other = broken(SERVICE, Code.ECONNECTOR_VERSION_MISMATCH)
    assert cured(look(DOWN, other), look(DOWN, STOPPED), look(WELL, RUNNING)).proven is None


def test_what_came_back_to_what_it_was_proves_nothing() -> None:
    cure = cured(look(DOWN, RUNNING), look(DOWN, STOPPED), look(DOWN, RUNNING), look(WELL, RUNNING))
    assert cure.proven is None


def test_what_got_worse_heals_nothing() -> None:
    by_hand = service(ServiceState.RUNNING, StartType.MANUAL)
    assert cured(look(DOWN, RUNNING), look(WELL, by_hand)).proven is None


def test_a_fact_alone_may_flip_and_then_the_cause_is_the_one_that_was_named() -> None:
    by_delay = service(ServiceState.RUNNING, StartType.UNKNOWN)
    cure = cured(look(DOWN, RUNNING), look(DOWN, by_delay), look(WELL, by_delay))
    assert [flip.check for flip in cure.flips] == [SERVICE, ANSWER]
    assert cure.proven is Code.ECONNECTOR_NOT_RUNNING
    assert cured(look(POSSIBLE, RUNNING), look(WELL, by_delay)).proven is None


def test_two_checks_are_two_things() -> None:
    cure = cured(look(DOWN, STOPPED, FULL), look(DOWN, STOPPED, ROOM), look(WELL, RUNNING, ROOM))
    assert cure.proven is None
    assert [flip.check for flip in cure.flips] == [DISK, SERVICE, ANSWER]


def test_what_cannot_heal_such_an_answer_is_another_thing() -> None:
    """Room on a drive assigns no key; that it gives the office its voice back can be."""
    assert cured(look(NOT_ASSIGNED, FULL), look(WELL, ROOM)).proven is None
    assert cured(look(TIMEOUT, FULL), look(WELL, ROOM)).proven is Code.OFFICE_DISK_FULL


def test_what_still_failed_after_the_flip_has_to_have_failed_before_it() -> None:
    """A key that is not assigned was hidden behind a name that was not found: two faults, healed in turn."""
    cure = cured(
        look(None, broken(NAME, Code.NETWORK_NAME_BLOCKED)),
        look(NOT_ASSIGNED, check(NAME)),
        look(WELL, check(NAME)),
    )
    assert cure.proven is None
    ill, better = broken(NAME, Code.NETWORK_OFFLINE), check(NAME, Status.WARNED, Code.NETWORK_OFFLINE)
    held = cured(look(None, ill), look(None, better), look(WELL, check(NAME)))
    assert held.proven is Code.NETWORK_OFFLINE
    assert "answer" not in spoken(held)


def test_a_name_that_is_found_slowly_moves_by_itself() -> None:
    slow = check(NAME, Status.WARNED, Code.NETWORK_SLOW_NAMES)
    cure = cured(look(NOT_ASSIGNED, slow), look(NOT_ASSIGNED, check(NAME)), look(WELL, slow))
    assert cure.proven is Code.KEY_NOT_ASSIGNED


def test_another_way_to_open_dental_is_another_thing() -> None:
    local = replace(look(WELL), mode=Mode.LOCAL)
    assert cured(look(NOT_ASSIGNED), local).proven is None


# layers


def in_layers(*checks: CheckResult) -> list[CheckId]:
    """Which of some checks that failed and are healed together are told."""
    cure = cured(look(DOWN, *checks), look(WELL, *(check(one.id) for one in checks)))
    return [flip.check for flip in cure.flips if flip.check is not ANSWER]


def test_a_lower_layer_explains_those_above_it() -> None:
    channel, clock = CheckId.PREREQ_SECURE_CHANNEL, CheckId.PREREQ_CLOCK
    above = [
        broken(NAME, Code.NETWORK_OFFLINE),
        broken(PORT, Code.NETWORK_OFFLINE),
        broken(channel, Code.TLS_HANDSHAKE),
        broken(clock, Code.CLOCK_SKEWED),
        broken(CheckId.PREREQ_SETUP_WINDOW_PORT, Code.API_SETUP_WINDOW_BLOCKED),
    ]
    assert in_layers(*above) == [NAME]
    assert in_layers(broken(PROXY, Code.PROXY_BAD_SETTING), *above) == [PROXY]
    assert in_layers(*above[1:]) == [PORT]
    assert in_layers(*above[2:4]) == [channel]


def test_a_layer_explains_only_what_changed_in_the_same_look() -> None:
    name, port = broken(NAME, Code.NETWORK_OFFLINE), broken(PORT, Code.NETWORK_REFUSED)
    cure = cured(look(None, name, port), look(None, check(NAME), port), look(WELL, check(NAME), check(PORT)))
    assert [flip.check for flip in cure.flips] == [NAME, PORT]
    assert cure.proven is None


def test_another_open_dental_explains_a_version_and_no_stopped_service() -> None:
    installed = CheckId.PREREQ_OPEN_DENTAL_INSTALLED
    old = broken(installed, Code.OFFICE_VERSION_TOO_OLD)
    assert in_layers(old, broken(SERVICE, Code.ECONNECTOR_VERSION_MISMATCH)) == [installed]
    assert in_layers(old, STOPPED) == [installed, SERVICE]


def test_a_service_of_the_office_explains_its_own_port_and_not_the_internets() -> None:
    inside = broken(CheckId.PREREQ_API_SERVICE, Code.API_SERVICE_NOT_RUNNING)
    assert in_layers(inside, broken(PORT, Code.API_SERVICE_NOT_RUNNING)) == [inside.id]
    assert in_layers(inside, broken(PORT, Code.NETWORK_REFUSED)) == [inside.id, PORT]


def test_the_cause_of_what_is_explained_is_the_lowest_ones() -> None:
    """A proxy that was set has no cause of its own; the connection that it opened has."""
    channel = broken(CheckId.PREREQ_SECURE_CHANNEL, Code.TLS_HANDSHAKE)
    port = broken(PORT, Code.NETWORK_REFUSED)
    direct, proxied = (
        check(PROXY, facts=ProxyFacts(Route(remote_endpoint(), ways))) for ways in ((None,), (SET,))
    )
    cure = cured(look(None, channel, port, direct), look(WELL, check(channel.id), check(PORT), proxied))
    assert (cure.proven, [flip.check for flip in cure.flips]) == (Code.NETWORK_REFUSED, [PROXY])


# which answer a flip can heal


def test_what_a_call_without_a_key_meets_too_is_not_this_offices() -> None:
    control = SecondOpinion(Opinion.KEYLESS, FAULT)
    alike = look(FAULT, STOPPED, opinions=(control,))
    assert cured(alike, look(WELL, RUNNING)).proven is None
    assert cured(look(FAULT, STOPPED), alike, look(WELL, RUNNING)).proven is None
    assert cured(look(FAULT, STOPPED), look(WELL, RUNNING)).proven is Code.ECONNECTOR_NOT_RUNNING


def test_an_answer_is_judged_by_what_was_named_before_the_flip() -> None:
    """With the service seen to run, 503 is rather called Open Dental's own."""
    down = replace(TIMEOUT, status=503)
    looks = [look(down, service, opinions=(HEALTHY,)) for service in (STOPPED, RUNNING)]
    assert judge(looks[1]).findings[0].code is Code.HQ_UNAVAILABLE
    assert cured(*looks, look(WELL, RUNNING)).proven is Code.ECONNECTOR_NOT_RUNNING


def test_another_cause_that_the_flip_did_not_bring_is_another_thing() -> None:
    """First Open Dental's own servers, by the look of it, and then this call alone."""
    looks = [
        look(FAULT, FULL),
        look(FAULT, FULL, opinions=(HEALTHY,)),
        look(FAULT, ROOM, opinions=(HEALTHY,)),
    ]
    assert [judge(one).findings[0].code for one in looks] == [Code.HQ_UNAVAILABLE, Code.UNKNOWN, Code.UNKNOWN]
    assert cured(*looks, look(WELL, ROOM)).proven is None
    assert cured(*looks[1:], look(WELL, ROOM)).proven is Code.OFFICE_DISK_FULL


def test_silence_may_be_the_offices_too() -> None:
    silent = failed(Failure.NO_ANSWER)
    assert cured(look(silent, FULL), look(WELL, ROOM)).proven is Code.OFFICE_DISK_FULL
    assert cured(look(failed(Failure.DROPPED), FULL), look(WELL, ROOM)).proven is None


def test_on_the_offices_own_way_its_service_can_heal_whatever_came() -> None:
    inside = broken(CheckId.PREREQ_API_SERVICE, Code.API_SERVICE_NOT_RUNNING)
    ill, well = look(failed(Failure.NO_ANSWER), inside), look(WELL, check(inside.id))
    assert judge(ill).findings[0].code is Code.NETWORK_NO_ANSWER
    by_service = [replace(one, mode=Mode.API_SERVICE) for one in (ill, well)]
    assert cured(*by_service).proven is Code.API_SERVICE_NOT_RUNNING
    assert cured(ill, well).proven is None
    port = broken(PORT, Code.API_SERVICE_FIREWALLED)
    behind_wall = [replace(one, mode=Mode.API_SERVICE) for one in (look(None, port), look(WELL, check(PORT)))]
    assert cured(*behind_wall).proven is Code.API_SERVICE_FIREWALLED


def test_a_question_after_a_success_is_no_flip() -> None:
    rights = check(CheckId.LIVE_RIGHTS, Status.WARNED, Code.PERMISSION_MISSING)
    cure = cured(look(NOT_ASSIGNED, rights), look(WELL, check(CheckId.LIVE_RIGHTS)))
    assert [flip.check for flip in cure.flips] == [ANSWER]


# what stays


def test_more_flips_than_are_kept_prove_nothing() -> None:
    paused = service(ServiceState.PAUSED)
    assert cured(look(DOWN, STOPPED), look(DOWN, paused), look(WELL, RUNNING)).proven
    many = [look(DOWN, paused if number % 2 else STOPPED) for number in range(20)]
    cure = cured(*many, look(WELL, RUNNING))
    assert (cure.proven, len(cure.flips)) == (None, 12)


def test_an_office_that_flaps_for_a_night_keeps_little_and_proves_nothing() -> None:
    incident = Incident()
    flapping = [look(DOWN, STOPPED if n % 2 else RUNNING) for n in range(2000)]
    assert not any(followed(*flapping, incident=incident))
    _, cure = incident.follow(look(WELL, STOPPED), judge(look(WELL)), BEGAN + timedelta(days=1))
    assert cure is not None
    assert cure.proven is None
    assert len(cure.flips) <= 12


def test_a_card_that_saw_nothing_says_so() -> None:
    unseen = look(None, broken(NAME, Code.NETWORK_OFFLINE))
    cure = cured(unseen, look(WELL))
    assert (cure.proven, cure.flips) == (None, ())
    assert spoken(cure) == "It works again. What healed it was not seen."


def test_a_record_holds_codes_checks_and_minutes() -> None:
    assert cured(look(DOWN, STOPPED), look(DOWN, RUNNING), look(WELL, RUNNING)).as_record() == {
        "named": "econnector.not-running",
        "proven": "econnector.not-running",
        "minutes": 1,
        "flips": [
            {"check": "prereq.econnector-service", "before": "econnector.not-running", "after": None},
            {"check": "live.patients", "before": "econnector.not-running", "after": None},
        ],
    }
    assert cured(look(POSSIBLE), look(WELL)).as_record()["proven"] is None


def test_a_card_tells_of_three_changes_at_most() -> None:
    looks = [look(probe) for probe in (*[DOWN, TIMEOUT] * 4, WELL)]
    assert len(cured(*looks).texts) == 4


def test_a_card_says_when_one_change_proves_nothing() -> None:
    assert spoken(cured(look(POSSIBLE), look(WELL))) == (
        "Open Dental's answer changed at 1:17 PM. "
        "Nothing else was seen to change, so it cannot be said what it was."
    )


def test_a_flip_is_told_as_what_it_is() -> None:
    mismatch = broken(SERVICE, Code.ECONNECTOR_VERSION_MISMATCH)
    told = [
        flip.text.msgid
        for flip in cured(look(DOWN, STOPPED), look(DOWN, mismatch), look(WELL, RUNNING)).flips
    ]
    assert told == [
        "The eConnector's service changed at {time}.",
        "The eConnector had Open Dental's version at {time}.",
        "Open Dental's answer changed at {time}.",
    ]
    fuller = cured(look(NOT_ASSIGNED, ROOM), look(WELL, FULL)).flips[0]
    assert fuller.text.msgid == "The drive of Open Dental was nearly full at {time}."


def test_times_of_day_are_said_in_the_readers_locale() -> None:
    cure = cured(look(NOT_ASSIGNED), look(WELL))
    said = cure.said(lambda at: f"{at:%H:%M:%S}")
    assert Translator().translate(said[0]) == "Open Dental's answer changed at 13:17:30."
    assert Translator().translate(cure.texts[0]) == "Open Dental's answer changed at 1:17 PM."
