"""The file of the last runs and incidents: one JSON object a line, each made from an allow-list of fields.

No key, name, path or address is in it: only codes, times to the minute and the reference of a run. It is
written whole or not at all, under a lock, so that two windows lose no line and a killed process leaves none
half-written.
"""

from __future__ import annotations

import contextlib
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.store import files
from wizard.store.file_lock import locked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VERSION = 1
MOST = 50
"""Lines that are kept, the latest last."""

_LARGEST = 256 * 1024
_WAIT_S = 0.3
_TIME = re.compile(r"(?:19[7-9]|2\d\d)\d-\d\d-\d\dT\d\d:\d\d:00Z")  # what Windows says in local time, too
_CODE = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+){0,7}")
_REF = re.compile(r"[A-Z][0-9A-Z]{1,3}")
_REFERENCE = re.compile(r"[0-9A-Z]{8}")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+){0,3}")
_LONGEST = 64


class DamagedHistoryError(ValueError):
    """The file is not what this program, or a newer one, has written."""


@record
class KeptRun:
    """A live run; the same outcome again within the hour is the same line.

    Attributes:
        at: When it was first found, UTC, to the minute.
        until: When it was last found.
        times: How many runs found it.
        reference: Of the last of them.
        mode: How Open Dental was reached.
        verdict: As in the document.
        code: The first cause; None where there was none.
        ref: Its short form for the phone.
    """

    at: datetime
    until: datetime
    times: int
    reference: str
    mode: str
    verdict: str
    code: str | None
    ref: str | None


@record
class KeptIncident:
    """A fault from the first run that found it to the run that connected.

    Attributes:
        closed: When that was, UTC, to the minute.
        minutes: How long it took.
        named: The cause that was named first.
        proven: The cause that the cure proved; None where none was.
    """

    closed: datetime
    minutes: int
    named: str
    proven: str | None


@record
class NewerLine:
    """A line of a newer version of this program, which stays as it is."""

    line: str


Kept = KeptRun | KeptIncident | NewerLine


class HistoryFile:
    """The file; nothing is read or made before it is asked for.

    Args:
        path: Its place; the folder need not be there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.put_aside = path.with_name(f"{path.name}.broken")
        self._lock = path.with_name(f"{path.name}.lock")

    def read(self) -> tuple[Kept, ...]:
        """What is kept, the latest last; empty where there is no file.

        Raises:
            DamagedHistoryError: It is there and not a history.
            OSError: It must not be read.
        """
        try:
            content = files.read(self.path, _LARGEST)
        except FileNotFoundError:
            return ()
        if content is None or len(content) > _LARGEST:
            raise DamagedHistoryError
        try:
            return tuple(_read(line) for line in content.decode().split("\n") if line)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise DamagedHistoryError from None

    def change(self, changed: Callable[[tuple[Kept, ...]], tuple[Kept, ...]]) -> None:
        """Write the file anew from what is in it; a damaged one is put aside, in the place of an older such.

        Raises:
            OSError: It could not be read or written; the file is as it was.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self._lock, _WAIT_S):
            for dead in files.parts_of(self.path):  # a living writer would hold the lock
                dead.unlink(missing_ok=True)
            try:
                before = self.read()
            except DamagedHistoryError:
                self.path.replace(self.put_aside)
                before = ()
            after = changed(before)[-MOST:]
            if after != before:
                files.write(self.path, "".join(f"{_written(one)}\n" for one in after).encode())

    def remove(self) -> None:
        """Remove it and all that belongs to it.

        Raises:
            OSError: Something of it could not be removed.
        """
        if not self.path.parent.is_dir():
            return
        with locked(self._lock, _WAIT_S):
            for file in (self.path, self.put_aside, *files.parts_of(self.path)):
                file.unlink(missing_ok=True)
        with contextlib.suppress(PermissionError):  # Windows: another process waits for it
            self._lock.unlink(missing_ok=True)


def fields_of(kept: KeptRun | KeptIncident) -> dict[str, str | int | None]:
    """What a document holds of it, and a line of the file."""
    if isinstance(kept, KeptRun):
        return {
            "what": "run",
            "at": _stamp(kept.at),
            "until": _stamp(kept.until),
            "times": kept.times,
            "reference": kept.reference,
            "mode": kept.mode,
            "verdict": kept.verdict,
            "code": kept.code,
            "ref": kept.ref,
        }
    return {
        "what": "incident",
        "closed": _stamp(kept.closed),
        "minutes": kept.minutes,
        "named": kept.named,
        "proven": kept.proven,
    }


def _written(kept: Kept) -> str:
    if isinstance(kept, NewerLine):
        return kept.line
    line = json.dumps({"v": VERSION, **fields_of(kept)}, separators=(",", ":"))
    _read(line)  # what could not be read again, or holds more than its field may, is not written
    return line


def _read(line: str) -> Kept:
    fields = json.loads(line)
    version = _number(fields["v"], 1)
    if version > VERSION:
        return NewerLine(line)
    if fields["what"] == "run":
        return KeptRun(
            at=_time(fields["at"]),
            until=_time(fields["until"]),
            times=_number(fields["times"], 1),
            reference=_text(fields["reference"], _REFERENCE),
            mode=_text(fields["mode"], _WORD),
            verdict=_text(fields["verdict"], _WORD),
            code=_maybe(fields["code"], _CODE),
            ref=_maybe(fields["ref"], _REF),
        )
    if fields["what"] == "incident":
        return KeptIncident(
            closed=_time(fields["closed"]),
            minutes=_number(fields["minutes"], 0),
            named=_text(fields["named"], _CODE),
            proven=_maybe(fields["proven"], _CODE),
        )
    raise DamagedHistoryError


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}:00Z"


def _time(value: object) -> datetime:
    return datetime.fromisoformat(_text(value, _TIME))


def _number(value: object, least: int) -> int:
    if type(value) is not int or not least <= value < 10**9:
        raise DamagedHistoryError
    return value


def _text(value: object, shape: re.Pattern[str]) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or not shape.fullmatch(value):
        raise DamagedHistoryError
    return value


def _maybe(value: object, shape: re.Pattern[str]) -> str | None:
    return None if value is None else _text(value, shape)
