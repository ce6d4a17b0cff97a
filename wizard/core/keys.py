"""What a person pastes, made into keys: clean-up that says what it tidied, and a soft look at the shape."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.core.evidence import KeyProblem
from wizard.core.secret import Secret
from wizard.core.text import T, Text

SHORTEST, LONGEST = 8, 64
"""Lengths that are not absurd. Every key seen has 16 letters and digits; no rule is documented."""

_MESSAGE = 16384  # characters of a paste that are looked at
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_QUOTES = "\"'`“”‘’„«»‹›<>"
_USUAL = re.compile(r"[A-Za-z0-9]{16}")
_WHITE = " \t\r\n\u00a0\u2028\u2029"
_SCHEME = re.compile(r"odfhir\s+", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:(?:customer|developer|api|open dental)\s*)*key|authorization)[\"'\s]*[:=]\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Both keys of a call."""

    developer: Secret
    customer: Secret


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys for a run, or why there are none."""

    pair: KeyPair | None = None
    problem: KeyProblem | None = None
    detail: Text | None = None


@dataclass(frozen=True, slots=True)
class Pasted:
    """A paste, cleaned.

    Attributes:
        customer: The customer key, where one was found.
        developer: A developer key that came in the same paste.
        tidied: What was taken away, one sentence each.
        hint: A soft remark on an unusual shape; never a reason to refuse.
        problem: Why no call can be made with it.
        detail: The problem in words: what was expected, what was found.
    """

    customer: Secret | None = None
    developer: Secret | None = None
    tidied: tuple[Text, ...] = ()
    hint: Text | None = None
    problem: KeyProblem | None = None
    detail: Text | None = None


def tidy_customer(raw: str, developer: Secret | None = None) -> Pasted:
    """Clean a pasted customer key, or a ``developer/customer`` pair.

    Args:
        raw: What was pasted.
        developer: The developer key in force, to tell the two apart.
    """
    value, tidied = _strip(raw)
    found_developer, left = None, ""
    if "/" in value:
        left, right = (part.strip().strip(_QUOTES) for part in value.split("/", 1))
        if developer is not None and Secret(right) == developer and Secret(left) != developer:
            return Pasted(
                tidied=tuple(tidied),
                problem=KeyProblem.IS_DEVELOPER_KEY,
                detail=T("The two keys are the wrong way round: the customer key belongs after the slash."),
            )
        if left and right:
            tidied.append(T("Took the customer key from a pair of keys."))
            value, found_developer = right, Secret(left)
    value = _undouble(value, tidied)
    customer = Secret(value)
    if developer is None and found_developer == customer:
        developer = found_developer
    if developer is not None and customer == developer:
        return Pasted(
            tidied=tuple(tidied),
            problem=KeyProblem.IS_DEVELOPER_KEY,
            detail=T(
                "This is the vendor's developer key. The customer key is another one, made for this office."
            ),
        )
    if detail := _refusal(value):
        problem = KeyProblem.MALFORMED if value else KeyProblem.MISSING
        return Pasted(tidied=tuple(tidied), problem=problem, detail=detail)
    if developer is None and found_developer is not None and (detail := _refusal(left)):
        return Pasted(tidied=tuple(tidied), problem=KeyProblem.DEVELOPER_MALFORMED, detail=detail)
    return Pasted(customer, found_developer, tuple(tidied), _hint(value))


def tidy_developer(raw: str) -> Pasted:
    """Clean a pasted developer key (IT mode); a pair's other half is in ``customer``."""
    value, tidied = _strip(raw)
    customer = None
    if "/" in value:
        left, right = (part.strip().strip(_QUOTES) for part in value.split("/", 1))
        value, customer = left, Secret(right) if right else None
        tidied.append(T("Took the developer key from a pair of keys."))
    value = _undouble(value, tidied)
    if detail := _refusal(value):
        problem = KeyProblem.DEVELOPER_MALFORMED if value else KeyProblem.DEVELOPER_MISSING
        return Pasted(tidied=tuple(tidied), problem=problem, detail=detail)
    return Pasted(customer, Secret(value), tuple(tidied), _hint(value))


def _strip(raw: str) -> tuple[str, list[Text]]:
    tidied = []
    raw = raw[:_MESSAGE]
    value = raw.translate(_INVISIBLE).strip()
    if value != raw:
        tidied.append(T("Removed white space around the key."))
    bare = value.strip(_QUOTES + _WHITE).rstrip(".,;")
    if bare != value:
        tidied.append(T("Removed quotation marks."))
    value = bare
    for pattern, note in (
        (_LABEL, T("Removed the words in front of the key.")),
        (_SCHEME, T("Removed “ODFHIR” in front of the key.")),
    ):
        if found := pattern.match(value):
            tidied.append(note)
            value = value[found.end() :].strip(_QUOTES + _WHITE)
    words = value.split()
    if len(words) == 2 and words[0] == words[1]:
        tidied.append(T("The key was pasted twice; kept it once."))
        value = words[0]
    elif len(words) == 2 and all(_USUAL.fullmatch(word) for word in words):
        value = "/".join(words)  # a pair with a space where the slash belongs
    elif len(words) > 1 and _USUAL.fullmatch("".join(words)):
        tidied.append(T("Removed white space inside the key."))
        value = "".join(words)
    elif len(words) > 3:  # three could be a pair with white space around its slash
        value = _in_a_message(words, tidied) or value
    return value, tidied


def _in_a_message(words: list[str], tidied: list[Text]) -> str | None:
    """The one word of a longer text that looks like a key: somebody pasted the whole e-mail."""
    found = {bare for word in words if _USUAL.fullmatch(bare := word.strip(_QUOTES + ".,;:()"))}
    keys = [word for word in found if not word.isalpha() or word.isupper()]
    if len(keys) != 1:
        return None
    tidied.append(T("Took the key out of a longer text."))
    return keys[0]


def _undouble(value: str, tidied: list[Text]) -> str:
    half, odd = divmod(len(value), 2)
    if not odd and half > SHORTEST and value[:half] == value[half:]:
        tidied.append(T("The key was pasted twice; kept it once."))
        return value[:half]
    return value


def _refusal(value: str) -> Text | None:
    if not value:
        return T("There is no key yet. A key usually has 16 letters and digits.")
    if len(value.split()) > 3:
        return T("This is a whole message. Only the key belongs here: usually 16 letters and digits.")
    for place, character in enumerate(value, start=1):
        if not (character.isascii() and character.isprintable()) or character in " /\\":
            return T(
                "Character {place} of the key is not a letter or digit. "
                "Copy the key again from where the vendor sent it.",
                place=place,
            )
    if not SHORTEST <= len(value) <= LONGEST:
        return T("A key usually has 16 letters and digits; this has {n} characters.", n=len(value))
    return None


def _hint(value: str) -> Text | None:
    if _USUAL.fullmatch(value):
        return None
    if len(value) != 16:
        return T(
            "Keys usually have 16 letters and digits; this one has {n}. It can still be tried.", n=len(value)
        )
    return T("Keys usually have only letters and digits. It can still be tried.")


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
    return paired(pasted.customer, known or pasted.developer)


def stored_keys(customer: Secret | None, developer: Secret | None) -> Keys:
    """Keys as a keychain holds them; whoever put them there may have left white space around them."""
    if customer is None:
        return Keys(problem=KeyProblem.MISSING)
    pasted = customer.cleaned(lambda raw: tidy_customer(raw, developer))
    known = developer.cleaned(tidy_developer).developer if developer else None
    if pasted.problem is not None:
        return Keys(problem=pasted.problem, detail=pasted.detail)
    return paired(pasted.customer, known or pasted.developer)


def paired(customer: Secret | None, developer: Secret | None) -> Keys:
    """Both halves, or which one is missing."""
    if customer is None:
        return Keys(problem=KeyProblem.MISSING)
    if developer is None:
        return Keys(
            problem=KeyProblem.DEVELOPER_MISSING,
            detail=T("No developer key was given. A vendor profile or --developer-key-stdin brings it."),
        )
    return Keys(KeyPair(developer, customer))
