"""Outcomes of checks, as tests compare them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.core.facts import CheckFacts
from wizard.core.text import Translator

if TYPE_CHECKING:
    from wizard.core.codes import Code
    from wizard.core.evidence import Status
    from wizard.core.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Judged(CheckFacts):
    """Facts whose verdict is settled beforehand, for tests of what happens around it."""

    outcome: Outcome


def verdict(facts: Judged) -> Outcome:
    """That verdict."""
    return facts.outcome


def found(outcome: Outcome) -> tuple[Status, Code | None]:
    """The status, and the cause."""
    return outcome.status, outcome.code


def said(outcome: Outcome) -> str:
    """The sentence of the document."""
    return Translator().translate(outcome.summary)


def shown(outcome: Outcome) -> str | None:
    """The sentence of the window, where it is another."""
    return None if outcome.shown is None else Translator().translate(outcome.shown)
