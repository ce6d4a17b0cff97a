"""``profile sign`` and ``profile sums``: a kit's files signed by the vendor's own command, its list anew."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.commands.kit.release import SUMS, sums
from wizard.core.text import T
from wizard.store import files

if TYPE_CHECKING:
    from wizard.core.text import Translator

VARIABLE = "CONNECT_WIZARD_SIGN"
"""Holds the command that signs, with ``{file}`` for the file's name."""

_LAST_WORDS = 1000


def arguments_of(command: str, file: str) -> list[str]:
    """The command's words with the file's name in them; a name with spaces stays one word."""
    posix = os.name != "nt"  # on Windows a backslash parts folders
    return [word.strip('"').replace("{file}", file) for word in shlex.split(command, posix=posix)]


def sign(file: Path, command: str) -> None:
    """Sign a file in place; a file of its name and ``.new`` that the command leaves takes its place.

    Raises:
        OSError: There is no such program.
        ValueError: The command is none.
        subprocess.CalledProcessError: It failed.
    """
    words = arguments_of(command, str(file))
    if "{file}" not in command or not words:
        raise ValueError("the command names no {file}")
    subprocess.run(words, check=True, capture_output=True, stdin=subprocess.DEVNULL)  # noqa: S603 - the vendor's own
    made = file.with_name(file.name + ".new")
    if made.exists():
        made.replace(file)


def last_words(problem: Exception) -> str:
    """What the signing program said, or why it could not be called."""
    if isinstance(problem, subprocess.CalledProcessError):
        said: bytes = problem.stdout + problem.stderr
        return said.decode("utf-8", "replace")[-_LAST_WORDS:].strip()
    return problem.strerror or "" if isinstance(problem, OSError) else str(problem)


def hook() -> list[str]:
    """The call of this program that signs the file whose name follows it, for makensis."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "profile", "sign"]
    return [sys.executable, "-m", "wizard", "profile", "sign"]


def hook_variables(command: str) -> dict[str, str]:
    """The environment variables that :func:`hook` needs."""
    found = {VARIABLE: command}
    if not getattr(sys, "frozen", False):
        root = str(Path(__file__).resolve().parents[3])
        found["PYTHONPATH"] = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
    return found


def profile_sign(names: list[str], translator: Translator) -> int:
    """Sign files with the command of the variable; 2 without one, 1 where a file could not be signed."""
    say = translator.translate
    command = os.environ.get(VARIABLE, "")
    if not command:
        words = T("Put the command that signs into the variable {name}, with {file} for the file.",
                  name=VARIABLE, file="{file}")  # fmt: skip
        sys.stderr.write(say(words) + "\n")
        return 2
    for file in names:
        try:
            sign(Path(file), command)
        except (OSError, ValueError, subprocess.CalledProcessError) as problem:
            words = T("{file} could not be signed.", file=Path(file).name)
            sys.stderr.write(f"{say(words)}\n{last_words(problem)}\n")
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
