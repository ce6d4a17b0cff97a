"""What a command tells on standard error: that its arguments are refused, or why a file was not written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.text import Translator


def refused(words: Text, translator: Translator) -> int:
    """Tell what is wrong with the arguments; 2, the exit code."""
    sys.stderr.write(f"{translator.translate(words)}\n")
    return 2


def is_written(write: Callable[[], None], failed: Callable[[str], Text], translator: Translator) -> bool:
    """Write something; False after the reason why not was told.

    Args:
        write: Writes it.
        failed: Says that the system refused it, with the system's reason.
        translator: Says the texts.
    """
    try:
        write()
    except OSError as problem:
        words = failed(problem.strerror or str(problem))
    except ValueError as problem:
        found = getattr(problem, "text", None)  # what is too large says what was expected
        if not isinstance(found, Text):
            raise
        words = found
    else:
        return True
    sys.stderr.write(f"{translator.translate(words)}\n")
    return False
