"""Makes a vendor's kit: the zip, the setup and the page for IT."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from wizard.kit import sign
from wizard.kit.archive import write_zip
from wizard.kit.nsis import SetupError, write_setup
from wizard.kit.product import product_of
from wizard.kit.readme import READ_ME, read_me
from wizard.kit.release import SUMS, sums
from wizard.store import files, seal
from wizard.store.profile_file import NAME as PROFILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wizard.core.profile import Profile
    from wizard.core.text import Translator
    from wizard.kit.product import ProductNames
    from wizard.kit.release import Release

ICON = "vendor.ico"
_LARGEST = 1024 * 1024  # bytes of profile and logo; both were looked at before


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


def vendor_files(
    profile: Profile, file: Path, product: ProductNames, translator: Translator
) -> dict[str, bytes]:
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
