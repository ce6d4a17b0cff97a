"""The picture's side of a card: the version question, the large window, what the menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.office import vendor
from tests.support.pseudo import pseudo_translator
from wizard.core.cause import Confidence, Finding
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.core.facts.pc_facts import InstalledFacts
from wizard.core.machine import Program
from wizard.core.mode import Mode
from wizard.core.text import T, Translator
from wizard.core.version import ApiMenuEntry, Version
from wizard.diagnosis.explained import catalogue_values, explain
from wizard.pointer.edition import Edition, EditionChoice
from wizard.pointer.layout import layout, turning_points
from wizard.pointer.scene_files import Scenes
from wizard.runs.setup import Setup
from wizard.store.catalogue import Catalogue
from wizard.ui.launch import Launch
from wizard.ui.picture_side import _COPIED as _SIZE
from wizard.ui.picture_side import LEAST, PictureSide
from wizard.ui.pointer import export
from wizard.ui.pointer.enlarged import EnlargedPlayer
from wizard.ui.pointer.render import plan
from wizard.ui.pointer.surround import LIGHT
from wizard.ui.pointer.version_dialog import PICTURE, VersionDialog, menu_picture
from wizard.ui.session import Session
from wizard.ui.shown_result import Illustrator
from wizard.ui.theme import DARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from wizard.core.text import Text
    from wizard.ui.pointer.sheet import Sheet

pytestmark = pytest.mark.usefixtures("qapp")

SAY = Translator().translate
MENU = Scenes().pointer("api-setup/open-menu")
STEPS = [
    "In Open Dental, open **Setup**, **Advanced Setup**, **API**.",
    "Tick **Enabled** and click **Save**.",
]


@pytest.fixture
def session() -> Session:
    """Never started here."""
    return Session(Launch(Setup(Translator(), vendor())))


@pytest.fixture
def side(qtbot: QtBot, session: Session) -> PictureSide:
    pictures = [Scenes().picture("api-setup/enabled"), Scenes().picture("econnector/start")]
    made = PictureSide(session, pictures, STEPS)
    qtbot.addWidget(made)
    made.show()
    return made


def twin(side: PictureSide) -> str:
    column = side.twin.layout()
    assert column is not None
    items = [item for at in range(column.count()) if (item := column.itemAt(at)) is not None]
    return "\n".join(label.text() for item in items if isinstance(label := item.widget(), QLabel))


def test_the_question_shows_two_menus_that_differ() -> None:
    api, fhir = menu_picture(MENU, ApiMenuEntry.API, 2), menu_picture(MENU, ApiMenuEntry.FHIR, 2)
    assert api.size() == fhir.size() == PICTURE * 2
    assert api != fhir


@pytest.mark.parametrize("entry", list(ApiMenuEntry))
def test_one_click_on_a_menu_draws_that_version(
    side: PictureSide, session: Session, qtbot: QtBot, entry: ApiMenuEntry
) -> None:
    side.player.requested.emit("version")
    question = side.dialog
    assert isinstance(question, VersionDialog)
    question.clinics.setChecked(True)
    qtbot.mouseClick(question.choices[entry], Qt.MouseButton.LeftButton)
    assert session.choice == EditionChoice(entry, clinics=True)
    assert not question.isVisible()
    frame = side.player.frame
    assert frame is not None
    assert frame.label == str(entry)
    assert "Clinics" in [row.text for row in frame.front.bar]
    assert f"then <b>{entry}</b>" in twin(side) or f"then {entry}" in twin(side)


@pytest.mark.parametrize(
    ("pointer", "version"),
    [("api-setup/open-menu", Version((23, 1, 5))), ("econnector/alerts", None)],
    ids=["version-known", "same-in-every-version"],
)
def test_where_the_version_changes_nothing_only_clinics_is_asked(
    qtbot: QtBot, session: Session, pointer: str, version: Version | None
) -> None:
    made = PictureSide(session, [Scenes().picture(pointer, version)], STEPS)
    qtbot.addWidget(made)
    made.show()
    made.player.requested.emit("version")
    question = made.dialog
    assert isinstance(question, VersionDialog)
    assert not question.choices
    assert question.windowTitle() == "Which menus do you see?"
    question.reject()
    assert session.choice is None


def test_both_links_follow_the_scheme(side: PictureSide, session: Session) -> None:
    links = (side.offer_beside(), side.other)
    session.theme.use(DARK)
    assert all(DARK.accent in one.text() for one in links)


def test_what_was_said_holds_for_the_next_picture(side: PictureSide) -> None:
    side.choose(EditionChoice(ApiMenuEntry.FHIR))
    side.other.linkActivated.emit("#")
    assert side.pointer == "econnector/start"
    frame = side.player.frame
    assert frame is not None
    assert "21.3" in SAY(frame.version)


def test_enlarging_keeps_the_place_and_brings_it_back(side: PictureSide) -> None:
    side.player.go(1)
    side.player.requested.emit("enlarge")
    large = side.dialog
    assert isinstance(large, EnlargedPlayer)
    assert large.player.index == 1
    assert large.player.frame is side.player.frame
    assert large.width() > side.player.width()
    large.player.go(2)
    large.reject()
    assert side.player.index == 2


def test_copy_save_and_print_take_what_is_played(side: PictureSide, monkeypatch: pytest.MonkeyPatch) -> None:
    side.player.requested.emit("copy")
    assert not QGuiApplication.clipboard().image().isNull()
    QGuiApplication.clipboard().clear()
    taken: list[tuple[str, str]] = []
    monkeypatch.setattr(export, "save", lambda sheet, *_: taken.append(("save", sheet.title)))

    def print_out(sheet: Sheet, *_: object) -> None:
        taken.append(("print", sheet.title))

    monkeypatch.setattr(export, "print_out", print_out)
    side.player.requested.emit("save")
    side.player.requested.emit("print")
    assert taken == [("save", "Switch the API on"), ("print", "Switch the API on")]


def test_the_twin_tells_the_traps_too(side: PictureSide) -> None:
    told = twin(side)
    assert told.startswith("1. ")
    assert "Not authorized" in told
    assert "payment type" in told


@pytest.mark.parametrize(
    ("office", "installed", "corner"),
    [
        ("21.3.5.0", "24.3.45.0", "Open Dental 21.3, as in this office"),
        (None, "23.2.10.0", "Open Dental 23.2, as on this PC"),
        (None, None, "Open Dental 24.3, the newest drawn"),
    ],
)
def test_a_result_draws_the_version_that_was_read(
    office: str | None, installed: str | None, corner: str
) -> None:
    version = Version.parse(installed) if installed else None
    facts = InstalledFacts(Mode.REMOTE, None, (Program("", version),))
    checks = (
        CheckResult(CheckId.PREREQ_OPEN_DENTAL_INSTALLED, Status.PASSED, T("It is installed."), facts=facts),
        CheckResult(CheckId.PREREQ_NAME, Status.FAILED, T("It failed."), Code.KEY_NOT_ASSIGNED),
    )
    seen = Evidence(Mode.REMOTE, checks, od_version=Version.parse(office) if office else None)
    causes = [explain(Finding(Code.KEY_NOT_ASSIGNED, Confidence.LIKELY, ()), Catalogue(), catalogue_values())]
    picture = Illustrator().pictures(causes, seen)["api-setup/add-key"]
    shown = picture.shown(EditionChoice(ApiMenuEntry.API))
    assert SAY(shown.frames[0].version) == (corner if office or installed else "Open Dental 24.3, as chosen")
    assert SAY(picture.shown().frames[0].version) == corner


@pytest.mark.parametrize("what", ["copy", "save", "print"])
def test_what_is_kept_or_handed_on_does_not_name_the_server(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    named = Scenes().picture("service-manager/start", server=T("**{name}**", name="DENTAL-SRV"))
    made = PictureSide(session, [named], STEPS)
    qtbot.addWidget(made)
    made.show()
    frames = made._shown.frames
    texts: list[str] = []
    copied: list[QImage] = []

    def note(sheet: Sheet, *_: object) -> None:
        texts.extend([sheet.title, sheet._path, *(SAY(cell.frame.sentence) for cell in sheet.cells)])

    monkeypatch.setattr(export, "save", note)
    monkeypatch.setattr(export, "print_out", note)
    monkeypatch.setattr(export, "copy", copied.append)
    at = next(n for n, frame in enumerate(frames) if "DENTAL-SRV" in SAY(frame.sentence))
    made.player.go(at)
    in_the_window = made.player.picture(_SIZE)
    made.player.requested.emit(what)
    if what == "copy":
        unnamed = named.shown(named=False)
        assert copied == [made.player.picture(_SIZE, shown=unnamed)]
        assert copied != [in_the_window]
    else:
        assert len(texts) >= len(frames) + 2
        assert "DENTAL-SRV" not in " ".join(texts)
        assert any("the server" in text for text in texts)


def test_a_pc_that_is_the_server_is_called_this_pc_in_both() -> None:
    here = Scenes().picture("service-manager/start", server=T("this PC"), unnamed=T("this PC"))
    said = [[SAY(f.sentence) for f in here.shown(named=named).frames] for named in (True, False)]
    assert said[0] == said[1]


@pytest.mark.parametrize("say", [SAY, pseudo_translator().translate], ids=["plain", "long"])
def test_in_the_lowest_picture_nothing_hides_what_it_points_at(
    say: Callable[[Text], str],
) -> None:
    for pointer in map(Scenes().pointer, Scenes().pointer_ids()):
        for version in (turning_points(pointer)[0], turning_points(pointer)[-1]):
            for step in layout(pointer, Edition(version)):
                for frame in (step, *(trap.frame for trap in step.instead)):
                    assert plan(frame, LEAST.width(), LEAST.height(), LIGHT, say).clear, frame.label


def laid_out() -> None:
    """A layout asks its parent's for room, and that its own: each by an event of its own."""
    for _ in range(10):
        QApplication.processEvents()


def test_a_card_in_a_low_window_has_a_picture_of_its_least_height_and_turning_moves_nothing(
    side: PictureSide,
) -> None:
    side.offer_beside()
    side.fit(320)
    side.resize(LEAST.width(), 320)
    for at in (*range(side.player.count), 0):
        side.player.go(at)
        laid_out()
        assert side.player.canvas.height() >= LEAST.height()
    high = side.height()
    assert high > 320
    for at in range(side.player.count):
        side.player.go(at)
        laid_out()
        assert side.height() == high
    side.fit(900)
    assert side.height() == 900
