"""What a person pastes, made into keys: clean-up that says what it tidied, and a soft look at the shape."""

from __future__ import annotations

import re
from dataclasses import replace

from wizard.core.evidence import KeyProblem
from wizard.core.key_search import column, runs
from wizard.core.paste_cleaning import is_never_meant, spelled_out, unwrapped
from wizard.core.pasted import Pasted, PastedRuns, is_developer_key, wrong_way_round
from wizard.core.record import record
from wizard.core.secret import Secret
from wizard.core.text import N, T, Text

SHORTEST, LONGEST = 8, 64
"""Lengths that are not absurd. Every key seen has 16 letters and digits; no rule is documented."""

_MESSAGE = 16384  # characters of a paste that are looked at
_QUOTES = "\"'`“”‘’„«»‹›"
_AROUND = _QUOTES + "<>"
_DOTS = re.compile(r"[*•●∙·⬤◦○⚫∗＊․‧・.]{3,}")  # what a field shows in the place of a key
_ADDRESS = (  # compiled for what is no key, and kept by ``re``
    r"(?i)(?:mailto:)?[^@\s]+@[^@\s]+\.[a-z]{2,}|https?:/.*|(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*"
    r"\.(?:com|org|net|edu|gov|us|dental)"
)
_WHITE_GONE = T("Removed white space around the key.")
_USUAL = re.compile(r"[A-Za-z0-9]{16}")
_FOURS = re.compile(r"[A-Za-z0-9]{4}(?:[-\u2010-\u2015\u2212][A-Za-z0-9]{4}){3}")
_DASHES = re.compile(r"[-\u2010-\u2015\u2212]")
_WHITE = " \t\r\n\u00a0\u2028\u2029"
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SEPARATORS = set(" \t\n:=?&,/<>()[]{}|;\"'")
_SCHEME = re.compile(r"odfhir\s+", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:(?:customer|developer|api|open dental)\s*)*key|authorization)[\"'\s]*[:=]\s*", re.IGNORECASE
)
_JOINED = r"[A-Za-z0-9]+(?:[-_~+][A-Za-z0-9]+)+"
_PLAIN_WORD = r"[A-Z]?[a-z]+|[A-Z]*(?:KEY|CUSTOMER|DEVELOPER|API|DENTAL|OPEN)[A-Z]*"


@record
class KeyPair:
    """Both keys of a call."""

    developer: Secret
    customer: Secret

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What must appear nowhere."""
        return self.developer, self.customer


@record
class Keys:
    """Keys for a run, or why there are none."""

    pair: KeyPair | None = None
    problem: KeyProblem | None = None
    detail: Text | None = None

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What must appear nowhere; none where there are no keys."""
        return self.pair.secrets if self.pair else ()


def tidy_customer(raw: str, developer: Secret | None = None) -> Pasted:
    """Clean a pasted customer key, or find it in what stands around it.

    Exactly one run of 16 letters and digits that is not the developer key is the key; where several remain,
    they are for the person to choose from. A key of another shape passes as it was typed.

    Args:
        raw: What was pasted.
        developer: The developer key in force, to tell the two apart.
    """
    if _hidden(raw):
        return Pasted(problem=KeyProblem.MALFORMED, detail=_ONLY_DOTS)
    text, tidied = _unwrapped(raw)
    value, stripped = _strip(text)
    if not _as_typed(value) and (found := _search(text, developer)) is not None:
        return _with(tidied, found)
    return _as_customer(value, [*tidied, *stripped], developer)


def _as_customer(value: str, tidied: list[Text], developer: Secret | None) -> Pasted:
    """The customer key in a short value in which none of the usual shape stands out."""
    found_developer, left = None, ""
    if "/" in value and not re.fullmatch(_ADDRESS, value):
        left, right = (part.strip().strip(_AROUND) for part in value.split("/", 1))
        if developer is not None and Secret(right) == developer and Secret(left) != developer:
            return wrong_way_round(tidied)
        if left and right:
            tidied.append(T("Took the customer key from a pair of keys."))
            value, found_developer = right, Secret(left)
    value = _undouble(value, tidied)
    if developer is not None:
        value = developer.cleaned(lambda known: _without(value, known, tidied))
    customer = Secret(value)
    if developer is None and found_developer == customer:
        developer = found_developer
    if developer is not None and customer == developer:
        return is_developer_key(tidied)
    if detail := _refusal(value):
        problem = KeyProblem.MALFORMED if value else KeyProblem.MISSING
        return Pasted(tidied=tuple(tidied), problem=problem, detail=detail)
    if developer is None and found_developer is not None and (detail := _refusal(left)):
        return Pasted(tidied=tuple(tidied), problem=KeyProblem.DEVELOPER_MALFORMED, detail=detail)
    return Pasted(customer, found_developer, tuple(tidied), _hint(value))


def tidy_developer(raw: str) -> Pasted:
    """Clean a pasted developer key (IT mode); a pair's other half is in ``customer``."""
    if _hidden(raw):
        return Pasted(problem=KeyProblem.DEVELOPER_MALFORMED, detail=_ONLY_DOTS)
    text, tidied = _unwrapped(raw)
    value, stripped = _strip(text)
    if not _as_typed(value) and (found := _search(text, None, developer_wanted=True)) is not None:
        return _with(tidied, found)
    tidied += stripped
    customer = None
    if "/" in value and not re.fullmatch(_ADDRESS, value):
        left, right = (part.strip().strip(_AROUND) for part in value.split("/", 1))
        value, customer = left, Secret(right) if right else None
        tidied.append(T("Took the developer key from a pair of keys."))
    value = _undouble(value, tidied)
    if detail := _refusal(value):
        problem = KeyProblem.DEVELOPER_MALFORMED if value else KeyProblem.DEVELOPER_MISSING
        return Pasted(tidied=tuple(tidied), problem=problem, detail=detail)
    return Pasted(customer, Secret(value), tuple(tidied), _hint(value))


def _unwrapped(raw: str) -> tuple[str, list[Text]]:
    raw = raw[:_MESSAGE]
    text = unwrapped(raw).strip()
    if text == raw:
        return text, []
    if raw.strip() == text:
        return text, [_WHITE_GONE]
    seen = "".join(sign for sign in raw if sign != "\0" and not is_never_meant(sign)).strip()
    if seen == text:
        return text, [T("Removed invisible characters.")]
    if seen.endswith(text):
        return text, [T("Removed the signs in front of the key.")]
    if text in seen:
        return text, [T("Removed the signs around the key.")]
    return text, [T("Put the letters and digits into their plain form.")]


def _with(tidied: list[Text], found: Pasted) -> Pasted:
    """What was found, with what was tidied before; white space around the whole text is not worth a word."""
    return replace(found, tidied=(*(note for note in tidied if note != _WHITE_GONE), *found.tidied))


def _hidden(raw: str) -> bool:
    """Whether only the dots were copied that a field shows in the place of a key, or hardly more."""
    bare = _LABEL.sub("", raw[:_MESSAGE])
    return _DOTS.search(bare) is not None and sum(map(str.isalnum, bare)) < SHORTEST


def _strip(text: str) -> tuple[str, list[Text]]:
    """Take off what stands around a key of any shape, and say what it was."""
    tidied = []
    value = text.strip(_AROUND + _WHITE).rstrip(".,;")
    if value == text.strip(_QUOTES + _WHITE) != text:
        tidied.append(T("Removed quotation marks."))
    elif value != text:
        tidied.append(T("Removed the signs around the key."))
    for pattern, note in (
        (_LABEL, T("Removed the words in front of the key.")),
        (_SCHEME, T("Removed “ODFHIR” in front of the key.")),
    ):
        if found := pattern.match(value):
            tidied.append(note)
            value = value[found.end() :].strip(_AROUND + _WHITE)
    words = value.split()
    if len(words) == 2 and words[0] == words[1]:
        tidied.append(T("The key was pasted twice; kept it once."))
        value = words[0]
    elif len(words) > 1 and (joined := _in_groups(words)):
        inside = T("Removed the dashes inside the key."), T("Removed white space inside the key.")
        tidied.append(inside["".join(words) == joined])
        value = joined
    elif _FOURS.fullmatch(value):
        tidied.append(T("Removed the dashes inside the key."))
        value = _DASHES.sub("", value)
    elif len(words) > 2 and (joined := _in_groups(re.split(r"[:=]", value)[-1].split())):
        tidied += [T("Removed the words in front of the key."), T("Removed white space inside the key.")]
        value = joined
    return value, tidied


def _in_groups(words: list[str]) -> str | None:
    """A key broken into groups, by a line's end or for reading; not a sentence that happens to fit."""
    joined = "".join(words)
    if len(words) < 2 or not all(any(map(str.isalnum, word)) for word in words):
        return None  # a list's dash is no part of a key
    if not _USUAL.fullmatch(joined):
        joined = _DASHES.sub("", joined)  # a word broken at a line's end has a hyphen there
        if not _USUAL.fullmatch(joined) or len(words) > 2:
            return None
    sentence = all(word.isalpha() and (word.islower() or word.istitle()) for word in words)
    return None if sentence or _USUAL.fullmatch(words[0]) else joined


def _as_typed(value: str) -> bool:
    """Whether a value is a key already, in the usual shape or another: nothing is looked for inside it."""
    if _USUAL.fullmatch(value):
        return True
    if "/" in value:
        halves = [_EDGES.sub("", part) for part in value.split("/", 1)]
        usual = sum(_USUAL.fullmatch(half) is not None for half in halves)
        other = all(SHORTEST <= len(half) <= LONGEST and not set(half) & _SEPARATORS for half in halves)
        return usual < 2 and other
    if not re.fullmatch(_JOINED, value):
        return False
    around = [part for part in re.split(r"[-_~+]", value) if not _USUAL.fullmatch(part)]
    return any(not re.fullmatch(_PLAIN_WORD, part) for part in around)


def _search(text: str, known: Secret | None, *, developer_wanted: bool = False) -> Pasted | None:
    """The key among what stands around it; None where nothing of its shape is there."""
    cells = column(text)
    looked_at = spelled_out(cells or text)
    if not runs(looked_at):
        return None
    found = PastedRuns(looked_at, known, cut=cells is not None)
    return found.developer_key() if developer_wanted else found.customer_key()


def _without(value: str, known: str, tidied: list[Text]) -> str:
    """A value without the developer key that stands at one of its ends."""
    signs = " \t\r\n:,;|/"
    for rest in (value.removeprefix(known), value.removesuffix(known)):
        bare = rest.strip(signs)
        if bare and bare != value and (rest != bare or _USUAL.fullmatch(bare)):
            tidied.append(T("Left out the developer key that stood beside it."))
            return bare
    return value


def _undouble(value: str, tidied: list[Text]) -> str:
    half, odd = divmod(len(value), 2)
    if not odd and half > SHORTEST and value[:half] == value[half:]:
        tidied.append(T("The key was pasted twice; kept it once."))
        return value[:half]
    return value


_ONLY_DOTS = T("These are only dots: the key was hidden when it was copied. Show it there, then copy it.")


def _refusal(value: str) -> Text | None:
    if not value:
        return T("There is no key yet. A key usually has 16 letters and digits.")
    if re.fullmatch(_ADDRESS, value):
        return T("This is an address. Only the key belongs here: usually 16 letters and digits.")
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
        return N(
            "A key usually has 16 letters and digits; this has {n} character.",
            "A key usually has 16 letters and digits; this has {n} characters.",
            len(value),
        )
    return None


def _hint(value: str) -> Text | None:
    if _USUAL.fullmatch(value):
        return None
    if len(value) != 16:
        return N(
            "Keys usually have 16 letters and digits; this one has {n}. It can still be tried.",
            "Keys usually have 16 letters and digits; this one has {n}. It can still be tried.",
            len(value),
        )
    return T("Keys usually have only letters and digits. It can still be tried.")
