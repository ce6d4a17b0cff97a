"""Files of documents: what counts as one record, and what is left out with which reason."""

from __future__ import annotations

import json
import os
import sys
import tracemalloc
from pathlib import Path, PureWindowsPath

import pytest

from wizard.store.document_files import FoundRecord, LeftOutFile, records_of, way_below

ONE, TWO = {"a": [1, {"b": 2}]}, {"c": "é"}


def read(*files: Path) -> list[tuple[str, int, object]]:
    """Name, line, and the value or the reason."""
    return [
        (one.file.name, one.line, json.loads(one.text) if isinstance(one, FoundRecord) else one.why.msgid)
        for one in records_of(files)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_one_or_several_in_whatever_form_a_shell_writes_them(
    tmp_path: Path, encoding: str, indent: int | None, end: str
) -> None:
    file = tmp_path / "office.json"
    text = "".join(json.dumps(one, indent=indent, ensure_ascii=False) + end for one in (ONE, TWO))
    file.write_bytes(text.encode(encoding))
    assert [value for _, _, value in read(file)] == [ONE, TWO]


def test_one_without_an_end_of_line_and_one_behind_empty_lines(tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    file.write_text(json.dumps(ONE), "utf-8")
    assert read(file) == [("office.json", 1, ONE)]
    file.write_text("\n \n" + json.dumps(ONE) + "\n\n" + json.dumps(TWO), "utf-8")
    assert read(file) == [("office.json", 3, ONE), ("office.json", 5, TWO)]


def test_a_damaged_record_costs_itself_alone(tmp_path: Path) -> None:
    file = tmp_path / "watch.jsonl"
    file.write_bytes(json.dumps(ONE).encode() + b'\n{"cut": "o\xff\xfeff\n' + json.dumps(TWO).encode())
    texts = [one.text for one in records_of([file]) if isinstance(one, FoundRecord)]
    assert texts[0].strip() == json.dumps(ONE)
    assert texts[1].startswith('{"cut"')
    assert texts[2] == json.dumps(TWO)


def test_one_that_is_too_long_is_named_and_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    file.write_text(f'{{"a": "{"x" * 700_000}"}}\n{json.dumps(TWO)}\n', "utf-8")
    assert read(file) == [
        ("long.jsonl", 1, "It is longer than a document can be."),
        ("long.jsonl", 2, TWO),
    ]


def test_a_line_that_never_ends_fills_no_memory(tmp_path: Path) -> None:
    file = tmp_path / "endless.json"
    file.write_text('{"' + "{x" * 8_000_000, "utf-8")
    tracemalloc.start()
    try:
        assert read(file) == [("endless.json", 1, "It is longer than a document can be.")]
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_a_brace_within_a_line_begins_no_record(tmp_path: Path) -> None:
    file = tmp_path / "long.json"
    file.write_text("{" * 600_000, "utf-8")
    assert len(read(file)) == 1


def test_of_a_folder_what_may_be_ours_at_any_depth(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    for place in (tmp_path / "1.json", inner / "2.JSONL", inner / "3.cwcase", inner / "4.txt"):
        place.write_text(json.dumps(ONE), "utf-8")
    assert sorted(name for name, _, _ in read(tmp_path)) == ["1.json", "2.JSONL", "3.cwcase"]
    assert [name for name, _, _ in read(inner / "4.txt")] == ["4.txt"]


def test_what_cannot_be_read_has_its_reason(tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text(" \n", "utf-8")
    assert read(tmp_path / "gone.json", empty, tmp_path / "no\0name.json") == [
        ("gone.json", 0, "It is not there."),
        ("empty.json", 0, "It is empty."),
        ("no\0name.json", 0, "It could not be read."),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names, and links need a right")
def test_a_pipe_does_not_hold_it_up_and_a_link_does_not_lead_around(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "loop").symlink_to(tmp_path)
    (found,) = records_of([tmp_path])
    assert isinstance(found, LeftOutFile)
    assert found.why.msgid == "It is no ordinary file."


def test_a_folder_that_must_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_folder: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.scandir", refuse)
    assert read(tmp_path) == [(tmp_path.name, 0, "It could not be read.")]
    (left,) = records_of([tmp_path])
    assert isinstance(left, LeftOutFile)
    assert left.shown == "(1)"


def test_a_folder_that_cannot_be_looked_at_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a person who has no right to the folder above it."""
    looked_at = Path.stat

    def refuse(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if "locked" in path.name:
            raise PermissionError
        return looked_at(path, follow_symlinks=follow_symlinks)

    (tmp_path / "a.json").write_text(json.dumps(ONE), "utf-8")
    monkeypatch.setattr(Path, "stat", refuse)
    assert [one[1:] for one in read(tmp_path / "locked.json", tmp_path / "a.json")] == [
        (0, "It could not be read."),
        (1, ONE),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there the folder that one works in stays")
def test_a_file_is_read_where_the_folder_that_one_works_in_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ONE), "utf-8")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert read(tmp_path / "a.json", Path("b.json")) == [
        ("a.json", 1, ONE),
        ("b.json", 0, "It is not there."),
    ]


@pytest.mark.parametrize(
    ("named", "folder", "way"),
    [
        (r"C:\Users\canary", r"C:\Users\canary", ""),
        (r"C:\Users\canary", r"C:\Users\canary\Lakeside\2026", "Lakeside/2026"),
        ("D:/", r"D:\Lakeside", "Lakeside"),
        ("D:", "D:Lakeside", "Lakeside"),
        (r"\\server\canary", r"\\server\canary\Lakeside", "Lakeside"),
        (".", "Lakeside", "Lakeside"),
        (r"..\canary", r"..\canary", ""),
    ],
)
def test_a_way_begins_below_what_was_named_on_any_drive(named: str, folder: str, way: str) -> None:
    assert way_below(PureWindowsPath(folder), PureWindowsPath(named)) == way


def test_one_folder_has_one_number_however_it_is_written(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.json").write_text(json.dumps(ONE), "utf-8")

    def places(*named: Path) -> list[int]:
        return [one.place for one in records_of(named) if isinstance(one, FoundRecord)]

    a, b = tmp_path / "a", tmp_path / "b"
    assert places(a, tmp_path / "b" / ".." / "a" / "1.json") == [0, 0]
    assert places(b / "1.json", a, b) == [1, 2, 1]
