"""A watch looks again when it is worth it, and never sooner than it may; hours of it in no time."""

from __future__ import annotations

import asyncio
import re
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.results import (
    BAD_PATH,
    ECONNECTOR_DOWN,
    IN_ORDER,
    STOPPED_SERVICE,
    THROTTLED,
    UNKNOWN_KEY,
    WELL,
    Looks,
    answered,
    result_of,
)
from tests.support.virtual import VirtualClock
from wizard.core.codes import Code
from wizard.core.evidence import Evidence
from wizard.core.mode import Mode
from wizard.core.sentences import KnownSentence
from wizard.core.text import Translator
from wizard.diagnosis.incident import Incident
from wizard.runs.destination import CannotBeginError, Missing
from wizard.runs.watch import Watch
from wizard.runs.watch_clock import PcClock
from wizard.runs.watch_events import LookCrashed, Looked, Looking, Waiting, WatchEnd, WatchEnded
from wizard.runs.watch_plan import look_again

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.runs.run_events import OnEvent
    from wizard.runs.run_result import RunResult
    from wizard.runs.watch_events import WatchEvent


class Watched:
    """A watch over given looks, and what it told."""

    def __init__(self, *results: RunResult | BaseException, takes_s: float = 2.0, **more: Any) -> None:  # noqa: ANN401 - arguments of Watch
        self.clock = VirtualClock()
        self.looks = Looks(self.clock, results, takes_s)
        self.watch = Watch(self.looks, self.clock, **{"minutes": 60, **more})
        self.told: list[WatchEvent] = []
        self.does: Callable[[WatchEvent], None] = lambda _: None

    def hear(self, event: WatchEvent) -> None:
        self.told.append(event)
        self.does(event)

    def run(self) -> WatchEnd:
        return asyncio.run(self.watch.run(self.hear))

    def all(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.told if isinstance(event, kind)]


def test_it_ends_when_it_connects_and_tells_each_look_with_what_has_changed() -> None:
    office = Watched(ECONNECTOR_DOWN, ECONNECTOR_DOWN, WELL)
    assert office.run() is WatchEnd.CONNECTED
    assert [type(event) for event in office.told] == [
        *[Looking, Looked, Waiting] * 2,
        Looking,
        Looked,
        WatchEnded,
    ]
    first, second, last = office.all(Looked)
    assert first.changes.new == (Code.ECONNECTOR_NOT_RUNNING,)
    assert not second.changes.any
    assert (last.changes.new, last.changes.gone) == ((Code.CONNECTED,), (Code.ECONNECTOR_NOT_RUNNING,))
    assert (first.cure, second.cure) == (None, None)
    assert last.cure.named is Code.ECONNECTOR_NOT_RUNNING
    assert (last.cure.healed - last.cure.began).total_seconds() == office.clock.time - office.looks.ended[0]
    assert office.looks.since == [None, ECONNECTOR_DOWN, ECONNECTOR_DOWN]


@pytest.mark.parametrize(
    ("result", "pause"),
    [(ECONNECTOR_DOWN, 30.0), (UNKNOWN_KEY, 75.0), (THROTTLED, 47.0), (BAD_PATH, 15.0)],
    ids=["6 minutes", "15 minutes", "Retry-After", "no wait"],
)
def test_the_pause_is_the_causes(result: RunResult, pause: float) -> None:
    office = Watched(result, result, result, WELL)
    office.run()
    assert office.looks.pauses == [pause] * 3


def test_the_wait_is_explained() -> None:
    office = Watched(UNKNOWN_KEY, THROTTLED, BAD_PATH, WELL)
    office.run()
    waits = office.all(Waiting)
    say = Translator().translate
    assert [wait.why is None for wait in waits] == [False, False, True]
    assert say(waits[0].why).startswith("An added or moved key")
    assert say(waits[1].why) == "Open Dental asked for this pause."
    assert [wait.until for wait in waits] == office.looks.began[1:]


def test_without_a_cause_of_its_own_the_rhythm_becomes_slower() -> None:
    office = Watched(BAD_PATH, minutes=90, takes_s=0.0)
    assert office.run() is WatchEnd.TIME_UP
    rhythm = office.looks.pauses
    assert rhythm == [15.0] * 20 + [30.0] * 110 + [60.0] * 30
    assert office.clock.time == 1000.0 + 90 * 60


def test_a_pause_as_long_as_the_person_wants_and_never_under_the_pace() -> None:
    for every, pace, pause in ((2.0, 5.0, 5.0), (90.0, 5.0, 90.0), (0.1, 0.0, 1.0), (None, 20.0, 20.0)):
        office = Watched(BAD_PATH, BAD_PATH, BAD_PATH, WELL, every_s=every, pace_s=lambda _, p=pace: p)
        office.run()
        assert office.looks.pauses == [pause] * 3
    assert look_again(THROTTLED, 0.0, 5.0, 10.0).seconds == 47.0
    assert look_again(THROTTLED, 0.0, 60.0).seconds == 60.0
    assert look_again(THROTTLED, 0.0, 5.0, 90.0).seconds == 90.0


def test_what_an_answer_asks_for_is_heard_where_it_is_about_calling_too_often() -> None:
    asked = answered(400, KnownSentence.ECONNECTOR_DOWN, retry_after_s=600)
    assert look_again(asked, 0.0, 5.0).seconds == 30.0


def test_whoever_is_impatient_is_served_as_soon_as_the_pace_allows() -> None:
    office = Watched(UNKNOWN_KEY, UNKNOWN_KEY, WELL, pace_s=lambda _: 5.0)

    def twice(event: WatchEvent) -> None:
        if isinstance(event, Waiting):
            office.watch.check_now()
            office.watch.check_now()

    office.does = twice
    assert office.run() is WatchEnd.CONNECTED
    assert office.looks.pauses == [5.0, 5.0]
    # the countdown is told anew, once for each pause
    assert [wait.seconds for wait in office.all(Waiting)] == [75.0, 5.0, 75.0, 5.0]


def test_a_wish_in_the_middle_of_a_look_is_not_forgotten_and_never_makes_a_second_one_beside_it() -> None:
    office = Watched(UNKNOWN_KEY, WELL, pace_s=lambda _: 5.0)
    office.does = lambda event: office.watch.check_now() if isinstance(event, Looking) else None
    office.run()
    assert office.looks.pauses == [5.0]
    assert len(office.looks.began) == 2


def test_it_stops_in_a_pause_and_before_it_began() -> None:
    office = Watched(UNKNOWN_KEY)
    office.does = lambda event: office.watch.stop() if isinstance(event, Waiting) else None
    assert office.run() is WatchEnd.STOPPED
    assert len(office.looks.began) == 1
    never = Watched(UNKNOWN_KEY)
    never.watch.stop()
    assert never.run() is WatchEnd.STOPPED
    assert never.looks.began == []
    assert never.told == [WatchEnded(WatchEnd.STOPPED)]


def test_from_another_thread_it_ends_a_look_that_hangs_and_no_other_one_begins() -> None:
    asked: list[str] = []

    async def hangs(_on_event: OnEvent, _since: RunResult | None) -> RunResult:
        asked.append("began")
        try:
            await asyncio.Event().wait()
        finally:
            asked.append("ended")
        raise AssertionError

    watch = Watch(hangs, minutes=60)
    begun = threading.Event()
    told: list[WatchEvent] = []

    def hear(event: WatchEvent) -> None:
        told.append(event)
        if isinstance(event, Looking):
            asyncio.get_running_loop().call_soon(begun.set)

    def stops() -> None:
        begun.wait()
        watch.check_now()
        watch.stop()

    other = threading.Thread(target=stops)
    other.start()
    assert asyncio.run(watch.run(hear)) is WatchEnd.STOPPED
    other.join()
    watch.stop()  # when it has ended, and its loop with it
    assert asked == ["began", "ended"]
    assert told == [Looking(), WatchEnded(WatchEnd.STOPPED)]


def test_many_threads_at_once_make_no_second_look_and_none_too_soon() -> None:
    clock = VirtualClock()
    looks = Looks(clock, [UNKNOWN_KEY], 0.0)
    beside: list[int] = []
    going = 0

    async def look(on_event: OnEvent, since: RunResult | None) -> RunResult:
        nonlocal going
        going += 1
        await asyncio.sleep(0)
        beside.append(going)
        going -= 1
        return await looks(on_event, since)

    watch = Watch(look, clock, minutes=1e6, pace_s=lambda _: 5.0)

    def hurries() -> None:
        for _ in range(300):
            watch.check_now()

    threads = [threading.Thread(target=hurries) for _ in range(4)]

    def stops() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        watch.stop()

    last = threading.Thread(target=stops)
    last.start()
    assert asyncio.run(watch.run(lambda _: None)) is WatchEnd.STOPPED
    last.join()
    assert set(beside) <= {1}
    assert min(looks.pauses, default=5.0) >= 5.0


def test_whoever_waits_for_it_and_is_cancelled_takes_the_look_with_them() -> None:
    ended: list[bool] = []

    async def hangs(_on_event: OnEvent, _since: RunResult | None) -> RunResult:
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(5):  # closes its connections
                await asyncio.sleep(0)
            ended.append(True)
        raise AssertionError

    async def cancelled() -> None:
        begun = asyncio.Event()
        task = asyncio.create_task(
            Watch(hangs, minutes=60).run(lambda event: begun.set() if event == Looking() else None)
        )
        await begun.wait()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended == [True]

    asyncio.run(cancelled())


def test_a_look_that_was_interrupted_is_not_well_and_is_made_anew() -> None:
    interrupted = result_of(Evidence(Mode.REMOTE, interrupted=True))
    office = Watched(WELL, first=interrupted)
    assert office.run() is WatchEnd.CONNECTED
    assert [wait.seconds for wait in office.all(Waiting)] == [15.0]
    assert len(office.looks.began) == 1


def test_a_look_that_crashes_is_told_and_the_watch_goes_on() -> None:
    office = Watched(UNKNOWN_KEY, ValueError("SECRETKEY000001"), WELL)
    assert office.run() is WatchEnd.CONNECTED
    (crash,) = office.all(LookCrashed)
    assert re.fullmatch(r"X1-\w{8} \(ValueError, \S+\)", crash.facts)
    assert "SECRET" not in repr(office.told)
    assert office.looks.since == [None, UNKNOWN_KEY, UNKNOWN_KEY]
    assert Watched(ValueError(), WELL).run() is WatchEnd.CONNECTED


def test_where_no_look_can_be_made_the_last_failure_is_raised_at_the_end() -> None:
    with pytest.raises(KeyError):
        Watched(*[ValueError()] * 5, *[KeyError()] * 500, minutes=20).run()


def test_what_cannot_begin_is_raised_by_the_first_look_and_told_by_a_later_one() -> None:
    lost = CannotBeginError(Missing.HOST, None)  # type: ignore[arg-type]  # its words are not used
    with pytest.raises(CannotBeginError):
        Watched(lost).run()
    office = Watched(UNKNOWN_KEY, lost, WELL)
    assert office.run() is WatchEnd.CONNECTED
    assert len(office.all(LookCrashed)) == 1


def test_a_result_that_is_there_already_is_not_looked_for_again() -> None:
    office = Watched(WELL, first=ECONNECTOR_DOWN)
    assert office.run() is WatchEnd.CONNECTED
    assert office.looks.began == [1000.0 + 30.0]
    assert office.looks.since == [ECONNECTOR_DOWN]
    assert office.all(Looked)[0].cure.named is Code.ECONNECTOR_NOT_RUNNING
    at_once = Watched(BAD_PATH, first=WELL)
    assert at_once.run() is WatchEnd.CONNECTED
    assert at_once.looks.began == []


def test_an_incident_that_began_before_is_gone_on_with() -> None:
    office = Watched(WELL, first=UNKNOWN_KEY, incident=(incident := Incident()))
    incident.follow(ECONNECTOR_DOWN.evidence, ECONNECTOR_DOWN.judgement, office.clock.wall())
    incident.follow(UNKNOWN_KEY.evidence, UNKNOWN_KEY.judgement, office.clock.wall())
    office.run()
    assert office.all(Looked)[0].cure.named is Code.ECONNECTOR_NOT_RUNNING


def test_where_no_call_is_wanted_it_ends_when_nothing_is_wrong() -> None:
    office = Watched(STOPPED_SERVICE, IN_ORDER)
    assert office.run() is WatchEnd.CONNECTED
    assert len(office.looks.began) == 2


def test_a_pc_that_slept_looks_soon_after_it_woke_and_its_sleep_counts_for_nothing() -> None:
    office = Watched(UNKNOWN_KEY, UNKNOWN_KEY, WELL, minutes=10, pace_s=lambda _: 5.0)
    nights = [8 * 3600.0]
    plain = office.clock.sleep

    async def sleep(seconds: float) -> None:
        await plain(seconds + (nights.pop() if nights else 0.0))

    office.clock.sleep = sleep  # type: ignore[method-assign]
    assert office.run() is WatchEnd.CONNECTED
    assert office.looks.pauses == [8 * 3600.0 + 30.0, 75.0]


def test_a_pc_that_slept_for_some_minutes_does_not_wait_for_the_rest_of_a_long_pause() -> None:
    office = Watched(UNKNOWN_KEY, WELL, every_s=1800.0, pace_s=lambda _: 5.0)
    naps = [300.0]
    plain = office.clock.sleep

    async def sleep(seconds: float) -> None:
        await plain(seconds + (naps.pop() if naps else 0.0))

    office.clock.sleep = sleep  # type: ignore[method-assign]
    assert office.run() is WatchEnd.CONNECTED
    assert office.looks.pauses == [330.0]


def test_looks_count_for_how_long_it_goes_on_though_not_a_night_in_the_middle_of_one() -> None:
    assert len(busy(Watched(BAD_PATH, takes_s=45.0, minutes=10))) == 10
    assert len(busy(Watched(BAD_PATH, takes_s=8 * 3600.0, minutes=10))) == 2


def busy(office: Watched) -> list[float]:
    """When the looks of a watch that ends by itself began."""
    assert office.run() is WatchEnd.TIME_UP
    return office.looks.began


@pytest.mark.parametrize("days", [400, -400])
def test_a_time_of_day_that_jumps_changes_nothing_but_what_is_shown(days: int) -> None:
    office = Watched(UNKNOWN_KEY, UNKNOWN_KEY, WELL)

    def jump(event: WatchEvent) -> None:
        if isinstance(event, Waiting):
            office.clock.ahead += timedelta(days=days)

    office.does = jump
    assert office.run() is WatchEnd.CONNECTED
    assert office.looks.pauses == [75.0, 75.0]
    assert office.all(Looked)[-1].cure.minutes == 3


def test_it_waits_in_slices_so_that_it_notices() -> None:
    office = Watched(UNKNOWN_KEY, WELL)
    office.run()
    assert office.clock.slept == [30.0, 30.0, 15.0]


def test_this_pcs_clock_only_grows() -> None:
    clock = PcClock()
    before = clock.now()
    asyncio.run(clock.sleep(0.001))
    assert clock.now() > before
    assert clock.wall().tzinfo is not None
