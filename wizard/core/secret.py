"""A value that cannot print itself."""

from __future__ import annotations

import hmac
from base64 import b64encode
from typing import NoReturn
from urllib.parse import quote, quote_plus

_MARK = "[key]"
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

    def hide_in(self, text: str) -> str:
        """Return ``text`` with this value blotted out, in every encoding in which it could be echoed."""
        if len(self._value) < _SHORTEST:
            return text
        for form in self._forms():
            text = _replace_any_case(text, form)
        return text

    def _forms(self) -> list[str]:
        value = self._value
        raw = value.encode("utf-8")
        forms = {
            value,
            value[::-1],
            quote(value),
            quote_plus(value),
            b64encode(raw).decode("ascii").rstrip("="),
            raw.hex(),
            " ".join(value),
        }
        return sorted(forms, key=len, reverse=True)

    def __len__(self) -> int:
        return len(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    __hash__ = None  # type: ignore[assignment]  # a secret is no dictionary key

    def __repr__(self) -> str:
        return "Secret(••••)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")


def _replace_any_case(text: str, form: str) -> str:
    low, needle, start, parts = text.lower(), form.lower(), 0, []
    if len(low) != len(text):  # a letter whose lower case is longer: fall back to the exact form
        return text.replace(form, _MARK)
    while (found := low.find(needle, start)) >= 0:
        parts += [text[start:found], _MARK]
        start = found + len(needle)
    return "".join([*parts, text[start:]])
