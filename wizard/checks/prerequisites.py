"""The prerequisites so far: the name resolves, the port connects, the channel is secure, the clocks agree."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

from wizard.checks.context import CONTROL_HOST, Context
from wizard.checks.engine import Check, Outcome
from wizard.core.endpoint import Mode, is_address
from wizard.core.evidence import Content, Failure, Status
from wizard.core.text import T

CLOCK_LIMIT_S = 300
"""Seconds between this PC's clock and the server's ``Date`` that are still called right."""

_NAME_S = 5.0
_TLS_CODES = {
    Failure.TLS_UNTRUSTED: "tls.intercepted",
    Failure.TLS_WRONG_HOST: "tls.wrong-host",
    Failure.TLS_NOT_YET_VALID: "tls.clock",
    Failure.TLS_EXPIRED: "tls.expired",
    Failure.TLS_HANDSHAKE: "tls.handshake",
}
_REFUSED = {
    Mode.REMOTE: "network.refused",
    Mode.SERVICE: "api-service.not-running",
    Mode.LOCAL: "local-api.closed",
}
_SILENT = {
    Mode.REMOTE: "network.unreachable",
    Mode.SERVICE: "api-service.firewalled",
    Mode.LOCAL: "local-api.stuck",
}


async def name_resolves(context: Context) -> Outcome:
    """Look the first hop's name up; a second, unrelated name tells a dead network from one blocked name."""
    host, _ = context.first_hop
    if context.proxy and not context.proxy.usable:
        return Outcome(Status.SKIPPED, T("The proxy setting comes first."))
    if is_address(host):
        return Outcome(Status.SKIPPED, T("This address needs no name lookup."))
    try:
        async with asyncio.timeout(_NAME_S):
            addresses = await context.world.look_up(host)
    except (OSError, TimeoutError):  # silence is no name either
        return await _name_missing(context)
    sunk = not context.proxy and all(not ip_address(a.partition("%")[0]).is_global for a in addresses)
    if sunk or not addresses:
        return Outcome(
            Status.FAILED,
            T("The name {host} leads to an address that blocks it.", host=host),
            "network.name-blocked",
            (("addresses", len(addresses)), ("sinkhole", sunk)),
        )
    return Outcome(
        Status.PASSED,
        T("The name {host} was found.", host=_shown(context)),
        None,
        (("addresses", len(addresses)),),
    )


async def _name_missing(context: Context) -> Outcome:
    if context.proxy:
        return Outcome(Status.FAILED, T("The proxy's name was not found."), "proxy.unreachable")
    try:
        async with asyncio.timeout(_NAME_S):
            await context.world.look_up(CONTROL_HOST)
    except (OSError, TimeoutError):
        return Outcome(
            Status.FAILED,
            T("Neither {host} nor another name on the internet was found.", host=context.endpoint.host),
            "network.offline",
            (("control", False),),
        )
    return Outcome(
        Status.FAILED,
        T("Other names are found, but {host} is not.", host=context.endpoint.host),
        "network.name-blocked",
        (("control", True),),
    )


async def port_connects(context: Context) -> Outcome:
    """Open a connection to the first hop and close it again."""
    if context.proxy and not context.proxy.usable:
        return Outcome(
            Status.FAILED,
            T("The proxy setting of this PC cannot be used."),
            "proxy.bad-setting",
            (("source", str(context.proxy.source)),),
        )
    host, port = context.first_hop
    mode = context.endpoint.mode
    try:
        async with asyncio.timeout(10):
            await context.world.connect(host, port)
    except ConnectionRefusedError:
        code = "proxy.unreachable" if context.proxy else _REFUSED[mode]
        return Outcome(Status.FAILED, T("Port {port} refuses connections.", port=port), code)
    except (OSError, TimeoutError):
        code = "proxy.unreachable" if context.proxy else _SILENT[mode]
        return Outcome(Status.FAILED, T("Port {port} cannot be reached.", port=port), code)
    if context.proxy:
        return Outcome(
            Status.PASSED, T("The office's proxy answers."), None, (("port", port), ("proxy", True))
        )
    return Outcome(Status.PASSED, T("Port {port} is open.", port=port), None, (("port", port),))


async def secure_channel(context: Context) -> Outcome:
    """Make the control call without a key over the secure channel."""
    if context.endpoint.scheme != "https":
        return Outcome(Status.SKIPPED, T("Inside the office no secure channel is needed."))
    answer = await context.keyless()
    if answer.failure in _TLS_CODES:
        code = _TLS_CODES[answer.failure]
        return Outcome(
            Status.FAILED, T("The secure channel could not be trusted."), code, (("failure", answer.failure),)
        )
    if answer.status is None or (
        context.proxy and answer.content is Content.NONE
    ):  # a proxy may refuse the way
        return Outcome(Status.UNKNOWN, T("The secure channel could not be looked at: no answer came."))
    return Outcome(Status.PASSED, T("The secure channel is trusted by this PC."))


async def clock(context: Context) -> Outcome:
    """Compare this PC's clock with the server's ``Date``."""
    answer = await context.keyless()
    if answer.clock_ahead_s is None:
        return Outcome(Status.UNKNOWN, T("The answer did not tell the time."))
    off = round(abs(answer.clock_ahead_s))
    evidence = (("ahead_s", round(answer.clock_ahead_s)),)
    if off > CLOCK_LIMIT_S:
        minutes = round(off / 60)
        if answer.clock_ahead_s > 0:
            words = T("This PC's clock is {minutes} minutes ahead.", minutes=minutes)
        else:
            words = T("This PC's clock is {minutes} minutes behind.", minutes=minutes)
        return Outcome(Status.WARNED, words, "clock.skewed", evidence)
    return Outcome(Status.PASSED, T("This PC's clock agrees with the server's."), None, evidence)


def _shown(context: Context) -> str:
    # a proxy's name is the office's own affair
    return "proxy" if context.proxy else context.endpoint.host


PREREQUISITES: tuple[Check, ...] = (
    Check(
        "prereq.name",
        T("Name of Open Dental"),
        T("Looks up api.opendental.com (or the proxy in force), and example.com if that fails."),
        (),
        12.0,
        name_resolves,
    ),
    Check(
        "prereq.port",
        T("Connection"),
        T("Opens a connection to that address and closes it."),
        ("prereq.name",),
        12.0,
        port_connects,
    ),
    Check(
        "prereq.secure-channel",
        T("Secure channel"),
        T("Makes one call without any key and looks at the certificate."),
        ("prereq.port",),
        12.0,
        secure_channel,
    ),
    Check(
        "prereq.clock",
        T("Clock"),
        T("Compares this PC's clock with the time in the answer to that call."),
        ("prereq.secure-channel", "prereq.port"),
        12.0,
        clock,
    ),
)
"""In the order in which they are shown."""
