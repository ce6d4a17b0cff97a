"""What verdicts share that have to name the server: by its name in the window, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.evidence import Status
from wizard.core.facts import NO_FACTS, ReportFacts, reported
from wizard.core.machine import Role
from wizard.core.outcome import Outcome
from wizard.core.text import T, Text
from wizard.diagnosis.verdicts.unanswered_verdict import WHY

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.codes import Code
    from wizard.core.facts.place_facts import PlaceFacts

SERVER = T("the server PC")
"""What the server is called where its name must not be told."""


def naming_server(
    status: Status,
    msgid: Callable[[str | Text], Text],
    server: str,
    code: Code | None = None,
    evidence: ReportFacts = NO_FACTS,
) -> Outcome:
    """An outcome that names the server in the window, and nowhere else.

    Args:
        status: Outcome.
        msgid: Makes the sentence from what the server is called.
        server: Its name.
        code: Cause code.
        evidence: For reports.
    """
    shown = msgid(f"**{server}**") if server else None
    return Outcome(status, msgid(SERVER), code, evidence, shown)


def look_there(facts: PlaceFacts) -> Outcome:
    """Why a service that is not on this PC is no fault."""
    place, evidence = facts.place, reported(facts, facts.ELSEWHERE)
    if place.role is Role.CLOUD:
        return Outcome(Status.SKIPPED, T("In Open Dental Cloud this runs at Open Dental."), evidence=evidence)
    if place.role is Role.WORKSTATION:
        return naming_server(
            Status.SKIPPED, lambda server: T("Look on {server}: it runs there.", server=server), place.server,
            evidence=evidence,
        )  # fmt: skip
    if place.why is not None:
        return Outcome(Status.UNKNOWN, WHY[place.why], evidence=evidence)
    if place.kind is not None:
        return Outcome(
            Status.UNKNOWN, T("Not found on this PC, and it is not known which PC is the server."),
            evidence=evidence,
        )  # fmt: skip
    return Outcome(
        Status.SKIPPED, T("Not on this PC, and neither is Open Dental. Look on the server PC."),
        evidence=evidence,
    )  # fmt: skip
