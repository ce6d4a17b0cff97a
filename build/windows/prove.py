"""Proves a Windows release: starts it, diagnoses pretend offices, walks its window, installs and removes it.

Each step prints one line, PASS or FAIL with its reason; every line that a program prints is either expected
or a failure. The same steps run on a real Windows PC, from an administrator's console: a service is made and
a setup for everyone is run. What Wine cannot show is named in ``NOT_HERE``.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import traceback
from typing import TYPE_CHECKING, NamedTuple

from host import ROOT, WORK, HostError, host

sys.path.insert(0, str(ROOT))

import prove_kit
import prove_office
import prove_places
import prove_program
import prove_screens
import prove_setup
import prove_watch
from proof import FailedError, Proof

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCREENSHOTS = WORK / "screenshots"

NOT_HERE = (
    "A program started by its UNC name: Wine 8 tells it its own place without the leading backslashes.",
    "Mark of the Web and SmartScreen: Wine keeps no zone of a file; resources/docs tell what Windows shows.",
    "The 2560 bytes that Windows allows a stored key: Wine has no limit; keys are at most 64 characters.",
)


class Step(NamedTuple):
    """One thing to be proved."""

    name: str
    prove: Callable[[Proof], str]


ON_PROGRAM = (
    Step("every library is its maker's, nothing of Wine is inside", prove_program.makers),
    Step("both programs and the setup are signed", prove_program.signed),
    Step("the parts list names every file with its check sum", prove_program.parts_list),
    Step("version, icon and manifest of both programs", prove_program.dress),
    Step("it starts, from the console", prove_program.starts),
    Step("check over HTTP names the cause", prove_program.check_http),
    Step("check over HTTPS, through a proxy, with the system's trust", prove_program.check_https),
    Step("the window, healthy and eConnector flows, with pictures", prove_program.window),
    Step("the credential manager keeps and gives the key", prove_program.credentials),
    Step("Windows services are read", prove_program.services),
    Step("this office's checks, by the real reader", prove_office.real_reader),
    Step("non-ASCII folder, another drive, no write beside the program", prove_program.places),
    Step("read-only media", prove_places.read_only_media),
    Step("a Windows that is too old for Qt", prove_places.old_windows),
    Step("a second start brings the first one forward", prove_program.second_start),
    Step("a case file opens, alone and handed to the open window", prove_program.case_opens),
    Step("a closed window tells from the tray that it works", prove_watch.told_from_the_tray),
    Step("a kit made on Windows equals the one made here", prove_kit.same_everywhere),
    Step("two kits differ in what their profiles name, and nothing else", prove_kit.two_kits),
    Step("changed and invalid profiles are refused with their line", prove_kit.refused),
)
ON_SETUP = (
    Step("setup: silent, for one person, in a fresh Windows", prove_setup.installs),
    Step("setup: the installed program names the cause", prove_setup.diagnoses),
    Step("setup: an upgrade in place keeps settings, clears leftovers", prove_setup.upgrades),
    Step("setup: refuses while the program runs", prove_setup.refuses_while_running),
    Step("setup: removed without leftovers, the key stays or goes as asked", prove_setup.removes),
    Step("setup: for everyone on the PC", prove_setup.for_everyone),
    Step("setup: each refusal has its code and changes nothing", prove_setup.refusals),
    Step("setup: two vendors side by side", prove_setup.side_by_side),
    Step("a share by its UNC name", prove_setup.share),
    Step("setup: a kit's uninstaller is signed too", prove_setup.signed_uninstaller),
    Step("setup: its windows, for one person", prove_screens.setup_pages),
    Step("setup: its windows, for everyone", prove_screens.setup_for_everyone),
    Step("setup: the uninstaller's windows, and what it asks", prove_screens.uninstaller_windows),
    Step("setup and window at 150 %", prove_screens.scaled),
)


def prove(release: Path, display: str, tell: Callable[[str], None]) -> int:
    """Run every step; returns 1 where one failed."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(prove_kit.KITS, ignore_errors=True)  # of another build
    failed = 0
    for prefix, fresh, steps in (("prefix", False, ON_PROGRAM), ("prefix-setup", True, ON_SETUP)):
        try:
            with host(prefix, display, fresh=fresh) as where, contextlib.ExitStack() as ending:
                proof = Proof(where, release, SCREENSHOTS, ending)
                for step in steps:
                    failed += _one(step, proof, tell)
        except HostError as problem:
            tell(f"FAIL  {prefix}: {problem}")
            failed += 1
    for words in NOT_HERE:
        tell(f"not proved here: {words}")
    tell(
        f"proof: {failed} of {len(ON_PROGRAM) + len(ON_SETUP)} steps FAILED"
        if failed
        else "proof: all steps passed"
    )
    return int(failed > 0)


def _one(step: Step, proof: Proof, tell: Callable[[str], None]) -> bool:
    try:
        note = step.prove(proof)
    except (FailedError, HostError) as problem:
        tell(f"FAIL  {step.name}: {problem}")
        return True
    except Exception:  # noqa: BLE001 - a step that breaks is a failed step; the next ones still run
        tell(f"FAIL  {step.name}: {traceback.format_exc()}")
        return True
    tell(f"PASS  {step.name}{f': {note}' if note else ''}")
    return False
