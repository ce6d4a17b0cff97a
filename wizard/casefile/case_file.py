"""A case file: one run in JSON, with a sum over all of it.

The sum tells damage, not authorship: whoever changes a case can make its sum anew.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from wizard.casefile.document_form import DOCUMENT, PROGRAM_PART
from wizard.casefile.evidence_form import SEEN
from wizard.casefile.forms import WORDS, Many, Name, Omission, ShapeError, Writing, read_fields
from wizard.core.record import record
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.casefile.evidence_form import Seen
    from wizard.casefile.forms import Json

MOST_BYTES = 64 * 1024
CASE_VERSION = 1
SUFFIX = ".cwcase"

ALWAYS_OMITTED = (
    Omission("customer key and developer key", "secret"),
    Omission("data of patients", "never read"),
    Omission("names of this PC and of its users", "identifies the office"),
)
"""What no case holds, whatever was seen: it is not in the evidence either."""

_SUM = "sha256"


class CaseError(ValueError):
    """A file that is no case, or none that can be read.

    Attributes:
        text: What was expected.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid.format_map(text.args))
        self.text = text


class DamagedCaseError(CaseError):
    """A case whose content is not what it was."""


class NewerCaseError(CaseError):
    """A case that a newer version of this program made."""


@record
class Case:
    """A case that was read.

    Attributes:
        seen: The typed evidence, without what was left out.
        document: The JSON document as the office's program printed it.
        language: BCP 47 tag of the language that its words are in.
        catalogue: SHA-256 of the cause catalogue that they come from.
        omitted: What was left out.
    """

    seen: Seen
    document: Mapping[str, Any]
    language: str
    catalogue: str
    omitted: tuple[Omission, ...]


def write_case(
    seen: Seen,
    document: Mapping[str, Any],
    language: str,
    catalogue: str,
    clean: Callable[[str], str],
) -> bytes:
    """A run as a case file.

    Args:
        seen: What was seen.
        document: The same as a JSON document.
        language: BCP 47 tag of the document's words.
        catalogue: SHA-256 of the cause catalogue, in hexadecimal.
        clean: Takes the run's keys out of words.

    Raises:
        CaseError: It would be larger than a case may be.
    """
    out = Writing(clean)
    whole: dict[str, Json] = {
        "case": CASE_VERSION,
        "schema": document["schema"],
        "program": document["program"],
        "catalogue": catalogue,
        "evidence": SEEN.write(seen, out),
        "document": DOCUMENT.write(document, out),
        "language": language,
        "omitted": [{"what": one.what, "why": one.why} for one in (*ALWAYS_OMITTED, *out.omitted)],
    }
    raw = sealed(whole)
    if len(raw) > MOST_BYTES:
        raise CaseError(
            T(
                "A case file has at most {most} bytes; this one would have {size}.",
                most=MOST_BYTES,
                size=len(raw),
            )
        )
    return raw


def sealed(whole: dict[str, Json]) -> bytes:
    """The canonical form of an object together with its sum: sorted keys, no spaces, UTF-8."""
    return _canonical({**whole, _SUM: _sum(whole)})


def _canonical(whole: dict[str, Json]) -> bytes:
    text = json.dumps(whole, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _sum(whole: dict[str, Json]) -> str:
    return hashlib.sha256(_canonical(whole)).hexdigest()


def read_case(raw: bytes, readers: Mapping[int, Callable[[dict[str, Json]], Case]] | None = None) -> Case:
    """Read a case file.

    Args:
        raw: The whole file.
        readers: By version, what reads a case; None for those that this program has.

    Raises:
        DamagedCaseError: It is not what it was when it was written; what was expected.
        NewerCaseError: A newer version of this program made it.
        CaseError: It is no case file; what was expected.
    """
    known = READERS if readers is None else readers
    whole = _opened(raw)
    version = whole.get("case")
    if not isinstance(version, int) or isinstance(version, bool) or version not in known:
        if isinstance(version, int) and version > max(known):
            raise NewerCaseError(
                T("This case file was made by a newer version of this program. Open it with that version.")
            )
        raise _no_case()
    try:
        return known[version](whole)
    except ShapeError as problem:
        raise CaseError(
            T(
                "This case file cannot be read: expected {wanted} at {place}.",
                wanted=problem.wanted,
                place=problem.place or "its top",
            )
        ) from None


def _opened(raw: bytes) -> dict[str, Json]:
    """The object of a file whose sum is right."""
    if len(raw) > MOST_BYTES:
        raise CaseError(
            T(
                "This is no case file: expected at most {most} bytes, got {size}.",
                most=MOST_BYTES,
                size=len(raw),
            )
        )
    try:
        whole = json.loads(raw)
    except (ValueError, RecursionError):
        begins = raw.lstrip()[:1] == b"{" and b'"case"' in raw
        raise (_damaged("whole JSON") if begins else _no_case()) from None
    if not isinstance(whole, dict) or _SUM not in whole or "case" not in whole:
        raise _no_case()
    told = whole.pop(_SUM)
    try:
        right = _sum(whole)
        same = raw == sealed(whole)
    except (ValueError, RecursionError):  # what JSON reads and does not write, such as half a letter
        raise _damaged("text in UTF-8") from None
    if told != right:
        raise _damaged(f"the sum {right[:12]}…")
    if not same:
        raise _damaged("sorted keys and no spaces")
    return whole


def _damaged(wanted: str) -> DamagedCaseError:
    return DamagedCaseError(
        T("This case file is damaged: expected {wanted}. Have it sent again.", wanted=wanted)
    )


def _no_case() -> CaseError:
    return CaseError(
        T(
            "This is no case file: expected what this program has saved as {suffix}.",
            suffix=SUFFIX,
        )
    )


_OMITTED = Many(WORDS)
_TAG = Name(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_HEX = Name(r"[0-9a-f]{64}")
_FIELDS = ("case", "schema", "program", "catalogue", "evidence", "document", "language", "omitted")


def _read_1(whole: dict[str, Json]) -> Case:
    parts = read_fields(whole, "", _FIELDS, _FIELDS)
    document = DOCUMENT.read(parts["document"], "document")
    if parts["schema"] != document["schema"] or parts["program"] != document["program"]:
        raise ShapeError("program", "the program of the document")
    PROGRAM_PART.read(parts["program"], "program")
    return Case(
        SEEN.read(parts["evidence"], "evidence"),
        document,
        _TAG.read(parts["language"], "language"),
        _HEX.read(parts["catalogue"], "catalogue"),
        _omissions(parts["omitted"]),
    )


def _omissions(found: Json) -> tuple[Omission, ...]:
    if not isinstance(found, list) or len(found) > _MOST_OMITTED:
        raise ShapeError("omitted", f"a list of at most {_MOST_OMITTED}")
    return tuple(_omission(one, f"omitted[{index}]") for index, one in enumerate(found))


def _omission(found: Json, place: str) -> Omission:
    parts = read_fields(found, place, ("what", "why"), ("what", "why"))
    what, why = (WORDS.read(parts[name], f"{place}.{name}") for name in ("what", "why"))
    return Omission(what, why)


_MOST_OMITTED = 100

READERS: Mapping[int, Callable[[dict[str, Json]], Case]] = {1: _read_1}
"""What reads each version of a case file; none is ever taken out."""
