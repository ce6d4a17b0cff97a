"""What ``check`` prints of every state of the pretend office, but for time and this PC's own facts.

A change that is meant is kept by ``pytest tests/flows/test_golden.py --update-golden``; look at its diff.
"""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, deadline_of
from wizard.main import main
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = ROOT / "tests" / "data" / "golden"
SHOWN = (
    "healthy",
    "key-not-assigned",
    "econnector-not-running",
    "throttled",
    "captive-portal-page",
    "developer-key-rejected",
)
"""Scenarios whose readable report is kept too; the others differ from these in their cause's words only."""
OF_TIME = {"took_ms", "started", "reference"}
OF_CALL = re.compile(r"\bin \d+ ms\b")
OF_THIS_PC = {"version", "python", "platform"}


def printed(scenario: str, *options: str) -> tuple[int, str]:
    """Exit code and output of ``check`` in front of a pretend office and PC, its port told as 0."""
    with PretendOffice(SCENARIOS[scenario]) as office, pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        typed = io.TextIOWrapper(io.BytesIO(f"{CANARY_DEVELOPER}/{CANARY_CUSTOMER}".encode()))
        patch.setattr(sys, "stdin", typed)
        patch.setattr(sys, "stdout", out)
        patch.setattr("wizard.checks.context.this_system", lambda: pretend_pc(scenario))
        host = f"127.0.0.1:{office.port}"
        code = main(["check", "--key-stdin", "--host", host, "--deadline", deadline_of(scenario), *options])
        return code, re.sub(rf"\b{office.port}\b", "0", out.getvalue())


def without_time(part: Any, name: str = "") -> Any:  # noqa: ANN401 - any part of a document
    """A document in which what time or this PC decides has its type's name, or is told in whole minutes."""
    if isinstance(part, dict):
        if name == "timings_ms":
            return dict.fromkeys(part, "int")
        return {
            key: type(value).__name__
            if key in OF_TIME or (name == "program" and key in OF_THIS_PC)
            else without_time(value, key)
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [without_time(one) for one in part]
    if name == "ahead_s":
        return 60 * round(part / 60)
    return OF_CALL.sub("in 0 ms", part) if isinstance(part, str) else part


def briefly(document: dict[str, Any], healthy: dict[str, Any]) -> dict[str, Any]:
    """A document whose checks are only named where they are as in the healthy office's."""
    checks = [one["id"] if one in healthy["checks"] else one for one in document["checks"]]
    return {**document, "checks": checks}


def compared(file: Path, found: str, *, update: bool) -> None:
    """Compare with what is kept, or keep it."""
    if update:
        file.write_text(found, "utf-8")
    assert found == file.read_text("utf-8"), "what is printed has changed; if that is meant: --update-golden"


@pytest.fixture(scope="module")
def healthy() -> dict[str, Any]:
    """The document of the healthy office."""
    found: dict[str, Any] = without_time(json.loads(printed("healthy", "--json")[1]))
    return found


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_document_is_the_one_that_is_kept(
    scenario: str, healthy: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    code, out = printed(scenario, "--json")
    document = without_time(json.loads(out))
    assert code == document["exit_code"]
    kept = document if scenario == "healthy" else briefly(document, healthy)
    found = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
    compared(GOLDEN / f"{scenario}.json", found, update=request.config.getoption("--update-golden"))


@pytest.mark.parametrize("scenario", SHOWN)
def test_the_report_is_the_one_that_is_kept(scenario: str, request: pytest.FixtureRequest) -> None:
    _, out = printed(scenario)
    out = re.sub(r"(report) [A-Z0-9-]+", r"\1 REFERENCE", out)
    out = re.sub(
        r"^When: \d{1,2}/\d{1,2}/\d{4}, \d{1,2}:\d\d [AP]M \([A-Z]{3,4}[-+\d:]*\)$",
        "When: TIME",
        out,
        flags=re.MULTILINE,
    )
    out = re.sub(r"^It took: (Less than a second|\d+ seconds?)$", "It took: LONG", out, flags=re.MULTILINE)
    out = re.sub(r" +\d+ ms  ?#*$", "  0 ms", out, flags=re.MULTILINE)
    out = re.sub(r"\b\d+ ms\b", "0 ms", out)
    out = re.sub(r"^Program: .*", "Program: PROGRAM", out, flags=re.MULTILINE)
    compared(GOLDEN / f"{scenario}.txt", out, update=request.config.getoption("--update-golden"))


def test_every_document_that_is_kept_is_of_a_scenario() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(SCENARIOS)
