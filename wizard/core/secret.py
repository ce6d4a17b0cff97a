"""A value that cannot print itself."""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from typing import TYPE_CHECKING, NoReturn, TypeVar
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_MARK = "[key]"
_BETWEEN = r"[\W_]{0,2}"  # a line break, a control character, a zero byte of UTF-16
_TELLS_APART = 12  # characters of which four may be shown
_SHORTEST = 4  # shorter values would blot out ordinary words


class Secret:
    """A key held in memory. Prints as dots, refuses to be pickled or copied into text by accident.

    :meth:`reveal` is called in two files only (a test counts them): where the header is made and where
    the keychain is written.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

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

    def hide_in(self, text: str) -> str:
        """Return ``text`` with this value blotted out, in every encoding in which it could be echoed."""
        if len(self._value) < _SHORTEST:
            return text
        for pattern in self._patterns():
            text = re.sub(pattern, _MARK, text, flags=re.IGNORECASE)
        return text

    def _patterns(self) -> list[str]:
        """Whole encodings first, then the letters themselves with a stray character or two between them."""
        value = self._value
        raw = _bytes(value)
        encoded = {
            quote(value, errors="surrogatepass"),
            quote_plus(value, errors="surrogatepass"),
            b64encode(raw).decode("ascii").rstrip("="),
            raw.hex(),
        }
        spread = (_BETWEEN.join(map(re.escape, form)) for form in (value, value[::-1]))
        return [*map(re.escape, sorted(encoded, key=len, reverse=True)), *spread]

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
