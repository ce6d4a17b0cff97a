"""What is made of a paste that holds more than a key: the key, a pair, or keys to choose from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wizard.core.evidence import KeyProblem
from wizard.core.key_search import Label, likely, pairs, runs
from wizard.core.record import record
from wizard.core.secret import Secret
from wizard.core.text import N, T, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.core.key_search import RunPair

_MOST_CHOICES = 6
_A_LABEL = 4  # words that are a label and no longer text


@record
class Pasted:
    """A paste, cleaned.

    Attributes:
        customer: The customer key, where one was found.
        developer: A developer key that came in the same paste.
        tidied: What was taken away, one sentence each.
        hint: A soft remark on an unusual shape; never a reason to refuse.
        problem: Why no call can be made with it.
        detail: The problem in words: what was expected, what was found.
        choices: The keys of which the person has to choose one; empty where there is nothing to choose.
    """

    customer: Secret | None = None
    developer: Secret | None = None
    tidied: tuple[Text, ...] = ()
    hint: Text | None = None
    problem: KeyProblem | None = None
    detail: Text | None = None
    choices: tuple[Secret, ...] = ()

    def choose(self, index: int, *, developer: bool = False) -> Pasted:
        """The same paste after one of its ``choices`` was chosen, as the customer or the developer key."""
        chosen, other = self.choices[index], None
        if len(self.choices) == 2 and developer:
            other = self.choices[1 - index]
        if developer:
            return Pasted(other, chosen, self.tidied)
        return Pasted(chosen, self.developer, self.tidied)


class PastedRuns:
    """The runs of one text, sorted into what each may be."""

    def __init__(self, text: str, known: Secret | None, *, cut: bool = False) -> None:
        self._text = text
        self._cut = cut  # a part of a longer text
        self._every = runs(text)
        self._known = known
        self._pairs = pairs(text, self._every)
        self._others = tuple(run for run in self._every if not self._is_known(run.value))

    def _is_known(self, value: str) -> bool:
        return self._known is not None and Secret(value) == self._known

    @property
    def _words(self) -> list[str]:
        """What else stands in the text, beside the runs."""
        keys = {run.value for run in self._every}
        return [word for word in re.findall(r"[^\W_]+", self._text) if word not in keys]

    def customer_key(self) -> Pasted | None:
        """What the field of the customer key makes of it; None where no run can be meant."""
        if not self._others:
            return is_developer_key([])
        explicit = [pair for pair in self._pairs if pair.explicit]
        if self._known is None and not explicit and self._pairs and len(self._every) == 2 and not self._words:
            explicit = list(self._pairs)  # nothing but the two: in the order in which they are always written
        return self._by_pairs(explicit) if explicit else self._by_labels()

    def _by_pairs(self, explicit: list[RunPair]) -> Pasted:
        """In ``developer/customer`` the order tells which is which."""
        right = _distinct(pair.right.value for pair in explicit if not self._is_known(pair.right.value))
        left = explicit[0].left.value
        if not right:
            return wrong_way_round([])
        if right == [left]:
            return is_developer_key([])
        return _of_a_pair(right[0], left) if len(right) == 1 else _choice(right, developer=left)

    def _by_labels(self) -> Pasted | None:
        chosen = likely(self._text, self._others)
        developers = _distinct(run.value for run in chosen if run.label is Label.DEVELOPER)
        developer = developers[0] if len(developers) == 1 else None
        customers = _distinct(run.value for run in chosen if run.label is Label.CUSTOMER)
        rest = _distinct(run.value for run in chosen if run.label is Label.NONE)
        values = customers or rest or _distinct(run.value for run in chosen)
        if len(values) == 1:
            return self._told(values[0], developer)
        if self._known is None:
            for pair in self._pairs:
                if {pair.left.value, pair.right.value} == set(values):
                    return _of_a_pair(pair.right.value, pair.left.value)
        return _choice(values, developer=developer) if values else None

    def developer_key(self) -> Pasted | None:
        """What a developer key's field makes of it."""
        chosen = likely(self._text, self._every)
        developers = _distinct(run.value for run in chosen if run.label is Label.DEVELOPER)
        customers = _distinct(run.value for run in chosen if run.label is Label.CUSTOMER)
        rest = _distinct(run.value for run in chosen if run.label is Label.NONE)
        values = developers or rest or customers
        pair = next((p for p in self._pairs if p.explicit), None)
        if pair is None and len(values) == 2 and not developers and self._pairs:
            pair = self._pairs[0]
        if pair is not None:
            note = T("Took the developer key from a pair of keys.")
            return Pasted(Secret(pair.right.value), Secret(pair.left.value), (note,))
        if len(values) == 1:
            other = next((value for value in (*customers, *rest) if value not in values), None)
            return Pasted(Secret(other) if other else None, Secret(values[0]), self._notes(values[0]))
        return _choice(values) if values else None

    def _told(self, customer: str, developer: str | None) -> Pasted:
        """One customer key; a neighbour that is the known developer key makes it a pair."""
        if developer == customer:
            developer = None
        for pair in self._pairs:
            left, right = pair.left.value, pair.right.value
            if customer in (left, right) and self._is_known(left if customer == right else right):
                return _of_a_pair(customer, left if customer == right else right)
        return Pasted(Secret(customer), Secret(developer) if developer else None, self._notes(customer))

    def _notes(self, value: str) -> tuple[Text, ...]:
        """What was tidied away around a key."""
        notes = []
        if any(run.value != value for run in self._every if self._is_known(run.value)):
            notes.append(T("Left out the developer key that stood beside it."))
        before, _, behind = self._text.partition(value)
        behind = behind.rpartition(value)[2]
        words = re.findall(r"[^\W_]+", f"{before} {behind}")
        words = [word for word in words if not self._is_known(word)]
        if self._cut:
            notes.append(T("Took the key out of a longer text."))
        elif not words and not notes:
            notes.append(T("Removed the signs around the key."))
        elif re.fullmatch(r"\W*(?:authorization\W+)?odfhir\W*", before, re.IGNORECASE):
            notes.append(T("Removed “ODFHIR” in front of the key."))
        elif words and len(words) <= _A_LABEL and not re.search(r"[^\W_]", behind):
            notes.append(T("Removed the words in front of the key."))
        elif words:
            notes.append(T("Took the key out of a longer text."))
        return tuple(notes)


def _of_a_pair(customer: str, developer: str) -> Pasted:
    note = T("Took the customer key from a pair of keys.")
    return Pasted(Secret(customer), Secret(developer), (note,))


def _choice(values: Sequence[str], developer: str | None = None) -> Pasted:
    """Several keys, of which a person has to choose one."""
    keys = tuple(map(Secret, values))
    kept = Secret(developer) if developer else None
    if len(keys) > _MOST_CHOICES:
        detail = N(
            "There is {n} key in this text. Enter only the one for this office.",
            "There are {n} keys in this text. Enter only the one for this office.",
            len(keys),
        )
        return Pasted(problem=KeyProblem.SEVERAL, detail=detail)
    names = ", ".join(key.ends for key in keys)
    detail = N(
        "There is {n} key in this text: {names}. Enter only the one for this office.",
        "There are {n} keys in this text: {names}. Enter only the one for this office.",
        len(keys),
        names=names,
    )
    return Pasted(developer=kept, problem=KeyProblem.SEVERAL, detail=detail, choices=keys)


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def wrong_way_round(tidied: list[Text]) -> Pasted:
    """The answer to a pair whose second half is the known developer key."""
    return Pasted(
        tidied=tuple(tidied),
        problem=KeyProblem.IS_DEVELOPER_KEY,
        detail=T("The two keys are the wrong way round: the customer key belongs after the slash."),
    )


def is_developer_key(tidied: list[Text]) -> Pasted:
    """The answer to the developer key where the customer key belongs."""
    return Pasted(
        tidied=tuple(tidied),
        problem=KeyProblem.IS_DEVELOPER_KEY,
        detail=T(
            "This is the vendor's developer key. The customer key is another one, made for this office."
        ),
    )
