"""The steps about where the program lies and on which Windows: read-only media, a share, an old Windows."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

from host import WORK, Wine
from proof import KEYS, FailedError, Proof, office
from screen import CANCEL, NEXT, Running, Screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TABLES = "icuuc.dll"
_OLD_CODE = 1150
CALL = """
import json, subprocess
calls = json.loads(sys.argv[1])
print(json.dumps([subprocess.run(call, stdin=subprocess.DEVNULL, timeout=120).returncode for call in calls]))
"""


def codes(proof: Proof, *calls: str) -> list[int]:
    """The exit codes of command lines as Windows tells them; Wine's own keeps eight bits of each."""
    found: list[int] = json.loads(proof.python(CALL, json.dumps(calls)).out)
    return found


def read_only_media(proof: Proof) -> str:
    """The program on a drive that nobody can write to."""
    if not isinstance(proof.where, Wine):
        return "SKIPPED: it needs a drive that this system mounts"
    with _read_only(proof.release, proof.where, "o:") as problem:
        if problem:
            return f"SKIPPED: this system mounts no folder read-only here ({problem})"
        _works(proof, "O:\\connect-wizard.exe")
    return "O:, mounted read-only"


def old_windows(proof: Proof) -> str:
    """Without what Qt takes from it: the setup's code, a plain box that names the check, and the check."""
    if not isinstance(proof.where, Wine):
        return "SKIPPED: it takes a library of Windows away"
    library = proof.where.drive_c / "windows" / "system32" / _TABLES
    aside = library.with_suffix(".aside")
    (setup,) = proof.release.parent.glob("*-setup.exe")
    library.rename(aside)
    try:
        if (found := codes(proof, f'"{proof.where.name(setup)}" /S')) != [_OLD_CODE]:
            raise FailedError(f"the setup ended with {found}")
        with office("key-not-assigned") as port:
            proof.check(port, "key.not-assigned")
        proof.run(proof.command, "demo", code=1, err=r"This Windows is too old for this program's window: .+")
        screen, running = Screen(proof), Running(proof, proof.window)
        box = screen.wait(lambda d: "too old" in d.words(), "box")
        screen.picture(proof.pictures / "old-windows.png")
        if not box.words().rstrip().endswith("connect-wizard.exe check") and "exe check" not in box.words():
            raise FailedError(f"the box does not name the check: {box.words()!r}")
        screen.press(box, next(n for n in (NEXT, CANCEL) if box.button(n)))
        done = running.done()
        if done.code != 1 or "too old" not in done.err:
            raise FailedError(f"the window's program ended with {done}")
    finally:
        aside.rename(library)
    return f"setup {_OLD_CODE}, a box, check works"


def _works(proof: Proof, program: str) -> None:
    """A check and the window, without a word on standard error."""
    with office("key-not-assigned") as port:
        call = ("check", "--json", "--key-stdin", "--host", f"127.0.0.1:{port}")
        done = proof.where.run(program, *call, given=KEYS)
    if done.code != 3 or done.err or proof.document(done)["causes"][0]["code"] != "key.not-assigned":
        raise FailedError(f"{program}: {done}")
    pictures = proof.pictures / "elsewhere"
    shutil.rmtree(pictures, ignore_errors=True)
    shown = proof.where.run(program, "demo", "healthy", "--screenshots", proof.where.name(pictures))
    if shown.code or shown.err or len(list(pictures.glob("*.png"))) < 5:
        raise FailedError(f"{program} demo: {shown}")


@contextlib.contextmanager
def _read_only(folder: Path, where: Wine, drive: str) -> Iterator[str]:
    """The folder as a drive that is mounted read-only; gives what went wrong, or nothing."""
    point, letter = WORK / "read-only", where.prefix / "dosdevices" / drive
    point.mkdir(exist_ok=True)
    calls = (["mount", "--bind", str(folder), str(point)], ["mount", "-o", "remount,bind,ro", str(point)])
    problem = ""
    for call in calls if shutil.which("mount") else ():
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        problem = problem or done.stderr.strip()
    if not problem and not _refuses(point):
        problem = "it can be written to"
    letter.unlink(missing_ok=True)
    letter.symlink_to(point)
    try:
        yield problem
    finally:
        letter.unlink()
        subprocess.run(["umount", str(point)], capture_output=True, check=False)


def _refuses(folder: Path) -> bool:
    try:
        (folder / "written").touch()
    except OSError:
        return True
    (folder / "written").unlink()
    return False
