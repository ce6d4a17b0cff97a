"""What a release carries besides the program: the licences of all its parts, a notice, and the parts list.

The list is a CycloneDX document of what really lies in the folder, every file with its check sum.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING

from bundle import OWN, QT, Part, digest
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

if TYPE_CHECKING:
    from pathlib import Path

LICENCES = "licences"
PARTS_LIST = "sbom.cdx.json"
_SPACE = uuid.UUID("6f1c1a0e-6d0f-4c39-9b37-0a4d4a7d0c2e")  # of this project's serial numbers

NOTICE = """\
{name} {version}
{rule}

This program is licensed under the Apache License 2.0 (licences/connect-wizard). It is independent of Open
Dental, which is a trademark of its owner.

It is made of the parts below. The text of each licence lies in a folder of this name here;
{parts_list} lists every file with its check sum.

{rows}

Qt, PySide6 and shiboken6 (GNU Lesser General Public License 3)
----------------------------------------------------------------
The window uses Qt {qt} and its Python bindings under the LGPL 3, as unchanged, separate libraries:
_internal\\PySide6\\Qt6Core.dll, Qt6Gui.dll, Qt6Widgets.dll, Qt6PrintSupport.dll, Qt6Svg.dll, the files below
_internal\\PySide6\\plugins, the .pyd files and pyside6.abi3.dll beside them, and _internal\\shiboken6.

You may replace them by your own build: make Qt {qt_line} for 64-bit Windows (Visual C++, shared libraries),
or a version of the same major number that keeps its binary interface, close the program, and put your files
in place of those of the same names. Remove _internal\\shiboken6\\files.dir with a shiboken6 of your own: it
holds the Python modules of this one, which would be used with yours. The program loads what lies there and
does not check it. You may debug such a change and take the program apart for that.

The sources of the versions used here:
  Qt        https://download.qt.io/archive/qt/{qt_line}/{qt}/
  PySide6   https://download.qt.io/official_releases/QtForPython/pyside6/
Qt contains parts by others under licences of their own; they are listed at
https://doc.qt.io/qt-6/licenses-used-in-qt.html
"""


def folder_name(part: Part) -> str:
    """The folder of a part's licences."""
    return re.sub(r"[^A-Za-z0-9.+-]+", "-", part.name).strip("-").lower()


def write_licences(folder: Path, parts: list[Part]) -> None:
    """Write the notice and every licence text below ``licences``."""
    top = folder / LICENCES
    for part in parts:
        for name, text in part.texts:
            place = top / folder_name(part) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text.replace("\r\n", "\n"), "utf-8", newline="\r\n")
    own = next(part for part in parts if part.name == OWN)
    qt = next(part for part in parts if part.name == QT).version
    title = "Connect Wizard for Open Dental"
    rows = "\n".join(f"  {part.name:24} {part.version:28} {part.license}" for part in parts)
    notice = NOTICE.format(
        name=title,
        version=own.version,
        rule="=" * (len(title) + len(own.version) + 1),
        parts_list=PARTS_LIST,
        rows=rows,
        qt=qt,
        qt_line=".".join(qt.split(".")[:2]),
    )
    (top / "NOTICE.txt").write_text(notice, "utf-8", newline="\r\n")


def write_parts_list(folder: Path, parts: list[Part], made_at: int) -> None:
    """Write the parts list.

    Args:
        folder: The frozen folder; the list lands in its ``licences``.
        parts: What it is made of.
        made_at: Unix time that the list bears; that of the commit keeps two builds alike.
    """
    licences = LicenseFactory()

    def component(part: Part) -> Component:
        own = part.name == OWN
        return Component(
            type=ComponentType.APPLICATION if own else ComponentType.LIBRARY,
            name=part.name,
            version=part.version or None,
            bom_ref=folder_name(part),
            purl=PackageURL.from_string(part.purl) if part.purl else None,
            licenses=[licences.make_from_string(part.license)],
            properties=[Property(name="connect-wizard:modules", value=str(part.modules))],
            components=[
                Component(
                    type=ComponentType.FILE,
                    name=name,
                    bom_ref=f"{folder_name(part)}/{name}",
                    hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest(folder / name))],
                )
                for name in part.files
            ],
        )

    made = [component(part) for part in parts]
    bom = Bom(components=made)
    bom.metadata.component = Component(
        type=ComponentType.APPLICATION,
        name="Connect Wizard for Open Dental, Windows folder",
        version=next(part.version for part in parts if part.name == OWN),
        bom_ref="release",
    )
    bom.metadata.timestamp = dt.datetime.fromtimestamp(made_at, dt.UTC)
    bom.register_dependency(bom.metadata.component, made)
    told = "".join(f"{digest(folder / name)}{name}" for part in parts for name in part.files)
    bom.serial_number = uuid.uuid5(_SPACE, told)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    (folder / LICENCES / PARTS_LIST).write_text(text + "\n", "utf-8", newline="\n")


def plain_page(page: str) -> str:
    """A page as a person reads it in Windows' editor: no marks, no pictures."""
    lines = [line for line in page.splitlines() if not line.startswith("![")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).replace("**", "")
    title, _, rest = text.removeprefix("# ").partition("\n")
    return f"{title}\n{'=' * len(title)}\n{rest}\n"
