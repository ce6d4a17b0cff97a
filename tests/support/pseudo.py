"""A made-up language, long and accented: what is not in it was never handed to translators."""

from __future__ import annotations

import functools
import io
from gettext import GNUTranslations
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo

from tests.support.scripts import script
from wizard.core.text import Translator

if TYPE_CHECKING:
    from types import ModuleType


@functools.cache
def texts_script() -> ModuleType:
    """``build/texts.py``, which has the commands, with ``build/translation.py`` in it."""
    return script("texts")


@functools.cache
def _compiled() -> bytes:
    translation, made = texts_script().translation, io.BytesIO()
    write_mo(made, translation.pseudo(translation.template()))
    return made.getvalue()


def pseudo_translator() -> Translator:
    """One that speaks the made-up language, from a compiled catalogue as a real one would."""
    return Translator("en-XA", GNUTranslations(io.BytesIO(_compiled())))
