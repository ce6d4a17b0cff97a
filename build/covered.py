"""Runs the fast tests and tells which lines and branches of the inner layers none of them reaches.

    python3 build/start.py cover                    the fast tests, then the comparison
    .venv-dev/bin/python build/covered.py --again   the comparison alone, with what the last run has measured

Every file of ``WHOLE`` stays at 100 % of its lines and branches, but for those in ``NOT_YET``. A file there
that has come to 100 % has to leave the list, which is told as well: nobody takes away again what was reached.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "work" / "coverage"
WHOLE = ("wizard/core/", "wizard/diagnosis/", "wizard/probe/", "wizard/runs/")
"""The layers whose files the fast tests reach entirely."""
NOT_YET = (
    "wizard/probe/client.py",
    "wizard/probe/exchange.py",
    "wizard/probe/trust.py",
)
"""Files of these layers of which something is not reached yet."""


def complaints(files: Mapping[str, Any], not_yet: Collection[str] = NOT_YET) -> Iterator[str]:
    """What is not as it should be, a sentence each.

    Args:
        files: What ``coverage json`` says of each file, by its path.
        not_yet: Files that may lack something.
    """
    for name in sorted(set(not_yet) - set(files)):
        yield f"{name} is listed in build/covered.py, and there is no such file"
    for name, file in sorted(files.items()):
        lines = file["missing_lines"]
        branches = [f"{start}->{end if end > 0 else 'end'}" for start, end in file["missing_branches"]]
        if not name.startswith(WHOLE):
            continue
        if name in not_yet and not (lines or branches):
            yield f"{name} is reached entirely now: take it off the list in build/covered.py"
        elif name not in not_yet and (lines or branches):
            words = ", ".join([*map(str, lines), *branches])
            yield f"{name} has to be reached entirely; not reached: {words}"


def table(files: Mapping[str, Any]) -> str:
    """How much of each layer is reached, as Markdown."""
    layers: dict[str, list[int]] = {}
    for name, file in files.items():
        layer = "/".join(name.split("/")[:2]) + "/" if name.count("/") > 1 else "wizard/"
        got, of = layers.setdefault(layer, [0, 0])
        summary = file["summary"]
        layers[layer] = [
            got + summary["covered_lines"] + summary["covered_branches"],
            of + summary["num_statements"] + summary["num_branches"],
        ]
    rows = [f"| `{layer}` | {100 * got / of:.1f} % |" for layer, (got, of) in sorted(layers.items()) if of]
    return "\n".join(["| layer | lines and branches reached by the fast tests |", "|---|---|", *rows])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests, then compare."""
    parser = argparse.ArgumentParser(description="Tells what the fast tests do not reach.")
    parser.add_argument("--again", action="store_true", help="compare what the last run has measured")
    given = parser.parse_args(arguments)
    WORK.mkdir(parents=True, exist_ok=True)
    # The same examples every time: what is reached must not depend on luck.
    env = {**os.environ, "COVERAGE_FILE": str(WORK / "data"), "CI": "1"}
    cover = [sys.executable, "-P", "-m", "coverage"]
    code = 0
    if not given.again:
        code = subprocess.call([*cover, "run", "-m", "pytest", "-q", "-n", "0"], cwd=ROOT, env=env)
    measured = WORK / "measured.json"
    subprocess.check_call([*cover, "json", "-q", "-o", str(measured)], cwd=ROOT, env=env)
    files = json.loads(measured.read_text("utf-8"))["files"]
    print(table(files))
    told = list(complaints(files))
    for words in told:
        print(words, file=sys.stderr)
    # A test that fails is told by `build/start.py test`; here one may, as measuring makes everything slower.
    return code if code > 1 else int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
