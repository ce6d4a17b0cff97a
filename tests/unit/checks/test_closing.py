"""A run that is cancelled while it closes something closes the rest all the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from wizard.checks.context import Context, World
from wizard.core.endpoint import remote_endpoint
from wizard.probe.client import Caller


class Closes:
    """Notes that it was closed; one that hangs waits for ever."""

    def __init__(self, closed: list[str], name: str, *, hangs: bool = False) -> None:
        self._closed = closed
        self._name = name
        self._hangs = hangs

    async def aclose(self) -> None:
        self._closed.append(self._name)
        if self._hangs:
            await asyncio.Event().wait()


async def cancelled_while_closing(closing: Any) -> None:  # noqa: ANN401 - whatever can be closed
    """Cancel it once it hangs."""
    task = asyncio.ensure_future(closing.aclose())
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("hanging", ["once", "pc", "caller"])
def test_a_runs_connections_are_closed_though_it_is_cancelled_meanwhile(
    monkeypatch: pytest.MonkeyPatch, hanging: str
) -> None:
    closed: list[str] = []

    async def run() -> None:
        context = Context.of(World(environ={}), remote_endpoint(), None, lambda _: None)
        for name in ("once", "pc", "caller"):
            monkeypatch.setattr(
                getattr(context, name), "aclose", Closes(closed, name, hangs=name == hanging).aclose
            )
        await cancelled_while_closing(context)

    asyncio.run(run())
    assert closed == ["once", "pc", "caller"]


def test_every_connection_is_closed_though_one_hangs() -> None:
    closed: list[str] = []

    async def run() -> None:
        caller = Caller()
        transports: Any = {name: Closes(closed, name, hangs=name == "b") for name in "abc"}
        caller._transports = transports
        await cancelled_while_closing(caller)

    asyncio.run(run())
    assert sorted(closed) == ["a", "b", "c"]
