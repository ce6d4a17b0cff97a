"""A page of the system's is offered only where the fault is one of this PC's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.core.cause import Opens
from wizard.core.codes import CheckId, Code
from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import CheckResult, Evidence, Status
from wizard.core.facts.server_facts import ApiServiceFacts, EconnectorFacts, OtherServicesFacts
from wizard.core.facts.way_facts import ProxyFacts
from wizard.core.machine import Place, Role, Service, ServicePurpose, ServiceState, StartType
from wizard.core.mode import Mode
from wizard.core.proxy_setting import Proxy, ProxySource
from wizard.core.route import Route
from wizard.core.text import T
from wizard.diagnosis.one_click import can_mend_here

if TYPE_CHECKING:
    from wizard.core.facts import CheckFacts

SERVICE = Service("x", ServicePurpose.ECONNECTOR, ServiceState.RUNNING, StartType.MANUAL)
MANUAL, STOPPED = Code.ECONNECTOR_NOT_AUTOMATIC, Code.OFFICE_DATABASE_STOPPED
SERVER, WORKSTATION = Place(Role.SERVER), Place(Role.WORKSTATION)


def seen(code: Code, facts: CheckFacts) -> Evidence:
    check = CheckResult(CheckId.PREREQ_ECONNECTOR_SERVICE, Status.WARNED, T("seen"), code, facts=facts)
    return Evidence(Mode.REMOTE, (check,))


@pytest.mark.parametrize(
    ("code", "facts", "here"),
    [
        (MANUAL, EconnectorFacts(SERVER, Mode.REMOTE, (SERVICE,)), True),
        (MANUAL, EconnectorFacts(WORKSTATION, Mode.REMOTE), False),
        (STOPPED, OtherServicesFacts(SERVER, (SERVICE,)), True),
        (STOPPED, OtherServicesFacts(SERVER), False),
        (STOPPED, ApiServiceFacts(WORKSTATION, Mode.REMOTE), False),
        (Code.API_SERVICE_NOT_RUNNING, EconnectorFacts(SERVER, Mode.REMOTE, (SERVICE,)), False),
    ],
)
def test_services_only_where_the_service_is_on_this_pc(code: Code, facts: CheckFacts, *, here: bool) -> None:
    evidence = seen(code if code is not Code.API_SERVICE_NOT_RUNNING else MANUAL, facts)
    assert can_mend_here(code, Opens.SERVICES, evidence) is here
    assert not can_mend_here(code, Opens.SERVICES, Evidence(Mode.REMOTE))


@pytest.mark.parametrize(
    ("source", "here"),
    [(ProxySource.SYSTEM, True), (ProxySource.SCRIPT, True), (ProxySource.ENVIRONMENT, False), (None, False)],
)
def test_the_proxy_settings_only_where_the_proxy_stands_there(
    source: ProxySource | None, *, here: bool
) -> None:
    ways = (Proxy("http://proxy.example:8080", source, None),) if source else (None,)
    evidence = seen(Code.PROXY_UNREACHABLE, ProxyFacts(Route(remote_endpoint(), ways=ways)))
    assert can_mend_here(Code.PROXY_UNREACHABLE, Opens.PROXY, evidence) is here


def test_the_clock_and_the_network_are_this_pcs_own() -> None:
    nothing = Evidence(Mode.REMOTE)
    assert can_mend_here(Code.CLOCK_SKEWED, Opens.DATE_TIME, nothing)
    assert can_mend_here(Code.NETWORK_CAPTIVE_PORTAL, Opens.GUEST_SIGN_IN, nothing)
    assert not can_mend_here(Code.PROXY_UNREACHABLE, Opens.PROXY, nothing)
