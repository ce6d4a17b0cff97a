"""``profile new``: only a valid profile is written, and a key is neither shown nor taken from an option."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import DATA
from wizard.core.mode import Mode
from wizard.kit import profile_form
from wizard.main import main as run
from wizard.store.profile_file import read_profile

if TYPE_CHECKING:
    from pathlib import Path

LOGO = DATA / "logo.png"
KEY = "CANARYDEVEL0PER1"


class Typed(io.StringIO):
    """A keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "logo.png").write_bytes(LOGO.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_from_options(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{KEY}\n"))
    code = run([
        "profile", "new", "--name", 'Müller "M" \\ Söhne', "--phone", "555-0100", "--logo", "logo.png",
        "--accent", "#0B6E6E", "--modes", "service, remote", "--permissions", "ApiReadAll,ApiComm",
        "--minimum-version", "22.2", "--keychain-service", "Müller", "--developer-key-stdin",
        "--download-url", "https://muller.example/w", "--keep-history", "no",
    ])  # fmt: skip
    told = capsys.readouterr()
    assert (code, told.err) == (0, "")
    assert told.out == "vendor.toml was written. Next: profile kit vendor.toml --out DIR\n"
    profile = read_profile(folder / "vendor.toml")
    assert (profile.vendor_name, profile.support.phone) == ('Müller "M" \\ Söhne', "555-0100")
    assert profile.modes == (Mode.API_SERVICE, Mode.REMOTE)
    assert profile.permissions == ("ApiReadAll", "ApiComm")
    assert (str(profile.minimum_version), profile.keychain_service) == ("22.2", "Müller")
    assert profile.developer_key is not None
    assert profile.developer_key.reveal() == KEY
    assert profile.download_url == "https://muller.example/w"
    assert profile.keep_history is False


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--name", ""], "vendor.name: "),
        (["--phone", "1"], "vendor.name: This key is missing."),
        (["--name", "X", "--accent", "yellow"], "vendor.accent: Expected a color"),
        (["--name", "X", "--modes", "remote,cloud"], "api.modes[1]: Expected one of remote, service, local"),
        (["--name", "X", "--url", "http://x.example"], "vendor.support.url: Expected an address"),
        (["--name", "X\x7fY"], "vendor.name: Expected one line of plain text"),
        (
            ["--name", "X\udce4Y"],
            "vendor.name: Expected one line of plain text",
        ),  # no UTF-8
    ],
)
def test_what_would_not_be_valid_is_not_written(
    folder: Path,
    options: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(["profile", "new", *options]) == 2
    assert words in capsys.readouterr().err
    assert not (folder / "vendor.toml").exists()


def test_a_file_that_is_there_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "vendor.toml").write_text("mine")
    assert run(["profile", "new", "--name", "X"]) == 2
    assert capsys.readouterr().err == "vendor.toml is there already; nothing was written.\n"
    assert (folder / "vendor.toml").read_text() == "mine"


def test_a_folder_that_is_not_there_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["profile", "new", "--name", "X", "--out", str(folder / "none" / "v.toml")]) == 1
    assert capsys.readouterr().err == "v.toml could not be written.\n"


def test_a_wrong_key_is_not_repeated(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{KEY}/{KEY}"))
    assert run(["profile", "new", "--name", "X", "--developer-key-stdin"]) == 2
    told = capsys.readouterr()
    assert "api.developer_key: Expected a key of" in told.err
    assert KEY not in told.out + told.err
    assert list(folder.glob("*.toml")) == []


def test_asked_for_each_value_and_again_after_a_wrong_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ", Northwind Sync, , 555-0100, nobody, help@northwind.example, , , logo.png, , remote, , 22.2, "
    answers = iter(typed.split(", "))
    monkeypatch.setattr(sys, "stdin", Typed())
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    keys = iter([f"{KEY} {KEY}", KEY])
    monkeypatch.setattr("getpass.getpass", lambda _question: next(keys))
    assert run(["profile", "new"]) == 0
    printed = capsys.readouterr().out
    assert asked.count("Name of your company: ") == 2
    assert asked.count("E-mail address of your support: ") == 2
    assert "vendor.name: This key is missing." in printed
    assert KEY not in printed
    profile = read_profile(folder / "vendor.toml")
    assert (profile.vendor_name, profile.support.email) == ("Northwind Sync", "help@northwind.example")
    assert profile.developer_key is not None
    with pytest.raises(StopIteration):
        next(answers)


def test_no_keyboard_and_no_options_is_no_question(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("it asked"))
    assert run(["profile", "new"]) == 2
    assert "vendor.name: This key is missing." in capsys.readouterr().err
    assert not list(folder.glob("*.toml"))


def test_every_field_can_be_given() -> None:
    assert {field.option for field in profile_form.FIELDS} >= {
        "name",
        "modes",
        "keychain_service",
        "download_url",
    }


def test_what_is_neither_yes_nor_no_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["profile", "new", "--name", "Northwind", "--keep-history", "maybe"]) == 2
    assert "wizard.keep_history: Expected true or false" in capsys.readouterr().err
    assert not (folder / "vendor.toml").exists()
    assert run(["profile", "new", "--name", "Northwind", "--keep-history", "yes"]) == 0
    assert read_profile(folder / "vendor.toml").keep_history
