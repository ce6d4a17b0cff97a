"""What somebody else's document says of its run: a few known fields, each held against its shape.

Nothing else of it is taken, and no text: causes are told in this program's own words.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from wizard.core.cause import Who
from wizard.core.codes import Code
from wizard.core.secret import MARK
from wizard.core.text import T, Text
from wizard.diagnosis.fleet import OfficeRun
from wizard.diagnosis.judge import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    V = TypeVar("V")

_SCHEMA = 1
_LONGEST_LABEL = 60
_EXAMPLE = "2026-11-28T09:41:00Z"
_REFERENCE = re.compile(r"[0-9A-Z]{8}")
_TIME = re.compile(r"(?:19[7-9]\d|2\d{3})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")
_CODE = re.compile(r"[a-z-]{1,40}(?:\.[a-z0-9-]{1,40})?")
# every key seen has 16 letters and digits; a name of 16 letters may stay
_KEY = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d|[A-Z]{16})[A-Za-z0-9]{16}(?![A-Za-z0-9])")

_FOREIGN = T("It is no document of this program.")


class NotADocumentError(ValueError):
    """It is no document of this program.

    Attributes:
        why: What was expected, a sentence.
    """

    def __init__(self, why: Text) -> None:
        super().__init__(why.msgid)
        self.why = why


def stated_run(document: object, stem: str) -> OfficeRun:
    """The run of a document.

    Args:
        document: As JSON gives it; anything at all.
        stem: The label where the document brings none: the name of its file, without folder and suffix.

    Raises:
        NotADocumentError: A field is not what it has to be; says which and what was expected.
    """
    fields = _object(document)
    program, run = _object(fields.get("program")), _object(fields.get("run"))
    if program.get("name") != "connect-wizard":
        raise NotADocumentError(_FOREIGN)
    _of_this_schema(fields.get("schema"))
    causes = fields.get("causes")
    if not isinstance(causes, list):
        raise NotADocumentError(T("Field {field}: a list was expected.", field="causes"))
    first = _object(causes[0]) if causes else None
    code = None if first is None else _code(first.get("code"))
    return OfficeRun(
        office_label(fields.get("label"), stem),
        _started(run.get("started")),
        _reference(run.get("reference")),
        _verdict(fields.get("verdict")),
        code,
        () if first is None else _who(first.get("who")),
        is_known=first is None or code is not None,
    )


def office_label(given: object, stem: str) -> str:
    """A label in one short line, without what could be a key.

    Args:
        given: What stands in the document; anything at all.
        stem: What stands for it where that is no text, or an empty one.
    """
    return (_line(given) if isinstance(given, str) else "") or _line(stem)


def one_line(text: str) -> str:
    """A name in one line, without what could be a key; only what is no name at all is cut."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: 10 * _LONGEST_LABEL])
    return _KEY.sub(MARK, " ".join(shown.split()))


def short_end(name: str) -> str:
    """The end of an office's name, which is the office where folders stand before it."""
    return name if len(name) <= _LONGEST_LABEL else f"…{name[1 - _LONGEST_LABEL :].lstrip()}"


def _line(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST_LABEL else f"{line[: _LONGEST_LABEL - 1].rstrip()}…"


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise NotADocumentError(_FOREIGN)
    return value


def _of_this_schema(value: object) -> None:
    if type(value) is not int or value < _SCHEMA:
        raise NotADocumentError(T("Field {field}: {value} was expected.", field="schema", value=_SCHEMA))
    if value > _SCHEMA:
        raise NotADocumentError(T("A newer version of this program made it."))


def _taken(value: object, take: Callable[[str], V], expected: Text) -> V:
    """A text as what it stands for."""
    if isinstance(value, str):
        try:
            return take(value)
        except (ValueError, OverflowError):
            pass
    raise NotADocumentError(expected)


def _started(value: object) -> int:
    return _taken(
        value,
        lambda text: int(datetime.fromisoformat(_matching(_TIME, text)).astimezone(UTC).timestamp()),
        T("Field {field}: a time such as {example} was expected.", field="run.started", example=_EXAMPLE),
    )


def _reference(value: object) -> str:
    expected = T("Field {field}: eight letters and digits were expected.", field="run.reference")
    return _taken(value, lambda text: _matching(_REFERENCE, text), expected)


def _verdict(value: object) -> Verdict:
    expected = T("Field {field}: one of {words} was expected.", field="verdict", words=", ".join(Verdict))
    return _taken(value, Verdict, expected)


def _code(value: object) -> Code | None:
    """The cause; None for one that only a newer version knows."""
    expected = T("Field {field}: a cause was expected.", field="causes[0].code")
    code = _taken(value, lambda text: _matching(_CODE, text), expected)
    return next((known for known in Code if known == code), None)


def _who(value: object) -> tuple[Who, ...]:
    """Those that this version knows, in the document's order, each once."""
    if not isinstance(value, list):
        raise NotADocumentError(T("Field {field}: a list was expected.", field="causes[0].who"))
    named = (next((who for who in Who if who == one), None) for one in value)
    return tuple(dict.fromkeys(who for who in named if who is not None))


def _matching(shape: re.Pattern[str], text: str) -> str:
    if not shape.fullmatch(text):
        raise ValueError
    return text
