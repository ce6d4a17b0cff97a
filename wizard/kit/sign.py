"""Signs a kit's files by the vendor's own command."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

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
        root = str(Path(__file__).resolve().parents[2])
        found["PYTHONPATH"] = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
    return found
