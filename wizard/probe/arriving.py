"""A body while it comes in: counted when it is a list of patients, else its first part kept."""

from __future__ import annotations

import time
import zlib
from typing import TYPE_CHECKING

from wizard.probe import body as bodies
from wizard.probe import reading
from wizard.probe.rows import RowCounter

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
    """

    def __init__(self, headers: Mapping[str, str], *, patients: bool) -> None:
        self._patients = patients
        packed = "gzip" in headers.get("content-encoding", "").lower()
        self._unpack = zlib.decompressobj(47) if packed else None
        self._last = time.monotonic()
        self.size = 0
        self.kept = bytearray()
        self.counter: RowCounter | None = None

    @property
    def too_much(self) -> bool:
        """Whether more came than is read at most."""
        return self.size > CAP

    def take(self, chunk: bytes) -> None:
        """Take the next bytes off the wire."""
        self._last = time.monotonic()
        if self._unpack is not None:
            try:
                chunk = self._unpack.decompress(chunk, CAP + 1)
            except zlib.error:  # it only said that it was packed
                self._unpack = None
        self.size += len(chunk)
        if self.counter is not None:
            self.counter.feed(chunk)
        elif self._patients and bodies.looks_like_list(bytes(self.kept[:64]) + chunk[:64]):
            self.counter = RowCounter()
            self.counter.feed(bytes(self.kept) + chunk)
            self.kept.clear()
        else:
            self.kept += chunk[: reading.TEXT_CAP - len(self.kept)]

    def still_comes(self) -> bool:
        """Whether bytes came until a moment ago."""
        return self.size > 0 and time.monotonic() - self._last < _MOMENT_S
