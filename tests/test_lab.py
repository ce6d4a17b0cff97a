"""Every fault of the laboratory is judged right by the real command, within its bound."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab.matrix import matrix
from lab.needs import must_be_complete
from lab.row import Found, Row, faults
from lab.run import reason_to_skip, run_rows
from lab.table import ROWS

REPORT = Path(__file__).resolve().parent.parent / "reports" / "laboratory.md"


@pytest.fixture(scope="module")
def laboratory(request: pytest.FixtureRequest) -> dict[str, Found]:
    """What came of the rows that this run looks at, and the table of them as a file."""
    wanted = {
        item.callspec.params["row"].id  # type: ignore[attr-defined]  # parametrized tests have one
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    }
    rows = [row for row in ROWS if row.id in wanted]
    found = run_rows(rows)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(matrix(rows, found), "utf-8")
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_fault_is_judged_right(laboratory: dict[str, Found], row: Row) -> None:
    if reason := reason_to_skip(row):
        assert not must_be_complete(), reason
        pytest.skip(reason)
    assert faults(row, laboratory[row.id]) == []


def test_the_rows_have_names_of_their_own() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
