"""A Windows that is too old for Qt: a plain box that names what works, before Qt is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.folders import ROOT
from wizard import main
from wizard.commands import windows_too_old as said
from wizard.core.text import Translator
from wizard.windows import minimum_windows


@pytest.fixture
def too_old(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """As on Windows Server 2016; gives the boxes that were shown."""
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(minimum_windows, "too_old_for_qt", lambda: True)
    monkeypatch.setattr(minimum_windows, "show_box", lambda *words: shown.append(words))
    return shown


def test_the_window_is_a_box_that_names_the_check(too_old: list[tuple[str, str]]) -> None:
    assert main.main([]) == 1
    ((title, text),) = too_old
    assert title == "Connect Wizard for Open Dental"
    assert "Windows Server 2019" in text
    assert text.endswith("connect-wizard.exe check")


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo"],
        ["profile", "kit", "vendor.toml", "--out", "x"],
        ["explain", "key.not-assigned", "--picture", "x.png"],
    ],
)
def test_what_draws_says_so_in_the_console(
    arguments: list[str], too_old: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(arguments) == 1
    told = capsys.readouterr()
    assert told.err.startswith("This Windows is too old")
    assert told.err.count("\n") == 1
    assert (told.out, too_old) == ("", [])


@pytest.mark.usefixtures("too_old")
def test_what_draws_nothing_works_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["explain", "key.not-assigned"]) == 0
    assert main.main(["list", "causes"]) == 0
    assert capsys.readouterr().err == ""


def test_elsewhere_nothing_is_asked_for() -> None:
    if sys.platform == "win32":
        pytest.skip("this is a Windows")
    assert not minimum_windows.too_old_for_qt()
    assert not said.refused_in_a_box(Translator())
    assert not said.refused_in_words(Translator())


def test_saying_it_loads_no_qt() -> None:
    code = (
        "import sys; sys.platform = 'win32'\n"
        "from wizard.windows import minimum_windows\n"
        "minimum_windows.too_old_for_qt = lambda: True\n"
        "minimum_windows.show_box = lambda *words: None\n"
        "from wizard.main import main\n"
        "assert main([]) == 1\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
