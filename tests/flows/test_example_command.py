"""The command that the development page shows is run as it stands there."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, MemoryBackend, remote_launch, vendor
from wizard.core.secret import Secret
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.keychain import Keychain

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from wizard.runs.setup import Setup

PAGE = ROOT / "resources" / "docs" / "development" / "a-run.md"


def shown() -> str:
    found = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def watched() -> Callable[[Setup, float, int], Coroutine[Any, Any, int]]:
    """The page's function."""
    module: dict[str, Any] = {}
    exec(compile(shown(), str(PAGE), "exec"), module)
    made: Callable[[Setup, float, int], Coroutine[Any, Any, int]] = module["watched"]
    return made


class Mends(io.StringIO):
    """An output whose reader puts the key in order as soon as something is said about it."""

    def __init__(self, office: PretendOffice) -> None:
        super().__init__()
        self._office = office

    def write(self, text: str) -> int:
        self._office.scenario = SCENARIOS["healthy"]
        return super().write(text)


def test_the_page_watches_an_office_until_it_is_in_order(
    watched: Callable[[Setup, float, int], Coroutine[Any, Any, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = MemoryBackend()
    Keychain(vendor(), backend).store(Secret(CANARY_CUSTOMER))
    with PretendOffice(SCENARIOS["key-not-assigned"], keys=(CANARY_DEVELOPER, CANARY_CUSTOMER)) as office:
        out = Mends(office)
        monkeypatch.setattr(sys, "stdout", out)
        code = asyncio.run(watched(remote_launch(office, backend).setup, 0.0, 3))
    said = [line.split(maxsplit=1)[1] for line in out.getvalue().splitlines()]
    assert said[0].startswith("+ key.not-assigned: ")
    assert [line.split(":")[0] for line in said[1:]] == ["+ connected", "- key.not-assigned"]
    assert code == 0
    assert CANARY_CUSTOMER not in out.getvalue()


def test_it_is_a_short_one() -> None:
    function = shown()[shown().index("async def") :]
    assert len(function.splitlines()) <= 30
