"""``simulate`` and ``demo``: a pretend office, alone or behind the window."""

from __future__ import annotations

import difflib
import os
import signal
import sys
import threading
from pathlib import Path

from wizard.core.endpoint import Endpoint
from wizard.core.mode import Mode
from wizard.core.profile import Profile, Support
from wizard.core.secret import Secret
from wizard.simulator.office import DEMO_CUSTOMER_KEY, DEMO_DEVELOPER_KEY, PretendOffice
from wizard.simulator.pc import pretend_pc
from wizard.simulator.scenarios import DEFAULT, SCENARIOS
from wizard.store.keychain import Keychain

SCREENSHOTS = "screenshots"
"""Folder of the pictures that a demo without a display leaves."""


def simulate(scenario: str, port: int) -> int:
    """Serve a pretend office on loopback until stopped."""
    if complaint := _unknown(scenario):
        sys.stderr.write(complaint)
        return 2
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    office = PretendOffice(SCENARIOS[scenario], port=port)
    try:
        office.start()
    except OSError:
        sys.stderr.write(f"expected a free port, but port {port} cannot be used here\n")
        return 1
    try:
        sys.stdout.write(f"Pretend office '{scenario}' on http://127.0.0.1:{office.port}/api/v1\n")
        pair = f"{DEMO_DEVELOPER_KEY}/{DEMO_CUSTOMER_KEY}"
        check = f"connect-wizard check --key-stdin --host 127.0.0.1:{office.port}"
        sys.stdout.write(f"Any pair of keys is taken. Check it, for example: echo {pair} | {check}\n")
        sys.stdout.flush()
        while not stopped.wait(0.5):
            pass
    finally:
        office.stop()
    return 0


def demo(scenario: str | None, screenshots: str | None) -> int:
    """Open the window against a pretend office; without a display, walk it and leave pictures."""
    chosen = scenario or DEFAULT
    if complaint := _unknown(chosen):
        sys.stderr.write(complaint)
        return 2
    keys = (DEMO_DEVELOPER_KEY, DEMO_CUSTOMER_KEY)
    with PretendOffice(SCENARIOS[chosen], keys=keys) as office:
        return _window(office, chosen, screenshots)


def _window(office: PretendOffice, scenario: str, screenshots: str | None) -> int:
    from wizard.checks.context import World
    from wizard.ui.app import has_display, open_window
    from wizard.ui.launch import Launch, Pretend
    from wizard.windows.reader import Reader

    def choose(name: str) -> None:
        office.scenario = SCENARIOS[name]

    def world() -> World:
        return World(machine=lambda: Reader(pretend_pc(office.scenario.id)))

    profile = Profile(
        vendor_name="Northwind Sync",
        product="Northwind Sync",
        support=Support(phone="555-0100"),
        developer_key=Secret(DEMO_DEVELOPER_KEY),
    )
    launch = Launch(
        profile=profile,
        endpoint=lambda: Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port),
        customer_key=DEMO_CUSTOMER_KEY,
        pretend=Pretend([(s.id, s.about) for s in SCENARIOS.values()], scenario, choose),
        world=world,
        keychain=lambda: Keychain(profile, nowhere=True),
    )
    if screenshots is None and has_display():
        return open_window(launch)
    if sys.platform != "win32":  # there Qt finds no fonts offscreen
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        sys.stdout.write("There is no display here: walking the wizard offscreen.\n")
    from wizard.ui.walk import walk

    return walk(launch, Path(screenshots or SCREENSHOTS))


def _unknown(scenario: str) -> str | None:
    if scenario in SCENARIOS:
        return None
    near = difflib.get_close_matches(scenario, SCENARIOS, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"expected a scenario that 'list scenarios' shows.{hint}\n"
