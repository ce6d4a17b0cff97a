"""Makes the cases anew that the tests replay: ``tests/data/cases``, one for each state of the pretend office.

Run it with the development Python after a change of rules or words that is meant: ``python build/cases.py``.
The test says before what is different. ``--laboratory`` runs the fault laboratory and keeps a case of each
row instead; it takes some minutes, root, and all of the laboratory's programs.
"""

from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.cases import KEPT, LABORATORY, kept_form, run_of  # noqa: E402 - of this source tree
from wizard.casefile.case_file import SUFFIX, read_case  # noqa: E402
from wizard.simulator.scenarios import SCENARIOS  # noqa: E402


def main() -> int:
    """Make them; what no scenario and no row has any more is removed by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laboratory", nargs="*", metavar="PATTERN", help="of the rows' ids, such as tls-*")
    patterns = parser.parse_args().laboratory
    KEPT.mkdir(parents=True, exist_ok=True)
    if patterns is not None:
        return _laboratory(patterns or ["*"])
    for scenario in SCENARIOS:
        _keep(scenario, run_of(scenario).as_case())
    return 0


def _laboratory(patterns: list[str]) -> int:
    """Run the chosen rows and keep their cases; 1 where a row cannot run here or is not as it should be."""
    from tests.lab.case_faults import case_faults
    from tests.lab.row import faults
    from tests.lab.run import run_rows
    from tests.lab.table import ROWS

    rows = [row for row in ROWS if any(fnmatchcase(row.id, pattern) for pattern in patterns)]
    found = run_rows(rows)
    left = 0
    for row in rows:
        one = found.get(row.id)
        wrong = [*faults(row, one), *case_faults(one)] if one else ["it cannot run here"]
        if one and not wrong:
            _keep(f"{LABORATORY}{row.id}", one.case)
        else:
            print(f"not kept: {row.id}: {'; '.join(wrong)}")
            left += 1
    return int(left > 0)


def _keep(name: str, raw: bytes) -> None:
    (KEPT / f"{name}{SUFFIX}").write_bytes(kept_form(read_case(raw)))
    print(f"{name}{SUFFIX}")


if __name__ == "__main__":
    sys.exit(main())
