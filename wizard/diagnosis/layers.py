"""The live call as layers: which of them held and which one broke, for the rows of the window."""

from __future__ import annotations

from enum import StrEnum

from wizard.core.codes import CheckId, Family
from wizard.core.evidence import Evidence, Status
from wizard.core.record import record
from wizard.core.text import T, Text
from wizard.diagnosis.judge import WORKS, Judgement


class Layer(StrEnum):
    """What a live call has to pass, from the wire to the office."""

    NAME = "name"
    CONNECTION = "connection"
    SECURE = "secure"
    OPEN_DENTAL = "open-dental"
    KEY = "key"
    RIGHT = "right"
    OFFICE = "office"


@record
class LayerState:
    """One layer's outcome."""

    layer: Layer
    status: Status
    text: Text


_CHECKS = {
    CheckId.PREREQ_NAME: Layer.NAME,
    CheckId.PREREQ_PORT: Layer.CONNECTION,
    CheckId.PREREQ_SECURE_CHANNEL: Layer.SECURE,
}
_CALL = (Layer.OPEN_DENTAL, Layer.KEY, Layer.RIGHT, Layer.OFFICE)
_GOOD = {
    Layer.OPEN_DENTAL: T("Open Dental answered."),
    Layer.KEY: T("The key was accepted."),
    Layer.RIGHT: T("The key may read patients."),
    Layer.OFFICE: T("This office's database answered."),
}
_BROKEN = {
    Layer.OPEN_DENTAL: T("The call got no further than this."),
    Layer.KEY: T("Open Dental did not accept the key."),
    Layer.RIGHT: T("The key lacks a right."),
    Layer.OFFICE: T("Open Dental could not get an answer from this office."),
}
_ANOTHER = T("The database of another practice answered.")
_FAMILIES = {
    Family.KEY: Layer.KEY,
    Family.API: Layer.KEY,
    Family.PERMISSION: Layer.RIGHT,
    Family.ECONNECTOR: Layer.OFFICE,
    Family.OFFICE: Layer.OFFICE,
    Family.CLOUD: Layer.OFFICE,
}


def layers(evidence: Evidence, judgement: Judgement) -> tuple[LayerState, ...]:
    """Every layer with its outcome; what lies above a broken one is blocked."""
    states = [
        LayerState(_CHECKS[result.id], result.status, result.summary)
        for result in evidence.checks
        if result.id in _CHECKS
    ]
    # a proxy setting that cannot be used is where the connection ends
    proxy = next(
        (r for r in evidence.checks if r.id is CheckId.PREREQ_PROXY and r.status is Status.FAILED), None
    )
    if proxy is not None:
        broken_off = LayerState(Layer.CONNECTION, Status.FAILED, proxy.summary)
        states = [broken_off if state.layer is Layer.CONNECTION else state for state in states]
    if evidence.probe is None:
        withheld = next((r for r in evidence.checks if r.id is CheckId.LIVE_IDENTITY), None)
        called = [_state(layer, Status.BLOCKED) for layer in _CALL]
        if withheld is not None:
            called[0] = LayerState(Layer.OPEN_DENTAL, Status.FAILED, withheld.summary)
        return (*states, *called)
    if judgement.verdict in WORKS:
        return (*states, *(_state(layer, Status.PASSED) for layer in _CALL))
    if evidence.probe.succeeded and evidence.disowned is not None:
        below = (_state(layer, Status.PASSED) for layer in _CALL[:-1])
        return (*states, *below, LayerState(_CALL[-1], Status.FAILED, _ANOTHER))
    broken = _FAMILIES.get(judgement.findings[0].code.family, Layer.OPEN_DENTAL)
    place = _CALL.index(broken)
    for index, layer in enumerate(_CALL):
        if index == place:
            states.append(_state(layer, Status.FAILED))
        else:
            states.append(_state(layer, _beside(layer, broken) if index < place else Status.BLOCKED))
    return tuple(states)


def _beside(layer: Layer, broken: Layer) -> Status:
    """A layer below the broken one: passed where the failure proves it, else not known.

    An office that does not answer says nothing about the key: the order in which Open Dental looks is not
    documented.
    """
    if layer is Layer.OPEN_DENTAL or (layer is Layer.KEY and broken is Layer.RIGHT):
        return Status.PASSED
    return Status.UNKNOWN


def _state(layer: Layer, status: Status) -> LayerState:
    words = {
        Status.PASSED: _GOOD[layer],
        Status.FAILED: _BROKEN[layer],
        Status.UNKNOWN: T("Not proved: the call ended at another place."),
    }
    return LayerState(layer, status, words.get(status, T("What is above has to work first.")))
