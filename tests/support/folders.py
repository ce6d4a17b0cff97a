"""Where tests find things."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
DATA = TESTS / "data"
"""What tests read: recorded machines, kept line work, a full profile."""
