"""The forms in which a report can be had."""

from __future__ import annotations

from enum import StrEnum

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
    def is_drawn(self) -> bool:
        """Whether an application is needed to make it."""
        return self in (ReportForm.PAGE, ReportForm.PDF)
