"""The secure channel and the time, both looked at by one call without any key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.checks.first_page import web_pages
from wizard.core.evidence import TLS_FAILURES, Failure
from wizard.core.facts.channel_facts import ChannelFacts, ClockFacts
from wizard.probe import trust

if TYPE_CHECKING:
    from wizard.checks.context import Context
    from wizard.core.evidence import Answer

_SETTINGS = ("OPENSSL_CONF", "OPENSSL_MODULES")
"""Environment variables that change which secure channels OpenSSL makes."""


async def secure_channel(context: Context) -> ChannelFacts:
    """Make the control call without a key over the secure channel; ask for first pages where it fails."""
    if context.endpoint.scheme != "https":
        return ChannelFacts(context.route)
    context = await context.proxied()
    answer = await context.keyless()
    no_list = trust.unusable_store() if answer.failure is Failure.TLS_UNTRUSTED else ""
    return ChannelFacts(
        replace(context.route, certificate=answer.certificate),
        answer,
        await web_pages(context) if _needs_pages(context, answer) else None,
        context.world.now(),
        setting_of_channels(context),
        no_list or None,
    )


def _needs_pages(context: Context, answer: Answer) -> bool:
    """Whether first pages tell more: who answers in place of Open Dental, and what time it is."""
    if answer.failure in TLS_FAILURES:
        return True
    shown = answer.failure is Failure.UNREADABLE and answer.certificate is not None
    silent = answer.status is None and answer.failure is not Failure.TLS_IMPOSSIBLE and not shown
    return silent and context.route.proxy is None


def setting_of_channels(context: Context) -> str | None:
    """The environment variable that changes secure channels on this PC; None where there is none."""
    return next((name for name in _SETTINGS if context.world.environ.get(name)), None)


async def clock(context: Context) -> ClockFacts:
    """Have the server's ``Date`` told, to compare this PC's clock with it."""
    answer = await context.keyless()
    return ClockFacts(answer.status is not None, answer.clock_ahead_s)
