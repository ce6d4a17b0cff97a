"""The pages name what there is: pictures, commands, options, exit codes, keys of the profile."""

from __future__ import annotations

import re
import struct
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from tests.support.scripts import script
from wizard import main
from wizard.core.endpoint import LOCAL_PORT, REMOTE_HOST, SERVICE_PORT
from wizard.core.profile import GENERIC, Profile
from wizard.core.toml.tables import Table
from wizard.store import resources
from wizard.store.profile_rules import validate

if TYPE_CHECKING:
    from pathlib import Path

DOCS = resources.path("docs")
PAGES = sorted(DOCS.glob("*.md"))
SETUP = resources.path("setup/setup.nsi").read_text("utf-8")


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def test_there_is_a_page_for_everybody() -> None:
    assert [page.name for page in PAGES] == [
        "front-office.en.md",
        "front-office.es.md",
        "it.md",
        "vendor.md",
        "what-is-touched.md",
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pictures_are_there_and_are_of_the_window(page: Path) -> None:
    for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text("utf-8")):
        raw = (DOCS / name).read_bytes()
        assert raw.startswith(b"\x89PNG")
        assert struct.unpack(">II", raw[16:24]) == (1040, 720)  # as the walk leaves them


@pytest.mark.parametrize("page", ["front-office.en.md", "front-office.es.md"])
def test_the_front_office_sees_what_a_drawing_looks_like(page: str) -> None:
    """Before it has to follow one."""
    for name in script("pictures").POINTERS:
        assert f"]({name}.png)" in text(page)
        assert f'src="resources/docs/{name}.png"' in (ROOT / "README.md").read_text("utf-8")


def test_no_picture_is_left_over() -> None:
    named = {name for page in PAGES for name in re.findall(r"\((pictures/[^)]+)\)", page.read_text("utf-8"))}
    assert named == {f"pictures/{found.name}" for found in (DOCS / "pictures").iterdir()}


def test_both_languages_of_the_front_office_say_the_same_steps() -> None:
    english, spanish = text("front-office.en.md"), text("front-office.es.md")
    for pattern in (r"^\d\. ", r"^!\[", r"K2-7F3Q9ABC"):
        found = [len(re.findall(pattern, page, re.MULTILINE)) for page in (english, spanish)]
        assert found[0] == found[1] > 0
    assert len(english.splitlines()) < 45  # one screen


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_ones_that_the_program_knows(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in re.findall(r"connect-wizard(?:\.exe)? ([a-z][^`\n]*)", page.read_text("utf-8")):
        words = re.split(r"  |<", line)[0].split()
        words = [word for word in words if word not in ("CODE", "FILE")]
        if words[0] in ("check", "profile", "list", "explain"):
            command = words[: 2 if words[0] in ("profile", "list") else 1]
            options = [word for word in words if word.startswith("--")]
            with pytest.raises(SystemExit) as ended:
                main.main([*command, "--help"] if command[0] != "list" else ["list", "--help"])
            assert ended.value.code == 0
            helped = capsys.readouterr().out
            assert all(option in helped for option in options), (line, options)


def test_its_page_has_the_setups_exit_codes_and_switches() -> None:
    page = text("it.md")
    for name in ("E_RUNNING", "E_ADMINISTRATOR"):
        (code,) = re.findall(rf"!define {name} (\d+)", SETUP)
        assert f"| {code} |" in page
    for switch in ("/ALLUSERS", "/FORGETKEY"):
        assert f'"{switch}"' in SETUP
        assert switch in page
    for code in ("0", "1", "2", "3", "4", "130"):
        assert re.search(rf"^\| {code} \|", page, re.MULTILINE)


def test_its_page_lists_what_is_called() -> None:
    page = text("it.md")
    for words in (REMOTE_HOST, str(SERVICE_PORT), str(LOCAL_PORT), "example.com", GENERIC.keychain_service):
        assert words in page


def test_the_vendors_page_shows_a_valid_profile() -> None:
    (example,) = re.findall(r"```\n(schema = 1\n.*?)```", text("vendor.md"), re.DOTALL)
    assert isinstance(validate(Table(tomllib.loads(example))), Profile)


def test_the_setup_speaks_both_languages_in_full() -> None:
    words = resources.path("setup/words.nsh").read_text("utf-8")
    found = {
        language: re.findall(rf"^LangString (\w+) \${{LANG_{language}}} \".+\"$", words, re.MULTILINE)
        for language in ("ENGLISH", "SPANISH")
    }
    assert found["ENGLISH"] == found["SPANISH"]
    assert len(found["ENGLISH"]) == len(re.findall(r"^LangString", words, re.MULTILINE)) // 2
    assert set(re.findall(r"\$\(([A-Z_]+)\)", SETUP)) == set(found["ENGLISH"])
