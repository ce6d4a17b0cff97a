"""The contact sheet shows every picture of every pointer, and each layout once."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.support.drawn import contact_sheet
from tests.support.folders import ROOT
from wizard.pointer.edition import Edition, VersionSource
from wizard.pointer.layout import layout, turning_points
from wizard.pointer.scene_files import Scenes

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is tagged in this checkout, nothing is compared unless a test says so."""
    monkeypatch.setattr(contact_sheet(), "last_release", lambda: "")


def test_the_page_shows_each_picture_in_each_scheme(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert contact_sheet().main(["--out", str(tmp_path), "--only", "api-setup/open-menu"]) == 0
    page = (tmp_path / "index.html").read_text("utf-8")
    files = re.findall(r"src='([^']+)'", page)
    assert sorted(files) == sorted(file.name for file in tmp_path.glob("*.png"))
    assert len(files) == len(set(files)) >= 12
    assert sum(name.endswith("-light.png") for name in files) * 2 == len(files)
    assert all(QImage(str(tmp_path / name)).size() == contact_sheet().SIZE * 1.5 for name in files)
    assert "FHIR" in page
    assert "Not authorized comes up" in page
    assert f"{len(files) // 2} pictures" in capsys.readouterr().out


def test_no_picture_of_any_version_is_missing() -> None:
    names = {(d.pointer, d.frame.front.id) for d in contact_sheet().drawings()}
    scenes = Scenes()
    shown = {window for _, window in names}
    for identity in scenes.pointer_ids():
        pointer = scenes.pointer(identity)
        for version in turning_points(pointer):
            for frame in layout(pointer, Edition(version, VersionSource.OFFICE)):
                assert frame.front.id in shown
                assert all(trap.frame.front.id in shown for trap in frame.instead)
    assert {
        window.name.removesuffix(".toml") for window in (ROOT / "resources" / "scenes").glob("[!m]*.toml")
    } <= shown


def test_every_versions_of_a_picture_are_named() -> None:
    steps = [d for d in contact_sheet().drawings("api-setup/open-menu") if not d.trap]
    named = {
        label: {v for d in steps if d.frame.label == label for v in d.versions} for label in ("FHIR", "API")
    }
    assert named["FHIR"] == {"19.4", "20.1", "21.2", "21.3"}
    assert {"21.4", "24.2", "unknown"} <= named["API"]
    assert any(version.endswith(" clinics") for version in named["API"])
    names = [drawing.name for drawing in contact_sheet().drawings()]
    assert len(names) == len(set(names))  # each has a file of its own


def test_old_and_new_stand_side_by_side(tmp_path: Path) -> None:
    assert (
        contact_sheet().main(["--out", str(tmp_path), "--only", "api-setup/save", "--scheme", "light"]) == 0
    )
    page = (tmp_path / "index.html").read_text("utf-8")
    rows = [re.findall(r"<code>([^<]+)</code>", row) for row in page.split("<div class='row'>")[1:]]
    stored = next(row for row in rows if row[0].startswith("api-setup-save-2-"))
    assert len(stored) >= 2
    versions = [tuple(map(int, name.rpartition("-")[2].split("."))) for name in stored[:2]]
    assert versions == sorted(versions)
    assert all(len({re.split(r"-(?=\d+\.|unknown)", name)[0] for name in row}) == 1 for row in rows)


def test_only_the_ends_are_drawn_where_that_is_wanted(tmp_path: Path) -> None:
    asked = ["--out", str(tmp_path), "--only", "api-setup/open-menu", "--scheme", "contrast"]
    assert contact_sheet().main([*asked, "--ends", "--ratio", "2"]) == 0
    files = sorted(tmp_path.glob("*.png"))
    names = [file.name for file in files if "trap" not in file.name]
    assert len(names) == 2
    assert "19.4" in names[0]
    assert not any("clinics" in name or "unknown" in name for name in names)
    assert QImage(str(files[0])).size() == contact_sheet().SIZE * 2


def filled(folder: Path, pictures: dict[str, Qt.GlobalColor]) -> Path:
    folder.mkdir(parents=True)
    for name, color in pictures.items():
        made = QImage(4, 4, QImage.Format.Format_RGB32)
        made.fill(color)
        made.save(str(folder / name))
    return folder


def test_what_is_new_gone_or_different_is_found_and_a_new_name_alone_is_not(tmp_path: Path) -> None:
    color = Qt.GlobalColor
    new = {
        "same.png": color.red,
        "other.png": color.green,
        "named-2.png": color.blue,
        "new.png": color.yellow,
    }
    old = {
        "same.png": color.red,
        "other.png": color.black,
        "named-1.png": color.blue,
        "gone.png": color.white,
    }
    now = filled(tmp_path / "now", new)
    before = filled(now / "before", old)
    found = contact_sheet().changes(now, before)
    assert {tuple(change) for change in found} == {
        ("before/other.png", "other.png"), ("", "new.png"), ("before/gone.png", "")
    }  # fmt: skip
    drawn = contact_sheet().drawings("help/about")[:1]
    page = contact_sheet().page([[(drawn[0], ["a.png"])]], "v1", found)
    assert "Since v1: 1 look different, 1 new, 1 gone" in page
    assert page.index("before/other.png") < page.index("src='other.png'")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_release_is_drawn_by_its_own_script(tmp_path: Path) -> None:
    """Of a repository made for it: the state named, not what stands in its folder now."""
    root, out = tmp_path / "repository", tmp_path / "out"
    (root / "build").mkdir(parents=True)
    script = root / "build" / "contact_sheet.py"

    def git(*words: str) -> None:
        who = ["-c", "user.name=N", "-c", "user.email=n@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)

    git("init", "-q")
    for said in ("before", "after"):
        script.write_text(
            "import pathlib, sys\n"
            "out = pathlib.Path(sys.argv[sys.argv.index('--out') + 1])\n"
            "out.mkdir(parents=True)\n"
            f"(out / 'said').write_text('{said} ' + ' '.join(sys.argv[3:]))\n"
        )
        git("add", "-A")
        git("commit", "-qm", said)
        if said == "before":
            git("tag", "v1")
    contact_sheet().draw_release("v1", out, ["--scheme", "light"], root)
    assert (out / "said").read_text() == "before --scheme light"
    with pytest.raises(subprocess.CalledProcessError):
        contact_sheet().draw_release("no-such-tag", out, [], root)
