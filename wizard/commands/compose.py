"""Which vendor profile is in force; shared by the commands and the window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.core.profile import GENERIC
from wizard.runs.in_time import InTime

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeGuard

    from wizard.core.profile import Profile
    from wizard.core.text import Translator
    from wizard.store.log_file import LogFile
    from wizard.store.profile_file import ProfileError


def load_profile(file: str | None) -> Profile:
    """The profile that was named, else the one beside the program, else IT mode's.

    Raises:
        wizard.store.profile_file.ProfileError: It is not valid.
    """
    path = Path(file) if file else beside_program()
    if path is None:
        return GENERIC
    from wizard.store.languages import available
    from wizard.store.profile_file import read_profile

    return read_profile(path, available())


def profile_or_complaint(file: str | None, translator: Translator) -> Profile | None:
    """The same; None after a refused profile's file, line and expectation were told on standard error."""
    try:
        return load_profile(file)
    except ValueError as problem:
        if not is_refusal(problem):
            raise
        sys.stderr.write(f"{problem.told(translator)}\n")
        return None


def is_refusal(problem: ValueError) -> TypeGuard[ProfileError]:
    """Whether it is a ProfileError, whose words name file, line and expectation; no other's are told."""
    from wizard.store.profile_file import ProfileError

    return isinstance(problem, ProfileError)


def beside_program() -> Path | None:
    """The vendor profile beside the frozen program or in the source tree's root; None where there is none."""
    frozen = getattr(sys, "frozen", False)
    return find_profile(Path(sys.executable).parent if frozen else Path(__file__).resolve().parents[2])


def find_profile(folder: Path) -> Path | None:
    """``vendor.toml`` in a folder, or None; where only its seal is left, it is missing and not unwanted."""
    found = folder / "vendor.toml"
    try:
        return found if found.exists() or (folder / "vendor.seal").exists() else None
    except PermissionError:
        return found  # reading it will say so; a vendor's program must not turn generic in silence


def program_log(profile: Profile) -> Callable[[str], None] | None:
    """What writes a line into the program's log, and loads nothing before the first; None where it is off.

    A folder that does not answer, for example on a server that is gone, holds up the first line alone.
    """
    if not profile.keep_history:
        return None
    opened: list[LogFile | None] = []
    in_time: InTime[None] = InTime()

    def write(line: str) -> None:
        if not opened:
            opened.append(_opened_log())
        if opened[0] is not None:
            opened[0].write(line)

    return lambda line: in_time.do(lambda: write(line))


def _opened_log() -> LogFile | None:
    try:
        from wizard.store.locations import log_file
        from wizard.store.log_file import LogFile

        return LogFile(log_file())
    except (OSError, RuntimeError, OverflowError):  # no home, too few files, a clock that Python cannot read
        return None
