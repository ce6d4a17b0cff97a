"""``profile kit``: the zip, the setup and the page for IT."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.commands.compose import profile_or_complaint
from wizard.commands.kit import sign
from wizard.commands.kit.archive import write_zip
from wizard.commands.kit.product import product_of
from wizard.commands.kit.readme import READ_ME, read_me
from wizard.commands.kit.release import SUMS, ReleaseError, opened, sums
from wizard.commands.kit.setup import SetupError, makensis, write_setup
from wizard.core.text import T
from wizard.store import files, seal
from wizard.store.profile import NAME as PROFILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.commands.kit.product import Product
    from wizard.commands.kit.release import Release
    from wizard.core.profile import Profile
    from wizard.core.text import Translator

ICON = "vendor.ico"
_LARGEST = 1024 * 1024  # bytes of profile and logo; both were looked at before


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
        sys.stderr.write(say(problem.words) + "\n")
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


def make_kit(
    profile: Profile,
    file: Path,
    release: Release,
    out: Path,
    translator: Translator,
    *,
    setup: bool,
    signing: str = "",
) -> list[str]:
    """Write the kit into a folder and return the names of its files.

    Raises:
        OSError: A file could not be read or written.
        SetupError: makensis or the command that signs failed.
    """
    product = product_of(profile)._replace(for_tests=bool(release.for_tests))
    own = vendor_files(profile, file, product, translator)
    out.mkdir(parents=True, exist_ok=True)
    names = [f"{product.file_stem}.zip", READ_ME]
    write_zip(
        out / names[0], product.folder, {**{name: release.folder / name for name in release.names}, **own}
    )
    files.write(out / READ_ME, own[READ_ME])
    if setup:
        names.append(f"{product.file_stem}-setup.exe")
        with files.workplace() as folder:
            content = {name: release.folder / name for name in release.names}
            content |= _laid_out(own, folder)
            call = (sign.hook(), sign.hook_variables(signing)) if signing else ()
            write_setup(out / names[-1], product, content, ICON, side(profile, file), *call)
        if signing:
            _sign(out / names[-1], signing)
    files.write(out / SUMS, sums(out, sorted(names)).encode())
    return [*names, SUMS]


def _sign(file: Path, command: str) -> None:
    try:
        sign.sign(file, command)
    except (ValueError, OSError, subprocess.CalledProcessError) as problem:
        file.unlink()  # what was to be signed is not given away unsigned
        raise SetupError(sign.last_words(problem)) from None


def vendor_files(profile: Profile, file: Path, product: Product, translator: Translator) -> dict[str, bytes]:
    """What makes the release a vendor's: profile, logo, icon, seal and the page for IT."""
    source = files.read(file, _LARGEST) or b""
    logo = file.parent / profile.logo if profile.logo else None
    picture = files.read(logo, _LARGEST) if logo else None
    own = {
        PROFILE: source,
        seal.NAME: seal.seal(source, picture).encode(),
        ICON: _icon(logo),
        READ_ME: read_me(profile, product, translator.translate).replace("\n", "\r\n").encode("utf-8-sig"),
    }
    if profile.logo and picture is not None:
        own[profile.logo] = picture
    return own


def _icon(logo: Path | None) -> bytes:
    from wizard.store import resources
    from wizard.ui.vendor_icon import icon_of  # Qt scales the logo; only a kit needs it

    made = icon_of(logo) if logo else None
    return made or resources.path("icons/connect-wizard.ico").read_bytes()


def side(profile: Profile, file: Path | None = None) -> bytes:
    """The bitmap of the setup: the vendor's logo, else the program's icon."""
    from wizard.store import resources
    from wizard.ui.vendor_icon import side_of

    own = resources.path("icons/connect-wizard-128.png")
    return side_of(file.parent / profile.logo if file and profile.logo else own, profile.accent)


def _laid_out(own: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    for name, part in own.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(part)
    return {name: folder / name for name in own}
