"""The key: one field. A paste is cleaned and says what was tidied; the developer key only in IT mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from wizard.core.keys import Keys, paired, stored_keys, tidy_customer, tidy_developer
from wizard.core.mode import Mode
from wizard.core.text import T
from wizard.ui.pages.base import Action, Page
from wizard.ui.parts import button, label, set_marked
from wizard.ui.rows import Check

if TYPE_CHECKING:
    from wizard.core.pasted import Pasted
    from wizard.core.secret import Secret
    from wizard.core.text import Text
    from wizard.ui.session import Session


_WAYS = {
    Mode.REMOTE: T("Over the internet"),
    Mode.SERVICE: T("Through the API Service on the server"),
    Mode.LOCAL: T("Through Open Dental on this PC"),
}
"""The ways in a front desk's words; the key goes on the chosen one only."""


class KeyField(QWidget):
    """A field that hides what is in it, with a button that shows it and a line about it.

    Signals:
        chosen: One of several keys in it was chosen.
    """

    chosen = Signal()

    def __init__(self, title: str, reveal: str, hide: str) -> None:
        super().__init__()
        self._words = (reveal, hide)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(title)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.eye = button(reveal)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._reveal)
        self.notes = label("", "quiet")
        caption = label(title, "strong")
        caption.setBuddy(self.edit)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.edit, 1)
        line.addWidget(self.eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption)
        column.addLayout(line)
        column.addWidget(self.notes)
        self._offered: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda _: self.chosen.emit())
        self._choices = QHBoxLayout()
        self._choices.setSpacing(20)
        column.addLayout(self._choices)

    @property
    def choice(self) -> int | None:
        """Place of the key that was chosen of those that are offered; None before that."""
        place = self._group.checkedId()
        return None if place < 0 else place

    @property
    def choices(self) -> list[QRadioButton]:
        """What is offered to choose from."""
        return [made for made in self._group.buttons() if isinstance(made, QRadioButton)]

    def offer(self, names: tuple[str, ...]) -> None:
        """Offer keys by their first and last characters; none takes the choice away."""
        if names == self._offered:
            return
        self._offered = names
        for old in self.choices:
            self._group.removeButton(old)
            old.deleteLater()
        while self._choices.takeAt(0) is not None:
            pass
        for place, name in enumerate(names):
            made = QRadioButton(name)
            self._group.addButton(made, place)
            self._choices.addWidget(made)
        if names:
            self._choices.addStretch(1)

    def clear(self) -> None:
        """Take out what was typed; no undo brings it back."""
        self.eye.setChecked(False)
        self.edit.setText("")

    def _reveal(self, shown: bool) -> None:  # a signal's argument
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self.eye.setText(self._words[shown])


class WayChoice(QWidget):
    """How the program reaches Open Dental: asked where no vendor's profile says it."""

    def __init__(self, title: str, ways: dict[Mode, str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._ways = list(ways)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(title, "strong"))
        for place, words in enumerate(ways.values()):
            made = QRadioButton(words)
            made.setChecked(place == 0)
            self._group.addButton(made, place)
            column.addWidget(made)

    @property
    def way(self) -> Mode:
        """The one that is chosen."""
        return self._ways[self._group.checkedId()]

    @property
    def choices(self) -> dict[Mode, QAbstractButton]:
        """What is offered."""
        return {way: self._group.button(place) for place, way in enumerate(self._ways)}


class KeyPage(Page):
    """Keeps the keys as long as the window lives; its fields only until it is left."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        say, profile = self.say, session.launch.profile
        self.column.addWidget(label(say(T("Paste the customer key")), "title"))
        self.column.addWidget(
            label(
                say(
                    T("{vendor} made it for this office and sent it to you.", vendor=_capital(session.vendor))
                ),
                "lead",
            )
        )
        self.column.addSpacing(16)
        self.stored = label("", "text")
        self.stored.hide()
        self.column.addWidget(self.stored)
        words = say(T("&Show")), say(T("&Hide"))
        self._entered: tuple[Secret | None, Secret | None] = (None, None)  # customer, developer
        self.developer: KeyField | None = None
        if profile.developer_key is None:
            self.developer = KeyField(say(T("Developer key")), *words)
            self.developer.edit.textChanged.connect(self._typed)
            self.developer.chosen.connect(self._typed)
            self.column.addWidget(self.developer)
            self.column.addSpacing(8)
        self.customer = KeyField(say(T("Customer key")), *words)
        self.customer.edit.setText(session.launch.customer_key)
        self.customer.edit.textChanged.connect(self._typed)
        self.customer.chosen.connect(self._typed)
        self.column.addWidget(self.customer)
        self.column.addSpacing(8)
        self.way: WayChoice | None = None
        if not profile.vendor_name:
            ways = {way: say(words) for way, words in _WAYS.items()}
            self.way = WayChoice(say(T("How does the program reach Open Dental?")), ways)
            self.column.addWidget(self.way)
            self.column.addSpacing(8)
        self.remember = Check(say(T("&Keep the key in this PC's keychain, so that the program finds it")))
        self.remember.box.setChecked(True)
        self.column.addWidget(self.remember)
        self.home = label(say(T("It is kept nowhere else, and never in a file.")), "quiet")
        self.column.addWidget(self.home)
        self.column.addStretch(1)
        self._typed()

    def keychain_read(self) -> None:
        """Say what the keychain holds, once that is known."""
        stored = self.session.stored
        if stored is None:
            return
        if stored.customer is not None:
            words = T("A key is stored on this PC and is used if the field stays empty.")
            set_marked(self.stored, self.say(words))
            self.stored.show()
        if not stored.available:
            self.remember.box.setChecked(False)
            self.remember.setEnabled(False)
            words = stored.trouble or T("This PC has no keychain: the key is kept until this window closes.")
            set_marked(self.home, self.say(words))
        self._typed()

    def _known_developer(self) -> Secret | None:
        profile, stored = self.session.launch.profile, self.session.stored
        return profile.developer_key or self._entered[1] or (stored.developer if stored else None)

    def keys(self) -> Keys:
        """The keys as they stand in the fields, else the stored ones."""
        return self._read()[0]

    def _read(self) -> tuple[Keys, Pasted | None, Pasted | None]:
        """The keys, and what the clean-up says about each field."""
        customer_text = self.customer.edit.text()
        typed = None
        if self.developer and self.developer.edit.text().strip():
            typed = self._chosen(self.developer, tidy_developer(self.developer.edit.text()), developer=True)
        known = typed.developer if typed else self._known_developer()
        if not customer_text.strip():
            stored = self.session.stored
            kept = self._entered[0] or (stored.customer if stored else None)
            if typed is not None and typed.customer is not None:
                return _problem(typed) or paired(typed.customer, known), typed, None
            return _problem(typed) or stored_keys(kept, known), typed, None
        pasted = self._chosen(self.customer, tidy_customer(customer_text, known))
        keys = _problem(typed) or _problem(pasted) or paired(pasted.customer, known or pasted.developer)
        return keys, typed, pasted

    def _chosen(self, field: KeyField, pasted: Pasted, *, developer: bool = False) -> Pasted:
        """Have the person choose where several keys could be meant."""
        field.offer(_names(pasted.choices))
        place = field.choice
        return pasted if place is None or not pasted.choices else pasted.choose(place, developer=developer)

    def _typed(self) -> None:
        _, typed, pasted = self._read()
        for field, said, entered in (
            (self.customer, pasted, self._entered[0]),
            (self.developer, typed, self._entered[1]),
        ):
            if field is not None:
                self._tell(field, said, entered)
        self.changed.emit()

    def _tell(self, field: KeyField, pasted: Pasted | None, entered: Secret | None) -> None:
        lines: list[Text] = []
        if pasted is None:
            field.offer(())
            lines = [T("Usually 16 letters and digits.")]
            if entered is not None:
                lines = [T("The key that you entered is used. Enter another one to replace it.")]
        elif pasted.choices:
            lines = [T("There are {n} keys in this text. Choose the right one.", n=len(pasted.choices))]
        elif pasted.problem is not None:
            lines = [*pasted.tidied, *([pasted.detail] if pasted.detail else [])]
        else:
            lines = [*pasted.tidied, pasted.hint or T("This looks like a key.")]
        words = " ".join(map(self.say, lines))
        set_marked(field.notes, words)
        field.edit.setAccessibleDescription(words)

    def leave(self) -> None:
        """Hand the keys on, and leave nothing of them in the fields."""
        keys, typed, pasted = self._read()
        self.session.keys = keys
        self.session.remember = self.remember.box.isChecked()
        if self.way is not None:
            self.session.way = self.way.way
        customer = (pasted and pasted.customer) or (typed and typed.customer) or self._entered[0]
        developer = (typed and typed.developer) or (pasted and pasted.developer) or self._entered[1]
        self._entered = (customer, developer if self.developer else None)
        for field in (self.customer, self.developer):
            if field is not None:
                field.clear()
        self._typed()

    def primary(self) -> Action:
        """Test, as soon as there is something to test with."""
        return Action(self.say(T("&Test the connection")), self.forward.emit, self.keys().pair is not None)

    def initial_focus(self) -> QWidget | None:
        """The first empty field."""
        if self.developer and not self.developer.edit.text() and self._known_developer() is None:
            return self.developer.edit
        return self.customer.edit


def _problem(pasted: Pasted | None) -> Keys | None:
    if pasted is None or pasted.problem is None:
        return None
    return Keys(problem=pasted.problem, detail=pasted.detail)


def _names(keys: tuple[Secret, ...]) -> tuple[str, ...]:
    """What tells keys apart: their ends, and their place where those are the same."""
    ends = [key.ends for key in keys]
    return tuple(
        f"{name} ({place})" if ends.count(name) > 1 else name for place, name in enumerate(ends, start=1)
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
