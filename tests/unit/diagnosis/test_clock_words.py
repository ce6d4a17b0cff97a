"""Times of day and lengths of time, as a card says them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wizard.core.text import Translator
from wizard.diagnosis.clock_words import Moment, length


@pytest.mark.parametrize(
    ("hour", "said"),
    [(0, "12:05 AM"), (1, "1:05 AM"), (11, "11:05 AM"), (12, "12:05 PM"), (13, "1:05 PM"), (23, "11:05 PM")],
)
def test_a_time_of_day_has_twelve_hours(hour: int, said: str) -> None:
    at = datetime(2026, 11, 27, hour, 5, 59, tzinfo=UTC)
    assert Moment(at) == said
    assert Moment(at).at is at


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 s"),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (220, "3 min 40 s"),
        (3599.7, "1 h"),
        (3600, "1 h"),
        (7290, "2 h 2 min"),
        (21_600, "6 h"),
        (100_000, "27 h 47 min"),
    ],
)
def test_a_length_of_time_has_two_units_at_most(seconds: float, said: str) -> None:
    assert Translator().translate(length(seconds)) == said
