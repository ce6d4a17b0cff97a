"""What translators are given, and what is found wrong with what they give back."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog

from tests.support.folders import ROOT
from tests.support.pseudo import pseudo_translator, texts_script
from wizard.core.text import N, T, Translator
from wizard.main import main
from wizard.pointer.scene_files import Scenes
from wizard.store import languages, resources
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from wizard.pointer.scene import Frame

HOW = "run: python3 build/start.py texts"
SERVER = "The key was sent to {server}."


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return texts_script()


@pytest.fixture(scope="module")
def template(script: ModuleType) -> Catalog:
    made: Catalog = script.translation.template()
    return made


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's data files, with a language beside English."""
    whole = tmp_path / "resources"
    shutil.copytree(resources.root(), whole, ignore=shutil.ignore_patterns("docs", "licences", "locale"))
    texts_script().main(["pseudo", str(whole / languages.FOLDER)])
    monkeypatch.setattr(resources, "root", lambda: whole)
    return whole / languages.FOLDER


def literals() -> Iterator[str]:
    for file in (ROOT / "wizard").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"T", "N"}:
                for argument in node.args[: 2 if node.func.id == "N" else 1]:
                    if isinstance(argument, ast.Constant):
                        yield str(argument.value)


def test_every_text_of_the_source_is_extracted(script: ModuleType, template: Catalog) -> None:
    extracted = {form for message in template for form in script.translation.forms(message.id)}
    found = set(literals())
    assert len(found) > 500
    assert found - extracted == set()


def shown_frames(frames: tuple[Frame, ...]) -> Iterator[Frame]:
    for frame in frames:
        yield frame
        yield from shown_frames(tuple(trap.frame for trap in frame.instead))


def test_every_text_of_the_data_files_is_extracted(template: Catalog) -> None:
    scenes, catalogue = Scenes(), Catalogue()
    extracted = {message.id for message in template}
    for entry in map(catalogue.entry, catalogue.codes()):
        assert {entry.title, entry.meaning, *entry.steps, *entry.ask, entry.wait_why} - {""} <= extracted
        assert {entry.meaning_here} - {""} <= extracted
    for pointer in map(scenes.pointer, scenes.pointer_ids()):
        said = {pointer.title, pointer.breadcrumb, *(frame.say for frame in pointer.frames)}
        said |= {frame.here for frame in shown_frames(pointer.frames)} - {""}
        said |= {trap.recognised_by for frame in pointer.frames for trap in frame.instead}
        assert said <= extracted


def test_the_template_is_current(script: ModuleType, template: Catalog) -> None:
    kept = script.translation.read(script.LOCALE / script.TEMPLATE)
    assert {script.translation.forms(m.id) for m in kept} == {
        script.translation.forms(m.id) for m in template
    }, HOW


def test_every_translation_that_ships_is_current(
    script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["compare"]) == 0, capsys.readouterr().out


def test_what_comes_from_the_source_is_written_the_same_each_time(script: ModuleType) -> None:
    assert script.translation.as_text(script.translation.template()) == script.translation.as_text(
        script.translation.template()
    )


def test_the_made_up_language_is_complete_and_matches(script: ModuleType, template: Catalog) -> None:
    made = script.translation.pseudo(template)
    assert script.translation.faults(template, made) == []
    longer = [len(m.string) / len(m.id) for m in made if isinstance(m.id, str) and len(m.id) > 20]
    assert min(longer) > 1.5


FAULTS = {
    "missing": (SERVER, ""),
    "placeholders": (SERVER, "La clave fue enviada a {servidor}."),
    "a placeholder that was lost": (SERVER, "La clave fue enviada."),
    "a brace too much": (SERVER, "La clave {fue enviada a {server}."),
    "marks": ("Click **your row**.", "Haga clic en su fila."),
    "half a mark": ("Click **your row**.", "Haga clic en **su fila."),
    "names": ("Click **Setup**.", "Haga clic en **Ajustes**."),
    "shortcut": ("&Continue", "Continuar"),
}
KINDS = {
    "a placeholder that was lost": "placeholders",
    "a brace too much": "placeholders",
    "half a mark": "marks",
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_translation_that_does_not_match_is_told(script: ModuleType, name: str) -> None:
    english, spanish = FAULTS[name]
    source, translation = Catalog(), Catalog("es")
    source.add(english)
    translation.add(english, spanish)
    assert {fault.kind for fault in script.translation.faults(source, translation)} == {KINDS.get(name, name)}


def test_plural_forms_are_each_compared(script: ModuleType) -> None:
    source, translation = Catalog(), Catalog("de")
    source.add(("{n} call by {who}", "{n} calls by {who}"))
    translation.add(("{n} call by {who}", "{n} calls by {who}"), ("ein Anruf von {who}", "{n} Anrufe"))
    (fault,) = script.translation.faults(source, translation)
    assert (fault.kind, fault.why) == ("placeholders", "expected ['n', 'who'], found ['n']")
    translation = Catalog("de")
    translation.add(("{n} call by {who}", "{n} calls by {who}"), ("ein Anruf von {who}", "{n} von {who}"))
    assert script.translation.faults(source, translation) == []


def test_a_text_that_is_no_longer_there_is_told(script: ModuleType) -> None:
    translation = Catalog("es")
    translation.add("Gone", "Ido")
    assert [fault.kind for fault in script.translation.faults(Catalog(), translation)] == ["unknown"]


@pytest.fixture
def spanish(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A translation that has just begun."""
    monkeypatch.setattr(script, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script.translation, "template", small)
    assert script.main(["new", "es"]) == 0
    return tmp_path / "locale" / "es" / "LC_MESSAGES" / "connect-wizard.po"


def small() -> Catalog:
    made = Catalog(fuzzy=False)
    made.add(SERVER)
    made.add("Click **OK**.")
    return made


def test_a_translation_begins_empty_and_is_compared(
    script: ModuleType, spanish: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["compare", "es"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1] for line in told] == ["missing", "missing", "not compiled"]
    assert told[0].startswith("locale/es/LC_MESSAGES/connect-wizard.po:")
    text = spanish.read_text("utf-8").replace(f'{SERVER}"\nmsgstr ""', f'{SERVER}"\nmsgstr "A {{server}}."')
    spanish.write_text(text, "utf-8")
    assert script.main(["new", "es"]) == 0  # brought up to date: what was translated stays
    assert spanish.read_text("utf-8") == text
    assert script.main(["compile"]) == 0  # of all that are there; what is missing stays English
    capsys.readouterr()
    assert script.main(["compare"]) == 1
    assert [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()] == ["missing"]
    spanish.write_text(text.replace("A {server}", "Al {server}"), "utf-8")
    assert script.main(["compare"]) == 1
    assert "not compiled" in capsys.readouterr().out
    translator = Translator("es", languages._read(spanish.with_suffix(".mo")))
    assert translator.translate(T(SERVER, server="X")) == "A X."
    assert translator.translate(T("Click **OK**.")) == "Click **OK**."


def test_what_does_not_match_is_not_compiled(
    script: ModuleType, spanish: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = spanish.read_text("utf-8").replace(f'{SERVER}"\nmsgstr ""', f'{SERVER}"\nmsgstr "A {{clave}}."')
    spanish.write_text(text, "utf-8")
    assert script.main(["compile", "es"]) == 1
    assert "expected ['server'], found ['clave']" in capsys.readouterr().out
    assert not spanish.with_suffix(".mo").exists()


def test_an_unknown_tag_is_refused(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    for tag in ("zz", "no-such-language", "../x"):
        assert script.main(["new", tag]) == 2
        assert "Expected a tag" in capsys.readouterr().out
        for command in ("compare", "compile"):
            assert script.main([command, tag]) == 2
            assert f"got {tag}." in capsys.readouterr().out


# --- The program with it ------------------------------------------------------------------------------------


def test_the_languages_are_what_is_compiled(locale: Path) -> None:
    assert languages.available() == ("en", "en-XA")
    shutil.rmtree(locale)
    assert languages.available() == ("en",)


@pytest.mark.usefixtures("locale")
def test_check_speaks_the_language_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["check", "--json", "--only", "prereq.proxy", "--host", "127.0.0.1:9"]
    code = main([*asked, "--language", "en-XA"])
    document = json.loads(capsys.readouterr().out)
    assert main(asked) == code
    english = json.loads(capsys.readouterr().out)
    (said,) = [check["summary"] for check in document["checks"]]
    assert said == pseudo_translator().translate(T(english["checks"][0]["summary"]))
    assert said != english["checks"][0]["summary"]
    assert document["next"].startswith("⟦")


def test_a_language_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--language", "xx"])
    assert ended.value.code == 2
    assert "en" in capsys.readouterr().err


def test_what_a_language_lacks_is_said_in_english() -> None:
    translator = pseudo_translator()
    assert translator.translate(T("Nobody has translated {this}.", this="it")) == "Nobody has translated it."
    assert translator.translate(N("{n} fish", "{n} fishes", 2)) == "2 fishes"
    assert translator.translate(T("")) == ""  # not the catalogue's own header


def test_a_translation_that_asks_for_more_is_not_taken(script: ModuleType, tmp_path: Path) -> None:
    """The comparison refuses it; should one get through, nobody is left with a traceback."""
    translation = Catalog("es")
    translation.add(SERVER, "La clave {clave} fue enviada.")
    script.translation.compiled(translation, tmp_path / "x.mo")
    translator = Translator("es", languages._read(tmp_path / "x.mo"))
    assert translator.translate(T(SERVER, server="X")) == "The key was sent to X."


def test_english_loads_no_gettext() -> None:
    code = """
import sys
from wizard.core.text import T, Translator
from wizard.store.languages import catalogue
assert Translator("en", catalogue("en")).translate(T("It is {it}.", it=1)) == "It is 1."
assert not {"gettext", "babel", "locale"} & set(sys.modules), set(sys.modules)
"""
    subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, check=True, timeout=60)
