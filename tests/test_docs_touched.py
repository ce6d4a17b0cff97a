"""The page about what is touched is held to the code: every check, key, folder, program, host and port."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import wizard
from wizard.checks.after import RIGHTS, VERSION
from wizard.checks.context import CONTROL_HOST
from wizard.checks.office import SETUP_HOST, SETUP_PORT
from wizard.checks.run import LIVE
from wizard.checks.table import CHECKS
from wizard.core.endpoint import LOCAL_PORT, REMOTE_HOST, SERVICE_PORT
from wizard.store import resources
from wizard.windows import config, reader

PAGE = resources.path("docs/what-is-touched.md").read_text("utf-8")
PACKAGE = Path(wizard.__file__).parent


def test_every_check_has_its_row_and_no_row_is_of_another() -> None:
    rows = re.findall(r"^\| `((?:prereq|live)\.[a-z-]+)` \|", PAGE, re.MULTILINE)
    assert rows == [*(check.id for check in CHECKS), LIVE, RIGHTS, VERSION]


@pytest.mark.parametrize(
    "word",
    [
        *reader.FOLDERS,
        *reader.UNINSTALL,
        *reader.RESTART,
        reader.OPEN_DENTAL,
        reader.CLOUD_CLIENT,
        reader.CLOUD_FOLDER,
        reader.ZONE,
        reader.ZONES,
        reader.CURRENT,
        config.NAME,
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


@pytest.mark.parametrize("program", reader.JOBS)
def test_every_services_program_is_named(program: str) -> None:
    assert program in PAGE.lower()


def test_every_registry_key_in_the_code_is_named() -> None:
    keys = set()
    for path in PACKAGE.joinpath("windows").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys |= set(re.findall(r"^HK(?:LM|CU)\\[^`]+$", node.value))
    assert keys
    assert not {key for key in keys if f"`{key}`" not in PAGE}


def test_every_element_that_is_kept_is_named_and_no_secret_one_is_kept() -> None:
    kept = {path[-1] for path in config._WANTED}
    assert kept == {"ComputerName", "Database", "DatabaseType", "URI"}
    assert all(f"`{name}`" in PAGE for name in kept)
