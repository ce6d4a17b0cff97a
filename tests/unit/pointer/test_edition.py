"""Which version is drawn, and what the picture says about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wizard.core.text import T, Text, Translator
from wizard.core.version import LAST_FHIR, NEWEST_KNOWN, ApiMenuEntry, Version
from wizard.pointer.edition import (
    Edition,
    EditionChoice,
    VersionSource,
    drawn_from,
    edition,
    edition_label,
    short,
)
from wizard.pointer.layout import layout
from wizard.pointer.scene_files import Scenes

SAY = Translator().translate
OFFICE, INSTALLED = Version((22, 4, 10, 0)), Version((24, 2, 1, 0))
FHIR = EditionChoice(ApiMenuEntry.FHIR)


@pytest.mark.parametrize(
    ("office", "installed", "choice", "version", "source"),
    [
        (OFFICE, INSTALLED, FHIR, OFFICE, VersionSource.OFFICE),
        (None, INSTALLED, FHIR, INSTALLED, VersionSource.INSTALLED),
        (None, None, FHIR, LAST_FHIR, VersionSource.CHOSEN),
        (None, None, EditionChoice(ApiMenuEntry.API), NEWEST_KNOWN, VersionSource.CHOSEN),
        (None, None, EditionChoice(version=OFFICE), OFFICE, VersionSource.CHOSEN),
        (None, None, EditionChoice(clinics=True), NEWEST_KNOWN, VersionSource.NEWEST),
        (None, None, None, NEWEST_KNOWN, VersionSource.NEWEST),
    ],
)
def test_evidence_comes_first_then_the_person_then_the_newest(
    office: Version | None,
    installed: Version | None,
    choice: EditionChoice | None,
    version: Version,
    source: VersionSource,
) -> None:
    found = edition(office, installed, choice)
    assert (found.version, found.source) == (version, source)
    assert found.clinics is bool(choice and choice.clinics)
    assert found.known is (source in (VersionSource.OFFICE, VersionSource.INSTALLED))


@pytest.mark.parametrize(
    ("version", "source", "words"),
    [
        ("24.3.10.0", VersionSource.OFFICE, "Open Dental 24.3, as in this office"),
        ("21.3", VersionSource.INSTALLED, "Open Dental 21.3, as on this PC"),
        ("21.3", VersionSource.CHOSEN, "Open Dental 21.3, as chosen"),
        ("24.3.45", VersionSource.NEWEST, "Open Dental 24.3, the newest drawn"),
        ("25.4.48.0", VersionSource.OFFICE, "Drawn from Open Dental 24.3; yours is 25.4"),
        ("24.3.61.0", VersionSource.OFFICE, "Open Dental 24.3, as in this office"),
    ],
)
def test_the_corner_says_what_is_drawn_and_why(version: str, source: VersionSource, words: str) -> None:
    assert SAY(edition_label(Edition(Version.parse(version), source))) == words


def test_nothing_newer_than_what_was_seen_is_drawn() -> None:
    assert Edition(Version((26, 1)), VersionSource.OFFICE).drawn == NEWEST_KNOWN
    assert Edition(Version((24, 3)), VersionSource.OFFICE).drawn == NEWEST_KNOWN
    assert short(Edition(Version((24, 2)), VersionSource.OFFICE).drawn) == "24.2"


def test_the_entry_is_named_as_the_version_has_it() -> None:
    scenes = Scenes()
    said = {
        words: SAY(scenes.picture("api-setup/open-menu", *known).shown(choice).frames[0].say)
        for words, known, choice in (
            ("fhir", (), FHIR),
            ("api", (), EditionChoice(ApiMenuEntry.API)),
            ("office", (Version((21, 2, 9, 0)),), EditionChoice(ApiMenuEntry.API)),
            ("unknown", (), None),
        )
    }
    assert said["fhir"] == said["office"] == "Click **Setup**, **Advanced Setup**, then **FHIR**."
    assert said["api"] == "Click **Setup**, **Advanced Setup**, then **API**."
    assert said["unknown"].endswith("**API** (**FHIR** in 21.3 and older).")


@pytest.mark.parametrize(
    ("version", "words"),
    [("24.3.45", "Open Dental 24.3"), ("24.4", "Drawn from Open Dental 24.3"), ("21.3", "Open Dental 21.3")],
)
def test_beside_the_way_stands_what_is_drawn(version: str, words: str) -> None:
    assert SAY(drawn_from(Edition(Version.parse(version), VersionSource.OFFICE))) == words


@pytest.mark.parametrize(
    ("pointer", "office", "version", "clinics"),
    [
        ("api-setup/save", None, True, False), ("api-setup/save", "24.3.45", False, False),
        ("econnector/start", "24.3.45", False, True), ("main/restart", None, True, False),
    ],
)  # fmt: skip
def test_only_what_differs_is_asked(
    pointer: str, office: str | None, *, version: bool, clinics: bool
) -> None:
    shown = Scenes().picture(pointer, Version.parse(office) if office else None).shown()
    assert (shown.asks_version, shown.asks_clinics) == (version, clinics)


def test_a_path_that_is_the_same_everywhere_asks_nothing() -> None:
    """Nobody is asked for their version on account of the desktop and the log-on."""
    view = Scenes().picture("main/log-on")
    same = replace(view, pointer=replace(view.pointer, frames=view.pointer.frames[:4]))
    assert not same.shown().asks_version
    assert not same.shown().asks_clinics


@pytest.mark.parametrize(
    ("office", "button"),
    [("23.2", "Close"), ("23.3", "Save"), (None, "Save** (**Close** in 23.2 and older)")],
)
def test_a_trap_names_the_button_of_the_version(office: str | None, button: str) -> None:
    view = Scenes().picture("api-setup/enabled", Version.parse(office) if office else None)
    said = SAY(view.shown().frames[-1].instead[0].frame.sentence)
    assert said.count("**Save**") + said.count("**Close**") == (1 if office else 2)
    assert button.partition("**")[0] in said


@pytest.mark.parametrize(("version", "label"), [("23.2", "Close"), ("23.3", "Save")])
def test_the_corner_of_each_picture_names_its_version(version: str, label: str) -> None:
    shown = Scenes().picture("api-setup/save", Version.parse(version)).shown()
    assert all(f"Open Dental {version}" in SAY(frame.version) for frame in shown.frames)
    assert shown.frames[-1].label == label


def test_inferred_places_are_said_to_be_approximate() -> None:
    shown = Scenes().picture("api-setup/compare-key").shown()
    assert [SAY(frame.version).endswith("; the exact spot may differ") for frame in shown.frames] == [
        not frame.sure for frame in shown.frames
    ]
    assert not shown.frames[1].sure
    old = Scenes().picture("api-setup/save", Version((20, 4))).shown()
    assert not old.frames[-1].sure


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (T("**{name}**", name="DENTAL-SRV"), "On **DENTAL-SRV**, click **Tools**"),
        (T("this PC"), "On this PC, click **Tools**"),
        (None, "On the server PC, click **Tools**"),
    ],
)
def test_the_server_is_named_when_it_is_known(server: Text | None, words: str) -> None:
    picture = Scenes().picture("service-manager/start", server=server)
    assert SAY(picture.shown().frames[0].sentence).startswith(words)
    trap = Scenes().picture("econnector/start", server=server).shown().frames[2].instead[0]
    assert words.split(",", maxsplit=1)[0][3:] in SAY(trap.frame.sentence)


def test_a_picture_is_called_as_its_pointer_and_brings_the_question_for_the_version() -> None:
    picture = Scenes().picture("econnector/start")
    assert (picture.id, SAY(picture.title)) == ("econnector/start", SAY(T(picture.pointer.title)))
    labels = {
        SAY(frame.sentence)
        for version in (LAST_FHIR, NEWEST_KNOWN)
        for frame in layout(picture.question, Edition(version, VersionSource.CHOSEN))
    }
    assert len(labels) == 2  # it is the menu that tells the versions apart


def test_a_trap_is_true_where_this_pc_is_the_server() -> None:
    """It is not told to do there what has just failed there."""
    here = Scenes().picture("econnector/start", server=T("this PC"), unnamed=T("this PC"), here=True)
    trap = here.shown().frames[2].instead[0]
    assert SAY(trap.recognised_by) == "**eConnector Service not found** comes up"
    assert "another PC" in SAY(trap.frame.sentence)
    assert "this PC" not in SAY(trap.frame.sentence)
    assert SAY(here.shown().frames[0].sentence) == "Click **eServices**."


@pytest.mark.parametrize(
    ("version", "row"), [("26.2", "HIE"), ("26.3", "CCD Export"), ("26.3.1", "CCD Export")]
)
def test_a_name_that_has_changed_since_is_drawn_as_it_is_now(version: str, row: str) -> None:
    shown = Scenes().picture("api-setup/open-menu", Version.parse(version)).shown()
    rows = [item.text for item in shown.frames[0].menus[1].rows]
    assert row in rows
    assert {"HIE", "CCD Export"} & set(rows) == {row}
    assert rows[0] == "API"
    assert "Drawn from Open Dental 24.3" in SAY(shown.frames[0].version)
