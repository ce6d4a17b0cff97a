"""The steps that look at the folder and the program as it lies there."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import ssl
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import environment
from bundle import EXECUTABLES, digest, files_of
from host import STAND_INS, WORK, Wine
from papers import LICENCES, PARTS_LIST
from proof import KEYS, FailedError, Proof, Tunnel, certificate, office

from wizard.kit.release import FOR_TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from host import Done

MAKERS = ("python software foundation", "the qt company", "microsoft")
DEMO_STEPS = ("1-welcome", "2-office", "3-key", "4-live", "5-result")
SMALLEST_PICTURE = 8_000

DRESS = """
import json, pefile
told = {}
for name in sys.argv[1:]:
    pe = pefile.PE(name)
    entries = {e.struct.Id: e for e in pe.DIRECTORY_ENTRY_RESOURCE.entries}
    def data(entry):
        while hasattr(entry, "directory"):
            entry = entry.directory.entries[0]
        return pe.get_data(entry.data.struct.OffsetToData, entry.data.struct.Size)
    words = {}
    for info in pe.FileInfo[0]:
        for table in getattr(info, "StringTable", ()):
            words |= {k.decode(): v.decode() for k, v in table.entries.items()}
    icons = len(entries[3].directory.entries)
    told[name] = {"words": words, "manifest": data(entries[24]).decode(), "icons": icons,
                  "console": pe.OPTIONAL_HEADER.Subsystem == 3}
print(json.dumps(told))
"""


def makers(proof: Proof) -> str:
    """Every library carries its maker's valid signature; the stand-ins for Wine are nowhere."""
    found = environment.programs(proof.release)
    if odd := [file.name for file in found if file.stem.lower() in STAND_INS]:
        raise FailedError(f"test libraries got in: {odd}")
    if shutil.which("osslsigncode") is None:
        return "signatures not looked at: there is no osslsigncode here"
    roots = environment.trusted_roots()
    others = [file for file in found if file.name not in EXECUTABLES]
    signers = environment.signers_of(others, roots)
    wrong = [
        f"{name}: {who or 'no valid signature'}"
        for name, who in signers.items()
        if not who.lower().startswith(MAKERS)
    ]
    if wrong or len(others) < 30:
        raise FailedError(f"{len(others)} libraries; {wrong}")
    return f"{len(others)} libraries"


def signed(proof: Proof) -> str:
    """Both programs and the setup, where the release was signed with the certificate for tests."""
    certificate = WORK / "certificate" / "test-certificate.pem"
    if not certificate.exists() or shutil.which("osslsigncode") is None:
        return "SKIPPED: not signed for a test"
    files = [proof.release / name for name in EXECUTABLES] + sorted(proof.release.parent.glob("*-setup.exe"))
    signers = environment.signers_of(files, certificate)
    if wrong := [name for name, who in signers.items() if who != "Connect Wizard test certificate"]:
        raise FailedError(f"not signed, or not by the certificate for tests: {wrong}")
    return ", ".join(signers)


def parts_list(proof: Proof) -> str:
    """The parts list against the folder, file by file."""
    text = (proof.release / LICENCES / PARTS_LIST).read_text("utf-8")
    listed = {
        file["name"]: file["hashes"][0]["content"]
        for part in json.loads(text)["components"]
        for file in part.get("components", ())
    }
    papers = {FOR_TESTS, "SHA256SUMS", "release.json", "Read me first.txt", "Lea esto primero.txt"}
    there = [
        name for name in files_of(proof.release) if name not in papers and not name.startswith(f"{LICENCES}/")
    ]
    lacking = set(there) ^ set(listed)
    # the list names what was frozen; a signature is put on both programs afterwards
    changed = [
        n for n in there if n in listed and n not in EXECUTABLES and digest(proof.release / n) != listed[n]
    ]
    if lacking or changed:
        raise FailedError(f"not in both: {sorted(lacking)}; changed: {changed}")
    return f"{len(listed)} files"


def dress(proof: Proof) -> str:
    """Version resource, icon, manifest and subsystem."""
    names = [proof.where.name(proof.release / name) for name in EXECUTABLES]
    told = json.loads(proof.python(DRESS, *names).out)
    for name, found in told.items():
        words, manifest = found["words"], found["manifest"]
        right = (
            words["ProductName"] == "Connect Wizard for Open Dental"
            and words["FileVersion"] == words["ProductVersion"]
            and all(part in manifest for part in ("PerMonitorV2", ">true<", "longPathAware", "asInvoker"))
            and found["icons"] == 6
            and found["console"] == name.endswith("connect-wizard.exe")
        )
        if not right:
            raise FailedError(f"{name}: {found}")
    return str(words["FileVersion"])


def starts(proof: Proof) -> str:
    """Version and lists, line for line; how long a start takes."""
    from wizard import __version__
    from wizard.simulator.scenarios import SCENARIOS

    proof.lines(proof.run(proof.command, "--version"), [f"connect-wizard {__version__}"])
    listed = proof.run(proof.command, "list", "scenarios")
    proof.lines(listed, [rf"{name} .*" for name in SCENARIOS])
    times = sorted(proof.run(proof.command, "--version").took_s for _ in range(3))
    return f"console start {times[1]:.2f} s"


def check_http(proof: Proof) -> str:
    """Four offices over HTTP."""
    expected = {
        "healthy": ("connected", 0),
        "key-not-assigned": ("key.not-assigned", 3),
        "econnector-not-running": ("econnector.not-running", 3),
        "dropped-reset": ("network.dropped", 3),
    }
    for scenario, (cause, code) in expected.items():
        with office(scenario) as port:
            found = proof.check(port, cause, code=code)
        if KEYS.split("/")[1] in json.dumps(found):
            raise FailedError("the key is in the document")
    return ", ".join(expected)


TRUST = """
import base64, ctypes
crypt = ctypes.WinDLL("crypt32")
crypt.CertOpenSystemStoreW.restype = ctypes.c_void_p
crypt.CertAddEncodedCertificateToStore.argtypes = (
    ctypes.c_void_p, ctypes.c_uint, ctypes.c_char_p, ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p
)
crypt.CertCloseStore.argtypes = (ctypes.c_void_p, ctypes.c_uint)
store, der = crypt.CertOpenSystemStoreW(None, "ROOT"), base64.b64decode(sys.argv[1])
print(crypt.CertAddEncodedCertificateToStore(store, 1, der, len(der), 3, None))  # in place of an older one
crypt.CertCloseStore(store, 0)
"""


def check_https(proof: Proof) -> str:
    """The hosted API's name through a proxy; with a certificate that Windows trusts, and without."""
    if not isinstance(proof.where, Wine):
        return "SKIPPED: Windows asks the person before it trusts another authority"
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        made, key = certificate(Path(folder))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(made, key)
        with office("key-not-assigned", context) as port, Tunnel(port) as tunnel:
            proxy = {"HTTPS_PROXY": f"http://127.0.0.1:{tunnel.port}"}
            proof.check(None, "tls.intercepted", env=proxy)
            der = ssl.PEM_cert_to_DER_cert(made.read_text("ascii"))
            proof.lines(proof.python(TRUST, base64.b64encode(der).decode("ascii")), ["1"])
            found = proof.check(None, "key.not-assigned", env=proxy)
        if set(tunnel.asked) != {"api.opendental.com:443"}:
            raise FailedError(f"the proxy was asked for {tunnel.asked}")
    if found["run"]["endpoint"] != "https://api.opendental.com/api/v1":
        raise FailedError(str(found["run"]))
    return "tls.intercepted before Windows trusted the certificate, key.not-assigned after"


def window(proof: Proof) -> str:
    """Both programs walk the window from start to result and leave a picture of each step."""
    flows = {"healthy": "OK1 connected: .+", "econnector-not-running": r"E1 econnector\.not-running: .+"}
    # the window's program has no console of its own, but answers where its output leads into a pipe
    walks = [(proof.command, *flow) for flow in flows.items()] + [(proof.window, "healthy", flows["healthy"])]
    for program, scenario, verdict in walks:
        folder = proof.pictures / f"{program.stem}-{scenario}"
        shutil.rmtree(folder, ignore_errors=True)
        done = proof.run(program, "demo", scenario, "--screenshots", proof.where.name(folder))
        proof.lines(done, [rf".*{step}\.png" for step in DEMO_STEPS] + [verdict])
        _pictures(folder)
    return f"{3 * len(DEMO_STEPS)} pictures"


def _pictures(folder: Path) -> None:
    for step in DEMO_STEPS:
        file = folder / f"{step}.png"
        if not file.exists() or file.stat().st_size < SMALLEST_PICTURE:
            raise FailedError(f"{file.name} is missing or empty")


STORE = """
from wizard.core.profile import GENERIC
from wizard.core.secret import Secret
from wizard.store.keychain import Keychain
from wizard.store.system_keychain import system_backend
chain = Keychain(GENERIC)
customer, developer = sys.argv[1:]
assert type(system_backend()).__mro__[1].__module__ == "keyring.backends.Windows", system_backend()
assert chain.store(Secret(customer), Secret(developer))
print("stored")
"""
LOOK = """
import keyring
from win32ctypes.pywin32 import win32cred
from wizard.core.profile import GENERIC
for name in (GENERIC.customer_key_name, GENERIC.developer_key_name):
    print(keyring.get_password(GENERIC.keychain_service, name))
"""


def credentials(proof: Proof) -> str:
    """The program's own code stores; the frozen one reads, uses, forgets; a vendor's program would see it."""
    developer, customer = KEYS.split("/")
    proof.lines(proof.python(STORE, customer, developer), ["stored"])
    proof.lines(proof.python(LOOK), [customer, developer])
    with office("key-not-assigned") as port:
        proof.check(port, "key.not-assigned", given="")
    proof.lines(proof.run(proof.command, "forget"), [r"The stored key was removed\."])
    proof.lines(proof.python(LOOK), ["None", "None"])
    proof.lines(proof.run(proof.command, "forget"), [r"There was no stored key\."])
    return "stored, read, used, removed"


def services(proof: Proof) -> str:
    """An eConnector service that does not run: whichever check of this program reads services, tells so."""
    listed = json.loads(proof.run(proof.command, "list", "checks", "--json").out)
    readers = [row["id"] for row in listed if "econnector" in row["id"] or "service" in row["id"]]
    if not readers:
        return "SKIPPED: no check of this program reads services yet; it begins with the first that does"
    name = "OpenDentalEConnector"
    exe = proof.where.drive_c / "Program Files (x86)" / "Open Dental" / name / f"{name}.exe"
    exe.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(environment.python(), exe)  # any program with a version resource
    made = proof.where.run("sc", "create", name, "binPath=", f'"{proof.where.name(exe)}"', "start=", "demand")
    if made.code:
        raise FailedError(f"sc create: {made.code} {made.out}{made.err}")
    try:
        only = [part for reader in readers for part in ("--only", reader)]
        done = proof.where.run(proof.command, "check", "--json", *only)
        found = proof.document(done)
        told = [
            (c["id"], c["status"], c["summary"], c["evidence"]) for c in found["checks"] if c["id"] in readers
        ]
        if done.err or not any(status in ("failed", "warned", "passed") for _, status, _, _ in told):
            raise FailedError(f"{told} {done.err}")
        return str(told)
    finally:
        proof.where.run("sc", "delete", name)


def _snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    return {name: ((folder / name).stat().st_mtime_ns, digest(folder / name)) for name in files_of(folder)}


def _copies(proof: Proof) -> Iterator[Path]:
    under = proof.where.drive_c / "users" if isinstance(proof.where, Wine) else WORK
    user = under / "Zoë Müller-Łukasz"
    yield user / "Téléchargements" / "Connect Wizard (1)"
    if isinstance(proof.where, Wine):  # a drive of its own, as a share or a stick has one
        drive = proof.where.prefix / "dosdevices" / "n:"
        (WORK / "share").mkdir(exist_ok=True)
        drive.unlink(missing_ok=True)
        drive.symlink_to(WORK / "share")
        yield drive / "tools" / "Connect Wizard"


def places(proof: Proof) -> str:
    """The folder copied to where people put it; nothing in it is new or changed afterwards."""
    known = []
    for folder in _copies(proof):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(proof.release, folder)
        before = _snapshot(folder)
        command, named = folder / "connect-wizard.exe", proof.where.name(folder)
        if "n:" in folder.parts:
            named = r"N:\tools\Connect Wizard"
        with office("key-not-assigned") as port:
            target = ("--host", f"127.0.0.1:{port}")
            program = f"{named}\\connect-wizard.exe"
            done = proof.where.run(program, "check", "--json", "--key-stdin", *target, given=KEYS)
        if done.code != 3 or done.err or proof.document(done)["causes"][0]["code"] != "key.not-assigned":
            raise FailedError(f"{program}: {done}")
        pictures = proof.pictures / "places"
        shutil.rmtree(pictures, ignore_errors=True)
        shown = proof.where.run(program, "demo", "healthy", "--screenshots", proof.where.name(pictures))
        if shown.code or shown.err:
            raise FailedError(f"{program} demo: {shown}")
        _pictures(pictures)
        if _snapshot(folder) != before:
            raise FailedError(f"something was written beside {command}")
        known.append(named)
        shutil.rmtree(folder)
    return "; ".join(known)


FOREGROUND = """
import ctypes, time
from ctypes import wintypes
user = ctypes.WinDLL("user32")
def windows():
    found = []
    @ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    def each(handle, _):
        text = ctypes.create_unicode_buffer(200)
        user.GetWindowTextW(handle, text, 200)
        if text.value.endswith("Connect Wizard for Open Dental") and user.IsWindowVisible(handle):
            found.append(handle)
        return True
    user.EnumWindows(each, 0)
    return found
def wait(right):
    for _ in range(150):
        if right():
            return True
        time.sleep(0.1)
    return False
"""
WAIT = (
    FOREGROUND
    + """
assert wait(lambda: len(windows()) == 1), windows()
user.ShowWindow(windows()[0], 6)
assert wait(lambda: user.IsIconic(windows()[0])), "it cannot be minimized"
print("minimized")
"""
)
SEEN = (
    FOREGROUND
    + """
assert wait(lambda: not user.IsIconic(windows()[0])), "it stays minimized"
print(len(windows()), "window")
user.PostMessageW(windows()[0], 0x10, 0, 0)
assert wait(lambda: not windows()), "it does not close"
"""
)


BOTH = (
    FOREGROUND
    + """
def title(handle):
    text = ctypes.create_unicode_buffer(200)
    user.GetWindowTextW(handle, text, 200)
    return text.value.partition(":")[0]
wanted = int(sys.argv[1])
assert wait(lambda: len(windows()) == wanted), windows()
print(*sorted(map(title, windows())), sep="; ")
for handle in windows():
    user.PostMessageW(handle, 0x10, 0, 0)
assert wait(lambda: not windows()), "it does not close"
"""
)
REPLAYED = "Replay of a case"


def case_opens(proof: Proof) -> str:
    """A case file alone, as a double click gives it; and one that a second start hands to the open window."""
    folder = proof.where.drive_c / "cases with \u00e9"
    folder.mkdir(exist_ok=True)
    case = folder / "an office.cwcase"
    case.unlink(missing_ok=True)
    with office("key-not-assigned") as port:
        to = ("--out", proof.where.name(case), "--key-stdin", "--host", f"127.0.0.1:{port}")
        proof.run(proof.command, "report", *to, given=KEYS, code=3)
    with _opened(proof, proof.where.name(case)):
        proof.lines(proof.python(BOTH, "1"), [REPLAYED])
    with _opened(proof):
        proof.lines(proof.python(WAIT), ["minimized"])
        proof.run(proof.window, proof.where.name(case), patience_s=30)
        proof.lines(proof.python(BOTH, "2"), [f"Connect Wizard for Open Dental; {REPLAYED}"])
    return "alone, and beside the wizard"


@contextlib.contextmanager
def _opened(proof: Proof, *arguments: str) -> Iterator[None]:
    """The window's program, which has to end well once its windows are closed."""
    import threading

    ended: list[Done] = []
    going = threading.Thread(
        target=lambda: ended.append(proof.where.run(proof.window, *arguments, patience_s=120))
    )
    going.start()
    try:
        yield
    finally:
        going.join(130)
    if not ended or ended[0].code or ended[0].err:
        raise FailedError(f"the window's program ended as {ended}")


def second_start(proof: Proof) -> str:
    """The first window is minimized; a second start ends at once, and the first window is back."""
    import threading

    ended: list[object] = []
    first = threading.Thread(target=lambda: ended.append(proof.where.run(proof.window, patience_s=120)))
    first.start()
    try:
        proof.lines(proof.python(WAIT), ["minimized"])
        second = proof.run(proof.window, patience_s=30)
        proof.lines(proof.python(SEEN), ["1 window"])
    finally:
        first.join(130)
    if not ended or getattr(ended[0], "code", None) != 0 or getattr(ended[0], "err", ""):
        raise FailedError(f"the first one ended as {ended}")
    return f"the second one ended after {second.took_s:.1f} s"
