"""Files: read only where they are files and small, written so that nothing half-made is left behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
import tomllib
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import DATA, ROOT
from wizard.core.text import Translator
from wizard.kit.archive import write_zip
from wizard.kit.release import ReleaseError, opened
from wizard.store import files, logo, seal
from wizard.store.profile_file import ProfileError, read_profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOGO = (DATA / "logo.png").read_bytes()
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals and pipes with names")
LINUX = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="needs files without a name")


def test_what_is_no_ordinary_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert files.read(tmp_path / "file", 3) == b"1234"
    assert files.read(tmp_path, 3) is None
    with pytest.raises(OSError, match="No such file"):
        files.read(tmp_path / "none", 3)


@POSIX
@pytest.mark.parametrize("name", ["vendor.toml", "vendor.seal", "logo.png"])
def test_a_pipe_or_an_endless_device_is_refused_at_once(tmp_path: Path, name: str) -> None:
    source = 'schema = 1\n[vendor]\nname = "Northwind Sync"\nlogo = "logo.png"\n'
    for make in (os.mkfifo, lambda place: place.symlink_to("/dev/zero")):
        folder = tmp_path / make.__name__
        folder.mkdir()
        (folder / "vendor.toml").write_text(source)
        (folder / "logo.png").write_bytes(LOGO)
        (folder / "vendor.seal").write_text(seal.seal(source.encode(), LOGO))
        (folder / name).unlink()
        make(folder / name)
        with pytest.raises(ProfileError):
            read_profile(folder / "vendor.toml")


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "made.txt"
    files.write(place, b"first")
    assert place.read_bytes() == b"first"
    assert not stat.S_IMODE(place.stat().st_mode) & 0o111
    with pytest.raises(TypeError), files.writing(place) as stream:
        stream.writelines([b"half", None])  # type: ignore[list-item]  # so that it fails half-way
    with pytest.raises(OSError, match="not there"), files.writing(place, lambda _: False) as stream:
        stream.write(b"unlike")
    with pytest.raises(OSError, match="not there"), files.writing(place):
        pass
    with pytest.raises(OSError, match="not there"):
        files.write(place, b"")
    with pytest.raises(FileExistsError):
        files.write(place, b"second", fresh=True)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("made.txt", b"first")]
    files.write(place, b"second")
    files.write(tmp_path / "new", b"third", fresh=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["made.txt", "new"]


@pytest.mark.parametrize("nameless", [True, False])
def test_a_system_without_nameless_files_or_links_does_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    if not nameless:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    test_a_file_appears_whole_or_not_at_all(tmp_path)


def ended_by(number: int, code: str, tmp_path: Path, *arguments: str) -> None:
    """Start a program, wait for its word, end it by a signal, and wait for the end."""
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temp"), "PYTHONPATH": str(ROOT)}
    (tmp_path / "temp").mkdir(exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, env=environment, cwd=tmp_path
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"now\n"
        running.send_signal(number)
        running.wait(30)
    end = time.monotonic() + 30  # the sweeper is a process of its own
    while list((tmp_path / "temp").iterdir()) and time.monotonic() < end:
        time.sleep(0.02)
    assert list((tmp_path / "temp").iterdir()) == []


@LINUX
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_program_leaves_no_half_file_and_no_folder(tmp_path: Path, number: int) -> None:
    code = """
import sys, time
from pathlib import Path
from wizard.store import files
with files.workplace() as folder, files.writing(Path(sys.argv[1]) / "half") as stream:
    (folder / "vendor.toml").write_text("a key")
    stream.write(b"half" * 100_000)
    stream.flush()
    print("now", flush=True)
    time.sleep(60)
"""
    (tmp_path / "out").mkdir()
    ended_by(number, code, tmp_path, str(tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


@POSIX
def test_a_request_to_end_that_is_ignored_stays_ignored() -> None:
    """As under ``nohup``: the terminal is closed and the kit is made all the same."""
    before = {number: signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with files.ended_tidily():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) != before[signal.SIGTERM]
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) == before[signal.SIGTERM]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@LINUX
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_kit_leaves_neither_half_a_setup_nor_a_key(tmp_path: Path, number: int) -> None:
    """In the middle of the compiler's work, with the vendor's profile beside it."""
    code = """
import subprocess, sys, time
from pathlib import Path
from wizard.commands import profile_kit
from wizard.kit import nsis
from wizard.kit.release import write_release
from wizard.core.text import Translator
def slow(*arguments, cwd, **_):
    assert any(b"developer_key" in p.read_bytes() for p in Path(cwd).iterdir())
    (Path(cwd) / "setup.exe").write_bytes(b"half")
    print("now", flush=True)
    time.sleep(60)
nsis.makensis = profile_kit.makensis = lambda: "makensis"
nsis.subprocess = type("fake", (), {"run": staticmethod(slow)})
folder = Path(sys.argv[1])
folder.mkdir()
for name in ("ConnectWizard.exe", "connect-wizard.exe"):
    (folder / name).write_bytes(b"program" * 100)
write_release(folder)
profile_kit.profile_kit(sys.argv[2], sys.argv[3], sys.argv[1], translator=Translator())
"""
    vendor = str(DATA / "vendor.toml")
    ended_by(number, code, tmp_path, str(tmp_path / "release"), vendor, str(tmp_path / "out"))
    made = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert [name for name in made if name.endswith(("-setup.exe", ".part", "SHA256SUMS"))] == []
    with zipfile.ZipFile(next((tmp_path / "out").glob("*.zip"))) as archive:
        assert archive.testzip() is None


def test_a_zip_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "kit.zip"
    with pytest.raises(FileNotFoundError):
        write_zip(place, "kit", {"a": b"there" * 1000, "b": tmp_path / "none"})
    assert list(tmp_path.iterdir()) == []
    write_zip(place, "kit", {"a": b"there"})
    with pytest.raises(FileNotFoundError):
        write_zip(place, "kit", {"a": b"there" * 1000, "b": tmp_path / "none"})
    with zipfile.ZipFile(place) as archive:  # the kit of before is still whole
        assert archive.read("kit/a") == b"there"


def part(name: bytes, content: bytes) -> bytes:
    """A part of a PNG file."""
    return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)


BOMB = zlib.compress(bytes(32 * 1024 * 1024), 9)
BOMBS: dict[str, Callable[[], bytes]] = {
    "remark": lambda: part(b"zTXt", b"Comment\0\0" + BOMB),
    "long remark": lambda: part(b"iTXt", b"Comment\0\1\0en\0Comment\0" + BOMB),
    "colours": lambda: part(b"iCCP", b"profile\0\0" + BOMB),
    "many": lambda: part(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(400_000), 9)) * 3,
    "pixels": lambda: part(b"IDAT", BOMB),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_picture_is_refused_by_what_it_becomes(kind: str) -> None:
    head = LOGO[:33] if kind != "pixels" else LOGO[:16] + (8).to_bytes(4) + (8).to_bytes(4) + LOGO[24:33]
    found = logo.complaint(head + BOMBS[kind]() + part(b"IEND", b""))
    assert found is not None
    assert "far larger" in Translator().translate(found)


def test_a_logo_with_small_remarks_is_taken() -> None:
    remark = part(b"zTXt", b"Comment\0\0" + zlib.compress(b"by us")) + part(b"tEXt", b"Title\0us")
    assert logo.complaint(LOGO) is None
    assert logo.complaint(LOGO[:33] + remark + LOGO[33:]) is None
    assert logo.complaint(LOGO[:33] + part(b"zTXt", b"Comment\0\0not packed") + LOGO[33:]) is None


DOTS = "." * 99
DOTTED = (
    ".".join("a" * 30000) + " = 1",
    "[" + ".".join("a" * 30000) + "]",
    "x = { " + ".".join(['"a"'] * 9000) + " = 1 }",
    'x = { y = """a "# """, ' + ".".join("a" * 9000) + " = 1 }",
    "x = { y = '''a '# ''', " + ".".join("a" * 9000) + " = 1 }",
    'x = { y = """a\\"""# """", ' + ".".join("a" * 9000) + " = 1 }",
)


@pytest.mark.parametrize("bomb", range(len(DOTTED)))
def test_a_key_of_many_parts_is_refused_before_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bomb: int
) -> None:
    monkeypatch.setattr(tomllib, "loads", lambda _: pytest.fail("it was parsed"))
    (tmp_path / "vendor.toml").write_text(f'schema = 1\n# {"." * 500}\nurl = "{"." * 99}"\n{DOTTED[bomb]}\n')
    with pytest.raises(ProfileError) as caught:
        read_profile(tmp_path / "vendor.toml")
    assert caught.value.told(Translator()) == "vendor.toml, line 4: Expected a key of at most 32 parts."


@pytest.mark.parametrize(
    "line",
    [
        f"timeout = 1 # {DOTS}",
        f'name = "a \\" b"  # "{DOTS}',
        f'name = """\n{DOTS} " \' # {DOTS}\\\n{DOTS}"""',
        f"name = '''\n# {DOTS} \\'''",
        f"name = ''''{DOTS}''''' # {DOTS}",
    ],
)
def test_dots_in_a_text_or_a_remark_are_no_parts_of_a_key(tmp_path: Path, line: str) -> None:
    assert line.split(" ", maxsplit=1)[0] in tomllib.loads(line)
    (tmp_path / "vendor.toml").write_text(f'schema = 1\n[vendor]\nname = "Acme"\n[other]\n{line}\n')
    with pytest.raises(ProfileError) as caught:
        read_profile(tmp_path / "vendor.toml")
    assert "parts" not in caught.value.told(Translator())  # only that there is no such table


def test_after_a_text_of_several_lines_the_line_is_still_told(tmp_path: Path) -> None:
    text = 'x = { y = """\n# """, ' + ".".join("a" * 40) + " = 1 }"
    (tmp_path / "vendor.toml").write_text(f"schema = 1\n{text}\n")
    with pytest.raises(ProfileError) as caught:
        read_profile(tmp_path / "vendor.toml")
    assert caught.value.told(Translator()) == "vendor.toml, line 3: Expected a key of at most 32 parts."


@pytest.mark.parametrize("signs", ['"', "'", '\\"', '\\"""', '"""', "'''", "#", "'\"", '\\\n"'])
def test_a_profile_of_signs_without_an_end_is_refused_at_once(tmp_path: Path, signs: str) -> None:
    (tmp_path / "vendor.toml").write_text('x = """' + signs * (60_000 // len(signs)))
    with pytest.raises(ProfileError):
        read_profile(tmp_path / "vendor.toml")


def zipped(place: Path, count: int, size: int) -> None:
    with zipfile.ZipFile(place, "w") as archive:
        for number in range(count):
            archive.writestr(f"x/{number}", b"")
            archive.filelist[-1].file_size = size


@pytest.mark.parametrize(("count", "size", "words"), [(2, 2**30 + 1, "larger"), (20_001, 0, "larger")])
def test_a_zip_is_refused_by_what_it_becomes(tmp_path: Path, count: int, size: int, words: str) -> None:
    zipped(tmp_path / "release.zip", count, size)
    with pytest.raises(ReleaseError) as caught, opened(str(tmp_path / "release.zip")):
        pass
    assert words in Translator().translate(caught.value.text)


def test_a_locked_or_broken_zip_is_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "release.zip"
    zipped(place, 1, 0)
    raw = bytearray(place.read_bytes())
    raw[6] |= 1  # it needs a password
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    place.write_bytes(raw)
    with pytest.raises(ReleaseError), opened(str(place)):
        pass


def test_what_is_still_being_written_is_found_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)  # as where a file has a name from the beginning
    file = tmp_path / ("long" * 30)
    (tmp_path / ".other.0a1b2c3d.part").touch()
    with files.writing(file) as stream:
        stream.write(b"x")
        assert len(files.parts_of(file)) == 1
    assert not files.parts_of(file)
