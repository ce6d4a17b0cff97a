"""A place for one row: an office's network and an internet, both in network namespaces of their own."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.lab.needs import program
from tests.support.folders import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from tests.lab.trust import Trust

NETNS_ETC = Path("/etc/netns")
NETNS_RUN = Path("/run/netns")
_NUMBERS = itertools.count()
_READY_S = 60.0
_GIVEN = ", given:"
MARK = "CONNECT_WIZARD_PLACE"
"""Environment variable of every program here: its place's folder, by which an orphan is known."""

API = "44.1.2.3"
API_6 = "2600:aaaa::3"
CONTROL = "44.1.2.4"
"""Ordinary global addresses, which exist in a row's own internet only."""
GATEWAY = "192.168.7.1"
GATEWAY_6 = "2600:bbbb:7::1"
_PC = "192.168.7.2"
_PC_6 = "2600:bbbb:7::2"
OFFICE, INTERNET = "office", "internet"


class NotReadyError(RuntimeError):
    """A real program does not start on this machine; the text has its last words."""


class Place:
    """Two networks and the programs that run in them; all of it is gone at the end.

    Args:
        trust: The certificates.
        alone: Without namespaces: everything is on this machine's loopback.

    Attributes:
        folder: For configurations; readable by daemons that give up root.
        gateway: Address at which the office finds its proxy and its name server.
    """

    def __init__(self, trust: Trust, *, alone: bool = False) -> None:
        self.trust = trust
        self.alone = alone
        self.gateway = "127.0.0.1" if alone else GATEWAY
        self.folder = Path(tempfile.mkdtemp(prefix=f"cwl{os.getpid()}-"))
        self.folder.chmod(0o755)
        number = next(_NUMBERS)
        self._names = {side: f"cwl{os.getpid()}-{number}-{side}" for side in (OFFICE, INTERNET)}
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            if not self.alone:
                self._build()
        except BaseException:
            self._tear_down()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tear_down()

    # --- networks

    def _build(self) -> None:
        office, internet = self._names[OFFICE], self._names[INTERNET]
        self._batch(f"netns add {office}", f"netns add {internet}")
        for side in (OFFICE, INTERNET):  # there, whatever this machine does by default
            self.sysctl(side, "net.ipv6.conf.all.disable_ipv6", "0")
        self._batch(
            f"link add name out netns {office} type veth peer name in netns {internet}",
        )
        self._batch(
            "link set lo up",
            f"addr add {_PC}/24 dev out",
            f"addr add {_PC_6}/64 dev out nodad",
            "link set out up",
            f"route add default via {GATEWAY}",
            f"route add default via {GATEWAY_6}",
            where=OFFICE,
        )
        self._batch(
            "link set lo up",
            f"addr add {GATEWAY}/24 dev in",
            f"addr add {GATEWAY_6}/64 dev in nodad",
            f"addr add {API}/32 dev lo",
            f"addr add {CONTROL}/32 dev lo",
            f"addr add {API_6}/128 dev lo nodad",
            "link set in up",
            where=INTERNET,
        )
        self.names_at(GATEWAY)
        # what runs in the internet knows its names without asking
        self._etc(
            INTERNET, "hosts", f"127.0.0.1 localhost\n{API} api.opendental.com\n{CONTROL} example.com\n"
        )
        self._etc(INTERNET, "resolv.conf", f"nameserver {GATEWAY}\n")

    def _batch(self, *lines: str, where: str | None = None) -> None:
        namespace = ["-n", self._names[where]] if where else []
        _feed([str(program("ip")), *namespace, "-batch", "-"], "\n".join(lines) + "\n")

    def ip(self, where: str, *lines: str) -> None:
        """Change addresses or routes of one side."""
        self._batch(*lines, where=where)

    def sysctl(self, where: str, name: str, value: str) -> None:
        """Set what the kernel does in one side's network."""
        _feed([*self._inside(where), "tee", f"/proc/sys/{name.replace('.', '/')}"], value)

    def nft(self, where: str, hook: str, *rules: str) -> None:
        """Load packet filter rules of one side, at ``input``, ``output`` or (nat) ``prerouting``."""
        kind = "nat" if hook == "prerouting" else "filter"
        body = "\n".join((f"type {kind} hook {hook} priority 0;", *rules))
        _feed(
            [*self._inside(where), str(program("nft")), "-f", "-"],
            f"table inet lab_{hook} {{\nchain rules {{\n{body}\n}}\n}}\n",
        )

    def _etc(self, where: str, name: str, text: str) -> None:
        folder = NETNS_ETC / self._names[where]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)

    def names_at(self, *servers: str) -> None:
        """Where the office's PC asks for names."""
        self._etc(OFFICE, "resolv.conf", "".join(f"nameserver {server}\n" for server in servers))
        self._etc(OFFICE, "hosts", "127.0.0.1 localhost\n::1 localhost\n")

    def forget_names(self) -> None:
        """What runs in the internet has to ask for names, too."""
        self._etc(INTERNET, "hosts", "127.0.0.1 localhost\n")

    def hosts(self, *lines: str) -> None:
        """Further lines of the office PC's hosts file."""
        self._etc(OFFICE, "hosts", "\n".join(("127.0.0.1 localhost", "::1 localhost", *lines, "")))

    def _inside(self, where: str) -> list[str]:
        return [] if self.alone else [str(program("ip")), "netns", "exec", self._names[where]]

    # --- programs

    def start(
        self, arguments: Sequence[str], *, port: int | None = None, where: str = INTERNET, udp: bool = False
    ) -> None:
        """Start a program that serves, and wait until it does.

        Args:
            arguments: Its name and its arguments.
            port: It is ready when it listens there.
            where: Side on which it runs.
            udp: The port is one of UDP.
        """
        name = arguments[0]
        log = self.folder / f"{len(self._running)}-{Path(name).name}.log"
        process = self._spawn(arguments, log, where)
        self._running.append(process)
        deadline = time.monotonic() + _READY_S
        while port is not None and not self._listens(process.pid, port, udp=udp):
            ended = process.poll() is not None
            if (ended and not _is_taken(log)) or time.monotonic() > deadline:
                message = f"{name} does not listen on {port}: {log.read_text(errors='replace')[-800:]}"
                raise RuntimeError(message) if name == sys.executable else NotReadyError(message)
            if ended:  # a row without networks of its own waits for whoever else has the port
                self._running[-1] = process = self._spawn(arguments, log, where)
            time.sleep(0.01)

    def _spawn(self, arguments: Sequence[str], log: Path, where: str) -> subprocess.Popen[bytes]:
        name = arguments[0]
        with log.open("wb") as output:
            return subprocess.Popen(
                [*self._inside(where), program(name) or name, *arguments[1:]],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", MARK: self.folder.name},
                start_new_session=True,
            )

    @staticmethod
    def _listens(pid: int, port: int, *, udp: bool) -> bool:
        """Whether the program itself has a listening socket at that port, in whatever network it is."""
        kind, state = ("udp", "07") if udp else ("tcp", "0A")
        with contextlib.suppress(OSError):
            own = {str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir()}
            for family in ("", "6"):
                for line in Path(f"/proc/{pid}/net/{kind}{family}").read_text().splitlines()[1:]:
                    words = line.split()
                    at = int(words[1].rpartition(":")[2], 16)
                    if words[3] == state and at == port and f"socket:[{words[9]}]" in own:
                        return True
        return False

    def port(self, wanted: int) -> int:
        """The wanted port, or on shared loopback one that is free."""
        if not self.alone:
            return wanted
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            return int(holder.getsockname()[1])

    def write(self, name: str, text: str) -> Path:
        """A file in this place's folder."""
        file = self.folder / name
        file.write_text(text)
        file.chmod(0o644)
        return file

    def client(
        self, arguments: Sequence[str], env: dict[str, str], typed: str, prefix: Sequence[str] = ()
    ) -> subprocess.Popen[str]:
        """Start a program on the office's PC, with a fresh environment."""
        process = subprocess.Popen(
            [*self._inside(OFFICE), *prefix, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**env, MARK: self.folder.name},
            start_new_session=True,
        )
        self._running.append(process)  # type: ignore[arg-type]  # only ended, never read
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(typed)
            process.stdin.close()
        process.stdin = None
        return process

    # --- the end

    def end(self) -> None:
        """End every program; may be called from another thread."""
        for process in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _tear_down(self) -> None:
        self.end()
        if not self.alone:
            for name in self._names.values():
                _remove(name)
        shutil.rmtree(self.folder, ignore_errors=True)


def _is_taken(log: Path) -> bool:
    """Whether a program ended since its port is somebody else's for now."""
    return "Address already in use" in log.read_text(errors="replace")


def _feed(arguments: Sequence[str], text: str) -> None:
    done = subprocess.run(arguments, input=text, text=True, check=False, capture_output=True)
    if done.returncode:
        message = f"{' '.join(arguments)}: {done.stderr.strip()}{_GIVEN}\n{text}"
        raise RuntimeError(message)


def _remove(name: str) -> None:
    """Remove a namespace of ours with whatever still runs in it."""
    if ip := program("ip"):
        found = subprocess.run([ip, "netns", "pids", name], check=False, capture_output=True, text=True)
        for pid in found.stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        subprocess.run([ip, "netns", "del", name], check=False, capture_output=True)
    with contextlib.suppress(OSError):  # in a chroot it may be left as a plain file
        (NETNS_RUN / name).unlink()
    shutil.rmtree(NETNS_ETC / name, ignore_errors=True)


def rehearse(trust: Trust) -> str | None:
    """Why no such place can be built and entered here, found by doing it; None where one can."""
    try:
        with Place(trust) as place:
            for side in (OFFICE, INTERNET):
                place.nft(side, "output", "tcp dport 9 drop")
                place.nft(side, "prerouting", "tcp dport 9 redirect to :10")
    except (RuntimeError, OSError) as problem:
        return f"no network of its own can be made here: {str(problem).splitlines()[0].removesuffix(_GIVEN)}"
    return None


def sweep() -> None:
    """Remove what an earlier run left that was killed before it could.

    Each kind is looked for by itself: in a chroot, or after a restart, some are gone and others are not.
    """
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # another user's, or gone
            if (owner := _place_of(process)) and not _lives(owner):
                os.kill(int(process.name), signal.SIGKILL)
    for folder in (NETNS_RUN, NETNS_ETC):
        for file in folder.glob("cwl*-*") if folder.is_dir() else ():
            if not _lives(file.name):
                _remove(file.name)
    for folder in Path(tempfile.gettempdir()).glob("cwl*-*"):
        if not _lives(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _place_of(process: Path) -> str | None:
    """The place whose program this is; None where it is nobody's, or counts its processes apart from us.

    A container beside us may run the laboratory too: its programs are seen here, and its numbers mean others.
    """
    if (process / "ns" / "pid").readlink() != Path("/proc/self/ns/pid").readlink():
        return None
    found = re.search(rf"(?:^|\0){MARK}=([^\0]*)", (process / "environ").read_text(errors="replace"))
    return found and found.group(1)


def _lives(name: str) -> bool:
    """Whether the run that gave this name to something still goes on."""
    owner = name.removeprefix("cwl").partition("-")[0]
    try:
        return Path(f"/proc/{owner}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False
