"""A certificate out of its time, in words: by whose clock."""

from __future__ import annotations

import pytest

from wizard.core.codes import Code
from wizard.core.evidence import Failure
from wizard.core.text import Translator
from wizard.diagnosis.verdicts.certificates_verdicts import dated

DAY_S = 86400.0


@pytest.mark.parametrize(
    ("failure", "ahead", "words"),
    [
        (Failure.TLS_EXPIRED, 1.5 * DAY_S, "by the right time too"),
        (Failure.TLS_EXPIRED, -1.5 * DAY_S, "by the right time too"),
        (Failure.TLS_EXPIRED, 2.0, "this PC's clock is right"),
        (Failure.TLS_EXPIRED, -2.0, "this PC's clock is right"),
        (Failure.TLS_EXPIRED, None, "by this PC's clock"),
        (Failure.TLS_NOT_YET_VALID, 1.5 * DAY_S, "by the right time too"),
        (Failure.TLS_NOT_YET_VALID, -2.0, "this PC's clock is right"),
    ],
)
def test_a_clock_that_is_off_either_way_is_not_called_right(
    failure: Failure, ahead: float | None, words: str
) -> None:
    assert words in Translator().translate(dated(Code.TLS_EXPIRED, failure, ahead))
