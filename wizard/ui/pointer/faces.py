"""The font of the drawings: Windows' own where it is there, elsewhere one of the same widths that we bring.

Open Dental sets its windows in Microsoft Sans Serif, whose letters are as wide as Arial's. Liberation Sans
has Arial's widths too (SIL Open Font License, ``resources/licences/OFL-1.1.txt``), so a caption takes the
same room in a picture made on any system. Windows' release does not carry it.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from PySide6.QtGui import QFontDatabase

from wizard.store import resources

_WINDOWS = ("Microsoft Sans Serif", "Arial")
_OURS = "Liberation Sans"
_FILES = ("fonts/LiberationSans-Regular.ttf", "fonts/LiberationSans-Bold.ttf")
_NATIVE = "Segoe UI"


def families(*, native: bool = False) -> list[str]:
    """The families to draw with, of which the first that is there counts.

    Args:
        native: For what Windows itself draws, such as its title bars.
    """
    with suppress(resources.ResourceError):
        _bring()
    first = (_NATIVE, *_WINDOWS[1:]) if native else _WINDOWS
    return [*first, _OURS, "DejaVu Sans Condensed", "DejaVu Sans"]


@cache
def _bring() -> None:
    """Have our font where none of Windows' is there; a fault is not remembered."""
    if not any(map(QFontDatabase.hasFamily, (*_WINDOWS, _OURS))):
        for name in _FILES:
            QFontDatabase.addApplicationFont(str(resources.path(name)))
