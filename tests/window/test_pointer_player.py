"""The player: keyboard, mouse, names for a screen reader, repaint from the cache."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from wizard.core.text import Text, Translator, unmarked
from wizard.core.version import Version
from wizard.pointer.layout import steps_text
from wizard.pointer.scene_files import Scenes
from wizard.ui.pointer import canvas, motion
from wizard.ui.pointer.canvas import Canvas
from wizard.ui.pointer.dots import PITCH, Dots
from wizard.ui.pointer.player import PLAY_MS, PointerPlayer
from wizard.ui.pointer.render import render
from wizard.ui.pointer.surround import DARK, LIGHT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("qapp")

PICTURE = Scenes().picture("api-setup/add-key")
SHOWN = PICTURE.shown()
FRAMES = SHOWN.frames
SAY = Translator().translate


@pytest.fixture
def player(qtbot: QtBot) -> PointerPlayer:
    made = PointerPlayer(SAY, LIGHT)
    qtbot.addWidget(made)
    made.resize(500, 500)
    made.show_pointer(SHOWN)
    return made


def buttons(player: PointerPlayer) -> tuple[QPushButton, QPushButton]:
    return player._back, player._next


def test_keys_turn_the_pictures(player: PointerPlayer) -> None:
    seen: list[int] = []
    player.frame_changed.connect(seen.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Right):
        QTest.keyClick(player, key)
    QTest.keyClick(player, Qt.Key.Key_Home)
    QTest.keyClick(player, Qt.Key.Key_Left)
    assert seen == [1, 2, 1, 6, 0]


def test_arrow_keys_work_from_the_buttons_too(player: PointerPlayer) -> None:
    QTest.keyClick(buttons(player)[1], Qt.Key.Key_Right)
    assert player.index == 1
    QTest.keyClick(buttons(player)[0], Qt.Key.Key_End)
    assert player.index == 6


def test_buttons_and_their_ends(player: PointerPlayer) -> None:
    back, forward = buttons(player)
    assert not back.isEnabled()
    QTest.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert (player.index, back.isEnabled()) == (1, True)
    player.go(len(FRAMES) - 1)
    assert not forward.isEnabled()
    player.go(99)
    player.go(-1)
    assert player.index == len(FRAMES) - 1


def test_a_click_on_a_dot_shows_its_picture(player: PointerPlayer) -> None:
    dots = player.findChild(Dots)
    assert dots is not None
    QTest.mouseClick(dots, Qt.MouseButton.LeftButton, pos=QPoint(int(3.5 * PITCH), 14))
    assert player.index == 3


def test_the_sentence_is_there_for_a_screen_reader(player: PointerPlayer) -> None:
    for at, text in enumerate(steps_text(FRAMES)):
        player.go(at)
        description = player.accessibleDescription()
        assert unmarked(SAY(text)) in description
        assert f"Picture {at + 1} of {len(FRAMES)}" in description
    assert player.accessibleName()
    assert all(button.accessibleName() for button in buttons(player))


def test_the_breadcrumb_says_path_and_version(player: PointerPlayer) -> None:
    label = player.findChild(QLabel)
    assert label is not None
    assert "Setup › Advanced Setup › API › <b" in label.text()
    assert "Open Dental 24.3" in label.text()


def test_texts_follow_the_language(qtbot: QtBot) -> None:
    words = {"on": False}

    def say(text: Text) -> str:
        return SAY(text).upper() if words["on"] else SAY(text)

    player = PointerPlayer(say, LIGHT)
    qtbot.addWidget(player)
    player.show_pointer(SHOWN)
    words["on"] = True
    player.retranslate()
    assert "CLICK SETUP" in player.accessibleDescription()
    assert buttons(player)[1].text() == "NEXT ›"


def test_repainting_draws_once(player: PointerPlayer, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(*args: object, **named: object) -> object:
        calls.append(1)
        return render(*args, **named)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(canvas, "render", counted)
    for _ in range(3):
        player.grab()
    assert len(calls) == 1
    player.go(1)
    player.go(0)
    player.grab()
    assert len(calls) == 1
    player.set_look(DARK)
    player.grab()
    assert len(calls) == 2


def test_without_frames_nothing_is_shown(qtbot: QtBot) -> None:
    player = PointerPlayer(SAY, LIGHT)
    qtbot.addWidget(player)
    assert player.picture(QSize(484, 424)) is None
    player.show_pointer(replace(SHOWN, frames=()))
    player.grab()
    assert player.accessibleDescription() == ""
    assert not any(button.isEnabled() for button in buttons(player))


def test_the_picture_can_be_saved(player: PointerPlayer) -> None:
    saved = player.picture(QSize(484, 424), 2)
    assert saved is not None
    assert saved.size() == QSize(968, 848)


def trap_links(player: PointerPlayer) -> str:
    return player._traps.text()


def test_a_trap_is_shown_on_demand_and_left_again(player: PointerPlayer) -> None:
    assert "Not authorized comes up?" in trap_links(player)
    step = player.frame
    player._traps.linkActivated.emit("0")
    assert player.frame is FRAMES[0].instead[0].frame
    assert "can grant it" in player.accessibleDescription()
    assert "Back to the step" in trap_links(player)
    player._traps.linkActivated.emit("-1")
    assert player.frame is step
    player.show_trap(0)
    QTest.keyClick(player, Qt.Key.Key_Right)
    assert player.frame is FRAMES[1]


def test_the_keyboard_sees_every_trap_and_comes_back(player: PointerPlayer) -> None:
    step = player.frame
    for trap in FRAMES[0].instead:
        QTest.keyClick(player._traps, Qt.Key.Key_Return)
        assert player.frame is trap.frame
        QTest.keyClick(player._traps, Qt.Key.Key_Return)
        assert player.frame is step


def test_pictures_turn_by_themselves_until_somebody_takes_over(player: PointerPlayer, qtbot: QtBot) -> None:
    player.show()
    player._timer.setInterval(15)
    QTest.keyClick(player, Qt.Key.Key_Space)
    assert player.playing
    assert player._play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: player.index == len(FRAMES) - 1, timeout=60_000)
    qtbot.waitUntil(lambda: not player.playing, timeout=60_000)
    player.toggle_play()
    assert (player.index, player.playing) == (0, True)
    QTest.keyClick(player, Qt.Key.Key_Right)
    states = [player.playing]
    player.toggle_play()
    player.hide()
    assert [*states, player.playing] == [False, False]
    assert PLAY_MS >= 4000


@pytest.mark.parametrize(
    ("key", "modifier", "asked"),
    [
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier, "enlarge"),
        (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, "copy"),
        (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, "save"),
        (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, "print"),
    ],
)
def test_keys_ask_for_what_the_window_does(
    player: PointerPlayer, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, asked: str
) -> None:
    with qtbot.waitSignal(player.requested, timeout=60_000) as waited:
        QTest.keyClick(player, key, modifier)
    assert waited.args == [asked]


def test_the_menu_offers_the_same(player: PointerPlayer) -> None:
    heard: list[str] = []
    player.requested.connect(heard.append)
    for action in player._menu.actions():
        action.trigger()
    assert heard == ["enlarge", "copy", "save", "print", "version"]
    large = PointerPlayer(SAY, LIGHT, player, large=True)
    assert next(action.text().split("\t")[0] for action in large._menu.actions()) == "Copy this picture"


def test_an_unknown_version_can_be_corrected_a_known_one_is_not_asked(player: PointerPlayer) -> None:
    assert "Not yours?" in player._path.text()
    player.show_pointer(Scenes().picture("api-setup/add-key", Version((24, 3, 10))).shown())
    assert "Not yours?" not in player._path.text()
    assert "Open Dental 24.3" in player._path.text()


def test_the_way_follows_a_trap_and_comes_back(player: PointerPlayer) -> None:
    player.show_pointer(Scenes().picture("econnector/start").shown(), at=2)
    before = player._path.text()
    player.show_trap(1)
    assert "eServices › eConnector Service › <b" in player._path.text()
    assert ">Start is gray</b>" in player._path.text()
    player.show_trap(-1)
    assert player._path.text() == before
    player.show_trap(0)
    player.go(0)
    assert player._path.text() == before


def test_a_newer_version_than_those_drawn_is_told_so(player: PointerPlayer) -> None:
    player.show_pointer(Scenes().picture("api-setup/save", Version((25, 1, 3))).shown())
    assert "Drawn from Open Dental 24.3" in player._path.text()


def test_the_menu_asks_only_what_would_change_a_picture(player: PointerPlayer) -> None:
    question = player._menu.actions()[-1]
    assert question.isVisible()
    assert question.text() == "My Open Dental looks different…"
    known = Version((24, 3, 10))
    player.show_pointer(Scenes().picture("api-setup/save", known).shown())
    assert not question.isVisible()
    player.show_pointer(Scenes().picture("econnector/start", known).shown())
    assert question.isVisible()
    assert question.text() == "My menu bar looks different…"
    player.retranslate()
    assert player._menu.actions()[-1].text() == "My menu bar looks different…"


def fading(canvas_: Canvas) -> bool:
    return canvas_._before is not None


def test_motion_is_short_and_only_where_the_system_wants_it(
    player: PointerPlayer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    player.show()
    canvas_ = player.findChild(Canvas)
    assert canvas_ is not None
    monkeypatch.setattr(motion, "allowed", lambda: False)
    player.go(1)
    assert not fading(canvas_)
    monkeypatch.setattr(motion, "allowed", lambda: True)
    player.go(2)
    assert fading(canvas_)
    assert canvas_._fade.duration() <= 200
    half = canvas_.grab().toImage()
    qtbot.waitUntil(lambda: not fading(canvas_), timeout=60_000)
    assert canvas_.grab().toImage() != half


def test_without_a_word_of_the_system_nothing_moves() -> None:
    assert motion.allowed() is False


def test_a_double_click_enlarges(player: PointerPlayer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.requested, timeout=60_000) as waited:
        QTest.mouseDClick(player.findChild(Canvas), Qt.MouseButton.LeftButton)
    assert waited.args == ["enlarge"]


def test_the_pictures_beside_the_one_shown_are_drawn_while_it_rests(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn then draws nothing anew."""
    drawn: list[int] = []

    def counted(*args: object, **options: object) -> object:
        drawn.append(args[3])  # type: ignore[arg-type]  # the number in the badge
        return render(*args, **options)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(canvas, "render", counted)
    made = PointerPlayer(SAY, LIGHT)
    qtbot.addWidget(made)
    made.resize(500, 520)
    made.show_pointer(SHOWN)
    made.show()
    qtbot.waitUntil(lambda: drawn == [1, 2])
    made.go(1)
    qtbot.waitUntil(lambda: len(drawn) == 3)
    assert drawn == [1, 2, 3]
