"""A PC in Los Angeles, wherever the tests run."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def los_angeles() -> Iterator[None]:
    """Local time is Los Angeles' meanwhile; skips where the environment does not set it."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system's time zone is not set by the environment")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/Los_Angeles")
        time.tzset()
        yield
    time.tzset()
