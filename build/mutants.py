"""Changes the program in small ways, one at a time, and tells which changes no test notices.

    python3 build/start.py mutants                       what [tool.mutmut] in pyproject.toml names: hours
    python3 build/start.py mutants 'wizard.runs.*'       only these functions
    python3 build/start.py mutants --minutes 30          ends then; the next start goes on

A change that no test notices is a gap in the tests, or the line is not needed. The score of each part and the
names of those changes are left in ``reports/mutants.md``; ``.venv-dev/bin/python -m mutmut show NAME`` shows
one. Results are kept in ``mutants/``, which may be removed.

Needs Linux: each change is tried in a process of its own, forked from one that has loaded the tests.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "mutants"
REPORT = ROOT / "reports" / "mutants.md"
MISSED = ("survived", "no tests")
UNTRIED = ("not checked", "check was interrupted by user", "skipped")


def results(kept: Path) -> Iterator[tuple[str, str, str]]:
    """Each change that was tried: its file, its name, and what came of it, in mutmut's words."""
    from mutmut.stats import status_by_exit_code

    for file in sorted(kept.rglob("*.py.meta")):
        name = file.relative_to(kept).as_posix().removesuffix(".meta")
        for key, code in json.loads(file.read_text("utf-8"))["exit_code_by_key"].items():
            outcome = status_by_exit_code[code]
            if outcome not in UNTRIED:
                yield name, key, outcome


def part_of(file: str) -> str:
    """The part of the program to which a file's score is counted: its layer, or the file of a larger one."""
    _, layer, *rest = file.split("/")
    return f"wizard/{layer}/" if layer in ("diagnosis", "runs") else "/".join(("wizard", layer, *rest))


def table(found: Sequence[tuple[str, str, str]]) -> str:
    """Scores by part, then the names of what was not noticed, as Markdown.

    Args:
        found: File, name and outcome of each change.
    """
    parts: Mapping[str, Counter[str]] = defaultdict(Counter)
    for file, _, outcome in found:
        parts[part_of(file)][outcome] += 1
    lines = ["| part | tried | noticed | not noticed | score |", "|---|---|---|---|---|"]
    for part, counted in sorted(parts.items()):
        tried, missed = counted.total(), sum(counted[outcome] for outcome in MISSED)
        noticed = tried - missed
        lines.append(f"| `{part}` | {tried} | {noticed} | {missed} | {100 * noticed / tried:.0f} % |")
    left = [f"- {key}" for _, key, outcome in found if outcome in MISSED]
    return "\n".join([*lines, "", *left, ""])


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the changes, then tell the score."""
    parser = argparse.ArgumentParser(description="Tells which small changes of the program no test notices.")
    parser.add_argument("pattern", nargs="*", metavar="PATTERN", help="functions, as wizard.runs.*")
    parser.add_argument("--minutes", type=float, help="end after this time; the next start goes on")
    parser.add_argument("--at-once", default="2", help="changes tried at once (default: %(default)s)")
    given = parser.parse_args(arguments)
    if sys.platform != "linux":
        parser.error("this needs Linux")
    run = [sys.executable, "-m", "mutmut", "run", "--max-children", given.at_once, *given.pattern]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever ends this ends what it has forked
    with subprocess.Popen(run, cwd=ROOT, start_new_session=True) as process:
        try:
            process.wait(given.minutes and given.minutes * 60)
        except subprocess.TimeoutExpired:
            print("\nThe time is over; the next start goes on from here.")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
    found = list(results(KEPT))
    if not found:
        return process.returncode or 1
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(table(found), "utf-8")
    print(table(found).split("\n\n")[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
