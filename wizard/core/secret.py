"""A value that cannot print itself."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING, NoReturn, TypeVar

from wizard.core.key_traces import spans, traces

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.key_traces import FoldedText, Span, Traces

T = TypeVar("T")

MARK = "[key]"
"""What stands in the place of a key."""

_TELLS_APART = 12  # characters of which four may be shown
_SHORTEST = 4  # shorter values would blot out ordinary words


class Secret:
    """A key held in memory. Prints as dots, refuses to be pickled or copied into text by accident.

    :meth:`reveal` is called in two files only (a test counts them): where the header is made and where
    the keychain is written.
    """

    __slots__ = ("_traces", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        self._traces: Traces | None = None

    def reveal(self) -> str:
        """Return the value itself."""
        return self._value

    @property
    def ends(self) -> str:
        """Its first and last two characters, by which a person tells two keys apart."""
        return f"{self._value[:2]}…{self._value[-2:]}" if len(self._value) > _TELLS_APART else "…"

    def cleaned(self, clean: Callable[[str], T]) -> T:
        """Hand the value to a clean-up that makes a Secret of it again."""
        return clean(self._value)

    def traced(self, text: str, found: list[FoldedText]) -> list[Span]:
        """Where this value, or six characters of it in a row, stand in a text.

        Args:
            text: The text.
            found: How it can be read (:func:`wizard.core.key_traces.readings`).
        """
        if self._traces is None:
            self._traces = traces(self._value)
        if self._traces or len(self._value) < _SHORTEST:
            return list(spans(found, self._traces))
        # a value without letters and digits has no traces but itself
        return [match.span() for match in re.finditer(re.escape(self._value), text)]

    def fingerprint(self, salt: bytes) -> bytes:
        """What tells this value from others and does not lead back to it: 32 bytes, of no use elsewhere.

        Args:
            salt: 1 to 64 random bytes that never leave the process; with others the fingerprint is
                another one.
        """
        # Python's own: OpenSSL's digests are away where this PC's settings of it leave none
        return hashlib.blake2b(_bytes(self._value), key=salt, digest_size=32).digest()

    def __len__(self) -> int:
        return len(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self._value), _bytes(other._value))

    __hash__ = None  # type: ignore[assignment]  # a secret is no dictionary key

    def __repr__(self) -> str:
        return "Secret(••••)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")
