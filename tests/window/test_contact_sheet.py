"""The contact sheet shows every picture of every pointer, and each layout once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from tests.support.drawn import contact_sheet
from tests.support.folders import ROOT
from wizard.pointer.edition import Edition, VersionSource
from wizard.pointer.layout import layout, turning_points
from wizard.pointer.scene_files import Scenes

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")


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
