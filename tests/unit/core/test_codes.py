"""The names of causes and checks are types, held together with catalogue and registry, and nowhere else."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from tests.support.folders import ROOT
from wizard.core.codes import EVERY_PREREQUISITE, CheckId, Code, Family
from wizard.runs.registry import CHECKS, ENTRIES
from wizard.store.catalogue import Catalogue

CAUSES = ROOT / "resources" / "causes"
OWN = ROOT / "wizard" / "core" / "codes.py"


def constant_name(value: str) -> str:
    return value.replace(".", "_").replace("-", "_").upper()


@pytest.mark.parametrize("names", [Family, Code, CheckId])
def test_a_name_is_its_value_in_capitals(names: type[Family | Code | CheckId]) -> None:
    """So whoever has read the one finds the other, and no name is an alias of another's value."""
    assert [(name, str(one)) for name, one in names.__members__.items()] == [
        (constant_name(one), str(one)) for one in names
    ]


def test_every_code_has_words_and_all_words_have_a_code() -> None:
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in CAUSES.glob("*.toml")}
    assert {str(code) for code in Code} == {code for family in tables.values() for code in family}
    assert {str(family) for family in Family} == tables.keys()
    for code in Code:
        assert code in tables[code.family]


def test_the_catalogue_answers_every_code_with_its_own() -> None:
    catalogue = Catalogue()
    assert {catalogue.entry(code).code for code in Code} == set(Code)
    assert catalogue.entry("key.rejected").code is Code.KEY_REJECTED


def test_every_check_is_in_the_registry_and_all_of_the_registry_has_an_id() -> None:
    rows = [row.id for row in ENTRIES] + [CheckId.LIVE_IDENTITY]
    assert len(set(rows)) == len(rows)
    assert set(rows) == set(CheckId)
    assert {check.id for check in CHECKS} == {identity for identity in CheckId if not identity.is_live}


def bare(source: str) -> Iterator[tuple[int, str]]:
    """Strings that name a cause, a family of causes or a check; a word without a dot may mean anything."""
    names = {str(one) for one in (*Code, *CheckId) if "." in one}
    names |= {f"{family}." for family in Family} | {EVERY_PREREQUISITE}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            value = node.value
            if value in names or value.startswith(("prereq.", "live.")):
                yield node.lineno, value


def test_no_bare_code_is_left() -> None:
    files = [path for path in (ROOT / "wizard").rglob("*.py") if path != OWN]
    assert len(files) > 150
    found = [(path.name, *one) for path in files for one in bare(path.read_text("utf-8"))]
    assert not found, "write Code.NAME, CheckId.NAME or Family.NAME of wizard/core/codes.py"


@pytest.mark.parametrize(
    "value", ["key.rejected", "key.", "prereq.disk", "prereq.*", "live.patients", "live."]
)
def test_a_bare_code_is_seen(value: str) -> None:
    assert list(bare(f"x = (\n{value!r},)")) == [(2, value)]
    assert not list(bare(f"x = {value.replace('.', '!')!r}, 'connected', 'api.developer_key'"))


def test_the_first_paint_needs_none_of_them() -> None:
    """Each member costs ten microseconds to make, and what the window shows first names no cause."""
    asked = "import sys, wizard.ui.window; raise SystemExit('wizard.core.codes' in sys.modules)"
    subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True, timeout=60)
