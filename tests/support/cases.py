"""Runs against the pretend office, to be written down and replayed."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.support.folders import ROOT
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, deadline_of, vendor
from wizard.casefile.case_file import read_case
from wizard.casefile.evidence_form import Seen
from wizard.checks.context import World, connect
from wizard.core.endpoint import Endpoint
from wizard.core.keys import KeyPair, Keys
from wizard.core.mode import Mode
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.diagnosis.document import RunFacts
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
    from wizard.casefile.case_file import Case
    from wizard.runs.run_result import RunResult

KEPT = ROOT / "tests" / "data" / "cases"
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
    """A case as it is kept among the tests: what time, this PC and free ports decide is always the same."""
    seen = Seen(_still(case.seen.evidence), _still(case.seen.endpoint), case.seen.profile)
    facts = RunFacts("1.0.0", "3.11.0", "Windows 11", REFERENCE, STARTED, 0, seen.endpoint.public_url)
    words = RunWords(seen.profile, seen.endpoint, Catalogue(), Translator(case.language))
    at = datetime.fromisoformat(STARTED)
    first = words.result(seen.evidence, facts, at).as_case()
    # judged anew, since words of the checks tell durations and the clock too
    return replay(read_case(first), Translator()).now.as_case()


def _still(part: Any) -> Any:  # noqa: ANN401 - any part of evidence
    """A part of evidence in which nothing is of its time."""
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        return tuple(map(_still, part))
    if not hasattr(part, "__record_names__"):
        return part
    values = {name: _still_field(name, getattr(part, name)) for name in part.__record_names__}
    return type(part)(**values)


def _still_field(name: str, value: Any) -> Any:  # noqa: ANN401 - any field of evidence
    if name in _TIMES:
        return type(value)()
    if name in ("clock_ahead_s", "ahead") and value is not None:
        return float(60 * round(value / 60))
    if name in ("port", "service_port") and type(value) is int and value > _FREE_FROM:
        return _PORT
    return _still(value)


_TIMES = ("took_ms", "timings", "took_s")
_FREE_FROM = 32_767  # below are the ports that programs have for good
