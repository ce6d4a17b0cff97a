"""A pretend office with a window or a command in front of it, shared by the tests of both."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from tests.support.hand_clock import HandClock
from wizard.checks.context import World
from wizard.core.endpoint import Endpoint
from wizard.core.mode import Mode
from wizard.core.profile import Profile, Support
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.probe.pace import Pacer
from wizard.runs.setup import Setup
from wizard.store.keychain import Keychain, KeyringBackend
from wizard.ui.launch import Launch

if TYPE_CHECKING:
    from wizard.simulator.pretend_office import PretendOffice

CANARY_DEVELOPER = "CANARYDEVEL0PER1"
CANARY_CUSTOMER = "CANARYCUST0MER22"


def deadline_of(scenario: str) -> str:
    """Seconds for ``--deadline``: few where none ever comes, plenty where an answer does."""
    return "2" if scenario == "silent" else "60"


class MemoryBackend:
    """A keychain that forgets with the test."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], Secret] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Read a value; None where there is none."""
        value = self._values.get((service, username))
        return value.reveal() if value else None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Write a value."""
        self._values[service, username] = Secret(password)

    def delete_password(self, service: str, username: str) -> None:
        """Remove a value; KeyError where there is none."""
        del self._values[service, username]


def quick_world() -> World:
    """The real world at a pace that a test can wait for."""
    return World(pacer=Pacer(time.monotonic, asyncio.sleep, apart_s=0.05))


def vendor(developer: str | None = CANARY_DEVELOPER) -> Profile:
    """An invented vendor."""
    return Profile(
        vendor_name="Northwind Sync",
        product="Northwind Sync",
        support=Support(phone="555-0100"),
        developer_key=Secret(developer) if developer else None,
    )


def remote_launch(
    office: PretendOffice, backend: KeyringBackend | None = None, profile: Profile | None = None
) -> Launch:
    """A window in front of the office, as if it were the hosted API."""
    return launch_at(office.port, backend, profile)


def changed(launch: Launch, **setup: Any) -> Launch:  # noqa: ANN401 - the fields of Setup
    """The same window with another setup of its runs."""
    return launch._replace(setup=launch.setup._replace(**setup))


def launch_at(port: int, backend: KeyringBackend | None = None, profile: Profile | None = None) -> Launch:
    """A window in front of a loopback port."""
    chosen = profile or vendor()
    kept = backend or MemoryBackend()
    return Launch(
        Setup(
            Translator(),
            profile=chosen,
            endpoint=lambda: Endpoint(Mode.REMOTE, "http", "127.0.0.1", port),
            world=quick_world,
            keychain=lambda: Keychain(chosen, kept),
        ),
        watch_clock=HandClock,  # nothing looks again by itself
    )
