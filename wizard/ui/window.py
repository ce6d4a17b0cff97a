"""The window: a sidebar, one page, one bar of actions. Own thin frame; steps are a table and a history."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wizard.core.text import T
from wizard.ui.flow import STEPS, StepHistory, StepId
from wizard.ui.sidebar import Sidebar
from wizard.ui.status import StatusKind
from wizard.ui.theme import MARGIN, style_sheet
from wizard.ui.widgets import ENTER, button, held, label, set_marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QMenu

    from wizard.ui.ahead import Ahead
    from wizard.ui.pages.base import Action, Page
    from wizard.ui.session import Session
    from wizard.ui.watch_display import WatchDisplay


_SETTLE_MS = 400
_BY_ITSELF_MS = 2000  # nobody expects what comes without a press; whoever looks at it has to read it first
_REPEAT_MS = 20  # between letting a key go and pressing it again, by the events' own time: no hand does that
_NARROW = 840  # pixels of a window that holds no sidebar with words
_MOST_DROPPED = 8  # files at once: a folder's whole content was not meant
_LEAST_NOTE = 160  # pixels of a note beside the actions; with less room it is above them


def _files(event: QDropEvent) -> list[str]:
    """Names of the files of this PC that a drag holds."""
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]


def _make_page(step: StepId, session: Session) -> Page:
    """Make a step's page; its module is imported when the step is first taken."""
    match step:
        case StepId.WELCOME:
            from wizard.ui.pages.welcome import WelcomePage

            return WelcomePage(session)
        case StepId.OFFICE:
            from wizard.ui.pages.office import OfficePage

            return OfficePage(session)
        case StepId.KEY:
            from wizard.ui.pages.key import KeyPage

            return KeyPage(session)
        case StepId.LIVE:
            from wizard.ui.pages.live import LivePage

            return LivePage(session)
        case StepId.RESULT if session.is_replay:
            from wizard.ui.pages.replay_page import ReplayPage

            return ReplayPage(session)
        case StepId.RESULT:
            from wizard.ui.pages.result import ResultPage

            return ResultPage(session)


class Window(QWidget):
    """The wizard's window.

    Args:
        session: What it shows; it can outlive the window.

    Attributes:
        before_closing: Asked whether it may close, where something is to be said before; else it stays.

    Signals:
        painted: The first paint is done.
        closed: It was closed, which by itself ends nothing else.
        page_shown: A page has come up; its step.
        announced: Something was said to screen readers; the words.
        dropped: A file was dropped on it, where it accepts drops; the file's name.
    """

    painted = Signal()
    closed = Signal()
    page_shown = Signal(str)
    announced = Signal(str)
    dropped = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.launch = session.launch
        self.theme = session.theme
        self.history = StepHistory(session.first_step)
        self._pages: dict[StepId, Page] = {}
        self._outcomes: dict[StepId, StatusKind] = {}
        self._ahead: Ahead | None = None
        self._watch: WatchDisplay | None = None
        self.before_closing: Callable[[], bool] | None = None
        self._has_painted = self._is_complete = self._held = False
        self._released = -_REPEAT_MS
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self.setObjectName("window")
        self.setWindowTitle(self._title())
        self._build()
        self._restyle()
        self.theme.changed.connect(self._restyle)
        session.ready.connect(self._engine_ready)
        session.keychain_read.connect(self._keychain_read)
        session.changed.connect(self._result_changed)
        session.watch_began.connect(self._watch_began)
        if session.has_watched:
            self._watch_began()
        self.painted.connect(self._complete)
        self._go(session.first_step)

    def _complete(self) -> None:
        """Add what the first paint did not need: keys, icon, the system's scheme; tell of the first page."""
        from PySide6.QtGui import QKeySequence, QShortcut

        for key, do in (
            ("Esc", self._escape),
            ("F1", self.show_about),
            ("Return", self._enter),
            ("Enter", self._enter),
        ):
            QShortcut(QKeySequence(key), self, do).setAutoRepeat(False)  # one press, one page
        self.setWindowIcon(self._icon())
        self.theme.follow()
        QApplication.instance().focusChanged.connect(self._see)
        self._is_complete = True
        self._announce(self.page.announcement())
        if self.session.engine is not None:  # it was there before this window
            self._engine_ready()

    def _see(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring what the keyboard reaches into sight; Qt does so only for a Tab from within the page."""
        if now is not None and self.page.isAncestorOf(now) and now.visibleRegion().isEmpty():
            self.page.ensureWidgetVisible(now)

    def _title(self) -> str:
        say, profile = self.session.say, self.launch.profile
        if self.session.is_replay:
            return say(T("Replay of a case: Connect Wizard for Open Dental"))
        if profile.product or profile.vendor_name:
            name = profile.product or profile.vendor_name
            return say(T("{product}: Connect Wizard for Open Dental", product=name))
        return say(T("Connect Wizard for Open Dental"))

    def _icon(self) -> QIcon:
        """The vendor's logo, or the program's own icon."""
        from PySide6.QtGui import QIcon, QPixmap

        from wizard.ui.icon import program_icon

        launch = self.launch
        pixmap = (
            QPixmap(str(launch.folder / launch.profile.logo))
            if launch.folder and launch.profile.logo
            else None
        )
        return program_icon() if pixmap is None or pixmap.isNull() else QIcon(pixmap)

    # building

    def _build(self) -> None:
        self.sidebar = Sidebar(self.session)
        self.stack = self.session.pages = QStackedWidget()
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.stack, 1)
        side.addWidget(self._action_bar())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.sidebar)
        line.addLayout(side, 1)
        self.setMinimumSize(640, 400)
        self._fit()
        self.sidebar.about.clicked.connect(self.show_about)
        if self.launch.pretend is not None:
            self._add_pretend()

    def _fit(self) -> None:
        """1040 x 720, or what the screen has."""
        space = self.screen().availableGeometry()
        width, height = min(1040, space.width()), min(720, space.height() - 40)
        self.resize(max(width, self.minimumWidth()), max(height, self.minimumHeight()))

    def _action_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("actions")
        self.note = label("", "quiet")
        self.back = button(self.session.say(T("&Back")))
        self.back.clicked.connect(self.go_back)
        self.main_action = button("", "primary")
        self.main_action.clicked.connect(self._primary)
        self._extra: list[QPushButton] = []
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight, bar)
        self._bar.setContentsMargins(MARGIN, 14, MARGIN, 14)
        self._bar.setSpacing(12)
        self._bar.addWidget(self.note, 1)
        self._bar_line = QHBoxLayout()
        self._bar_line.setSpacing(12)
        self._bar_line.addStretch(1)
        self._bar.addLayout(self._bar_line)
        self._bar_line.addWidget(self.back)
        self._bar_line.addWidget(self.main_action)
        return bar

    def _add_pretend(self) -> None:
        from wizard.ui.scenario_choice import ScenarioChoice

        assert self.launch.pretend is not None  # noqa: S101 - checked by the caller
        self.sidebar.add_below(ScenarioChoice(self.session, self.launch.pretend))

    def _restyle(self) -> None:
        QApplication.setPalette(self.theme.palette())
        self.setStyleSheet(style_sheet(self.theme))

    # the way through the steps

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self.history.here]

    def go_back(self) -> None:
        """Go back; what was entered stays."""
        if self.history.can_go_back:
            self.page.leave()
            self._go(self.history.back())

    def go_to(self, step: StepId) -> Page:
        """Go to a step as if the person had come by those before it, and return its page."""
        self.page.leave()
        order = [s.id for s in STEPS]
        for passed in order[: order.index(step) + 1]:
            self.history.to(passed)
        self._go(step)
        return self.page

    def made_page(self, step: StepId) -> Page | None:
        """A step's page, where it was made already."""
        return self._pages.get(step)

    def _forward(self) -> None:
        here = self.history.here
        self.page.leave()
        if here is StepId.RESULT:  # check again
            self._go(self.history.to(StepId.LIVE))
            return
        self._outcomes[here] = self._outcome(here)
        self._go(self.history.forward())

    def _outcome(self, step: StepId) -> StatusKind:
        """How a step went, for the sidebar."""
        result = self.session.result
        if step is StepId.LIVE and result is not None and not result.connected:
            return StatusKind.NEEDS_YOU
        return StatusKind.GOOD if self._pages[step].is_ok else StatusKind.NEEDS_YOU

    def _page_of(self, step: StepId) -> Page:
        """A step's page, which is made once."""
        if step not in self._pages:
            page = _make_page(step, self.session)
            page.changed.connect(self._show_actions)
            page.forward.connect(self._forward)
            self._pages[step] = page
            self.stack.addWidget(page)
            if self.session.stored is not None:
                page.keychain_read()
        return self._pages[step]

    def _go(self, step: StepId) -> None:
        if self._ahead is not None:
            self._ahead.stop()
        page = self._page_of(step)
        for _ in page.pieces():  # what was not made ahead
            pass
        self.stack.setCurrentWidget(page)
        self._settling.start(_SETTLE_MS)
        order = [s.id for s in STEPS]
        for later in order[order.index(step) :]:
            self._outcomes.pop(later, None)
        self.sidebar.show_step(step, self._outcomes)
        page.enter()
        self._show_actions()
        focus = page.initial_focus() or self.main_action
        focus.setFocus()
        if self._is_complete:
            self._announce(page.announcement())
        self.page_shown.emit(str(step))

    def _announce(self, words: str) -> None:
        """Have a screen reader say something, whatever has the focus."""
        if words:
            from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
            self.announced.emit(words)

    # actions

    def _show_actions(self) -> None:
        page = self.page
        self.back.setVisible(self.history.can_go_back)
        self._show(self.main_action, page.primary())
        extra = page.secondary()
        while len(self._extra) < len(extra):
            made = button("")
            index = len(self._extra)
            made.clicked.connect(lambda _=False, n=index: self.page.secondary()[n].do())
            self._extra.append(made)
            self._bar_line.insertWidget(self._bar_line.count() - 1, made)
        for index, made in enumerate(self._extra):
            made.setVisible(index < len(extra))
            QWidget.setTabOrder(self._extra[index - 1] if index else self.back, made)
            if index < len(extra):
                self._show(made, extra[index])
        QWidget.setTabOrder(self._extra[-1] if self._extra else self.back, self.main_action)
        self._note(page)

    def _note(self, page: Page) -> None:
        """The page's note; without room for the sidebar's words, the reference to quote takes its place."""
        words = page.note() or (self.sidebar.quoted if self.sidebar.narrow else "")
        set_marked(self.note, words)
        self.note.setVisible(bool(words) or not self.sidebar.narrow)
        self._place_note()

    def _place_note(self) -> None:
        """Put the note beside the actions, or above them where it would be squeezed into a column."""
        self._bar_line.invalidate()  # a layout within another hears of a new button only later
        actions = self._bar_line.sizeHint().width() + self._bar.spacing() + 2 * MARGIN
        room = self.width() - self.sidebar.maximumWidth() - actions
        above = self.sidebar.narrow or (bool(self.note.text()) and room < self.theme.px(_LEAST_NOTE))
        direction = QBoxLayout.Direction.TopToBottom if above else QBoxLayout.Direction.LeftToRight
        self._bar.setDirection(direction)

    def _show(self, target: QPushButton, action: Action) -> None:
        target.setText(action.text)
        target.setEnabled(action.enabled)
        menu: QMenu | None = target.menu()
        if action.choices and menu is None:
            from wizard.ui.action_menu import ActionMenu  # few pages have one

            ActionMenu(target, lambda: self._choices(target))
        elif menu is not None and not action.choices:
            target.setMenu(None)  # type: ignore[arg-type]  # takes its menu away, in Qt's own words
            menu.deleteLater()

    def _choices(self, target: QPushButton) -> tuple[Action, ...]:
        """What the menu of a further action offers now."""
        return self.page.secondary()[self._extra.index(target)].choices

    @property
    def settling(self) -> bool:
        """Whether a page has only just come up: a second click or key press still means the page before."""
        return self._settling.isActive()

    def _primary(self) -> None:
        if self.settling:
            return
        action = self.page.primary()
        if action.enabled:
            action.do()

    def event(self, event: QEvent) -> bool:
        """Notice whether Enter is only held: X11 does not always say so, but repeats it without a pause."""
        kind = event.type()
        if kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease) and event.text() in ENTER:  # type: ignore[attr-defined]  # both are of keys
            at = event.timestamp()  # type: ignore[attr-defined]  # likewise
            if kind is QEvent.Type.KeyRelease:
                self._released = at
            else:
                self._held = held(event) or 0 <= at - self._released < _REPEAT_MS  # type: ignore[arg-type]
        return super().event(event)

    def _enter(self) -> None:
        if self.settling or self._held:
            return
        from wizard.ui.link import Link  # not at the first paint

        focus = self.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        elif isinstance(focus, Link):
            focus.activate()
        else:
            self._primary()

    def _escape(self) -> None:
        if self.page.busy:
            self.page.cancel()

    # the engine

    def _engine_ready(self) -> None:
        if self._ahead is not None:
            return
        for page in self._pages.values():  # also those gone past already: a run tells all of its rows once
            for _ in page.pieces():
                pass
        from wizard.ui.ahead import Ahead, classes  # not at the first paint
        from wizard.ui.coming_back import ComingBack

        self._ahead = Ahead(self)
        self._classes = classes()
        self._ahead.begin(chain(self._next_page(), self._classes))
        self._settling.timeout.connect(self._get_ahead)
        self._coming_back = ComingBack(self)

    def _get_ahead(self) -> None:
        """Make the next page, unless something is being made."""
        if self._ahead is not None and not self._ahead.busy:
            self._ahead.begin(chain(self._next_page(), self._classes))

    def _get_result_ahead(self) -> None:
        """Make the result's page anew while the finished rows of the test stay."""
        if self.history.here is StepId.LIVE and self._ahead is not None:
            self._ahead.begin(self._next_page())

    def _next_page(self) -> Iterator[None]:
        from wizard.ui.ahead import laid_out

        order = [step.id for step in STEPS]
        place = order.index(self.history.here) + 1
        if place == len(order):
            return
        page = self._page_of(order[place])
        yield
        yield from page.pieces()
        yield from laid_out(page, self.stack.rect())

    def _keychain_read(self) -> None:
        for page in self._pages.values():
            page.keychain_read()
        self._show_actions()

    def _result_changed(self) -> None:
        """A live test has ended, wherever it was begun: show the reference, and a new result at once."""
        result = self.session.result
        if result is None:
            return
        self.sidebar.show_reference(f"{result.causes[0].ref}-{result.reference}" if result.causes else "")
        for page in self._pages.values():
            page.result_changed()
        self._outcomes.update({step: self._outcome(step) for step in self._outcomes})
        self._get_result_ahead()
        if self.history.here is StepId.RESULT:
            self._show_later()
        else:
            self.sidebar.show_step(self.history.here, self._outcomes)

    def _show_later(self) -> None:
        """Show a later result in its place; the keyboard stays where it is, unless that is gone."""
        page, said = self.page, self.page.announcement()
        focus: QWidget | None = self.focusWidget()
        inside = focus is not None and page.isAncestorOf(focus)
        page.enter()
        if page.announcement() != said:
            # a hasty press means what stood there before
            self._settling.start(_SETTLE_MS if self.session.watching.asked else _BY_ITSELF_MS)
            self._announce(page.announcement())
        elif self.session.is_watching and self.session.watching.asked:
            self._announce(page.unchanged())
        self.sidebar.show_step(self.history.here, self._outcomes)
        self._show_actions()
        if focus is not None and inside and not (page.isAncestorOf(focus) and focus.isVisibleTo(page)):
            (page.initial_focus() or self.main_action).setFocus()
        self.page_shown.emit(str(self.history.here))

    def _watch_began(self) -> None:
        """Something is watched: follow the watch from now on."""
        if self._watch is None:
            from wizard.ui.watch_display import WatchDisplay

            self._watch = WatchDisplay(self, self.session.watching)

    def show_note(self) -> None:
        """Say the page's note anew: what is watched counts down."""
        self._note(self.page)

    def watch_changed(self) -> None:
        """The watch does something else now: other actions, another note."""
        self._show_actions()

    def say_of(self, step: StepId) -> None:
        """Have a screen reader say how a page stands now, unless another one is shown."""
        if self.history.here is step:
            self._announce(self.page.announcement())

    @property
    def beside(self) -> QWidget | None:
        """The small window, while it stands in for this one."""
        return self.page.companion

    def show_beside(self) -> bool:
        """Shrink to the small window; False where there is nothing to show in it."""
        return self.page.show_beside()

    def show_about(self) -> None:
        """Say which program this is."""
        from wizard.ui.about import About

        About(self.session, self).open()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that it is closed; what runs goes on unless whoever opened it ends the session."""
        if self.before_closing is not None and not self.before_closing():
            event.ignore()
            return
        self.closed.emit()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take a drag of files; whoever reads them finds what they are."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of each file."""
        for name in _files(event)[:_MOST_DROPPED]:
            event.acceptProposedAction()
            self.dropped.emit(name)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the page the sidebar's room in a small window."""
        super().resizeEvent(event)
        narrow = event.size().width() < self.theme.px(_NARROW)
        if narrow != self.sidebar.narrow:
            self.sidebar.set_narrow(narrow=narrow)
            self._show_actions()
        else:
            self._place_note()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of the first paint."""
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self.painted.emit)
