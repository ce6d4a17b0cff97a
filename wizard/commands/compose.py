"""Composition shared by the commands and the window: profile, keys, and a run made into a finished result."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.core.evidence import KeyProblem
from wizard.core.keys import KeyPair, tidy_customer, tidy_developer
from wizard.core.profile import GENERIC
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from wizard.core.profile import Profile
    from wizard.core.secret import Secret


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys for a run, or why there are none."""

    pair: KeyPair | None = None
    problem: KeyProblem | None = None
    detail: Text | None = None


def load_profile(file: str | None) -> Profile:
    """The profile that was named, else the one beside the program, else IT mode's.

    Raises:
        wizard.store.profile.ProfileError: It is not valid.
    """
    path = Path(file) if file else beside_program()
    if path is None:
        return GENERIC
    from wizard.store.profile import read_profile

    return read_profile(path)


def beside_program() -> Path | None:
    """``vendor.toml`` beside the frozen program, or in the root of the source tree; None where there is none."""
    frozen = getattr(sys, "frozen", False)
    folder = Path(sys.executable).parent if frozen else Path(__file__).resolve().parents[2]
    path = folder / "vendor.toml"
    return path if path.exists() else None


def typed_keys(customer: str, developer: str | None, known: Secret | None) -> Keys:
    """Keys from typed or piped text.

    Args:
        customer: The customer key, or a pair.
        developer: The typed developer key; None takes the known one, or the pair's.
        known: The developer key of the profile or the keychain.
    """
    if developer is not None:
        tidied = tidy_developer(developer)
        if tidied.problem is not None:
            return Keys(problem=tidied.problem, detail=tidied.detail)
        known = tidied.developer
    pasted = tidy_customer(customer, known)
    if pasted.problem is not None:
        return Keys(problem=pasted.problem, detail=pasted.detail)
    return pair(pasted.customer, known or pasted.developer)


def pair(customer: Secret | None, developer: Secret | None) -> Keys:
    """Both halves, or which one is missing."""
    if customer is None:
        return Keys(problem=KeyProblem.MISSING)
    if developer is None:
        return Keys(
            problem=KeyProblem.DEVELOPER_MISSING,
            detail=T("No developer key was given. A vendor profile or --developer-key-stdin brings it."),
        )
    return Keys(KeyPair(developer, customer))
