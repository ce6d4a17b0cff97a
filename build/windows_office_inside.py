"""The inside of ``windows_office_proof.py``: runs in the Windows Python and looks at what it creates."""

import asyncio
import ctypes
import os
import shutil
import ssl
import subprocess
import sys
import threading
import time
import winreg
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from wizard.checks.context import Context, World
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import CheckResult
from wizard.core.machine import PortOwner, Unreadable
from wizard.core.mode import Mode
from wizard.runs.office_checks import PC_CHECKS, SERVER_CHECKS
from wizard.runs.schedule import CheckTasks
from wizard.windows.machine_reader import RESTART, UNINSTALL, MachineReader

assert sys.platform == "win32"  # noqa: S101 - tells the type checker which system's names there are

from wizard.windows.win32 import Win32  # noqa: E402 - the check above comes first

HOME = r"C:\Program Files (x86)\Open Dental"
ELSEWHERE = r"C:\Elsewhere\OD"
VERSION, OLDER = "24.3.45.0", "24.2.12.0"
ECONNECTOR, API = "OpenDentalEConnector", "OpenDentalAPIService"
BY_HAND, DISABLED = 3, 4
CANARY = "CANARYPASSWORD"
CONFIG = """<?xml version="1.0" encoding="utf-8"?>
<ConnectionSettings><DatabaseConnection><ComputerName>{server}</ComputerName><Database>opendental</Database>
<User>{canary}</User><Password>{canary}</Password><MySQLPassHash>{canary}</MySQLPassHash></DatabaseConnection>
<DatabaseType>MySql</DatabaseType></ConnectionSettings>"""


class Answer(BaseHTTPRequestHandler):
    """An API without a key: it refuses, in words."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the base class's name
        """Refuse."""
        body = b'"refused"'
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def listening(port: int) -> Iterator[None]:
    """Something answers at a port."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def sc(*arguments: str, wait: str = "") -> None:
    """Tell the service manager something; wait until a service is in a state."""
    subprocess.run(["sc", *arguments], capture_output=True, timeout=60, check=False)
    for _ in range(100):
        told = subprocess.run(["sc", "query", arguments[1]], capture_output=True, timeout=60, check=False)
        if not wait or wait.upper().encode() in told.stdout:
            return
        time.sleep(0.1)
    print(f"     {arguments[1]} did not come to be {wait}")


def start_type(name: str, kind: int) -> None:
    """Change when Windows starts a service; Wine's ``sc`` cannot."""
    library = ctypes.WinDLL("advapi32")
    for function in (library.OpenSCManagerW, library.OpenServiceW):
        function.restype = ctypes.c_void_p
    manager = ctypes.c_void_p(library.OpenSCManagerW(None, None, 1))
    service = ctypes.c_void_p(library.OpenServiceW(manager, name, 2))
    nothing = [None] * 7
    if not library.ChangeServiceConfigW(service, 0xFFFFFFFF, kind, 0xFFFFFFFF, *nothing):
        print(f"     {name} could not be changed")
    library.CloseServiceHandle(service)
    library.CloseServiceHandle(manager)


def create(name: str, program: str, folder: str = HOME) -> None:
    """Create a service that starts by itself, and start it."""
    path = f'"{folder}\\{program}\\{program}.exe"'
    sc("create", name, "binPath=", path, "start=", "auto")
    sc("start", name, wait="running")


def put(version: str, program: str = "", folder: str = HOME) -> None:
    """Install a program in a version."""
    target = Path(folder, program, f"{program or 'OpenDental'}.exe")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(rf"C:\office-proof\{version}.exe", target)


def settings(server: str, folder: str = HOME) -> None:
    """Write Open Dental's settings."""
    Path(folder, "FreeDentalConfig.xml").write_text(CONFIG.format(server=server, canary=CANARY), "utf-8")


class Proof:
    """Asks the checks and compares."""

    def __init__(self) -> None:
        self.failed = 0
        self.slowest = 0

    def expect(self, case: str, **wanted: tuple[str, str | None]) -> None:
        """Every named check has this status and code; the underscores of its name stand for hyphens."""
        found = ask()
        seen = {name: found[f"prereq.{name.replace('_', '-')}"] for name in wanted}
        judged = {name: (str(r.status), r.code) for name, r in seen.items()}
        self.slowest = max(self.slowest, *(r.took_ms for r in found.values()))
        well = judged == wanted and CANARY not in repr(found)
        self.failed += not well
        print(f"{'ok  ' if well else 'FAIL'} {case}")
        if not well:
            for name, result in seen.items():
                print(f"     {name}: {result.status} {result.code} {dict(result.evidence)}")

    def true(self, case: str, fact: object) -> None:
        """A fact holds."""
        self.failed += not fact
        print(f"{'ok  ' if fact else 'FAIL'} {case}")


def ask() -> dict[str, CheckResult]:
    """Run the office's checks on this PC, without the network."""

    async def go() -> dict[str, CheckResult]:
        world = World(environ={}, tls=lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        context = Context.of(world, remote_endpoint(), None, lambda _: None)
        try:
            async with CheckTasks([*PC_CHECKS, *SERVER_CHECKS], context) as started:
                return {result.id: result for result in (await started.ran()).results}
        finally:
            await context.aclose()

    return asyncio.run(go())


GOOD, FAILED = ("passed", None), ("failed", "econnector.not-running")


def inside() -> int:
    """Create the services, look at them in every state, and take them away again."""
    proof = Proof()
    clear()  # what a broken-off run left
    put(VERSION)
    for program in (ECONNECTOR, API, "OpenDentalService"):
        put(VERSION, program)
    settings("localhost")
    try:
        for program in (ECONNECTOR, API, "OpenDentalService"):
            create(program, program)
        services(proof)
        this_pc(proof)
    finally:
        clear()
    print(f"slowest check: {proof.slowest} ms")
    proof.true("no check takes more than 5 seconds", proof.slowest <= 5000)
    print(
        "office proof: all well" if not proof.failed else f"office proof: {proof.failed} FAILED", flush=True
    )
    return 1 if proof.failed else 0


def clear() -> None:
    """Take every service and program away."""
    for name in (ECONNECTOR, API, "OpenDentalService", "OpenDentBridge"):
        sc("stop", name)
        sc("delete", name)
    time.sleep(1)
    for folder in (HOME, ELSEWHERE, r"C:\Elsewhere"):
        shutil.rmtree(folder, ignore_errors=True)


def services(proof: Proof) -> None:
    """The eConnector and the API Service in every state."""
    with listening(30223):
        proof.expect(
            "a healthy server", role=GOOD, econnector_service=GOOD, api_service=GOOD, other_services=GOOD
        )
    proof.expect("the API Service does not answer", api_service=("skipped", None))
    sc("stop", ECONNECTOR, wait="stopped")
    proof.expect("the eConnector is stopped", econnector_service=FAILED)
    start_type(ECONNECTOR, DISABLED)
    proof.expect("the eConnector is disabled", econnector_service=FAILED)
    proof.true(
        "its start type is read", dict(ask()["prereq.econnector-service"].evidence)["start"] == "disabled"
    )
    put(OLDER, ECONNECTOR)
    proof.expect(
        "the eConnector has another version", econnector_service=("failed", "econnector.version-mismatch")
    )
    put(VERSION, ECONNECTOR)
    start_type(ECONNECTOR, BY_HAND)
    sc("start", ECONNECTOR, wait="running")
    proof.expect(
        "the eConnector is started by hand", econnector_service=("warned", "econnector.not-automatic")
    )
    put(VERSION, ECONNECTOR, r"C:\Elsewhere")
    create("OpenDentBridge", ECONNECTOR, r"C:\Elsewhere")
    proof.expect("two eConnectors", econnector_service=("warned", "econnector.duplicate"))
    sc("stop", ECONNECTOR, wait="stopped")
    sc("delete", ECONNECTOR)
    proof.expect("one under another name", econnector_service=GOOD)
    settings("SOME-OTHER-PC")
    sc("stop", "OpenDentBridge", wait="stopped")
    sc("delete", "OpenDentBridge")
    skipped = ("skipped", None)
    proof.expect("a workstation", role=GOOD, econnector_service=skipped, sleep=skipped)
    settings("localhost")
    proof.expect("a server without an eConnector", econnector_service=FAILED)


def this_pc(proof: Proof) -> None:
    """Open Dental's version, process and place; restart, drive, zone, names."""
    system, reader = Win32(), MachineReader(Win32())
    proof.expect("this PC", open_dental_installed=GOOD, restart_pending=GOOD, disk=GOOD)
    found = dict(ask()["prereq.open-dental-installed"].evidence)
    proof.true("the version resource is read", found["version"] == VERSION)
    proof.true("Open Dental does not run", not reader.running().open_dental)
    with subprocess.Popen([rf"{HOME}\OpenDental.exe"], stdin=subprocess.DEVNULL) as process, listening(30222):
        time.sleep(1)
        proof.true("Open Dental runs", reader.running().open_dental)
        proof.expect("somebody is logged on", open_dental_running=GOOD)
        # Wine does not tell which process listens, so that it is not Open Dental's is all that can be shown
        proof.true("who listens on a port is looked up", len(system.listeners(30222)) == 1)
        proof.true("nobody listens on another", not system.listeners(30221))
        proof.true(
            "the port is not Open Dental's", reader.owner(30222, Mode.LOCAL) is not PortOwner.OPEN_DENTAL
        )
        process.kill()
    key = RESTART[0].partition("\\")[2]
    with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, key):
        proof.expect("a restart is pending", restart_pending=("warned", "office.restart-pending"))
    winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, key)
    proof.expect("it is not any more", restart_pending=GOOD)
    name = os.environ["COMPUTERNAME"]
    settings(name.lower())
    proof.expect("the server under its own name", role=GOOD)
    if hasattr(ctypes.WinDLL("ntdll"), "wine_get_version"):  # a real PC's hosts file is not ours to write
        hosts = Path(r"C:\windows\system32\drivers\etc\hosts")
        hosts.parent.mkdir(parents=True, exist_ok=True)
        hosts.write_text("192.168.1.9 proof-server\n")
        proof.true("the hosts file is read", system.find("Proof-Server") == ("192.168.1.9",))
    proof.true("its name is its own", name.lower() in system.host().names)
    moved(proof)
    proof.true("there is no such program", system.version(r"C:\nowhere.exe") is None)
    proof.true("there is no such file", system.content(r"C:\nowhere.xml", 10) is None)
    try:
        print(f"     power: {system.sleep()}")
    except Unreadable as problem:
        print(f"     power: {problem.why}")
    drive = system.disk("C:\\")
    print(f"     zone: {reader.zone()}  drive: {drive}")


def moved(proof: Proof) -> None:
    """Open Dental in a folder that only the list of installed programs knows."""
    for name in (API, "OpenDentalService"):
        sc("stop", name, wait="stopped")
        sc("delete", name)
    time.sleep(1)
    shutil.rmtree(HOME, ignore_errors=True)
    put(VERSION, folder=ELSEWHERE)
    settings("localhost", ELSEWHERE)
    key = UNINSTALL[0].partition("\\")[2] + r"\office-proof"
    with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
        winreg.SetValueEx(opened, "DisplayName", 0, winreg.REG_SZ, "Open Dental")
        winreg.SetValueEx(opened, "InstallLocation", 0, winreg.REG_SZ, ELSEWHERE + "\\")
    try:
        proof.expect("found in the list of installed programs", open_dental_installed=GOOD, role=GOOD)
    finally:
        winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, key)


if __name__ == "__main__":
    sys.exit(inside())
