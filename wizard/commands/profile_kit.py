"""``profile kit``, ``profile sign`` and ``profile sums``: what a vendor ships, made, signed, listed anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.commands.compose import profile_or_complaint
from wizard.core.text import T
from wizard.kit import sign
from wizard.kit.make import make_kit
from wizard.kit.nsis import SetupError, makensis
from wizard.kit.release import SUMS, ReleaseError, opened, sums
from wizard.store import files

if TYPE_CHECKING:
    from wizard.core.text import Translator


def profile_kit(
    file: str,
    out: str,
    release: str | None,
    *,
    translator: Translator,
    setup: bool = True,
    signing: str | None = None,
) -> int:
    """Make a vendor's kit; 0, 1 where it could not be written, 2 for a refused profile or release.

    Args:
        file: The vendor's profile.
        out: Folder of the kit.
        release: Folder or zip of the release; None for that of this program.
        translator: Says the texts, also those of the page for IT.
        setup: Whether a setup is wanted.
        signing: Command that signs uninstaller and setup; empty for that of the variable, None for none.
    """
    say = translator.translate
    profile = profile_or_complaint(file, translator)
    if profile is None:
        return 2
    command = os.environ.get(sign.VARIABLE, "") if signing == "" else signing or ""
    if signing is not None and "{file}" not in command:
        sys.stderr.write(
            say(T("Expected a command that signs, with {file} for the file.", file="{file}")) + "\n"
        )
        return 2
    try:
        with files.ended_tidily(), opened(release) as found:
            with_setup = setup and makensis() is not None
            made = make_kit(
                profile, Path(file), found, Path(out), translator, setup=with_setup, signing=command
            )
            for_tests = found.for_tests
    except ReleaseError as problem:
        sys.stderr.write(say(problem.text) + "\n")
        return 2
    except (SetupError, OSError) as problem:
        sys.stderr.write(say(T("The kit could not be written.")) + f"\n{_said(problem)}\n")
        return 1
    for name in made:
        sys.stdout.write(f"{Path(out) / name}\n")
    if for_tests:
        words = T("This is no release but a build for tests. Do not give the kit to an office.")
        sys.stdout.write("\n".join([say(words), *for_tests]) + "\n")
    if setup and makensis() is None:
        sys.stdout.write(say(T("No setup was made: NSIS (makensis) is not installed here.")) + "\n")
    return 0


def _said(problem: Exception) -> str:
    return problem.strerror or "" if isinstance(problem, OSError) else str(problem)


def profile_sign(names: list[str], translator: Translator) -> int:
    """Sign files with the command of the variable; 2 without one, 1 where a file could not be signed."""
    say = translator.translate
    command = os.environ.get(sign.VARIABLE, "")
    if not command:
        words = T("Put the command that signs into the variable {name}, with {file} for the file.",
                  name=sign.VARIABLE, file="{file}")  # fmt: skip
        sys.stderr.write(say(words) + "\n")
        return 2
    for file in names:
        try:
            sign.sign(Path(file), command)
        except (OSError, ValueError, subprocess.CalledProcessError) as problem:
            words = T("{file} could not be signed.", file=Path(file).name)
            sys.stderr.write(f"{say(words)}\n{sign.last_words(problem)}\n")
            return 1
        sys.stdout.write(say(T("Signed: {file}", file=Path(file).name)) + "\n")
    return 0


def profile_sums(folder: str, translator: Translator) -> int:
    """Make a kit's list of check sums anew; 2 where it is no kit, 1 where it cannot be written."""
    say, place = translator.translate, Path(folder)
    if not (place / SUMS).is_file():
        sys.stderr.write(say(T("Expected the folder of a kit: {file} is not in it.", file=SUMS)) + "\n")
        return 2
    try:
        names = sorted(found.name for found in place.iterdir() if found.is_file() and found.name != SUMS)
        files.write(place / SUMS, sums(place, names).encode())
    except OSError as problem:
        sys.stderr.write(say(T("The list could not be written.")) + f"\n{problem.strerror or ''}\n")
        return 1
    sys.stdout.write(f"{place / SUMS}\n")
    return 0
