"""The page about what is touched is held to the code: every check, key, folder, program, host and port."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wizard
from wizard.checks.access_table import CALLS, WRITTEN, address, called
from wizard.checks.context import CONTROL_HOST
from wizard.core.codes import CheckId
from wizard.core.endpoint import LOCAL_PORT, REMOTE_HOST, SERVICE_PORT, SETUP_HOST, SETUP_PORT
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC, Profile
from wizard.core.text import T, Translator
from wizard.kit.product import product_of
from wizard.kit.readme import read_me
from wizard.main import main
from wizard.runs.registry import CHECKS, ENTRIES
from wizard.store import resources
from wizard.windows import machine_reader, open_dental_config

if TYPE_CHECKING:
    from wizard.core.text import Text

PLACES = {name: resources.path(f"docs/{name}.md") for name in ("what-is-touched", "it")}
PAGE = PLACES["what-is-touched"].read_text("utf-8")
SAY = Translator().translate
PACKAGE = Path(wizard.__file__).parent
UPDATE = "python -m pytest tests/unit/papers/test_docs_touched.py --update-pages"


def test_every_check_has_its_row_and_no_row_is_of_another() -> None:
    rows = re.findall(r"^\| `((?:prereq|live)\.[a-z-]+)` \|", PAGE, re.MULTILINE)
    assert rows == [
        *(check.id for check in CHECKS),
        CheckId.LIVE_PATIENTS,
        CheckId.LIVE_RIGHTS,
        CheckId.LIVE_VERSION,
    ]


@pytest.mark.parametrize(
    "word",
    [
        *machine_reader.FOLDERS,
        *machine_reader.UNINSTALL,
        *machine_reader.RESTART,
        machine_reader.OPEN_DENTAL,
        machine_reader.CLOUD_CLIENT,
        machine_reader.CLOUD_FOLDER,
        machine_reader.ZONE,
        machine_reader.ZONES,
        machine_reader.CURRENT,
        open_dental_config.NAME,
        REMOTE_HOST,
        CONTROL_HOST,
        SETUP_HOST,
        str(SETUP_PORT),
        str(SERVICE_PORT),
        str(LOCAL_PORT),
    ],
)
def test_what_the_reader_looks_at_is_named(word: str) -> None:
    assert word.lower() in PAGE.lower()


@pytest.mark.parametrize("program", machine_reader.JOBS)
def test_every_services_program_is_named(program: str) -> None:
    assert program in PAGE.lower()


def test_every_registry_key_in_the_code_is_named() -> None:
    keys = set()
    for path in PACKAGE.joinpath("windows").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys |= set(re.findall(r"^HK(?:LM|CU)\\[^`]+$", node.value))
    assert keys
    unnamed = {key for key in keys if f"`{key}`" not in PAGE}
    assert not unnamed, "resources/docs/what-is-touched.md has a row, by hand, for each registry key"


def test_every_element_that_is_kept_is_named_and_no_secret_one_is_kept() -> None:
    kept = {path[-1] for path in open_dental_config._WANTED}
    assert kept == {"ComputerName", "Database", "DatabaseType", "URI"}
    assert all(f"`{name}`" in PAGE for name in kept)


def table(head: str, rows: list[tuple[str, ...]]) -> str:
    """A table of a page."""
    lines = [head, "|" + "---|" * (head.count("|") - 1)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def host(said: str | Text) -> str:
    return f"`{said}`" if isinstance(said, str) else SAY(said)


def made() -> dict[str, str]:
    """Every part that is made from the table, by its name."""
    return {
        "checks": table("| check | reads or calls |", [(f"`{row.id}`", SAY(row.reads)) for row in ENTRIES]),
        "calls": table(
            "| host | TCP port | what for | key sent |",
            [
                (
                    host(c.host),
                    ", ".join(map(str, c.ports)) or "its own",
                    SAY(c.why),
                    SAY(c.key),
                )
                for c in CALLS
            ],
        ),
        "written": table(
            "| what | where | it goes | it is not written |",
            [
                (
                    SAY(w.what),
                    SAY(T(w.location.msgid, service=GENERIC.keychain_service)),
                    SAY(w.goes).removeprefix("It goes ").removesuffix("."),
                    SAY(w.unless),
                )
                for w in WRITTEN
            ],
        ),
    }


@pytest.mark.parametrize("page", PLACES)
def test_the_pages_are_made_from_the_table(page: str, request: pytest.FixtureRequest) -> None:
    text = PLACES[page].read_text("utf-8")
    seen = 0
    for name, part in made().items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        if start not in text:
            continue
        seen += 1
        before, rest = text.split(start)
        shown, after = rest.split(end)
        if request.config.getoption("--update-pages"):
            text = before + start + part + end + after
        else:
            assert shown == part, f"run: {UPDATE}"
    assert seen == {"what-is-touched": 3, "it": 2}[page]
    if request.config.getoption("--update-pages"):
        PLACES[page].write_text(text, "utf-8")


def test_the_list_of_checks_is_made_from_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "checks", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(rows) == [row.id for row in ENTRIES]
    for row in ENTRIES:
        assert rows[row.id]["reads"] == SAY(row.reads)
        places = [SAY(address(call)) for call in CALLS if row.id in call.checks]
        assert rows[row.id]["calls"] == "; ".join(places)
    assert {identity for call in CALLS for identity in call.checks} <= set(rows)


@pytest.mark.parametrize("modes", [(Mode.REMOTE,), (Mode.LOCAL,), tuple(Mode)])
def test_the_page_of_a_kit_is_made_from_the_table(modes: tuple[Mode, ...]) -> None:
    profile = Profile(vendor_name="Northwind Sync", modes=modes)
    text = read_me(profile, product_of(profile), SAY)
    for call in CALLS:
        there = not call.modes or bool(set(call.modes) & set(modes))
        assert (f"- {SAY(address(call))}: {SAY(call.why)}. Key: {SAY(call.key)}." in text) == there
    assert len(list(called(modes))) == len([line for line in text.splitlines() if ". Key: " in line])
    for row in WRITTEN:
        place = SAY(T(row.location.msgid, service=profile.keychain_service))
        assert (f"- {SAY(row.what)}: {place}." in text) == (not row.vendors)
    text = read_me(profile._replace(keep_history=False), product_of(profile), SAY)
    assert [row.own for row in WRITTEN if SAY(row.what) in text] == [False, False]


def test_every_host_and_port_in_the_code_is_in_the_table() -> None:
    told = {call.host for call in CALLS if isinstance(call.host, str)}
    hosts = set()
    for path in PACKAGE.rglob("*.py"):
        if "simulator" in path.parts or path.name in ("access_table.py", "codes.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Tuple):
                names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
                values = [c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant)]
                if any(name.endswith("HOST") for name in names):
                    hosts |= {value for value in values if isinstance(value, str) and "." in value}
    assert hosts == told - {"127.0.0.1"}
    ports = {port for call in CALLS for port in call.ports}
    assert ports == {80, 443, LOCAL_PORT, SERVICE_PORT, SETUP_PORT}


def test_the_settings_file_is_where_the_table_says() -> None:
    """A person's settings that roam lie under APPDATA on Windows; ``test_locations.py`` has the folder."""
    from wizard.store.locations import window_settings

    (row,) = [w for w in WRITTEN if "windows.ini" in w.location.msgid]
    assert window_settings().parts[-2:] == ("connect-wizard", "windows.ini")
    assert row.location.msgid.endswith("\\connect-wizard\\windows.ini")
    script = resources.path("setup/setup.nsi").read_text("utf-8")
    assert 'Delete "$APPDATA\\connect-wizard\\windows.ini"' in script


@pytest.mark.parametrize("name", ["history_file", "log_file", "progress_file"])
def test_the_notes_are_where_the_table_says_and_the_setup_removes_them(name: str) -> None:
    """They lie under LOCALAPPDATA on Windows, which platformdirs knows as a person's data that stay."""
    from wizard.store import locations

    file = getattr(locations, name)()
    inside = "\\".join(file.relative_to(locations.data_folder().parent).parts)
    assert locations.data_folder().name == "connect-wizard"
    (row,) = [w for w in WRITTEN if w.location.msgid == f"%LOCALAPPDATA%\\{inside}"]
    assert row.own
    script = resources.path("setup/setup.nsi").read_text("utf-8")
    assert f'Delete "$LOCALAPPDATA\\{inside}' in script


def test_the_setup_removes_what_lies_beside_the_notes(notes: Path) -> None:
    """What was put aside, is full, locks or is half-written is met by the script's patterns."""
    from fnmatch import fnmatch

    from wizard.store import locations
    from wizard.store.history_file import HistoryFile

    script = resources.path("setup/setup.nsi").read_text("utf-8")
    patterns = re.findall(r'Delete "\$LOCALAPPDATA\\connect-wizard\\(.+)"', script)
    history = HistoryFile(locations.history_file())
    history.change(lambda before: before)
    beside = ["history.jsonl.broken", ".history.jsonl.0a1b.part", ".progress.json.0a1b.part"]
    found = [path.name for path in notes.iterdir()]
    assert found == ["history.jsonl.lock"]
    for file in (*beside, *found, "log\\connect-wizard.log.1", history.put_aside.name):
        assert any(fnmatch(file, pattern) for pattern in patterns), file
