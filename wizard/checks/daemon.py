"""Blocking calls beside the loop, on threads that never hold the program back."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")


async def on_daemon(ask: Callable[[], R]) -> R:
    """Run a blocking call on a daemon thread: a call that hangs never holds the program back.

    Raises:
        Exception: Whatever ``ask`` raised.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[R] = loop.create_future()

    def settle(result: R | None, problem: BaseException | None) -> None:
        if future.done():
            return
        if problem is not None:
            future.set_exception(problem)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # the result of ask() when nothing was raised

    def work() -> None:
        result, problem = None, None
        try:
            result = ask()
        except Exception as raised:  # noqa: BLE001 - handed to whoever awaits
            problem = raised
        with contextlib.suppress(RuntimeError):  # the loop was closed while the call hung
            loop.call_soon_threadsafe(settle, result, problem)

    threading.Thread(target=work, name="blocking-call", daemon=True).start()
    return await future
