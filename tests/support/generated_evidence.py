"""Evidence made at random of every class of facts, with something to give away in each field that stays."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as some

from wizard.casefile.evidence_form import SEEN, HandoffForm, Seen, TextForm
from wizard.casefile.fact_forms import FACTS
from wizard.casefile.forms import (
    Both,
    Flag,
    Many,
    Maybe,
    Member,
    Name,
    Number,
    OneOf,
    ReleaseForm,
    Whole,
    Words,
)
from wizard.casefile.listed import Listed
from wizard.casefile.shared_forms import ENDPOINT, PROXY, ROUTE, SERVICES, CertificateForm, ProxyHost
from wizard.core.endpoint import Endpoint, api_service_endpoint, local_endpoint, remote_endpoint
from wizard.core.evidence import Certificate, CheckResult, Evidence, Status
from wizard.core.facts.channel_facts import ChannelFacts
from wizard.core.facts.unanswered_facts import Crashed, TimedOut, Unanswered
from wizard.core.facts.way_facts import PortFacts
from wizard.core.filters import FILTERS, certificate_words
from wizard.core.handoff_code import NUMBERED_CAUSES, FoundThere, HandoffCode
from wizard.core.machine import UnreadableReason
from wizard.core.mode import Mode
from wizard.core.network_products import PRODUCTS
from wizard.core.practice_title import Practice
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.text import N, T
from wizard.core.version import Version
from wizard.diagnosis.verdicts.unanswered_verdict import BLOCKED
from wizard.diagnosis.verdicts.verdict_table import JUDGES, verdict_on

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from wizard.core.codes import CheckId

DEVELOPER = "CANARYDEVEL0PER1"
CUSTOMER = "CANARYCUST0MER22"
CANARIES = (
    "CANARYDE", "CANARYCU", "canary-host", "canary-user", "canary-proxy", "canary-secret", "canary-server",
    "canary-database", "canary-service", "canary-office", "Canary Practice", "Canary Patient", "192.168.77",
    "198.51.100",
)  # fmt: skip
"""What is in no form of a case."""

_FOLDERS = ("", r"C:\canary-user\Open Dental", r"D:\canary-user\two", r"c:\CANARY-USER\open dental")
_STAYS: dict[tuple[str, str], object] = {
    ("Answer", "whole_text"): "Canary Patient is not known",
    ("Answer", "practice"): Practice("Canary Practice"),
    ("Route", "addresses"): ("198.51.100.7", "198.51.100.8"),
    ("Route", "dial"): "198.51.100.7",
    ("Place", "server"): "canary-server",
    ("Place", "database"): "canary-database",
    ("Program", "folder"): _FOLDERS[1],
    ("Service", "name"): "canary-service",
    ("InstalledFacts", "usual_folder"): False,
    ("Evidence", "server"): "canary-server",
    ("Proxy", "url"): "http://canary-user:canary-secret@canary-proxy.canary-office.local:3128",
    ("Profile", "developer_key"): Secret(DEVELOPER),
    ("Profile", "logo"): "canary-host.png",
}
"""What stands in the fields that stay; those of a check's outcome come from its verdict."""

_signs = some.text(some.characters(codec="utf-8", exclude_characters="*{}"), max_size=12)
_with_keys = some.sampled_from(("", CUSTOMER, DEVELOPER[:7], CUSTOMER[4:12].lower()))
words = some.builds(lambda one, key, other: f"{one} {key} {other}".strip(), _signs, _with_keys, _signs)
"""Somebody else's words, with a key or a part of one among them."""

_codes = some.builds(
    HandoffCode,
    some.sampled_from(NUMBERED_CAUSES),
    some.integers(0, 2),
    some.sampled_from(Mode),
    found=some.none() | some.sampled_from(FoundThere),
)
_releases = some.builds(
    lambda parts: Version(tuple(parts)), some.lists(some.integers(0, 99999), min_size=2, max_size=4)
)
_marks = some.sampled_from(
    (
        "",
        *(mark for row in PRODUCTS for mark in row.issuer),
        *(w for one in FILTERS for w in certificate_words(one)),
    )
)
_offices = some.sampled_from(
    (
        "",
        "canary-host CA",
        "CN=canary-server",
        "Canary Practice Root CA",
        "Local Network Proxy CA",
        "DigiCert Inc",
    )
)


@some.composite
def certificates(draw: some.DrawFn) -> Certificate:
    """One of a product, of an office, or of a public authority."""
    times = some.floats(0, 4e9)
    tops = some.sampled_from((("", ""), ("Let's Encrypt", "R11"), ("canary-office", "canary-host")))
    public = draw(some.booleans())
    if public:
        issuer = chain = draw(some.sampled_from(("DigiCert Global G2, DigiCert Inc", "E5, Let's Encrypt")))
        top = draw(tops.filter(lambda names: "canary" not in names[0]))
        subject = draw(_marks)
    else:
        issuer = f"{draw(_marks)} {draw(_offices)}".strip()
        chain, subject, top = (
            f"{issuer}; {draw(_marks)}; canary-host",
            f"{draw(_marks)} canary-host",
            draw(tops),
        )
    if "Let's" in top[0] or "digicert" in chain.casefold():  # such a name is public, and is kept whole
        issuer = "R11, Let's Encrypt"
    return Certificate(issuer, chain, draw(times), draw(times), top, draw(some.booleans()), subject)


@cache
def _listed(form: Listed[Any]) -> SearchStrategy[Any]:
    """A value of a class that is listed; its fields that stay give something away."""
    kind = form.kind
    stays = {
        name: some.just(_STAYS[kind.__name__, name])
        for name in form.left_out
        if (kind.__name__, name) in _STAYS
    }
    return some.builds(kind, **{name: strategy_of(part) for name, part in form.goes.items()}, **stays)


def strategy_of(form: Any) -> SearchStrategy[Any]:  # noqa: ANN401 - a form of whatever it is
    """Values that a form can write, made once."""
    return _made(form)


@cache
def _made(form: Any) -> SearchStrategy[Any]:  # noqa: ANN401, C901, PLR0911, PLR0912 - a form of whatever it is; a table
    """Values that a form can write."""
    match form:
        case Flag():
            return some.booleans()
        case Whole():
            return some.integers(form.least, min(form.most, 10**12))
        case Number():
            return some.floats(-1e9, 1e9)
        case Words():
            return words
        case Name() if form.pattern.pattern == r"\d{1,3}":
            return some.sampled_from(_FOLDERS)
        case Name():
            return some.from_regex(form.pattern.pattern, fullmatch=True).filter(str.isascii)
        case OneOf():
            return some.sampled_from(sorted(form.known))
        case Member():
            return some.sampled_from([*form.kind.__members__.values()])
        case ReleaseForm():
            return _releases
        case Maybe():
            return some.none() | strategy_of(form.form)
        case Many():
            return some.lists(strategy_of(form.form), max_size=min(form.most, 3)).map(tuple)
        case Both():
            return some.tuples(strategy_of(form.first), strategy_of(form.second))
        case HandoffForm():
            return _codes
        case CertificateForm():
            return certificates()
        case TextForm():
            return some.sampled_from((T("Character {place} is none.", place=7), N("{n} key", "{n} keys", 2)))
        case ProxyHost():
            return some.sampled_from(("", "canary-proxy.canary-office.local", "192.168.77.9"))
        case _ if form is SERVICES:
            return strategy_of(SERVICES.each)
        case _ if form is ENDPOINT:
            return endpoints
        case _ if form is ROUTE:
            return routes()
        case Listed():
            return _listed(form)
    raise TypeError(form)


endpoints: SearchStrategy[Endpoint] = some.sampled_from(
    (
        remote_endpoint(),
        local_endpoint(),
        api_service_endpoint("192.168.77.5"),
        api_service_endpoint("192.168.77.6", by_broadcast=True),
        api_service_endpoint("fd12:3456::7"),
        api_service_endpoint(),
    )
)


@some.composite
def routes(draw: some.DrawFn) -> Route:
    """A route whose way is one of its ways; inside the office there is no proxy."""
    parts = {name: strategy_of(form) for name, form in ROUTE.goes.items() if name not in _OF_WAYS}
    endpoint = draw(endpoints)
    proxies = _listed(PROXY)
    ways = draw(some.lists(some.none() if endpoint.private else some.none() | proxies, max_size=3).map(tuple))
    way = draw(some.integers(0, max(0, len(ways) - 1)))
    stays = {name: some.just(_STAYS["Route", name]) for name in ROUTE.left_out}
    known = {"endpoint": some.just(endpoint), "ways": some.just(ways), "way": some.just(way)}
    return draw(some.builds(Route, **parts, **known, **stays))


_OF_WAYS = ("endpoint", "ways", "way")


@some.composite
def check_of(draw: some.DrawFn, identity: CheckId) -> CheckResult:
    """A check that found something, in the words of its verdict."""
    asked = JUDGES[identity].kind
    kind = draw(some.sampled_from((asked, asked, asked, Unanswered, TimedOut, Crashed)))
    facts = draw(_listed(FACTS[kind]))
    if isinstance(facts, PortFacts | ChannelFacts) and facts.route.endpoint.private:
        facts = replace(facts, pages=None)  # which are asked of hosts on the internet only
    outcome = verdict_on(identity, facts)
    if outcome is None:  # nothing is told of it
        facts = Unanswered(UnreadableReason.DENIED)
        outcome = verdict_on(identity, facts)
    assert outcome is not None
    return CheckResult(
        identity, outcome.status, outcome.summary, outcome.code, outcome.evidence,
        draw(some.integers(0, 10**5)), shown=outcome.shown, facts=facts,
    )  # fmt: skip


_IDS = some.sampled_from(list(JUDGES))
_BLOCKED = some.builds(CheckResult, _IDS, some.just(Status.BLOCKED), some.just(BLOCKED), blocked_by=_IDS)
checks = some.one_of(_BLOCKED, *map(check_of, JUDGES))
"""Any check, and one that was not asked."""

_SEEN: Any = SEEN.goes["evidence"]
_PARTS = {name: strategy_of(form) for name, form in _SEEN.goes.items() if name not in ("checks", "mode")}


@some.composite
def runs(draw: some.DrawFn) -> Seen:
    """What a run saw: some of the checks, each once, in their own order."""
    endpoint = draw(endpoints)
    found = draw(some.lists(checks, max_size=6, unique_by=lambda check: check.id))
    evidence = draw(
        some.builds(
            Evidence,
            mode=some.just(endpoint.mode),
            checks=some.just(tuple(sorted(found, key=lambda check: list(JUDGES).index(check.id)))),
            server=some.sampled_from(("", "canary-server")),
            **_PARTS,
        )
    )
    return Seen(evidence, endpoint, draw(strategy_of(SEEN.goes["profile"])))
