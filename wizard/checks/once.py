"""Questions of one run that several checks have: each is asked once, by whoever wants to know first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

R = TypeVar("R")


class Once:
    """Answers, kept for one run; what an answer depends on belongs into its question."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[object]] = {}

    async def __call__(self, question: str, ask: Callable[[], Awaitable[R]]) -> R:
        """The answer, or whatever asking raised.

        Args:
            question: Tells it from the others.
            ask: Asks; called for the first one who wants to know.
        """
        task = self._tasks.get(question)
        if task is None:
            task = self._tasks[question] = asyncio.create_task(_asked(ask))
        # one check's deadline must not take the answer from another check
        return cast("R", await asyncio.shield(task))  # what ``ask`` returned

    def knows(self, question: str) -> bool:
        """Whether the question was answered."""
        return self.answer(question) is not None

    def answer(self, question: str) -> object:
        """The answer as far as there is one; None where nobody has asked, or there is none yet."""
        task = self._tasks.get(question)
        if task is None or not task.done() or task.cancelled() or task.exception() is not None:
            return None
        return task.result()

    async def aclose(self) -> None:
        """Wait for nothing that still hangs."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)


def _asked(ask: Callable[[], Awaitable[R]]) -> Coroutine[None, None, R]:
    async def go() -> R:
        return await ask()

    return go()
