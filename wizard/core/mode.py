"""How Open Dental is reached; by itself, since the first paint needs it and no address."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How Open Dental is reached (facts, section 1.1)."""

    REMOTE = "remote"  # https://api.opendental.com, through the office's eConnector
    API_SERVICE = "service"  # the API Service on the database server, port 30223
    LOCAL = "local"  # OpenDental.exe on this PC, port 30222
