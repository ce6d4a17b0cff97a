"""The papers for developers are true: citations, links and paths lead somewhere; forms warn and ask."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from tests.support.scripts import script

if TYPE_CHECKING:
    from collections.abc import Iterator

GITHUB = ROOT / ".github"
DEVELOPMENT = ROOT / "resources" / "docs" / "development"
PAPERS = sorted((ROOT / "README.md", *GITHUB.glob("*.md"), *DEVELOPMENT.rglob("*.md")))
FORMS = sorted(GITHUB.joinpath("ISSUE_TEMPLATE").glob("[0-9]*.yml"))
WORKFLOWS = sorted(GITHUB.joinpath("workflows").glob("*.yml"))
DECISIONS = sorted(DEVELOPMENT.joinpath("decisions").glob("[0-9]*.md"))
FACTS = {"": "open-dental-api.md", "window ": "open-dental-windows.md"}
"""The words before "facts" in a citation, and the page that it means."""


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- facts ----------------------------------------------------------------------------------------------


def sources() -> Iterator[tuple[str, str]]:
    """Every file that may cite, with its text on one line."""
    for folder in ("wizard", "build", "tests", "resources"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".md", ".nsi") and path != Path(__file__):
                yield relative(path), re.sub(r"\s+(?:#\s*)?", " ", path.read_text("utf-8"))


def sections(page: str) -> set[str]:
    text = DEVELOPMENT.joinpath("facts", page).read_text("utf-8")
    return set(re.findall(r"^###? (\d+(?:\.\d+)?)\.? ", text, re.MULTILINE))


def test_every_cited_fact_has_its_section() -> None:
    there = {words: sections(page) for words, page in FACTS.items()}
    cited = 0
    for name, text in sources():
        for words, numbers in re.findall(
            r"\b(window )?facts, (?:sections? )?(\d+(?:\.\d+)?(?:(?:, | and | to )\d+(?:\.\d+)?)*)", text
        ):
            for number in re.findall(r"\d+(?:\.\d+)?", numbers):
                assert number in there[words], f"{name} cites {words}facts, section {number}"
                cited += 1
    assert cited > 15


def test_facts_are_cited_in_one_way() -> None:
    other = re.compile(
        r"\((?:window )?facts?: [\d`]|sections? [\d.]+(?: to [\d.]+)? of the [\w ]*facts"
        r"|(?:API|project's) notes",
        re.IGNORECASE,
    )
    assert not {name: found[0] for name, text in sources() if (found := other.search(text))}


def test_what_is_cited_of_the_contract_stands_in_the_security_page() -> None:
    page = GITHUB.joinpath("SECURITY.md").read_text("utf-8")
    assert "call this part *the contract*" in page
    for name, text in sources():
        for part in re.findall(r"contract, [\"“]([^\"”]+)[\"”]", text):
            assert f"**{part}.**" in page, f"{name} cites {part!r}"


def test_each_fact_page_numbers_its_sections_in_order() -> None:
    for page in FACTS.values():
        text = DEVELOPMENT.joinpath("facts", page).read_text("utf-8")
        tops = [int(number) for number in re.findall(r"^## (\d+)\. ", text, re.MULTILINE)]
        assert tops == list(range(len(tops)))


# --- pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=relative)
def test_links_lead_to_files(paper: Path) -> None:
    text = paper.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"", text):
        name, _, anchor = "".join(target).partition("#")
        assert not name.startswith(("http:", "https:", "/")), name
        file = paper.parent / name
        assert file.is_file(), f"{relative(paper)} links to {name}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("paper", PAPERS, ids=relative)
def test_paths_that_are_named_exist(paper: Path) -> None:
    """What stands in backticks or in the map and begins with a folder of the repository."""
    text = paper.read_text("utf-8")
    named = re.findall(r"`((?:wizard|resources|tests|build|\.github|\.ci)/[^`\s]*)", text)
    named += re.findall(r"^((?:wizard|resources|tests|build)/[\w./]*(?:, [\w./]+)*)  ", text, re.MULTILINE)
    for name in (single for names in named for single in names.split(", ")):
        if not re.search(r"[A-Z]{4}", Path(name).stem) or name.endswith(
            ".md"
        ):  # FAMILY and PART stand for names
            pattern = name.removesuffix("/")
            assert any(ROOT.glob(pattern)), f"{relative(paper)} names {name}"


@pytest.mark.parametrize("paper", [*PAPERS, *FORMS, *WORKFLOWS], ids=relative)
def test_nothing_reads_as_a_key_a_person_or_a_machine(paper: Path) -> None:
    text = paper.read_text("utf-8")
    assert not re.findall(r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{16}\b", text)
    assert not re.findall(r"[\w.+-]+@[\w-]+\.\w+", text)
    assert not re.findall(r"(?:^|[\s`(\"])/(?:home|root|tmp|work|opt|Users)/", text)
    assert not re.findall(r"C:\\Users\\", text)


def test_every_layer_is_on_the_map() -> None:
    page = GITHUB.joinpath("CONTRIBUTING.md").read_text("utf-8")
    layers = {
        f"wizard/{path.name}/" for path in (ROOT / "wizard").iterdir() if (path / "__init__.py").exists()
    }
    assert layers == set(re.findall(r"^(wizard/\w+/)", page, re.MULTILINE))


def test_a_class_that_a_row_names_stands_in_a_file_that_the_row_names() -> None:
    """So that whoever adds a thing is not sent to a class that has nothing to do with it."""
    page = GITHUB.joinpath("CONTRIBUTING.md").read_text("utf-8")
    looked_at = set()
    for row in re.findall(r"^\| (?:a|an|whatever) \*\*.+$", page, re.MULTILINE):
        files = [ROOT / name for name in re.findall(r"`((?:wizard|build)/[\w./*]+)`", row)]
        found = [path for name in files for path in (name.glob("*.py") if name.is_dir() else [name])]
        text = "\n".join(path.read_text("utf-8") for path in found if path.is_file())
        for name in re.findall(r"`([A-Z][a-z]\w+)`", row):
            if text:
                assert re.search(rf"\b{name}\b", text), f"{name} is in no file that this row names: {row}"
                looked_at.add(name)
    assert {"Check", "CheckId", "Code", "System"} <= looked_at


def test_the_first_screen_shows_the_window() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r"<img src=\"([^\"]+)\"", text.split("\n## ")[0])
    assert len(shown) == 5  # the window twice, and three drawings of Open Dental
    for name in shown:
        raw = (ROOT / name).read_bytes()
        assert raw.startswith(b"\x89PNG")
        assert struct.unpack(">II", raw[16:24]) == (1040, 720)  # as the walk leaves them
        assert len(raw) < 250_000
    kept = {relative(path) for path in DEVELOPMENT.joinpath("pictures").iterdir()}
    assert kept <= set(shown)


def test_both_commands_stand_near_the_top() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    for command in ("demo", "test"):
        assert f"python3 build/start.py {command}" in lines[:50]
    assert len(lines) < 130


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_date_state_and_parts(page: Path) -> None:
    title, _, line, *_ = page.read_text("utf-8").splitlines()
    assert title.startswith(f"# {page.name[:4]}. ")
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d) · (holds|superseded by (\d{4}))", line)
    assert found, line
    assert not found[3] or any(other.name.startswith(found[3]) for other in DECISIONS)
    parts = re.findall(r"^\*\*(\w+)\.\*\* ", page.read_text("utf-8"), re.MULTILINE)
    assert parts == ["Context", "Decision", "Consequence"]
    state = found[2]
    row = f"| [{page.name[:4]}]({page.name}) | {found[1]} | {title.partition('. ')[2]} | {state} |"
    assert row in page.with_name("README.md").read_text("utf-8").splitlines()


# --- forms, hooks, workflows ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_every_form_warns_of_keys_and_patients_and_asks_again(form: Path) -> None:
    warning, _, rest = form.read_text("utf-8").partition("type: textarea")
    assert re.search(r"\*\*[^*]*(key|screenshot)[^*]*\*\*", warning, re.IGNORECASE)
    assert "patient" in warning
    assert re.search(r"label: There is no key, no patient[^\n]*\n +required: true", rest)


def test_a_form_asks_for_the_document() -> None:
    text = GITHUB.joinpath("ISSUE_TEMPLATE", "1-wrong-cause.yml").read_text("utf-8")
    assert re.search(r"check --json`.*?render: json\n +validations:\n +required: true", text, re.DOTALL)


def test_security_is_reported_in_private_and_names_what_is_not_promised() -> None:
    text = GITHUB.joinpath("SECURITY.md").read_text("utf-8")
    for words in ("Report a vulnerability", "## What is promised", "## What is not promised", "http.sys"):
        assert words in text


def test_hooks_are_the_starters_checks() -> None:
    text = ROOT.joinpath(".pre-commit-config.yaml").read_text("utf-8")
    entries = re.findall(r"^ +entry: \.venv-dev/bin/(.+)$", text, re.MULTILINE)
    wanted = {name: " ".join(("python", *call)) for name, call in script("start").CHECKS}
    wanted["lint-imports"] = "lint-imports"
    assert dict(zip(re.findall(r"^ +name: (.+)$", text, re.MULTILINE), entries, strict=True)) == wanted
    assert set(re.findall(r"repo: (\S+)", text)) == {"local"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.stem)
def test_a_workflow_says_that_it_was_not_run_and_may_do_little(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    assert "# NOT YET RUN" in text.split("\non:")[0]
    assert "\npermissions:\n  contents: read\n" in text
    assert "pull_request_target" not in text
    for used in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"actions/[\w-]+@(v\d+|[0-9a-f]{40})", used)  # GitHub's own, at a version


def test_workflows_call_the_starter() -> None:
    text = {path.stem: path.read_text("utf-8") for path in WORKFLOWS}
    assert "run: .ci/two-commands\n" in text["tests"]  # README's own, as .ci/run has them
    assert ROOT.joinpath(".ci", "two-commands").is_file()
    assert "run: python build/start.py windows --prove --release " in text["windows"]
    assert "attest-build-provenance" in text["windows"]
    assert "pull_request" not in text["windows"]  # a stranger's change never meets the signing secret
