"""What checks found, as types: one frozen class a check, asked for in ``checks``, judged in ``diagnosis``.

A class holds whatever its verdict needs, names and folders of the office too. A document gets what is on an
allow-list, and nothing else: a field that is added later stays out until somebody lists it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NewType

from wizard.core.version import Version

AllowList = Mapping[str, str]
"""What of a class may stand in a document: the attribute to its key there, in the order of the document."""

Value = str | int | float | bool
ReportFacts = NewType("ReportFacts", tuple[tuple[str, Value], ...])
"""Facts of one check as they stand in a document, by key. Only :func:`reported` makes them."""

NO_FACTS = ReportFacts(())


class CheckFacts:
    """What one check found; each subclass is a record (``wizard.core.record``).

    Attributes:
        REPORT: What of it may stand in a document. A class whose findings are told in more than one way has a
            list for each; this one is the fullest.
    """

    __slots__ = ()
    REPORT: ClassVar[AllowList] = {}


def reported(facts: CheckFacts, *allowed: AllowList) -> ReportFacts:
    """What a document may hold of what was found.

    Args:
        facts: What was found.
        allowed: Lists of the class, one after the other; none given takes ``REPORT``. What is None is left
            out.

    Raises:
        TypeError: Something is listed that is no plain value.
    """
    lists = allowed or (facts.REPORT,)
    found = ((key, _plain(getattr(facts, name))) for one in lists for name, key in one.items())
    return ReportFacts(tuple((key, value) for key, value in found if value is not None))


def _plain(value: object) -> Value | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Version):  # an enum's member becomes its value
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain value")
