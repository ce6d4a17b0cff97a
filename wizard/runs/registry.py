"""Every check: the way to Open Dental, this office, and what is called with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.after import LIVE, RIGHTS, VERSION
from wizard.core.codes import EVERY_PREREQUISITE
from wizard.core.text import T
from wizard.runs.office_checks import OFFICE
from wizard.runs.way_checks import PREREQUISITES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.core.text import Text

CHECKS = (*PREREQUISITES, *OFFICE)
"""The way first: while it is down, no service in the office is of any use to it."""


class Asked(NamedTuple):
    """What a check or a call looks at: its id, its name, what it needs first, what it reads or calls."""

    id: str
    title: Text
    needs: str
    reads: Text


LIVE_ROWS: tuple[Asked, ...] = (
    Asked(
        LIVE, T("Live call"), EVERY_PREREQUISITE, T("Calls GET /patients with a filter that matches nobody.")
    ),
    Asked(RIGHTS, T("Rights of the key"), LIVE, T("Calls GET /securityperms.")),
    Asked(
        VERSION,
        T("Version of Open Dental"),
        LIVE,
        T("Calls GET /preferences for ProgramVersion, and for nothing else."),
    ),
)


def asked() -> Iterator[Asked]:
    """Every check and call, in the order in which they are shown."""
    for check in CHECKS:
        yield Asked(check.id, check.title, ", ".join(check.needs), check.reads)
    yield from LIVE_ROWS
