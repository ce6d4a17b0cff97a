"""Watches a pretend office that breaks and heals; started by soak.py, prints what it measured as JSON.

soak_watch.py virtual HOURS FOLDER     hours of the script on a virtual clock; a line for each that was noted
soak_watch.py real MINUTES FOLDER      by this PC's own clock, in front of an office in a process of its own
soak_watch.py idle SECONDS             what waiting costs
soak_watch.py history FOLDER           what is kept
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import threading
import time
from array import array
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.context import World
from wizard.core.endpoint import Endpoint
from wizard.core.evidence import Answer, Evidence
from wizard.core.keys import Keys
from wizard.core.mode import Mode
from wizard.core.text import Translator
from wizard.probe.pace import Pacer
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.history import History
from wizard.runs.in_progress import RunInProgress
from wizard.runs.key_choice import typed_keys
from wizard.runs.office_look import OfficeLook
from wizard.runs.run_clock import RunClock
from wizard.runs.run_events import unheard
from wizard.runs.setup import Setup
from wizard.runs.watch import Watch
from wizard.runs.watch_clock import PcClock
from wizard.runs.watch_events import Looked, Looking, Waiting
from wizard.simulator.office_script import STOPPED, Play, Script
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue
from wizard.store.history_file import HistoryFile
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.runs.watch_clock import WatchClock
    from wizard.runs.watch_events import WatchEvent
    from wizard.simulator.call import Call
    from wizard.simulator.scenario import Scenario
    from wizard.simulator.wire_answer import WireAnswer

ROOT = Path(__file__).resolve().parent.parent

KEYS = typed_keys("SOAKCUSTOMER0001", "SOAKDEVELOPER001", None)
HOUR_S = 3600.0
TURNS = (
    ("econnector-not-running", 0), ("healthy", 3), (STOPPED, 6), ("healthy", 7), ("captive-portal-page", 10),
    ("healthy", 13), ("throttled", 15), ("healthy", 17), ("key-not-assigned", 20), ("healthy", 35),
    ("office-timeout", 38), ("healthy", 44), ("key-rejected", 50), ("healthy", 54), ("dropped-reset", 56),
    ("healthy", 58),
)  # fmt: skip
"""What is the matter in each hour, from which minute on."""
NOTED = "noted"
"""Said whenever the history has been written."""

REST_S = 60.0
"""Seconds after a cure until somebody watches again."""


def hours_script(hours: int, second: float = 1.0) -> Script:
    """The hour's script again and again; ``second`` is how long its seconds are."""
    turns = [
        (name, (hour * HOUR_S + minute * 60.0) * second) for hour in range(hours) for name, minute in TURNS
    ]
    return Script.of(turns[0][0], turns[1:])


class Held(NamedTuple):
    """What this process holds.

    Attributes:
        threads: Threads.
        files: Open files, sockets among them.
        sockets: Open sockets.
        memory: Resident bytes.
        objects: Objects that the collector knows.
        kept: Bytes of the history.
    """

    threads: int
    files: int
    sockets: int
    memory: int
    objects: int
    kept: int


def held(folder: Path) -> Held:
    """What this process holds now, when what is on its way has ended."""
    patience = time.monotonic() + 5.0
    while threading.active_count() > 2 and time.monotonic() < patience:
        time.sleep(0.01)
    gc.collect()
    opened = [where for fd in Path("/proc/self/fd").iterdir() if (where := _leads_to(fd))]
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return Held(
        threading.active_count(),
        len(opened),
        sum(where.startswith("socket:") for where in opened),
        pages * os.sysconf("SC_PAGE_SIZE"),
        len(gc.get_objects()),
        sum(file.stat().st_size for file in folder.iterdir()),
    )


def _leads_to(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except OSError:  # that of the listing itself
        return ""


class ForgetfulOffice(PretendOffice):
    """Remembers of its calls only when those with the key came: what it holds is not the watch's.

    Attributes:
        keyed: When, in seconds of its own clock.
    """

    def __init__(self, scenario: Scenario, clock: VirtualClock) -> None:
        super().__init__(scenario, now=clock.now)
        self.keyed = array("d")

    def _answer(self, call: Call) -> WireAnswer:
        if call.authorized:
            self.keyed.append(self._now())
        answer = super()._answer(call)
        self._seen.clear()
        return answer


class VirtualClock:
    """A clock that only a sleep moves."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.on_move: Callable[[], object] = lambda: None

    def now(self) -> float:
        """Seconds."""
        return self.time

    def wall(self) -> datetime:
        """Time of day."""
        return datetime(2026, 3, 2, 8).astimezone() + timedelta(seconds=self.time)

    async def sleep(self, seconds: float) -> None:
        """Be later at once."""
        self.time += seconds
        self.on_move()


@dataclass
class Course:
    """What a soak has seen.

    Attributes:
        looks: How many.
        cures: How many.
        waited_s: Seconds of waiting by the watch's clock.
        idle_s: Seconds of the processor in them.
        states: What was held after each quarter.
        together: Two looks were seen beside each other.
        keyed: When calls with the key came, where that is known.
    """

    looks: int = 0
    cures: int = 0
    waited_s: float = 0.0
    idle_s: float = 0.0
    states: list[Held] = field(default_factory=list)
    together: bool = False
    keyed: list[float] = field(default_factory=list)


class Soak:
    """Watches again and again until the time is over.

    Args:
        port: Where the pretend office is.
        scenario: What is the matter with it now, for the PC in front of it; None where nobody knows.
        clock: Tells the time.
        folder: Where the history is.
    """

    def __init__(
        self, port: Callable[[], int], scenario: Callable[[], str], clock: WatchClock, folder: Path
    ) -> None:
        self._clock, self._folder = clock, folder
        self._history = History(HistoryFile(folder / "history.jsonl"))
        world = World(
            pacer=Pacer(clock.now, clock.sleep),
            machine=lambda: MachineReader(pretend_pc(scenario())),
            environ={},
        )
        setup = Setup(
            Translator(),
            endpoint=lambda: Endpoint(Mode.REMOTE, "http", "127.0.0.1", port()),
            world=lambda: world,
        )
        self._look = OfficeLook(Diagnoser(setup), KEYS)
        self.course = Course()
        self._looking = False
        self._idle_since: tuple[float, float] | None = None

    async def run(self, seconds: float, noted: Callable[[], None] = lambda: None) -> Course:
        """Watch for so long."""
        clock = self._clock
        began = clock.now()
        while (passed := clock.now() - began) < seconds:
            watch = Watch(self._look, clock, minutes=(seconds - passed) / 60, pace_s=self._look.pace_s)
            await watch.run(lambda event: self._hear(event, noted))
            await clock.sleep(REST_S)
            if clock.now() - began >= seconds * (len(self.course.states) + 1) / 4:
                self.course.states.append(held(self._folder))
        return self.course

    def _hear(self, event: WatchEvent, noted: Callable[[], None]) -> None:
        course = self.course
        match event:
            case Waiting():
                self._idle_since = self._idle_since or (self._clock.now(), time.process_time())
            case Looking():
                course.looks += 1
                course.together = course.together or self._looking
                self._looking = True
                if self._idle_since is not None:
                    course.waited_s += self._clock.now() - self._idle_since[0]
                    course.idle_s += time.process_time() - self._idle_since[1]
                    self._idle_since = None
            case Looked(result=result, cure=cure):
                self._looking = False
                self._history.note_run(result)
                if cure is not None:
                    course.cures += 1
                    self._history.note_cure(cure)
                noted()


def virtual(hours: int, folder: Path) -> Course:
    """Hours in no time."""
    clock = VirtualClock()
    script = hours_script(hours)
    office = ForgetfulOffice(SCENARIOS[script.first], clock)
    play = Play(script, office, clock.now)
    play.advance()
    clock.on_move = play.advance
    try:
        soak = Soak(lambda: office.port, lambda: office.scenario.id, clock, folder)
        course = asyncio.run(soak.run(hours * HOUR_S, lambda: print(NOTED, flush=True)))
    finally:
        office.stop()
    course.keyed = list(office.keyed)
    return course


def real(minutes: float, folder: Path) -> Course:
    """By this PC's own clock, in front of an office in a process of its own."""
    hours = max(1, round(minutes / 60 + 0.5))
    script = hours_script(hours)
    turns = [part for turn in script.turns for part in ("--then", f"{turn.scenario}@{turn.at_s:g}")]
    serve = [sys.executable, "-m", "wizard", "simulate", script.first, *turns]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, cwd=ROOT, text=True) as office:
        try:
            said = office.stdout.readline() if office.stdout else ""
            port = int(said.split("127.0.0.1:")[1].split("/")[0])
            soak = Soak(lambda: port, lambda: script.first, PcClock(), folder)
            return asyncio.run(soak.run(minutes * 60))
        finally:
            office.terminate()


def idle_ms_a_second(seconds: float) -> float:
    """Milliseconds of the processor in a second of a watch that waits."""
    endpoint = Endpoint(Mode.REMOTE, "http", "127.0.0.1", 9)
    run = RunInProgress(Setup(Translator()), endpoint, Keys(), Catalogue(), unheard, RunClock())
    failed = run.result(Evidence(Mode.REMOTE, probe=Answer("GET", "/patients", 504)))

    async def waits() -> float:
        look = OfficeLook(Diagnoser(Setup(Translator())), Keys())
        watch = Watch(look, minutes=60, every_s=3600, first=failed)
        going = asyncio.create_task(watch.run(lambda _: None))
        await asyncio.sleep(0.2)
        began = time.process_time()
        await asyncio.sleep(seconds)
        spent = time.process_time() - began
        watch.stop()
        await going
        return spent

    return asyncio.run(waits()) * 1000 / seconds


def main(what: str, *given: str) -> None:
    """One of the things that this file's first lines name."""
    if what == "idle":
        print(json.dumps(idle_ms_a_second(float(given[0]))))
        return
    folder = Path(given[-1])
    if what == "history":
        read = History(HistoryFile(folder / "history.jsonl")).read()
        trouble = None if read.trouble is None else read.trouble.name.lower()
        print(json.dumps([trouble, [repr(entry) for entry in read.entries]]))
        return
    course = virtual(int(given[0]), folder) if what == "virtual" else real(float(given[0]), folder)
    print(json.dumps({**vars(course), "states": [state._asdict() for state in course.states]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
