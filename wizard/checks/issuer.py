"""Who issued a certificate, for the window and for what leaves it.

An office's own authority is called after its server, its domain or the practice; none of these may be in
a document. The window's words keep the whole name: it tells IT which device to look for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.text import Text

if TYPE_CHECKING:
    from wizard.checks.engine import Outcome

BLOT = "…"
_HOST_LIKE = re.compile(r"[^\s,;()]*(?:[\d@._\\]|\w-\w)[^\s,;()]*")
_PRACTICE = re.compile(
    r"\b(?:dent|smile|ortho(?!rit)|endo|perio|oral|tooth|teeth|clinic|practice|family|implant|dds|dmd)",
    re.IGNORECASE,
)


def discreet(outcome: Outcome, issuer: str, *, known: bool) -> Outcome:
    """The outcome of a check whose words hold an issuer's name, with the whole name for the window only.

    Args:
        outcome: What the check found.
        issuer: The whole name.
        known: It is a public authority's or a recognised product's, which names no office.
    """
    told = issuer if known else without_office(issuer)
    if told == issuer:
        return outcome
    words = outcome.summary
    if words.args.get("issuer") == issuer:
        words = Text(words.msgid, {**words.args, "issuer": told}, words.plural)
    evidence = tuple((name, told if name == "issuer" else value) for name, value in outcome.evidence)
    return replace(outcome, summary=words, evidence=evidence, shown=outcome.shown or outcome.summary)


def without_office(issuer: str) -> str:
    """An issuer's name without what looks like a computer, a domain or a practice."""
    if _PRACTICE.search(issuer):
        return BLOT
    return " ".join(_HOST_LIKE.sub(BLOT, issuer).split())
