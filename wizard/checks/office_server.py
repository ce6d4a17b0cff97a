"""The questions about the server: Open Dental's services, and what puts the server to sleep. They only read.

Each raises Unreadable where this PC does not answer, and asks no more than its verdict needs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.pc_answers import HERE
from wizard.core.facts.server_facts import ApiServiceFacts, EconnectorFacts, OtherServicesFacts, SleepFacts
from wizard.core.machine import Role, Service, ServicePurpose

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.version import Version


async def _services(context: Context, job: ServicePurpose) -> tuple[Service, ...]:
    return tuple(service for service in await context.pc.services() if service.job is job)


async def _version(context: Context) -> Version | None:
    programs = await context.pc.programs()
    return programs[0].version if programs else None


async def econnector(context: Context) -> EconnectorFacts:
    """Look for the eConnector's service, by its program as well as by its name."""
    place, found = await context.pc.place(), await _services(context, ServicePurpose.ECONNECTOR)
    facts = EconnectorFacts(place, context.endpoint.mode, found)
    if facts.elsewhere or not found or facts.left_over:
        return facts
    return replace(facts, program=await _version(context))


async def api_service(context: Context) -> ApiServiceFacts:
    """Look for the API Service here, or knock at the server's port."""
    place, found = await context.pc.place(), await _services(context, ServicePurpose.API)
    port = context.endpoint.service_port
    facts = ApiServiceFacts(place, context.endpoint.mode, found, service_port=port)
    if facts.elsewhere:
        return facts
    said = await context.pc.knock(place.server if place.role is Role.WORKSTATION else HERE, port)
    return replace(facts, port=said, program=await _version(context))


async def others(context: Context) -> OtherServicesFacts:
    """Look at OpenDentalService and the database's service."""
    place = await context.pc.place()
    databases = await _services(context, ServicePurpose.DATABASE)
    return OtherServicesFacts(place, databases, await _services(context, ServicePurpose.OPEN_DENTAL))


async def sleep(context: Context) -> SleepFacts:
    """Look whether the PC with the eConnector falls asleep."""
    place = await context.pc.place()
    if place.role is not Role.SERVER and not any(
        s.runs for s in await _services(context, ServicePurpose.ECONNECTOR)
    ):
        return SleepFacts(place)
    return SleepFacts(place, await context.pc.sleep())
