"""Times as a person at this PC reads them."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from tests.support.time_zone import los_angeles
from wizard.core.text import Translator
from wizard.runs.local_time import stamp


def said(started: str) -> str:
    return Translator().translate(stamp(started))


@pytest.mark.parametrize(
    ("started", "words"),
    [
        ("2026-11-28T17:41:00Z", "11/28/2026, 9:41 AM (PST)"),
        ("2026-07-01T06:05:00Z", "6/30/2026, 11:05 PM (PDT)"),
    ],
)
def test_a_run_is_told_on_this_pcs_clock_with_its_zone(started: str, words: str) -> None:
    with los_angeles():
        assert said(started) == words


@pytest.mark.parametrize(
    ("name", "minutes", "words"),
    [
        ("Central Standard Time", -360, "CST"),
        ("US Mountain Standard Time", -420, "MST"),
        ("Alaskan Daylight Time", -480, "AKDT"),
        ("EDT", -240, "EDT"),
        ("Paris, Madrid", 60, "UTC+1"),
        ("SMITHDENTAL", -210, "UTC-3:30"),
        ("PST", 480, "UTC+8"),  # Manila
        ("CST", 480, "UTC+8"),  # Shanghai
        ("EST", 600, "UTC+10"),
        ("HST", -600, "HST"),
        ("Eastern Standard Time", -240, "UTC-4"),
        ("GMT", 60, "UTC+1"),
    ],
)
def test_a_zone_that_may_be_called_anything_is_told_by_its_distance(
    name: str, minutes: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = timezone(timedelta(minutes=minutes), name)
    monkeypatch.setattr("wizard.runs.local_time.on_this_pc", lambda at: at.astimezone(zone))
    assert said("2026-11-28T12:00:00Z").endswith(f" ({words})")


def test_a_time_that_this_pcs_calendar_lacks_is_told_as_it_is() -> None:
    with los_angeles():
        assert said("0001-01-01T00:00:00Z") == "1/1/1, 12:00 AM (UTC)"
