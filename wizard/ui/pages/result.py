"""Result: one line when it works, else a card with the likely cause, who can fix it, and where to click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.text import T, unmarked
from wizard.ui.cause_card import CauseCard, picture_side
from wizard.ui.companion import Companion
from wizard.ui.pages.base import Action, Page
from wizard.ui.pages.offers import offer_named, offered
from wizard.ui.success import SuccessPanel
from wizard.ui.watch_words import watch_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QDialog

    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult


class ResultPage(Page):
    """Shows the session's latest result."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown: ShownResult | None = None
        self._seen: QWidget | None = None
        self._body: QWidget | None = None
        self.card: CauseCard | None = None
        self.success: SuccessPanel | None = None
        self.dialog: QDialog | None = None
        self.companion: Companion | None = None
        session.told.connect(self._look_again)

    def enter(self) -> None:
        """Show the result, unless it is shown already, and watch it while it is no success."""
        for _ in self.pieces():
            pass
        self.session.watching.watch_result()
        if self._body is not self._seen:
            self._seen = self._body
            self.verticalScrollBar().setValue(0)  # the focus may have passed through what is below
        self.changed.emit()

    def pieces(self) -> Iterator[None]:
        """Show the latest result, unless it is shown already."""
        result = self.session.result
        if result is None or result is self._shown:
            return
        card = None if result.connected else self.card
        if card is not None and card.show_again(result, result.causes, result.since):
            self._shown = result
            return
        yield from self._show(result)

    def pictures(self) -> tuple[QWidget, ...]:
        """The picture of the card."""
        return (self.card.side.player.canvas,) if self.card is not None and self.card.side is not None else ()

    def _show(self, result: ShownResult) -> Iterator[None]:
        body, card, panel = QWidget(), None, None
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if result.connected:
            panel = SuccessPanel(self.session, result, result.cure)
            panel.again.connect(self.rerun)
            column.addWidget(panel, 1)
            yield
        else:
            side = picture_side(self.session, result, result.causes[0])
            yield
            watched = self.session.look_again_with() is not None
            card = CauseCard(self.session, result, result.causes, side, result.since, watched=watched)
            yield
            card.fit(self.viewport().width(), self.viewport().height())
            if side is not None:
                side.offer_beside().linkActivated.connect(self._follow)
            column.addWidget(card, 1)
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._shown, self._body, self.card, self.success = result, body, card, panel
        self.column.addWidget(body, 1)
        yield

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the whole picture in sight, however long the words beside it are."""
        super().resizeEvent(event)
        if self.card is not None:
            self.card.fit(self.viewport().width(), self.viewport().height())

    def announcement(self) -> str:
        """The verdict, who can act, and the first step."""
        if self._shown is None or not self._shown.causes:
            return ""
        if self.success is not None:
            return self.success.spoken()
        cause = self._shown.causes[0]
        lines = [self.say(cause.title), *(self.card.spoken() if self.card else ())]
        return unmarked(" ".join(lines))

    def unchanged(self) -> str:
        """When it was looked at, and that it is the same."""
        return self.card.evidence.text() if self.card is not None else ""

    def leave(self) -> None:
        """What is not shown any more is not watched."""
        self.session.stop_watching()

    def primary(self) -> Action:
        """Done when it works, else check again."""
        if self._shown is not None and self._shown.connected:
            return Action(self.say(T("&Done")), self._close, name="done")
        if self.session.is_watching:
            return Action(self.say(T("Check &now")), self.session.watching.check_now, name="check-now")
        return Action(self.say(T("Check &again")), self.rerun, name="again")

    def _close(self) -> None:
        self.window().close()

    def rerun(self) -> None:
        """Run the live test again; the window knows the way."""
        self.forward.emit()

    def secondary(self) -> list[Action]:
        """What can be handed to somebody else: by its name where it is one thing, else in a menu."""
        if self._shown is None:
            return []
        watching = self.session.watching
        stopped = watching.is_over and not self._shown.connected
        go_on = [Action(self.say(T("&Keep watching")), watching.go_on, name="watch")] if stopped else []
        return [*go_on, *offered(self._shown, self.say, self.hand_over)]

    def hand_over(self, name: str) -> None:
        """Open the dialog of something that the shown result has to hand over."""
        offer = None if self._shown is None else offer_named(name, self._shown)
        if self._shown is None or offer is None:
            return
        self.session.at_step = self.card.at if self.card is not None else 0
        self.dialog = offer.make(self.session, self._shown, self.window())
        self.dialog.open()

    def show_beside(self) -> bool:
        """Shrink to the small window, where the result has something to follow."""
        if self._shown is None or not Companion.is_wanted(self._shown):
            return False
        self._follow()
        return True

    def _follow(self, _target: str = "") -> None:
        """Shrink to a small window that stays on top of Open Dental."""
        if self._shown is None:
            return
        full = self.window()
        self.companion = beside = Companion(self.session, self._shown, full)
        beside.back.connect(self._return)
        beside.show()
        full.hide()

    def _return(self) -> None:
        """Show the full window again, in front; a test that has no result yet is shown as it goes."""
        beside, self.companion = self.companion, None
        full = self.window()
        full.show()
        full.raise_()
        full.activateWindow()
        if self.session.live_run.busy or (beside is not None and beside.came_to_nothing):
            self.forward.emit()

    def _look_again(self) -> None:
        """Something else is known of the result that is shown: see whether it works by now."""
        if self.session.is_watching:
            self.session.watching.check_now()
        elif self.isVisible():
            self.rerun()

    def note(self) -> str:
        """When it is looked at again; what to quote on the phone is in the sidebar."""
        return watch_note(self.session)
