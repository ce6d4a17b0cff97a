"""Keys at rest: only in a keychain of the system's own, under the vendor's names, and silently."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import traceback
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import ROOT
from tests.support.office import MemoryBackend
from wizard.commands import forget
from wizard.core.profile import GENERIC, Profile
from wizard.core.secret import Secret
from wizard.main import main as run
from wizard.store import system_keychain
from wizard.store.keychain import Keychain, KeychainError, KeyringBackend

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEV, CUS = "CANARYDEV0000001", "CANARYCUS0000001"
VENDOR = Profile(
    vendor_name="Northwind",
    keychain_service="Northwind Sync",
    customer_key_name="od-key",
    developer_key_name=None,
)


class Fake:
    """A keychain that can be told to fail, with the key in its words."""

    def __init__(self, failing: str = "", *, stubborn: bool = False) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.failing = failing
        self.stubborn = stubborn

    def get_password(self, service: str, username: str) -> str | None:
        if self.failing == "get":
            raise RuntimeError(f"locked: {self.values} {CUS}")
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.failing == "set":
            raise RuntimeError(f"cannot write {password}")
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.failing == "delete":
            raise RuntimeError(f"cannot remove {self.values}")
        if not self.stubborn:
            del self.values[service, username]


@pytest.mark.parametrize("backend", [Fake, MemoryBackend])
def test_keys_are_stored_read_and_forgotten(backend: Callable[[], KeyringBackend]) -> None:
    keychain = Keychain(GENERIC, backend())
    assert keychain.available()
    assert keychain.customer() is keychain.developer() is None
    assert keychain.store(Secret(CUS), Secret(DEV))
    assert (keychain.customer(), keychain.developer()) == (Secret(CUS), Secret(DEV))
    assert keychain.store(Secret("CANARYCUS0000002"))
    assert (keychain.customer(), keychain.developer()) == (Secret("CANARYCUS0000002"), Secret(DEV))
    assert keychain.forget() == 2
    assert keychain.customer() is keychain.developer() is None
    assert keychain.forget() == 0


def test_the_vendors_names_are_used_so_that_its_program_finds_the_key() -> None:
    backend = Fake()
    keychain = Keychain(VENDOR, backend)
    assert keychain.store(Secret(CUS), Secret(DEV))
    assert backend.values == {("Northwind Sync", "od-key"): CUS}  # no place is named for the developer key
    assert keychain.home == "Northwind Sync / od-key"
    assert keychain.developer() is None
    assert keychain.forget() == 1
    assert backend.values == {}


def test_another_programs_keys_stay() -> None:
    backend = Fake()
    backend.values["other", "customer-key"] = "theirs"
    keychain = Keychain(GENERIC, backend)
    keychain.store(Secret(CUS))
    assert keychain.forget() == 1
    assert backend.values == {("other", "customer-key"): "theirs"}


def test_an_empty_value_is_none() -> None:
    backend = Fake()
    backend.values[GENERIC.keychain_service, GENERIC.customer_key_name] = ""
    assert Keychain(GENERIC, backend).customer() is None


@pytest.mark.parametrize("value", [5, CUS.encode(), [CUS]], ids=["number", "bytes", "list"])
def test_what_is_no_text_cannot_be_read(value: object) -> None:
    backend = Fake()
    backend.values[GENERIC.keychain_service, GENERIC.customer_key_name] = value  # type: ignore[assignment]
    with pytest.raises(KeychainError) as caught:
        Keychain(GENERIC, backend).customer()
    assert not leaks(caught.value)


def leaks(problem: KeychainError) -> bool:
    """What a person, a log or a crash report would see."""
    shown = "".join(traceback.format_exception(problem)) + repr(problem) + str(problem) + problem.text.msgid
    return any(word in shown for word in (CUS, DEV))


@pytest.mark.parametrize("failing", ["set", "get", "delete"])
def test_a_keychain_that_fails_says_so_without_its_own_words(failing: str) -> None:
    backend = Fake(failing)
    keychain = Keychain(GENERIC, backend)
    if failing != "set":
        backend.values[GENERIC.keychain_service, GENERIC.customer_key_name] = CUS
    actions: dict[str, Callable[[], object]] = {
        "set": lambda: keychain.store(Secret(CUS), Secret(DEV)),
        "get": keychain.customer,
        "delete": keychain.forget,
    }
    with pytest.raises(KeychainError) as caught:
        actions[failing]()
    assert not leaks(caught.value)
    assert "keychain of this PC" in caught.value.text.msgid
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_forgetting_needs_to_read() -> None:
    with pytest.raises(KeychainError):
        Keychain(GENERIC, Fake("get")).forget()


def test_forgetting_looks_whether_the_key_is_gone() -> None:
    backend = Fake(stubborn=True)
    keychain = Keychain(GENERIC, backend)
    keychain.store(Secret(CUS))
    with pytest.raises(KeychainError) as caught:
        keychain.forget()
    assert not leaks(caught.value)
    backend.stubborn = False
    assert keychain.forget() == 1


def test_one_key_that_stays_does_not_keep_the_other() -> None:
    class Half(Fake):
        def delete_password(self, service: str, username: str) -> None:
            if username == GENERIC.developer_key_name:
                del self.values[service, username]

    backend = Half()
    keychain = Keychain(GENERIC, backend)
    keychain.store(Secret(CUS), Secret(DEV))
    with pytest.raises(KeychainError):
        keychain.forget()
    assert list(backend.values.values()) == [CUS]


def test_the_memory_of_a_pretend_office_prints_no_key() -> None:
    memory = MemoryBackend()
    memory.set_password("s", "u", CUS)
    assert CUS not in repr(memory)
    assert CUS not in repr(vars(memory))
    with pytest.raises(KeyError):
        memory.delete_password("s", "other")


PLAINTEXT = """
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    priority = 99
    def get_password(self, service, username):
        raise SystemExit("read from a plain file")
    def set_password(self, service, username, password):
        raise SystemExit("written to a plain file")
    def delete_password(self, service, username):
        raise SystemExit("deleted from a plain file")
"""

ASK = f"""
from wizard.main import main as run
from wizard.commands import forget
from wizard.core.profile import GENERIC
from wizard.core.secret import Secret
from wizard.store import system_keychain
from wizard.store.keychain import Keychain
keychain = Keychain(GENERIC)
assert not keychain.available()
assert keychain.store(Secret("{CUS}"), Secret("{DEV}")) is False
assert keychain.customer() is None and keychain.developer() is None
assert keychain.forget() == 0
import keyring.core
assert keyring.core._keyring_backend is None  # keyring was not asked to choose
"""


@pytest.mark.parametrize(
    "backend",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "plain.Keyring",
        "keyring.backends.nowhere.Keyring",
        "nonsense",
    ],
)
def test_no_other_backend_is_a_keychain(backend: str, tmp_path: Path) -> None:
    """In a process of its own, as keyring chooses once: nothing is kept, and nothing is said."""
    (tmp_path / "plain.py").write_text(PLAINTEXT)
    settings = tmp_path / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir()
    settings.write_text(f"[backend]\ndefault-keyring={backend}\nkeyring-path={tmp_path}\n")
    root = ROOT
    environ = {
        **os.environ,
        "PYTHON_KEYRING_BACKEND": backend,
        "PYTHONPATH": f"{root}{os.pathsep}{tmp_path}",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert CUS not in done.stdout
    assert {path.name for path in tmp_path.rglob("*")} <= {"plain.py", "python_keyring", "keyringrc.cfg"}


@pytest.mark.parametrize("stored", [True, False])
def test_a_dry_run_says_whether_there_is_a_key_and_leaves_it(
    stored: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the uninstaller asks before it asks the person."""
    backend = Fake()
    if stored:
        Keychain(GENERIC, backend).store(Secret(CUS))
    monkeypatch.setattr(forget, "Keychain", lambda profile: Keychain(profile, backend))
    assert run(["forget", "--dry-run"]) == (0 if stored else 3)
    told = capsys.readouterr()
    assert told.out == ("A key is stored here.\n" if stored else "No key is stored here.\n")
    assert bool(backend.values) is stored
    assert run(["forget"]) == 0
    assert not backend.values


def test_the_backend_is_the_one_class_of_the_system_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from keyring.backend import KeyringBackend

    class WinVaultKeyring(KeyringBackend):
        viable = True
        priority = 1
        persist = "enterprise"

        def get_password(self, service: str, username: str) -> str | None:
            return f"{service}/{username}"

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

    windows = ModuleType("keyring.backends.Windows")
    windows.WinVaultKeyring = WinVaultKeyring  # type: ignore[attr-defined]  # as in keyring's own module
    monkeypatch.setitem(sys.modules, windows.__name__, windows)
    monkeypatch.setattr(system_keychain, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setenv("KEYRING_PROPERTY_PERSIST", "enterprise")
    monkeypatch.setenv("KEYRING_PROPERTY_GET_PASSWORD", "somebody-elses")
    found = system_keychain.system_backend()
    assert isinstance(found, WinVaultKeyring)
    assert found.persist == "local machine"
    assert Keychain(GENERIC).customer() == Secret(f"{GENERIC.keychain_service}/customer-key")


def test_a_system_without_its_library_has_no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring.backends.Windows", None)
    monkeypatch.setattr(system_keychain, "sys", SimpleNamespace(platform="win32"))
    assert system_keychain.system_backend() is None


OTHER = (Secret("CANARYCUS0000002"), Secret("CANARYDEV0000002"))


class Interleaved(Fake):
    """A keychain in which another window stores its own pair between two of this window's writes."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after
        self.other: Keychain | None = None

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password)
        self.after -= 1
        if self.after == 0:
            other, self.other = self.other, None
            if other is not None:
                assert other.store(*OTHER)


@pytest.mark.parametrize("after", [1, 2])
def test_two_windows_leave_a_pair_that_belongs_together(after: int) -> None:
    backend = Interleaved(after)
    backend.other = Keychain(GENERIC, backend)
    mine = Keychain(GENERIC, backend)
    assert mine.store(Secret(CUS), Secret(DEV))
    assert (mine.customer(), mine.developer()) == (Secret(CUS), Secret(DEV))


def test_a_pair_that_is_changed_again_and_again_is_told() -> None:
    class Restless(Fake):
        def set_password(self, service: str, username: str, password: str) -> None:
            super().set_password(service, username, password)
            self.values[service, str(GENERIC.developer_key_name)] = "CANARYDEV0000009"

    with pytest.raises(KeychainError, match="Another window"):
        Keychain(GENERIC, Restless()).store(Secret(CUS), Secret(DEV))


@pytest.mark.parametrize("before", [None, OTHER])
def test_half_a_pair_is_never_left(before: tuple[Secret, Secret] | None) -> None:
    class Half(Fake):
        full = False

        def set_password(self, service: str, username: str, password: str) -> None:
            if self.full and username == GENERIC.customer_key_name:
                raise RuntimeError(f"no room for {password}")
            super().set_password(service, username, password)

    backend = Half()
    keychain = Keychain(GENERIC, backend)
    if before is not None:
        keychain.store(*before)
    backend.full = True
    with pytest.raises(KeychainError) as caught:
        keychain.store(Secret(CUS), Secret(DEV))
    assert not leaks(caught.value)
    assert (keychain.customer(), keychain.developer()) == (before or (None, None))


def test_forget_does_not_wait_for_a_keychain_for_ever(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answered = threading.Event()

    class Locked(Fake):
        def get_password(self, service: str, username: str) -> str | None:
            answered.wait(60)
            return super().get_password(service, username)

    monkeypatch.setattr("wizard.store.keychain.system_backend", Locked)
    monkeypatch.setattr("wizard.commands.forget.KEYCHAIN_S", 0.05)
    try:
        assert run(["forget"]) == 1
    finally:
        answered.set()
    told = capsys.readouterr()
    assert "did not answer" in told.err
    assert told.out == ""
