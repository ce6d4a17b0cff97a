"""A pretend office that changes with time is at each time in the state that its script says."""

from __future__ import annotations

import socket
import time

import pytest

from tests.support.virtual import VirtualClock
from wizard.simulator.office_script import NEVER_S, STOPPED, Play, Script, begins_with, played
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

SCRIPT = Script.of("healthy", [("key-rejected", 90), (STOPPED, 30), ("healthy", 40)])


def answers(port: int) -> bool:
    """Whether something listens there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
    except ConnectionRefusedError:
        return False


def test_a_script_says_what_is_the_matter_when() -> None:
    said = [SCRIPT.at(seconds) for seconds in (0, 29.9, 30, 39, 40, 90, 1e9)]
    assert said == ["healthy", "healthy", STOPPED, STOPPED, "healthy", "key-rejected", "key-rejected"]
    assert [SCRIPT.left_s(seconds) for seconds in (0, 30, 80, 90)] == [30, 10, 10, NEVER_S]
    assert SCRIPT.names == ("healthy", STOPPED, "healthy", "key-rejected")


def test_it_is_played_by_any_clock_on_one_port() -> None:
    clock = VirtualClock()
    office = PretendOffice(begins_with(SCRIPT), now=clock.now)
    play = Play(SCRIPT, office, clock.now)
    try:
        assert play.advance() == 30
        port = office.port
        assert answers(port)
        for seconds, there, scenario in (
            (29, True, "healthy"),
            (1, False, "healthy"),
            (5, False, "healthy"),
            (5, True, "healthy"),
            (60, True, "key-rejected"),
        ):
            clock.move(seconds)
            play.advance()
            assert (answers(port), office.scenario) == (there, SCENARIOS[scenario])
        assert play.advance() == NEVER_S
        assert office.port == port
    finally:
        office.stop()


def test_one_that_begins_stopped_has_its_port_already() -> None:
    script = Script.of(STOPPED, [("key-rejected", 0.01)])
    assert begins_with(script) is SCENARIOS["key-rejected"]
    assert begins_with(Script.of(STOPPED)) is SCENARIOS["healthy"]
    with played(Script.of(STOPPED), PretendOffice(begins_with(script))) as office:
        assert office.port
        assert not answers(office.port)


def test_it_goes_on_beside_whatever_else_is_done_and_leaves_nothing() -> None:
    script = Script.of(STOPPED, [("healthy", 0.02)])
    with played(script, PretendOffice(begins_with(script))) as office:
        patience = time.monotonic() + 60
        while not answers(office.port):
            assert time.monotonic() < patience
    assert not answers(office.port)


def test_a_port_that_is_taken_is_told() -> None:
    with PretendOffice(SCENARIOS["healthy"]) as office:
        other = PretendOffice(SCENARIOS["healthy"], port=office.port)
        with pytest.raises(OSError), played(Script.of("healthy"), other):  # noqa: PT011 - the system's own words
            pass
