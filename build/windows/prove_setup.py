"""The steps that install, upgrade and remove, in a Windows that has not seen the program before."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import environment
import prove_kit
from bundle import files_of
from host import WORK, Wine
from proof import KEYS, FailedError, Proof, office
from prove_places import codes

from wizard.kit.product import product_of
from wizard.store.profile_file import read_profile

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 120.0
CLASSES = r"Software\Classes"
CASES = rf"{CLASSES}\.cwcase"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
PLACES = """
import ctypes, json
def folder(number):
    text = ctypes.create_unicode_buffer(300)
    ctypes.WinDLL("shell32").SHGetFolderPathW(None, number, None, 0, text)
    return text.value
numbers = {"local": 0x1C, "roaming": 0x1A, "menu": 0x02, "desktop": 0x10}
numbers |= {"all-menu": 0x17, "all-desktop": 0x19, "programs": 0x26}
print(json.dumps({name: folder(number) for name, number in numbers.items()}))
"""
REGISTRY = """
import json, winreg
told = {}
for name, hive in (("person", winreg.HKEY_CURRENT_USER), ("everyone", winreg.HKEY_LOCAL_MACHINE)):
    try:
        with winreg.OpenKey(hive, sys.argv[1], 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
            values = (winreg.EnumValue(key, i) for i in range(winreg.QueryInfoKey(key)[1]))
            told[name] = {value[0]: value[1] for value in values}
    except FileNotFoundError:
        pass
print(json.dumps(told))
"""
STORE = """
import keyring
keyring.set_password(sys.argv[1], sys.argv[2], sys.argv[3])
"""
LOOK = """
import keyring
print(keyring.get_password(sys.argv[1], sys.argv[2]))
"""


class Installed:
    """Where the setup of an invented vendor puts things, asked of Windows itself."""

    def __init__(self, proof: Proof, vendor: str = "northwind") -> None:
        import json

        self.proof = proof
        self.profile = read_profile(prove_kit.profiles()[vendor])
        self.product = product_of(self.profile)
        told = json.loads(proof.python(PLACES).out)
        self._places = {name: self._here(path) for name, path in told.items()}
        self.folder = self._places["local"] / "Programs" / self.product.folder
        self.folder_for_everyone = self._places["programs"] / self.product.folder
        link = f"{self.product.link}.lnk"
        self.links = [self._places[name] / link for name in ("menu", "desktop")]
        # the Programs folder of the Start menu is "menu" itself
        self.links_for_everyone = [self._places[name] / link for name in ("all-menu", "all-desktop")]

    def _here(self, path: str) -> Path:
        return self.proof.where.drive_c / path.removeprefix("C:\\").replace("\\", "/")

    def notes(self) -> list[Path]:
        """Whatever the program can note for the person (``resources/docs/what-is-touched.md``)."""
        own = self._places["local"] / "connect-wizard"
        names = (
            "history.jsonl",
            "history.jsonl.broken",
            "history.jsonl.lock",
            ".history.jsonl.0a1b2c3d.part",
            "progress.json",
            "log/connect-wizard.log",
            "log/connect-wizard.log.1",
        )
        return [self._places["roaming"] / "connect-wizard" / "windows.ini", *(own / name for name in names)]

    def registry(self) -> dict[str, dict[str, object]]:
        """The entry in Windows' list of programs, of this person and of everyone."""
        return self._values(f"{UNINSTALL}\\{self.product.key}")

    def opens_cases(self) -> dict[str, str]:
        """By ``person`` and ``everyone``, the command that opens a case file of this product's kind."""
        found = self._values(rf"{CLASSES}\{self.product.case_kind}\shell\open\command")
        return {whose: str(values[""]) for whose, values in found.items()}

    def taken_cases(self) -> dict[str, object]:
        """By ``person`` and ``everyone``, whose kind case files are now."""
        return {whose: values.get("") for whose, values in self._values(CASES).items()}

    def _values(self, key: str) -> dict[str, dict[str, object]]:
        import json

        found: dict[str, dict[str, object]] = json.loads(self.proof.python(REGISTRY, key).out)
        return found


def setup_of(proof: Proof, vendor: str = "northwind") -> Path:
    """The setup of an invented vendor, made by the first step that asks for it."""
    found = list((prove_kit.KITS / f"{vendor}-kit").glob("*-setup.exe"))
    if not found:
        found = list(prove_kit.kit(proof, vendor, setup=True).glob("*-setup.exe"))
    return found[0]


def wait(right: Callable[[], bool], what: str) -> None:
    """Wait until it is so.

    Raises:
        FailedError: It did not become so.
    """
    until = time.monotonic() + PATIENCE_S
    while not right():
        if time.monotonic() > until:
            raise FailedError(what)
        time.sleep(0.2)


def installs(proof: Proof) -> str:
    """Files, entries and registry; how long it took."""
    place = Installed(proof)
    done = proof.run(setup_of(proof), "/S", patience_s=PATIENCE_S)
    proof.lines(done, [])
    expected = {
        *files_of(proof.release),
        "installed.ini",
        "uninstall.exe",
        "vendor.toml",
        "vendor.seal",
        "vendor.ico",
        "logo.png",
    }
    expected.add("README for IT.txt")
    if (found := set(files_of(place.folder))) != expected:
        raise FailedError(f"not in both: {sorted(found ^ expected)[:20]}")
    if missing := [link.name for link in place.links if not link.exists()]:
        raise FailedError(f"no shortcut: {missing}")
    told = place.registry()
    if set(told) != {"person"} or told["person"]["DisplayName"] != place.product.name:
        raise FailedError(f"registry: {told}")
    if Path(str(told["person"]["URLUpdateInfo"])) != Path(str(place.profile.download_url)):
        raise FailedError(f"registry: {told}")
    _opens_cases(place, "person", place.folder)
    return f"{len(found)} files in {done.took_s:.0f} s, {setup_of(proof).stat().st_size / 1e6:.1f} MB"


def _opens_cases(place: Installed, whose: str, folder: Path) -> None:
    """A double click on a case file opens it with this product's window.

    Raises:
        FailedError: It opens with something else, or for somebody else.
    """
    wanted = f'"{place.proof.where.name(folder / "ConnectWizard.exe")}" "%1"'
    opens, taken = place.opens_cases(), place.taken_cases()
    if {name: command.lower() for name, command in opens.items()} != {whose: wanted.lower()}:
        raise FailedError(f"case files open with {opens}, expected {wanted}")
    if taken != {whose: place.product.case_kind}:
        raise FailedError(f"case files are of the kind {taken}")


def diagnoses(proof: Proof) -> str:
    """The installed program, with the vendor's own developer key."""
    program = Installed(proof).folder / "connect-wizard.exe"
    for scenario, cause in (
        ("econnector-not-running", "econnector.not-running"),
        ("permission-401", "permission.missing"),
    ):
        with office(scenario) as port:
            proof.check(port, cause, given=KEYS.split("/")[1], program=program)
    return "econnector.not-running, permission.missing"


def upgrades(proof: Proof) -> str:
    """A second run over the first: what an old version left goes, a stored key and the place stay."""
    place = Installed(proof)
    names = place.profile.keychain_service, place.profile.customer_key_name
    proof.python(STORE, *names, KEYS.split("/")[1])
    left, kept = (
        place.folder / "_internal" / "of-an-old-version.dll",
        place.folder / "_internal" / "notes of IT.txt",
    )
    left.write_bytes(b"old")
    _list_also(place.folder / "installed.ini", "_internal\\of-an-old-version.dll")
    kept.write_text("ours", "utf-8")
    (place.folder / "connect-wizard.exe").write_bytes(b"an old version")
    proof.lines(proof.run(setup_of(proof), "/S", patience_s=PATIENCE_S), [])
    if left.exists() or not kept.exists():
        raise FailedError("leftovers of the old version, or IT's own file is gone")
    kept.unlink()
    if left.exists():
        raise FailedError("what the older version had alone is still there")
    with office("key-not-assigned") as port:
        proof.check(port, "key.not-assigned", given="", program=place.folder / "connect-wizard.exe")
    return "the stored key is used by the new version"


def _list_also(file: Path, name: str) -> None:
    """Make a setup's list that of an older version, which had a file more."""
    lines = file.read_text("utf-16").splitlines()
    (count,) = (line for line in lines if line.startswith("Count="))
    number = int(count.removeprefix("Count=")) + 1
    lines[lines.index(count)] = f"Count={number}"
    last = max(n for n, line in enumerate(lines) if line.partition("=")[0].isdigit())
    lines.insert(last + 1, f"{number}={name}")
    file.write_text("\n".join(lines) + "\n", "utf-16", newline="\r\n")


def refusals(proof: Proof) -> str:
    """What the setup does not do, each with a code of its own, and nothing is changed by any."""
    place, where, setup = Installed(proof), proof.where, f'"{proof.where.name(setup_of(proof))}"'
    foreign, other, empty, new = (
        where.drive_c / "places" / name for name in ("foreign", "other", "empty", "new one")
    )
    for folder in (foreign / "_internal", foreign / "licences", other, empty):
        folder.mkdir(parents=True, exist_ok=True)
    for file in ("_internal/python.dll", "licences/theirs.txt", "SHA256SUMS", "vendor.txt"):
        (foreign / file).write_text("theirs", "utf-8")
    (other / "vendor.toml").write_text('schema = 1\n[vendor]\nname = "Contoso"\n', "utf-8")
    expected = {
        f"{setup} /S /D={where.name(foreign)}": 145,
        f"{setup} /S /D={where.name(other)}": 183,
        f"{setup} /S /D={where.name(foreign / 'vendor.txt')}": 161,
        f"{setup} /S /D={where.name(foreign / 'vendor.txt')}\\x": 161,
        f"{setup} /S /D=Y:\\nowhere": 161,
        f"{setup} /S /D=C:\\a|b": 161,
        f"{setup} /S /D=nowhere": 161,
        f'{setup} /S /D="{where.name(new)}"': 161,
        f"{setup} /s": 87,
        f"{setup} /S /ALLUSERSX": 87,
        f"{setup} /S /FOLDER=C:\\x": 87,
        f"{setup} /S more": 87,
    }
    before = {folder: files_of(folder) for folder in (foreign, other)}
    found = dict(zip(expected, codes(proof, *expected), strict=True))
    if wrong := {call: code for call, code in found.items() if code != expected[call]}:
        raise FailedError(f"ended with {wrong}")
    if (
        before != {folder: files_of(folder) for folder in (foreign, other)}
        or new.exists()
        or place.registry()
    ):
        raise FailedError("a refused setup changed something")
    for folder in (empty, new):
        if codes(proof, f"{setup} /S /D={where.name(folder)}") != [0]:
            raise FailedError(f"not installed into {folder}")
        profile = folder / "vendor.toml"
        whole = profile.read_text("utf-8")
        profile.write_text(
            whole.replace('name = "Northwind Sync"', 'name = "Contoso"'), "utf-8", newline="\n"
        )
        if codes(proof, f"{setup} /S /D={where.name(folder)}") != [183]:
            raise FailedError("a folder whose vendor.toml names another vendor was taken")
        profile.write_text(whole, "utf-8", newline="\n")
        if codes(proof, f'"{where.name(folder)}\\uninstall.exe" /S /KEY _?={where.name(folder)}') != [87]:
            raise FailedError("the uninstaller took an unknown switch")
        _uninstall(proof, folder)
    nothing_left(place)
    shutil.rmtree(where.drive_c / "places")
    return f"{', '.join(sorted({str(code) for code in found.values()}))}; nothing changed"


def side_by_side(proof: Proof) -> str:
    """Two vendors' programs on one PC: removing one, with its key, leaves the other as it was."""
    ours, theirs = Installed(proof), Installed(proof, "praxis")
    notes = ours.notes()
    for place, vendor in ((ours, "northwind"), (theirs, "praxis")):
        proof.run(setup_of(proof, vendor), "/S", patience_s=PATIENCE_S)
        proof.python(
            STORE, place.profile.keychain_service, place.profile.customer_key_name, KEYS.split("/")[1]
        )
    for note in notes:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text("[beside]\n", "utf-8")
    before = files_of(theirs.folder)
    _opens_cases(theirs, "person", theirs.folder)  # the last one installed
    _uninstall(proof, ours.folder, "/FORGETKEY")
    nothing_left(ours)
    _opens_cases(theirs, "person", theirs.folder)
    there = [link for link in theirs.links if link.exists()]
    if files_of(theirs.folder) != before or there != theirs.links or set(theirs.registry()) != {"person"}:
        raise FailedError("removing one vendor's program took something of the other's")
    kept = proof.python(LOOK, theirs.profile.keychain_service, theirs.profile.customer_key_name)
    proof.lines(kept, [KEYS.split("/")[1]])
    if gone := [note.name for note in notes if not note.exists()]:
        raise FailedError(f"went with the first program: {gone}")
    _uninstall(proof, theirs.folder, "/FORGETKEY")
    nothing_left(theirs)
    if taken := theirs.taken_cases():
        raise FailedError(f"the type of case files is left: {taken}")
    if left := [note.parent for note in notes if note.parent.exists()]:
        raise FailedError(f"left in the person's folder: {[files_of(folder) for folder in left]}")
    return "nothing shared, nothing left"


def share(proof: Proof) -> str:
    """A share by its UNC name: a kit is made from and to it, pictures go to it, the setup installs on it."""
    if not isinstance(proof.where, Wine):
        return "SKIPPED: it needs a server with a share"
    folder, named = WORK / "share-unc", r"\\server\tools"
    server = proof.where.prefix / "dosdevices" / "unc" / "server"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    server.mkdir(parents=True, exist_ok=True)
    (server / "tools").unlink(missing_ok=True)
    (server / "tools").symlink_to(folder)
    try:
        _on_share(proof, folder, named)
    finally:
        shutil.rmtree(server.parent)
        shutil.rmtree(folder)
    return f"{named}: profile, release, kit, pictures, installed and removed"


def _on_share(proof: Proof, folder: Path, named: str) -> None:
    shutil.copytree(proof.release, folder / "release")
    for file in prove_kit.profiles()["northwind"].parent.iterdir():
        shutil.copyfile(file, folder / file.name)
    profile = f"{named}\\vendor.toml"
    out = ("--out", f"{named}\\kit", "--release", f"{named}\\release", "--no-setup")
    proof.run(proof.command, "profile", "kit", profile, *out)
    with zipfile.ZipFile(prove_kit.archive(folder / "kit")) as made:
        if made.testzip() is not None:
            raise FailedError("the zip on the share is damaged")
    with office("key-not-assigned") as port:
        proof.check(port, "key.not-assigned", "--profile", profile, given=KEYS.split("/")[1])
    proof.run(proof.command, "demo", "healthy", "--screenshots", f"{named}\\pictures")
    place, installed = Installed(proof), folder / "installed"
    proof.run(setup_of(proof), "/S", f"/D={named}\\installed", patience_s=PATIENCE_S)
    told = place.registry()["person"]["InstallLocation"]
    if not (installed / "ConnectWizard.exe").exists() or told != f"{named}\\installed":
        raise FailedError(f"not installed on the share: {told}")
    # Wine tells a program on a share its own place without the backslashes before it
    remover = proof.where.drive_c / "remover.exe"
    shutil.copyfile(installed / "uninstall.exe", remover)
    proof.run(remover, "/S", f"_?={named}\\installed", patience_s=PATIENCE_S)
    remover.unlink()
    (installed / "uninstall.exe").unlink(missing_ok=True)
    if files_of(folder / "installed"):
        raise FailedError(f"left on the share: {files_of(installed)}")
    nothing_left(place)


def signed_uninstaller(proof: Proof) -> str:
    """``profile kit --sign``: the setup and the uninstaller that comes out of it."""
    certificate = WORK / "certificate" / "test-certificate.pem"
    if not certificate.exists() or shutil.which("osslsigncode") is None:
        return "SKIPPED: not signed for a test"
    place = Installed(proof, "praxis")
    proof.run(setup_of(proof, "praxis"), "/S", patience_s=PATIENCE_S)
    found = environment.signers_of([setup_of(proof, "praxis"), place.folder / "uninstall.exe"], certificate)
    _uninstall(proof, place.folder)
    if wrong := [name for name, who in found.items() if who != "Connect Wizard test certificate"]:
        raise FailedError(f"not signed: {wrong}")
    return ", ".join(found)


def refuses_while_running(proof: Proof) -> str:
    """A program that runs is not overwritten; the setup says so with 32 and changes nothing."""
    place = Installed(proof)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = (place.folder / "connect-wizard.exe", "simulate", "healthy", "--port", str(port))
    running = threading.Thread(target=lambda: proof.where.run(*call, patience_s=180))
    running.start()
    wait(lambda: _answers(port), "the program that should run does not answer")
    before = files_of(place.folder)
    proof.run(setup_of(proof), "/S", code=32, patience_s=PATIENCE_S)
    if files_of(place.folder) != before:
        raise FailedError("files changed")
    proof.where.run("taskkill", "/f", "/im", "connect-wizard.exe")
    running.join(190)
    return "exit code 32"


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _uninstall(proof: Proof, folder: Path, *arguments: str) -> None:
    """The uninstaller goes on in a copy of itself; what counts is what is left."""
    proof.run(folder / "uninstall.exe", "/S", *arguments, patience_s=PATIENCE_S)
    wait(lambda: not (folder / "uninstall.exe").exists(), "the uninstaller is still there")
    wait(lambda: not folder.exists(), f"left: {files_of(folder)[:10]}")


def removes(proof: Proof) -> str:
    """Removed twice: the first time the key stays, the second time it goes."""
    place = Installed(proof)
    names = place.profile.keychain_service, place.profile.customer_key_name
    _uninstall(proof, place.folder)
    nothing_left(place)
    proof.lines(proof.python(LOOK, *names), [KEYS.split("/")[1]])
    proof.run(setup_of(proof), "/S", patience_s=PATIENCE_S)
    _uninstall(proof, place.folder, "/FORGETKEY")
    nothing_left(place)
    proof.lines(proof.python(LOOK, *names), ["None"])
    return "0 files, 0 shortcuts, 0 registry keys left; the key kept, then removed"


def nothing_left(place: Installed) -> None:
    """Look for what an uninstaller could have left.

    Raises:
        FailedError: There is something.
    """
    left = [str(link) for link in (*place.links, *place.links_for_everyone) if link.exists()]
    folders = [str(f) for f in (place.folder, place.folder_for_everyone) if f.exists()]
    if left or folders or place.registry():
        raise FailedError(f"left: {left} {folders} {place.registry()}")
    if place.opens_cases() or place.product.case_kind in place.taken_cases().values():
        raise FailedError(f"left: {place.opens_cases()} {place.taken_cases()}")


def for_everyone(proof: Proof) -> str:
    """/ALLUSERS, as an administrator."""
    place = Installed(proof)
    proof.run(setup_of(proof), "/S", "/ALLUSERS", patience_s=PATIENCE_S)
    told = place.registry()
    if set(told) != {"everyone"} or not all(link.exists() for link in place.links_for_everyone):
        raise FailedError(f"registry: {told}")
    if not (place.folder_for_everyone / "ConnectWizard.exe").exists():
        raise FailedError("the program is not in Program Files")
    _opens_cases(place, "everyone", place.folder_for_everyone)
    _uninstall(proof, place.folder_for_everyone)
    nothing_left(place)
    return str(place.folder_for_everyone).rpartition("drive_c")[2]
