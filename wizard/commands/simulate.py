"""``simulate`` and ``demo``: a pretend office, alone or behind the window."""

from __future__ import annotations

import difflib
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.core.endpoint import Endpoint
from wizard.core.mode import Mode
from wizard.core.profile import Profile, Support
from wizard.core.secret import Secret
from wizard.core.text import T
from wizard.simulator.office_script import STOPPED, Play, Script, begins_with, played
from wizard.simulator.pretend_office import DEMO_CUSTOMER_KEY, DEMO_DEVELOPER_KEY, PretendOffice
from wizard.simulator.pretend_pc import is_on_server, pretend_pc
from wizard.simulator.scenarios import DEFAULT, SCENARIOS
from wizard.store.keychain import Keychain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.text import Text, Translator

SCREENSHOTS = "screenshots"
"""Folder of the pictures that a demo without a display leaves."""


def simulate(scenario: str, turns: Sequence[tuple[str, float]], port: int, translator: Translator) -> int:
    """Serve a pretend office on loopback until stopped; it changes as the turns say."""
    say, script = translator.translate, Script.of(scenario, turns)
    if complaint := _complaint(script):
        sys.stderr.write(f"{say(complaint)}\n")
        return 2
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    office = PretendOffice(begins_with(script), port=port)
    play = Play(script, office)
    try:
        left_s = play.advance()
    except OSError:
        words = T("expected a free port, but port {port} cannot be used here", port=port)
        sys.stderr.write(f"{say(words)}\n")
        return 1
    try:
        address = f"http://127.0.0.1:{office.port}/api/v1"
        sys.stdout.write(
            say(T("Pretend office '{scenario}' on {address}", scenario=scenario, address=address)) + "\n"
        )
        for turn in script.turns:
            words = T("After {seconds} s: '{scenario}'", seconds=f"{turn.at_s:g}", scenario=turn.scenario)
            sys.stdout.write(f"{say(words)}\n")
        pair = f"{DEMO_DEVELOPER_KEY}/{DEMO_CUSTOMER_KEY}"
        check = f"echo {pair} | connect-wizard check --key-stdin --host 127.0.0.1:{office.port}"
        words = T("Any pair of keys is taken. Check it, for example: {command}", command=check)
        sys.stdout.write(f"{say(words)}\n")
        sys.stdout.flush()
        while not stopped.wait(min(0.5, left_s)):
            left_s = play.advance()
    finally:
        office.stop()
    return 0


def demo(
    scenario: str | None,
    turns: Sequence[tuple[str, float]],
    screenshots: str | None,
    translator: Translator,
) -> int:
    """Open the window against a pretend office; without a display, walk it and leave pictures."""
    chosen = scenario or DEFAULT
    script = Script.of(chosen, turns)
    if complaint := _complaint(script):
        sys.stderr.write(f"{translator.translate(complaint)}\n")
        return 2
    keys = (DEMO_DEVELOPER_KEY, DEMO_CUSTOMER_KEY)
    with played(script, PretendOffice(begins_with(script), keys=keys)) as office:
        return _window(office, chosen, screenshots, translator)


def _window(office: PretendOffice, scenario: str, screenshots: str | None, translator: Translator) -> int:
    from wizard.checks.context import World
    from wizard.runs.setup import Setup
    from wizard.ui.app import has_display, open_window
    from wizard.ui.launch import Launch, Pretend
    from wizard.windows.machine_reader import MachineReader

    def choose(name: str) -> None:
        office.scenario = SCENARIOS[name]

    on_server = False

    def machine() -> MachineReader:
        nonlocal on_server
        name = office.scenario.id
        on_server = on_server or is_on_server(name)  # and stays it: a cure makes no other PC of it
        return MachineReader(pretend_pc(name, on_server=on_server))

    def world() -> World:
        return World(machine=machine)

    profile = Profile(
        vendor_name="Northwind Sync",
        product="Northwind Sync",
        support=Support(phone="555-0100"),
        developer_key=Secret(DEMO_DEVELOPER_KEY),
    )
    setup = Setup(
        translator,
        profile,
        endpoint=lambda: Endpoint(Mode.REMOTE, "http", "127.0.0.1", office.port),
        world=world,
        keychain=lambda: Keychain(profile, nowhere=True),
    )
    pretend = Pretend([(s.id, s.about) for s in SCENARIOS.values()], scenario, choose)
    launch = Launch(setup, customer_key=DEMO_CUSTOMER_KEY, pretend=pretend)
    if screenshots is None and has_display():
        return open_window(launch)
    if sys.platform != "win32":  # there Qt finds no fonts offscreen
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        words = T("There is no display here: walking the wizard offscreen.")
        sys.stdout.write(f"{translator.translate(words)}\n")
    from wizard.ui.screenshots import walk_for_screenshots

    return walk_for_screenshots(launch, Path(screenshots or SCREENSHOTS))


def _complaint(script: Script) -> Text | None:
    """What is wrong with the first scenario of a script that is not known; None where all are."""
    return next((words for name in script.names if (words := _unknown(name)) is not None), None)


def _unknown(scenario: str) -> Text | None:
    if scenario in SCENARIOS or scenario == STOPPED:
        return None
    near = difflib.get_close_matches(scenario, SCENARIOS, n=1)
    if near:
        return T("expected a scenario that 'list scenarios' shows. Did you mean {near}?", near=near[0])
    return T("expected a scenario that 'list scenarios' shows.")
