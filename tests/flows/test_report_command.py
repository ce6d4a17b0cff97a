"""``report --out FILE``: every form of every state of the pretend office holds what a person needs."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, deadline_of
from wizard.core.codes import CheckId, Code
from wizard.diagnosis.check_groups import TITLES
from wizard.diagnosis.judge import Verdict
from wizard.diagnosis.report_form import MOST, ReportForm
from wizard.main import main
from wizard.simulator.patients import CANARY_PATIENT
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")

RAW = re.compile(
    r"\b(json-\w+|middlebox|open-dental|connected-with-warnings|securityperms|first_byte|dns|None|incomplete)\b"
)
"""Words of the document that no person is told."""
DOTTED = [code for code in Code if "." in code]


class Read(HTMLParser):
    """The words of a page, what it loads, and how many pictures it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.loads, self.pictures, self.tags = "", list[str](), 0, set[str]()
        self._style = False
        self.feed(text)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._style = tag == "style"
        self.pictures += tag == "img"
        self.loads += [v or "" for n, v in attrs if n in ("src", "href", "action", "srcset", "background")]

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words += data


def reported(scenario: str, *options: str) -> int:
    """Run ``report`` in front of a pretend office and PC."""
    with PretendOffice(SCENARIOS[scenario]) as office, pytest.MonkeyPatch.context() as patch:
        typed = io.TextIOWrapper(io.BytesIO(f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}".encode()))
        patch.setattr(sys, "stdin", typed)
        patch.setattr("wizard.checks.context.this_system", lambda: pretend_pc(scenario))
        host = f"127.0.0.1:{office.port}"
        return main(["report", "--key-stdin", "--host", host, "--deadline", deadline_of(scenario), *options])


def words_of(file: Path) -> str:
    """What a person reads in a report of any form."""
    if file.suffix == ".html":
        return Read(file.read_text("utf-8")).words
    if file.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())
    return " ".join(file.read_text("utf-8").split())


def squeezed(text: str) -> str:
    """Without spaces, which a PDF's lines and columns decide on."""
    return "".join(text.split())


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_form_holds_cause_steps_and_reference(scenario: str, tmp_path: Path) -> None:
    files = {form: tmp_path / f"report{form}" for form in ReportForm}
    code = reported(scenario, "--quiet", *(part for file in files.values() for part in ("--out", str(file))))
    document: dict[str, Any] = json.loads(files[ReportForm.DATA].read_text("utf-8"))
    assert code == document["exit_code"]
    assert document["causes"][0]["code"] == SCENARIOS[scenario].expected
    for form, file in files.items():
        raw = file.read_bytes()
        assert 0 < len(raw) <= MOST
        told = words_of(file) if form is not ReportForm.CASE else raw.decode()
        for secret in (
            CANARY_CUSTOMER,
            CANARY_DEVELOPER,
            CANARY_PATIENT,
            CANARY_CUSTOMER[4:10],
            "DENTAL-SRV",
        ):
            assert secret not in told, form
        if form in (ReportForm.DATA, ReportForm.CASE):
            continue
        assert document["run"]["reference"] in told
        found = squeezed(told)
        for cause in document["causes"]:
            for words in (cause["title"], *cause["because"], *cause["steps"]):
                assert squeezed(words) in found, (form, words)
        for check in document["checks"]:
            assert squeezed(check["summary"]) in found, (form, check["id"])
        assert not RAW.findall(told), form
        assert not [raw for raw in (*CheckId, *DOTTED) if raw in told], form
        assert not re.search(r"\d{4}-\d\d-\d\d|\d\.\d second", told), form
        assert not {str(verdict) for verdict in Verdict if "-" in verdict} & set(told.split())


@pytest.mark.parametrize("scenario", ["key-not-assigned", "captive-portal-page"])
def test_the_page_stands_alone(scenario: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    reported(scenario, "--out", str(file))
    read = Read(file.read_text("utf-8"))
    assert not read.tags & {"script", "link", "iframe", "object", "form", "a"}
    assert all(address.startswith("data:image/png;base64,") for address in read.loads)
    assert read.pictures == len(read.loads) == (7 if scenario == "key-not-assigned" else 0)
    assert "url(" not in file.read_text("utf-8")
    assert "@import" not in file.read_text("utf-8")


def test_a_case_makes_the_report_that_the_office_saw(tmp_path: Path) -> None:
    """Without a call: there is no office any more."""
    files = [tmp_path / f"report{form}" for form in ReportForm]
    reported("key-not-assigned", *(part for file in files for part in ("--out", str(file))))
    for file in files:
        again = tmp_path / f"again{file.suffix}"
        assert main(["report", "--from", str(tmp_path / "report.cwcase"), "--out", str(again)]) == 3
        assert again.read_bytes() == file.read_bytes(), file.suffix


def test_nothing_takes_the_place_of_a_file_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.txt"
    file.write_text("mine", "utf-8")
    assert reported("healthy", "--out", str(file)) == 2
    assert "is there already. With --force the report takes its place." in capsys.readouterr().err
    assert file.read_text("utf-8") == "mine"
    assert reported("healthy", "--out", str(file), "--force") == 0
    assert file.read_text("utf-8").startswith("Connect Wizard for Open Dental: report ")
    said = capsys.readouterr()
    assert said.out == f"Connected\nReport written: {file}\n"
    assert [left.name for left in tmp_path.iterdir()] == ["report.txt"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "report.doc",
            "--out expects a file that ends in one of .html, .pdf, .txt, .json, .cwcase, got report.doc.",
        ),
        ("nowhere/report.txt", "--out expects a folder that is there: "),
    ],
)
def test_a_bad_file_is_refused_before_anything_is_asked(
    name: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.commands.report_command._run", lambda *_: pytest.fail("a run was begun"))
    assert main(["report", "--out", str(tmp_path / name)]) == 2
    assert words in capsys.readouterr().err


def test_a_case_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.cwcase"
    for raw in (None, b"", b"{}", b"x" * 70_000):
        if raw is not None:
            file.write_bytes(raw)
        assert main(["report", "--from", str(file), "--out", str(tmp_path / "x.txt")]) == 2
        assert "ase file" in capsys.readouterr().err
    assert not (tmp_path / "x.txt").exists()


def test_a_report_that_cannot_be_written_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wizard.store.files.write", full)
    assert reported("healthy", "--out", str(tmp_path / "x.txt")) == 1
    assert "The report could not be written: No space left on device." in capsys.readouterr().err


def test_words_alone_need_no_window(tmp_path: Path) -> None:
    """A server without Qt's libraries, such as a scheduled task's, can write them."""
    case = tmp_path / "x.cwcase"
    reported("key-not-assigned", "--out", str(case))
    program = (
        "import sys; sys.modules['PySide6'] = None; from wizard.main import main; "
        f"sys.exit(main(['report', '--from', {str(case)!r}, '--out', {str(tmp_path / 'x.txt')!r}, "
        f"'--out', {str(tmp_path / 'x.json')!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (3, "")


def test_every_check_has_its_place_and_every_cause_its_words(tmp_path: Path) -> None:
    """The groups of a report hold each check once."""
    file, data = tmp_path / "report.txt", tmp_path / "report.json"
    reported("healthy", "--out", str(file), "--out", str(data))
    text = file.read_text("utf-8")
    assert set(TITLES) == set(CheckId)
    # what says nothing by itself has the check's name before it
    assert "not needed: Proxy: Inside the office no proxy is used.\n" in text
    document = json.loads(data.read_text("utf-8"))
    told = text.partition("\nChecks\n")[2].partition("\nLive call\n")[0].splitlines()
    lines = [line for line in told if line.startswith("    ")]
    assert len(lines) >= 16
    for check in document["checks"]:
        lines.remove(next(line for line in lines if line.endswith(f": {check['summary']}")))
    assert lines == []
