"""The walk that leaves a picture of each step."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from wizard.core.flow import StepId
from wizard.ui.walk import Walk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("qapp")
def test_a_page_whose_run_has_just_ended_is_laid_out_before_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SimpleNamespace(busy=True)
    window: Any = SimpleNamespace(
        engine=object(),
        page=page,
        history=SimpleNamespace(here=StepId.OFFICE),
        main_action=SimpleNamespace(click=lambda: None),
    )
    walk = Walk(window, tmp_path)
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
