"""From a service's registered command line to the program that it starts."""

from __future__ import annotations

import re

_QUOTED = re.compile(r'\s*"([^"]+)"')
_UNQUOTED = re.compile(r"\s*(.+?\.exe)(?=\s|$)", re.IGNORECASE)


def executable_of(command: str) -> str:
    r"""The executable's path: ``"C:\A B\x.exe" -k`` and ``C:\A B\x.exe -k`` give ``C:\A B\x.exe``.

    Windows itself reads an unquoted one with blanks by trying each; the first that ends in ``.exe`` is meant.
    """
    found = _QUOTED.match(command) or _UNQUOTED.match(command)
    path = found.group(1) if found else command.strip().partition(" ")[0]
    return path.removeprefix("\\??\\").replace("/", "\\")
