"""``explain CODE --picture FILE --sheet FILE --od-version V``: pointer and fix sheet without a window."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from tests.support.folders import ROOT
from tests.support.printed import holds, words
from wizard.core.codes import Code
from wizard.core.handoff_code import HandoffCode, read_handoff_code
from wizard.main import main as run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_pointer_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    file = tmp_path / f"add-key.{suffix}"
    assert run(["explain", "key.not-assigned", "--picture", str(file), "--od-version", "21.3"]) == 0
    assert file.stat().st_size > 10_000
    assert "Open Dental does not know this key yet" in capsys.readouterr().out


def test_the_version_changes_the_picture(tmp_path: Path) -> None:
    drawn = []
    for version in ("21.3", "24.3.45"):
        file = tmp_path / f"{version}.png"
        assert run(["explain", "A1", "--picture", str(file), "--od-version", version]) == 0
        drawn.append(QImage(str(file)))
    assert drawn[0] != drawn[1]


def test_the_words_are_those_of_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    for version, menu in (("21.3", "FHIR"), ("21.4", "API")):
        assert run(["explain", "K2", "--od-version", version]) == 0
        assert f"Setup, Advanced Setup, {menu}." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["K2", "--picture", "x.gif"], 2, "--picture expects a file that ends in .png, .svg or .pdf."),
        (["K2", "--picture", "x.png", "--od-version", "new"], 2, "--od-version expects a version such as"),
        (["N1", "--picture", "x.png"], 2, "network.offline has no picture"),
        (["K2", "--picture", "nowhere/x.png"], 2, "--picture expects a file in a folder that is there"),
        (["K2", "--picture", "taken.png"], 1, "The picture could not be written: Is a directory"),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_explained(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for taken in ("taken.png", "taken.pdf"):
        (tmp_path / taken).mkdir()
    assert run(["explain", *arguments]) == code
    assert words in capsys.readouterr().err
    assert {file.name for file in tmp_path.iterdir() if not file.is_dir()} == set()


def test_it_needs_no_display(tmp_path: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "explain", "E1", "--picture", str(tmp_path / "e1.png")],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)},
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not QImage(str(tmp_path / "e1.png")).isNull()


def test_a_code_for_another_pc_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "E1"]) == 0
    whole = capsys.readouterr().out
    assert run(["explain", str(HandoffCode(Code.ECONNECTOR_NOT_RUNNING, 2)).lower()]) == 0
    assert capsys.readouterr().out == whole
    assert run(["explain", "2424-R092"]) == 2  # one character is wrong


def test_a_fix_sheet_is_written_with_the_vendor_s_words(tmp_path: Path) -> None:
    file = tmp_path / "k2.pdf"
    vendor = str(ROOT / "tests/data/vendor.toml")
    asked = ["explain", "K2", "--sheet", str(file), "--profile", vendor, "--od-version", "21.3"]
    assert run(asked) == 0
    found = words(file.read_bytes())
    for said in (
        "Open Dental does not know this key yet", "Who can fix it: this office", "Northwind Recall",
        "In Open Dental, click Setup, Advanced Setup, FHIR.", "Northwind Sync support", "555-0100",
    ):  # fmt: skip
        assert holds(found, said), said
    code = read_handoff_code(re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", found)[0])
    assert (code.cause, str(code.version)) == ("key.not-assigned", "21.3")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["K2", "--sheet", "x.png"], 2, "--sheet expects a file that ends in .pdf."),
        (["OK1", "--sheet", "x.pdf"], 2, "connected has no fix sheet: there is nothing to do."),
        (["K2", "--sheet", "x.pdf", "--profile", "none.toml"], 2, "none.toml"),
        (["K2", "--sheet", "nowhere/x.pdf"], 2, "--sheet expects a file in a folder that is there"),
        (["K2", "--sheet", "taken.pdf"], 1, "The fix sheet could not be written: Is a directory"),
    ],
)
def test_a_fix_sheet_that_cannot_be_written_is_explained(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for taken in ("taken.png", "taken.pdf"):
        (tmp_path / taken).mkdir()
    assert run(["explain", *arguments]) == code
    assert told in capsys.readouterr().err
    assert {file.name for file in tmp_path.iterdir() if not file.is_dir()} == set()
