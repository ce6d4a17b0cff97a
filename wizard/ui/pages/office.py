"""This office: the prerequisites, run by themselves, one live row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.events import CheckDone, CheckStarted
from wizard.core.text import N, T
from wizard.ui.pages.base import Action
from wizard.ui.pages.run import RunPage
from wizard.ui.pages.states import WAITING, state
from wizard.ui.parts import label
from wizard.ui.rows import Row

if TYPE_CHECKING:
    from wizard.core.events import Event
    from wizard.core.evidence import CheckResult
    from wizard.core.text import Text
    from wizard.ui.engine import Result
    from wizard.ui.session import Session

_DONE_WITH = ("passed", "skipped", "warned", "unknown", "failed", "crashed")


class OfficePage(RunPage):
    """Starts its checks whenever it comes up without a result."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        say = self.say
        self.column.addWidget(label(say(T("Is this office ready?")), "title"))
        self.column.addWidget(
            label(
                say(T("Looks at this PC's way to Open Dental. Changes nothing, needs no administrator.")),
                "lead",
            )
        )
        self.column.addWidget(self.trouble)
        self.column.addSpacing(16)
        self.column.addWidget(label(say(T("The way to Open Dental")), "group"))
        self._place = self.column.count()
        self.column.addStretch(1)
        self._results: dict[str, CheckResult] = {}
        self._passed_once = False

    def enter(self) -> None:
        """Run the checks, unless they have all passed already."""
        if not self.busy and not self._passed_once:
            self.again()

    def again(self) -> None:
        """Run every check afresh."""
        self._results.clear()
        for row in self.rows.values():
            row.show_state(WAITING[0], self.say(WAITING[1]), "")
        self.begin(lambda engine, tell: engine.prerequisites(tell))

    def engine_ready(self, rows: tuple[tuple[str, Text], ...]) -> None:
        """Make a row for each check that the engine knows."""
        for offset, (identity, title) in enumerate(rows):
            row = Row(self.session.theme, self.say(title))
            row.show_state(WAITING[0], self.say(WAITING[1]), "")
            self.rows[identity] = row
            self.column.insertWidget(self._place + offset, row)

    def heard(self, event: Event) -> None:
        """Show a check begin or end."""
        if isinstance(event, CheckStarted) and event.id in self.rows:
            self.waiting(event.id, T("Waiting for an answer"))
        elif isinstance(event, CheckDone) and event.result.id in self.rows:
            self._show(event.result)

    def _show(self, result: CheckResult) -> None:
        self.settled(result.id)
        self._results[result.id] = result
        mark, words = state(result.status)
        self.rows[result.id].show_state(mark, self.say(words), self.say(result.summary))

    def finished(self, result: Result) -> None:
        """Say for every failed row who can act and what it means."""
        causes = {cause.code: cause for cause in result.causes}
        for check in result.evidence.checks:
            self._show(check)
            if check.code in causes and check.id in self.rows:
                cause = causes[check.code]
                mark, words = state(check.status, cause.who)
                detail = f"{self.say(check.summary)} {self.say(cause.meaning)}"
                self.rows[check.id].show_state(mark, self.say(words), detail)
        self._passed_once = all(check.code is None for check in result.evidence.checks)

    def primary(self) -> Action:
        """Go on; also while something is not right, since the live test says more."""
        if self._results and any(r.code for r in self._results.values()) and not self.busy:
            return Action(self.say(T("&Continue anyway")), self.forward.emit)
        return Action(self.say(T("&Continue")), self.forward.emit)

    def secondary(self) -> list[Action]:
        """Check again."""
        if self.busy:
            return [Action(self.say(T("C&ancel")), self.cancel, name="cancel")]
        return [Action(self.say(T("Check &again")), self.again, name="again")]

    def note(self) -> str:
        """How many checks are done."""
        done = sum(result.status in _DONE_WITH for result in self._results.values())
        return self.say(N("{done} of {n} checked", "{done} of {n} checked", len(self.rows) or 4, done=done))
