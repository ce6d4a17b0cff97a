"""Makes the cases anew that the tests replay: ``tests/data/cases``, one for each state of the pretend office.

Run it with the development Python after a change of rules or words that is meant: ``python build/cases.py``.
The test says before what is different.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.cases import KEPT, kept_form, run_of  # noqa: E402 - of this source tree
from wizard.casefile.case_file import SUFFIX, read_case  # noqa: E402
from wizard.simulator.scenarios import SCENARIOS  # noqa: E402


def main() -> int:
    """Make them; what no scenario has any more is removed by hand."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for scenario in SCENARIOS:
        _keep(scenario, run_of(scenario).as_case())
    return 0


def _keep(name: str, raw: bytes) -> None:
    (KEPT / f"{name}{SUFFIX}").write_bytes(kept_form(read_case(raw)))
    print(f"{name}{SUFFIX}")


if __name__ == "__main__":
    sys.exit(main())
