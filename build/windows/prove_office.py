"""Proves this office's checks: the real reader against Windows' services, version resources and registry."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import environment
from host import ROOT, Wine
from proof import FailedError

if TYPE_CHECKING:
    from proof import Proof

PATIENCE_S = 300


def real_reader(proof: Proof) -> str:
    """Create services as an office has them, and ask every check; only where they hurt nobody's PC."""
    if not isinstance(proof.where, Wine):
        return "SKIPPED: it would create services on this PC"
    command = [
        *(sys.executable, str(ROOT / "build" / "windows_office_proof.py")),
        *("--prefix", str(proof.where.prefix), "--python", proof.where.name(environment.python())),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode:
        raise FailedError("\n".join([*lines[-12:], done.stderr[-800:]]))
    return lines[-1]
