"""Every HTTP-level scenario gets the right first cause from ``check --json``; a page shows the table."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, deadline_of
from wizard.core.text import Translator, unmarked
from wizard.main import main
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

PAGE = ROOT / "resources" / "docs" / "development" / "scenarios.md"
START, END = "<!-- scenarios -->\n", "<!-- /scenarios -->"


pytestmark = pytest.mark.xdist_group("scenario_table")  # all of it is made at once


@pytest.fixture(scope="module")
def judged() -> dict[str, dict[str, Any]]:
    """The first cause of every scenario, from the command."""
    found: dict[str, dict[str, Any]] = {}
    for identity, scenario in SCENARIOS.items():
        with PretendOffice(scenario) as office, pytest.MonkeyPatch.context() as patch:
            out = io.StringIO()
            typed = io.TextIOWrapper(io.BytesIO(f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}".encode()))
            patch.setattr(sys, "stdin", typed)
            patch.setattr(sys, "stdout", out)
            host = f"127.0.0.1:{office.port}"
            main(["check", "--key-stdin", "--json", "--host", host, "--deadline", deadline_of(identity)])
            found[identity] = json.loads(out.getvalue())
    return found


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_first_cause_is_the_right_one(judged: dict[str, dict[str, Any]], scenario: str) -> None:
    causes = judged[scenario]["causes"]
    assert causes[0]["code"] == SCENARIOS[scenario].expected
    assert all(cause["because"] for cause in causes)
    blamed = [c["code"] for c in causes if c["code"].startswith("key.") and c["confidence"] != "possible"]
    assert not blamed or SCENARIOS[scenario].expected.startswith("key.")


def test_the_page_shows_the_table(judged: dict[str, dict[str, Any]], request: pytest.FixtureRequest) -> None:
    say = Translator().translate
    lines = ["| scenario | pretends | answer | first cause | |", "|---|---|---|---|---|"]
    for identity, scenario in SCENARIOS.items():
        probe, cause = judged[identity]["probe"], judged[identity]["causes"][0]
        answer = "-" if probe["status"] is None else f"{probe['status']} {probe['content']}"
        about = unmarked(say(scenario.about)).replace("|", "\\|")
        lines.append(
            f"| `{identity}` | {about} | {answer} |"
            f" {cause['ref']} `{cause['code']}` | {cause['confidence']} |"
        )
    table = "\n".join(lines) + "\n"
    text = PAGE.read_text("utf-8")
    before, rest = text.split(START)
    shown, after = rest.split(END)
    if request.config.getoption("--update-pages"):
        PAGE.write_text(before + START + table + END + after, "utf-8")
        return
    assert shown == table, "run: python -m pytest tests/flows/test_scenario_table.py --update-pages"
