"""Ids of the live call, and of what is asked once the key works."""

from __future__ import annotations

from wizard.core.codes import CheckId

LIVE = CheckId.LIVE_PATIENTS
"""Id by which the live call can be chosen or left out, like a check."""

RIGHTS = CheckId.LIVE_RIGHTS
VERSION = CheckId.LIVE_VERSION
