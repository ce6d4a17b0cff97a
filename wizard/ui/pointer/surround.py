"""Colours and type around the picture; the picture itself keeps Open Dental's own colours in every scheme."""

from __future__ import annotations

from wizard.core.record import record

POINTER = "#FFB000"
"""The ring, the badge and the leader, in every scheme."""
POINTER_EDGE = "#1B2430"
"""Around the ring on both sides, so that it stands out on light and dark alike."""


@record
class Surround:
    """The surround of the picture in one colour scheme.

    Attributes:
        family: Font family of the sentences; empty for the system's interface font.
        scale: Factor on all sizes of type, 1.0 for the system's normal size.
        ground: Behind the whole player; ``backdrop`` behind Open Dental's windows inside the picture.
        line: Outline of the picture.
        callout: Fill of the callout, with ``callout_text`` and ``callout_line``.
    """

    family: str = ""
    scale: float = 1.0
    ground: str = "#F5F7FA"
    backdrop: str = "#C9D2DC"
    line: str = "#1B2A4A"
    text: str = "#1B2430"
    quiet: str = "#46515E"
    accent: str = "#0B6E6E"
    callout: str = "#FFFFFF"
    callout_text: str = "#1B2430"
    callout_line: str = "#FFFFFF"


LIGHT = Surround()
DARK = Surround(
    ground="#141A20",
    backdrop="#4A5663",
    line="#33404C",
    text="#E8EDF2",
    quiet="#A9B6C3",
    accent="#4FC1C1",
)
HIGH_CONTRAST = Surround(
    ground="#000000",
    backdrop="#000000",
    line="#FFFFFF",
    text="#FFFFFF",
    quiet="#FFFFFF",
    accent="#FFFF00",
    callout="#000000",
    callout_text="#FFFFFF",
    callout_line="#FFFFFF",
)
