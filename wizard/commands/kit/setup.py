"""The setup program: NSIS makes it from ``resources/setup``, where makensis is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from wizard.store import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.commands.kit.product import Product

_WINDOWS_PLACES = (r"%ProgramFiles(x86)%\NSIS\makensis.exe", r"%ProgramFiles%\NSIS\makensis.exe")
_PATIENCE_S = 600


class SetupError(Exception):
    """makensis did not make the setup; the text is what it said last."""


def makensis() -> str | None:
    """The NSIS compiler, on the path or where its own setup puts it; None where there is none."""
    if found := shutil.which("makensis"):
        return found
    return next((p for p in map(os.path.expandvars, _WINDOWS_PLACES) if Path(p).is_file()), None)


def write_setup(
    file: Path,
    product: Product,
    content: Mapping[str, Path],
    icon: str,
    side: bytes,
    sign: str | None = None,
) -> None:
    """Make the setup.

    Args:
        file: The setup to be made.
        product: Its names.
        content: Name with forward slashes of each file to install, and where it lies.
        icon: Name among them of the icon for setup and shortcuts.
        side: The bitmap beside the first and the last page.
        sign: Command that signs the file whose name follows it; makensis calls it for the uninstaller.

    Raises:
        SetupError: There is no makensis, or it failed.
    """
    program = makensis()
    if program is None:
        raise SetupError("makensis is missing")
    with tempfile.TemporaryDirectory(prefix="connect-wizard-") as name:
        folder = Path(name)
        for part in ("setup.nsi", "words.nsh"):
            text = resources.path(f"setup/{part}").read_text("utf-8")
            (folder / part).write_text("\ufeff" + text, "utf-8")  # makensis takes UTF-8 by its mark only
        (folder / "side.bmp").write_bytes(side)
        words = product_words(product, content, icon, file.absolute())
        if sign:
            words += f"!define SIGN {_quoted(sign)}\n"
        (folder / "product.nsh").write_text("\ufeff" + words, "utf-8")
        done = subprocess.run(  # noqa: S603 - the compiler that was found above
            [program, "-V2", "setup.nsi"],
            cwd=folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": "315532800"},  # 1980, as in the zip
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
    if done.returncode or said or not file.exists():
        raise SetupError(said[-2000:] or "makensis failed without a word")


def product_words(product: Product, content: Mapping[str, Path], icon: str, file: Path) -> str:
    """The part of the script that differs between products: names, and the list of files."""
    size = sum(place.stat().st_size for place in content.values())
    words = {
        "NAME": _shown(product.name),
        "KEY": product.key,
        "FOLDER": product.folder,
        "LINK": product.folder,
        "LINK_ICON": icon.replace("/", "\\"),
        "VERSION": product.version,
        "PUBLISHER": _shown(product.publisher),
        "KILOBYTES": str(size // 1024),
    }
    words |= {"HELP_URL": product.help_url} if product.help_url else {}
    words |= {"UPDATE_URL": product.update_url} if product.update_url else {}
    lines = [f"!define {name} {_quoted(value)}" for name, value in words.items()]
    # where makensis takes dollar signs as they are: the version resource, and places on this PC
    lines += [f'!define PLAIN_{name} "{words[name]}"' for name in ("NAME", "PUBLISHER")]
    lines += [f'!define OUT "{file}"', f'!define ICON "{content[icon].absolute()}"']
    lines += ["!macro FILES", *_installing(content), "!macroend"]
    lines += ["!macro REMOVE_FILES", *_removing(content), "!macroend"]
    return "\n".join(lines) + "\n"


def _installing(content: Mapping[str, Path]) -> list[str]:
    lines, here = [], None
    for name in sorted(content, key=lambda n: (str(PurePosixPath(n).parent), n)):
        folder = str(PurePosixPath(name).parent).replace("/", "\\")
        if folder != here:
            lines.append(f"SetOutPath {_inside(folder)}")
            here = folder
        source = content[name].absolute()
        lines.append(f'File {_quoted(f"/oname={PurePosixPath(name).name}")} "{source}"')
    return lines


def _removing(content: Mapping[str, Path]) -> list[str]:
    """Files outside the two folders that are removed as a whole, then the folders that these lay in."""
    names = [name for name in sorted(content) if name.split("/")[0] not in ("_internal", "licences")]
    folders = {parent for name in names for parent in PurePosixPath(name).parents if parent.name}
    lines = [f"Delete {_inside(name)}" for name in names]
    return lines + [f"RMDir {_inside(str(f))}" for f in sorted(folders, key=lambda f: (-len(f.parts), f))]


def _inside(name: str) -> str:
    rest = "" if name == "." else "\\" + name.replace("/", "\\").replace("$", "$$")
    return f'"$INSTDIR{rest}"'


def _shown(name: str) -> str:
    """A name in the only signs that makensis never reads as its own."""
    return name.translate(str.maketrans('"`{}', "''()"))


def _quoted(text: str) -> str:
    return '"' + text.replace("$", "$$").replace('"', '$\\"') + '"'
