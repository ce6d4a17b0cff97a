"""The one reader of TOML: every kind of bad input, through each of those that read by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from wizard.core.text import T, Translator
from wizard.core.toml.lines import key_lines
from wizard.core.toml.parsing import parse, parse_text
from wizard.core.toml.shapes import a_list, a_number, a_sentence, a_text, one_of, texts, yes_or_no
from wizard.core.toml.tables import RefusedError, Table, TableError, TomlFile
from wizard.core.version import ApiMenuEntry
from wizard.pointer import scene_files
from wizard.pointer.scene_files import SceneError, Scenes
from wizard.store import resources
from wizard.store.catalogue import Catalogue, CatalogueError
from wizard.store.profile_file import ProfileError, read_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Reader:
    """Something that is read by it.

    Attributes:
        file: Where it lies among the data files.
        told: What its errors call it.
        source: A file that is valid; its second table has a text in the line after its name.
        table: Path of that table.
        key: Of that text.
        error: What a damaged file raises.
        read: Reads it out of a folder.
    """

    file: str
    told: str
    source: str
    table: str
    key: str
    error: type[TableError]
    read: Callable[[Path], object]


READERS = {
    "profile": Reader(
        "vendor.toml",
        "vendor.toml",
        'schema = 1\n[api]\nmodes = ["remote"]\n[vendor]\nname = "Acme"\n',
        "vendor",
        "name",
        ProfileError,
        lambda folder: read_profile(folder / "vendor.toml"),
    ),
    "window": Reader(
        "scenes/quick-look.toml",
        "scenes/quick-look.toml",
        'title = "Q"\nstyle = "message"\n[[sizes]]\nwidth = 1\nheight = 1\n[[controls]]\nkind = "button"\n'
        'rect = [1, 1, 1, 1]\ntext = "Find"\n',
        "controls[0]",
        "kind",
        SceneError,
        lambda _: Scenes().pointer("quick/find"),
    ),
    "pointer": Reader(
        "pointers/quick.toml",
        "pointers/quick.toml",
        '[other]\ntitle = "O"\n[find]\ntitle = "Find"\nbreadcrumb = "Find"\n[[find.frames]]\n'
        'window = "quick-look"\ntarget = "find"\nsay = "Click."\n',
        "find",
        "title",
        SceneError,
        lambda _: Scenes().pointer("quick/find"),
    ),
    "cause": Reader(
        "causes/key.toml",
        "causes/key.toml",
        '["key.missing"]\nref = "K1"\nwho = ["office"]\ntitle = "A"\nmeaning = "B"\nsteps = []\n'
        '["key.rejected"]\nref = "K2"\nwho = ["office"]\ntitle = "A"\nmeaning = "B"\nsteps = []\n',
        "key.rejected",
        "ref",
        CatalogueError,
        lambda _: Catalogue().entry("key.rejected"),
    ),
}


def forget() -> None:
    for name in ("pointer_files", "family", "pointer", "window", "menu"):
        getattr(scene_files, f"_{name}").cache_clear()


@pytest.fixture(params=list(READERS))
def reader(request: pytest.FixtureRequest) -> Reader:
    return READERS[request.param]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Data files of which each reader's is valid."""
    for name in ("causes", "scenes", "pointers"):
        (tmp_path / name).mkdir()
    for one in READERS.values():
        (tmp_path / one.file).write_text(one.source, "utf-8")
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    forget()
    yield tmp_path
    forget()


def refusal(reader: Reader, folder: Path, raw: bytes | str) -> str:
    """What is told of a file with this content."""
    forget()
    (folder / reader.file).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    with pytest.raises(reader.error) as caught:
        reader.read(folder)
    told = caught.value.told(Translator())
    assert str(caught.value) == told
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return told


def test_each_is_read_while_it_is_valid(reader: Reader, folder: Path) -> None:
    assert reader.read(folder)


@pytest.mark.parametrize(
    ("added", "line", "words"),
    [
        ("x", 1, "Expected an equals sign after the name of a key."),
        ("x = ", 1, "Expected a value: a text in quotation marks, a number, true, false or a list."),
        ("x = 1 2", 1, "Expected the end of the line after the value."),
        ('x = "1', 1, "Expected a closing quotation mark on this line."),
        ('x = """\n1', 3, "Expected a closing quotation mark."),
        ('x = "\\p"', 1, "Expected every backslash in a text written twice."),
        ("x = [1", 2, "Expected a closing bracket at the end of the list."),
        ("x = { y = 1", 1, "Expected a closing brace at the end of the inline table."),
        ("[x", 1, "Expected a closing bracket after a table's name."),
        ("!", 1, "Expected a key or the name of a table in brackets."),
        ("[x]\n[x]", 2, "Expected each table once."),
        ("x = 1\nx = 1", 2, "Expected each key once."),
        ("x = 2026-02-30", 1, "Expected TOML, got something that cannot be read as such."),
        ("a." * 33 + "a = 1", 1, "Expected a key of at most 32 parts."),
        (b"x = '\xe4'", 1, "Expected text in UTF-8, got another encoding."),
        ("x = " + "[" * 20_000, None, "Expected TOML, got lists within lists without end."),
        ("x = " + "9" * 5000, None, "Expected TOML, got something that cannot be read as such."),
    ],
)
def test_what_is_no_toml_is_told_with_file_line_and_expectation(
    added: str | bytes, line: int | None, words: str, reader: Reader, folder: Path
) -> None:
    raw = added if isinstance(added, bytes) else f"{added}\n".encode()
    at = "" if line is None else f", line {reader.source.count(chr(10)) + line}"
    assert refusal(reader, folder, reader.source.encode() + raw) == f"{reader.told}{at}: {words}"


@pytest.mark.parametrize("value", ["5", "true", "[]", "2026-11-05"])
def test_a_value_of_another_kind_is_told_with_line_and_key(value: str, reader: Reader, folder: Path) -> None:
    lines = reader.source.split("\n")
    here = max(at for at, line in enumerate(lines) if line.startswith(f"{reader.key} = "))
    lines[here] = f"{reader.key} = {value}"
    told = refusal(reader, folder, "\n".join(lines))
    assert told.startswith(f"{reader.told}, line {here + 1}: {reader.table}.{reader.key}: Expected ")
    assert ", got " in told


def test_a_missing_value_is_told_with_the_line_of_its_table(reader: Reader, folder: Path) -> None:
    lines = reader.source.split("\n")
    here = max(at for at, line in enumerate(lines) if line.startswith(f"{reader.key} = "))
    del lines[here]
    told = refusal(reader, folder, "\n".join(lines))
    assert told.startswith(f"{reader.told}, line {here}: {reader.table}.{reader.key}: ")
    assert told.endswith(("This key is missing.", ", got nothing."))


@pytest.mark.parametrize(("wrong", "words"), [("{}x", "did you mean {}?"), ("qqqqqq", "expected one of ")])
def test_a_key_that_nobody_reads_is_told_with_what_may_be_meant(
    wrong: str, words: str, reader: Reader, folder: Path
) -> None:
    wrong = wrong.format(reader.key)
    lines = reader.source.split("\n")
    here = max(at for at, line in enumerate(lines) if line.startswith(f"{reader.key} = ")) + 1
    lines.insert(here, f"{wrong} = 1")
    told = refusal(reader, folder, "\n".join(lines))
    assert told.startswith(
        f"{reader.told}, line {here + 1}: {reader.table}.{wrong}: "
        f"This key is not known here; {words.format(reader.key)}"
    )


def test_a_value_in_place_of_a_table_is_told(reader: Reader, folder: Path) -> None:
    name = reader.table.partition("[")[0]
    whole = reader.source.partition(f"[[{name}]]" if name != reader.table else "\n[")[0]
    name = f'"{name}"' if "." in name else name
    told = refusal(reader, folder, f"{name} = 5\n{whole if name == 'controls' else ''}")
    assert told.splitlines()[-1].startswith(f"{reader.told}, line 1: ")
    assert ": Expected a table, got 5." in told or ": Expected a list of tables, got 5." in told


def test_many_dots_in_a_text_or_a_remark_are_no_key_of_many_parts(reader: Reader, folder: Path) -> None:
    source = f"# {'.' * 40}\n{reader.source}"
    (folder / reader.file).write_text(source, "utf-8")
    assert reader.read(folder)
    told = refusal(reader, folder, f'{source}x = """\n{"." * 40}"""""\nx = 1\n')
    assert told.endswith(f"line {source.count(chr(10)) + 3}: Expected each key once.")


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(reader: Reader, folder: Path) -> None:
    text = "\ufeff" + reader.source.replace("\n", "\r\n")
    (folder / reader.file).write_text(text, "utf-8", newline="")
    assert reader.read(folder)
    told = refusal(reader, folder, f"{text}x = [\r\n")
    assert told.startswith(f"{reader.told}, line {reader.source.count(chr(10)) + 2}: ")


def test_lines_are_found_in_every_form_of_toml() -> None:
    source = """# [not.a.table]
schema = 1 # not = "a key"

a.b.c = '''
x = 1
[no]
'''
"q.d" . e = "a # b \\" = "
f = [
  [1, "]"], # ]
  { g = 1, h = [2,
    3] },
]
i = 2026-11-05 07:30:00
j = \"\"\"x\\\"\"\"\"\"\"
k = ''
[ l . "m" ]
n = { o.p = 1, r = {} }
[[s]]
t = 1
[[s]]
t = 2"""
    data = parse_text(source, "", TableError).data
    assert data["j"] == 'x"""'
    assert key_lines(source) == {
        "schema": 2, "a": 4, "a.b": 4, "a.b.c": 4, "q.d": 8, "q.d.e": 8, "f": 9, "f[0]": 10, "f[0][0]": 10,
        "f[0][1]": 10, "f[1]": 11, "f[1].g": 11, "f[1].h": 11, "f[1].h[0]": 11, "f[1].h[1]": 12, "i": 14,
        "j": 15, "k": 16, "l": 17, "l.m": 17, "l.m.n": 18, "l.m.n.o": 18, "l.m.n.o.p": 18, "l.m.n.r": 18,
        "s": 19, "s[0]": 19, "s[0].t": 20, "s[1]": 21, "s[1].t": 22,
    }  # fmt: skip


def test_of_everything_that_is_shipped_each_key_has_its_line() -> None:
    """Lines are found by a walk of our own, which has to agree with tomllib on every key."""
    files = sorted((ROOT / "resources").rglob("*.toml"))
    assert len(files) > 40
    for file in files:
        raw = file.read_bytes()
        lines = key_lines(raw.decode())
        text = raw.decode().split("\n")
        for path, value in _walked(parse(raw, file.name, TableError).data):
            assert path in lines, (file, path)
            key = path.rpartition(".")[2]
            if isinstance(value, str | bool | int) and not path.endswith("]"):
                assert key in text[lines[path] - 1] or f'"{path}"' in text[lines[path] - 1], (file, path)


def _walked(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walked(inner, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _walked(inner, f"{path}[{at}]")


def test_a_table_needs_no_file() -> None:
    table = Table({"a": 1, "b": {"c": 2}})
    assert (table.take("a", a_number), table.table("b").take("c", a_number)) == (1, 2)
    assert (table.take("d", a_text, None), table.tables("e"), table.table("f").data) == (None, [], {})
    with pytest.raises(TableError) as caught:
        table.table("b").take("d", a_text)
    assert caught.value.problems == ((*caught.value.problems[0][:1], None, caught.value.problems[0].message),)
    assert caught.value.problems[0].path == "b.d"


def test_a_shape_may_say_itself_what_it_got_and_the_file_how_values_are_called() -> None:
    def shy(_value: object) -> str:
        raise RefusedError(T("Expected a secret, got another one."))

    table = Table({"a": "x"}, TomlFile("f", "\na = 'x'", TableError, lambda _value: T("something")))
    for shape, words in ((shy, "a secret, got another one."), (a_number, "a number, got something.")):
        with pytest.raises(TableError) as caught:
            table.take("a", shape)
        assert str(caught.value) == f"f, line 2: a: Expected {words}"


@pytest.mark.parametrize(
    ("shape", "value", "words"),
    [
        (a_list, "x", "a list"),
        (a_number, True, "a number"),
        (a_sentence, "", "a text that is not empty"),
        (a_text, 1, "a text"),
        (texts, ["a", ""], "a list of texts"),
        (yes_or_no, 1, "true or false"),
    ],
)
def test_a_shape_says_what_it_expects(shape: Callable[[object], object], value: object, words: str) -> None:
    with pytest.raises(TableError) as caught:
        Table({"a": value}).take("a", shape)
    assert str(caught.value) == f": a: Expected {words}, got {value!r}."


def test_a_member_of_an_enumeration_is_known_by_its_text() -> None:
    assert Table({"a": "FHIR"}).take("a", one_of(ApiMenuEntry)) is ApiMenuEntry.FHIR
    with pytest.raises(TableError, match="a: Expected one of 'API', 'FHIR', got 'Fhir'"):
        Table({"a": "Fhir"}).take("a", one_of(ApiMenuEntry))
