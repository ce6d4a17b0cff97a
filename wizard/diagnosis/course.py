"""The course of an incident: what was seen to change from look to look, and what that proves. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.codes import CheckId, Code
from wizard.diagnosis.clock_words import seconds_between
from wizard.diagnosis.cure import Flip
from wizard.diagnosis.cure_words import flip_text
from wizard.diagnosis.reach import explains, of_office, roots, what_broke

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime

    from wizard.diagnosis.observations import Observation, Observed

_MOST = 12
"""Steps that are kept; an office that flaps for a night proves nothing with more of them."""


class When(NamedTuple):
    """The time of a look.

    Attributes:
        at: Local time.
        clock_s: Seconds of a clock that nobody sets; None where there is none.
    """

    at: datetime
    clock_s: float | None = None

    def until(self, later: When) -> float:
        """Seconds to a later look, right even where the local clock was set in between."""
        if self.clock_s is None or later.clock_s is None:
            return seconds_between(self.at, later.at)
        return later.clock_s - self.clock_s


class FlipSeen(NamedTuple):
    """One flip on the way.

    Attributes:
        flip: What changed.
        look: The number of the look that saw it.
        when: Its time.
        named: The first cause of the last failed look before it.
        sure: That one was certain or likely.
        codes: What was found before by the check, and by those whose change it explains, the lowest first.
    """

    flip: Flip
    look: int
    when: When
    named: Code
    sure: bool
    codes: tuple[Code, ...] = ()

    @property
    def of_answer(self) -> bool:
        """It is Open Dental's answer that changed."""
        return self.flip.check is CheckId.LIVE_PATIENTS

    @property
    def to_another(self) -> bool:
        """The answer changed to a failure of another cause."""
        return self.of_answer and self.flip.after not in (None, self.flip.before)


class Course:
    """What an incident has shown so far; of bounded size, however long it lasts.

    Args:
        seen: The first look that failed.
        named: Its first cause.
        when: Its time.
    """

    def __init__(self, seen: Observation, named: Code, when: When) -> None:
        self.named = named
        self.began = when
        self.steps: list[FlipSeen] = []
        self._first: dict[CheckId, Observed] = dict(seen.checks)
        self._last: dict[CheckId, Observed] = dict(seen.checks)
        self._seen = seen
        self._failing = (named, seen.sure)
        self._answer: Hashable | None = seen.answer
        self._failing_since = 0
        self._turns: set[frozenset[CheckId]] = set()
        self._look = 0
        self._unclear = False
        self._alike = seen.alike

    def look(self, seen: Observation, when: When, *, failed: bool) -> None:
        """Take the next look.

        Args:
            seen: What it saw.
            when: Its time.
            failed: It failed; else it connected, or no live call was made.
        """
        self._look += 1
        self._unclear |= seen.mode is not self._seen.mode
        self._checks(seen, when)
        self._take_answer(seen, when, failed=failed)
        if failed and seen.named is not None:
            if seen.named is not self._failing[0]:
                self._add_turn(seen)
            self._failing = (seen.named, seen.sure)
        self._alike |= seen.alike
        self._seen = seen

    def _checks(self, seen: Observation, when: When) -> None:
        last = self._last
        changed = {
            check: last[check].code for check, now in seen.checks.items() if last.get(check, now) != now
        }
        for check, explained in roots(changed).items():
            codes = tuple(code for one in explained if (code := changed[one]) is not None)
            self._add(_flip(check, changed[check], seen.checks[check].code, when), when, codes)
        self._last = {**last, **seen.checks}
        self._first = {**seen.checks, **self._first}

    def _take_answer(self, seen: Observation, when: When, *, failed: bool) -> None:
        if seen.answer is None or seen.answer == self._answer:
            return
        if self._answer is not None:
            after = seen.named if failed else None
            self._add(_flip(CheckId.LIVE_PATIENTS, self._failing[0], after, when), when)
        self._answer = seen.answer
        if failed:
            self._failing_since = self._look

    def _add(self, flip: Flip, when: When, codes: tuple[Code, ...] = ()) -> None:
        if len(self.steps) < _MOST:
            self.steps.append(FlipSeen(flip, self._look, when, *self._failing, codes))
        else:
            self._unclear = True

    def _add_turn(self, seen: Observation) -> None:
        """Another first cause than in the look before: which checks ended otherwise in this one."""
        before = self._seen.outcomes
        ended = (check for check, outcome in seen.outcomes.items() if before.get(check) != outcome)
        self._turns.add(frozenset(ended))

    def proven(self) -> Code | None:
        """The cause that the one flip proves, once it has connected; None where none can be told."""
        flipped = {step.flip.check for step in self.steps}
        others = flipped - {CheckId.LIVE_PATIENTS}
        if self._unclear or len(others) > 1 or any(step.to_another for step in self.steps):
            return None
        code = self._by_check(others.pop()) if others else self._by_answer()
        # what is still found cannot have been what is healed
        return None if code in {now.code for now in self._seen.checks.values()} else code

    def _by_answer(self) -> Code | None:
        """Nothing but the answer changed: what the last failing look named, unless it was only possible."""
        named, sure = self._failing
        return named if self.steps and sure and not self._turns else None

    def _by_check(self, check: CheckId) -> Code | None:
        steps = [step for step in self.steps if step.flip.check is check]
        came_back = self._first[check] == self._last[check]
        # what was first seen to fail after the flip is another thing, which the flip did not heal
        later = self._failing_since >= steps[0].look
        elsewhere = self._alike and of_office(check)
        if came_back or later or elsewhere or any(check not in turn for turn in self._turns):
            return None
        # named before the flip: with the service seen to run, an answer is called another's
        named = steps[0].named
        if not (explains(check, named, self._seen.mode) or any(named in step.codes for step in steps)):
            return None
        if found := [step.codes[0] for step in steps if step.codes]:
            return what_broke(found)
        return named if steps[0].sure and steps[-1].flip.after is None else None


def _flip(check: CheckId, before: Code | None, after: Code | None, when: When) -> Flip:
    return Flip(check, before, after, flip_text(check, before, after, when.at), when.at)
