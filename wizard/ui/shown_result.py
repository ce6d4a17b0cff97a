"""A run as the window shows it: with the pictures of its causes, and its readable report."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.core.text import T
from wizard.pointer.scene_files import Scenes
from wizard.runs.run_result import RunResult

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wizard.core.evidence import Evidence
    from wizard.diagnosis.cure import Cure
    from wizard.diagnosis.explained import Cause
    from wizard.pointer.pointer_view import PointerView


@record
class ShownResult(RunResult):
    """A run as the window shows it.

    Attributes:
        pictures: By pointer id, those of the causes and of the checks' own.
        report: The readable report.
        since: Since when its first cause is seen without a break; None where it was not seen before.
        cure: What healed the office; only where the result before it had failed.
    """

    pictures: dict[str, PointerView]
    report: str
    since: datetime | None = None
    cure: Cure | None = None

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Those for this PC's screen, the likeliest first."""
        return self.shown_causes


def with_pictures(result: RunResult, pictures: dict[str, PointerView]) -> ShownResult:
    """A run together with its pictures, by pointer id."""
    run = {part.name: getattr(result, part.name) for part in fields(RunResult)}
    return ShownResult(**run, pictures=pictures, report=result.as_report())


class Illustrator:
    """Draws the pictures of what a run has found; reads scenes, so never on the window's own thread."""

    def __init__(self) -> None:
        self._scenes = Scenes()

    def shown(self, result: RunResult) -> ShownResult:
        """A run with every picture that the window may want of it."""
        causes = (*result.shown_causes, *result.by_check.values(), *result.outlook)
        return with_pictures(result, self.pictures(causes, result.evidence))

    def pictures(self, causes: Iterable[Cause], evidence: Evidence) -> dict[str, PointerView]:
        """The pictures of some causes, by pointer id."""
        wanted = {pointer for cause in causes for pointer in cause.pointers}
        return {pointer: self._picture(pointer, evidence) for pointer in wanted}

    def _picture(self, pointer: str, evidence: Evidence) -> PointerView:
        """A pointer for the version, and with the server's name, that the run has found."""
        here, known = evidence.server_here, (evidence.od_version, evidence.installed)
        unnamed = T("this PC") if here else None
        server = T("**{name}**", name=evidence.server) if evidence.server else unnamed
        return self._scenes.picture(pointer, *known, server, unnamed, here=here)
