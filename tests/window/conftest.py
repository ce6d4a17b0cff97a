"""What every test of the window relies on: an application, and nothing of it left over."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _widgets_die_here(qapp: QApplication) -> Iterator[None]:
    """Free widgets on the thread that made them, as ``wizard.ui.collector`` does in the program."""
    gc.disable()
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not [w for w in qapp.topLevelWidgets() if w.isVisible()], "a window is left open"
    gc.collect()
    gc.enable()
