"""Makes the Windows release in ``dist/windows``: folder, zip, setup, parts list, check sums.

    python3 build/start.py windows [--prove] [--sign-for-test] [--repeat] [--release]

On Linux it works under Wine with the pinned Windows Python, on a Windows PC by itself with the Python that
runs it; both freeze with the same locked wheels. ``--prove`` then runs build/windows/prove.py on what was
made.

What is frozen with a Python, OpenSSL, expat or zlib that has a published hole (fixes.py) is no release: the
names of its files end with "for-tests", a page in the folder says why, and ``--release`` fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import environment
import fixes
from host import ROOT, WORK, Host, HostError, host, screen
from options import parse

sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "build"))

import sign
from bundle import EXECUTABLES, digest, files_of, parts
from papers import plain_page, write_licences, write_parts_list

from wizard.core.profile import GENERIC
from wizard.kit.archive import write_zip
from wizard.kit.make import side
from wizard.kit.nsis import SetupError, makensis, write_setup
from wizard.kit.product import product_of
from wizard.kit.release import SUMS, read_release, sums, write_release

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

DIST = ROOT / "dist" / "windows"
FROZEN = WORK / "frozen"
RELEASE = DIST / "connect-wizard"
ICON = "_internal/resources/icons/connect-wizard.ico"
PAGES = {"front-office.en.md": "Read me first.txt", "front-office.es.md": "Lea esto primero.txt"}
TEST_CERTIFICATE = WORK / "certificate"


class Clock:
    """Tells each step with the seconds since the start."""

    def __init__(self) -> None:
        self._begin = time.monotonic()

    def __call__(self, what: str) -> None:
        """Print a line."""
        print(f"[{time.monotonic() - self._begin:5.0f} s] {what}", flush=True)


def commit_time() -> int:
    """Unix time of the last commit; 1980 in a tree without one.

    Raises:
        HostError: There is no git.
    """
    if shutil.which("git") is None:
        raise HostError("git is missing: it knows the time of the commit, which the release carries")
    call = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else 315532800


def freeze(where: Host, folder: Path) -> Path:
    """Freeze the program; returns the folder that holds it.

    Raises:
        HostError: PyInstaller failed, or warned of something.
    """
    # equal seeds and times: what PyInstaller can keep equal between two builds, stays equal
    env = {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(commit_time()),
        "PYINSTALLER_CONFIG_DIR": where.name(WORK / "pyinstaller-config"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    places = (
        "--workpath",
        where.name(folder.with_name(folder.name + "-work")),
        "--distpath",
        where.name(folder),
    )
    options = ("-X", "utf8", "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", *places)
    done = where.run(
        environment.python(), *options, where.name(ROOT / "installer.spec"), env=env, patience_s=900
    ).checked("PyInstaller")
    odd = [line for line in f"{done.out}{done.err}".splitlines() if "WARNING" in line or "ERROR" in line]
    if odd:
        raise HostError("PyInstaller warned\n" + "\n".join(odd))
    return folder / "connect-wizard"


def publish(frozen: Path, command: str, tell: Clock, made_with: dict[str, str]) -> None:
    """From the frozen folder to what is released.

    Raises:
        HostError: Somebody's licence is missing, or a file could not be signed.
        SetupError: The setup could not be made.
    """
    shutil.rmtree(DIST, ignore_errors=True)
    shutil.copytree(frozen, RELEASE)
    found = parts(RELEASE)
    if command:
        for name in EXECUTABLES:
            sign.sign(RELEASE / name, command)
    write_licences(RELEASE, found)
    write_parts_list(RELEASE, found, commit_time())
    for page, name in PAGES.items():
        text = plain_page((ROOT / "resources" / "docs" / page).read_text("utf-8"))
        (RELEASE / name).write_text(text, "utf-8-sig", newline="\r\n")
    for_tests = fixes.older(made_with)
    write_release(RELEASE, made_with, for_tests)
    release, product = read_release(RELEASE), product_of(GENERIC)._replace(for_tests=bool(for_tests))
    content = {name: RELEASE / name for name in release.names}
    archive = DIST / f"{product.file_stem}.zip"
    write_zip(archive, product.folder, content)
    tell(f"zip, {archive.stat().st_size / 1e6:.1f} MB; folder, {size_of(RELEASE) / 1e6:.1f} MB")
    setup = DIST / f"{product.file_stem}-setup.exe"
    hook = [sys.executable, str(ROOT / "build" / "sign.py")] if command else []
    if command and not os.environ.get(sign.VARIABLE):
        hook += ["--test", str(TEST_CERTIFICATE)]
    write_setup(setup, product, content, ICON, side(GENERIC), hook)
    if command:
        sign.sign(setup, command)
    tell(f"setup, {setup.stat().st_size / 1e6:.1f} MB, {'signed' if command else 'not signed'}")
    shutil.copyfile(RELEASE / "licences" / "sbom.cdx.json", DIST / f"{product.file_stem}.cdx.json")
    names = sorted(file.name for file in DIST.iterdir() if file.is_file())
    (DIST / SUMS).write_text(sums(DIST, names), "utf-8", newline="\n")


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def versions(where: Host) -> dict[str, str]:
    """Of the Python that is frozen and of what comes inside it.

    Raises:
        HostError: It does not say.
    """
    done = where.run(environment.python(), "-X", "utf8", "-c", fixes.ASK).checked("the Windows Python")
    return fixes.versions(json.loads(done.out))


def make(command: str, tell: Clock, display: str, *, strict: bool = False) -> None:
    """The whole release; with ``strict`` nothing where it would be a build for tests.

    Raises:
        HostError: A step failed.
        SetupError: The setup could not be made.
    """
    if makensis() is None:
        raise HostError("NSIS is missing: makensis makes the setup")
    made = environment.install()
    tell("Windows Python and wheels " + ("installed" if made else "as they were"))
    if shutil.which("osslsigncode"):
        signers = environment.verified(environment.trusted_roots())
        tell(f"{len(signers)} programs of the Windows Python carry their makers' signatures")
    else:
        tell("signatures of the Windows Python not looked at: there is no osslsigncode; its hash is pinned")
    with host("prefix", display) as where:
        tell("Windows is ready")
        made_with = versions(where)
        tell("made with " + ", ".join(f"{part} {version}" for part, version in made_with.items()))
        if strict and (found := fixes.older(made_with)):
            raise HostError("this would be no release: " + "; ".join(found))
        frozen = freeze(where, FROZEN)
    tell("frozen")
    publish(frozen, command, tell, made_with)


def repeat(display: str, tell: Clock) -> int:
    """Freeze once more and tell what differs from the first time; 1 where anything does."""
    with host("prefix", display) as where:
        again = freeze(where, WORK / "frozen-again")
    first, second = (set(files_of(folder)) for folder in (FROZEN / "connect-wizard", again))
    differ = sorted(
        name
        for name in first | second
        if name not in first & second or digest(FROZEN / "connect-wizard" / name) != digest(again / name)
    )
    tell(f"frozen twice: {len(first) - len(differ)} of {len(first)} files are the same bytes")
    for name in differ:
        tell(f"differs: {name}")
    return int(bool(differ))


def main() -> int:
    """Make the release; 1 where that or the proof failed."""
    options = parse()
    tell = Clock()
    command = os.environ.get(sign.VARIABLE, "")
    if options.sign_for_test and not command:
        command = sign.test_command(TEST_CERTIFICATE)
    WORK.mkdir(parents=True, exist_ok=True)
    try:
        if sys.platform == "win32":
            return _work(options, command, tell, "")
        with screen() as display:
            return _work(options, command, tell, display)
    except (HostError, SetupError, subprocess.CalledProcessError) as problem:
        print(f"FAILED: {problem}", file=sys.stderr)
        return 1


def _work(options: argparse.Namespace, command: str, tell: Clock, display: str) -> int:
    if not (options.prove_only or (options.repeat and FROZEN.exists())):
        make(command, tell, display, strict=options.release)
    if options.repeat:
        return repeat(display, tell)
    failed = 0
    if options.prove or options.prove_only:
        from prove import prove

        failed = prove(RELEASE, display, tell)
    for words in read_release(RELEASE).for_tests:
        tell(f"NOT A RELEASE, a build for tests: {words} (table of {fixes.AS_OF})")
    return failed


if __name__ == "__main__":
    sys.exit(main())
