"""Finds the data files in the source tree, in an installed wheel and in the frozen program."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath


class ResourceError(ValueError):
    """A resource name that leaves the folder, or a file that is not there."""


def root() -> Path:
    """The folder that holds the data files.

    Raises:
        ResourceError: The program was installed without them.
    """
    package = Path(__file__).resolve().parent.parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = (
        [Path(frozen) / "resources"] if frozen else [package.parent / "resources", package / "_resources"]
    )
    for folder in candidates:
        if (folder / "causes").is_dir():
            return folder
    raise ResourceError("the program's data files are missing; it has to be installed again")


def path(name: str) -> Path:
    """The file ``name`` under the data folder.

    Args:
        name: Relative name with forward slashes, for example ``causes/key.toml``.

    Raises:
        ResourceError: The name is absolute, contains ``..`` or a drive, or there is no such file.
    """
    pure = PurePosixPath(name)
    if not name or pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
        raise ResourceError(
            f"expected a relative name with forward slashes and without '..', got {name[:80]!r}"
        )
    found = root().joinpath(*pure.parts)
    if not found.exists():
        raise ResourceError(f"the data file {name!r} is missing")
    return found


def file_names(folder: str, suffix: str) -> list[str]:
    """Names of the files in ``folder`` that end in ``suffix``, sorted, usable with :func:`path`."""
    return sorted(f"{folder}/{p.name}" for p in path(folder).iterdir() if p.name.endswith(suffix))
