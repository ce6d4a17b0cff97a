"""The main window is known at a glance: its icons differ, its book has a day in it, and nobody is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from wizard.pointer.edition import Edition
from wizard.pointer.layout import layout
from wizard.pointer.scene import Control, ControlKind, FrameStyle, PlacedWindow, Rect
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import appointment_book, bars, controls, skin, text_painter, window_painter
from wizard.ui.pointer.glyphs import draw_glyph

pytestmark = pytest.mark.usefixtures("qapp")
MODULES = ["appts", "family", "account", "tx-plan", "chart", "imaging", "manage"]


def main_window() -> PlacedWindow:
    return layout(Scenes().pointer("main/restart"), Edition())[0].front


def control(kind: ControlKind) -> Control:
    return next(c for c in main_window().controls if c.kind is kind)


def canvas(width: float, height: float) -> QImage:
    made = QImage(QSize(round(width), round(height)), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    return made


def glyph(name: str, *, faded: bool = False) -> QImage:
    made = canvas(32, 32)
    painter = QPainter(made)
    draw_glyph(painter, name, Rect(0, 0, 32, 32), faded=faded)
    painter.end()
    return made


def inked(image: QImage) -> int:
    """How many pixels are not white."""
    white = QColor(Qt.GlobalColor.white)
    return sum(image.pixelColor(x, y) != white for x in range(image.width()) for y in range(image.height()))


def test_each_module_and_each_toolbar_button_has_an_icon_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(bars, "draw_glyph", lambda _painter, name, *_, **__: asked.append(name))
    made = canvas(1300, 720)
    painter = QPainter(made)
    style = main_window().style
    bars.draw_modules(painter, control(ControlKind.MODULES), style)
    bars.draw_toolbar(painter, control(ControlKind.TOOLBAR), style)
    painter.end()
    assert asked[:7] == MODULES
    assert len(asked) == 17
    drawn = {name: glyph(name) for name in asked}
    assert all(inked(image) > 100 for image in drawn.values())
    images = list(drawn.values())
    assert not any(one == two for at, one in enumerate(images) for two in images[at + 1 :])


def test_what_cannot_be_clicked_is_faded() -> None:
    bright, faded = glyph("commlog"), glyph("commlog", faded=True)
    darkest = [
        min(i.pixelColor(x, y).lightness() for x in range(32) for y in range(32)) for i in (bright, faded)
    ]
    assert darkest[1] > darkest[0] + 60


def test_the_program_has_its_icon_in_the_title_bar() -> None:
    layer = main_window()
    made = canvas(300, 40)
    painter = QPainter(made)
    window_painter.draw_window(painter, layer, Rect(0, 0, 300, 40))
    painter.end()
    icon = made.copy(5, 4, 20, 20)
    white = sum(icon.pixelColor(x, y).lightness() > 230 for x in range(20) for y in range(20))
    assert 60 < white < 300


def test_the_book_has_times_operatories_blocks_and_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(text_painter, "line", lambda _painter, _rect, text, *_, **__: said.append(text))
    book = control(ControlKind.SCHEDULE)
    made = canvas(1300, 720)
    painter = QPainter(made)
    appointment_book.draw_schedule(painter, book, main_window().outer)
    painter.end()
    hours = ["7:00", "8:00", "9:00", "10:00", "11:00", "12:00", "1:00", "2:00", "3:00"]
    assert said == [*hours, *(name for name, _ in book.columns)]
    home = book.rect
    hues = {
        made.pixelColor(x, y).hue() // 20
        for x in range(int(home.x), int(home.right), 7)
        for y in range(int(home.y), int(home.bottom), 7)
        if made.pixelColor(x, y).hsvSaturation() > 30
    }
    assert len(hues) >= 4


def test_blocks_lie_within_the_day_and_none_upon_another() -> None:
    taken: dict[str, list[tuple[int, int]]] = {}
    book = control(ControlKind.SCHEDULE)
    for operatory, begins, minutes, _ in book.rows:
        hour, minute = map(int, begins.split(":"))
        start = hour * 60 + minute
        assert start >= int(book.value) * 60
        assert not any(a < start + int(minutes) and start < b for a, b in taken.get(operatory, []))
        taken.setdefault(operatory, []).append((start, start + int(minutes)))
    assert len(taken) == 6


def test_the_day_begins_at_the_top_of_the_book() -> None:
    """What is seen behind a menu has colour: most pictures show only the upper end of the window."""
    book = control(ControlKind.SCHEDULE)
    made = canvas(book.rect.right, book.rect.y + 100)
    painter = QPainter(made)
    appointment_book.draw_schedule(painter, book, Rect(0, 0, made.width(), made.height()))
    painter.end()
    x = book.rect.x + 60
    for name, wide in book.columns:
        seen = made.pixelColor(round(x + wide / 2), round(book.rect.y + 45))
        assert seen.hsvSaturation() > 20, name
        x += wide


def test_the_tree_shows_what_is_open_and_what_is_ticked() -> None:
    def row(told: str) -> QImage:
        made = canvas(200, 30)
        painter = QPainter(made)
        tree = Control("tree", ControlKind.TREE, Rect(0, 0, 200, 30), rows=(("Setup", told),))
        controls.draw_control(painter, tree, FrameStyle.OPEN_DENTAL, Rect(0, 0, 200, 30))
        painter.end()
        return made

    told = ["0", "1", "0 open", "0 closed", "0 box", "0 on", "0 closed box", "0 closed on"]
    drawn = [row(each) for each in told]
    assert not any(one == two for at, one in enumerate(drawn) for two in drawn[at + 1 :])


def test_a_grids_name_stands_in_the_end_that_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ringed may stand beside API Keys, whose words would be out of sight in the grid's middle."""
    said: dict[str, Rect] = {}
    monkeypatch.setattr(
        text_painter, "line", lambda _painter, rect, text, *_, **__: said.update({text: rect})
    )
    grid = Control("keys", ControlKind.GRID, Rect(0, 0, 493, 90), text="API Keys")
    made = canvas(500, 100)
    painter = QPainter(made)
    for left in (403, 470):
        controls.draw_control(painter, grid, FrameStyle.OPEN_DENTAL, Rect(left, 0, 200, 100))
        # of an end that is narrower than the name, nothing is seen either way
        assert said["API Keys"].x == (left if left == 403 else 0)
    painter.end()


def test_the_tab_in_front_is_part_of_its_page() -> None:
    made = canvas(220, 60)
    painter = QPainter(made)
    columns = (("Users", 60.0), ("User Groups", 90.0))
    tabs = Control("tabs", ControlKind.TABS, Rect(0, 0, 220, 60), columns=columns, value="User Groups")
    controls.draw_control(painter, tabs, FrameStyle.OPEN_DENTAL, Rect(0, 0, 220, 60))
    painter.end()
    edge = [made.pixelColor(x, 21).lightness() for x in (30, 110)]
    assert edge[0] < 230 < edge[1]


@pytest.mark.parametrize("pointer", ["help/about", "main/log-on"])
def test_where_open_dental_shows_its_mark_stands_ours(pointer: str) -> None:
    front = layout(Scenes().pointer(pointer), Edition())[1].front
    mark = next(c for c in front.controls if c.kind is ControlKind.PICTURE)
    made = canvas(mark.rect.width, mark.rect.height)
    painter = QPainter(made)
    painter.translate(-mark.rect.x, -mark.rect.y)
    controls.draw_control(painter, mark, front.style, mark.rect)
    painter.end()
    row = [made.pixelColor(x, int(mark.rect.height / 2)).lightness() for x in range(int(mark.rect.width))]
    assert min(row) < 120
    assert max(row) > 225


def test_tabs_lie_under_what_stands_on_their_page_whatever_the_order() -> None:
    client = Rect(0, 0, 200, 100)
    page = Control("page", ControlKind.TABS, client, value="One", columns=(("One", 60.0),))
    button = Control("ok", ControlKind.BUTTON, Rect(40, 50, 80, 24), "OK")
    made = []
    for order in ((page, button), (button, page)):
        drawn = canvas(200, 100)
        painter = QPainter(drawn)
        layer = PlacedWindow("one", "One", FrameStyle.OPEN_DENTAL, client, client, order)
        window_painter.draw_window(painter, layer, client)
        painter.end()
        made.append(drawn)
    assert made[0] == made[1]
    assert made[0].pixelColor(40, 62) == QColor(skin.BUTTON_LINE)


def test_the_book_draws_no_hour_below_itself() -> None:
    book = control(ControlKind.SCHEDULE)
    six_past_an_hour = Rect(0, 0, 200, 16 + 2 * 72 + 6)
    drawn = canvas(200, 190)
    painter = QPainter(drawn)
    appointment_book.draw_schedule(painter, replace(book, rect=six_past_an_hour), six_past_an_hour)
    painter.end()
    assert inked(drawn) > 1000
    assert not inked(drawn.copy(0, int(six_past_an_hour.bottom), 180, 24))
