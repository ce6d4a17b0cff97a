"""The PC behind a demo's window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.commands import simulate
from wizard.core.machine import Role, ServiceState
from wizard.core.text import Translator

if TYPE_CHECKING:
    import pytest

    from wizard.ui.launch import Launch


def test_a_cure_makes_no_other_pc_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Role, set[ServiceState]]] = []

    def opened(launch: Launch) -> int:
        assert launch.setup.world is not None
        assert launch.pretend is not None
        reader = launch.setup.world().machine
        for name in ("econnector-not-running", "healthy"):
            launch.pretend.choose(name)
            states = {one.state for one in reader().services() if one.name == "OpenDentalEConnector"}
            seen.append((reader().place().role, states))
        return 0

    monkeypatch.setattr("wizard.ui.app.has_display", lambda: True)
    monkeypatch.setattr("wizard.ui.app.open_window", opened)
    assert simulate.demo("econnector-not-running", (), None, Translator()) == 0
    assert seen == [(Role.SERVER, {ServiceState.STOPPED}), (Role.SERVER, {ServiceState.RUNNING})]
