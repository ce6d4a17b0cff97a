"""What was found here lately: the hours of the day in rows of days, and every line of it in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, Qt, QTime
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from wizard.core.text import T, paragraph, unmarked
from wizard.runs.history import HistoryTrouble
from wizard.runs.history_words import broken_hours, worst_hours
from wizard.store.history_file import KeptRun
from wizard.ui.dialog import Dialog
from wizard.ui.widgets import button, keep_place, label, set_marked
from wizard.ui.worker import Crash

if TYPE_CHECKING:
    from datetime import date, datetime

    from PySide6.QtGui import QPaintEvent

    from wizard.core.text import Text
    from wizard.runs.history_words import ToldEntry, ToldHistory
    from wizard.ui.engine import Engine
    from wizard.ui.session import Session
    from wizard.ui.theme import Theme
    from wizard.ui.worker import Tell

MOST_DAYS = 8
"""Rows of the timeline, the latest day at the top."""

_ROW, _LEFT, _HEAD = 26, 96, 24  # pixels at the usual text size
_NAMED_HOURS = (0, 6, 12, 18)
_SHORT = QLocale.FormatType.ShortFormat


class Timeline(QWidget):
    """Rows of days with the hours of the day: a bar where it was broken, a dot where it worked.

    It says nothing that the list does not say in words, so a screen reader is given one sentence for it.

    Args:
        theme: Its colors.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._spans: list[tuple[date, float, float, bool]] = []
        self._days: list[date] = []
        theme.changed.connect(self.update)

    def show_entries(self, entries: tuple[ToldEntry, ...]) -> None:
        """Show the runs among these."""
        runs = [told for told in entries if isinstance(told.entry, KeptRun)]
        self._spans = [(*span, told.is_well) for told in runs for span in _spans(told.at, told.until)]
        self._days = sorted({span[0] for span in self._spans}, reverse=True)[:MOST_DAYS]
        self.setFixedHeight(self._theme.px(_HEAD + _ROW * len(self._days)) if self._days else 0)
        self.update()

    @property
    def days(self) -> int:
        """How many rows it has."""
        return len(self._days)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(self._theme.px(12))
        painter.setFont(font)
        self._draw_hours(painter)
        for row, day in enumerate(self._days):
            self._draw_day(painter, row, day)
        painter.end()

    def _x(self, hour: float) -> float:
        left = self._theme.px(_LEFT)
        return left + hour / 24 * (self.width() - left - 8)

    def _draw_hours(self, painter: QPainter) -> None:
        head, bottom = self._theme.px(_HEAD), float(self.height())
        for hour in range(25):
            named = hour in _NAMED_HOURS
            painter.setPen(QPen(self._theme.colour("waiting" if named else "line"), 1))
            painter.drawLine(QPointF(self._x(hour), head), QPointF(self._x(hour), bottom))
            if named:
                painter.setPen(self._theme.colour("quiet"))
                words = QLocale().toString(QTime(hour, 0), _SHORT)
                painter.drawText(QPointF(self._x(hour) + 3, head - 7), words)

    def _draw_day(self, painter: QPainter, row: int, day: date) -> None:
        height, top = self._theme.px(_ROW), self._theme.px(_HEAD + _ROW * row)
        painter.setPen(self._theme.colour("text"))
        words = QLocale().toString(QDate(day.year, day.month, day.day), _SHORT)
        rect = QRectF(0, top, self._theme.px(_LEFT) - 10, height)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, size = top + height / 2, height * 0.3
        for on, start, end, is_well in self._spans:
            if on != day:
                continue
            painter.setBrush(self._theme.colour("good" if is_well else "someone"))
            if is_well:
                painter.drawEllipse(QPointF(self._x(start), middle), size * 0.7, size * 0.7)
                continue
            width = max(size, self._x(end) - self._x(start))
            painter.drawRoundedRect(QRectF(self._x(start), middle - size, width, 2 * size), 3, 3)


class HistoryDialog(Dialog):
    """Shows the history, and removes it.

    Args:
        session: The window's state.
        parent: The window.
    """

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._session = session
        say = session.say
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say(T("History")))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(12)
        column.addWidget(label(say(T("History of this PC")), "title"))
        self.lead = label(say(T("Reading …")), "lead")
        column.addWidget(self.lead)
        self.timeline = Timeline(session.theme)
        self.timeline.setFixedHeight(0)
        column.addWidget(self.timeline)
        self.lines = QListWidget()
        self.lines.setAccessibleName(say(T("What was found, the latest first")))
        self.lines.setWordWrap(True)
        self.lines.setSpacing(2)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_place(self.lines)  # what is around an empty history stays where it is
        column.addWidget(self.lines, 1)
        self.about = label(
            say(T("It holds no key, no name and nothing of a patient. Clear removes the program's log too.")),
            "quiet",
        )
        column.addWidget(self.about)
        line = QHBoxLayout()
        self.clear = button(say(T("C&lear")))
        self.clear.clicked.connect(self._clear)
        self.close_button = button(say(T("&Close")), "primary")
        self.close_button.clicked.connect(self.accept)
        line.addWidget(self.clear)
        line.addStretch(1)
        line.addWidget(self.close_button)
        column.addLayout(line)
        space = self.screen().availableGeometry()
        self.setMinimumSize(440, 320)
        self.resize(min(session.theme.px(760), space.width() - 40), min(620, space.height() - 60))
        self._work = session.worker.submit(_read, self._show)
        self.finished.connect(self._end)
        self.close_button.setFocus()

    def _end(self) -> None:
        """Hear nothing more of what was asked for."""
        self._work.cancel()

    def _show(self, told: ToldHistory | Crash) -> None:
        if isinstance(told, Crash):
            set_marked(self.lead, self._session.say(_UNREADABLE))
            return
        set_marked(self.lead, self._session.say(_lead(told)))
        self.timeline.show_entries(told.entries)
        self.timeline.setAccessibleName(self.lead.text())
        self.lines.clear()
        for entry in reversed(told.entries):
            self.lines.addItem(self._line(entry))
        self.lines.setCurrentRow(0)  # where the keyboard begins
        self.lines.setVisible(bool(told.entries))
        self.clear.setEnabled(bool(told.entries) or told.trouble is not None)

    def _line(self, told: ToldEntry) -> str:
        """A line in words, with its times as the person's locale has them."""
        words = unmarked(self._session.say(told.words))
        quoted = ""
        if isinstance(told.entry, KeptRun) and told.entry.ref is not None and not told.is_well:
            quoted = f" ({told.entry.ref}-{told.entry.reference})"
        return f"{_when(told.at, told.until)}  {words}{quoted}"

    def _clear(self) -> None:
        self.clear.setEnabled(False)
        self.close_button.setFocus()
        self._work = self._session.worker.submit(_clear, self._cleared)

    def _cleared(self, gone: bool | Crash) -> None:
        self._work = self._session.worker.submit(_read, self._show)
        if gone is not True:
            words = T("Not everything could be removed. Close every window of this program and try again.")
            set_marked(self.about, self._session.say(words))


_UNREADABLE = T("The history could not be read.")


def _lead(told: ToldHistory) -> Text:
    """How often it was broken, and at what hour most."""
    if told.trouble is HistoryTrouble.DAMAGED:
        return T("The history is damaged. It is put aside with the next run, and begun anew.")
    if told.trouble is not None:
        return _UNREADABLE
    if not told.entries:
        return T("Nothing is kept here.")
    shown = T("A bar is a time at which Open Dental could not be read, a dot one at which it could.")
    hours = broken_hours(told.entry for told in told.entries)
    worst = worst_hours(hours)
    if worst is None:
        return shown
    broke = T(
        "It was broken most often between {start} and {end}.",
        start=QLocale().toString(QTime(worst[0], 0), _SHORT),
        end=QLocale().toString(QTime(worst[1], 0), _SHORT),
    )
    return paragraph(broke, shown)


def _spans(at: datetime, until: datetime) -> list[tuple[date, float, float]]:
    """A time in local days: each day with the hours from and to, 0 to 24."""
    start, end = at.astimezone(), until.astimezone()
    spans = []
    while start.date() < end.date():
        spans.append((start.date(), _hour(start), 24.0))
        start = (start + timedelta(days=1)).replace(hour=0, minute=0)
    return [*spans, (end.date(), _hour(start), _hour(end))]


def _hour(at: datetime) -> float:
    return at.hour + at.minute / 60


def _when(at: datetime, until: datetime) -> str:
    locale = QLocale()
    first, last = at.astimezone(), until.astimezone()
    day = locale.toString(QDate(first.year, first.month, first.day), _SHORT)
    times = [locale.toString(QTime(one.hour, one.minute), _SHORT) for one in (first, last)]
    if first == last:
        return f"{day} {times[0]}"
    if first.date() == last.date():
        return f"{day} {times[0]} - {times[1]}"
    return f"{day} {times[0]} - {locale.toString(QDate(last.year, last.month, last.day), _SHORT)} {times[1]}"


async def _read(engine: Engine, _tell: Tell) -> ToldHistory:
    return engine.told_history()


async def _clear(engine: Engine, _tell: Tell) -> bool:
    return engine.history.clear()
