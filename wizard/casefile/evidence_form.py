"""Typed evidence as it stands in a case file, with whose program it was and what was called."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from wizard.casefile.fact_forms import FACTS
from wizard.casefile.forms import (
    FLAG,
    NUMBER,
    RELEASE,
    WHOLE,
    WORDS,
    Many,
    Maybe,
    Member,
    Name,
    ShapeError,
    read_fields,
)
from wizard.casefile.listed import NEVER_TOLD, LeftOut, Listed
from wizard.casefile.shared_forms import ANSWER, ENDPOINT
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import (
    CheckResult,
    Disowned,
    Evidence,
    KeyProblem,
    Opinion,
    SecondOpinion,
    Status,
)
from wizard.core.handoff_code import HandoffCode, HandoffCodeError, read_handoff_code
from wizard.core.mode import Mode
from wizard.core.profile import Profile, Support
from wizard.core.record import record
from wizard.core.text import Text

if TYPE_CHECKING:
    from wizard.casefile.forms import Json, Writing
    from wizard.core.endpoint import Endpoint
    from wizard.core.facts import CheckFacts


@record
class Seen:
    """What one run saw, and what its texts were filled with.

    Attributes:
        evidence: What was seen.
        endpoint: What was called.
        profile: Whose program it was; of a case that was read, only what texts are filled with.
    """

    evidence: Evidence
    endpoint: Endpoint
    profile: Profile


class _FactsForm:
    """What a check found, with the name of its class."""

    def write(self, value: CheckFacts, out: Writing) -> Json:
        """An object with the class's name."""
        return {type(value).__name__: FACTS[type(value)].write(value, out)}

    def read(self, found: Json, place: str) -> CheckFacts:
        """The facts of that class."""
        by_name = {kind.__name__: form for kind, form in FACTS.items()}
        parts = read_fields(found, place, by_name, ())
        if len(parts) != 1:
            raise ShapeError(place, "the facts of one check")
        [(name, part)] = parts.items()
        facts: CheckFacts = by_name[name].read(part, f"{place}.{name}")
        return facts


_MOST_NESTED = 4
_ARGUMENT = Name("[a-z_]{1,30}")


class TextForm:
    """A sentence of the program's own, not yet spoken, of plain values."""

    def write(self, value: Text, out: Writing) -> Json:
        """An object of its parts."""
        args: dict[str, Json] = {
            name: self.write(arg, out) if isinstance(arg, Text) else _value(arg, out)
            for name, arg in value.args.items()
        }
        written: dict[str, Json] = {"msgid": out.clean(value.msgid)}
        return written | ({"args": args} if args else {}) | ({"plural": value.plural} if value.plural else {})

    def read(self, found: Json, place: str) -> Text:
        """The sentence; its fields are those of its values, and nothing else is asked of them."""
        return self._read(found, place, _MOST_NESTED)

    def _read(self, found: Json, place: str, most: int) -> Text:
        if not most:
            raise ShapeError(place, f"at most {_MOST_NESTED} sentences in each other")
        parts = read_fields(found, place, ("msgid", "args", "plural"), ("msgid",))
        args = parts.get("args", {})
        if not isinstance(args, dict):
            raise ShapeError(f"{place}.args", "an object")
        values = {
            _ARGUMENT.read(name, f"{place}.args"): self._value(value, f"{place}.args.{name}", most)
            for name, value in args.items()
        }
        msgid = _sentence(parts["msgid"], f"{place}.msgid", values)
        plural = parts.get("plural")
        if plural is not None:
            plural = _sentence(plural, f"{place}.plural", values)
            WHOLE.read(args.get("n"), f"{place}.args.n")
        return Text(msgid, values, plural)

    def _value(self, found: Json, place: str, most: int) -> str | int | float | Text:
        if isinstance(found, dict):
            return self._read(found, place, most - 1)
        if isinstance(found, str):
            return WORDS.read(found, place)
        return NUMBER.read(found, place)


class HandoffForm:
    """What another PC has found, as the code that a person typed."""

    def write(self, value: HandoffCode, _out: Writing) -> Json:
        """The code."""
        return str(value)

    def read(self, found: Json, place: str) -> HandoffCode:
        """What the code says."""
        try:
            return read_handoff_code(found if isinstance(found, str) else "")
        except HandoffCodeError:
            raise ShapeError(place, "the code that another PC shows") from None


def _value(arg: str | float, out: Writing) -> Json:
    return out.clean(arg) if isinstance(arg, str) else arg


def _sentence(found: Json, place: str, values: dict[str, str | int | float | Text]) -> str:
    """A pattern that nothing can be read out of but its own values."""
    pattern = WORDS.read(found, place)
    if not values:
        return pattern
    try:
        fields = [
            (name, spec, kind) for _, name, spec, kind in Formatter().parse(pattern) if name is not None
        ]
    except ValueError:
        raise ShapeError(place, "a sentence with fields in braces") from None
    if any(name not in values or spec or kind for name, spec, kind in fields):
        raise ShapeError(place, "a sentence with fields that have values")
    return pattern


_CHECK = Listed(
    CheckResult,
    {
        "id": Member(CheckId),
        "status": Member(Status),
        "code": Maybe(Member(Code)),
        "took_ms": WHOLE,
        "blocked_by": Maybe(Member(CheckId)),
        "facts": Maybe(_FactsForm()),
    },
    {
        "summary": LeftOut("sentences of the checks", "the document has them", Text("", {})),
        "evidence": LeftOut("sentences of the checks", "the document has them"),
        "shown": LeftOut("sentences that only this PC's screen shows"),
    },
)

_EVIDENCE = Listed(
    Evidence,
    {
        "mode": Member(Mode),
        "checks": Many(_CHECK, most=100),
        "probe": Maybe(ANSWER),
        "opinions": Many(
            Listed(SecondOpinion, {"what": Member(Opinion), "answer": ANSWER, "known": FLAG}), most=20
        ),
        "key_problem": Maybe(Member(KeyProblem)),
        "key_detail": Maybe(TextForm()),
        "interrupted": FLAG,
        "od_version": Maybe(RELEASE),
        "server_here": FLAG,
        "disowned": Maybe(Member(Disowned)),
        "there": Maybe(HandoffForm()),
    },
    {"server": LeftOut("name of the server PC")},
)

_OWN = "only this program's window uses it"
_PROFILE = Listed(
    Profile,
    {
        "vendor_name": WORDS,
        "product": WORDS,
        "support": Listed(Support, {"phone": WORDS, "email": WORDS, "url": WORDS, "hours": WORDS}),
        "permissions": Many(Name(r"[A-Za-z]{1,60}", "?")),
        "minimum_version": Maybe(RELEASE),
    },
    {
        "developer_key": LeftOut("developer key", NEVER_TOLD),
        **{
            name: LeftOut("the vendor's settings of the window and the keychain", _OWN)
            for name in (
                "logo", "accent", "modes", "keychain_service", "customer_key_name", "developer_key_name",
                "languages", "baa_url", "show_business_associate_notice", "watch_minutes", "keep_history",
                "show_me", "download_url",
            )
        },
    },
)  # fmt: skip

SEEN = Listed(Seen, {"evidence": _EVIDENCE, "endpoint": ENDPOINT, "profile": _PROFILE})
"""The whole ``evidence`` of a case file."""
