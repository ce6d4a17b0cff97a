"""The steps that make vendors' kits from the release."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import sign
from host import ROOT, WORK
from proof import KEYS, FailedError, Proof, office

from wizard.core.text import Translator
from wizard.kit.make import make_kit
from wizard.kit.release import read_release
from wizard.store.profile_file import read_profile

KITS = WORK / "kits"
VENDORS: dict[str, Path | str] = {
    "northwind": ROOT / "tests" / "data" / "vendor.toml",
    "sonrisa": """schema = 1
[vendor]
name = "Clínica Añil & Söhne"
[wizard]
download_url = "https://anil.example/descargas"
""",
    "praxis": """schema = 1
[vendor]
name = "A & B Praxisverwaltungsgesellschaft Inc."
product = "Northwind & Recall Patientenkommunikationsplattform 2"
[keychain]
service = "A & B Praxis"
""",
}
TOP_SIZE = 64


def profiles() -> dict[str, Path]:
    """Both invented vendors' profiles, each in a folder of its own."""
    found = {}
    for name, source in VENDORS.items():
        folder = KITS / name
        folder.mkdir(parents=True, exist_ok=True)
        found[name] = folder / "vendor.toml"
        if isinstance(source, Path):
            shutil.copyfile(source, found[name])
            shutil.copyfile(source.with_name("logo.png"), folder / "logo.png")
        else:
            found[name].write_text(source, "utf-8", newline="\n")
    return found


def kit(proof: Proof, name: str, *, setup: bool = False) -> Path:
    """A kit made here; returns its folder."""
    profile, out = profiles()[name], KITS / f"{name}-kit"
    shutil.rmtree(out, ignore_errors=True)
    certificate = WORK / "certificate"
    signing = sign.test_command(certificate) if setup and certificate.exists() else ""
    make_kit(
        read_profile(profile),
        profile,
        read_release(proof.release),
        out,
        Translator(),
        setup=setup,
        signing=signing,
    )
    return out


def archive(folder: Path) -> Path:
    """The one zip of a kit."""
    (found,) = folder.glob("*.zip")
    return found


def content(file: Path) -> dict[str, bytes]:
    """What a zip holds, without the name of its one folder."""
    with zipfile.ZipFile(file) as opened:
        names = opened.namelist()
        tops = {name.split("/")[0] for name in names}
        if len(tops) != 1 or len(tops.copy().pop()) > TOP_SIZE:
            raise FailedError(f"expected one short folder, got {tops}")
        return {name.partition("/")[2]: opened.read(name) for name in names}


def same_everywhere(proof: Proof) -> str:
    """The released program makes a kit from its own folder under Windows; byte for byte the one made here."""
    here, there = kit(proof, "northwind"), KITS / "northwind-windows"
    shutil.rmtree(there, ignore_errors=True)
    named = proof.where.name(profiles()["northwind"]), proof.where.name(there)
    done = proof.run(proof.command, "profile", "kit", named[0], "--out", named[1], "--no-setup")
    names = [r".*\.zip", r".*README for IT\.txt", r".*SHA256SUMS"]
    for_tests = read_release(proof.release).for_tests
    told = ["This is no release but a build for tests.+", *map(re.escape, for_tests)] if for_tests else []
    proof.lines(done, [*names, *told])
    ours, theirs = content(archive(here)), content(archive(there))
    if ours != theirs:
        differ = sorted(n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n))
        raise FailedError(f"these differ: {differ}")
    if archive(here).read_bytes() == archive(there).read_bytes():
        return f"{archive(here).stat().st_size / 1e6:.1f} MB, the same bytes"
    return "every file inside is the same; the zips differ in how two versions of zlib pack them"


def two_kits(proof: Proof) -> str:
    """Two vendors from one release, and one of them twice."""
    first, second = kit(proof, "northwind"), kit(proof, "sonrisa")
    once = archive(first).read_bytes()
    if archive(kit(proof, "northwind")).read_bytes() != once:
        raise FailedError("the same profile gave another zip")
    ours, theirs = content(archive(first)), content(archive(second))
    differ = {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}
    expected = {"vendor.toml", "vendor.seal", "vendor.ico", "logo.png", "README for IT.txt"}
    if differ != expected:
        raise FailedError(f"these differ: {sorted(differ)}")
    return ", ".join(sorted(differ))


def refused(proof: Proof) -> str:
    """A kit's profile is changed: refused at start and when a kit is made of it, with file, line, reason."""
    folder = KITS / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(archive(kit(proof, "northwind"))) as opened:
        opened.extractall(folder)
    (program,) = folder.glob("*/connect-wizard.exe")
    profile = program.with_name("vendor.toml")
    whole = profile.read_text("utf-8")
    with office("key-not-assigned") as port:
        customer = KEYS.split("/")[1]  # the developer key is the profile's
        proof.check(port, "key.not-assigned", given=customer, program=program)
    line = whole[: whole.index("phone")].count("\n") + 1
    profile.write_text(whole.replace("555-0100", "555-0199"), "utf-8", newline="\n")
    reason = rf"vendor\.toml, line {line}: Expected this line as the vendor's kit was made with it; .+"
    proof.run(program, "check", code=2, err=reason)
    out = ("--out", proof.where.name(KITS / "never"), "--no-setup")
    proof.run(program, "profile", "kit", proof.where.name(profile), *out, code=2, err=reason)
    profile.write_text(whole.replace("#0B6E6E", "#FFFF00"), "utf-8", newline="\n")
    line = whole[: whole.index("accent")].count("\n") + 1
    proof.run(program, "check", code=2, err=rf"vendor\.toml, line {line}: vendor\.accent: Expected .*")
    profile.unlink()
    proof.run(program, "check", code=2, err=r"vendor\.toml: This file is not there\.")
    if (KITS / "never").exists():
        raise FailedError("a refused profile left a kit")
    shutil.rmtree(folder)
    return "changed, invalid, missing"
