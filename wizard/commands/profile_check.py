"""``profile check``: whether a vendor profile is valid."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.commands.compose import profile_or_complaint
from wizard.core.text import T

if TYPE_CHECKING:
    from wizard.core.text import Translator


def profile_check(file: str, translator: Translator) -> int:
    """Say whether a profile is valid: 0, or 2 with file, line and what was expected."""
    profile = profile_or_complaint(file, translator)
    if profile is None:
        return 2
    sys.stdout.write(
        translator.translate(T("The profile of {vendor} is valid.", vendor=profile.vendor_name)) + "\n"
    )
    return 0
