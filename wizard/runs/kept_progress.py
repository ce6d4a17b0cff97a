"""How far the person came with this vendor's program, kept from one start to the next."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from wizard.core.mode import Mode
from wizard.core.record import record
from wizard.core.version import ApiMenuEntry, Version
from wizard.pointer.edition import EditionChoice
from wizard.runs.in_time import InTime
from wizard.store.progress_file import Progress, ProgressFile

if TYPE_CHECKING:
    from wizard.core.profile import Profile


@record
class ReachedStep:
    """Where the person was.

    Attributes:
        step: The id of the wizard's step.
        way: How the program reaches Open Dental, as they chose it.
        choice: What they said about their Open Dental.
    """

    step: str
    way: Mode
    choice: EditionChoice | None


class KeptProgress:
    """Keeps one place; what cannot be kept or read is not.

    Args:
        profile: Whose program it is.
        on: Whether anything is kept at all.
    """

    def __init__(self, profile: Profile, *, on: bool) -> None:
        self._owner = hashlib.sha256(profile.keychain_service.encode()).hexdigest()[:16]
        self._on = on
        self._in_time: InTime[Progress] = InTime()

    def read(self) -> ReachedStep | None:
        """Where the person was with this program; None where that is not known."""
        found = self._in_time.do(lambda: _file().read()) if self._on else None
        if found is None or found.owner != self._owner:
            return None
        try:
            return ReachedStep(found.step, Mode(found.mode), _choice(found))
        except ValueError:  # of a later version of this program
            return None

    def keep(self, place: ReachedStep) -> None:
        """Keep a place."""
        if not self._on:
            return
        choice = place.choice or EditionChoice()
        kept = Progress(
            self._owner,
            place.step,
            str(place.way),
            None if choice.entry is None else str(choice.entry),
            choice.clinics,
            None if choice.version is None else str(choice.version),
        )
        self._in_time.do(lambda: _file().write(kept))

    def forget(self) -> None:
        """Keep none."""
        if self._on:
            self._in_time.do(lambda: _file().remove())


def _file() -> ProgressFile:
    from wizard.store import locations

    return ProgressFile(locations.progress_file())


def _choice(found: Progress) -> EditionChoice | None:
    entry = None if found.menu is None else ApiMenuEntry(found.menu)
    version = None if found.release is None else Version.parse(found.release)
    choice = EditionChoice(entry, found.clinics, version)
    return None if choice == EditionChoice() else choice
