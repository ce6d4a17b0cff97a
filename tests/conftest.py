"""What every test relies on: no display, no socket beyond loopback, nothing left; and which run when."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

# Time tells of the machine, not of the program: beside other work examples may come as slowly as they like.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# in CI the same examples every time: what a new example finds is for a developer's run to show
settings.register_profile("ci", settings.get_profile("patient"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "patient")

# Started in the background of a script, these tests do not hear Ctrl+C, nor does what they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"  # nobody's keychain is asked, in no process of a test
for _name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
    os.environ.pop(_name, None)

# Nobody's own notes are read or written, in no process of a test: history, log, and where windows stood.
# (WIN_PD_OVERRIDE_: where platformdirs looks first on Windows)
_NOTES = tempfile.TemporaryDirectory(prefix="connect-wizard-tests-")
for _name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA"):
    os.environ[_name] = _NOTES.name

if TYPE_CHECKING:
    from collections.abc import Iterator


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: a test that reaches beyond this machine fails where it does so."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not ip_address(address[0].partition("%")[0]).is_loopback:
            message = f"a test tried to reach {address[0]}"
            raise RuntimeError(message)
    elif event == "socket.getaddrinfo" and arguments[0] not in (None, "localhost", "127.0.0.1", "::1", ""):
        message = f"a test tried to look up {arguments[0]}"
        raise RuntimeError(message)


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def notes() -> Iterator[Path]:
    """The folder of the program's own notes, which no test finds anything in."""
    yield Path(_NOTES.name) / "connect-wizard"
    shutil.rmtree(_NOTES.name)
    Path(_NOTES.name).mkdir()


@pytest.fixture(autouse=True)
def _nothing_left(notes: Path) -> Iterator[None]:  # noqa: ARG001 - threads end first, then what they write goes
    """No thread survives a test (one that hangs in a blocking call is a defect of that test)."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(3)
        assert not thread.is_alive(), f"left behind: {thread.name}"


def pytest_collection_finish() -> None:
    """What was loaded stays; collections in the tests need not look at it."""
    gc.freeze()


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A loopback port that refuses connections."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


TESTS = Path(__file__).resolve().parent
MARKERS = {"unit": "fast", "flows": "fast", "window": "window", "lab": "lab", "release": "release"}
"""The marker of each folder's tests. A bare ``pytest`` runs the fast ones; ``pytest tests`` runs all."""


def pytest_configure(config: pytest.Config) -> None:
    """Nothing named: the fast ones, and nothing else is even imported."""
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.markexpr:
        config.args = [str(TESTS / name) for name, marker in MARKERS.items() if marker == "fast"]


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Nothing named: several at once, too; ``-n 0`` for one after the other."""
    among_others = hasattr(config, "workerinput")  # one of several: it begins no others
    nothing_named = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if nothing_named and config.option.numprocesses is None and not among_others:
        config.option.numprocesses = "auto"


def pytest_unconfigure() -> None:
    """Leave nothing."""
    _NOTES.cleanup()


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core, as most tests wait most of the time; one in CI, which tests two systems at once."""
    return (os.cpu_count() or 1) * (1 if os.environ.get("CI") else 2)


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test's folder is its marker; what a folder prepares at length is prepared by one process."""
    for item in items:
        marker = MARKERS[item.path.relative_to(TESTS).parts[0]]
        item.add_marker(marker)
        if marker in ("lab", "release"):
            item.add_marker(pytest.mark.xdist_group(marker))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Switches that write what is generated instead of comparing it."""
    parser.addoption("--update-scenes", action="store_true", help="draw the kept line work anew")
    parser.addoption("--update-pages", action="store_true", help="write generated parts of the pages")
    parser.addoption("--update-golden", action="store_true", help="keep what check prints now")
