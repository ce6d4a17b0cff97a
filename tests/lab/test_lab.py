"""Every fault of the laboratory is judged right by the real command, within its bound."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab import rows_network
from tests.lab.case_faults import PC_NAME, USER_NAME, case_faults, printed
from tests.lab.matrix import write
from tests.lab.needs import must_be_complete, why_not
from tests.lab.place import Place
from tests.lab.row import Found, Row, faults
from tests.lab.run import check, reason_to_skip, run_rows
from tests.lab.table import ROWS, TABLE
from tests.lab.trust import Trust
from tests.support.results import UNKNOWN_KEY, WELL
from wizard.casefile.case_file import sealed
from wizard.simulator.api import TITLE

_BY_ID = {row.id: row for row in ROWS}
_IDLE = _BY_ID["healthy-plain-python"]
_HEAVY = tuple(
    _BY_ID[name]
    for name in ("body-flood", "body-flood-html", "bomb", "bomb-error", "header-huge", "service-flood")
)


pytestmark = pytest.mark.timeout(1800)  # whichever comes first waits for every row


@pytest.fixture(scope="module")
def laboratory(request: pytest.FixtureRequest) -> dict[str, Found]:
    """What came of the rows that this run looks at, and the table of them as a file."""
    wanted = {
        value.id
        for item in request.session.items
        if item.path == request.path and isinstance(item, pytest.Function) and hasattr(item, "callspec")
        for value in item.callspec.params.values()
        if isinstance(value, Row)
    }
    rows = [row for row in ROWS if row.id in wanted]
    found = run_rows(rows)
    write("laboratory.md", rows, found)
    return found


def _skip_unless(reason: str | None) -> None:
    if reason is not None:
        assert not must_be_complete(), reason
        pytest.skip(reason)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_fault_is_judged_right(laboratory: dict[str, Found], row: Row) -> None:
    _skip_unless(reason_to_skip(row) or laboratory[row.id].unready or None)
    assert faults(row, laboratory[row.id]) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_its_case_is_replayed_as_it_was_and_gives_nothing_away(
    laboratory: dict[str, Found], row: Row
) -> None:
    _skip_unless(reason_to_skip(row) or laboratory[row.id].unready or None)
    assert case_faults(laboratory[row.id]) == []


@pytest.mark.parametrize("idle", [_IDLE], ids=lambda row: row.id)
@pytest.mark.parametrize("row", _HEAVY, ids=lambda row: row.id)
def test_memory_stays_flat(laboratory: dict[str, Found], row: Row, idle: Row) -> None:
    _skip_unless(reason_to_skip(row) or reason_to_skip(idle))
    _skip_unless(laboratory[row.id].unready or laboratory[idle.id].unready or None)
    assert laboratory[idle.id].peak_kb > 10_000
    assert laboratory[row.id].peak_kb - laboratory[idle.id].peak_kb < 30 * 1024


def test_a_dead_ipv6_costs_less_than_300_ms() -> None:
    _skip_unless(why_not(_BY_ID["ipv6-black-hole"].programs, namespaces=True))
    with tempfile.TemporaryDirectory(prefix=f"cwl{os.getpid()}-") as folder:
        Path(folder).chmod(0o755)
        trust = Trust(Path(folder))
        with Place(trust) as plain, Place(trust) as broken:
            settings = ((plain, rows_network.healthy(plain)), (broken, rows_network.ipv6_black_hole(broken)))
            took: dict[Place, list[int]] = {plain: [], broken: []}
            # A busy machine only adds: the least of each tells, as soon as it does.
            for _ in range(12):
                for place, asked in settings:
                    found = check("compared", place, asked)
                    assert found.codes == ["connected"]
                    took[place].append(found.document["run"]["took_ms"])
                if min(took[broken]) - min(took[plain]) < 300:
                    return
    pytest.fail(f"a dead IPv6 costs 300 ms and more: {took}")


@pytest.mark.parametrize("words", ["DEVELO", "rkey01", PC_NAME, USER_NAME, "44.1.2.3", "PatNum", TITLE])
def test_what_a_case_must_not_tell_is_found(words: str) -> None:
    plain = Found("plain", 0.0, case=UNKNOWN_KEY.as_case(), printed=printed(UNKNOWN_KEY.document))
    assert case_faults(plain) == []
    whole = json.loads(plain.case)
    del whole["sha256"]
    whole["document"]["next"] += f" {words}"
    wrong = case_faults(replace(plain, case=sealed(whole)))
    assert f"it tells {words!r}" in [fault.replace("RKEY01", "rkey01") for fault in wrong]
    assert any(fault.startswith("replayed: ") for fault in wrong)


def test_a_case_of_another_document_is_found() -> None:
    other = Found("other", 0.0, case=UNKNOWN_KEY.as_case(), printed=printed(WELL.document))
    assert len(case_faults(other)) == 2
    assert case_faults(replace(other, case=b"")) == ["it wrote no case"]


def test_the_rows_have_names_of_their_own() -> None:
    assert len({case.id for case in TABLE}) == len(TABLE)
