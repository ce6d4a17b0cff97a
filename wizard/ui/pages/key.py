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

from wizard.core.keys import tidy_customer, tidy_developer
from wizard.core.mode import Mode
from wizard.core.text import N, T, paragraph
from wizard.runs.key_choice import KnownKeys, choose_keys
from wizard.ui.list_widgets import WrappingCheckBox
from wizard.ui.pages.base import Action, Page
from wizard.ui.widgets import button, label, set_kind, set_marked

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.keys import Keys
    from wizard.core.pasted import Pasted
    from wizard.core.secret import Secret
    from wizard.core.text import Text
    from wizard.ui.session import Session


_WAYS = {
    Mode.REMOTE: T("Over the internet"),
    Mode.API_SERVICE: T("Through the API Service on the server"),
    Mode.LOCAL: T("Through Open Dental on this PC"),
}
"""The ways in a front desk's words; the key goes on the chosen one only."""


class KeyField(QWidget):
    """A field that hides what is in it, with a button that shows it and a line about it.

    Attributes:
        pasted: The paste of several keys that its choices are of; outlives the field's text.

    Signals:
        chosen: One of several keys in it was chosen.
    """

    chosen = Signal()

    def __init__(self, title: str, reveal: str, hide: str) -> None:
        super().__init__()
        self.pasted: Pasted | None = None
        self._words = (reveal, hide)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(title)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.eye = button(reveal)
        self.eye.setCheckable(True)
        self.eye.setAccessibleDescription(title)
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
        self._offered: tuple[Secret, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda _: self.chosen.emit())
        self._choices = QHBoxLayout()
        self._choices.setSpacing(20)
        column.addLayout(self._choices)

    @property
    def holds(self) -> bool:
        """Whether anything is in it now."""
        return bool(self.edit.text().strip())

    @property
    def choice(self) -> int | None:
        """Place of the key that was chosen of those that are offered; None before that."""
        place = self._group.checkedId()
        return None if place < 0 else place

    @property
    def choices(self) -> list[QRadioButton]:
        """What is offered to choose from."""
        return [made for made in self._group.buttons() if isinstance(made, QRadioButton)]

    def offer(self, pasted: Pasted | None) -> None:
        """Offer a paste's keys by their first and last characters; none takes the choice away."""
        self.pasted = pasted if pasted and pasted.choices else None
        keys = self.pasted.choices if self.pasted else ()
        if keys == self._offered:
            return
        self._offered = keys
        for old in self.choices:
            self._group.removeButton(old)
            old.deleteLater()
        while self._choices.takeAt(0) is not None:
            pass
        before: QWidget = self.eye
        for place, name in enumerate(_names(keys)):
            made = QRadioButton(name)
            self._group.addButton(made, place)
            self._choices.addWidget(made)
            self.setTabOrder(before, made)  # not behind the fields that were there before it
            before = made
        if keys:
            self._choices.addStretch(1)

    def show_message(self, words: str, *, wrong: bool) -> None:
        """Say something about what is in it; what cannot be a key is seen to be none."""
        set_marked(self.notes, words)
        set_kind(self.notes, "someone" if wrong else "quiet")
        self.edit.setAccessibleDescription(words)

    def clear(self) -> None:
        """Take out what was typed; no undo brings it back."""
        self.eye.setChecked(False)
        self.edit.setText("")

    def _reveal(self, shown: bool) -> None:  # a signal's argument
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self.eye.setText(self._words[shown])


class WayChoice(QWidget):
    """How the program reaches Open Dental: asked where no vendor's profile says it.

    Args:
        title: The question.
        ways: The answers.
        server: What the field is called that takes the server's name.
        hint: When it can stay empty.
    """

    def __init__(self, title: str, ways: dict[Mode, str], server: str, hint: str) -> None:
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
        self.server = QLineEdit()
        self.server.setAccessibleName(server)
        self.server.setAccessibleDescription(hint)
        caption = label(server, "strong")
        caption.setBuddy(self.server)
        self.about_server = QWidget()
        inside = QVBoxLayout(self.about_server)
        inside.setContentsMargins(28, 0, 0, 0)
        inside.setSpacing(6)
        for part in (caption, self.server, label(hint, "quiet")):
            inside.addWidget(part)
        self.about_server.hide()
        column.insertWidget(self._ways.index(Mode.API_SERVICE) + 2, self.about_server)  # under its answer
        self._group.idToggled.connect(lambda *_: self.about_server.setVisible(self.way is Mode.API_SERVICE))

    @property
    def host(self) -> str | None:
        """The server's name as it was entered; None where it is not asked for or left out."""
        return (self.server.text().strip() or None) if self.way is Mode.API_SERVICE else None

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
        title, lead = _heading(both=profile.developer_key is None, vendor=_capital(session.vendor))
        self.column.addWidget(label(say(title), "title"))
        self.column.addWidget(label(say(lead), "lead"))
        self.column.addSpacing(16)
        self.stored = label("", "text")
        self.stored.hide()
        self.column.addWidget(self.stored)
        words = say(T("&Show")), say(T("&Hide"))
        self._entered: tuple[Secret | None, Secret | None] = (None, None)  # customer, developer
        self.developer: KeyField | None = None
        if profile.developer_key is None:
            # keys of their own: one that two buttons share only moves between them
            its = say(T("Sho&w")), say(T("Hid&e"))
            self.developer = KeyField(say(T("Developer key")), *its)
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
            self.way = WayChoice(
                say(T("How does the program reach Open Dental?")),
                ways,
                say(T("Name of the server")),
                say(T("Leave it empty if this PC's own Open Dental knows the server.")),
            )
            self.column.addWidget(self.way)
            self.column.addSpacing(8)
        self.remember = WrappingCheckBox(
            say(T("&Keep the key in this PC's keychain, so that the program finds it"))
        )
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
            ends = stored.customer.ends
            words = T("The key {key} is stored on this PC and is used if the field stays empty.", key=ends)
            if ends == "…":  # a short one, which has none to tell
                words = T("A key is stored on this PC and is used if the field stays empty.")
            set_marked(self.stored, self.say(words))
            self.stored.show()
        if not stored.available:
            self.remember.box.setChecked(False)
            self.remember.setEnabled(False)
            words = stored.trouble or T("This PC has no keychain: the key is kept until this window closes.")
            set_marked(self.home, self.say(words))
        self._typed()

    def _known(self) -> KnownKeys:
        """What is there without the fields: the profile's key, and what was entered before or is stored."""
        stored = self.session.stored
        customer, developer = (stored.customer, stored.developer) if stored else (None, None)
        profile = self.session.launch.profile.developer_key
        return KnownKeys(profile, self._entered[0] or customer, self._entered[1] or developer)

    def keys(self) -> Keys:
        """The keys as they stand in the fields, else the stored ones."""
        return self._read()[0]

    def _read(self) -> tuple[Keys, Pasted | None, Pasted | None]:
        """The keys, and what the clean-up says about each field."""
        known = self._known()
        typed = self._of(self.developer, tidy_developer, developer=True) if self.developer else None
        _replace(self.customer, self.developer, typed.customer if typed else None)
        beside = known.developer_beside(typed)
        pasted = self._of(self.customer, lambda text: tidy_customer(text, beside))
        if _replace(self.developer, self.customer, pasted.developer if pasted else None):
            typed = None
        return choose_keys(known, typed, pasted), typed, pasted

    def _of(
        self, field: KeyField, tidy: Callable[[str], Pasted], *, developer: bool = False
    ) -> Pasted | None:
        """What a field holds; the person chooses where several keys could be meant, also after it is left."""
        raw = tidy(field.edit.text()) if field.holds else field.pasted
        field.offer(raw)
        if raw is None or not raw.choices:
            return raw
        if field.choice is not None:
            return raw.choose(field.choice, developer=developer)
        return raw if field.holds else None

    def _typed(self) -> None:
        _, typed, pasted = self._read()
        customer = typed.customer if typed and not typed.problem else None
        self._tell(self.customer, pasted, customer, self._entered[0])
        if self.developer is not None:
            developer = pasted.developer if pasted and not pasted.problem else None
            self._tell(self.developer, typed, developer, self._entered[1])
        if self._entered[0] is not None or customer is not None:
            self.stored.hide()  # another one is used now
        self.changed.emit()

    def _tell(
        self, field: KeyField, pasted: Pasted | None, other: Secret | None, entered: Secret | None
    ) -> None:
        """Say about a field what was read; where it is empty, which key is used in its place."""
        if not field.holds:
            lines = _instead(field, other, entered)
        elif pasted is None:
            lines = []
        elif pasted.choices:
            lines = [
                N(
                    "There is {n} key in this text. Choose the right one.",
                    "There are {n} keys in this text. Choose the right one.",
                    len(pasted.choices),
                )
            ]
        elif pasted.problem is not None:
            lines = [*pasted.tidied, *([pasted.detail] if pasted.detail else [])]
        else:
            lines = [*pasted.tidied, pasted.hint or T("This looks like a key.")]
        wrong = pasted is not None and pasted.problem is not None and not pasted.choices
        field.show_message(self.say(paragraph(*lines)) if lines else "", wrong=wrong)

    def leave(self) -> None:
        """Hand the keys on, and leave nothing of them in the fields."""
        keys, typed, pasted = self._read()
        self.session.keys = keys
        self.session.remember = self.remember.box.isChecked()
        if self.way is not None:
            self.session.way, self.session.host = self.way.way, self.way.host
        customer = (pasted and pasted.customer) or (typed and typed.customer) or self._entered[0]
        developer = (typed and typed.developer) or (pasted and pasted.developer) or self._entered[1]
        self._entered = (customer, developer if self.developer else None)
        for field in (self.customer, self.developer):
            if field is not None:
                field.clear()
        self._typed()

    def choose_way(self, way: Mode) -> None:
        """Choose a way for the person, as they chose it before; only where it is asked for."""
        if self.way is not None:
            self.way.choices[way].setChecked(True)

    def primary(self) -> Action:
        """Test, as soon as there is something to test with."""
        return Action(self.say(T("&Test the connection")), self.forward.emit, self.keys().pair is not None)

    def initial_focus(self) -> QWidget | None:
        """The first empty field."""
        if self.developer and not self.developer.edit.text() and self._known().developer is None:
            return self.developer.edit
        return self.customer.edit


def _heading(*, both: bool, vendor: str) -> tuple[Text, Text]:
    """What the page asks for, and where it comes from."""
    if both:
        return (
            T("Paste the two keys"),
            T("The developer key is the vendor's own. The customer key was made for this office."),
        )
    lead = T("{vendor} made it for this office and sent it to you.", vendor=vendor)
    return T("Paste the customer key"), lead


def _replace(old: KeyField | None, new: KeyField | None, other: Secret | None) -> bool:
    """Whether a pair in the field ``new`` goes before what was chosen in ``old`` earlier; drop that then."""
    if old is None or new is None or other is None or old.holds or not new.holds:
        return False
    old.offer(None)
    return True


def _instead(field: KeyField, other: Secret | None, entered: Secret | None) -> list[Text]:
    """Which key is used while a field is empty."""
    chosen = field.pasted.choices[field.choice] if field.pasted and field.choice is not None else None
    if chosen is None and other is not None:
        return [T("Taken from the other field ({key}).", key=other.ends)]
    if chosen is None and entered is None and field.pasted is None:
        return [T("Usually 16 letters and digits.")]
    lines = []
    if used := chosen or entered:
        lines = [_used(used)]
    if field.pasted is not None:
        return [*lines, T("Choose one of the keys that you pasted, or enter another one.")]
    return [*lines, T("Enter another one to replace it.")]


def _used(key: Secret) -> Text:
    """Which key is used; a short one has no ends to tell."""
    if key.ends == "…":
        return T("The key that you entered is used.")
    return T("The key {key} is used.", key=key.ends)


def _names(keys: tuple[Secret, ...]) -> tuple[str, ...]:
    """What tells keys apart: their ends, and their place where those are the same."""
    ends = [key.ends for key in keys]
    return tuple(
        f"{name} ({place})" if ends.count(name) > 1 else name for place, name in enumerate(ends, start=1)
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
