"""What the steps of the proof share: the release, and runs of its programs with every line looked at."""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import socket
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping, Sequence

    from host import Done, Host

KEYS = "PR0VEDEVEL0PER01/PR0VECUST0MER001"
"""Invented; any pair is taken by a pretend office."""


class FailedError(Exception):
    """A step did not show what it should; the text says what was seen."""


class Proof:
    """One Windows with a release in it.

    Args:
        where: Runs Windows programs.
        release: The released folder.
        pictures: Where screenshots go.
        ending: Cleans up at the end.
    """

    def __init__(self, where: Host, release: Path, pictures: Path, ending: contextlib.ExitStack) -> None:
        self.where = where
        self.release = release
        self.pictures = pictures
        self.ending = ending
        self.command = release / "connect-wizard.exe"
        self.window = release / "ConnectWizard.exe"

    def run(
        self,
        program: Path,
        *arguments: str,
        given: str = "",
        code: int = 0,
        err: str = "",
        env: Mapping[str, str] | None = None,
        patience_s: float = 90,
        cwd: Path | None = None,
    ) -> Done:
        """Run a program that ends with ``code`` and says nothing on standard error but what ``err`` matches.

        Raises:
            FailedError: It did otherwise.
        """
        done = self.where.run(program, *arguments, given=given, patience_s=patience_s, env=env, cwd=cwd)
        if done.code != code or not re.fullmatch(err, done.err.strip(), re.DOTALL):
            call = " ".join([program.name, *arguments])
            raise FailedError(
                f"{call}: expected {code} and {err or 'no words'!r}, got {done.code}\n"
                f"{done.out[-800:]}\n{done.err[-1500:]}"
            )
        return done

    def document(self, done: Done) -> dict[str, Any]:
        """The JSON that a check printed, and nothing else.

        Raises:
            FailedError: It is something else.
        """
        try:
            found: dict[str, Any] = json.loads(done.out)
        except ValueError:
            raise FailedError(f"expected one JSON document, got {done.out[:400]!r}") from None
        return found

    def check(
        self,
        port: int | None,
        expected: str,
        *more: str,
        given: str = KEYS,
        code: int = 3,
        program: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """``check --json`` on a loopback port, or on the hosted API; the first cause has to be ``expected``.

        Raises:
            FailedError: It is another one.
        """
        target = ("--host", f"127.0.0.1:{port}") if port else ("--mode", "remote")
        keys = ("--key-stdin",) if given else ()
        done = self.run(
            program or self.command, "check", "--json", *keys, *target, *more, given=given, code=code, env=env
        )
        found = self.document(done)
        codes = [cause["code"] for cause in found["causes"]]
        if codes[:1] != [expected]:
            raise FailedError(f"expected {expected}, got {codes}; {[c['summary'] for c in found['checks']]}")
        return found

    def lines(self, done: Done, expected: Sequence[str]) -> None:
        """Compare printed lines with patterns, one for one.

        Raises:
            FailedError: A line is missing or unexpected.
        """
        printed = done.out.splitlines()
        same = len(printed) == len(expected)
        if not same or not all(re.fullmatch(p, line) for p, line in zip(expected, printed, strict=True)):
            raise FailedError(f"unexpected output: {printed}, expected {list(expected)}")

    def python(self, code: str, *arguments: str, env: Mapping[str, str] | None = None) -> Done:
        """Run a few lines in the Windows Python, with the program's source at hand."""
        import environment

        source = f"import sys; sys.path.insert(0, sys.argv[1]); sys.argv = sys.argv[1:]\n{code}"
        root = self.where.name(Path(__file__).resolve().parent.parent.parent)
        return self.run(environment.python(), "-X", "utf8", "-c", source, root, *arguments, env=env)


@contextlib.contextmanager
def office(scenario: str, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A pretend office on this system's loopback, which Windows programs reach as well; gives its port."""
    with PretendOffice(SCENARIOS[scenario], tls=tls, pace_s=0) as made:
        yield made.port


class Tunnel:
    """An HTTP proxy on loopback that leads every CONNECT to one port, whatever host it names."""

    def __init__(self, port: int) -> None:
        outer = self
        self.asked: list[str] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_CONNECT(self) -> None:
                outer.asked.append(self.path)
                with socket.create_connection(("127.0.0.1", port)) as inner:
                    self.send_response(200)
                    self.end_headers()
                    back = threading.Thread(target=_pump, args=(inner, self.connection), daemon=True)
                    back.start()
                    _pump(self.connection, inner)
                    back.join(10)
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for api.opendental.com that only this proof trusts, and its key."""
    made, key = folder / "api.pem", folder / "api-key.pem"
    call = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    call += ["-subj", "/CN=Connect Wizard proof", "-addext", "subjectAltName=DNS:api.opendental.com"]
    subprocess.run([*call, "-out", str(made), "-keyout", str(key)], check=True, capture_output=True)
    return made, key
