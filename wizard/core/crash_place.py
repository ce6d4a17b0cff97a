"""Where something failed, in this program's own terms: an exception's words could hold what was entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_PACKAGE = "wizard."


def failed_at(problem: BaseException) -> str:
    """Class and place of a failure, for example ``ValueError, store.seal:52``."""
    inner = problem
    while isinstance(inner, BaseExceptionGroup) and inner.exceptions:
        inner = inner.exceptions[0]
    where = crash_place(inner.__traceback__) or crash_place(problem.__traceback__)
    return f"{type(inner).__name__}, {where or '?'}"


def crash_facts(problem: BaseException, reference: str) -> str:
    """What is quoted to support, and logged: for example ``X1-ABCD1234 (ValueError, store.seal:52)``."""
    return f"X1-{reference} ({failed_at(problem)})"


def crash_place(trail: TracebackType | None) -> str:
    """This program's last module and line on the way to a failure, else the last file's."""
    found = last = ""
    while trail is not None:
        file = trail.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
        last = f"{file}:{trail.tb_lineno}"
        module = str(trail.tb_frame.f_globals.get("__name__", ""))
        if module.startswith(_PACKAGE):
            found = f"{module.removeprefix(_PACKAGE)}:{trail.tb_lineno}"
        trail = trail.tb_next
    return found or last
