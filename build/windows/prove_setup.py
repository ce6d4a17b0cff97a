"""The steps that install, upgrade and remove, in a Windows that has not seen the program before."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import prove_kit
from bundle import files_of
from proof import KEYS, FailedError, Proof, office

from wizard.commands.kit.product import product_of
from wizard.store.profile import read_profile

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 120.0
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
PLACES = """
import ctypes, json
def folder(number):
    text = ctypes.create_unicode_buffer(300)
    ctypes.WinDLL("shell32").SHGetFolderPathW(None, number, None, 0, text)
    return text.value
numbers = {"local": 0x1C, "menu": 0x02, "desktop": 0x10}
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
    """Where the setup of the invented vendor puts things, asked of Windows itself."""

    def __init__(self, proof: Proof) -> None:
        import json

        self.proof = proof
        self.profile = read_profile(prove_kit.profiles()["northwind"])
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

    def registry(self) -> dict[str, dict[str, object]]:
        """The entry in Windows' list of programs, of this person and of everyone."""
        import json

        found: dict[str, dict[str, object]] = json.loads(
            self.proof.python(REGISTRY, f"{UNINSTALL}\\{self.product.key}").out
        )
        return found


def _setup(proof: Proof) -> Path:
    found = list((prove_kit.KITS / "northwind-kit").glob("*-setup.exe"))
    if not found:
        found = list(prove_kit.kit(proof, "northwind", setup=True).glob("*-setup.exe"))
    return found[0]


def _wait(right: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not right():
        if time.monotonic() > until:
            raise FailedError(what)
        time.sleep(0.2)


def installs(proof: Proof) -> str:
    """Files, entries and registry; how long it took."""
    place = Installed(proof)
    done = proof.run(_setup(proof), "/S", patience_s=PATIENCE_S)
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
    return f"{len(found)} files in {done.took_s:.0f} s, {_setup(proof).stat().st_size / 1e6:.1f} MB"


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
    left, kept = place.folder / "_internal" / "of-an-old-version.dll", place.folder / "notes of IT.txt"
    left.write_bytes(b"old")
    kept.write_text("ours", "utf-8")
    (place.folder / "connect-wizard.exe").write_bytes(b"an old version")
    proof.lines(proof.run(_setup(proof), "/S", patience_s=PATIENCE_S), [])
    if left.exists() or not kept.exists():
        raise FailedError("leftovers of the old version, or IT's own file is gone")
    kept.unlink()
    with office("key-not-assigned") as port:
        proof.check(port, "key.not-assigned", given="", program=place.folder / "connect-wizard.exe")
    return "the stored key is used by the new version"


def refuses_while_running(proof: Proof) -> str:
    """A program that runs is not overwritten; the setup says so with 32 and changes nothing."""
    place = Installed(proof)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = (place.folder / "connect-wizard.exe", "simulate", "healthy", "--port", str(port))
    running = threading.Thread(target=lambda: proof.where.run(*call, patience_s=180))
    running.start()
    _wait(lambda: _answers(port), "the program that should run does not answer")
    before = files_of(place.folder)
    proof.run(_setup(proof), "/S", code=32, patience_s=PATIENCE_S)
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
    _wait(lambda: not (folder / "uninstall.exe").exists(), "the uninstaller is still there")
    _wait(lambda: not folder.exists(), f"left: {files_of(folder)[:10]}")


def removes(proof: Proof) -> str:
    """Removed twice: the first time the key stays, the second time it goes."""
    place = Installed(proof)
    names = place.profile.keychain_service, place.profile.customer_key_name
    _uninstall(proof, place.folder)
    _nothing_left(place)
    proof.lines(proof.python(LOOK, *names), [KEYS.split("/")[1]])
    proof.run(_setup(proof), "/S", patience_s=PATIENCE_S)
    _uninstall(proof, place.folder, "/FORGETKEY")
    _nothing_left(place)
    proof.lines(proof.python(LOOK, *names), ["None"])
    return "0 files, 0 shortcuts, 0 registry keys left; the key kept, then removed"


def _nothing_left(place: Installed) -> None:
    left = [str(link) for link in (*place.links, *place.links_for_everyone) if link.exists()]
    folders = [str(f) for f in (place.folder, place.folder_for_everyone) if f.exists()]
    if left or folders or place.registry():
        raise FailedError(f"left: {left} {folders} {place.registry()}")


def for_everyone(proof: Proof) -> str:
    """/ALLUSERS, as an administrator."""
    place = Installed(proof)
    proof.run(_setup(proof), "/S", "/ALLUSERS", patience_s=PATIENCE_S)
    told = place.registry()
    if set(told) != {"everyone"} or not all(link.exists() for link in place.links_for_everyone):
        raise FailedError(f"registry: {told}")
    if not (place.folder_for_everyone / "ConnectWizard.exe").exists():
        raise FailedError("the program is not in Program Files")
    _uninstall(proof, place.folder_for_everyone)
    _nothing_left(place)
    shutil.rmtree(prove_kit.KITS, ignore_errors=True)
    return str(place.folder_for_everyone).rpartition("drive_c")[2]
