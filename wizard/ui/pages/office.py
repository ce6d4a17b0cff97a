"""This office: the prerequisites, run by themselves, one live row each, in three groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wizard.core.cause import Who
from wizard.core.codes import EVERY_PREREQUISITE
from wizard.core.events import CheckDone, CheckStarted
from wizard.core.evidence import Status
from wizard.core.facts.unanswered_facts import Unanswered
from wizard.core.machine import UnreadableReason
from wizard.core.text import N, T
from wizard.diagnosis.check_groups import GROUPS, Group
from wizard.ui.check_row import ATTENTION, CheckRow
from wizard.ui.list_widgets import Fold
from wizard.ui.pages.base import Action
from wizard.ui.pages.run_page import RunPage
from wizard.ui.states import WAITING, state
from wizard.ui.status import StatusKind
from wizard.ui.told import CheckShown
from wizard.ui.watch_words import watch_note
from wizard.ui.widgets import label, set_marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.core.events import Event
    from wizard.core.evidence import CheckResult
    from wizard.core.text import Text
    from wizard.diagnosis.explained import Cause
    from wizard.runs.check_definition import AnyCheck
    from wizard.ui.cause_dialog import CauseDialog
    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult

_ACTS = {
    Who.OFFICE: T("Somebody in this office can fix this."),
    Who.IT: T("This is for your IT."),
    Who.VENDOR: T("This is for the vendor."),
    Who.OPEN_DENTAL: T("This is for Open Dental support."),
    Who.WAIT: T("It needs some time."),
}
_NAMED = (Status.BLOCKED, Status.UNKNOWN, Status.CRASHED, Status.SKIPPED)
"""Outcomes that are shown under the check's name, since they tell nothing by themselves."""


class OfficePage(RunPage):
    """Starts its checks whenever it comes up without a result."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.office_run)
        say = self.say
        self.column.addWidget(label(say(T("Is this office ready?")), "title"))
        lead = T("Reads a few facts on this PC. Changes nothing, needs no administrator.")
        self.column.addWidget(label(say(lead), "lead"))
        self.column.addWidget(self.trouble)
        self.checks: dict[str, CheckRow] = {}
        self.headings: dict[str, QLabel] = {}
        self._groups: dict[str, QVBoxLayout] = {}
        for name in (Group.PC, Group.SERVER, Group.WAY):
            self.headings[name] = label(say(GROUPS[name]), "group")
            self._groups[name] = QVBoxLayout()
            self._groups[name].setSpacing(5)
            self.column.addWidget(self.headings[name])
            self.column.addLayout(self._groups[name])
        inside = QWidget()
        self._folded = QVBoxLayout(inside)
        self._folded.setContentsMargins(0, 0, 0, 0)
        self._folded.setSpacing(5)
        self.more = Fold("", inside)
        self.column.addWidget(self.more)
        self.column.addStretch(1)
        self.dialog: CauseDialog | None = None
        self._results: dict[str, CheckResult] = {}
        self._causes: dict[str, Cause] = {}
        self._runs: dict[str, Callable[[], ShownResult]] = {}  # in which each cause was found
        self._last: ShownResult | None = None
        self._follows = False

    def _looked(self) -> None:
        result = self.session.watching.office_result
        if result is not None and not self.busy:
            self.show_later(result)

    @property
    def _is_ready(self) -> bool:
        """Whether every check has ended, and nothing was found."""
        done = bool(self.checks) and len(self._results) == len(self.checks)
        return done and self.is_ok and not self.busy

    def enter(self) -> None:
        """Run the checks, unless they have all passed already."""
        if not (self.busy or self._is_ready):
            self.rerun()

    def announcement(self) -> str:
        """The page's question, or its answer."""
        return self.say(T("This office is ready.")) if self._is_ready else super().announcement()

    def rerun(self) -> None:
        """Run every check afresh."""
        self._check(tuple(self.checks) or (EVERY_PREREQUISITE,))

    def alone(self, identity: str) -> None:
        """Run one check, and what waited for it."""
        held = [r.id for r in self._results.values() if r.blocked_by == identity]
        self._check((identity, *held))

    def _check(self, only: tuple[str, ...]) -> None:
        for identity in only:
            self._results.pop(identity, None)
            self._causes.pop(identity, None)
            if row := self.checks.get(identity):
                row.show_state(WAITING[0], self.say(WAITING[1]), "")
        if len(only) > 1 and not self._results:
            self._put_away()
        self.session.check_office(only)

    def pieces(self) -> Iterator[None]:
        """Make a row for each check that the engine knows."""
        engine = self.session.engine
        for spec in engine.rows if engine is not None else ():
            if spec.id in self.checks:
                continue
            row = CheckRow(self.session, spec)
            row.show_state(WAITING[0], self.say(WAITING[1]), "")
            row.rerun.connect(self.alone)
            row.details_requested.connect(self.show_where)
            self.rows[spec.id] = self.checks[spec.id] = row
            self._home(spec).addWidget(row)
            self._count_more()
            yield

    def _home(self, spec: AnyCheck) -> QVBoxLayout:
        return self._folded if spec.minor else self._groups[spec.group]

    def _put_away(self) -> None:
        """Rows that came up because something was not right go back to the others in the fold."""
        for row in self.checks.values():
            if row.spec.minor and self._folded.indexOf(row) < 0:
                self._folded.addWidget(row)

    def on_event(self, event: Event) -> None:
        """Show a check begin or end."""
        if isinstance(event, CheckStarted) and event.id in self.checks:
            self.waiting(event.id, self.checks[event.id].spec.waits)
        elif isinstance(event, CheckDone) and event.result.id in self.checks:
            if isinstance(event, CheckShown):
                self._causes[event.result.id] = event.cause
                self._runs[event.result.id] = event.so_far
            self._show(event.result)
            self._order()
        self._count_more()

    def _show(self, result: CheckResult) -> None:
        self.row_finished(result.id)
        self._results[result.id] = result
        row, cause = self.checks[result.id], self._causes.get(result.id)
        mark, words = state(result.status, cause.who if cause else ())
        sentence = self.say(self._sentence(result))
        if result.status in _NAMED:
            row.show_found(mark, self.say(words), "", sentence)
            if result.facts == Unanswered(UnreadableReason.NOT_WINDOWS):
                row.button.show_quiet(quiet=True)  # the same answer every time
        elif cause is None:
            row.show_found(mark, self.say(words), sentence)
        else:
            where = T("Show me where") if cause.pointers else T("What to do")
            acts = self.say(_ACTS[cause.who[0]]) if cause.who[0] in _ACTS else ""
            row.show_found(mark, self.say(words), sentence, acts, self.say(where))
        row.let_rerun(possible=not self.busy)  # alone it would end the run that goes on
        if mark in ATTENTION and row.spec.minor and self._folded.indexOf(row) >= 0:
            self._bring_up(row)

    def _bring_up(self, row: CheckRow) -> None:
        """Put a folded row into its group, at its place among the others."""
        order, group = list(self.checks), self._groups[row.spec.group]
        there = [group.itemAt(index) for index in range(group.count())]
        rows = [item.widget() for item in there if item is not None]
        before = [
            r for r in rows if isinstance(r, CheckRow) and order.index(r.spec.id) < order.index(row.spec.id)
        ]
        group.insertWidget(len(before), row)

    def _sentence(self, result: CheckResult) -> Text:
        if result.blocked_by in self.checks:
            return T("Waits for “{what}”.", what=self.checks[str(result.blocked_by)].spec.title)
        return result.shown or result.summary

    def finished(self, result: ShownResult) -> None:
        """Name the server, and have the rows, which are right by now, lead to the whole run."""
        self._lead_to(result)
        self._let_again()
        self._count_more()
        self._watch()

    def _watch(self) -> None:
        """Watch the rows, while they are shown and one of them needs somebody."""
        if self.isVisible() and any(row.icon.kind in ATTENTION for row in self.checks.values()):
            if not self._follows:
                self._follows = True
                self.session.watching.office_looked.connect(self._looked)
            last = self._last
            whole = last is not None and {c.id for c in last.evidence.checks} >= set(self.checks)
            self.session.watching.watch_office(last if whole else None)

    def leave(self) -> None:
        """What is not shown any more is not watched."""
        self.session.stop_watching()

    def result_changed(self) -> None:
        """Show what a live test has found of this office meanwhile: it asks the same, and later."""
        result = self.session.result
        if result is not None and not self.busy:
            self.show_later(result)

    def show_later(self, result: ShownResult) -> None:
        """Show what a later look has found, in the rows where it is something else."""
        for check in result.evidence.checks:
            if check.id in self.checks:
                self._show_later(check, result.by_check.get(check.id))
        self._lead_to(result)
        self._order()
        self._count_more()
        self._follow_dialog(result)
        self.changed.emit()

    def _follow_dialog(self, result: ShownResult) -> None:
        """Have the card of a row follow, and go with what it was about."""
        dialog = self.dialog
        if dialog is not None and not dialog.show_again(result, self._causes.get(dialog.check)):
            dialog.reject()

    def _show_later(self, check: CheckResult, cause: Cause | None) -> None:
        """Show a row anew where something else was found; else it is left alone."""
        before = self._results.get(check.id)
        same = before is not None and _told(before) == _told(check)
        if same and self._causes.get(check.id) == cause:
            self._results[check.id] = check
            return
        self._causes.pop(check.id, None)
        if cause is not None:
            self._causes[check.id] = cause
        self._show(check)

    def _lead_to(self, result: ShownResult) -> None:
        self._last = result
        self._causes.update(result.by_check)
        self._runs.update(dict.fromkeys(result.by_check, lambda: result))
        if result.evidence.server:
            words = T("The server: {name}", name=result.evidence.server)
            set_marked(self.headings["server"], self.say(words))

    def begun(self) -> None:
        """No row can be checked alone meanwhile."""
        self._let_again()

    def cancelled(self) -> None:
        """The run was cancelled; each row can be checked alone again."""
        super().cancelled()
        self._let_again()
        self._count_more()

    def refused(self, reason: Text) -> None:
        """Nothing was checked; each row can be checked again."""
        super().refused(reason)
        self._let_again()
        self._count_more()

    def crashed(self, facts: str) -> None:
        """The run broke; each row can be checked again."""
        super().crashed(facts)
        self._let_again()
        self._count_more()

    def _let_again(self) -> None:
        for row in self.checks.values():
            row.let_rerun(possible=not self.busy)

    def _count_more(self) -> None:
        """Tell in the fold's heading how its rows fare."""
        marks = [row.icon.kind for row in self.checks.values() if self._folded.indexOf(row) >= 0]
        self.more.setVisible(bool(marks))
        unknown = sum(mark is StatusKind.UNKNOWN for mark in marks)
        if any(mark in (StatusKind.BUSY, StatusKind.WAITING) for mark in marks):
            words = N("{n} more check", "{n} more checks", len(marks))
        elif unknown:
            words = N(
                "{n} more check, {unknown} could not be made",
                "{n} more checks, {unknown} could not be made",
                len(marks),
                unknown=unknown,
            )
        else:
            words = N("{n} more check, nothing to do", "{n} more checks, nothing to do", len(marks))
        self.more.set_title(self.say(words))

    def _order(self) -> None:
        """The keyboard goes through the rows as they are seen."""
        before: QWidget | None = None
        for place in (*self._groups.values(), self._folded):
            if place is self._folded:
                before = _after(before, self.more.handle)
            for index in range(place.count()):
                item = place.itemAt(index)
                row = item.widget() if item is not None else None
                if isinstance(row, CheckRow):
                    before = _after(_after(before, row.details), row.button)

    def show_where(self, identity: str) -> None:
        """Show the card of a row's cause in a window of its own."""
        run = self._runs.get(identity)
        if run is None or identity not in self._causes:
            return
        from wizard.ui.cause_dialog import CauseDialog

        self.dialog = CauseDialog(self.session, run(), self._causes[identity], self.window(), identity)
        # while the others are still looked at, all begin anew: one alone would end them
        self.dialog.accepted.connect(lambda: self.rerun() if self.busy else self.alone(identity))
        self.dialog.finished.connect(self._dialog_closed)
        self.dialog.open()

    def _dialog_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    @property
    def is_ok(self) -> bool:
        """Whether no check found anything so far."""
        return not any(result.code for result in self._results.values())

    def primary(self) -> Action:
        """Go on; also while something is not right, since the live test says more."""
        if not self.is_ok and not self.busy:
            return Action(self.say(T("&Continue anyway")), self.forward.emit)
        return Action(self.say(T("&Continue")), self.forward.emit)

    def secondary(self) -> list[Action]:
        """Check again."""
        if self.busy:
            return [Action(self.say(T("Ca&ncel")), self.cancel, name="cancel")]
        if self.session.is_watching:
            return [Action(self.say(T("Check &now")), self.session.watching.check_now, name="check-now")]
        again = Action(self.say(T("Check &again")), self.rerun, name="again")
        if not self.is_ok and self.session.has_watched and self.session.watching.is_over:
            return [Action(self.say(T("&Keep watching")), self.session.watching.go_on, name="watch"), again]
        return [again]

    def note(self) -> str:
        """When the rows are looked at again, or how many checks are done."""
        if not self.busy and (words := watch_note(self.session)):
            return words
        done = sum(result.status is not Status.BLOCKED for result in self._results.values())
        return self.say(N("{done} of {n} checked", "{done} of {n} checked", len(self.checks) or 1, done=done))


def _told(check: CheckResult) -> tuple[object, ...]:
    """What of a check's outcome a row shows."""
    return check.status, check.summary, check.shown, check.code, check.blocked_by


def _after(before: QWidget | None, then: QWidget) -> QWidget:
    if before is not None:
        QWidget.setTabOrder(before, then)
    return then
