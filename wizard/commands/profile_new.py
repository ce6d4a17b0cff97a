"""``profile new``: writes a vendor profile, from options or by asking; only a valid one is written."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wizard.core.profile import PERMISSIONS, Profile
from wizard.core.profile_rules import validate
from wizard.core.text import T
from wizard.store import files

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from wizard.core.text import Text, Translator

_LONGEST_INPUT = 8192


class Field(NamedTuple):
    """One value of the profile that can be given or asked for.

    Attributes:
        path: Its place in the profile.
        option: Its name among the arguments.
        question: What is asked; None asks for it never.
        is_list: Whether commas part its items.
    """

    path: str
    option: str
    question: Text | None
    is_list: bool = False


FIELDS = (
    Field("vendor.name", "name", T("Name of your company")),
    Field(
        "vendor.product", "product", T("Name of the product that offices connect (empty: the company's name)")
    ),
    Field("vendor.support.phone", "phone", T("Phone of your support")),
    Field("vendor.support.email", "email", T("E-mail address of your support")),
    Field("vendor.support.url", "url", T("Address of your help page (https)")),
    Field("vendor.support.hours", "hours", T("Hours of your support")),
    Field("vendor.logo", "logo", T("PNG file of your logo, beside the profile")),
    Field("vendor.accent", "accent", T("Colour of buttons and marks, such as #0B6E6E")),
    Field(
        "api.modes", "modes", T("Ways to Open Dental, of remote,service,local (empty: remote)"), is_list=True
    ),
    Field(
        "api.permissions",
        "permissions",
        T("Rights that your key needs, such as ApiReadAll,ApiComm"),
        is_list=True,
    ),
    Field("api.minimum_version", "minimum_version", T("Oldest Open Dental that you work with, such as 22.2")),
    Field("keychain.service", "keychain_service", None),
    Field("wizard.download_url", "download_url", T("Address of your download page (https)")),
)
_KEY = "api.developer_key"


def profile_new(arguments: argparse.Namespace, translator: Translator) -> int:
    """Write a profile; 0, or 2 where it would not be valid or the file is there already."""
    say = translator.translate
    out = Path(arguments.out)
    if out.exists():
        sys.stderr.write(say(T("{file} is there already; nothing was written.", file=out.name)) + "\n")
        return 2
    given = {field.path: _value(field, getattr(arguments, field.option)) for field in FIELDS}
    if any(value is not None for value in given.values()) or not sys.stdin.isatty():
        if arguments.developer_key_stdin:
            given[_KEY] = sys.stdin.read(_LONGEST_INPUT).strip()
        return _write(out, given, say)
    return _write(out, _asked(say), say)


def _asked(say: Callable[[Text], str]) -> dict[str, str | list[str] | None]:
    """The answers of the person at the keyboard; a wrong one is asked for again."""
    sys.stdout.write(say(T("Press Enter to leave something out.")) + "\n")
    given: dict[str, str | list[str] | None] = {}
    for field in FIELDS:
        if field.question is None:
            continue
        while True:
            given[field.path] = _value(field, input(f"{say(field.question)}: ").strip() or None)
            wrong = _complaints(given, say, field.path)
            if not wrong:
                break
            sys.stdout.write("\n".join(wrong) + "\n")
    given[_KEY] = _asked_key(say)
    return given


def _asked_key(say: Callable[[Text], str]) -> str | None:
    from getpass import getpass

    while True:
        typed = (
            getpass(say(T("Your developer key (not shown; empty: the office types it): "))).strip() or None
        )
        wrong = _complaints({"vendor.name": "x", _KEY: typed}, say, _KEY)
        if not wrong:
            return typed
        sys.stdout.write("\n".join(wrong) + "\n")


def _value(field: Field, text: str | None) -> str | list[str] | None:
    if text is None or not field.is_list:
        return text
    return [item.strip() for item in text.split(",") if item.strip()]


def _complaints(
    given: dict[str, str | list[str] | None], say: Callable[[Text], str], path: str = ""
) -> list[str]:
    """What is wrong, with the whole or with one value."""
    result = validate(tomllib.loads(toml(given)))
    problems = () if isinstance(result, Profile) else result
    return [f"{p.path}: {say(p.message)}" for p in problems if p.path.startswith(path)]


def _write(out: Path, given: dict[str, str | list[str] | None], say: Callable[[Text], str]) -> int:
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


def toml(given: dict[str, str | list[str] | None]) -> str:
    """The profile as a file, with a word on each of its parts."""
    tables = {
        "vendor": "who you are; the window, the setup and the page for IT show it",
        "api": f"how you reach Open Dental; rights: {', '.join(PERMISSIONS[:4])} ...",
        "keychain": "where your program finds the key that the office pasted",
        "wizard": "what the wizard shows",
    }
    lines = ["# A vendor profile of Connect Wizard for Open Dental.", "schema = 1"]
    for table, about in tables.items():
        inside = {
            path.removeprefix(f"{table}."): value
            for path, value in given.items()
            if path.startswith(f"{table}.") and value
        }
        if inside:
            lines += ["", f"# {about}", f"[{table}]"]
            # a string of JSON is one of TOML as well
            lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in inside.items()]
    return "\n".join(lines) + "\n"
