"""The walk that leaves a picture of each step."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
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


class _Run(QObject):
    """A test that is heard to end."""

    finished = Signal(object)


@pytest.mark.usefixtures("qapp")
def test_the_tests_page_is_not_missed_however_late_a_look_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _Run()
    window: Any = SimpleNamespace(
        session=SimpleNamespace(live_run=run), history=SimpleNamespace(here=StepId.LIVE)
    )
    walk = ScreenshotWalk(window, tmp_path)
    taken: list[str] = []
    monkeypatch.setattr(walk, "_picture", taken.append)
    walk_loop = cast("Any", walk)._loop
    monkeypatch.setattr(cast("Any", walk)._timer, "start", lambda: None)  # no look at all
    QTimer.singleShot(0, lambda: run.finished.emit(None))
    QTimer.singleShot(20, walk_loop, walk_loop.quit)
    assert not walk.run()
    assert taken == ["1-live"]


@pytest.mark.usefixtures("qapp")
def test_a_test_that_ends_behind_another_page_is_no_picture_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window: Any = SimpleNamespace(history=SimpleNamespace(here=StepId.KEY))
    walk = ScreenshotWalk(window, tmp_path)
    taken: list[str] = []
    monkeypatch.setattr(walk, "_picture", taken.append)
    cast("Any", walk)._take_live()
    assert taken == []
