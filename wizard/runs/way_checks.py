"""The checks of the way to Open Dental: what has to be in order before a key can be tried."""

from __future__ import annotations

from wizard.checks.channel import clock, secure_channel
from wizard.checks.network import name_resolves, port_connects
from wizard.checks.proxy_check import proxy_in_force
from wizard.core.codes import CheckId
from wizard.core.text import T
from wizard.diagnosis.check_groups import TITLES
from wizard.diagnosis.verdicts.channel_verdicts import channel, clock_verdict
from wizard.diagnosis.verdicts.name_verdict import name
from wizard.diagnosis.verdicts.port_verdict import port
from wizard.diagnosis.verdicts.proxy_in_force_verdicts import proxy_in_force_verdict as proxy_verdict
from wizard.runs.check_definition import AnyCheck, Check

PREREQUISITES: tuple[AnyCheck, ...] = (
    Check(
        CheckId.PREREQ_PROXY,
        TITLES[CheckId.PREREQ_PROXY],
        T(
            "Reads the proxy setting: the environment's, else the system's, its configuration script "
            "included. Where that lists several, connects to them in turn, and has each open the way."
        ),
        proxy_in_force,
        proxy_verdict,
        deadline_s=20.0,
        waits=T("Waiting for the system's proxy setting"),
        minor=True,
    ),
    Check(
        CheckId.PREREQ_NAME,
        TITLES[CheckId.PREREQ_NAME],
        T("Looks up api.opendental.com (or the proxy in force), and example.com if that fails."),
        name_resolves,
        name,
        needs=(CheckId.PREREQ_PROXY,),
        deadline_s=22.0,
    ),
    Check(
        CheckId.PREREQ_PORT,
        TITLES[CheckId.PREREQ_PORT],
        T(
            "Opens a connection to that address and closes it; has a proxy open the way. If that fails, "
            "tries example.com, and asks api.opendental.com and example.com for their first page, "
            "unencrypted: for a filter's page, and for a sign-in page."
        ),
        port_connects,
        port,
        needs=(CheckId.PREREQ_NAME, CheckId.PREREQ_PROXY),
        deadline_s=30.0,
    ),
    Check(
        CheckId.PREREQ_SECURE_CHANNEL,
        TITLES[CheckId.PREREQ_SECURE_CHANNEL],
        T(
            "Makes one call without any key and looks at the certificate. If it cannot be trusted, or no "
            "answer comes, asks api.opendental.com and example.com for their first page, unencrypted: for "
            "the time, for a filter's page, and for a sign-in page."
        ),
        secure_channel,
        channel,
        needs=(CheckId.PREREQ_PORT,),
        deadline_s=18.0,
    ),
    Check(
        CheckId.PREREQ_CLOCK,
        TITLES[CheckId.PREREQ_CLOCK],
        T("Compares this PC's clock with the time in the answer to that call."),
        clock,
        clock_verdict,
        needs=(CheckId.PREREQ_SECURE_CHANNEL, CheckId.PREREQ_PORT),
        deadline_s=18.0,
    ),
)
"""In the order in which they are shown."""
