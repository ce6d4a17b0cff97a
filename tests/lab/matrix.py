"""Prints the table of the laboratory as Markdown: ``python tests/lab/matrix.py [PATTERN ...]``."""

from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from lab.row import Found, Row, faults
from lab.run import reason_to_skip, run_rows
from lab.table import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEAD = (
    "| row | set-up | expected | found | forbidden found | seconds | |",
    "|---|---|---|---|---|---|---|",
)


def line(row: Row, found: Found | None) -> str:
    """One row of the table."""
    expected = " or ".join(f"`{code}`" for code in row.expected)
    if found is None:
        return f"| {row.id} | {row.setting} | {expected} | - | - | - | skipped: {reason_to_skip(row)} |"
    wrong = "; ".join(faults(row, found)).replace("|", "\\|").replace("\n", " ") or "ok"
    codes = ", ".join(f"`{code}`" for code in found.codes) or "-"
    forbidden = ", ".join(found.forbidden(row.forbidden)) or "-"
    return f"| {row.id} | {row.setting} | {expected} | {codes} | {forbidden} | {found.seconds:.1f} | {wrong} |"


def matrix(rows: Iterable[Row], found: Mapping[str, Found]) -> str:
    """The whole table."""
    return "\n".join((*HEAD, *(line(row, found.get(row.id)) for row in rows))) + "\n"


def main() -> int:
    """Run the chosen rows and print what came of them; 1 when any is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patterns", nargs="*", default=["*"], metavar="PATTERN")
    patterns = parser.parse_args().patterns
    rows = [row for row in ROWS if any(fnmatchcase(row.id, pattern) for pattern in patterns)]
    found = run_rows(rows)
    sys.stdout.write(matrix(rows, found))
    return int(any(faults(row, found[row.id]) for row in rows if row.id in found))


if __name__ == "__main__":
    sys.exit(main())
