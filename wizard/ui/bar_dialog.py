"""A window of its own with one content that scrolls, and a bar of actions below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wizard.core.text import unmarked
from wizard.ui.dialog import Dialog
from wizard.ui.message_panel import message_about
from wizard.ui.widgets import button, caption

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QLayout

    from wizard.ui.cause_card import CauseCard
    from wizard.ui.message_dialog import MessageDialog

_ROUND = (28, 24, 28, 12)
_BAR = (28, 14, 28, 14)


class BarDialog(Dialog):
    """Puts content and actions together.

    Args:
        title: Of its window.
        parent: The wizard's window.
    """

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.setWindowTitle(title)

    def build(self, content: QLayout, actions: QLayout) -> None:
        """Fill the window, once what is in it was made."""
        self._inside = QWidget()
        self._inside.setObjectName("scrolled")
        content.setContentsMargins(*_ROUND)
        self._inside.setLayout(content)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self._bar = QFrame()
        self._bar.setObjectName("actions")
        actions.setContentsMargins(*_BAR)
        self._bar.setLayout(actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._bar)

    def start_at(self, width: int, height: int | None = None) -> None:
        """Take this size, or what the screen has of it; without a height as high as the content wants."""
        space = self.screen().availableGeometry()
        width = min(width, space.width() - 40)
        if height is None:
            for part in self.findChildren(QWidget):
                part.ensurePolished()  # the style has sizes of type
            height = self._inside.heightForWidth(width) + self._bar.sizeHint().height() + 24
        least = max(480, self._bar.sizeHint().width())  # no action is cut off, however long its words
        self.setMinimumSize(min(least, space.width() - 40), 360)
        self.resize(width, min(height, space.height() - 60))


class CardDialog(BarDialog):
    """One with a cause's card.

    Args:
        title: Of its window.
        card: The card.
        parent: The wizard's window.

    Attributes:
        message: Shows the message about the cause in a window of its own: for the bar of actions. Hidden
            where the message stands on the card itself, and where nobody has to act.
        writing: The window with the message, while it is open.
    """

    def __init__(self, title: str, card: CauseCard, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.card = card
        self.writing: MessageDialog | None = None
        self.message = button("")
        self.message.setParent(self)
        self.message.clicked.connect(self._write)
        self.offer_message()

    def offer_message(self) -> None:
        """Say on the button whom the message is for; once more after every later look."""
        card = self.card
        found = None if card.panel is not None else message_about(card.session, card.result, card.cause)
        self.message.setHidden(found is None)
        if found is not None:
            self.message.setText(caption(unmarked(card.session.say(found.title))))

    def _write(self) -> None:
        from wizard.ui.message_dialog import MessageDialog  # only where it is asked for

        self.writing = MessageDialog(self.card.session, self.card.result, self.card.cause, self)
        self.writing.finished.connect(self.written)
        self.writing.open()

    def written(self) -> None:
        """The message is closed."""
        if self.writing is not None:
            self.writing.deleteLater()
            self.writing = None

    def take_card(self, card: CauseCard) -> None:
        """Show another cause's card in the place of this one's."""
        around = self._inside.layout()
        if around is not None:
            around.replaceWidget(self.card, card)
        self.card.hide()
        self.card.deleteLater()
        self.card = card
        card.show()  # a layout shows what it is given some events later: until then the window would be empty
        self.setWindowTitle(unmarked(card.session.say(card.cause.title)))
        self._fit()

    def build_with(self, actions: QLayout) -> None:
        """Fill the window with the card and its actions."""
        around = QVBoxLayout()
        around.addWidget(self.card)
        self.build(around, actions)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the whole picture in sight."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Fit once the layout is known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        view = self._scroll.viewport()
        self.card.fit(view.width(), view.height())
