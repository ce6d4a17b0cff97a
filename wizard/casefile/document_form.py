"""The JSON document as it stands in a case file: the shape of ``resources/schema/check-1.schema.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.casefile.forms import WHOLE, WORDS, Many, Maybe, Member, Name, ShapeError, Whole, read_fields
from wizard.core.cause import Confidence, Who
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import AnsweredBy, Content, Opinion, Status
from wizard.core.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.casefile.forms import Form, Json, Writing


class Part:
    """An object of certain fields, kept as it is."""

    def __init__(self, goes: Mapping[str, Form[Any]]) -> None:
        self.goes = goes

    def write(self, value: Mapping[str, Any], _out: Writing) -> Json:
        """As it is: a document is made for whoever reads it."""
        return {name: value[name] for name in self.goes}

    def read(self, found: Json, place: str) -> dict[str, Any]:
        """The object, every field of which is as its form has it."""
        parts = read_fields(found, place, self.goes, self.goes)
        return {
            name: _in_order(form.read(parts[name], f"{place}.{name}"), parts[name])
            for name, form in self.goes.items()
        }


def _in_order(read: object, found: Json) -> Any:  # noqa: ANN401 - any part of a document
    """A part as it was found, with its fields in the document's order and not in the file's."""
    if isinstance(read, dict):
        return read
    if isinstance(read, tuple) and any(isinstance(one, dict) for one in read):
        return list(read)
    return found


class _Values:
    """An object of plain values, whatever their names are."""

    def write(self, value: Mapping[str, Any], _out: Writing) -> Json:
        """As it is."""
        return dict(value)

    def read(self, found: Json, place: str) -> dict[str, Json]:
        """As it is."""
        if not isinstance(found, dict) or len(found) > _MOST_VALUES:
            raise ShapeError(place, f"an object of at most {_MOST_VALUES} values")
        for value in found.values():
            if value is None or isinstance(value, list | dict):
                raise ShapeError(place, "plain values")
        return found


class _Exactly:
    """One value and no other."""

    def __init__(self, only: int | str) -> None:
        self._only = only

    def write(self, _value: object, _out: Writing) -> Json:
        """That value."""
        return self._only

    def read(self, found: Json, place: str) -> int | str:
        """That value."""
        if found != self._only or isinstance(found, bool):
            raise ShapeError(place, repr(self._only))
        return self._only


_MOST_VALUES = 40
_STATUS_NUMBER = Maybe(Whole(0, 999))
_VERDICT = Name("connected|connected-with-warnings|failed|incomplete")
_STARTED = Name(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

PROGRAM_PART = Part(
    {"name": _Exactly("connect-wizard"), "version": WORDS, "python": WORDS, "platform": WORDS}
)

DOCUMENT = Part(
    {
        "schema": _Exactly(1),
        "program": PROGRAM_PART,
        "run": Part(
            {
                "reference": Name(r"[0-9A-Z]{8}"),
                "started": _STARTED,
                "took_ms": WHOLE,
                "mode": Member(Mode),
                "endpoint": WORDS,
            }
        ),
        "verdict": _VERDICT,
        "exit_code": Whole(0, 255),
        "checks": Many(
            Part(
                {
                    "id": Member(CheckId),
                    "status": Member(Status),
                    "code": Maybe(Member(Code)),
                    "summary": WORDS,
                    "evidence": _Values(),
                    "took_ms": WHOLE,
                    "blocked_by": Maybe(Member(CheckId)),
                }
            )
        ),
        "probe": Maybe(
            Part(
                {
                    "method": WORDS,
                    "path": WORDS,
                    "status": _STATUS_NUMBER,
                    "content": Member(Content),
                    "answered_by": Member(AnsweredBy),
                    "server_text": Maybe(WORDS),
                    "rows": Maybe(WHOLE),
                    "took_ms": WHOLE,
                    "timings_ms": Part({"dns": WHOLE, "connect": WHOLE, "tls": WHOLE, "first_byte": WHOLE}),
                }
            )
        ),
        "second_opinions": Many(
            Part(
                {
                    "what": Member(Opinion),
                    "status": _STATUS_NUMBER,
                    "content": Member(Content),
                    "took_ms": WHOLE,
                }
            )
        ),
        "causes": Many(
            Part(
                {
                    "code": Member(Code),
                    "ref": Name(r"[A-Z]{1,2}\d+"),
                    "confidence": Member(Confidence),
                    "because": Many(WORDS),
                    "who": Many(Member(Who)),
                    "title": WORDS,
                    "steps": Many(WORDS),
                    "pointer": Maybe(WORDS),
                    "wait_s": WHOLE,
                }
            )
        ),
        "next": WORDS,
    }
)
