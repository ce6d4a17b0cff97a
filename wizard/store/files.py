"""Files of a person: read only where they are files, written so that nothing half-made is ever left.

What is written has no name until it is whole, where the system can do that (Linux); elsewhere it lies beside
its place under a hidden name. Then it is looked at and put in its place in one step.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def read(path: Path, limit: int) -> bytes | None:
    """The first bytes of a file, one more than ``limit`` at most; None for what is no ordinary file.

    A pipe, a device or a link to one does not hold the program up and is not read.

    Raises:
        OSError: It is not there, or must not be read.
        ValueError: No file can have such a name.
    """
    if not stat.S_ISREG(
        path.stat().st_mode
    ):  # before it is opened, which of a pipe would wait for its other end
        return None
    with path.open("rb") as opened:
        return opened.read(limit + 1)


@contextlib.contextmanager
def writing(
    file: Path, look: Callable[[BinaryIO], bool] | None = None, *, fresh: bool = False
) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only when it is whole; nothing is left of it where it fails.

    Args:
        file: Its place.
        look: Says of what was written whether it is what it has to be.
        fresh: Never take the place of another file.

    Raises:
        FileExistsError: There is one already, and this one has to be fresh.
        OSError: It could not be written, or did not stand up to the look.
    """
    part = file.with_name(_part_name(file, secrets.token_hex(4)))
    stream, named = _opened(part)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(0)
            _look(stream, look)
            if not named:
                _give_name(stream, part)
        _put_in_place(part, file, fresh=fresh)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def write(file: Path, content: bytes, *, fresh: bool = False) -> None:
    """Write a whole file, with the errors of :func:`writing`; one without content is not whole."""
    with writing(file, lambda stream: len(content) > 0 and stream.read() == content, fresh=fresh) as stream:
        stream.write(content)


def parts_of(file: Path) -> list[Path]:
    """What writers of a file left beside it that were killed; also what one that still lives is writing."""
    return list(file.parent.glob(_part_name(file, "*")))


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder for what must not outlive this program, for example a profile with its key.

    It goes when the work ends or fails and, on systems with a shell, also when this program is killed: the
    shell waits for the end of a pipe that only this program holds.
    """
    with tempfile.TemporaryDirectory(prefix="connect-wizard-") as name, _swept_after_death(name):
        yield Path(name)


@contextlib.contextmanager
def ended_tidily() -> Iterator[None]:
    """Let a request to end clear up first: by itself it would end the program where it stands.

    A request that is ignored (``nohup``) stays ignored.
    """

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    heeded = [number for number in asked if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _swept_after_death(folder: str) -> Iterator[None]:
    shell = shutil.which("sh") if os.name == "posix" else None
    if shell is None:
        yield
        return
    script = 'read -r _; rm -rf -- "$1"'
    sweeper = subprocess.Popen(  # noqa: S603 - the system's own shell with a fixed script
        [shell, "-c", script, "sweeper", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # what ends this program's whole group must not end the sweeper
    )
    try:
        yield
    finally:
        sweeper.terminate()
        sweeper.communicate()


def _part_name(file: Path, mark: str) -> str:
    return f".{file.name[:80]}.{mark}.part"


def _look(stream: BinaryIO, look: Callable[[BinaryIO], bool] | None) -> None:
    if not (look(stream) if look else stream.read(1)):
        raise OSError("what was written is not there")


def _opened(part: Path) -> tuple[BinaryIO, bool]:
    """A file without a name where there can be one, and whether it has one."""
    with contextlib.suppress(OSError, AttributeError):
        unnamed = os.open(part.parent, os.O_TMPFILE | os.O_RDWR, 0o666)
        if Path(f"/proc/self/fd/{unnamed}").exists():
            return os.fdopen(unnamed, "w+b"), False
        os.close(unnamed)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(part, flags, 0o666), "w+b"), True


def _put_in_place(part: Path, file: Path, *, fresh: bool) -> None:
    if not fresh:
        part.replace(file)
        return
    try:
        os.link(part, file)  # fails where there is a file, in one step
        part.unlink()
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if file.exists():
            raise FileExistsError(file.name) from None
        part.rename(file)


def _give_name(stream: BinaryIO, part: Path) -> None:
    # with a folder's handle Python asks the system to follow the link
    folder = os.open(part.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{stream.fileno()}", part, src_dir_fd=folder)
    except OSError:  # a file system that lays one over another may refuse
        stream.seek(0)
        with part.open("xb") as named:
            shutil.copyfileobj(stream, named)
    finally:
        os.close(folder)
