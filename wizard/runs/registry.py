"""Every check: the way to Open Dental, this office, and what is called with the keys."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from wizard.core.codes import EVERY_PREREQUISITE, CheckId
from wizard.core.text import T
from wizard.diagnosis.check_groups import TITLES
from wizard.runs.live_checks import LIVE_CHECKS
from wizard.runs.office_checks import OFFICE
from wizard.runs.way_checks import PREREQUISITES

if TYPE_CHECKING:
    from wizard.core.text import Text
    from wizard.runs.check_definition import AnyCheck
    from wizard.runs.live_checks import LiveCheck

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


def _entry(check: AnyCheck | LiveCheck[Any]) -> CheckEntry:
    return CheckEntry(check.id, check.title, ", ".join(check.needs), check.reads)


ENTRIES: tuple[CheckEntry, ...] = (
    *map(_entry, CHECKS),
    # judged by the rules, together with everything else that was seen
    CheckEntry(
        CheckId.LIVE_PATIENTS,
        TITLES[CheckId.LIVE_PATIENTS],
        EVERY_PREREQUISITE,
        T("Calls GET /patients with a filter that matches nobody."),
    ),
    *map(_entry, LIVE_CHECKS),
)
"""Every check that can be chosen, in the order in which they are shown."""


def checks_named(pattern: str) -> tuple[CheckId, ...]:
    """The checks that an id or a pattern such as ``prereq.*`` names."""
    return tuple(entry.id for entry in ENTRIES if fnmatchcase(entry.id, pattern))
