"""A body while it comes in: counted when it is a list of patients, else its first part kept."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from wizard.probe import body as bodies
from wizard.probe import reading
from wizard.probe.decoding import BodyDecoder
from wizard.probe.row_counter import RowCounter

if TYPE_CHECKING:
    from collections.abc import Mapping

CAP = 1024 * 1024
"""Bytes of a body that are read at most."""

_MOMENT_S = 3.0


class Arriving:
    """What has come of a body so far.

    Args:
        headers: Response headers with lower-case names.
        patients: It may be a list of patients, of which nothing is kept.

    Attributes:
        kept: Its first part, uncompressed; Unicode is in UTF-8.
        counter: The rows of a list of patients; None of any other body.
    """

    def __init__(self, headers: Mapping[str, str], *, patients: bool) -> None:
        self._patients = patients
        self._unwrapper = BodyDecoder(headers.get("content-encoding", ""), CAP + 1)
        self._last = time.monotonic()
        self._wire = 0
        self._plain = 0
        self.kept = bytearray()
        self.counter: RowCounter | None = None

    @property
    def too_much(self) -> bool:
        """Whether more came than is read at most, packed or unpacked."""
        return max(self._wire, self._plain) > CAP

    def take(self, chunk: bytes) -> None:
        """Take the next bytes off the wire."""
        self._last = time.monotonic()
        self._wire += len(chunk)
        plain, anew = self._unwrapper.take(chunk)
        if anew:
            self._plain = 0
            self.kept.clear()
            self.counter = None
        self._plain += len(plain)
        if self.counter is not None:
            self.counter.feed(plain)
            return
        if not self.kept:
            plain = bodies.without_lead(plain)
        if self._patients and not self.kept and plain.startswith(b"["):
            self.counter = RowCounter()
            self.counter.feed(plain)
        else:
            self.kept += plain[: reading.TEXT_CAP - len(self.kept)]

    @property
    def whole(self) -> bool:
        """Whether what came is complete in itself, whatever is said of its length."""
        if self.counter is not None:
            return self.counter.ended and not self.counter.broken
        return bodies.is_whole(self.kept)

    def still_comes(self) -> bool:
        """Whether bytes came until a moment ago."""
        return self._wire > 0 and time.monotonic() - self._last < _MOMENT_S
