"""Facts of checks: typed, frozen, and told in a document only as far as a list says."""

from __future__ import annotations

import ast
import copy
import dataclasses
import pickle
import pkgutil
from enum import StrEnum
from importlib import import_module
from typing import Any, cast

import pytest

import wizard.core.facts
from tests.support.folders import ROOT
from wizard.core.endpoint import api_service_endpoint
from wizard.core.evidence import Answer, Certificate, Content, Failure
from wizard.core.facts import AllowList, CheckFacts, ReportFacts, reported
from wizard.core.facts.channel_facts import ChannelFacts, ClockFacts
from wizard.core.facts.live_facts import IdentityFacts, PortIdentity, RightsFacts, VersionFacts
from wizard.core.facts.pc_facts import (
    DiskFacts,
    InstalledFacts,
    RestartFacts,
    RoleFacts,
    RunningFacts,
    ZoneFacts,
)
from wizard.core.facts.place_facts import PlaceFacts
from wizard.core.facts.server_facts import (
    ApiServiceFacts,
    EconnectorFacts,
    OtherServicesFacts,
    ServiceFacts,
    SetupWindowFacts,
    SleepFacts,
)
from wizard.core.facts.unanswered_facts import Crashed, TimedOut, Unanswered
from wizard.core.facts.way_facts import FamilyOutcome, NameFacts, PortFacts, ProxyFacts, WayFacts
from wizard.core.machine import (
    DatabaseWay,
    Place,
    PortAnswer,
    Program,
    Role,
    Service,
    ServicePurpose,
    ServiceState,
    SleepTimeouts,
    StartType,
    UnreadableReason,
)
from wizard.core.mode import Mode
from wizard.core.outcome import Outcome
from wizard.core.proxy_setting import Proxy, ProxySource
from wizard.core.record import record
from wizard.core.route import Route
from wizard.core.version import Version

CANARY = "CANARY-PRACTICE"
VERSION = Version((24, 3, 45))
PLACE = Place(Role.WORKSTATION, DatabaseWay.DIRECT, CANARY, database=CANARY, engine="mysql")
SERVICE = Service(
    CANARY, ServicePurpose.ECONNECTOR, ServiceState.RUNNING, StartType.AUTOMATIC, VERSION, VERSION, CANARY
)
PROXY = Proxy(f"http://{CANARY}:3128", ProxySource.SYSTEM, None, CANARY, 3128, CANARY)
ROUTE = Route(api_service_endpoint("192.168.1.9"), (PROXY,), addresses=("192.168.1.9",))
ANSWER = Answer(
    "GET", "/patients", 401, Content.JSON_STRING, failure=Failure.TLS_UNTRUSTED, whole_text=CANARY,
    certificate=Certificate(CANARY, CANARY, 0.0, 2e9, subject=CANARY), challenges=("Basic",),
    rights=(("ApiReadAll", True),), version="24.3.45.0", clock_ahead_s=1.5,
)  # fmt: skip
SAMPLES: tuple[CheckFacts, ...] = (
    InstalledFacts(Mode.REMOTE, VERSION, (Program(CANARY, VERSION),), usual_folder=False),
    RunningFacts(Mode.REMOTE, process=True, port=PortAnswer.ANSWERS),
    RoleFacts(PLACE),
    RestartFacts(pending=True),
    DiskFacts(2**30, 2**31),
    ZoneFacts(known=True, summer=True, summer_off=False),
    PlaceFacts(PLACE),
    ServiceFacts(PLACE, Mode.REMOTE, (SERVICE,), VERSION),
    EconnectorFacts(PLACE, Mode.REMOTE, (SERVICE,), VERSION),
    ApiServiceFacts(PLACE, Mode.REMOTE, (SERVICE,), VERSION, 30223, PortAnswer.ANSWERS),
    OtherServicesFacts(PLACE, (SERVICE,), (SERVICE,)),
    SleepFacts(PLACE, SleepTimeouts(600, 0)),
    SetupWindowFacts(PLACE, installed=True, port=PortAnswer.SILENT),
    WayFacts(ROUTE),
    ProxyFacts(ROUTE),
    NameFacts(ROUTE, 1, 3.2, "IPv6", control=True, sinkhole=True),
    PortFacts(
        ROUTE,
        (("ipv6", FamilyOutcome.SILENT), ("ipv4", FamilyOutcome.OPEN)),
        reached=True,
        pages=(ANSWER, ANSWER),
        outside=False,
        tunnel=ANSWER,
        setting="OPENSSL_CONF",
    ),
    ChannelFacts(
        dataclasses.replace(ROUTE, certificate=ANSWER.certificate),
        ANSWER,
        (ANSWER, ANSWER),
        1e9,
        "OPENSSL_CONF",
        "SSL_CERT_FILE",
    ),
    ClockFacts(answered=True, ahead=1.5),
    IdentityFacts(ROUTE, PortIdentity.NOT_KNOWN, ANSWER),
    RightsFacts(ANSWER, ("ApiComm",), 5.0),
    VersionFacts(ANSWER, VERSION),
    Unanswered(UnreadableReason.DENIED),
    TimedOut(5.0),
    Crashed("OSError"),
)
"""One of each class, with a name of the office in every field that can hold one."""


def fields(facts: CheckFacts) -> list[str]:
    """The names of its fields; raises TypeError where it has none."""
    return [field.name for field in dataclasses.fields(cast("Any", facts))]


def lists(facts: CheckFacts) -> dict[str, AllowList]:
    """The class's lists by their names; they alone are written in capitals."""
    return {name: getattr(facts, name) for name in dir(facts) if name.isupper()}


def test_every_class_is_here() -> None:
    modules = pkgutil.iter_modules(wizard.core.facts.__path__, "wizard.core.facts.")
    made = {
        kind
        for module in modules
        for kind in vars(import_module(module.name)).values()
        if isinstance(kind, type) and issubclass(kind, CheckFacts) and kind is not CheckFacts
    }
    assert made == {type(facts) for facts in SAMPLES}


@pytest.mark.parametrize("facts", SAMPLES, ids=lambda facts: type(facts).__name__)
def test_facts_are_frozen_and_slotted(facts: CheckFacts) -> None:
    assert not hasattr(facts, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(facts, fields(facts)[0], None)


@pytest.mark.parametrize("facts", SAMPLES, ids=lambda facts: type(facts).__name__)
def test_a_field_that_is_added_stays_out_of_every_list(facts: CheckFacts) -> None:
    """As somebody would add it: below the others, with no thought of documents."""
    kind: Any = type(facts)
    more = {"__annotations__": {"practice": str}, "practice": CANARY}
    longer: Any = record(type(kind.__name__, (kind,), more))
    added = longer(**{name: getattr(facts, name) for name in fields(facts)})
    assert CANARY in repr(added)
    for allowed in lists(added).values():
        assert reported(added, allowed) == reported(facts, allowed)
        assert CANARY not in repr(reported(added, allowed))
        assert len(set(allowed.values())) == len(allowed)


@pytest.mark.parametrize("facts", SAMPLES, ids=lambda facts: type(facts).__name__)
def test_what_is_told_is_plain(facts: CheckFacts) -> None:
    """An enum's member is written as its value, as a document has it."""
    for allowed in lists(facts).values():
        for _, value in reported(facts, allowed):
            assert isinstance(value, str | int | float)
            assert not isinstance(value, StrEnum)


def test_a_list_names_what_is_told_and_in_which_order() -> None:
    assert reported(RoleFacts(PLACE)) == (("role", "workstation"), ("kind", "direct"), ("engine", "mysql"))
    assert reported(RoleFacts(PLACE), RoleFacts.ELSEWHERE) == (("role", "workstation"),)
    assert reported(InstalledFacts(Mode.REMOTE, None, (Program(CANARY, VERSION),))) == (
        ("found", 1),
        ("version", "24.3.45"),
    )


def test_what_is_not_known_is_left_out() -> None:
    assert reported(RoleFacts(Place(Role.UNKNOWN))) == (("role", "unknown"),)
    assert reported(InstalledFacts(Mode.REMOTE, None, (Program(CANARY, None),))) == (("found", 1),)
    assert not reported(SleepFacts(PLACE))


def test_what_is_no_plain_value_cannot_be_told() -> None:
    with pytest.raises(TypeError, match="Place is no plain value"):
        reported(RoleFacts(PLACE), {"place": "place"})


def test_nobody_else_makes_what_a_document_holds() -> None:
    """The type checker lets an outcome take nothing else."""
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "wizard").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ReportFacts")
    ]
    assert set(makers) == {"wizard/core/facts/__init__.py"}
    assert Outcome.__annotations__["evidence"] == ReportFacts.__name__


@pytest.mark.parametrize("facts", SAMPLES, ids=lambda facts: type(facts).__name__)
def test_facts_can_be_kept_and_told_apart(facts: CheckFacts) -> None:
    """A history, a case file and another process need it."""
    assert copy.copy(facts) == copy.deepcopy(facts) == pickle.loads(pickle.dumps(facts)) == facts
    assert hash(facts) == hash(copy.copy(facts))
