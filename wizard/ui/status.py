"""What a mark can show; its drawing is in ``wizard.ui.status_icon``."""

from __future__ import annotations

from enum import Enum


class StatusKind(Enum):
    """What a mark shows."""

    WAITING = "waiting"  # dashed ring
    BUSY = "busy"  # turning ring
    GOOD = "good"  # filled disc with a tick
    NEEDS_YOU = "needs-you"  # filled disc with an exclamation mark
    NEEDS_OTHER = "needs-other"  # filled disc with an arrow to somebody else
    UNKNOWN = "unknown"  # dashed ring with a question mark
    NOT_NEEDED = "not-needed"  # thin ring with a dash
