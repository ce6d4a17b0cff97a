"""Runs against the pretend office, to be written down and replayed."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, deadline_of, vendor
from wizard.casefile.case_file import read_case, sealed
from wizard.casefile.evidence_form import Seen
from wizard.checks.context import World, connect
from wizard.core.endpoint import Endpoint
from wizard.core.facts.channel_facts import ChannelFacts
from wizard.core.keys import KeyPair, Keys
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.diagnosis.document import RunFacts
from wizard.diagnosis.judge import SLOW_MS
from wizard.probe.pace import Pacer
from wizard.runs.diagnoser import Diagnoser
from wizard.runs.replay import replay
from wizard.runs.run_words import RunWords
from wizard.runs.setup import Setup
from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.pretend_pc import pretend_pc
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.casefile.case_file import Case
    from wizard.runs.run_result import RunResult

KEPT = ROOT / "tests" / "data" / "cases"
LABORATORY = "lab-"
"""What the names of the cases begin with that are of the laboratory's rows."""
PAIR = KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))


class _Hurried:
    """Time that only a sleep moves, so that nobody waits for the pace."""

    time = 1000.0

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.time += seconds


async def _nowhere(name: str) -> tuple[str, ...]:
    raise OSError(name)


async def _loopback_only(host: str, port: int) -> None:
    if host != "127.0.0.1":
        raise OSError(host)
    await connect(host, port)


def run_of(scenario: str, mode: Mode = Mode.REMOTE) -> RunResult:
    """A whole run against a pretend office and PC."""
    clock = _Hurried()
    with PretendOffice(SCENARIOS[scenario], pace_s=0) as office:
        setup = Setup(
            Translator(),
            profile=vendor()._replace(modes=(Mode.REMOTE, Mode.LOCAL)),
            endpoint=lambda: Endpoint(mode, "http", "127.0.0.1", office.port),
            world=lambda: World(
                pacer=Pacer(lambda: clock.time, clock.sleep),
                environ={},
                look_up=_nowhere,
                connect=_loopback_only,
                machine=lambda: MachineReader(pretend_pc(scenario)),
            ),
        )
        deadline_s = 1.0 if scenario == "silent" else float(deadline_of(scenario))
        return asyncio.run(Diagnoser(setup).live(Keys(PAIR), deadline_s=deadline_s))


REFERENCE, STARTED = "CASE2026", "2026-11-28T09:41:00Z"
"""Of every case that is kept: a run at Nov 28, 2026, 9:41 in the morning."""

_PORT = 50_000  # of the pretend office, another one in each run


def kept_form(case: Case) -> bytes:
    """A case as it is kept among the tests: what time, this PC and free ports decide is always the same.

    So is the sum of the catalogue, which would change with the words of any other cause.
    """
    found = case.seen.evidence.found(ChannelFacts)
    still = _Still(found.now if found else None)
    seen = Seen(still(case.seen.evidence), still(case.seen.endpoint), case.seen.profile)
    facts = RunFacts("1.0.0", "3.11.0", "Windows 11", REFERENCE, STARTED, 0, seen.endpoint.public_url)
    words = RunWords(seen.profile, seen.endpoint, Catalogue(), Translator(case.language))
    at = datetime.fromisoformat(STARTED)
    first = words.result(seen.evidence, facts, at).as_case()
    # judged anew, since words of the checks tell durations and the clock too
    whole = json.loads(replay(read_case(first), Translator()).now.as_case())
    del whole["sha256"]
    whole["catalogue"] = "0" * 64
    whole["omitted"] = [one._asdict() for one in case.omitted]
    return sealed(whole)


class _Still:
    """Makes evidence in which nothing is of its time.

    Args:
        now: What this PC's clock said, in seconds since 1970; None where nobody asked it.
    """

    def __init__(self, now: float | None) -> None:
        self._now = now

    def __call__(self, part: Any) -> Any:  # noqa: ANN401 - any part of evidence
        """The same part, still."""
        if isinstance(part, tuple) and not hasattr(part, "_fields"):
            return tuple(map(self, part))
        if not hasattr(part, "__record_names__"):
            return part
        values = {name: self._field(name, getattr(part, name)) for name in part.__record_names__}
        return type(part)(**values)

    def _field(self, name: str, value: Any) -> Any:  # noqa: ANN401 - any field of evidence
        how = _STILL.get(name)
        if how is not None:
            return None if value is None else how(value)
        if name == "now":
            return _AT if value else value  # none was read where nothing was secured
        if name in ("valid_from", "valid_to"):
            return self._date(value)
        return self(value)

    def _date(self, at: float) -> float:
        """A date of a certificate: how far it is away is judged, to a day."""
        if self._now is None or abs(at - self._now) > _FAR_S:
            return at
        return _AT + _DAY_S * round((at - self._now) / _DAY_S)


_AT = datetime.fromisoformat(STARTED).timestamp()
_DAY_S = 86_400
_FAR_S = 10 * 366 * _DAY_S
_FREE_FROM = 32_767  # below are the ports that programs have for good
_QUICK_S = 2
"""A name that is found faster was found at once."""
_STILL: dict[str, Callable[[Any], Any]] = {
    "took_ms": lambda ms: SLOW_MS if ms >= SLOW_MS else 0,
    "timings": lambda timings: type(timings)(),
    "took_s": lambda seconds: float(round(seconds)) if seconds > _QUICK_S else 0.0,
    "clock_ahead_s": lambda seconds: float(60 * round(seconds / 60)),
    "ahead": lambda seconds: float(60 * round(seconds / 60)),
    "port": lambda port: _PORT if type(port) is int and port > _FREE_FROM else port,
    "service_port": lambda port: _PORT if port > _FREE_FROM else port,
}
"""What each field becomes that the time of a run decides."""
