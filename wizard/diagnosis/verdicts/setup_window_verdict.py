"""The verdict on the way that Open Dental's own window takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.endpoint import SETUP_HOST, SETUP_PORT
from wizard.core.evidence import Status
from wizard.core.facts import reported
from wizard.core.machine import PortAnswer, Role
from wizard.core.outcome import Outcome
from wizard.core.text import T
from wizard.diagnosis.verdicts.naming_server import look_there

if TYPE_CHECKING:
    from wizard.core.facts.server_facts import SetupWindowFacts


def setup_window_verdict(facts: SetupWindowFacts) -> Outcome:
    """Whether the API Setup window can open on this PC."""
    if facts.role is Role.CLOUD:
        return look_there(facts)
    evidence = reported(facts)
    if not facts.installed:
        words = T("That window opens in Open Dental, which is not on this PC.")
        return Outcome(Status.SKIPPED, words, None, evidence)
    if facts.port is PortAnswer.OPEN:
        words = T("Open Dental's API Setup window can reach what it needs.")
        return Outcome(Status.PASSED, words, None, evidence)
    if facts.proxied:
        words = T("Port {port} is not open directly; the proxy may let Open Dental through.", port=SETUP_PORT)
        return Outcome(Status.UNKNOWN, words, None, evidence)
    if not facts.way_open:
        return Outcome(Status.UNKNOWN, T("The way to the internet has to work first."), None, evidence)
    words = T(
        "The API Setup window cannot open on this PC: {host} does not answer at port {port}.",
        host=SETUP_HOST, port=SETUP_PORT,
    )  # fmt: skip
    return Outcome(Status.WARNED, words, Code.API_SETUP_WINDOW_BLOCKED, evidence)
