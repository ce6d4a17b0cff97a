"""Text that is not ours is never rich text: Qt would open what it names, a stranger's share on Windows."""

from __future__ import annotations

import ast
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget

import wizard
from tests.support.office import MemoryBackend, launch_at
from wizard.core.profile import Profile, Support
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.ui import app, crash
from wizard.ui.browse import open_page
from wizard.ui.flow import StepId
from wizard.ui.lifetime import bind_session
from wizard.ui.notice import notice
from wizard.ui.session import Session
from wizard.ui.widgets import foreign, label, set_tip, tip_text
from wizard.ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest
    from pytestqt.qtbot import QtBot

PACKAGE = Path(wizard.__file__).parent
HOSTILE = '<img src="//stranger/share/x.png"><a href="//stranger/share">here</a> & so'
MAY = {
    "QMessageBox": {"notice.py"},
    "setToolTip": {"widgets.py"},
    "QLabel": {"widgets.py", "sidebar.py", "player.py", "link.py"},
    "setHtml": {"paper_document.py"},  # whole pages of our own, and it reads nothing from elsewhere
    "setInformativeText": {"notice.py"},
    "setWhatsThis": set(),
    "QErrorMessage": set(),
    "QTextBrowser": {"report_dialog.py"},  # shows a PaperDocument, which reads nothing from elsewhere
    "QTextEdit": set(),
    "QInputDialog": set(),
    "QToolTip": set(),
}
"""What shows words in a form of Qt's choosing, and the files that may use it."""


def used(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Calls of those by name, whether made, called on an object, or called on the class."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            while isinstance(called, ast.Attribute):
                yield called.attr, node
                called = called.value
            if isinstance(called, ast.Name):
                yield called.id, node


def test_one_way_to_show_words_in_a_box_a_tip_or_a_label() -> None:
    seen = set()
    for path in PACKAGE.rglob("*.py"):
        for name, call in used(path):
            if name in MAY:
                seen.add(name)
                assert path.name in MAY[name], f"{path.name}:{call.lineno} uses {name}"
                if name == "QLabel":  # never with its words: the kind of text comes first
                    assert not [a for a in call.args if not isinstance(a, ast.Name)], path.name
    assert {"QMessageBox", "setToolTip", "QLabel", "setInformativeText"} <= seen


def test_tool_tips_that_are_data_go_the_same_way() -> None:
    """An item's tip is set by a role's number."""
    for path in PACKAGE.joinpath("ui").rglob("*.py"):
        for name, call in used(path):
            if name == "setItemData":
                assert "tip_text" in ast.unparse(call), path.name


def plain_only(*widgets: QWidget) -> int:
    """Every label is told what kind of text it has, and no rich one holds a tag of the hostile words."""
    seen = 0
    for widget in widgets:
        for part in [widget, *widget.findChildren(QWidget)]:
            tip = part.toolTip()
            assert "<img" not in tip
            if isinstance(part, QLabel) and part.text():
                seen += HOSTILE.split(" & ", maxsplit=1)[0] in part.text()
                assert part.textFormat() != Qt.TextFormat.AutoText, part.text()
                assert not part.openExternalLinks()
                assert part.textFormat() == Qt.TextFormat.PlainText or "<img" not in part.text()
    return seen


def test_a_box_shows_every_word_as_it_is(qtbot: QtBot) -> None:
    box = notice(HOSTILE, HOSTILE, HOSTILE)
    qtbot.addWidget(box)
    assert plain_only(box) == 2
    assert box.testOption(QMessageBox.Option.DontUseNativeDialog)


def kept_boxes() -> tuple[list[QMessageBox], Callable[[QMessageBox], None]]:
    """Boxes, and a method that puts one there instead of showing it."""
    boxes: list[QMessageBox] = []

    def keep(box: QMessageBox) -> None:
        boxes.append(box)

    return boxes, keep


def test_the_refusal_of_a_profile_is_such_a_box(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    boxes, keep = kept_boxes()
    monkeypatch.setattr(app, "make_application", lambda _translator: QApplication.instance())
    monkeypatch.setattr(QMessageBox, "exec", keep)
    assert app.show_refusal(HOSTILE, Translator()) == 2
    assert plain_only(*boxes) == 1
    assert HOSTILE in capsys.readouterr().err
    assert qtbot is not None


def test_a_crash_is_such_a_box(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    boxes, keep = kept_boxes()
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", threading.excepthook)
    monkeypatch.setattr(QMessageBox, "open", keep)
    crash.install(Translator().translate)
    import sys

    sys.excepthook(ValueError, ValueError(HOSTILE), None)
    plain_only(*boxes)
    assert len(boxes) == 1
    assert HOSTILE not in boxes[0].informativeText()
    assert qtbot is not None


def test_a_tip_and_a_label_show_words_as_they_are(qtbot: QtBot) -> None:
    made = foreign(HOSTILE)
    qtbot.addWidget(made)
    assert (made.text(), made.textFormat()) == (HOSTILE, Qt.TextFormat.PlainText)
    set_tip(made, HOSTILE)
    assert "<img" not in made.toolTip()
    assert "&lt;img" in made.toolTip()
    assert tip_text("Next > & so on") == "Next > & so on"
    marked = label(f"{HOSTILE} **so**")
    qtbot.addWidget(marked)
    assert plain_only(marked) == 0
    assert "<b>so</b>" in marked.text()


def test_only_a_web_page_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    for url in ("https://example.com/help?a=1", "//stranger/share", "file://stranger/share", "http://example.com",
                "\\\\stranger\\share", "https:", "https:///x", "javascript:1", "calculator.exe"):  # fmt: skip
        open_page(url)
    assert opened == ["https://example.com/help?a=1"]


def test_a_vendor_of_hostile_names_walks_through_the_window(qtbot: QtBot) -> None:
    profile = Profile(
        vendor_name=HOSTILE,
        product=HOSTILE,
        support=Support(phone=HOSTILE, email=HOSTILE, url="https://example.com/<img>", hours=HOSTILE),
        developer_key=Secret("CANARYDEVEL0PER1"),
        download_url='https://example.com/?"><img src="//stranger/share/x.png">',
    )
    window = Window(Session(launch_at(9, MemoryBackend(), profile)))
    qtbot.addWidget(window)
    bind_session(window)
    window.show()
    qtbot.waitUntil(lambda: window.session.engine is not None, timeout=60_000)
    for step in (StepId.WELCOME, StepId.KEY, StepId.LIVE):
        window._go(step)
        window.page.cancel()
        plain_only(window)
    window.show_about()
    assert plain_only(window, *window.findChildren(QWidget, "about")) > 3
    window.close()
