"""All that the program keeps for itself on this PC, the keychain apart: to be removed in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store import locations
from wizard.store.history_file import HistoryFile

if TYPE_CHECKING:
    from pathlib import Path


def remove_notes() -> bool:
    """Remove history, log, progress and what windows keep; False where something of it is still there."""
    try:
        return _removed_all()
    except RuntimeError:  # pathlib's, where nobody knows the person's folder: nothing was ever kept there
        return True


def _removed_all() -> bool:
    gone = _removed_history()
    log, progress, settings = locations.log_file(), locations.progress_file(), locations.window_settings()
    files = (log, log.with_name(f"{log.name}.1"), progress, settings, *progress.parent.glob(".*.part"))
    left = [file for file in files if not _removed(file)]
    for folder in (log.parent, progress.parent, settings.parent):
        try:
            folder.rmdir()
        except OSError:  # not there, or somebody else's file is in it
            continue
    return gone and not left


def _removed_history() -> bool:
    try:
        HistoryFile(locations.history_file()).remove()
    except OSError:
        return False
    return True


def _removed(file: Path) -> bool:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True
