"""The reference that a person reads out on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capital letters without those that sound or look alike (Crockford's base 32)."""


def new_reference(choose: Callable[[str], str]) -> str:
    """Eight characters; ``choose`` picks one at random."""
    return "".join(choose(LETTERS) for _ in range(8))
