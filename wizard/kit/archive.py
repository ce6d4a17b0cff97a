"""A zip that depends on its content alone: sorted names, one fixed time, no trace of the PC that made it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from wizard.store import files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import BinaryIO

_TIME = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip knows
_UNIX = 3  # else Python notes the system that it runs on


def write_zip(file: Path, top: str, content: Mapping[str, bytes | Path]) -> None:
    """Write a zip whose files lie in one folder.

    Args:
        file: The zip.
        top: Name of the folder in it.
        content: Name with forward slashes of each file, and what is in it.
    """
    with (
        files.writing(file, _whole) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
    ):
        for name in sorted(content):
            entry = zipfile.ZipInfo(f"{top}/{name}", _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = 0o100644 << 16
            part = content[name]
            archive.writestr(entry, part if isinstance(part, bytes) else part.read_bytes())


def _whole(stream: BinaryIO) -> bool:
    with zipfile.ZipFile(stream) as archive:
        return archive.testzip() is None
