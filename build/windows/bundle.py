"""Whose every file and module of the Windows folder is; one that nobody answers for stops the build."""

from __future__ import annotations

import hashlib
import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from environment import VERSION as PYTHON_VERSION
from environment import base, packages, python_files, standard_library
from host import ROOT, HostError
from PyInstaller.archive.readers import CArchiveReader  # type: ignore[import-untyped]  # it brings no types

sys.path.insert(0, str(ROOT))

from wizard import __version__

OWN, PYTHON, QT, RUNTIME = "connect-wizard", "CPython", "Qt", "Visual C++ runtime"
BOOTLOADER = "PyInstaller"  # the start of both executables, and a few modules
EXECUTABLES = ("ConnectWizard.exe", "connect-wizard.exe")
_INSIDE = "_internal/"
_MICROSOFT = re.compile(r"(vcruntime|msvcp)\d+(_\d)?\.dll", re.IGNORECASE)
_OPENSSL = re.compile(rb"OpenSSL (3\.\d+\.\d+) ")


class Part(NamedTuple):
    """Something that is shipped.

    Attributes:
        name: As its makers call it.
        version: The shipped one; empty where its makers do not number it for themselves.
        license: SPDX expression, or a name where there is none.
        texts: Name and text of each licence file.
        files: Its files in the folder.
        modules: How many Python modules of it are inside the executables.
        purl: Its address as a package; empty where it is none.
    """

    name: str
    version: str
    license: str
    texts: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    modules: int
    purl: str = ""


def files_of(folder: Path) -> list[str]:
    """Every file of a folder, relative, with forward slashes, sorted."""
    return sorted(found.relative_to(folder).as_posix() for found in folder.rglob("*") if found.is_file())


def digest(file: Path) -> str:
    """SHA-256 of a file, as hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def modules_of(executable: Path) -> set[str]:
    """The Python modules inside an executable."""
    archive = CArchiveReader(str(executable))
    inside = next(name for name in archive.toc if name.lower().startswith("pyz"))
    return set(archive.open_embedded_archive(inside).toc)


class Owners:
    """Knows whose a file or module is, from the records of the installed packages."""

    def __init__(self) -> None:
        self.packages: dict[str, Distribution] = {}
        self._files: dict[str, str] = {}
        self._modules: dict[str, str] = {}
        for package in distributions(path=[str(packages())]):
            name = package.metadata["Name"]
            self.packages[name] = package
            for file in package.files or ():
                place = PurePosixPath(str(file).replace("\\", "/"))
                self._files[str(place).lower()] = name
                if place.suffix in (".py", ".pyd"):
                    module = ".".join(place.with_suffix("").parts).split(".cp3")[0]
                    self._modules[module.removesuffix(".__init__")] = name
        self._python = python_files()
        self._library = standard_library()

    def of_file(self, name: str) -> str | None:
        """Who answers for a file of the folder."""
        if name in EXECUTABLES:
            return BOOTLOADER
        inside = name.removeprefix(_INSIDE)
        last = PurePosixPath(name).name.lower()
        if not name.startswith(_INSIDE) or inside.startswith("resources/"):
            return OWN
        if _MICROSOFT.fullmatch(last):
            return RUNTIME
        if last.startswith("qt6") or inside.startswith("PySide6/plugins/"):
            return QT
        if "/" not in inside and (last in self._python or last == "base_library.zip"):
            return PYTHON
        taken_out = inside.startswith("shiboken6/files.dir/")  # by installer.spec, of the library beside it
        return self._files.get("shiboken6/shiboken.pyd" if taken_out else inside.lower())

    def of_module(self, name: str) -> str | None:
        """Who answers for a module inside the executables."""
        if name.split(".", maxsplit=1)[0] == "wizard":
            return OWN
        if name in ("_pyi_rth_utils", "pyi_splash") or name.startswith("_pyi_rth_utils."):
            return BOOTLOADER
        if found := self._modules.get(name):
            return found
        if name.split(".", maxsplit=1)[0] in self._library:
            return PYTHON
        # a namespace that several packages share, such as jaraco
        return next((owner for module, owner in self._modules.items() if module.startswith(f"{name}.")), None)


def parts(folder: Path) -> list[Part]:
    """Everything that a frozen folder is made of.

    Raises:
        HostError: Nobody answers for a file or module, or a part has no licence text.
    """
    owners = Owners()
    files: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    lost = []
    for name in files_of(folder):
        owner = owners.of_file(name)
        lost += [] if owner else [name]
        files.setdefault(owner or "", []).append(name)
    for module in set().union(*(modules_of(folder / name) for name in EXECUTABLES)):
        owner = owners.of_module(module)
        lost += [] if owner else [f"module {module}"]
        counts[owner or ""] = counts.get(owner or "", 0) + 1
    if lost:
        raise HostError("nobody answers for: " + ", ".join(sorted(lost)))
    found = [
        _part(owners, name, tuple(files.get(name, ())), counts.get(name, 0), folder)
        for name in sorted({*files, *counts}, key=str.lower)
    ]
    if bare := [part.name for part in found if not part.texts]:
        raise HostError("no licence text of: " + ", ".join(bare))
    return found


def _part(owners: Owners, name: str, files: tuple[str, ...], modules: int, folder: Path) -> Part:
    licences = ROOT / "resources" / "licences"
    gnu = tuple((f, (licences / f).read_text("utf-8")) for f in ("LGPL-3.0.txt", "GPL-3.0.txt"))
    if name == OWN:
        text = (ROOT / "LICENSE").read_text("utf-8")
        return Part(name, __version__, "Apache-2.0", (("LICENSE", text),), files, modules)
    if name == PYTHON:
        text = (base() / "LICENSE.txt").read_text("utf-8")
        ssl = _OPENSSL.search((folder / _INSIDE / "libcrypto-3.dll").read_bytes())
        version = PYTHON_VERSION + (f" with OpenSSL {ssl[1].decode()}" if ssl else "")
        return Part(name, version, "PSF-2.0", (("LICENSE.txt", text),), files, modules)
    if name == RUNTIME:
        words = (
            "Microsoft Visual C++ runtime, as it comes with CPython and PySide6: distributable code\n"
            "under the licence terms of Microsoft Visual Studio.\n"
        )
        return Part(name, "", "LicenseRef-Microsoft-Visual-Studio", (("NOTE.txt", words),), files, modules)
    if name == QT:
        version = owners.packages["PySide6_Essentials"].version
        return Part(name, version, "LGPL-3.0-only", gnu, files, modules)
    package = owners.packages[_known(owners, name)]
    if name == BOOTLOADER:
        texts = _texts(package)
        return Part(
            name, package.version, "GPL-2.0-or-later WITH Bootloader-exception", texts, files, modules
        )
    given = package.metadata
    (told,) = given.get_all("License") or [""]
    (licence,) = given.get_all("License-Expression") or [_classified(given.get_all("Classifier") or [], told)]
    texts = _texts(package)
    if not texts and "LGPL" in licence:
        licence, texts = "LGPL-3.0-only", gnu
    purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', given['Name']).lower()}@{package.version}"
    return Part(given["Name"], package.version, licence, texts, files, modules, purl)


def _known(owners: Owners, name: str) -> str:
    return next(known for known in owners.packages if known.lower() == name.lower())


def _classified(classifiers: list[str], given: str) -> str:
    """An SPDX name from the trove classifiers, for packages that carry no expression; else ``given``."""
    known = {
        "MIT License": "MIT",
        "BSD License": "BSD-3-Clause",
        "Apache Software License": "Apache-2.0",
        "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
        "Python Software Foundation License": "PSF-2.0",
    }
    for classifier in classifiers:
        if (last := classifier.rpartition(" :: ")[2]) in known:
            return known[last]
    return given.splitlines()[0] if given else "see its licence text"


def _texts(package: Distribution) -> tuple[tuple[str, str], ...]:
    wanted = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*", re.IGNORECASE)
    found = []
    for file in package.files or ():
        place = PurePosixPath(str(file).replace("\\", "/"))
        if ".dist-info" in place.parts[0] and wanted.fullmatch(place.name):
            text = Path(str(package.locate_file(file))).read_text("utf-8", errors="replace")
            found.append((place.name, text))
    return tuple(found)
