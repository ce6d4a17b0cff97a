"""Checks run together where they can, wait where they must, and never take the run down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from tests.support.run_checks import run_checks
from tests.support.verdicts import Judged, verdict
from wizard.checks.context import Context, World
from wizard.checks.daemon import on_daemon
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import local_endpoint
from wizard.core.events import CheckDone, CheckStarted, Event
from wizard.core.evidence import CheckResult, Status
from wizard.core.facts import ReportFacts
from wizard.core.outcome import Outcome
from wizard.core.text import T, Translator
from wizard.runs.check_definition import AnyCheck, Check
from wizard.runs.schedule import CheckTasks

PASSED = Outcome(Status.PASSED, T("fine"))
FAILED = Outcome(Status.FAILED, T("broken"), Code.NETWORK_REFUSED, ReportFacts((("port", 1),)))
Run = Callable[[Context], Awaitable[Outcome]]


def check(identity: str, run: Run, *needs: str, deadline_s: float = 5.0) -> AnyCheck:
    async def ask(context: Context) -> Judged:
        return Judged(await run(context))

    return Check(
        cast("CheckId", identity),
        T(identity),
        T("nothing"),
        ask,
        verdict,
        needs=cast("tuple[CheckId, ...]", needs),
        deadline_s=deadline_s,
    )


def gives(outcome: Outcome) -> Run:
    async def run(_: Context) -> Outcome:
        return outcome

    return run


def crashes(problem: Exception) -> Run:
    async def run(_: Context) -> Outcome:
        raise problem

    return run


def results(*checks: AnyCheck, told: list[Event] | None = None) -> dict[str, CheckResult]:
    async def go() -> tuple[CheckResult, ...]:
        context = Context.of(World(), local_endpoint(), None, (told if told is not None else []).append)
        try:
            return await run_checks(checks, context)
        finally:
            await context.aclose()

    found = asyncio.run(asyncio.wait_for(go(), 10))
    assert [result.id for result in found] == [c.id for c in checks]
    return {result.id: result for result in found}


def test_independent_checks_run_together() -> None:
    """Each waits until the other has begun; one after the other would never end."""
    begun = {"a": asyncio.Event(), "b": asyncio.Event(), "c": asyncio.Event()}

    def meets(own: str) -> Run:
        async def run(_: Context) -> Outcome:
            begun[own].set()
            for event in begun.values():
                await event.wait()
            return PASSED

        return run

    found = results(*(check(name, meets(name)) for name in begun))
    assert {r.status for r in found.values()} == {Status.PASSED}


def test_a_check_begins_after_what_it_needs() -> None:
    told: list[Event] = []
    release = asyncio.Event()

    async def slow(_: Context) -> Outcome:
        await release.wait()
        return PASSED

    async def beside(_: Context) -> Outcome:
        release.set()
        return PASSED

    results(
        check("last", gives(PASSED), "middle", "beside"),
        check("middle", gives(PASSED), "first"),
        check("first", slow),
        check("beside", beside),
        told=told,
    )
    order = [
        (type(event).__name__, getattr(event, "id", None) or cast("CheckDone", event).result.id)
        for event in told
    ]
    assert order.index(("CheckDone", "first")) < order.index(("CheckStarted", "middle"))
    assert order.index(("CheckDone", "middle")) < order.index(("CheckStarted", "last"))
    assert len(order) == 8


def test_what_needs_a_failed_check_is_blocked_by_the_root_of_it() -> None:
    told: list[Event] = []
    found = results(
        check("a", gives(FAILED)),
        check("b", gives(PASSED), "a"),
        check("c", gives(PASSED), "b"),
        check("d", gives(PASSED)),
        told=told,
    )
    assert [found[i].status for i in "abcd"] == [Status.FAILED, Status.BLOCKED, Status.BLOCKED, Status.PASSED]
    assert found["b"].blocked_by == found["c"].blocked_by == "a"
    assert found["b"].code is None
    assert {event.id for event in told if isinstance(event, CheckStarted)} == {"a", "d"}
    assert {event.result.id for event in told if isinstance(event, CheckDone)} == set("abcd")


@pytest.mark.parametrize("status", [Status.WARNED, Status.SKIPPED, Status.UNKNOWN, Status.PASSED])
def test_only_a_failure_blocks(status: Status) -> None:
    found = results(
        check("a", gives(Outcome(status, T("x"), Code.CLOCK_SKEWED))), check("b", gives(PASSED), "a")
    )
    assert found["b"].status is Status.PASSED


def test_a_check_that_was_left_out_holds_nothing_back() -> None:
    assert results(check("b", gives(PASSED), "a"))["b"].status is Status.PASSED


@pytest.mark.parametrize(
    "problem",
    [
        ValueError("CANARYKEY0000001"),
        KeyError("x"),
        OSError(),
        RecursionError(),
        ExceptionGroup("", [ValueError()]),
    ],
)
def test_a_crash_is_an_outcome_and_tells_its_kind_alone(problem: Exception) -> None:
    found = results(check("a", crashes(problem)), check("b", gives(PASSED), "a"), check("c", gives(PASSED)))
    assert (found["a"].status, found["a"].code) == (Status.CRASHED, "check.crashed")
    assert found["a"].evidence == (("error", type(problem).__name__),)
    assert "CANARY" not in repr(found["a"])
    assert found["c"].status is Status.PASSED


def test_a_deadline_makes_a_check_unknown_and_cancels_it() -> None:
    cancelled = asyncio.Event()

    async def hangs(_: Context) -> Outcome:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        return PASSED

    found = results(check("a", hangs, deadline_s=0.05), check("b", gives(PASSED), "a"))
    assert (found["a"].status, found["a"].code) == (Status.UNKNOWN, None)
    assert "seconds" in Translator().translate(found["a"].summary)
    assert cancelled.is_set()
    assert found["a"].took_ms >= 40
    assert found["b"].status is Status.PASSED


def test_what_a_check_found_is_kept() -> None:
    found = results(check("a", gives(FAILED)))["a"]
    assert (found.code, found.evidence, found.summary) == ("network.refused", (("port", 1),), T("broken"))


def test_a_cancelled_run_cancels_its_checks() -> None:
    async def go() -> None:
        begun, ended = asyncio.Event(), asyncio.Event()

        async def hangs(_: Context) -> Outcome:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()
            return PASSED

        context = Context.of(World(), local_endpoint(), None, lambda _: None)
        task = asyncio.create_task(run_checks([check("a", hangs), check("b", gives(PASSED), "a")], context))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()
        await context.aclose()

    asyncio.run(asyncio.wait_for(go(), 5))


def test_a_blocking_call_gives_its_result_or_its_problem() -> None:
    def fails() -> int:
        raise OSError("no")

    assert asyncio.run(on_daemon(lambda: 7)) == 7
    with pytest.raises(OSError, match="no"):
        asyncio.run(on_daemon(fails))


def test_what_still_runs_at_the_end_is_cancelled_and_waited_for() -> None:
    ended: list[str] = []

    async def waits(_: Context) -> Outcome:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("waits")
        return PASSED

    async def go() -> tuple[CheckResult, ...]:
        context = Context.of(World(), local_endpoint(), None, lambda _: None)
        checks = [check("quick", gives(PASSED)), check("waits", waits, deadline_s=600.0)]
        async with CheckTasks(checks, context) as started:
            ran = await started.ran((cast("CheckId", "quick"),))
            await asyncio.sleep(0)
        await context.aclose()
        return ran.results

    found = asyncio.run(asyncio.wait_for(go(), 60))
    assert [result.id for result in found] == ["quick"]
    assert ended == ["waits"]
