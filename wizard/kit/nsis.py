"""The setup program: NSIS makes it from ``resources/setup``, where makensis is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from wizard.kit.script import LIST, install_list, product_words
from wizard.store import files, resources
from wizard.store.profile_file import NAME as PROFILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wizard.kit.product import ProductNames

_WINDOWS_PLACES = (r"%ProgramFiles(x86)%\NSIS\makensis.exe", r"%ProgramFiles%\NSIS\makensis.exe")
_PATIENCE_S = 600
_OUT = "made.exe"


class SetupError(Exception):
    """makensis did not make the setup; the text is what it said last."""


def makensis() -> str | None:
    """The NSIS compiler, on the path or where its own setup puts it; None where there is none."""
    if found := shutil.which("makensis"):
        return found
    return next((p for p in map(os.path.expandvars, _WINDOWS_PLACES) if Path(p).is_file()), None)


def write_setup(
    file: Path,
    product: ProductNames,
    content: Mapping[str, Path],
    icon: str,
    side: bytes,
    sign: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> None:
    """Make the setup.

    Args:
        file: The setup to be made.
        product: Its names.
        content: Name with forward slashes of each file to install, and where it lies.
        icon: Name among them of the icon for setup and shortcuts.
        side: The bitmap beside the first and the last page.
        sign: Program and arguments that sign the file whose name follows them; called for the uninstaller.
        variables: Environment variables for that program.

    Raises:
        SetupError: There is no makensis, or it failed.
        OSError: A file could not be read or written.
    """
    program = makensis()
    if program is None:
        raise SetupError("makensis is missing")
    with files.workplace() as folder:
        places = _laid_out(folder, product, content)
        for part in ("setup.nsi", "words.nsh"):
            _write(folder / part, resources.path(f"setup/{part}").read_text("utf-8"))
        (folder / "side.bmp").write_bytes(side)
        words = product_words(product, places, icon, _size(content), profile=places.get(PROFILE))
        if sign:
            words += f"!define SIGN '{_signing(folder, sign)}'\n"
        _write(folder / "product.nsh", words)
        done = subprocess.run(  # noqa: S603 - the compiler that was found above
            [program, "-V2", "setup.nsi"],
            cwd=folder,
            env={**os.environ, **(variables or {}), "SOURCE_DATE_EPOCH": "315532800"},  # 1980, as in the zip
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        said = "" if sign and not done.returncode else said  # the signing program's own words
        if done.returncode or said or not (folder / _OUT).exists():
            raise SetupError(said[-2000:] or "makensis failed without a word")
        with files.writing(file) as made, (folder / _OUT).open("rb") as found:
            shutil.copyfileobj(found, made)


def _laid_out(folder: Path, product: ProductNames, content: Mapping[str, Path]) -> dict[str, str]:
    """Every file by a number beside the script: no name of this PC's folders is ever read by makensis."""
    places = {}
    for number, (name, place) in enumerate(sorted(content.items())):
        places[name] = f"{number}{PurePosixPath(name).suffix if name.endswith('.ico') else '.part'}"
        with contextlib.suppress(OSError):
            os.link(place, folder / places[name])
        if not (folder / places[name]).exists():
            shutil.copyfile(place, folder / places[name])
    places[LIST] = "list.part"
    (folder / places[LIST]).write_text(install_list(product, places), "utf-16", newline="\r\n")
    return places


def _size(content: Mapping[str, Path]) -> int:
    return sum(place.stat().st_size for place in content.values())


def _write(file: Path, text: str) -> None:
    file.write_text("\ufeff" + text, "utf-8")  # makensis takes UTF-8 by its mark only


def _signing(folder: Path, sign: Sequence[str]) -> str:
    """A small script beside the other one: two shells and NSIS would each read the words in their own way."""
    if os.name == "nt":
        (folder / "sign.cmd").write_text(f"@{subprocess.list2cmdline(sign)} %1\r\n", "utf-8", newline="")
        return r".\sign.cmd"
    import shlex

    (folder / "sign.sh").write_text(f'exec {shlex.join(sign)} "$@"\n', "utf-8")
    return "sh ./sign.sh"
