"""How far the person came, so that the next start can go on there: no key, no name, nothing of the office."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.store import files

if TYPE_CHECKING:
    from pathlib import Path

_VERSION = 1
_LARGEST = 4096
_WORD = re.compile(r"[a-z]{1,20}")
_OWNER = re.compile(r"[0-9a-f]{16}")
_MENU = re.compile(r"[A-Z]{1,10}")
_RELEASE = re.compile(r"\d{1,5}(?:\.\d{1,5}){0,3}")


@record
class Progress:
    """Where the person was.

    Attributes:
        owner: A digest that tells one vendor's program from another's, which share the folder.
        step: The wizard's step.
        mode: The way to Open Dental.
        menu: What they said that Open Dental's menu says; None where they were not asked.
        clinics: Whether they said that the menu bar shows Clinics.
        release: The version of Open Dental that they named; None where they did not.
    """

    owner: str
    step: str
    mode: str
    menu: str | None = None
    clinics: bool = False
    release: str | None = None


class ProgressFile:
    """The file, written whole or not at all.

    Args:
        path: Its place; the folder need not be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Progress | None:
        """What is kept; None where nothing is, and for what this version did not write.

        Raises:
            OSError: It must not be read.
        """
        try:
            content = files.read(self._path, _LARGEST)
        except FileNotFoundError:
            return None
        if content is None or len(content) > _LARGEST:
            return None
        with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
            fields = json.loads(content)
            if fields["v"] == _VERSION:
                return Progress(
                    owner=_text(fields["owner"], _OWNER),
                    step=_text(fields["step"], _WORD),
                    mode=_text(fields["mode"], _WORD),
                    menu=_maybe(fields["menu"], _MENU),
                    clinics=fields["clinics"] is True,
                    release=_maybe(fields["release"], _RELEASE),
                )
        return None

    def write(self, progress: Progress) -> None:
        """Keep it in the place of what was kept before.

        Raises:
            OSError: It could not be written; what was there is there.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for dead in files.parts_of(self._path):  # of a writer that was killed
            dead.unlink(missing_ok=True)
        fields = {
            "v": _VERSION,
            "owner": progress.owner,
            "step": progress.step,
            "mode": progress.mode,
            "menu": progress.menu,
            "clinics": progress.clinics,
            "release": progress.release,
        }
        files.write(self._path, json.dumps(fields).encode())

    def remove(self) -> None:
        """Keep nothing.

        Raises:
            OSError: It could not be removed.
        """
        self._path.unlink(missing_ok=True)


def _text(value: object, shape: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise ValueError
    return value


def _maybe(value: object, shape: re.Pattern[str]) -> str | None:
    return None if value is None else _text(value, shape)
