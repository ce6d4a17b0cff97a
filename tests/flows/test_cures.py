"""What heals an office is proved by one flip: every cause that an office can heal, and any two together.

The looks come from real runs against pretend offices on recorded PCs (``tests/support/faults.py``). Two
faults at once are made of the looks at each: a lower one hides what lies above it, as in a run.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.faults import CURABLE, GOOD_WAY, NAME_BLOCKED, REFUSED, WAY, Fault, on_way, play
from tests.support.folders import ROOT
from tests.support.looks import followed, spoken
from wizard.core.cause import Confidence, Who
from wizard.core.codes import CheckId, Code, Family
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.core.mode import Mode
from wizard.diagnosis.judge import judge
from wizard.diagnosis.observations import observe
from wizard.diagnosis.reach import explains
from wizard.simulator.scenarios import SCENARIOS
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from wizard.diagnosis.cure import Cure

PAGE = ROOT / "resources" / "docs" / "development" / "cures.md"

pytestmark = pytest.mark.xdist_group("cures")  # all of it is made at once

NAMES = [f"{fault.code}: {fault.about}" for fault in CURABLE]
curable = pytest.mark.parametrize("number", range(len(CURABLE)), ids=NAMES)


@cache
def looks(fault: Fault, letters: str) -> tuple[Evidence, ...]:
    return tuple(play(fault, letters))


# one fault


def cure_of(fault: Fault, letters: str) -> Cure | None:
    *before, cure = followed(*looks(fault, letters))
    assert not any(before)
    return cure


def test_every_cause_that_an_office_can_heal_is_played() -> None:
    catalogue = Catalogue()
    office = {code for code in catalogue.codes() if Who.OFFICE in catalogue.entry(Code(code)).who}
    assert {fault.code for fault in CURABLE} == office


@curable
def test_one_fault_that_is_healed_is_what_is_proved(number: int) -> None:
    fault = CURABLE[number]
    cure = cure_of(fault, "xo")
    if fault.warns:
        assert judge(looks(fault, "xo")[0]).exit_code == 4
        assert cure is None
        return
    assert cure is not None
    assert cure.proven is fault.code


@pytest.mark.parametrize(
    "number",
    [
        n
        for n, fault in enumerate(CURABLE)
        if fault.scenario.startswith("econnector") and fault.state != "workstation"
    ],
    ids=lambda number: NAMES[number],
)
def test_an_answer_that_lags_behind_the_flip_is_its_effect(number: int) -> None:
    cure = cure_of(CURABLE[number], "xxhho")
    assert cure is not None
    assert cure.proven is CURABLE[number].code
    assert "Open Dental's answer changed 1 min later." in spoken(cure)


# two faults

OTHERS = {
    scenario.expected: Fault(scenario.expected, "", scenario.id)
    for scenario in SCENARIOS.values()
    if scenario.expected.family is not Family.CONNECTED
}
"""What others than the office have to heal, in one form each."""


def on_server(fault: Fault) -> Fault:
    """The same fault in the same office, seen from the server."""
    return replace(fault, state="server", well="server") if fault.state == fault.well else fault


REMOTE = (
    *(on_server(fault) for fault in CURABLE if fault.mode is Mode.REMOTE and fault.scenario != "silent"),
    *(fault for code, fault in OTHERS.items() if code not in {one.code for one in CURABLE}),
    Fault(Code.NETWORK_NAME_BLOCKED, "", way=NAME_BLOCKED),
    Fault(Code.NETWORK_REFUSED, "", way=REFUSED),
)
"""All that can be wrong with one office at the same time, on the way to the hosted API."""


class Parts(NamedTuple):
    """What one fault shows: on the PC, on the way, and in the answer."""

    pc: dict[CheckId, CheckResult]
    way: tuple[CheckResult, ...]
    broken_at: int | None
    skewed: CheckResult | None
    call: Evidence | None
    sure: bool


@cache
def parts(fault: Fault) -> Parts:
    ill, well = looks(fault, "xo")
    good = {check.id: check for check in well.checks}
    changed = {
        check.id: check
        for check in ill.checks
        if check.id in good
        and not check.id.is_live
        and (check.status, check.code) != (good[check.id].status, good[check.id].code)
    }
    pc = {identity: check for identity, check in changed.items() if identity not in WAY}
    failed = [number for number, check in enumerate(fault.way) if check.status is Status.FAILED]
    calls = ill.key_problem is not None or (ill.probe is not None and not ill.probe.succeeded)
    skewed = changed.get(CheckId.PREREQ_CLOCK)
    return Parts(
        pc,
        fault.way,
        failed[0] if failed else None,
        skewed if skewed and skewed.status is Status.WARNED else None,
        ill if calls and not failed else None,
        judge(ill).findings[0].confidence is not Confidence.POSSIBLE,
    )


@dataclass(frozen=True)
class State:
    """An office with some faults, and which of them show where."""

    seen: Evidence
    checks: frozenset[Fault]
    answer: Fault | None


def first(faults: list[Fault]) -> Fault | None:
    """Whose answer comes, where several would: no key at all, the network's, Open Dental's, the office's."""
    order = (Family.NETWORK, Family.PROXY, Family.ANSWER, Family.HQ, Family.CLOUD)

    def height(fault: Fault) -> tuple[int, str]:
        call = parts(fault).call
        if call is not None and call.key_problem is not None:
            return -1, fault.code
        return order.index(fault.code.family) if fault.code.family in order else len(order), fault.code

    return min((fault for fault in faults if parts(fault).call), key=height, default=None)


def state(faults: list[Fault]) -> State:
    """The office with these faults at once."""
    seen = on_way(looks(WELL, "oo")[0], GOOD_WAY)
    checks = {check.id: check for check in seen.checks}
    shown = set()
    for fault in faults:
        checks |= parts(fault).pc
        if parts(fault).pc:
            shown.add(fault)
    broken = [fault for fault in faults if parts(fault).broken_at is not None]
    lowest = min(broken, key=lambda fault: parts(fault).broken_at or 0, default=None)
    skewed = next((fault for fault in faults if parts(fault).skewed), None)
    if lowest is not None:
        checks |= {check.id: check for check in parts(lowest).way}
        shown.add(lowest)
    elif skewed is not None and (clock := parts(skewed).skewed):
        checks[clock.id] = clock
        shown.add(skewed)
    seen = replace(seen, checks=tuple(checks.values()))
    owner = first(faults)
    call = parts(owner).call if owner else None
    if lowest is not None:
        keyless = call is not None and call.key_problem is not None
        seen = replace(
            seen, probe=None, opinions=(), key_problem=call.key_problem if keyless and call else None
        )
        return State(seen, frozenset(shown), owner if keyless else None)
    if call is not None:
        seen = replace(seen, probe=call.probe, opinions=call.opinions, key_problem=call.key_problem)
    return State(seen, frozenset(shown), owner)


WELL = Fault(Code.CONNECTED, "")


def together(one: Fault, other: Fault) -> bool:
    """Whether both can be at once: not two states of one service, and not one sentence for both."""
    first, second = (parts(fault).call for fault in (one, other))
    if first and second and answered(first) == answered(second):
        return False
    return not set(parts(one).pc) & set(parts(other).pc)


def answered(seen: Evidence) -> object:
    return observe(seen, judge(seen)).answer


PAIRS = [(one, other) for one, other in combinations(REMOTE, 2) if one.code is not other.code]


class Told(NamedTuple):
    """What came out of one script with two faults."""

    kind: str
    proven: Code | None
    right: bool


def healed_in_sight(fault: Fault, states: list[State]) -> bool:
    """Whether it was there to be seen, and at the end was not."""
    shown = [fault in one.checks or one.answer is fault for one in states]
    return any(shown) and not shown[-1]


def only_effect(one: Fault, other: Fault, states: list[State]) -> bool:
    """One shows on the PC alone, and the other in the answer alone that such a change can heal.

    That is what one fault looks like too, so nobody can tell it from that.
    """
    first_ill = [state for state in states if state.answer is not None]
    owns = all(state.answer is other for state in first_ill) and bool(first_ill)
    checks = list(parts(one).pc)
    apart = not parts(other).pc and not any(state.answer is one for state in states)
    return owns and apart and len(checks) == 1 and explains(checks[0], other.code, Mode.REMOTE)


def told(one: Fault, other: Fault, script: list[list[Fault]]) -> Told | None:
    states = [state(faults) for faults in script]
    cures = followed(*(each.seen for each in states))
    healed = next((number for number, cure in enumerate(cures) if cure), None)
    if healed is None:
        return None  # neither breaks anything
    cure, states = cures[healed], states[: healed + 1]
    assert cure is not None
    flipped = [fault for fault in (one, other) if healed_in_sight(fault, states)]
    if len(flipped) == 1:
        wanted = flipped[0].code if parts(flipped[0]).sure else None
        return Told("one flipped", cure.proven, cure.proven is wanted)
    for check, answer in ((one, other), (other, one)):
        if only_effect(check, answer, states):
            return Told("one flipped besides the answer", cure.proven, cure.proven in (check.code, None))
    return Told("two flipped", cure.proven, cure.proven is None)


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, Told]]:
    found = []
    for one, other in PAIRS:
        if not together(one, other):
            continue
        both = [one, other]
        for order, script in (
            ("together", [both, both, []]),
            ("one after the other", [both, [other], []]),
            ("the other way round", [both, [one], []]),
        ):
            if (outcome := told(one, other, script)) is not None:
                name = f"{one.code} ({one.played}) and {other.code} ({other.played}), {order}"
                found.append((name, outcome))
    return found


def test_two_faults_prove_nothing_unless_one_alone_was_seen_to_flip(pairs: list[tuple[str, Told]]) -> None:
    wrong = [f"{name}: {outcome}" for name, outcome in pairs if not outcome.right]
    assert not wrong, "\n".join([str(len(wrong)), *wrong[:40]])
    kinds = Counter(outcome.kind for _, outcome in pairs)
    assert len(pairs) > 1000
    assert min(kinds.values()) > 20
    assert set(kinds) == {"one flipped", "one flipped besides the answer", "two flipped"}


# the page


def mark(name: str) -> tuple[str, str]:
    return f"<!-- {name} -->\n", f"<!-- /{name} -->"


def rewritten(text: str, name: str, table: str) -> str:
    start, end = mark(name)
    before, rest = text.split(start)
    return before + start + table + end + rest.split(end)[1]


def singles() -> str:
    lines = ["| proven | fault | played by | named first | the card says |", "|---|---|---|---|---|"]
    for fault in CURABLE:
        cure = cure_of(fault, "xo")
        named = judge(looks(fault, "xo")[0]).findings[0].code
        card = spoken(cure) if cure else "(it connects, with a warning: nothing broke)"
        proven = f"`{cure.proven}`" if cure else f"(`{fault.code}`)"
        lines.append(f"| {proven} | {fault.about} | {fault.played} | `{named}` | {card} |")
    return "\n".join(lines) + "\n"


def doubles(pairs: list[tuple[str, Told]]) -> str:
    lines = [
        "| what flipped in the script | scripts | a cause is claimed | of them right |",
        "|---|---|---|---|",
    ]
    for kind in ("two flipped", "one flipped", "one flipped besides the answer"):
        outcomes = [outcome for _, outcome in pairs if outcome.kind == kind]
        claimed = [outcome for outcome in outcomes if outcome.proven]
        right = sum(outcome.right for outcome in claimed)
        lines.append(f"| {kind} | {len(outcomes)} | {len(claimed)} | {right} |")
    return "\n".join(lines) + "\n"


def test_the_page_shows_what_came_out(pairs: list[tuple[str, Told]], request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text("utf-8")
    now = rewritten(rewritten(text, "one fault", singles()), "two faults", doubles(pairs))
    if request.config.getoption("--update-pages"):
        PAGE.write_text(now, "utf-8")
        return
    assert text == now, "run: python -m pytest tests/flows/test_cures.py --update-pages"
