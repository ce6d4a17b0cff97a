"""One case of the laboratory, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.lab.place import Place

NOT_THE_KEY = ("key.*", "permission.*", "api.*")
"""What a fault that is not the key's must never be called, not even as a possibility."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How the command is called.

    Attributes:
        arguments: Further arguments of ``check``.
        env: Further environment variables.
        trusted: List of authorities that the PC trusts; None for the lab's own.
        prefix: A program in front of it.
    """

    arguments: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    trusted: Path | None = None
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What has to come of a set-up.

    Attributes:
        id: Short and stable.
        setting: The set-up in words.
        expected: Code of the cause that has to come first; more than one where the catalogue leaves it open.
        bound_s: Seconds that the run may take at most.
        forbidden: Patterns of codes that must not be among the causes.
        shows: Words that must stand in the document, whatever their case.
        also: Codes that must be among the causes.
        lacks: Words that must not stand in the document.
    """

    id: str
    setting: str
    expected: tuple[str, ...]
    bound_s: float = field(default=20.0, kw_only=True)
    forbidden: tuple[str, ...] = field(default=NOT_THE_KEY, kw_only=True)
    shows: tuple[str, ...] = field(default=(), kw_only=True)
    also: tuple[str, ...] = field(default=(), kw_only=True)
    lacks: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Row(Case):
    """A case for the real command among real programs.

    Attributes:
        prepare: Builds the set-up.
        programs: Real programs that the row needs.
        alone: It runs on plain loopback too, where there are no namespaces.
    """

    prepare: Callable[[Place], Asked]
    programs: tuple[str, ...] = field(default=("dnsmasq", "haproxy"), kw_only=True)
    alone: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a row.

    Attributes:
        row: Its id.
        seconds: How long the command took.
        document: What it printed; empty when that was no document.
        peak_kb: Its memory at its highest.
        complaint: Why there is no document.
        unready: What of this machine's own was not ready; the program was not asked.
        case: The case file that it wrote; empty where it wrote none.
        printed: The document as it was printed.
    """

    row: str
    seconds: float
    document: dict[str, Any] = field(default_factory=dict)
    peak_kb: int = 0
    complaint: str = ""
    unready: str = ""
    case: bytes = field(default=b"", repr=False)
    printed: str = field(default="", repr=False)

    @property
    def codes(self) -> list[str]:
        """Codes of the causes, the likeliest first."""
        return [cause["code"] for cause in self.document.get("causes", ())]

    def forbidden(self, patterns: tuple[str, ...]) -> list[str]:
        """Causes that must not be there."""
        return [code for code in self.codes if any(fnmatchcase(code, pattern) for pattern in patterns)]


def faults(row: Case, found: Found) -> list[str]:
    """All that is wrong with what came of a row; empty when it is as it should be."""
    if found.complaint:
        return [found.complaint]
    wrong = []
    first = found.codes[0] if found.codes else "no cause"
    if first not in row.expected:
        wrong.append(f"expected {' or '.join(row.expected)}, found {', '.join(found.codes)}")
    elif not found.document["causes"][0]["because"]:
        wrong.append("the first cause has no reason")
    if forbidden := found.forbidden(row.forbidden):
        wrong.append(f"forbidden: {', '.join(forbidden)}")
    if found.seconds > row.bound_s:
        wrong.append(f"took {found.seconds:.1f} s, at most {row.bound_s:.0f}")
    text = repr(found.document).casefold()
    wrong += [f"does not show {words!r}" for words in row.shows if words.casefold() not in text]
    wrong += [f"shows {words!r}" for words in row.lacks if words.casefold() in text]
    wrong += [f"lacks {code}" for code in row.also if code not in found.codes]
    return wrong
