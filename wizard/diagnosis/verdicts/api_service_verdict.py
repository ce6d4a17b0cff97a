"""The verdict on the API Service, here or as a workstation sees the server's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import Status
from wizard.core.facts import reported
from wizard.core.machine import PortAnswer, Role
from wizard.core.mode import Mode
from wizard.core.outcome import Outcome
from wizard.core.text import T
from wizard.core.version import Version
from wizard.diagnosis.verdicts.naming_server import look_there, naming_server
from wizard.diagnosis.verdicts.pc_verdicts import short_version
from wizard.diagnosis.verdicts.server_verdicts import not_needed

if TYPE_CHECKING:
    from wizard.core.facts.server_facts import ApiServiceFacts

_REQUIRED_FROM = (Version((24, 3, 61)), Version((24, 4, 33)), Version((25, 1, 2)))
"""From these on Open Dental's manual calls the API Service required for every integration."""


def api_service_verdict(facts: ApiServiceFacts) -> Outcome:
    """Whether the API Service answers where it should."""
    if facts.elsewhere:
        return look_there(facts)
    return _afar(facts) if facts.role is Role.WORKSTATION else _here(facts)


def _here(facts: ApiServiceFacts) -> Outcome:
    one, evidence = facts.one, reported(facts)
    its = short_version(one.version) if one else ""
    program = short_version(one.folder_version or facts.program) if one else ""
    if facts.port is PortAnswer.ANSWERS:
        if one is None:
            words = T("The API Service answers on this PC.")
        elif facts.same_version:
            words = T("The API Service runs on this PC and answers.")
        else:
            words = T(
                "The API Service answers, but its version {its} is not Open Dental's {program}.",
                its=its, program=program,
            )  # fmt: skip
        return Outcome(Status.PASSED, words, None, evidence)
    if facts.port is PortAnswer.OTHER_NAME:
        words = T("A program listens at the API Service's port, but under another name or address.")
        return _as_needed(facts, Outcome(Status.FAILED, words, Code.API_SERVICE_OTHER_NAME, evidence))
    if one is None:
        words = T("The API Service is not installed on this PC.")
    elif one.runs:
        words = T("The API Service runs, but does not answer at port {port}.", port=facts.service_port)
    elif facts.same_version:
        words = T("The API Service is stopped on this PC.")
    else:
        words = T(
            "The API Service is stopped; its version {its} is not Open Dental's {program}.",
            its=its, program=program,
        )  # fmt: skip
    return _as_needed(facts, Outcome(Status.FAILED, words, Code.API_SERVICE_NOT_RUNNING, evidence))


def _afar(facts: ApiServiceFacts) -> Outcome:
    evidence, server, port = reported(facts, facts.AFAR), facts.place.server, facts.service_port
    if facts.port in (PortAnswer.ANSWERS, PortAnswer.OPEN):
        return naming_server(
            Status.PASSED, lambda name: T("The API Service on {server} answers.", server=name), server,
            evidence=evidence,
        )  # fmt: skip
    if facts.port is PortAnswer.NO_NAME:
        return naming_server(
            Status.UNKNOWN, lambda name: T("The name of {server} was not found from this PC.", server=name),
            server, evidence=evidence,
        )  # fmt: skip
    if facts.port is PortAnswer.OTHER_NAME:
        outcome = naming_server(
            Status.FAILED,
            lambda name: T("A program listens at port {port} of {server}, but under another name or address.",
                           port=port, server=name),
            server, Code.API_SERVICE_OTHER_NAME, evidence,
        )  # fmt: skip
        return _as_needed(facts, outcome)
    if facts.port in (PortAnswer.REFUSED, PortAnswer.WINDOWS):
        outcome = naming_server(
            Status.FAILED,
            lambda name: T("{server} is on, but no API Service answers there.", server=name),
            server, Code.API_SERVICE_NOT_RUNNING, evidence,
        )  # fmt: skip
        return _as_needed(facts, outcome)
    if facts.mode is Mode.API_SERVICE:
        return naming_server(
            Status.FAILED,
            lambda name: T("No answer at port {port} of {server}.", port=port, server=name),
            server, Code.API_SERVICE_FIREWALLED, evidence,
        )  # fmt: skip
    return naming_server(
        Status.UNKNOWN,
        lambda name: T(
            "No answer at port {port} of {server}: a firewall may be in the way, or that PC is off.",
            port=port, server=name,
        ),
        server, evidence=evidence,
    )  # fmt: skip


def _as_needed(facts: ApiServiceFacts, outcome: Outcome) -> Outcome:
    """A fault where the connection goes through it, a warning where Open Dental's manual asks for it."""
    if facts.mode is Mode.API_SERVICE:
        return outcome
    if facts.program is not None and _manual_asks(facts.program):
        return replace(outcome, status=Status.WARNED)
    return replace(
        outcome,
        status=Status.SKIPPED,
        summary=not_needed(outcome.summary),
        code=None,
        shown=not_needed(outcome.shown) if outcome.shown else None,
    )


def _manual_asks(program: Version) -> bool:
    line = next((v for v in _REQUIRED_FROM if v.parts[:2] == program.parts[:2]), None)
    return program >= (line or _REQUIRED_FROM[-1])
