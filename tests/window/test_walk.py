"""The walk that leaves a picture of each step."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtGui import QPixmap

from wizard.ui.flow import StepId
from wizard.ui.screenshots import ScreenshotWalk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("qapp")
def test_a_page_whose_run_has_just_ended_is_laid_out_before_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SimpleNamespace(busy=True)
    window: Any = SimpleNamespace(
        session=SimpleNamespace(engine=object()),
        page=page,
        history=SimpleNamespace(here=StepId.OFFICE),
        main_action=SimpleNamespace(click=lambda: None),
    )
    walk = ScreenshotWalk(window, tmp_path)
    taken: list[str] = []
    monkeypatch.setattr(walk, "_picture", taken.append)
    looks = cast("Any", walk)
    looks._look()
    looks._look()
    page.busy = False
    looks._look()
    assert taken == []
    looks._look()
    assert taken == ["1-office"]


@pytest.mark.usefixtures("qapp")
def test_a_picture_that_cannot_be_made_is_an_error_and_no_empty_file(tmp_path: Path) -> None:
    window: Any = SimpleNamespace(grab=QPixmap)
    walk = ScreenshotWalk(window, tmp_path)
    with pytest.raises(OSError, match="could not be made"):
        cast("Any", walk)._picture("1-office")
    assert (walk.pictures, list(tmp_path.iterdir())) == ([], [])
