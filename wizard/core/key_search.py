"""Looks for keys in a text that holds more: runs of 16 letters and digits, and what stands around them.

Every key seen has that shape (facts, section 1.3). What a run may be is told by the words before it, by the
order of a pair, and by how much it looks like a key.
"""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum
from itertools import pairwise

from wizard.core.record import record

RUN = re.compile(r"(?<![^\W_])[A-Za-z0-9]{16}(?![^\W_])")
"""16 letters and digits with no letter or digit of any script beside them."""

_WORD = re.compile(r"(?:[A-Z]?[a-z]{2,})+")  # also "DateTimeAssigned"
_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_WEAK = re.compile(r"[a-z0-9]{16}")  # a number of a card, a trace's id
_FEW = 3  # other words beside an ordinary word that may be meant as a key all the same
_GAP = 200  # characters before a run that may say what it is
_CLAUSES = 4  # of them that are looked at
_BETWEEN = 12  # signs between the two halves of a pair
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>]*)?/?>")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CLAUSE = re.compile(r"[\r\n,;{}|]|\.\s")
_AFTER_SCHEME = re.compile(r"(?:odfhir|basic)\W*\Z", re.IGNORECASE)


_HEADS = ("customerkey", "customerapikey", "custkey")


class Label(StrEnum):
    """What the words before a run say that it is."""

    CUSTOMER = "customer"
    DEVELOPER = "developer"
    OTHER = "other"
    NONE = "none"


_INTRODUCES = re.compile(r"[:=#]\W*\Z")
_SAYS = (
    (
        Label.OTHER,
        re.compile(r"portal ?key"),
        re.compile(r"\b(?:ref|ref ?id|reference|ticket|order|invoice|practice|office) ?\Z"),
    ),
    (
        Label.DEVELOPER,
        re.compile(r"\b(?:developer|dev|vendor)(?:'?s)?(?: api)? ?key|\bclave(?: api)? del? desarrollador"),
        re.compile(r"\b(?:developer|dev) ?\Z"),
    ),
    (
        Label.CUSTOMER,
        re.compile(r"\b(?:customer|cust|client)(?:'?s)?(?: api)? ?key|\bclave(?: api)? del? cliente"),
        re.compile(r"\b(?:customer|cust) ?\Z"),
    ),
)
"""Words that name a key, and words that do so only right before it."""


_BOTH = re.compile(
    r"(?:developer|dev)(?:'?s)?(?: api)?(?: ?keys?)?\s*(?:and|y|[,&/+])\s*(?:the |your )?(?:customer|cust)\b",
    re.IGNORECASE,
)
"""What announces a pair and labels neither half."""


class Strength(IntEnum):
    """How much a run looks like a key."""

    WORD = 0
    WEAK = 1
    STRONG = 2


@record
class CharacterRun:
    """16 letters and digits in a text.

    Attributes:
        value: Themselves.
        start: Their place.
        label: What is written before them.
        strength: How much they look like a key.
    """

    value: str
    start: int
    label: Label
    strength: Strength

    @property
    def end(self) -> int:
        """The place behind them."""
        return self.start + len(self.value)


@record
class RunPair:
    """Two runs with only signs between them: ``developer/customer``.

    Attributes:
        explicit: In the form that Open Dental documents, so that the order is certain.
    """

    left: CharacterRun
    right: CharacterRun
    explicit: bool


def runs(text: str) -> tuple[CharacterRun, ...]:
    """Every run of a text, in its order."""
    found, end = [], 0
    for match in RUN.finditer(text):
        gap = text[max(end, match.start() - _GAP) : match.start()]
        found.append(CharacterRun(match[0], match.start(), _label(gap), _strength(match[0])))
        end = match.end()
    return tuple(found)


def likely(text: str, found: tuple[CharacterRun, ...]) -> tuple[CharacterRun, ...]:
    """The runs that can be meant: an ordinary word or a number only where nothing looks more like a key."""
    best = max((run.strength for run in found), default=Strength.STRONG)
    if best is Strength.WORD and _crowded(text):
        return tuple(run for run in found if _introduced(text, run))
    return tuple(
        run
        for run in found
        if run.strength is best or (run.label is Label.CUSTOMER and run.strength > Strength.WORD)
    )


def _crowded(text: str) -> bool:
    """Whether other words stand around, so that one more word is only a word."""
    return len(re.findall(r"[^\W_]+", RUN.sub(" ", text))) > _FEW


def _introduced(text: str, run: CharacterRun) -> bool:
    before = text[: run.start].rstrip(" \t\"'")
    return run.label is Label.CUSTOMER or before.endswith((":", "="))


def pairs(text: str, found: tuple[CharacterRun, ...]) -> tuple[RunPair, ...]:
    """Neighbouring runs with nothing but signs between them."""
    made = []
    for left, right in pairwise(found):
        between = _TAG.sub("", text[left.end : right.start])
        if len(between) > _BETWEEN or any(c.isalnum() for c in between):
            continue
        scheme = _AFTER_SCHEME.search(text[: left.start]) is not None
        explicit = scheme or (between.count("/") == 1 and not set(between) & set(",;:|"))
        if explicit or left.value != right.value:
            made.append(RunPair(left, right, explicit))
    return tuple(made)


def _strength(value: str) -> Strength:
    if _WORD.fullmatch(value) or _TIME.fullmatch(value):
        return Strength.WORD
    return Strength.WEAK if _WEAK.fullmatch(value) else Strength.STRONG


def _label(gap: str) -> Label:
    """The label that stands nearest before a run."""
    if _BOTH.search(_CAMEL.sub(" ", gap)):
        return Label.NONE
    for behind, clause in enumerate(_CLAUSE.split(_TAG.sub(" ", gap))[: -_CLAUSES - 1 : -1]):
        words = " ".join(re.split(r"[^a-z']+", _CAMEL.sub(" ", clause).lower()))
        introduces = _INTRODUCES.search(clause) is not None
        said = [
            (match.start(), label)
            for label, of_a_key, alone in _SAYS
            for pattern in (of_a_key, alone)
            if pattern is of_a_key or introduces or (not behind and label is not Label.OTHER)
            for match in pattern.finditer(words)
        ]
        if said:
            return max(said)[1]
    return Label.NONE


def column(text: str) -> str | None:
    """The customer keys of a table (CSV) whose head names their column; None where it is no such table."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    mark = max(",;\t|", key=lines[0].count)
    names = [re.sub(r"[^a-z]", "", cell.lower()) for cell in lines[0].split(mark)]
    place = next((names.index(name) for name in _HEADS if name in names), None)
    if place is None or len(names) < 2:
        return None
    cells = (line.split(mark) for line in lines[1:])
    return "\n".join(row[place] for row in cells if len(row) > place) or None
