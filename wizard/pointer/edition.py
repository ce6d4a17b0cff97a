"""Which Open Dental the pictures show: the one in use where it is known, else as chosen, else the newest."""

from __future__ import annotations

from enum import StrEnum

from wizard.core.record import record
from wizard.core.text import T, Text
from wizard.core.version import LAST_FHIR, NEWEST_KNOWN, ApiMenuEntry, Version


class VersionSource(StrEnum):
    """Where the version is known from, the best first."""

    OFFICE = "office"
    INSTALLED = "installed"
    CHOSEN = "chosen"
    NEWEST = "newest"


@record
class EditionChoice:
    """What the person said about the Open Dental in front of them.

    Attributes:
        entry: What the menu says; None where they were not asked.
        clinics: Whether the menu bar shows Clinics.
        version: The very version, where they named it.
    """

    entry: ApiMenuEntry | None = None
    clinics: bool = False
    version: Version | None = None


@record
class Edition:
    """What is drawn, and why.

    Attributes:
        version: Open Dental's version; of one newer than :data:`NEWEST_KNOWN` that one's windows are drawn,
            with the names that are known to have changed since.
        source: Where it is known from.
        clinics: Whether the menu bar shows Clinics.
        server: What the PC with the eConnector is called; None where it is not known.
        here: Whether that is this PC.
    """

    version: Version = NEWEST_KNOWN
    source: VersionSource = VersionSource.NEWEST
    clinics: bool = False
    server: Text | None = None
    here: bool = False

    @property
    def drawn(self) -> Version:
        """The version whose windows are drawn."""
        return min(self.version, NEWEST_KNOWN, key=_whole)

    @property
    def known(self) -> bool:
        """Whether this office's version was read rather than asked or assumed."""
        return self.source in (VersionSource.OFFICE, VersionSource.INSTALLED)


def _whole(version: Version) -> tuple[int, ...]:
    """Comparable; two parts stand for the newest build."""
    return version.parts if len(version.parts) > 2 else (*version.parts, 99_999)


def edition(
    office: Version | None = None, installed: Version | None = None, choice: EditionChoice | None = None
) -> Edition:
    """Choose what to draw.

    Args:
        office: ``ProgramVersion`` of the live office.
        installed: File version of the program on this PC.
        choice: What the person said.
    """
    said = choice or EditionChoice()
    if office is not None:
        return Edition(office, VersionSource.OFFICE, said.clinics)
    if installed is not None:
        return Edition(installed, VersionSource.INSTALLED, said.clinics)
    if said.version is not None:
        return Edition(said.version, VersionSource.CHOSEN, said.clinics)
    if said.entry is not None:
        version = LAST_FHIR if said.entry is ApiMenuEntry.FHIR else NEWEST_KNOWN
        return Edition(version, VersionSource.CHOSEN, said.clinics)
    return Edition(NEWEST_KNOWN, VersionSource.NEWEST, said.clinics)


def short(version: Version) -> str:
    """As people say it: 24.3."""
    return ".".join(map(str, version.parts[:2]))


def drawn_from(shown: Edition) -> Text:
    """What stands beside the way to the target: the version drawn, and whether the office's own is newer."""
    drawn = short(shown.drawn)
    if drawn != short(shown.version):
        return T("Drawn from Open Dental {version}", version=drawn)
    return T("Open Dental {version}", version=drawn)


def edition_label(shown: Edition) -> Text:
    """What the picture's corner says: the version drawn, and where it is known from."""
    drawn, mine = short(shown.drawn), short(shown.version)
    match shown.source:
        case _ if drawn != mine:
            return T("Drawn from Open Dental {drawn}; yours is {yours}", drawn=drawn, yours=mine)
        case VersionSource.OFFICE:
            return T("Open Dental {version}, as in this office", version=drawn)
        case VersionSource.INSTALLED:
            return T("Open Dental {version}, as on this PC", version=drawn)
        case VersionSource.CHOSEN:
            return T("Open Dental {version}, as chosen", version=drawn)
    return T("Open Dental {version}, the newest drawn", version=drawn)
