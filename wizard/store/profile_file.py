"""Reads a vendor profile (``vendor.toml``) and says by file and line what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.profile import Profile
from wizard.core.text import T, Text
from wizard.core.toml.parsing import parse
from wizard.core.toml.tables import Problem, TableError
from wizard.store import files
from wizard.store.logo import LARGEST as _LARGEST_LOGO
from wizard.store.logo import complaint
from wizard.store.profile_rules import validate
from wizard.store.seal import broken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


NAME = "vendor.toml"
_LARGEST = 64 * 1024


class ProfileError(TableError):
    """A profile that cannot be used; nothing of its path but the file's name is told."""


def read_profile(path: Path, available: Sequence[str] = ("en",)) -> Profile:
    """Read and validate a profile.

    Args:
        path: The TOML file, at most 64 KiB of UTF-8.
        available: Languages that the program ships.

    Raises:
        ProfileError: The file cannot be read or used.
    """
    file = path.name or NAME
    table = parse(_raw(path, file), file, ProfileError)
    result = validate(table, available)
    problems = [] if isinstance(result, Profile) else list(result)
    logo = _logo(table.data)
    if (
        logo
        and not any(p.path == "vendor.logo" for p in problems)
        and (complaint := _logo_complaint(path, logo))
    ):
        problems.append(Problem("vendor.logo", table.line("vendor.logo"), complaint))
    if not problems and (change := broken(path, table.file.text, path.parent / logo if logo else None)):
        problems.append(change if change.line else change._replace(line=table.line(change.path)))
    if problems or not isinstance(result, Profile):
        raise ProfileError(file, problems)
    return result


def _raw(path: Path, file: str) -> bytes:
    try:
        raw = files.read(path, _LARGEST)
    except FileNotFoundError:
        refusal = T("This file is not there.")
    except (OSError, ValueError):  # ValueError: no file can have such a name
        refusal = T("This file cannot be read; the system or another program refuses it.")
    else:
        if raw is not None and len(raw) <= _LARGEST:
            return raw
        refusal = (
            T("Expected a file, got a folder or a device.")
            if raw is None
            else T("Expected a profile of at most 64 KiB, got a larger file.")
        )
    raise ProfileError(file, [Problem("", None, refusal)]) from None


def _logo(data: Mapping[str, object]) -> str | None:
    vendor = data.get("vendor")
    logo = vendor.get("logo") if isinstance(vendor, dict) else None
    return logo if isinstance(logo, str) else None


def _logo_complaint(profile: Path, logo: str) -> Text | None:
    try:
        folder = profile.parent.resolve()
        file = (folder / logo).resolve()
        if not file.is_relative_to(folder):
            return T("Expected a PNG file beside the profile, got a link that leads elsewhere.")
        raw = files.read(file, _LARGEST_LOGO)
    except FileNotFoundError:
        return T("Expected a PNG file beside the profile; there is none of this name.")
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a ring of links
        return T("Expected a PNG file beside the profile; this one cannot be read.")
    return T("Expected a PNG file, got something else.") if raw is None else complaint(raw)
