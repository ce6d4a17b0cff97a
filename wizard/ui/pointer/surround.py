"""Colours and type around the picture; and whether the picture is drawn dark."""

from __future__ import annotations

from wizard.core.record import record

POINTER = "#FFB000"
"""The ring, the badge and the leader, in every scheme."""
POINTER_EDGE = "#131A24"
"""Around the ring on both sides. The two are more than 9:1 apart, so that whatever lies beside them, however
bright, is 3:1 from one of them at least."""
BEHIND, FRONT = 0.6, 0.28
"""How deep the shade is over what lies behind, and over the window in front."""


@record
class Surround:
    """The surround of the picture in one colour scheme.

    Attributes:
        family: Font family of the sentences; empty for the system's interface font.
        scale: Factor on all sizes of type, 1.0 for the system's normal size.
        ground: Behind the whole player; ``backdrop`` behind Open Dental's windows inside the picture.
        line: Outline of the picture.
        tear: Where something is left out of a window, between two jagged lines of ``tear_line``.
        callout: Fill of the callout, with ``callout_text`` and ``callout_line``.
        night: Whether Open Dental's windows are drawn dark.
        behind: Depth of the shade over what lies behind, 0 to 1; ``front`` over the window in front.
    """

    family: str = ""
    scale: float = 1.0
    ground: str = "#F5F7FA"
    backdrop: str = "#C9D2DC"
    line: str = "#1B2A4A"
    text: str = "#1B2430"
    quiet: str = "#46515E"
    accent: str = "#0B6E6E"
    tear: str = "#C9D2DC"
    tear_line: str = POINTER_EDGE
    callout: str = "#FFFFFF"
    callout_text: str = "#1B2430"
    callout_line: str = "#FFFFFF"
    night: bool = False
    behind: float = BEHIND
    front: float = FRONT


LIGHT = Surround()
DARK = Surround(
    night=True,
    ground="#141A20",
    backdrop="#0C1014",
    line="#33404C",
    text="#E8EDF2",
    quiet="#A9B6C3",
    accent="#4FC1C1",
    tear="#222324",
    tear_line="#A9B6C3",
    callout="#1D252D",
    callout_text="#E8EDF2",
    callout_line="#A9B6C3",
)
PAPER = Surround(backdrop="#FFFFFF", tear="#FFFFFF", callout_line="#1B2430", behind=0, front=0)
"""For what is printed or saved: bright, with the ring alone. Toner is dear, dark pages are hard to read."""
HIGH_CONTRAST = Surround(
    ground="#000000",
    backdrop="#000000",
    line="#FFFFFF",
    text="#FFFFFF",
    quiet="#FFFFFF",
    accent="#FFFF00",
    tear="#FFFFFF",
    tear_line="#000000",
    callout="#000000",
    callout_text="#FFFFFF",
    callout_line="#FFFFFF",
    behind=0,
    front=0,
)
LIGHT_CONTRAST = Surround(
    ground="#FFFFFF",
    backdrop="#FFFFFF",
    line="#000000",
    text="#000000",
    quiet="#000000",
    accent="#00207A",
    tear="#FFFFFF",
    tear_line="#000000",
    callout_text="#000000",
    callout_line="#000000",
    behind=0,
    front=0,
)
"""For those of Windows' contrast themes that are light (Desert)."""
