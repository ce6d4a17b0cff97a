"""The allow-list of each class of facts: what a check found, as far as it may leave this PC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.casefile.forms import FLAG, NUMBER, RELEASE, WHOLE, WORDS, Both, Many, Maybe, Member, Name, OneOf
from wizard.casefile.listed import NOT_NEEDED, LeftOut, Listed
from wizard.casefile.shared_forms import (
    ANSWER,
    PLACE,
    PORT,
    PORT_ANSWER,
    PRODUCT,
    PROGRAM,
    ROUTE,
    SERVICES,
    SLEEP,
    VARIABLE,
)
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
from wizard.core.facts.server_facts import (
    ApiServiceFacts,
    EconnectorFacts,
    OtherServicesFacts,
    SetupWindowFacts,
    SleepFacts,
)
from wizard.core.facts.unanswered_facts import Crashed, TimedOut, Unanswered
from wizard.core.facts.way_facts import FamilyOutcome, NameFacts, PortFacts, ProxyFacts
from wizard.core.machine import PortAnswer, UnreadableReason
from wizard.core.mode import Mode

if TYPE_CHECKING:
    from wizard.casefile.forms import Form
    from wizard.core.facts import CheckFacts

_RIGHT = Name(r"[A-Za-z]{1,60}", "?")
_MODE = Member(Mode)
_PAGES = Maybe(Both(ANSWER, ANSWER))
_SERVICE_PARTS: dict[str, Form[Any]] = {
    "place": PLACE,
    "mode": _MODE,
    "services": SERVICES,
    "program": Maybe(RELEASE),
}

_ALL: tuple[Listed[Any], ...] = (
    Listed(ProxyFacts, {"route": ROUTE}),
    Listed(
        NameFacts,
        {
            "route": ROUTE,
            "addresses": WHOLE,
            "took_s": NUMBER,
            "silent_about": Maybe(OneOf(("IPv4", "IPv6"))),
            "control": Maybe(FLAG),
            "sinkhole": FLAG,
            "blocker": PRODUCT,
            "catches_all": FLAG,
        },
    ),
    Listed(
        PortFacts,
        {
            "route": ROUTE,
            "families": Many(Both(OneOf(("ipv4", "ipv6")), Member(FamilyOutcome)), most=2),
            "reached": FLAG,
            "pages": _PAGES,
            "outside": Maybe(FLAG),
            "tunnel": Maybe(ANSWER),
            "setting": Maybe(VARIABLE),
        },
    ),
    Listed(
        ChannelFacts,
        {
            "route": ROUTE,
            "answer": Maybe(ANSWER),
            "pages": _PAGES,
            "now": NUMBER,
            "setting": Maybe(VARIABLE),
            "no_authorities": Maybe(VARIABLE),
        },
    ),
    Listed(ClockFacts, {"answered": FLAG, "ahead": Maybe(NUMBER)}),
    Listed(
        InstalledFacts,
        {"mode": _MODE, "floor": Maybe(RELEASE), "programs": Many(PROGRAM), "cloud": FLAG},
        # only words for the window depend on it, and they name the folder
        {"usual_folder": LeftOut("folders of programs", NOT_NEEDED, stand_in=True)},
    ),
    Listed(RunningFacts, {"mode": _MODE, "process": FLAG, "port": Member(PortAnswer)}),
    Listed(RoleFacts, {"place": PLACE}),
    Listed(RestartFacts, {"pending": FLAG}),
    Listed(DiskFacts, {"free": WHOLE, "total": WHOLE}),
    Listed(ZoneFacts, {"known": FLAG, "summer": FLAG, "summer_off": FLAG}),
    Listed(EconnectorFacts, _SERVICE_PARTS),
    Listed(ApiServiceFacts, {**_SERVICE_PARTS, "service_port": PORT, "port": PORT_ANSWER}),
    Listed(OtherServicesFacts, {"place": PLACE, "databases": SERVICES, "helpers": SERVICES}),
    Listed(SleepFacts, {"place": PLACE, "sleep": Maybe(SLEEP)}),
    Listed(
        SetupWindowFacts,
        {"place": PLACE, "installed": FLAG, "port": PORT_ANSWER, "proxied": FLAG, "way_open": FLAG},
    ),
    Listed(IdentityFacts, {"route": ROUTE, "who": Member(PortIdentity), "answer": Maybe(ANSWER)}),
    Listed(RightsFacts, {"answer": ANSWER, "wanted": Many(_RIGHT), "pace_s": NUMBER}),
    Listed(VersionFacts, {"answer": ANSWER, "floor": Maybe(RELEASE)}),
    Listed(Unanswered, {"why": Member(UnreadableReason)}),
    Listed(TimedOut, {"deadline_s": NUMBER}),
    Listed(Crashed, {"error": WORDS}),
)

FACTS: dict[type[CheckFacts], Listed[Any]] = {form.kind: form for form in _ALL}
"""Each class of facts that a check of this program brings, to its form."""
