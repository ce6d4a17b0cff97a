"""``profile new``: writes a vendor profile, from options or by asking; only a valid one is written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.core.text import T
from wizard.kit.profile_form import FIELDS, KEY, Given, problems, toml, value_of
from wizard.store import files

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from wizard.core.text import Text, Translator

_LONGEST_INPUT = 8192


def profile_new(arguments: argparse.Namespace, translator: Translator) -> int:
    """Write a profile; 0, or 2 where it would not be valid or the file is there already."""
    say = translator.translate
    out = Path(arguments.out)
    if out.exists():
        sys.stderr.write(say(T("{file} is there already; nothing was written.", file=out.name)) + "\n")
        return 2
    given = {field.path: value_of(field, getattr(arguments, field.option)) for field in FIELDS}
    if any(value is not None for value in given.values()) or not sys.stdin.isatty():
        if arguments.developer_key_stdin:
            given[KEY] = sys.stdin.read(_LONGEST_INPUT).strip()
        return _write(out, given, say)
    return _write(out, _asked(say), say)


def _asked(say: Callable[[Text], str]) -> Given:
    """The answers of the person at the keyboard; a wrong one is asked for again."""
    sys.stdout.write(say(T("Press Enter to leave something out.")) + "\n")
    given: Given = {}
    for field in FIELDS:
        if field.question is None:
            continue
        while True:
            given[field.path] = value_of(field, input(f"{say(field.question)}: ").strip() or None)
            wrong = _complaints(given, say, field.path)
            if not wrong:
                break
            sys.stdout.write("\n".join(wrong) + "\n")
    given[KEY] = _asked_key(say)
    return given


def _asked_key(say: Callable[[Text], str]) -> str | None:
    from getpass import getpass

    question = T("Your developer key (not shown; empty: the office types it)")
    while True:
        typed = getpass(f"{say(question)}: ").strip() or None
        wrong = _complaints({"vendor.name": "x", KEY: typed}, say, KEY)
        if not wrong:
            return typed
        sys.stdout.write("\n".join(wrong) + "\n")


def _complaints(given: Given, say: Callable[[Text], str], path: str = "") -> list[str]:
    """What is wrong in words, with the whole or with one value."""
    return [f"{problem.path}: {say(problem.message)}" for problem in problems(given, path)]


def _write(out: Path, given: Given, say: Callable[[Text], str]) -> int:
    if wrong := _complaints(given, say):
        sys.stderr.write("\n".join(wrong) + "\n")
        return 2
    try:
        with files.ended_tidily():
            files.write(out, toml(given).encode(), fresh=True)
    except FileExistsError:
        sys.stderr.write(say(T("{file} is there already; nothing was written.", file=out.name)) + "\n")
        return 2
    except OSError:
        sys.stderr.write(say(T("{file} could not be written.", file=out.name)) + "\n")
        return 1
    sys.stdout.write(say(T("{file} was written. Next: profile kit {file} --out DIR", file=out.name)) + "\n")
    return 0
