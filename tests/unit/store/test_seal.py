"""The seal of a kit: what was changed afterwards is refused with its line, at start as well."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import DATA
from wizard.commands import compose
from wizard.commands import open_window as command
from wizard.core.text import Translator
from wizard.store import seal
from wizard.store.profile_file import ProfileError, read_profile

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = DATA / "vendor.toml"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """The example with the seal of its kit."""
    for name in ("vendor.toml", "logo.png"):
        shutil.copyfile(EXAMPLE.with_name(name), tmp_path / name)
    logo = (tmp_path / "logo.png").read_bytes()
    (tmp_path / seal.NAME).write_text(seal.seal(EXAMPLE.read_bytes(), logo), "utf-8")
    return tmp_path / "vendor.toml"


def refusal(path: Path) -> str:
    with pytest.raises(ProfileError) as caught:
        read_profile(path)
    return caught.value.told(Translator())


def line_of(path: Path, words: str) -> int:
    text = path.read_text("utf-8")
    return text[: text.index(words)].count("\n") + 1


def test_what_the_kit_was_made_with_is_accepted(sealed: Path) -> None:
    assert read_profile(sealed).vendor_name == "Northwind Sync"


def test_line_ends_and_a_mark_that_an_editor_adds_change_nothing(sealed: Path) -> None:
    text = sealed.read_text("utf-8").replace("\n", "\r\n")
    sealed.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n")
    sealed.write_bytes(sealed.read_bytes().removesuffix(b"\r\n"))
    assert read_profile(sealed).vendor_name == "Northwind Sync"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("555-0100", "555-0199"),
        ('"remote", ', ""),
        ("# An invented", "# Our invented"),
        ("minutes = 30", "minutes = 31"),
    ],
)
def test_a_changed_line_is_named(sealed: Path, old: str, new: str) -> None:
    line = line_of(sealed, old)
    sealed.write_text(sealed.read_text("utf-8").replace(old, new), "utf-8")
    assert refusal(sealed) == (
        f"vendor.toml, line {line}: Expected this line as the vendor's kit was made with it; "
        "it was changed since then."
    )


def test_added_and_removed_lines_are_named(sealed: Path) -> None:
    text = sealed.read_text("utf-8")
    sealed.write_text(text + "# more\n", "utf-8")
    assert f"line {text.count(chr(10)) + 1}: " in refusal(sealed)
    sealed.write_text("".join(text.splitlines(keepends=True)[1:]), "utf-8")
    assert "line 1: " in refusal(sealed)
    sealed.write_text("".join(text.splitlines(keepends=True)[:-1]), "utf-8")
    assert f"line {text.count(chr(10)) - 1}: " in refusal(sealed)  # the last that is left


def test_another_logo_is_named_with_the_line_that_names_it(sealed: Path) -> None:
    logo = sealed.with_name("logo.png")
    logo.write_bytes(logo.read_bytes() + b"x")
    expected = f"vendor.toml, line {line_of(sealed, 'logo =')}: vendor.logo: Expected the picture that"
    assert refusal(sealed).startswith(expected)


def test_what_is_invalid_is_told_rather_than_that_it_was_changed(sealed: Path) -> None:
    sealed.write_text(sealed.read_text("utf-8").replace("#0B6E6E", "#FFFF00"), "utf-8")
    assert "vendor.accent: Expected a color" in refusal(sealed)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"lines": 1, "logo": null}', b'{"lines": []}', b"\xff"])
def test_a_damaged_seal_is_refused(sealed: Path, raw: bytes) -> None:
    sealed.with_name(seal.NAME).write_bytes(raw)
    assert refusal(sealed) == "vendor.toml: The file vendor.seal beside it is damaged. Get the kit anew."


def test_a_kit_without_its_profile_does_not_become_the_plain_program(sealed: Path) -> None:
    sealed.unlink()
    assert compose.find_profile(sealed.parent) == sealed
    assert refusal(sealed) == "vendor.toml: This file is not there."


def test_the_window_does_not_open_with_a_changed_profile(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(command, "beside_program", lambda: sealed)
    monkeypatch.setattr(command, "open_window", lambda *_: pytest.fail("it opened"))

    def refuse(words: str, _translator: Translator) -> int:
        told.append(words)
        return 2

    monkeypatch.setattr(command, "show_refusal", refuse)
    sealed.write_text(sealed.read_text("utf-8").replace("555-0100", "555-0199"), "utf-8")
    assert command.open_wizard(Translator()) == 2
    assert told
    assert f"vendor.toml, line {line_of(sealed, '555-0199')}: " in told[0]
