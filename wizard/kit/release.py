"""The released folder: what it holds is listed with check sums, and only what is listed gets into a kit."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from wizard import __version__
from wizard.core.text import T
from wizard.store import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wizard.core.text import Text

SUMS = "SHA256SUMS"
ABOUT = "release.json"
FOR_TESTS = "FOR TESTS ONLY.txt"
PROGRAM = "connect-wizard"
WINDOW_EXE = "ConnectWizard.exe"
_LARGEST_LIST = 4 * 1024 * 1024  # bytes of its lists
_LARGEST_RELEASE = 2 * 1024**3  # bytes of all its files; it has a tenth of that
_MOST_FILES = 20_000


class ReleaseError(ValueError):
    """A folder that no kit can be made from; ``words`` say why."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.msgid)
        self.text = words


class Release(NamedTuple):
    """A released folder whose files are as they were released.

    Attributes:
        folder: Where it lies.
        version: Of the program in it.
        names: Its files, relative, with forward slashes, sorted; the list of check sums among them.
        for_tests: Why it is a build for tests and no release; empty for a release.
    """

    folder: Path
    version: str
    names: tuple[str, ...]
    for_tests: tuple[str, ...] = ()


def write_release(
    folder: Path, made_with: Mapping[str, str] | None = None, for_tests: Sequence[str] = ()
) -> None:
    """Note version and check sums of everything in a folder that is about to be released.

    Args:
        folder: What is released.
        made_with: Versions of Python and of what comes inside it.
        for_tests: Why this is no release, a sentence each; a page in the folder says them too.
    """
    about: dict[str, object] = {"name": PROGRAM, "version": __version__}
    about |= {"made_with": dict(made_with)} if made_with else {}
    about |= {"for_tests": list(for_tests)} if for_tests else {}
    if for_tests:
        page = "\n".join(["This is a build for tests. Do not give it to an office.", "", *for_tests, ""])
        (folder / FOR_TESTS).write_text(page, "utf-8", newline="\r\n")
    (folder / ABOUT).write_text(json.dumps(about) + "\n", "utf-8", newline="\n")
    (folder / SUMS).unlink(missing_ok=True)
    names = sorted(found.relative_to(folder).as_posix() for found in folder.rglob("*") if found.is_file())
    (folder / SUMS).write_text(sums(folder, names), "utf-8", newline="\n")


def sums(folder: Path, names: Iterable[str]) -> str:
    """Check sums as ``sha256sum`` writes and reads them."""
    return "".join(f"{_digest(folder / name)}  {name}\n" for name in names)


def read_release(folder: Path) -> Release:
    """Look at every file of a released folder.

    Raises:
        ReleaseError: It is no released folder, or a file of it is missing or changed.
    """
    try:
        listed = (files.read(folder / SUMS, _LARGEST_LIST) or b"").decode("utf-8")
        about = json.loads(files.read(folder / ABOUT, _LARGEST_LIST) or b"")
        version = str(about["version"]) if about["name"] == PROGRAM else ""
        for_tests = tuple(map(str, about.get("for_tests", ())))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ReleaseError(
            T(
                "Expected the folder or zip of a release: {sums} or {about} is missing.",
                sums=SUMS,
                about=ABOUT,
            )
        ) from None
    if version != __version__:
        words = T("Expected a release of version {version}, got another one.", version=__version__)
        raise ReleaseError(words)
    names = []
    for number, line in enumerate(listed.splitlines(), start=1):
        digest, _, name = line.partition("  ")
        pure = PurePosixPath(name)
        if not name or pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
            raise ReleaseError(
                T("{file}, line {line}: Expected a check sum and a name.", file=SUMS, line=number)
            )
        if _digest(folder / name) != digest:
            where = T("{file}, line {line}", file=SUMS, line=number)
            words = T("{where}: {name} is missing or not as it was released.", where=where, name=name)
            raise ReleaseError(words)
        names.append(name)
    if WINDOW_EXE not in names:
        raise ReleaseError(T("Expected the release for Windows: {name} is not in it.", name=WINDOW_EXE))
    return Release(folder, version, tuple(sorted([*names, SUMS])), for_tests)


@contextlib.contextmanager
def opened(where: str | None) -> Iterator[Release]:
    """The release that was named, a folder or a zip; else the folder of this frozen program.

    Raises:
        ReleaseError: There is none, or it is not as it was released.
    """
    if where is None:
        if not getattr(sys, "frozen", False):
            raise ReleaseError(T("Name the folder or zip of a release with --release."))
        yield read_release(Path(sys.executable).parent)
        return
    path = Path(where)
    if path.is_dir():
        yield read_release(path)
        return
    with files.workplace() as folder:
        try:
            _unpack(path, folder)
        except ReleaseError:
            raise
        except Exception:  # noqa: BLE001 - a zip that is made to fail has many ways to
            raise ReleaseError(T("Expected the folder or zip of a release; this cannot be read.")) from None
        inside = [found.parent for found in folder.glob(f"*/{SUMS}")]
        yield read_release(inside[0] if len(inside) == 1 else folder)


def _unpack(path: Path, folder: Path) -> None:
    """Unpack a zip, unless it is a pipe or a link to one, or would fill the disk."""
    if not path.is_file():
        raise ReleaseError(T("Expected the folder or zip of a release; this cannot be read."))
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _LARGEST_RELEASE:
            raise ReleaseError(T("Expected the zip of a release; this one would become far larger."))
        archive.extractall(folder)


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""
