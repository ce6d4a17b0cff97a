"""Findings over time: since when each is seen, and what is new, changed or gone from look to look. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.codes import Family
from wizard.core.text import Text
from wizard.diagnosis.clock_words import utc

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime

    from wizard.core.cause import Finding
    from wizard.core.codes import Code
    from wizard.diagnosis.judge import Judgement

_STAYS = ("status", "n")
"""Numbers of a sentence that tell what was seen; others (milliseconds, room on a drive) just move."""
_MOVES = (Family.CLOCK, Family.NETWORK, Family.TLS)
"""Causes whose sentences count time, which moves too."""


class Standing(NamedTuple):
    """A finding, and since when it is seen without a break."""

    code: Code
    since: datetime


class Changes(NamedTuple):
    """What is different from the look before; a finding in none of the first three is as it was.

    Attributes:
        new: Not there before.
        changed: There before, and what was seen of it is different now: the reasons, how sure it is, who can
            act, how long it takes.
        gone: There before.
        standing: Everything that is there, in the order of judgement.
    """

    new: tuple[Code, ...] = ()
    changed: tuple[Code, ...] = ()
    gone: tuple[Code, ...] = ()
    standing: tuple[Standing, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is different."""
        return bool(self.new or self.changed or self.gone)

    def as_record(self) -> dict[str, list[str] | list[dict[str, str]]]:
        """For a document: codes and times, and nothing else."""
        return {
            "new": [str(code) for code in self.new],
            "changed": [str(code) for code in self.changed],
            "gone": [str(code) for code in self.gone],
            "standing": [{"code": str(code), "since": utc(since)} for code, since in self.standing],
        }


class FindingsFollowed:
    """Compares the findings of each look with those of the one before; a cause is known by its code."""

    def __init__(self) -> None:
        self._since: dict[Code, datetime] = {}
        self._seen: dict[Code, Hashable] = {}

    def follow(self, judgement: Judgement, at: datetime) -> Changes:
        """Take one look's findings.

        Args:
            judgement: What the look means.
            at: Its local time.
        """
        seen = {finding.code: _seen(finding) for finding in judgement.findings}
        before, self._seen = self._seen, seen
        self._since = {code: self._since.get(code, at) for code in seen}
        return Changes(
            tuple(code for code in seen if code not in before),
            tuple(code for code in seen if code in before and seen[code] != before[code]),
            tuple(code for code in before if code not in seen),
            tuple(Standing(code, since) for code, since in self._since.items()),
        )


def _seen(finding: Finding) -> Hashable:
    """What a card shows of a finding, without what moves by itself from look to look."""
    wait_min = (finding.wait_s or 0) // 60
    # a countdown to the same time of day gets shorter with each look: it counts by steps of double
    wait = (finding.wait_s is None, wait_min.bit_length())
    counts = _STAYS[:1] if finding.code.family in _MOVES else _STAYS
    because = tuple(_steady(reason, counts) for reason in finding.because)
    return finding.confidence, because, finding.who, wait


def _steady(text: Text, counts: tuple[str, ...]) -> Hashable:
    kept = (
        (name, _steady(value, counts) if isinstance(value, Text) else value)
        for name, value in sorted(text.args.items())
        if name in counts or isinstance(value, str | Text)
    )
    return text.msgid, tuple(kept)
