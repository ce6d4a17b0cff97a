"""Every check: the way to Open Dental, this office, and what is called with the keys."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from wizard.core.codes import EVERY_PREREQUISITE, CheckId
from wizard.core.text import T
from wizard.runs.office_checks import OFFICE
from wizard.runs.way_checks import PREREQUISITES

if TYPE_CHECKING:
    from wizard.core.text import Text

CHECKS = (*PREREQUISITES, *OFFICE)
"""What is asked without a key; the way first: while it is down, no service in the office is of use to it."""


HOLDS_CALL = (CheckId.PREREQ_PROXY, CheckId.PREREQ_NAME, CheckId.PREREQ_PORT, CheckId.PREREQ_SECURE_CHANNEL)
"""What the live call waits for, and is not made without: no verdict on a key while the network is down."""


class CheckEntry(NamedTuple):
    """A check as it is listed: its id, its name, what it needs first, what it reads or calls."""

    id: CheckId
    title: Text
    needs: str
    reads: Text


LIVE_ENTRIES: tuple[CheckEntry, ...] = (
    CheckEntry(
        CheckId.LIVE_PATIENTS,
        T("Live call"),
        EVERY_PREREQUISITE,
        T("Calls GET /patients with a filter that matches nobody."),
    ),
    CheckEntry(
        CheckId.LIVE_RIGHTS,
        T("Rights of the key"),
        CheckId.LIVE_PATIENTS,
        T("Calls GET /securityperms."),
    ),
    CheckEntry(
        CheckId.LIVE_VERSION,
        T("Version of Open Dental"),
        CheckId.LIVE_PATIENTS,
        T("Calls GET /preferences for ProgramVersion, and for nothing else."),
    ),
)
"""What is asked with the keys, the later ones once the first has succeeded."""

ENTRIES: tuple[CheckEntry, ...] = (
    *(CheckEntry(check.id, check.title, ", ".join(check.needs), check.reads) for check in CHECKS),
    *LIVE_ENTRIES,
)
"""Every check that can be chosen, in the order in which they are shown."""


def named(pattern: str) -> tuple[CheckId, ...]:
    """The checks that an id or a pattern such as ``prereq.*`` names."""
    return tuple(entry.id for entry in ENTRIES if fnmatchcase(entry.id, pattern))
