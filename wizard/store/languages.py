"""The languages that the program ships: English in its own texts, others as compiled catalogues of gettext.

``build/start.py texts compile`` makes them: ``resources/locale/LANGUAGE/LC_MESSAGES/connect-wizard.mo``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.store import resources

if TYPE_CHECKING:
    from gettext import NullTranslations
    from pathlib import Path

ENGLISH = "en"
FOLDER = "locale"
INSIDE = "LC_MESSAGES/connect-wizard.mo"


def available() -> tuple[str, ...]:
    """The tags of what is there, English first."""
    try:
        found = (resources.root() / FOLDER).glob(f"*/{INSIDE}")
    except resources.ResourceError:  # whoever needs the data files says so
        return (ENGLISH,)
    return (ENGLISH, *sorted(file.parents[1].name for file in found))


def catalogue(language: str) -> NullTranslations | None:
    """The texts of a language; None for English.

    Raises:
        ResourceError: The program does not ship this language.
    """
    if language == ENGLISH:
        return None
    return _read(resources.path(f"{FOLDER}/{language}/{INSIDE}"))


def _read(file: Path) -> NullTranslations:
    from gettext import GNUTranslations  # English, the first paint's language, loads none of it

    with file.open("rb") as content:
        return GNUTranslations(content)
