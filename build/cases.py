"""Makes the cases anew that the tests replay: ``tests/data/cases``, one for each state of the pretend office.

Run it with the development Python after a change of rules or words that is meant: ``python build/cases.py``.
The test says before what is different. With ``--laboratory`` it makes those of the laboratory's rows as well,
which takes some minutes and what the laboratory needs (``tests/lab``).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.cases import KEPT, kept_form, run_of  # noqa: E402 - of this source tree
from wizard.casefile.case_file import SUFFIX, read_case  # noqa: E402
from wizard.simulator.scenarios import SCENARIOS  # noqa: E402


def main() -> int:
    """Make them; what no scenario and no row has any more is removed by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laboratory", action="store_true", help="the laboratory's rows as well")
    arguments = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    for scenario in SCENARIOS:
        _keep(scenario, run_of(scenario).as_case())
    if arguments.laboratory:
        from tests.lab.run import run_rows
        from tests.lab.table import ROWS

        for name, found in run_rows(ROWS).items():
            if found.case:
                _keep(f"lab-{name}", found.case)
            else:
                print(f"lab-{name}: no case; {found.complaint}")
    return 0


def _keep(name: str, raw: bytes) -> None:
    (KEPT / f"{name}{SUFFIX}").write_bytes(kept_form(read_case(raw)))
    print(f"{name}{SUFFIX}")


if __name__ == "__main__":
    sys.exit(main())
