"""The pointer's data: every path in every version leads to a control that is there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wizard.core.text import Translator, unmarked
from wizard.core.version import NEWEST_KNOWN, Version
from wizard.pointer.edition import Edition, VersionSource
from wizard.pointer.layout import breadcrumb, layout, steps_text, traps_text, turning_points
from wizard.pointer.scene import ControlKind, Rect, ResolvedFrame
from wizard.pointer.scene_files import Scenes
from wizard.store import resources

if TYPE_CHECKING:
    from collections.abc import Iterator

SCENES = Scenes()
SAY = Translator().translate
EACH = [
    (pointer, str(version))
    for pointer in SCENES.pointer_ids()
    for version in [*turning_points(SCENES.pointer(pointer)), Version((25, 1))]
]


def pictures(pointer: str, version: str) -> list[ResolvedFrame]:
    """The frames of a path and the traps beside them, as they are known and as they are guessed."""
    edition = Edition(Version.parse(version), VersionSource.OFFICE)
    found = []
    for shown in (edition, replace(edition, clinics=True), replace(edition, source=VersionSource.NEWEST)):
        for frame in layout(SCENES.pointer(pointer), shown):
            found += [frame, *(trap.frame for trap in frame.instead)]
    return found


def frames(pointer: str, version: str = str(NEWEST_KNOWN)) -> tuple[ResolvedFrame, ...]:
    return layout(SCENES.pointer(pointer), Edition(Version.parse(version), VersionSource.OFFICE))


def labels(pointer: str, version: str, menu: int) -> list[str]:
    return [row.text for row in frames(pointer, version)[0].menus[menu].rows]


def sentences(frame: ResolvedFrame) -> int:
    return len(re.findall(r"[.!?](?:\s|$)", unmarked(SAY(frame.sentence)))) or 1


def test_the_wanted_pointers_are_there() -> None:
    wanted = {
        "api-setup": "open-menu enabled add-key enter-key accept-license save read-key compare-key "
        "enable-key permissions",
        "service-manager": "open-menu start restart api-service",
        "econnector": "open status start history alerts",
        "help": "update about",
        "main": "log-on restart",
        "security": "grant-setup",
    }
    ids = {f"{family}/{name}" for family, names in wanted.items() for name in names.split()}
    assert ids == set(SCENES.pointer_ids())


@pytest.mark.parametrize(("pointer", "version"), EACH)
def test_each_frame_has_its_target_in_its_window(pointer: str, version: str) -> None:
    assert frames(pointer, version)
    for frame in pictures(pointer, version):
        home = frame.menus[-1].rect if frame.menus else frame.front.outer
        assert home.contains(frame.target)
        assert frame.label
        assert frame.target.width >= 20
        assert sentences(frame) <= 2
        assert len(unmarked(SAY(frame.sentence))) <= 120


@pytest.mark.parametrize(("pointer", "version"), EACH)
def test_controls_lie_in_their_window_and_are_told_apart(pointer: str, version: str) -> None:
    for layer in {layer for frame in pictures(pointer, version) for layer in frame.layers}:
        ids = [control.id for control in layer.controls]
        assert len(ids) == len(set(ids)), layer.id
        for control in layer.controls:
            assert layer.client.contains(control.rect), (layer.id, control.id)
            assert control.aim is None or control.rect.contains(control.aim)
        buttons = [c for c in layer.controls if c.kind is ControlKind.BUTTON]
        for at, button in enumerate(buttons):
            assert not any(button.rect.shared(other.rect) for other in buttons[at + 1 :]), button.id


@pytest.mark.parametrize(("pointer", "version"), EACH)
def test_open_menus_show_the_way(pointer: str, version: str) -> None:
    for frame in pictures(pointer, version):
        if frame.kind is not ControlKind.MENU_ITEM:
            continue
        assert [row.lit for row in frame.front.bar].count(True) == 1
        for menu in frame.menus:
            assert [row.lit for row in menu.rows].count(True) == 1
            assert menu.rect.height == sum(row.rect.height for row in menu.rows) + 5
            assert all(menu.rect.contains(row.rect) for row in menu.rows)


def test_api_setup_paths_begin_with_the_menu() -> None:
    first = frames("api-setup/open-menu")[0]
    for pointer in SCENES.pointer_ids():
        if pointer.startswith("api-setup/"):
            assert frames(pointer)[0] == first


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("21.1", "Computers, FHIR, HL7, Replication, Show Features, Scheduled Processes"),
        ("21.3", "Computers, HIE, FHIR, HL7, Replication, Show Features, Scheduled Processes"),
        ("21.4", "API, Computers, HIE, HL7, Replication, Show Features, Scheduled Processes"),
        ("24.3.45", "API, Computers, HIE, HL7, Replication, Show Features, Scheduled Processes"),
    ],
)
def test_advanced_setup_names_its_entry_as_the_version_does(version: str, expected: str) -> None:
    assert labels("api-setup/open-menu", version, 1) == expected.split(", ")
    entry = "FHIR" if "FHIR" in expected else "API"
    resolved = frames("api-setup/open-menu", version)
    assert resolved[0].label == entry
    assert SAY(resolved[0].say).endswith(f"then **{entry}**.")
    assert SAY(breadcrumb(SCENES.pointer("api-setup/open-menu"), resolved)).endswith(f"**{entry}**")


def test_setup_menu_changes_with_the_version() -> None:
    old, new = labels("api-setup/open-menu", "21.1", 0), labels("api-setup/open-menu", "24.3.45", 0)
    assert old[:8] == [
        "Appointments", "Family / Insurance", "Account", "Treat' Plan", "Chart", "Imaging", "Manage", "---"
    ]  # fmt: skip
    assert {"Module Preferences", "Miscellaneous", "Ortho"} <= set(old)
    assert new[:2] == ["Preferences", "---"]
    assert not {"Module Preferences", "Miscellaneous", "Ortho"} & set(new)
    assert new[new.index("Security") : new.index("Security") + 3] == [
        "Security", "Security Add User", "Security Badges"
    ]  # fmt: skip
    offset = next(r for r in frames("api-setup/open-menu")[0].menus[0].rows if r.id == "advanced-setup")
    assert offset.rect.y - frames("api-setup/open-menu")[0].menus[0].rows[0].rect.y == 152


def test_misc_tools_has_the_manuals_seventeen_rows() -> None:
    frame = frames("service-manager/open-menu")[0]
    rows = [row.text for row in frame.menus[1].rows]
    assert len(rows) == 17
    assert rows.index("Service Manager") == 13
    assert frame.menus[1].rect.height == 345
    assert "Auto-Close Payment Plans" in labels("service-manager/open-menu", "22.4", 1)


def test_menu_bar_order() -> None:
    bar = [row.text for row in frames("econnector/open")[0].front.bar]
    assert bar == [
        "Log Off", "File", "Setup", "Lists", "Reports", "Tools", "eServices", "Alerts (0)", "Help"
    ]  # fmt: skip


@pytest.mark.parametrize(("version", "label"), [("21.1", "Close"), ("23.2", "Close"), ("23.3", "Save")])
def test_the_button_that_stores_is_named_as_in_the_version(version: str, label: str) -> None:
    last = frames("api-setup/save", version)[-1]
    assert (last.label, SAY(last.say)) == (label, f"Click **{label}**.")
    assert last.front.client.right - last.target.right == 781 - 694 - 75


@pytest.mark.parametrize(
    ("version", "licensed"),
    [("24.1.83", False), ("24.1.84", True), ("24.2.44", False), ("24.2.45", True), ("24.3.10", False),
     ("24.3.11", True), ("24.3.45", True), ("24.3", True), ("25.1", True)],
)  # fmt: skip
def test_the_license_is_shown_by_the_builds_that_have_it(version: str, *, licensed: bool) -> None:
    windows = [frame.front.id for frame in frames("api-setup/add-key", version)]
    assert ("license" in windows) is licensed


def test_adding_a_key_is_a_complete_path() -> None:
    assert [frame.label for frame in frames("api-setup/add-key")] == [
        "API", "Add Key", "Enter API key", "OK", "Accept", "Enabled", "Save"
    ]  # fmt: skip
    assert [frame.label for frame in frames("api-setup/enter-key")][-1] == "OK"


@pytest.mark.parametrize(("version", "width", "x"), [("23.2", 372, 51), ("23.3", 314, 30)])
def test_assign_api_key_has_two_sizes(version: str, width: int, x: int) -> None:
    frame = frames("api-setup/enter-key", version)[2]
    assert frame.front.client.width == width
    assert frame.target == Rect(frame.front.client.x + x, frame.front.client.y + 49, 268, 20)
    assert any(c.text == "Cancel" for c in frame.front.controls) is (version == "23.2")


def test_inferred_places_say_so() -> None:
    assert frames("api-setup/save")[-1].sure
    assert not frames("api-setup/compare-key")[1].sure


@pytest.mark.parametrize(
    ("pointer", "version", "sure"),
    [
        ("api-setup/open-menu", "19.4", True), ("api-setup/open-menu", "20.1", False),
        ("api-setup/open-menu", "21.1", True), ("service-manager/open-menu", "19.4", False),
        ("service-manager/open-menu", "21.1", True), ("help/update", "24.2", False),
        ("help/update", "24.3", True), ("main/restart", "24.2", False), ("main/restart", "24.3", True),
    ],
)  # fmt: skip
def test_a_menu_entry_is_sure_only_where_it_was_seen(pointer: str, version: str, *, sure: bool) -> None:
    assert frames(pointer, version)[0].sure is sure


@pytest.mark.parametrize(
    ("version", "source", "number"),
    [
        ("24.3.11", VersionSource.OFFICE, "24.3.11.0"),
        ("24.3.45.0", VersionSource.OFFICE, "24.3.45.0"),
        ("25.1.3.0", VersionSource.OFFICE, "25.1.3.0"),
        ("24.3", VersionSource.CHOSEN, "…"),
        ("24.3.45", VersionSource.NEWEST, "…"),
    ],
)
def test_about_shows_no_number_that_is_not_known(version: str, source: VersionSource, number: str) -> None:
    shown = layout(SCENES.pointer("help/about"), Edition(Version.parse(version), source))
    assert shown[-1].label == f"Version: {number}"


def test_the_tick_and_the_payment_type_are_drawn_as_they_then_are() -> None:
    path = frames("api-setup/add-key")
    ticks = [c.value for f in path[1:-1] for layer in f.layers for c in layer.controls if c.id == "enabled"]
    assert ticks == [""] * len(path[1:-1])
    behind = path[-1].instead[0].frame.layers[-2]
    assert next(c.value for c in behind.controls if c.id == "payment") == ""


@pytest.mark.parametrize("pointer", SCENES.pointer_ids())
def test_the_text_twin_says_what_the_pictures_say(pointer: str) -> None:
    for version in turning_points(SCENES.pointer(pointer)):
        resolved = frames(pointer, str(version))
        twin = [SAY(text) for text in steps_text(resolved)]
        assert len(twin) == len(resolved)
        for frame, spoken in zip(resolved, twin, strict=True):
            # the picture's callout is its sentence: what is seen is what is read
            assert spoken == SAY(frame.sentence)
            assert spoken.startswith(SAY(frame.say))
            assert spoken.count("**") % 2 == 0
            assert frame.trap is None or SAY(frame.trap) in spoken
            assert "{" not in spoken
            traps = [SAY(text) for text in traps_text(frame)]
            assert len(traps) == len(frame.instead)
            for trap, told in zip(frame.instead, traps, strict=True):
                assert SAY(trap.recognised_by) in told
                assert SAY(trap.frame.sentence) in told


def named_words(text: str) -> list[str]:
    return text.split("**")[1::2]


@pytest.mark.parametrize(("pointer", "version"), EACH)
def test_the_words_name_controls_that_are_drawn(pointer: str, version: str) -> None:
    """A word in bold is a caption that the person sees in the picture, or beyond its last window."""
    # windows that are not drawn, the Start menu, permissions, the title bar's X, Open Dental's own answer
    beyond = {
        "User Groups",
        "Setup",
        "Using Version",
        "Start",
        "Security Admin",
        "eServices Setup",
        "X",
        "OK",
    }
    for frame in frames(pointer, version):
        drawn = {c.text for layer in frame.layers for c in layer.controls}
        drawn |= {c.value for layer in frame.layers for c in layer.controls}
        drawn |= {name for layer in frame.layers for c in layer.controls for name, _ in c.columns}
        drawn |= {row.text for row in frame.front.bar} | {r.text for m in frame.menus for r in m.rows}
        drawn |= {text.split(" (")[0] for text in drawn} | {text.split(":")[0] for text in drawn}
        for word in named_words(SAY(frame.sentence)):
            assert word in drawn | beyond, (frame.front.id, word)


@pytest.mark.parametrize("pointer", SCENES.pointer_ids())
def test_what_a_pointer_promises_is_there_in_each_of_its_versions(pointer: str) -> None:
    promised = SCENES.pointer(pointer)
    wanted = promised.frames[-1].target
    for resolved in map_versions(pointer):
        shown = [c.id for c in resolved[-1].front.controls if (c.aim or c.rect) == resolved[-1].target]
        shown += [r.id for menu in resolved[-1].menus for r in menu.rows if r.rect == resolved[-1].target]
        shown += [r.id for r in resolved[-1].front.bar if r.rect == resolved[-1].target]
        assert wanted in shown


def map_versions(pointer: str) -> Iterator[tuple[ResolvedFrame, ...]]:
    for version in turning_points(SCENES.pointer(pointer)):
        yield frames(pointer, str(version))


@pytest.mark.parametrize("pointer", SCENES.pointer_ids())
@pytest.mark.parametrize("version", ["18.1", "19.4", "20.1", "21.1", "22.1", "24.2.44", "26.1"])
def test_an_office_of_any_version_gets_a_path(pointer: str, version: str) -> None:
    assert frames(pointer, version)


@pytest.mark.parametrize(("version", "windows"), [("19.4", "window"), ("20.1", "both windows")])
def test_as_many_windows_are_closed_as_were_opened(version: str, windows: str) -> None:
    """eServices was a menu up to 19.4; since then it opens a window of its own first."""
    path = frames("econnector/history", version)
    opened = {frame.front.id for frame in path[: [f.front.id for f in path].index("econnector") + 1]} - {
        "main"
    }
    assert len(opened) == (1 if windows == "window" else 2)
    assert any(f"Close {windows}" in SAY(f.say).replace("the ", "") for f in path)


def test_no_key_and_no_person_is_drawn() -> None:
    for name in [*resources.file_names("scenes", ".toml"), *resources.file_names("pointers", ".toml")]:
        text = resources.path(name).read_text("utf-8")
        assert not re.search(r"\b[A-Za-z0-9]{16}\b", text.replace("OpenDentalAPIService", "")) or all(
            not re.search(r"\d", word) for word in re.findall(r"\b[A-Za-z0-9]{16}\b", text)
        )


def test_every_scene_is_used() -> None:
    each = [f for p in SCENES.pointer_ids() for f in pictures(p, str(NEWEST_KNOWN))]
    used = {layer.id for frame in each for layer in frame.layers}
    files = {n.removeprefix("scenes/").removesuffix(".toml") for n in resources.file_names("scenes", ".toml")}
    assert used == {name for name in files if not name.startswith("menu-")}


def rectangles() -> Iterator[tuple[Rect, Rect, float]]:
    yield Rect(0, 0, 10, 10), Rect(5, 5, 10, 10), 25
    yield Rect(0, 0, 10, 10), Rect(10, 0, 5, 5), 0
    yield Rect(0, 0, 10, 10), Rect(2, 3, 4, 5), 20


@pytest.mark.parametrize(("one", "two", "area"), list(rectangles()))
def test_shared_area(one: Rect, two: Rect, area: float) -> None:
    assert one.shared(two) == two.shared(one) == area
    assert one.united(two).contains(one)
    assert one.united(two).contains(two)
