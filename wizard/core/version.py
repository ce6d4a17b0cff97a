"""Open Dental's version numbers and ranges of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from wizard.core.record import record

_NUMBER = re.compile(r"\d{1,5}(\.\d{1,5}){1,3}")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version such as 24.3 or 24.3.45.0; compares part by part.

    Attributes:
        parts: Two to four whole numbers.
    """

    parts: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read ``24.3`` or ``24.3.45.0``.

        Raises:
            ValueError: The text is not two to four whole numbers with dots between.
        """
        if not _NUMBER.fullmatch(text.strip()):
            raise ValueError(f"expected a version such as 24.3 or 24.3.45, got {text[:40]!r}")
        return cls(tuple(int(part) for part in text.strip().split(".")))

    def __str__(self) -> str:
        return ".".join(map(str, self.parts))


@record
class VersionRange:
    """From ``since`` to ``until``, both included; ``until`` 23.2 includes every 23.2.x.

    Attributes:
        since: First version, or None for no lower end.
        until: Last version, or None for no upper end.
    """

    since: Version | None = None
    until: Version | None = None

    def __contains__(self, version: Version) -> bool:
        if self.since is not None and version.parts < self.since.parts:
            return False
        return self.until is None or version.parts[: len(self.until.parts)] <= self.until.parts


NEWEST_KNOWN = Version((24, 3, 45))
"""The newest Open Dental whose windows were seen (window facts, section 0)."""

LAST_FHIR = Version((21, 3))
"""The last version whose menu says FHIR; from 21.4 on it says API."""


class ApiMenuEntry(StrEnum):
    """What Setup > Advanced Setup calls the API, which every office can see."""

    API = "API"
    FHIR = "FHIR"


def api_menu_entry(version: Version | None) -> ApiMenuEntry:
    """What the menu of a version says; that of today's where it is not known."""
    fhir = version is not None and version.parts[:2] <= LAST_FHIR.parts
    return ApiMenuEntry.FHIR if fhir else ApiMenuEntry.API


def store_button(version: Version) -> str:
    """The button of API Setup that stores: Close up to 23.2, Save from then on (window facts, section 4)."""
    return "Close" if version.parts[:2] <= (23, 2) else "Save"
