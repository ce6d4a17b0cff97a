"""Prints the table of the laboratory as Markdown: ``python tests/lab/matrix.py [PATTERN ...]``."""

from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tests.lab.row import Case, Found, Row, faults
from tests.lab.run import reason_to_skip, run_rows
from tests.lab.speak import speak
from tests.lab.spoken import Spoken
from tests.lab.table import TABLE
from tests.support.folders import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REPORTS = ROOT / "reports"
_HEAD = (
    "| row | set-up | expected | found | forbidden found | seconds | |",
    "|---|---|---|---|---|---|---|",
)


def line(case: Case, found: Found | None) -> str:
    """One row of the table."""
    expected = " or ".join(f"`{code}`" for code in case.expected)
    if found is None:
        reason = reason_to_skip(case) if isinstance(case, Row) else None
        return f"| {case.id} | {_cell(case.setting)} | {expected} | - | - | - | skipped: {reason} |"
    codes = ", ".join(f"`{code}`" for code in found.codes) or "-"
    forbidden = ", ".join(found.forbidden(case.forbidden)) or "-"
    wrong = _cell("; ".join(faults(case, found))) or "ok"
    start = f"| {case.id} | {_cell(case.setting)} | {expected} | {codes} | {forbidden}"
    return f"{start} | {found.seconds:.1f} | {wrong} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def matrix(cases: Iterable[Case], found: Mapping[str, Found]) -> str:
    """The whole table."""
    return "\n".join((*_HEAD, *(line(case, found.get(case.id)) for case in cases))) + "\n"


def write(name: str, cases: Iterable[Case], found: Mapping[str, Found]) -> None:
    """Leave the table in the folder of reports, which is not part of the repository."""
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / name).write_text(matrix(cases, found), "utf-8")


def main() -> int:
    """Run the chosen rows and print what came of them; 1 when any is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patterns", nargs="*", default=["*"], metavar="PATTERN", help="of ids, such as tls-*")
    patterns = parser.parse_args().patterns
    cases = [case for case in TABLE if any(fnmatchcase(case.id, pattern) for pattern in patterns)]
    found = run_rows([case for case in cases if isinstance(case, Row)])
    found |= speak(case for case in cases if isinstance(case, Spoken))
    sys.stdout.write(matrix(cases, found))
    return int(any(faults(case, found[case.id]) for case in cases if case.id in found))


if __name__ == "__main__":
    sys.exit(main())
