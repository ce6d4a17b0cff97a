"""The parts of the Windows build that need no Windows: the spec, locked wheels, signing, parts and papers."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SPEC = (ROOT / "installer.spec").read_text("utf-8")
LOCK = """\
# made by hand
one==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via x
two-b==2.1 ; sys_platform == 'linux' \\
    --hash=sha256:{a}
three==3 \\
    --hash=sha256:{b}
""".format(a="a" * 64, b="b" * 64)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The scripts of build/windows can be imported, and are gone afterwards."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", [str(ROOT / "build" / "windows"), str(ROOT / "build"), *sys.path])
    yield
    scripts = {path.stem for path in (ROOT / "build").rglob("*.py")}
    for name in set(sys.modules) - before:
        if name in scripts:
            del sys.modules[name]


def load(name: str) -> ModuleType:
    return importlib.import_module(name)


def spec_value(name: str) -> object:
    """A constant of the spec."""
    tree = ast.parse(SPEC)
    (node,) = [
        n.value
        for n in tree.body
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and n.targets[0].id == name
    ]
    return eval(compile(ast.Expression(node), "spec", "eval"))  # our own file


def imported() -> set[str]:
    """Every module that the program's source names."""
    found: set[str] = set()
    for file in (ROOT / "wizard").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_nothing_that_the_spec_leaves_out_is_imported() -> None:
    excluded = spec_value("EXCLUDED")
    assert isinstance(excluded, list)
    used = imported()
    wrong = [name for name in excluded if any(u == name or u.startswith(f"{name}.") for u in used)]
    assert wrong == []


def test_the_parts_of_qt_in_use_are_those_that_the_spec_keeps() -> None:
    kept = spec_value("QT")
    assert isinstance(kept, tuple)
    used = {name.split(".")[1] for name in imported() if re.match(r"PySide6\.Qt\w+", name)}
    assert used == set(kept)


def test_every_other_part_of_qt_is_left_out() -> None:
    """A part that PySide6 Essentials brings is either kept or excluded by name."""
    specification = importlib.util.find_spec("PySide6")
    assert specification
    (folder,) = specification.submodule_search_locations or []
    shipped = {re.split(r"[.]", f.name)[0] for f in Path(folder).glob("Qt*.abi3.so")}
    kept, excluded = spec_value("QT"), spec_value("EXCLUDED")
    assert isinstance(kept, tuple)
    assert isinstance(excluded, list)
    named = set(kept) | {name.removeprefix("PySide6.") for name in excluded}
    assert shipped
    assert shipped - named - {"QtExampleIcons", "QtAsyncio"} == set()


def test_the_manifest_asks_for_no_administrator_and_knows_dpi_and_long_paths() -> None:
    from xml.etree import ElementTree as ET

    manifest = spec_value("MANIFEST")
    assert isinstance(manifest, str)
    told = {element.tag.rpartition("}")[2]: element for element in ET.fromstring(manifest.encode()).iter()}
    assert told["requestedExecutionLevel"].get("level") == "asInvoker"
    assert told["longPathAware"].text == "true"
    assert (told["dpiAwareness"].text or "").startswith("PerMonitorV2")


def test_no_compression_by_upx_and_no_single_file() -> None:
    assert SPEC.count("upx=False") == 2
    assert "COLLECT(" in SPEC
    assert "exclude_binaries=True" in SPEC


@pytest.mark.usefixtures("windows")
def test_a_lock_is_read_for_windows_on_any_system() -> None:
    environment = load("environment")
    assert environment.locked(LOCK) == [
        f"one==1.0 --hash=sha256:{'a' * 64} --hash=sha256:{'b' * 64}",
        f"three==3 --hash=sha256:{'b' * 64}",
    ]
    assert environment.locked(LOCK, ("three",)) == [f"three==3 --hash=sha256:{'b' * 64}"]


@pytest.mark.usefixtures("windows")
def test_every_windows_wheel_is_pinned_by_hash() -> None:
    environment = load("environment")
    lines = environment.requirements().splitlines()
    names = {line.split("==")[0] for line in lines}
    assert {"pyside6-essentials", "httpx", "keyring", "pywin32-ctypes", "pyinstaller", "pefile"} <= names
    assert not {"secretstorage", "cryptography", "jeepney", "pytest", "click", "rich"} & names
    assert all(re.fullmatch(r"\S+==\S+( --hash=sha256:[0-9a-f]{64})+", line) for line in lines)
    assert set(environment.FREEZER) <= names | {"pywin32-ctypes"}


@pytest.mark.usefixtures("windows")
def test_signing_says_what_it_does_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sign = load("sign")
    file = tmp_path / "a b.exe"
    file.write_bytes(b"x")
    monkeypatch.delenv(sign.VARIABLE, raising=False)
    assert sign.main([str(file)]) == 0
    assert capsys.readouterr().out == "not signed, CONNECT_WIZARD_SIGN is not set: a b.exe\n"
    monkeypatch.setenv(sign.VARIABLE, "no-such-program {file}")
    assert sign.main([str(file)]) == 1
    assert capsys.readouterr().err == "not signed: the program no-such-program is not here\n"


@pytest.mark.usefixtures("windows")
def test_the_hook_is_called_for_each_file_and_takes_what_it_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sign = load("sign")
    files = [tmp_path / "a b.exe", tmp_path / "c.dll"]
    for file in files:
        file.write_bytes(b"x")
    tool = tmp_path / "tool.py"
    tool.write_text(
        "import sys; f = sys.argv[1]; open(f + '.new', 'wb').write(open(f, 'rb').read() + b' signed')"
    )
    monkeypatch.setenv(sign.VARIABLE, f"{sys.executable} {tool} {{file}}")
    assert sign.main([str(file) for file in files]) == 0
    assert [file.read_bytes() for file in files] == [b"x signed", b"x signed"]
    tool.write_text("import sys; sys.exit('no token')")
    assert sign.main([str(files[0])]) == 1
    assert "a b.exe could not be signed\nno token" in capsys.readouterr().err


@pytest.mark.usefixtures("windows")
@pytest.mark.skipif(not (shutil.which("osslsigncode") and shutil.which("makensis")), reason="needs both")
def test_a_test_certificate_signs_a_real_program(tmp_path: Path) -> None:
    sign = load("sign")
    program = tmp_path / "made by nsis.exe"
    script = tmp_path / "x.nsi"
    script.write_text(f'Name "x"\nOutFile "{program}"\nSection\nSectionEnd\n')
    subprocess.run(["makensis", "-V0", str(script)], check=True, capture_output=True)
    assert sign.main(["--test", str(tmp_path / "certificate"), str(program)]) == 0
    certificate, _ = sign.test_certificate(tmp_path / "certificate")
    call = ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(program)]
    done = subprocess.run(call, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    program.write_bytes(program.read_bytes()[:-600] + bytes(600))
    assert subprocess.run(call, capture_output=True, check=False).returncode != 0


@pytest.mark.usefixtures("windows")
def test_papers_list_every_file_and_carry_every_licence(tmp_path: Path) -> None:
    bundle, papers = load("bundle"), load("papers")
    (tmp_path / "_internal").mkdir()
    for name in ("connect-wizard.exe", "_internal/Qt6Core.dll"):
        (tmp_path / name).write_bytes(name.encode())
    text = (("LICENSE", "words\nof it\n"),)
    parts = [
        bundle.Part(bundle.OWN, "0.1.0", "Apache-2.0", text, ("connect-wizard.exe",), 3),
        bundle.Part(bundle.QT, "6.11.3", "LGPL-3.0-only", text, ("_internal/Qt6Core.dll",), 0),
        bundle.Part("jaraco.x", "1", "no SPDX name", text, (), 2, "pkg:pypi/jaraco-x@1"),
    ]
    papers.write_licences(tmp_path, parts)
    papers.write_parts_list(tmp_path, parts, 1_700_000_000)
    first = (tmp_path / "licences" / papers.PARTS_LIST).read_text("utf-8")
    papers.write_parts_list(tmp_path, parts, 1_700_000_000)
    assert (tmp_path / "licences" / papers.PARTS_LIST).read_text("utf-8") == first
    document = json.loads(first)
    assert (document["bomFormat"], document["metadata"]["timestamp"]) == (
        "CycloneDX",
        "2023-11-14T22:13:20+00:00",
    )
    listed = {
        file["name"]: file["hashes"][0]["content"]
        for component in document["components"]
        for file in component.get("components", ())
    }
    assert listed == {
        name: bundle.digest(tmp_path / name) for name in ("connect-wizard.exe", "_internal/Qt6Core.dll")
    }
    assert [c["name"] for c in document["components"]] == [bundle.OWN, "jaraco.x", bundle.QT] or len(
        listed
    ) == 2
    notice = (tmp_path / "licences" / "NOTICE.txt").read_text("utf-8")
    assert "Qt6Core.dll" in notice
    assert "replace" in notice
    assert "https://download.qt.io/archive/qt/6.11/6.11.3/" in notice
    for part in parts:
        folder = tmp_path / "licences" / papers.folder_name(part)
        assert (folder / "LICENSE").read_text("utf-8") == "words\nof it\n"
        assert part.license in notice


def test_the_gnu_licences_are_whole() -> None:
    for name, version in (
        ("LGPL-3.0.txt", "LESSER GENERAL PUBLIC LICENSE"),
        ("GPL-3.0.txt", "GENERAL PUBLIC LICENSE"),
    ):
        text = (ROOT / "resources" / "licences" / name).read_text("utf-8")
        assert version in text
        assert "Version 3, 29 June 2007" in text


@pytest.mark.usefixtures("windows")
def test_a_page_without_its_marks() -> None:
    papers = load("papers")
    page = "# Title\n\n1. **Click** it.\n\n![x](y.png)\n\n2. End.\n"
    assert papers.plain_page(page) == "Title\n=====\n\n1. Click it.\n\n2. End.\n"


@pytest.mark.usefixtures("windows")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
def test_a_helper_that_keeps_the_pipes_open_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Wine's desktop does."""
    host = load("host")
    monkeypatch.setattr(host, "_LAST_WORDS_S", 0.3)
    done = host.run(["sh", "-c", "cat; echo there >&2; sleep 2 & exit 3"], os.environ, "here", 10)
    assert (done.code, done.out, done.err) == (3, "here", "there\n")
    assert done.took_s < 1.8


@pytest.mark.usefixtures("windows")
def test_a_program_that_does_not_end_is_told() -> None:
    host = load("host")
    done = host.run(
        [sys.executable, "-c", "import time; print('x', flush=True); time.sleep(60)"], os.environ, "", 2
    )
    assert (done.code, done.out, done.err) == (-1, "x\n", "no end within 2 s\n")


@pytest.mark.usefixtures("windows")
def test_what_has_a_published_hole_is_no_release() -> None:
    fixes = load("fixes")
    asked = ["3.13.2", "OpenSSL 3.0.15 3 Sep 2024", "expat_2.6.4", "1.3.1"]
    made_with = fixes.versions(asked)
    assert made_with == {"Python": "3.13.2", "OpenSSL": "3.0.15", "expat": "2.6.4", "zlib": "1.3.1"}
    assert [words.split(":")[0] for words in fixes.older(made_with)] == [
        "Python 3.13.2 is older than 3.13.18",
        "OpenSSL 3.0.15 is older than 3.0.20",
        "expat 2.6.4 is older than 2.8.3",
    ]
    good = {row.part: row.version for row in fixes.TABLE}
    assert fixes.older(good) == []
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", fixes.AS_OF)
    assert {row.part for row in fixes.TABLE} == set(fixes.PARTS)
    for row in fixes.TABLE:
        assert fixes.older({**good, row.part: row.version}) == []
        assert row.version.startswith(f"{row.line}.")
        assert len(fixes.older({**good, row.part: f"{row.line}.0"})) == 1


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("part", "version", "right"),
    [
        ("Python", "3.11.9", False),  # a line that has no fixed version for Windows
        ("Python", "3.11.99", False),
        ("Python", "3.9.1", False),
        ("Python", "3.13.18rc1", False),
        ("Python", "3.13.18", True),
        ("Python", "3.13.100", True),
        ("Python", "3.15.0", True),
        ("Python", "4.0.0", True),
        ("OpenSSL", "1.1.1w", False),
        ("OpenSSL", "3.1.99", False),
        ("OpenSSL", "3.10.0", True),
        ("expat", "2.10.0", True),
        ("zlib", "1.2.13", False),
        ("zlib", "0", False),
    ],
)
def test_a_version_is_older_by_its_numbers(part: str, version: str, right: bool) -> None:
    fixes = load("fixes")
    good = {row.part: row.version for row in fixes.TABLE}
    assert (fixes.older({**good, part: version}) == []) is right


@pytest.mark.usefixtures("windows")
def test_the_papers_name_the_python_of_the_release() -> None:
    environment, fixes = load("environment"), load("fixes")
    page = (ROOT / "resources" / "docs" / "it.md").read_text("utf-8")
    assert f"CPython {environment.VERSION}" in page
    assert fixes.AS_OF in page
    assert environment.PYTHON[0].split("==")[1].startswith(environment.SHORT)
    assert environment.WINDOWS["python_version"] == environment.SHORT


@pytest.mark.usefixtures("windows")
def test_the_proof_goes_where_offices_go() -> None:
    pytest.importorskip("PySide6")
    prove = load("prove")
    steps = {step.prove.__name__ for step in (*prove.ON_PROGRAM, *prove.ON_SETUP)}
    assert steps >= {
        "read_only_media", "old_windows", "share", "setup_pages", "setup_for_everyone",
        "uninstaller_windows", "scaled", "refusals", "side_by_side", "signed_uninstaller",
    }  # fmt: skip


def test_windows_release_leaves_out_the_fonts_that_windows_has() -> None:
    """What the font stands in for is there, and a release need not grow by it."""
    chosen = SPEC[SPEC.index("LEFT_OUT = ") : SPEC.index("# the parts of Qt")]
    for platform, left_out in (("win32", {"docs", "licences", "fonts"}), ("linux", {"docs", "licences"})):
        names: dict[str, object] = {"sys": SimpleNamespace(platform=platform)}
        exec(chosen, names)
        assert names["LEFT_OUT"] == left_out
    assert "not in LEFT_OUT" in SPEC
