"""Where Windows programs run: this PC when it is a Windows one, else Wine with an X server of its own.

Wine 8 (Debian 12) lacks two things that Qt 6.11 asks for; ``stand_ins/`` holds small DLLs that answer in
their place. They lie in the prefix only, never beside the program, and a step of the proof looks for them
there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "work" / "windows"
"""Downloads, the Windows Python, prefixes, PyInstaller's folders; ignored by git, may be deleted any time."""

FRAME = WORK / "screen"
"""Where the X server keeps what is on its screen."""

WINE = "/usr/lib/wine/wine64"
WINE_SERVER = "/usr/lib/wine/wineserver64"
COMPILER = "x86_64-w64-mingw32-gcc"
STAND_INS = ("icuuc", "uisettings")
_LAST_WORDS_S = 3.0  # after a program's end, until its last words have been read
UI_SETTINGS = (
    r"HKLM\Software\Microsoft\WindowsRuntime\ActivatableClassId\Windows.UI.ViewManagement.UISettings"
)
REGISTRY = (
    (r"HKCU\Software\Wine\X11 Driver", "Managed", "REG_SZ", "N"),  # without it each window costs 2 s on exit
    (r"HKCU\Software\Wine\WineDbg", "ShowCrashDialog", "REG_DWORD", "0"),  # a crash must not wait for a click
    (UI_SETTINGS, "DllPath", "REG_SZ", r"C:\windows\system32\uisettings.dll"),
    (
        r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\FontSubstitutes",
        "MS Shell Dlg",
        "REG_SZ",
        "DejaVu Sans",
    ),
)


class HostError(Exception):
    """A step that everything after it needs has failed; the text says which and how."""


class Done(NamedTuple):
    """What a program left behind.

    Attributes:
        code: Its exit code.
        out: What it printed.
        err: What it printed on standard error.
        took_s: Seconds from its start to its end.
    """

    code: int
    out: str
    err: str
    took_s: float

    def checked(self, what: str) -> Done:
        """The same.

        Raises:
            HostError: It did not end with 0.
        """
        if self.code:
            raise HostError(f"{what} ended with {self.code}\n{self.out[-1500:]}{self.err[-3000:]}")
        return self


class Host(Protocol):
    """Runs Windows programs."""

    drive_c: Path
    """The folder that is ``C:\\``."""

    def name(self, path: Path) -> str:
        """A file's name as Windows programs know it."""

    def run(
        self,
        program: Path | str,
        *arguments: str,
        given: str = "",
        patience_s: float = 120,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Done:
        """Run a program to its end; one that does not end in time is killed and told as code -1."""


def run(
    call: list[str], env: Mapping[str, str], given: str, patience_s: float, cwd: Path | None = None
) -> Done:
    """Run a program with pipes: a Windows Python refuses files of a Unix system as its standard streams.

    What counts is the program's own end: under Wine its pipes can stay open in a helper (the desktop) that
    the first program with a window starts and that lives as long as any other program.
    """
    begin = time.monotonic()
    with subprocess.Popen(
        call,
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    ) as process:
        words: dict[str, bytes] = {"out": b"", "err": b""}
        readers = [
            threading.Thread(target=_read, args=(name, stream, words), daemon=True)
            for name, stream in (("out", process.stdout), ("err", process.stderr))
        ]
        for reader in readers:
            reader.start()
        with contextlib.suppress(OSError):
            if process.stdin:
                process.stdin.write(given.encode())
                process.stdin.close()
        try:
            code, late = process.wait(patience_s), ""
        except subprocess.TimeoutExpired:
            process.kill()
            code, late = -1, f"no end within {patience_s:.0f} s\n"
        for reader in readers:
            reader.join(_LAST_WORDS_S)
        took = time.monotonic() - begin
        out, err = (words[name].decode("utf-8", "replace").replace("\r\n", "\n") for name in ("out", "err"))
        if any(reader.is_alive() for reader in readers):
            _let_go(process)
    return Done(code, out, err + late, took)


def _read(name: str, stream: IO[bytes] | None, words: dict[str, bytes]) -> None:
    if stream:
        with stream:
            while part := os.read(stream.fileno(), 65536):
                words[name] += part


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """Leave the pipes to their readers, which end with whoever else holds them."""
    process.stdout = process.stderr = None


class Windows:
    """A real Windows."""

    drive_c = Path("C:/")

    def name(self, path: Path) -> str:
        """The path itself."""
        return str(path)

    def run(
        self,
        program: Path | str,
        *arguments: str,
        given: str = "",
        patience_s: float = 120,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Done:
        """Run a program."""
        return run([str(program), *arguments], {**os.environ, **(env or {})}, given, patience_s, cwd)


class Wine:
    """Wine with a prefix of its own.

    Args:
        prefix: Folder of the prefix; made by :meth:`prepare`.
        display: Name of the X server.
    """

    def __init__(self, prefix: Path, display: str) -> None:
        self.prefix = prefix
        self.drive_c = prefix / "drive_c"
        self.display = display
        kept = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "SOURCE_DATE_EPOCH")
        self._env = {name: value for name, value in os.environ.items() if name in kept}
        self._env |= {
            "WINEPREFIX": str(prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # wbemprox: Python 3.13 asks it for Windows' version, and Wine 8 aborts in what makes its answer a
            # text; without it Python asks elsewhere
            "WINEDLLOVERRIDES": "mscoree=d;mshtml=d;winemenubuilder.exe=d;wbemprox=d",
            "DISPLAY": display,
            "LC_ALL": "C.UTF-8",
        }

    def name(self, path: Path) -> str:
        """A file's name on the drive C: of the prefix where it lies there, else on Z:."""
        place = Path(os.path.normpath(path.absolute()))
        inside = place.is_relative_to(self.drive_c)
        rest = place.relative_to(self.drive_c if inside else "/")
        return ("C:\\" if inside else "Z:\\") + str(rest).replace("/", "\\").removeprefix(".")

    def run(
        self,
        program: Path | str,
        *arguments: str,
        given: str = "",
        patience_s: float = 120,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Done:
        """Run a program under Wine."""
        named = self.name(program) if isinstance(program, Path) else program
        call = ([WINE, named, *arguments], {**self._env, **(env or {})}, given, patience_s, cwd)
        done = run(*call)
        if done.code == 1 and not (done.out or done.err):
            # seen once in some hundred starts: Wine ends a program without a word; the program's own fault
            # comes again
            done = run(*call)
        return done

    def prepare(self) -> None:
        """Make the prefix, unless it is there, and keep a server warm.

        Raises:
            HostError: A step failed.
        """
        fresh = not (self.prefix / "ready").exists()
        if fresh:
            shutil.rmtree(self.prefix, ignore_errors=True)
            self.prefix.mkdir(parents=True)
        # a server that inherits a pipe keeps it open: the first calls talk to nobody
        self._quiet(WINE, "wineboot", "-i" if fresh else "-r")
        self._quiet(WINE_SERVER, "-w")
        self._quiet(WINE_SERVER, "-p600")
        self._quiet(WINE, "wineboot")
        if fresh:
            self._furnish()
            (self.prefix / "ready").touch()
        self._stand_in()

    def _furnish(self) -> None:
        self._quiet(WINE, "winecfg", "-v", "win10")
        for key, value, kind, data in REGISTRY:
            self.run("reg", "add", key, "/v", value, "/t", kind, "/d", data, "/f").checked("reg add")

    def _stand_in(self) -> None:
        """Compile the small DLLs into the prefix; takes half a second, so that none is ever an old one."""
        for name in STAND_INS:
            made = self.drive_c / "windows" / "system32" / f"{name}.dll"
            call = [COMPILER, "-w", "-shared", "-O2", "-s", "-o", str(made)]
            run([*call, str(HERE / "stand_ins" / f"{name}.c")], os.environ, "", 60).checked(COMPILER)

    def _quiet(self, *call: str) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):  # what comes next will tell
            subprocess.run(
                call,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=120,
                check=False,
            )

    def close(self) -> None:
        """End everything that runs in the prefix."""
        self._quiet(WINE_SERVER, "-k")
        self._quiet(WINE_SERVER, "-w")


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """An X server on a free display; gives its name.

    Raises:
        HostError: It did not start.
    """
    FRAME.mkdir(parents=True, exist_ok=True)
    call = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    call += ["-fbdir", str(FRAME)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            number = server.stdout.readline().strip() if server.stdout else ""
            if not number:
                raise HostError("the X server did not start")
            yield f":{number}"
        finally:
            server.terminate()
            server.wait(10)


@contextlib.contextmanager
def host(prefix: str, display: str = "", *, fresh: bool = False) -> Iterator[Host]:
    """A place for Windows programs; closed at the end.

    Args:
        prefix: Name of the Wine prefix under the work folder.
        display: Name of the X server, where Wine is used.
        fresh: Begin with an empty prefix.
    """
    if sys.platform == "win32":
        yield Windows()
        return
    wine = Wine(WORK / prefix, display)
    if fresh:
        shutil.rmtree(wine.prefix, ignore_errors=True)
    try:
        wine.prepare()
        yield wine
    finally:
        wine.close()
