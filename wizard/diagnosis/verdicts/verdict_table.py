"""The verdict of every check by its id, for facts that are there already and need no question.

``wizard.runs.registry`` joins the same functions with what asks; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wizard.core.codes import CheckId
from wizard.core.facts.channel_facts import ChannelFacts, ClockFacts
from wizard.core.facts.live_facts import IdentityFacts, RightsFacts, VersionFacts
from wizard.core.facts.pc_facts import (
    DiskFacts,
    InstalledFacts,
    RestartFacts,
    RoleFacts,
    RunningFacts,
    ZoneFacts,
)
from wizard.core.facts.server_facts import (
    ApiServiceFacts,
    EconnectorFacts,
    OtherServicesFacts,
    SetupWindowFacts,
    SleepFacts,
)
from wizard.core.facts.unanswered_facts import Crashed, TimedOut, Unanswered
from wizard.core.facts.way_facts import NameFacts, PortFacts, ProxyFacts
from wizard.core.record import record
from wizard.diagnosis.verdicts import live_verdicts, pc_verdicts, server_verdicts
from wizard.diagnosis.verdicts.api_service_verdict import api_service_verdict
from wizard.diagnosis.verdicts.channel_verdicts import channel, clock_verdict
from wizard.diagnosis.verdicts.name_verdict import name
from wizard.diagnosis.verdicts.port_verdict import port
from wizard.diagnosis.verdicts.proxy_in_force_verdicts import proxy_in_force_verdict
from wizard.diagnosis.verdicts.setup_window_verdict import setup_window_verdict
from wizard.diagnosis.verdicts.unanswered_verdict import unanswered_verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.facts import CheckFacts
    from wizard.core.outcome import Outcome

F = TypeVar("F", bound="CheckFacts")


@record
class Judge(Generic[F]):
    """What a check's facts are, and what judges them.

    Attributes:
        kind: The class of the facts.
        verdict: Judges them; None where the check is not shown for them. Pure.
    """

    kind: type[F]
    verdict: Callable[[F], Outcome | None]


JUDGES: dict[CheckId, Judge[Any]] = {
    CheckId.PREREQ_PROXY: Judge(ProxyFacts, proxy_in_force_verdict),
    CheckId.PREREQ_NAME: Judge(NameFacts, name),
    CheckId.PREREQ_PORT: Judge(PortFacts, port),
    CheckId.PREREQ_SECURE_CHANNEL: Judge(ChannelFacts, channel),
    CheckId.PREREQ_CLOCK: Judge(ClockFacts, clock_verdict),
    CheckId.PREREQ_OPEN_DENTAL_INSTALLED: Judge(InstalledFacts, pc_verdicts.installed_verdict),
    CheckId.PREREQ_OPEN_DENTAL_RUNNING: Judge(RunningFacts, pc_verdicts.running_verdict),
    CheckId.PREREQ_ROLE: Judge(RoleFacts, pc_verdicts.role_verdict),
    CheckId.PREREQ_RESTART_PENDING: Judge(RestartFacts, pc_verdicts.restart_verdict),
    CheckId.PREREQ_DISK: Judge(DiskFacts, pc_verdicts.disk_verdict),
    CheckId.PREREQ_TIME_ZONE: Judge(ZoneFacts, pc_verdicts.zone_verdict),
    CheckId.PREREQ_ECONNECTOR_SERVICE: Judge(EconnectorFacts, server_verdicts.econnector_verdict),
    CheckId.PREREQ_API_SERVICE: Judge(ApiServiceFacts, api_service_verdict),
    CheckId.PREREQ_OTHER_SERVICES: Judge(OtherServicesFacts, server_verdicts.others_verdict),
    CheckId.PREREQ_SLEEP: Judge(SleepFacts, server_verdicts.sleep_verdict),
    CheckId.PREREQ_SETUP_WINDOW_PORT: Judge(SetupWindowFacts, setup_window_verdict),
    CheckId.LIVE_IDENTITY: Judge(IdentityFacts, live_verdicts.identity),
    CheckId.LIVE_RIGHTS: Judge(RightsFacts, live_verdicts.rights_verdict),
    CheckId.LIVE_VERSION: Judge(VersionFacts, live_verdicts.version_verdict),
}
"""Each check that has facts of its own."""


def belongs(identity: CheckId, facts: CheckFacts) -> bool:
    """Whether these are facts that a check finds."""
    if isinstance(facts, Unanswered | TimedOut | Crashed):
        return True
    judge = JUDGES.get(identity)
    return judge is not None and isinstance(facts, judge.kind)


def verdict_on(identity: CheckId, facts: CheckFacts) -> Outcome | None:
    """What this version says to what a check found; None where it says nothing.

    Raises:
        KeyError: The check has no facts of its own, or others than these.
    """
    if isinstance(facts, Unanswered | TimedOut | Crashed):
        return unanswered_verdict(facts)
    if not belongs(identity, facts):
        raise KeyError(identity)
    return JUDGES[identity].verdict(facts)
