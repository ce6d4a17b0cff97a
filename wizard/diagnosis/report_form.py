"""The forms in which a report can be had."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.core.text import Text

MOST = 64 * 1024
"""Bytes of a report (contract)."""


class ReportForm(StrEnum):
    """A form of the report, by its file's suffix; the case is the one that programs replay."""

    PAGE = ".html"
    PDF = ".pdf"
    TEXT = ".txt"
    DATA = ".json"
    CASE = ".cwcase"

    @property
    def is_for_people(self) -> bool:
        """Whether it is made to be read, and so to be printed."""
        return self.is_drawn or self is ReportForm.TEXT

    @property
    def is_drawn(self) -> bool:
        """Whether an application is needed to make it."""
        return self in (ReportForm.PAGE, ReportForm.PDF)


class ReportError(ValueError):
    """A report that cannot be made.

    Attributes:
        text: What was expected.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid.format_map(text.args))
        self.text = text
