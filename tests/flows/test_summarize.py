"""``summarize``: what it prints and writes of many offices' documents."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.chromium import browsed, needs_chromium
from tests.support.office import CANARY_CUSTOMER
from tests.support.results import ECONNECTOR_DOWN, UNKNOWN_KEY, WELL
from tests.support.time_zone import los_angeles
from wizard.casefile.case_file import sealed
from wizard.main import main
from wizard.simulator.patients import CANARY_PATIENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.runs.run_result import RunResult

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture(autouse=True)
def _in_los_angeles() -> Iterator[None]:
    with los_angeles():
        yield


def document(result: RunResult, number: int, hours: float, **more: object) -> dict[str, Any]:
    """A document of a run so many hours ago."""
    made: dict[str, Any] = json.loads(json.dumps(result.document))
    made["run"]["reference"] = f"{number:08}"
    started = datetime.now(tz=UTC) - timedelta(hours=hours, minutes=1)
    made["run"]["started"] = f"{started:%Y-%m-%dT%H:%M:%SZ}"
    return {**made, **more}


def write(file: Path, *documents: dict[str, Any], indent: int | None = None) -> Path:
    file.write_text("".join(json.dumps(one, indent=indent) + "\n" for one in documents), "utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three offices: one well since, one with a key nobody knows, one told by its label."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write(inbox / "bright-smiles.jsonl", document(ECONNECTOR_DOWN, 1, 30), document(WELL, 2, 3))
    write(inbox / "lakeside.json", document(UNKNOWN_KEY, 3, 100), indent=1)
    write(inbox / "all.jsonl", document(UNKNOWN_KEY, 4, 0, label="Hilltop"))
    return inbox


def test_a_table_by_cause_then_each_offices_latest_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["summarize", str(folder)]) == 0
    printed = capsys.readouterr()
    assert not printed.err
    head, causes, offices = (part.splitlines() for part in printed.out.split("\n\n"))
    assert head[0].startswith("3 offices. 4 runs. Made on ")
    assert causes[0].split() == ["Now", "Offices", "Runs", "Oldest", "Newest", "Cause"]
    assert [(*line.split()[:3], line.split(maxsplit=5)[5]) for line in causes[1:]] == [
        ("2", "2", "2", "K2   Open Dental does not know this key yet"),
        ("0", "1", "1", "E1   The eConnector is not running"),
        ("1", "1", "1", "OK1  Connected: this key works"),
    ]
    assert [line.rstrip() for line in offices] == [
        "Age            Reference     Office         Cause",
        "4 days         K2-00000003   lakeside       Open Dental does not know this key yet",
        "Under an hour  K2-00000004   Hilltop        Open Dental does not know this key yet",
        "3 hours        OK1-00000002  bright-smiles  Connected: this key works",
    ]


def test_a_document_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "foreign.json").write_text('{"patients": []}', "utf-8")
    assert main(["summarize", str(folder), "--json"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert (found["schema"], found["offices"], found["runs"], found["repeated"]) == (1, 3, 4, 0)
    assert [(row["cause"], row["now"]) for row in found["causes"]] == [
        ("key.not-assigned", 2),
        ("econnector.not-running", 0),
        ("connected", 1),
    ]
    assert [row["office"] for row in found["latest"]] == ["lakeside", "Hilltop", "bright-smiles"]
    assert (
        found["latest"][0]["started"]
        == json.loads((folder / "lakeside.json").read_text("utf-8"))["run"]["started"]
    )
    assert found["left_out_count"] == 1
    assert found["left_out"] == [
        {"file": "foreign.json", "line": 1, "why": "It is no document of this program."}
    ]
    assert printed.err == f"{folder / 'foreign.json'}:1: It is no document of this program.\n"


def test_of_what_was_left_out_a_hundred_are_named_and_all_are_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.jsonl").write_text("{\n" * 150, "utf-8")
    assert main(["summarize", str(folder), "--json"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert (found["left_out_count"], len(found["left_out"])) == (150, 100)
    assert len(printed.err.splitlines()) == 150


def test_the_same_run_under_two_names_counts_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(folder / "lakeside.json", folder / "lakeside (1).json")
    write(
        folder / "again.jsonl", json.loads((folder / "lakeside.json").read_text("utf-8")) | {"label": "Lake"}
    )
    assert main(["summarize", str(folder), str(folder / "lakeside.json"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["runs"], found["repeated"]) == (4, 3)


def offices(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[dict[str, str], list[str]]:
    """The latest cause of each office, and what could not be known."""
    assert main(["summarize", *argv, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["offices"] == len(found["latest"])
    return {row["office"]: row["cause"] for row in found["latest"]}, found["notes"]


NUMBERED = "A number in parentheses stands for a folder, in the order in which they were named."


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A folder for each office; one of them works."""
    for name in ("Lakeside", "Hilltop"):
        (tmp_path / "clients" / name).mkdir(parents=True)
    return tmp_path / "clients"


def test_one_file_name_in_two_folders_hides_no_office(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folders / "Lakeside" / "check.json", document(UNKNOWN_KEY, 1, 3))
    write(folders / "Hilltop" / "check.json", document(WELL, 2, 1))
    alike = "2 runs are in files named alike in several folders. Each folder is an office."
    found, notes = offices(capsys, str(folders))
    assert found == {"Lakeside/check": "key.not-assigned", "Hilltop/check": "connected"}
    assert notes == [alike]
    found, notes = offices(capsys, str(folders / "Lakeside"), str(folders / "Hilltop" / "check.json"))
    assert found == {"check (1)": "key.not-assigned", "check (2)": "connected"}
    assert notes == [alike, NUMBERED]
    found, notes = offices(capsys, str(folders), "--by-folder")
    assert found == {"Lakeside": "key.not-assigned", "Hilltop": "connected"}
    assert notes == ["2 runs were counted for the offices that their folders name."]


def test_names_that_the_program_gave_make_no_offices(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, number, run in (("Lakeside", 1, UNKNOWN_KEY), ("Lakeside", 2, WELL), ("Hilltop", 3, WELL)):
        write(folders / folder / f"report-0000000{number}.json", document(run, number, 9 - number))
    found, notes = offices(capsys, str(folders))
    assert found == {"Lakeside": "connected", "Hilltop": "connected"}
    assert notes == ["3 runs were counted for the offices that their folders name."]
    found, notes = offices(capsys, str(folders / "Lakeside"))
    assert found == {"report-00000001": "key.not-assigned", "report-00000002": "connected"}
    assert notes == ["2 runs do not say whose they are. Each counts as an office of its own."]


@pytest.mark.parametrize("more", [(), ("--by-folder",)])
def test_the_shells_own_way_to_name_what_a_folder_holds_counts_by_folder_too(
    folders: Path, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, number, run in (("Hilltop", 1, UNKNOWN_KEY), ("Hilltop", 2, WELL), ("Lakeside", 3, WELL)):
        write(folders / folder / f"report-0000000{number}.json", document(run, number, 9 - number))
    found, notes = offices(capsys, *(str(folder) for folder in sorted(folders.iterdir())), *more)
    assert found == {"(1)": "connected", "(2)": "connected"}
    assert notes == ["3 runs were counted for the offices that their folders name.", NUMBERED]


def test_by_folder_tells_files_apart_that_were_named_in_several(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, number, run in (("Hilltop", 1, UNKNOWN_KEY), ("Hilltop", 2, WELL), ("Lakeside", 3, WELL)):
        write(folders / folder / f"2026-11-0{number}.json", document(run, number, 9 - number))
    found, _ = offices(capsys, *map(str, sorted(folders.glob("*/*"))), "--by-folder")
    assert found == {"(1)": "connected", "(2)": "connected"}


def test_a_label_a_file_and_a_folder_that_read_alike_are_three_offices(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folders / "Lakeside.json", document(UNKNOWN_KEY, 1, 3))
    write(folders / "Lakeside" / "report-00000002.json", document(WELL, 2, 2))
    write(folders / "all.json", document(ECONNECTOR_DOWN, 3, 1, label="Lakeside"))
    assert main(["summarize", str(folders), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["offices"] == 3
    assert {(row["office"], row["cause"]) for row in found["latest"]} == {
        ("Lakeside", "key.not-assigned"),
        ("Lakeside", "connected"),
        ("Lakeside", "econnector.not-running"),
    }


def test_a_number_that_the_program_gave_is_no_part_of_a_files_name(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, number, run in (("Lakeside", 1, UNKNOWN_KEY), ("Hilltop", 2, UNKNOWN_KEY)):
        write(folders / name / "check.json", document(run, number, 3))
    write(folders / "Lakeside" / "check (2).json", document(WELL, 3, 1))
    assert main(["summarize", str(folders / "Lakeside"), str(folders / "Hilltop"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert sorted((row["office"], row["cause"]) for row in found["latest"]) == [
        ("check (1)", "key.not-assigned"),
        ("check (2)", "connected"),
        ("check (2)", "key.not-assigned"),
    ]


USERS = "canary-jane", "canary-bob"


@pytest.mark.parametrize("more", [(), ("--by-folder",)])
@pytest.mark.parametrize("name", ["check.json", "report-00000001.json"])
@pytest.mark.parametrize("kinds", ["files", "folders", "both"])
def test_no_folder_that_was_named_nor_one_above_it_comes_out(
    tmp_path: Path, kinds: str, name: str, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a person's home as well, whose name it bears; also of one that cannot be read, or is not there."""
    named = []
    for number, user in enumerate(USERS, 1):
        folder = tmp_path / user / "canary-desktop"
        folder.mkdir(parents=True)
        file = write(folder / name, document(UNKNOWN_KEY, number, number))
        named.append(str({"files": file, "folders": folder}.get(kinds, file if number == 1 else folder)))
    named.append(str(tmp_path / "canary-gone"))
    page = tmp_path / "page.html"
    assert main(["summarize", *named, "--html", str(page), *more]) == 0
    text = capsys.readouterr().out
    assert main(["summarize", *named, "--json", *more]) == 0
    found = capsys.readouterr().out
    assert json.loads(found)["offices"] == 2
    assert json.loads(found)["left_out"] == [{"file": "(3)", "line": None, "why": "It is not there."}]
    for form in (text, found, page.read_text("utf-8")):
        assert "canary" not in form


def test_what_cannot_be_known_is_said_in_every_form(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folders / "report-00000001.json", document(UNKNOWN_KEY, 1, 3))
    page = folders / "page.html"
    assert main(["summarize", str(folders), "--html", str(page)]) == 0
    told = "1 run does not say whose it is. It counts as an office of its own."
    assert capsys.readouterr().out.splitlines()[1] == told
    assert told in page.read_text("utf-8")


def test_folders_with_long_names_that_begin_alike_stay_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Lakeside", "Hilltop"):
        folder = tmp_path / "clients" / ("A group of practices of the north " * 3) / name
        folder.mkdir(parents=True)
        write(folder / f"report-{name[:1] * 8}.json", document(WELL, len(name), 1))
    found, _ = offices(capsys, str(tmp_path))
    assert sorted(name.rsplit("/")[-1] for name in found) == ["Hilltop", "Lakeside"]
    assert all(len(name) <= 60 for name in found)


def test_a_copy_in_another_folder_makes_no_second_office(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "sent").mkdir()
    shutil.copy(folder / "lakeside.json", folder / "sent" / "lakeside.json")
    found, notes = offices(capsys, str(folder))
    assert found.keys() == {"lakeside", "Hilltop", "bright-smiles"}
    assert notes == []


def test_a_case_file_is_its_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lakeside.cwcase").write_bytes(UNKNOWN_KEY.as_case())
    write(tmp_path / "lakeside.json", json.loads(json.dumps(UNKNOWN_KEY.document)), indent=1)
    (tmp_path / "hilltop.jsonl").write_bytes(ECONNECTOR_DOWN.as_case() + b"\n" + WELL.as_case() + b"\n")
    assert main(["summarize", str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["offices"], found["runs"], found["repeated"], found["left_out"]) == (2, 3, 1, [])
    assert "lakeside" in [row["office"] for row in found["latest"] if row["cause"] == "key.not-assigned"]


def test_a_case_file_that_is_not_whole_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = UNKNOWN_KEY.as_case()
    (tmp_path / "whole.cwcase").write_bytes(whole)
    (tmp_path / "flipped.cwcase").write_bytes(whole.replace(b'"failed"', b'"gailed"', 1))
    (tmp_path / "cut.cwcase").write_bytes(whole[:-1])
    (tmp_path / "renamed.json").write_bytes(whole.replace(b'"failed"', b'"gailed"', 1))
    strange = {**json.loads(whole), CANARY_CUSTOMER: 1}
    del strange["sha256"]
    (tmp_path / "strange.cwcase").write_bytes(sealed(strange))
    newer = {**json.loads(whole), "case": 9}
    del newer["sha256"]
    (tmp_path / "newer.cwcase").write_bytes(sealed(newer))
    assert main(["summarize", str(tmp_path), "--json"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert found["runs"] == 1
    told = {one["file"]: one["why"] for one in found["left_out"]}
    assert told.keys() == {"cut.cwcase", "flipped.cwcase", "renamed.json", "strange.cwcase", "newer.cwcase"}
    assert "is damaged" in told["cut.cwcase"]
    assert "is damaged" in told["flipped.cwcase"]
    assert "is damaged" in told["renamed.json"]
    assert "newer version" in told["newer.cwcase"]
    assert told["strange.cwcase"] == "It is no case file of this program."
    assert CANARY_CUSTOMER not in printed.out + printed.err


def test_a_document_that_replay_printed_is_the_same_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.cwcase").write_bytes(UNKNOWN_KEY.as_case())
    assert main(["replay", str(folder / "a.cwcase"), "--json"]) == UNKNOWN_KEY.judgement.exit_code
    (folder / "b.json").write_text(capsys.readouterr().out, "utf-8")
    assert main(["summarize", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["repeated"] == 1


def test_nothing_readable_is_a_bad_argument(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cut.json").write_text('{"schema": 1, "pro', "utf-8")
    (tmp_path / "deep.json").write_text("[" * 100_000, "utf-8")
    (tmp_path / "huge.json").write_text('{"schema": ' + "9" * 5000 + "}", "utf-8")
    assert main(["summarize", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert not printed.out
    told = "1: It is no document of this program, or a damaged one."
    assert sorted(printed.err.splitlines()) == sorted(
        [
            *(f"{tmp_path / name}.json:{told}" for name in ("cut", "deep", "huge")),
            "No document and no case file could be read.",
        ]
    )


@pytest.mark.parametrize("name", ["page.json", "page"])
def test_a_page_takes_no_documents_place(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / name
    assert main(["summarize", str(folder), "--html", str(page)]) == 2
    assert capsys.readouterr().err == "--html expects a file that ends in .html.\n"
    assert not page.exists()


def test_a_page_that_cannot_be_written_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", str(folder), "--html", str(folder / "none" / "page.html")]) == 1
    assert capsys.readouterr().err == "The page could not be written.\n"


def test_no_canary_comes_out_in_any_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A stranger's document may hold anything, at any place that a person writes."""
    planted = document(UNKNOWN_KEY, 1, 1, label=f"Hilltop {CANARY_CUSTOMER}", next=CANARY_PATIENT)
    planted["causes"][0] |= {"title": CANARY_PATIENT, "steps": [CANARY_CUSTOMER], "because": [CANARY_PATIENT]}
    planted["run"]["endpoint"] = f"https://{CANARY_CUSTOMER}"
    folder = tmp_path / CANARY_PATIENT
    folder.mkdir()
    write(folder / "office.json", planted)
    write(folder / "cut.json", {"schema": 1, "program": CANARY_PATIENT})
    page = tmp_path / "page.html"
    assert main(["summarize", str(folder), "--html", str(page)]) == 0
    text = capsys.readouterr().out
    assert main(["summarize", str(folder), "--json"]) == 0
    for form in (text, capsys.readouterr().out, page.read_text("utf-8")):
        assert "Hilltop" in form
        assert CANARY_CUSTOMER not in form
        assert CANARY_PATIENT not in form


def many(file: Path, count: int) -> Path:
    """So many offices, each with one run; one in a hundred is damaged."""
    samples = [document(one, 0, 0) for one in (UNKNOWN_KEY, ECONNECTOR_DOWN, WELL)]
    with file.open("w", encoding="utf-8") as stream:
        for number in range(count):
            sample = samples[number % 3]
            sample["run"]["reference"] = f"{number:08}"
            sample["label"] = f"Office {number * 7919 % count}"
            stream.write(json.dumps(sample)[: 50 if number % 100 == 5 else None] + "\n")
    return file


def peak_of(argv: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - what it prints must not be kept
        monkeypatch.setattr(sys, "stdout", nowhere)
        monkeypatch.setattr(sys, "stderr", nowhere)
        tracemalloc.start()
        try:
            assert main(argv) == 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_ten_thousand_runs_take_no_more_memory_than_a_thousand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peaks = []
    for count in (1000, 1000, 10_000):  # the first one loads what the others need too
        file = many(tmp_path / "many.jsonl", count)
        page = tmp_path / "page.html"
        peaks.append(peak_of(["summarize", str(file), "--html", str(page)], monkeypatch))
        assert page.read_text("utf-8").count('<th scope="row" class="name">') == count - count // 100
    assert peaks[2] < 1.5 * peaks[1]


def in_chromium(page: str, home: Path) -> str:
    """The page's elements after its scripts have run."""
    opened = home / "opened.html"
    opened.write_text(page, "utf-8")
    return browsed(opened, "--virtual-time-budget=3000", "--dump-dom")


@pytest.fixture
def page(folder: Path, tmp_path: Path) -> str:
    file = tmp_path / "page.html"
    assert main(["summarize", str(folder), "--html", str(file)]) == 0
    return file.read_text("utf-8")


@needs_chromium
def test_a_browser_shows_the_latest_of_each_office(page: str, tmp_path: Path) -> None:
    shown = in_chromium(page, tmp_path)
    assert ">Shown: 3 of 4</output>" in shown
    assert shown.count('hidden=""') == 1
    assert shown.count("<button") == 11
    assert shown.count("<option") == 4


WALK = """<script>
const told = [];
const open = "#runs tbody tr:not([hidden]) th";
const names = () => [...document.querySelectorAll(open)].map((one) => one.innerText);
const tell = () => told.push(names().map((one) => one.split(/\\s/)[0]).join(" "));
const [find, causes, all] = document.querySelectorAll("input, select");
const set = (field, change) => { change(field); field.dispatchEvent(new Event("input")); tell(); };
const heads = document.querySelectorAll("#runs button");
heads[0].click(); tell();
heads[0].click(); tell();
heads[3].click(); tell();
set(all, (field) => { field.checked = true; });
set(find, (field) => { field.value = "KEY lake"; });
set(find, (field) => { field.value = ""; });
set(causes, (field) => { field.selectedIndex = 2; });
document.title = told.join(", ");
</script>"""


@needs_chromium
def test_a_browser_sorts_and_filters(page: str, tmp_path: Path) -> None:
    (policy,) = re.findall(r"<meta http-equiv=.*\n", page)
    shown = in_chromium(page.replace(policy, "") + WALK, tmp_path)
    (told,) = re.findall("<title>(.*)</title>", shown)
    assert told.split(", ") == [
        "bright-smiles Hilltop lakeside",  # by office
        "lakeside Hilltop bright-smiles",
        "Hilltop bright-smiles lakeside",  # by age
        "Hilltop bright-smiles bright-smiles lakeside",  # earlier ones too
        "lakeside",  # with both words
        "Hilltop bright-smiles bright-smiles lakeside",
        "bright-smiles",  # of the second cause
    ]


@needs_chromium
def test_a_browser_runs_no_script_that_the_page_does_not_name(page: str, tmp_path: Path) -> None:
    told = '<script>document.title = "ran"</script><img src="x" onerror="document.title = \'ran\'">'
    assert "<title>What keeps offices" in in_chromium(page.replace("</h1>", f"</h1>{told}"), tmp_path)
