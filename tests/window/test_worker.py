"""The worker's thread: of a job that was cancelled nothing is heard, whatever it still does."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, cast

from wizard.ui.worker import CLOSE_S, Worker

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from wizard.core.events import Event
    from wizard.ui.engine import Engine
    from wizard.ui.worker import Tell

WAIT_MS = 10_000
SAID = cast("Event", "said")


def test_of_a_cancelled_job_nothing_is_heard(qtbot: QtBot) -> None:
    worker = Worker(lambda: cast("Engine", object()))
    told: list[str] = []
    ended: list[str] = []
    stubborn = threading.Event()

    async def goes_on(_engine: Engine, tell: Tell) -> object:
        """Tells, is cancelled, and tells and ends all the same."""
        tell(SAID)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        tell(SAID)
        stubborn.set()
        return "a result"

    async def short(_engine: Engine, tell: Tell) -> object:
        tell(SAID)
        return None

    worker.start()
    first = worker.submit(goes_on, lambda _: ended.append("first"), lambda _: told.append("first"))
    qtbot.waitUntil(lambda: told == ["first"], timeout=WAIT_MS)
    first.cancel()
    qtbot.waitUntil(stubborn.is_set, timeout=WAIT_MS)
    # its answer comes behind whatever the first one told
    worker.submit(short, lambda _: ended.append("second"), lambda _: told.append("second"))
    qtbot.waitUntil(lambda: ended == ["second"], timeout=WAIT_MS)
    assert told == ["first", "second"]
    assert worker.close()


def test_a_job_that_was_cancelled_before_it_began_never_begins(qtbot: QtBot) -> None:
    worker = Worker(lambda: cast("Engine", object()))
    ended: list[str] = []
    begun: list[int] = []

    async def notes(_engine: Engine, _tell: Tell) -> object:
        begun.append(1)
        return None

    worker.submit(notes, lambda _: ended.append("first")).cancel()
    worker.submit(notes, lambda _: ended.append("last"))
    worker.start()
    qtbot.waitUntil(lambda: ended == ["last"], timeout=WAIT_MS)
    assert begun == [1]
    assert worker.close()


def test_it_starts_once_and_after_its_close_not_at_all(qtbot: QtBot) -> None:
    made: list[int] = []

    def make_engine() -> Engine:
        made.append(1)
        return cast("Engine", object())

    worker = Worker(make_engine)
    with qtbot.waitSignal(worker.ready, timeout=WAIT_MS):
        assert worker.start()
        assert not worker.start()
    assert worker.close()
    assert made == [1]

    late = Worker(make_engine)
    assert late.close()
    assert not late.start()
    assert made == [1]


def test_what_comes_after_its_close_is_cancelled(qtbot: QtBot) -> None:
    worker = Worker(lambda: cast("Engine", object()))
    assert worker.close()
    heard: list[object] = []

    async def never(_engine: Engine, _tell: Tell) -> object:
        raise NotImplementedError

    assert worker.submit(never, heard.append).cancelled
    qtbot.wait(20)
    assert heard == []


def test_at_the_end_each_part_of_a_job_closes_what_it_opened(qtbot: QtBot) -> None:
    """A part that is cancelled a second time while it closes something leaves it open."""
    worker = Worker(lambda: cast("Engine", object()))
    begun: list[str] = []
    closed: list[str] = []

    async def part(name: str) -> None:
        try:
            begun.append(name)
            await asyncio.sleep(60)
        finally:
            for _ in range(5):
                await asyncio.sleep(0)
            closed.append(name)

    async def job(_engine: Engine, _tell: Tell) -> object:
        parts = [asyncio.ensure_future(part(name)) for name in ("a", "b")]
        try:
            await asyncio.gather(*parts)
        finally:
            for one in parts:
                one.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
        return None

    async def nested(engine: Engine, tell: Tell) -> object:
        going = asyncio.ensure_future(job(engine, tell))
        try:
            return await asyncio.wait({going})
        finally:
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)

    worker.start()
    works = [worker.submit(nested, lambda _: None) for _ in range(2)]
    qtbot.waitUntil(lambda: len(begun) == 4, timeout=WAIT_MS)
    works[0].cancel()
    assert worker.close()
    assert sorted(closed) == ["a", "a", "b", "b"]


def test_the_end_is_waited_for_once_though_window_and_program_ask_for_it(qtbot: QtBot) -> None:
    worker = Worker(lambda: cast("Engine", object()))
    hanging = threading.Event()
    begun = threading.Event()

    async def hangs(_engine: Engine, _tell: Tell) -> object:
        begun.set()
        return hanging.wait()

    worker.start()
    worker.submit(hangs, lambda _: None)
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    thread = worker._thread
    assert thread is not None
    waited: list[float] = []
    worker._thread = cast("threading.Thread", _Waited(thread, waited))
    assert not worker.close()
    assert not worker.close()
    assert waited == [CLOSE_S, 0.0]
    hanging.set()
    thread.join()


class _Waited:
    """Notes how long a thread is waited for, and does not wait."""

    def __init__(self, thread: threading.Thread, waited: list[float]) -> None:
        self.is_alive = thread.is_alive
        self.join = waited.append
