"""The rules of judgement: a decision list in plain sight. The first row whose condition holds decides.

Sentence before status; who answered before what it said; nothing is called a key problem without evidence of
the key's. Source: facts, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Confidence
from wizard.core.codes import Code
from wizard.core.evidence import Failure, PageKind, Weakness
from wizard.core.mode import Mode
from wizard.core.record import record
from wizard.core.sentences import KnownSentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.diagnosis.case_view import CaseView

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
Ranked = tuple[tuple[Code, Confidence], ...]


@record
class Rule:
    """One row.

    Attributes:
        reason: Why this evidence means these causes.
        when: The condition.
        causes: Codes, the likeliest first.
    """

    reason: str
    when: Callable[[CaseView], bool]
    causes: Ranked


def _said(said: KnownSentence, *causes: tuple[Code, Confidence], reason: str) -> Rule:
    return Rule(reason, lambda s: s.said is said, causes)


def _failed(failure: Failure, *causes: tuple[Code, Confidence], reason: str) -> Rule:
    return Rule(reason, lambda s: s.failure is failure, causes)


def _inside(mode: Mode, failure: Failure, code: Code, *, reason: str) -> Rule:
    return Rule(reason, lambda s: s.evidence.mode is mode and s.failure is failure, ((code, LIKELY),))


INSIDE: tuple[Rule, ...] = (
    _inside(
        Mode.API_SERVICE, Failure.REFUSED, Code.API_SERVICE_NOT_RUNNING, reason="Nothing listens on that PC."
    ),
    _inside(
        Mode.API_SERVICE, Failure.UNREACHABLE, Code.API_SERVICE_FIREWALLED, reason="Silence is a firewall's."
    ),
    _inside(
        Mode.LOCAL, Failure.REFUSED, Code.LOCAL_API_CLOSED, reason="Open Dental listens while it is open."
    ),
    _inside(Mode.LOCAL, Failure.UNREACHABLE, Code.LOCAL_API_STUCK, reason="This PC cannot reach itself."),
    _inside(Mode.LOCAL, Failure.NO_ANSWER, Code.LOCAL_API_STUCK, reason="One call at a time, and it hangs."),
    Rule(
        "Windows itself knows a program on that port, by another name or address than was called.",
        lambda s: s.evidence.mode is not Mode.REMOTE and s.answer.other_name,
        ((Code.API_SERVICE_OTHER_NAME, LIKELY),),
    ),
    Rule(
        "Windows itself answers on the API Service's port: the service behind it is not there.",
        lambda s: s.evidence.mode is Mode.API_SERVICE and s.by_windows,
        ((Code.API_SERVICE_NOT_RUNNING, LIKELY), (Code.ANSWER_NOT_OPEN_DENTAL, POSSIBLE)),
    ),
    Rule(
        "Windows itself answers on the Local API's port: Open Dental is not there.",
        lambda s: s.evidence.mode is Mode.LOCAL and s.by_windows,
        ((Code.LOCAL_API_CLOSED, LIKELY), (Code.ANSWER_NOT_OPEN_DENTAL, POSSIBLE)),
    ),
)
"""Failures that mean something else on the Service and Local API than on the way to the hosted one."""

SENTENCES: tuple[Rule, ...] = (
    _said(
        KnownSentence.ECONNECTOR_DOWN,
        (Code.ECONNECTOR_NOT_RUNNING, CERTAIN),
        reason="Open Dental says it in words; seen with status 400, and believed at any.",
    ),
    _said(
        KnownSentence.ECONNECTOR_TWICE,
        (Code.ECONNECTOR_DUPLICATE, CERTAIN),
        reason="The eConnector's own words.",
    ),
    _said(
        KnownSentence.VERSION,
        (Code.OFFICE_VERSION_TOO_OLD, LIKELY),
        reason="Open Dental's own sentence says 'most likely', so no more is claimed.",
    ),
    _said(
        KnownSentence.NOT_ASSIGNED, (Code.KEY_NOT_ASSIGNED, CERTAIN), reason="Said in words, at 400 and 401."
    ),
    _said(
        KnownSentence.DISABLED_BY_CUSTOMER, (Code.KEY_DISABLED_BY_CUSTOMER, CERTAIN), reason="Said in words."
    ),
    _said(
        KnownSentence.DISABLED_BY_DEVELOPER,
        (Code.KEY_DISABLED_BY_DEVELOPER, CERTAIN),
        reason="Said in words.",
    ),
    _said(
        KnownSentence.DISABLED_BY_OPEN_DENTAL,
        (Code.KEY_DISABLED_BY_OPEN_DENTAL, CERTAIN),
        reason="Said in words.",
    ),
    _said(
        KnownSentence.DEVELOPER_KEY,
        (Code.KEY_DEVELOPER_REJECTED, LIKELY),
        reason="The sentence names the developer key.",
    ),
    _said(
        KnownSentence.CLOUD_SERVICE,
        (Code.CLOUD_API_SERVICE_DOWN, CERTAIN),
        reason="Only Open Dental Cloud's client says this, when the API service behind it does not answer.",
    ),
    _said(
        KnownSentence.API_OFF,
        (Code.API_NOT_ENABLED, LIKELY),
        (Code.KEY_REJECTED, POSSIBLE),
        reason="The sentence says that the API is off; its wording is not documented.",
    ),
    _said(
        KnownSentence.BAD_REQUEST,
        (Code.REQUEST_REFUSED, CERTAIN),
        reason="The call itself was not understood, or one of its parameters, which this program chose.",
    ),
    _said(
        KnownSentence.PARAMETER,
        (Code.REQUEST_REFUSED, LIKELY),
        reason="It has the form in which a parameter is refused, and names none that is known.",
    ),
    _said(
        KnownSentence.ECONNECTOR_VERSION,
        (Code.ECONNECTOR_VERSION_MISMATCH, LIKELY),
        (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE),
        reason="The eConnector's own words about its version; a service of another version does not start.",
    ),
    _said(
        KnownSentence.NO_DATABASE,
        (Code.OFFICE_UNREACHABLE, LIKELY),
        (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE),
        reason="The eConnector cannot reach the office's database.",
    ),
    _said(
        KnownSentence.NO_RESOURCE,
        (Code.ANSWER_RESOURCE_UNKNOWN, CERTAIN),
        reason="The path was not known there.",
    ),
)

SILENCE: tuple[Rule, ...] = (
    Rule(
        "Open Dental answers without a key: the silence is the office's.",
        lambda s: s.failure is Failure.NO_ANSWER and s.keyless_healthy,
        (
            (Code.NETWORK_NO_ANSWER, LIKELY),
            (Code.OFFICE_TIMEOUT, LIKELY),
            (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE),
        ),
    ),
)

CLOCK: tuple[Rule, ...] = (
    Rule(
        "The time was told, and moving the clock there would not make the certificate valid.",
        lambda s: s.failure is Failure.TLS_NOT_YET_VALID and s.clock_explains is False,
        ((Code.TLS_HANDSHAKE, LIKELY),),
    ),
    Rule(
        "The time was told: this PC's clock is right, or behind, which makes nothing look expired.",
        lambda s: s.failure is Failure.TLS_EXPIRED and s.clock_explains is False,
        ((Code.TLS_EXPIRED, LIKELY),),
    ),
    Rule(
        "The time was told, and this PC's clock runs ahead.",
        lambda s: s.failure is Failure.TLS_EXPIRED and s.clock_explains is True,
        ((Code.TLS_CLOCK, LIKELY), (Code.TLS_EXPIRED, POSSIBLE)),
    ),
)

AUTHORITIES: tuple[Rule, ...] = (
    Rule(
        "The issuer is a public authority, so its root is missing here; a name can be copied, though.",
        lambda s: s.failure is Failure.TLS_UNTRUSTED and s.public_authority,
        ((Code.TLS_ROOTS_OUTDATED, LIKELY), (Code.TLS_INTERCEPTED, POSSIBLE)),
    ),
    Rule(
        "A short key is found before the trust is looked at.",
        lambda s: s.failure is Failure.TLS_TOO_WEAK and s.answer.weakness is Weakness.KEY,
        ((Code.TLS_TOO_WEAK, LIKELY), (Code.TLS_INTERCEPTED, POSSIBLE)),
    ),
)

NO_ANSWER: tuple[Rule, ...] = (
    _failed(
        Failure.NAME_NOT_FOUND, (Code.NETWORK_NAME_BLOCKED, LIKELY), reason="The check before found the name."
    ),
    _failed(Failure.REFUSED, (Code.NETWORK_REFUSED, LIKELY), reason="The port said no."),
    _failed(Failure.UNREACHABLE, (Code.NETWORK_UNREACHABLE, LIKELY), reason="No way to the port."),
    _failed(
        Failure.PROXY_UNREACHABLE,
        (Code.PROXY_UNREACHABLE, LIKELY),
        reason="The proxy in force does not answer.",
    ),
    _failed(
        Failure.PROXY_SIGN_IN,
        (Code.PROXY_SIGN_IN_REQUIRED, CERTAIN),
        reason="The proxy in force asks for one.",
    ),
    _failed(Failure.PROXY_BAD_SETTING, (Code.PROXY_BAD_SETTING, CERTAIN), reason="It leads to no proxy."),
    _failed(
        Failure.TLS_UNTRUSTED, (Code.TLS_INTERCEPTED, LIKELY), reason="This PC does not trust the issuer."
    ),
    _failed(
        Failure.TLS_WRONG_HOST, (Code.TLS_WRONG_HOST, LIKELY), reason="The certificate is for another name."
    ),
    _failed(
        Failure.TLS_NOT_YET_VALID, (Code.TLS_CLOCK, LIKELY), reason="A new certificate seems to lie ahead."
    ),
    _failed(
        Failure.TLS_EXPIRED,
        (Code.TLS_EXPIRED, LIKELY),
        (Code.TLS_CLOCK, POSSIBLE),
        reason="Expired, or this PC's clock runs ahead.",
    ),
    _failed(
        Failure.TLS_TOO_WEAK, (Code.TLS_TOO_WEAK, LIKELY), reason="Its issuer is trusted; it is not enough."
    ),
    _failed(Failure.TLS_HANDSHAKE, (Code.TLS_HANDSHAKE, LIKELY), reason="No secure channel came about."),
    _failed(
        Failure.TLS_NO_ANSWER,
        (Code.TLS_HANDSHAKE, LIKELY),
        reason="It never got as far as to Open Dental's answer.",
    ),
    _failed(
        Failure.TLS_IMPOSSIBLE,
        (Code.TLS_HANDSHAKE, CERTAIN),
        reason="This PC's own settings; nobody was called.",
    ),
    _failed(
        Failure.OVERSIZED,
        (Code.ANSWER_OVERSIZED, CERTAIN),
        reason="The filter matches nobody: [] is the answer.",
    ),
    _failed(
        Failure.NO_ANSWER,
        (Code.NETWORK_NO_ANSWER, LIKELY),
        (Code.OFFICE_TIMEOUT, POSSIBLE),
        reason="Connected, and silence past the deadline; Open Dental itself gives up after 60 seconds.",
    ),
    _failed(Failure.DROPPED, (Code.NETWORK_DROPPED, LIKELY), reason="Cut off before the answer was whole."),
    _failed(
        Failure.UNREADABLE,
        (Code.ANSWER_NOT_OPEN_DENTAL, LIKELY),
        reason="Nothing was cut, but no browser could read its beginning: somebody on the way made it.",
    ),
    _failed(
        Failure.INTERNAL, (Code.UNKNOWN, LIKELY), reason="The program's own fault; nobody else is accused."
    ),
)

SOMEBODY_ELSE: tuple[Rule, ...] = (
    Rule(
        "407 is only ever sent by a proxy.",
        lambda s: s.status == 407,
        ((Code.PROXY_SIGN_IN_REQUIRED, CERTAIN),),
    ),
    Rule(
        "511 exists for sign-in pages (RFC 6585).",
        lambda s: s.status == 511,
        ((Code.NETWORK_CAPTIVE_PORTAL, CERTAIN),),
    ),
    Rule(
        "A sign-in page, or the way to one, stands where Open Dental should.",
        lambda s: s.page is PageKind.SIGN_IN and (s.html or s.redirected or s.answer.sent_on),
        ((Code.NETWORK_CAPTIVE_PORTAL, LIKELY), (Code.PROXY_BLOCKED, POSSIBLE)),
    ),
    Rule(
        "Sent on to a filter's page.",
        lambda s: (s.redirected or s.answer.sent_on) and s.page is PageKind.BLOCK,
        ((Code.PROXY_BLOCKED, LIKELY),),
    ),
    Rule(
        "Another place was named; the key never follows.",
        lambda s: s.sent_elsewhere,
        ((Code.ANSWER_REDIRECTED, LIKELY),),
    ),
    Rule(
        "Another place on the same host was named; Open Dental's API never does that.",
        lambda s: s.redirected and s.answer.sent_on and s.page is not PageKind.FAILURE,
        ((Code.ANSWER_REDIRECTED, LIKELY), (Code.ANSWER_NOT_OPEN_DENTAL, POSSIBLE)),
    ),
    Rule(
        "A success that is a page with a filter's mark or words.",
        lambda s: s.status == 200 and s.page is PageKind.BLOCK,
        ((Code.PROXY_BLOCKED, LIKELY), (Code.ANSWER_NOT_OPEN_DENTAL, POSSIBLE)),
    ),
    Rule(
        "A page of a web server that has nothing to do with Open Dental.",
        lambda s: s.html and s.page is PageKind.OTHER and s.status in (200, 400, 404, 410),
        ((Code.ANSWER_NOT_OPEN_DENTAL, LIKELY), (Code.PROXY_BLOCKED, POSSIBLE)),
    ),
    Rule(
        "Open Dental says in its own form that it is down or being worked on; what of it is not said.",
        lambda s: (
            s.page is PageKind.FAILURE and s.evidence.mode is Mode.REMOTE and s.status != 504 and s.own_form
        ),
        ((Code.HQ_UNAVAILABLE, LIKELY), (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE)),
    ),
    Rule(
        "A server says of itself that it is down, starting or being worked on.",
        lambda s: s.page is PageKind.FAILURE and s.evidence.mode is Mode.REMOTE and s.status != 504,
        ((Code.HQ_UNAVAILABLE, LIKELY), (Code.ANSWER_NOT_OPEN_DENTAL, POSSIBLE)),
    ),
    Rule(
        "The same inside the office: it is no page of Open Dental's, which has none.",
        lambda s: s.page is PageKind.FAILURE and s.evidence.mode is not Mode.REMOTE and s.html,
        ((Code.ANSWER_NOT_OPEN_DENTAL, LIKELY),),
    ),
    Rule(
        "A 504 page without a filter's mark is what the load balancer sends when the office is silent.",
        lambda s: s.html and s.status == 504 and s.page is not PageKind.BLOCK,
        ((Code.OFFICE_TIMEOUT, LIKELY), (Code.PROXY_BLOCKED, POSSIBLE)),
    ),
    Rule(
        "Too many requests, said on a web page of whoever stands in front; the cure is the same.",
        lambda s: s.status == 429 and s.html and s.product is None,
        ((Code.HQ_THROTTLED, LIKELY),),
    ),
    Rule(
        "HTML never comes from the API engine, and the way in was refused by somebody between.",
        lambda s: s.somebody_else,
        ((Code.PROXY_BLOCKED, LIKELY),),
    ),
)

STATUSES: tuple[Rule, ...] = (
    Rule(
        "A success with anything but a list is another product's answer.",
        lambda s: 200 <= s.status < 300,
        ((Code.ANSWER_NOT_OPEN_DENTAL, LIKELY),),
    ),
    Rule(
        "The key works elsewhere, and has not the right that reading patients needs.",
        lambda s: s.status in (401, 403) and s.right_missing,
        ((Code.PERMISSION_MISSING, CERTAIN),),
    ),
    Rule(
        "Another resource is answered and the right is there: the key is known, and more cannot be told.",
        lambda s: s.status == 401 and s.key_known,
        ((Code.PERMISSION_MISSING, POSSIBLE), (Code.UNKNOWN, POSSIBLE)),
    ),
    Rule(
        "A call without any key has no rights to lack: what it gets too is not the key's, and this is Open "
        "Dental's own form.",
        lambda s: s.refused_without_key and s.own_form,
        ((Code.UNKNOWN, POSSIBLE), (Code.PROXY_BLOCKED, POSSIBLE)),
    ),
    Rule(
        "A call without any key has no rights to lack: what it gets too is not the key's.",
        lambda s: s.refused_without_key,
        ((Code.PROXY_BLOCKED, LIKELY), (Code.UNKNOWN, POSSIBLE)),
    ),
    Rule(
        "The key is known and has the right, and is refused all the same: a filter may say so.",
        lambda s: s.status == 403 and s.key_known,
        ((Code.PERMISSION_MISSING, LIKELY), (Code.PROXY_BLOCKED, LIKELY), (Code.UNKNOWN, POSSIBLE)),
    ),
    Rule(
        "Open Dental documents 401 for a missing right too; a 403 without a filter's mark is read as that.",
        lambda s: s.status == 403 or (s.said is KnownSentence.NO_PERMISSION and s.status in (400, 401)),
        ((Code.PERMISSION_MISSING, LIKELY), (Code.KEY_REJECTED, POSSIBLE), (Code.PROXY_BLOCKED, POSSIBLE)),
    ),
    Rule(
        "Documented: a key is wrong, unassigned or disabled, or lacks the right.",
        lambda s: s.status == 401,
        (
            (Code.KEY_REJECTED, LIKELY),
            (Code.PERMISSION_MISSING, POSSIBLE),
            (Code.KEY_DEVELOPER_REJECTED, POSSIBLE),
        ),
    ),
    Rule(
        "Documented: too many requests are queued.",
        lambda s: s.status == 429,
        ((Code.HQ_THROTTLED, CERTAIN),),
    ),
    Rule(
        "Documented: no such resource.", lambda s: s.status == 404, ((Code.ANSWER_RESOURCE_UNKNOWN, LIKELY),)
    ),
    Rule("Documented: deprecated.", lambda s: s.status == 410, ((Code.ANSWER_GONE, LIKELY),)),
    Rule(
        "Documented: the office did not answer within 60 seconds.",
        lambda s: s.status == 504,
        ((Code.OFFICE_TIMEOUT, LIKELY), (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE)),
    ),
    Rule(
        "The same failure without any key: it is not about this office.",
        lambda s: s.status >= 500 and s.keyless_fails_alike,
        ((Code.HQ_UNAVAILABLE, LIKELY), (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE)),
    ),
    Rule(
        "The load balancer's own page, and no control call to tell more.",
        lambda s: s.status in (500, 502, 503) and s.page is PageKind.BALANCER and not s.keyless_healthy,
        ((Code.HQ_UNAVAILABLE, LIKELY), (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE)),
    ),
    Rule(
        "Statuses of those who stand in front of servers at a server's own side, for its failures.",
        lambda s: 520 <= s.status <= 530 or s.status == 561,
        ((Code.HQ_UNAVAILABLE, LIKELY), (Code.UNKNOWN, POSSIBLE)),
    ),
    Rule(
        "503 without a filter's mark: many guides name the eConnector, and Open Dental itself answers.",
        lambda s: s.status == 503,
        (
            (Code.ECONNECTOR_NOT_RUNNING, LIKELY),
            (Code.HQ_UNAVAILABLE, POSSIBLE),
            (Code.PROXY_BLOCKED, POSSIBLE),
        ),
    ),
    Rule(
        "A fault that the call without a key does not meet: it is about this call, and not said how.",
        lambda s: s.status in (500, 502) and s.keyless_healthy,
        ((Code.UNKNOWN, POSSIBLE), (Code.HQ_UNAVAILABLE, POSSIBLE), (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE)),
    ),
    Rule(
        "A fault at Open Dental's side.",
        lambda s: s.status in (500, 502),
        ((Code.HQ_UNAVAILABLE, LIKELY), (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE)),
    ),
    Rule(
        "Open Dental documents 400 for the eConnector, the version, the office's network and the request.",
        lambda s: s.status == 400 and not s.html,
        (
            (Code.OFFICE_UNREACHABLE, LIKELY),
            (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE),
            (Code.OFFICE_VERSION_TOO_OLD, POSSIBLE),
            (Code.REQUEST_REFUSED, POSSIBLE),
        ),
    ),
    Rule(
        "Nothing was asked for that a cache could know already: somebody between answered from one.",
        lambda s: s.status == 304,
        ((Code.ANSWER_NOT_OPEN_DENTAL, LIKELY),),
    ),
    Rule(
        "451 is a legal or policy block by somebody between.",
        lambda s: s.status == 451,
        ((Code.PROXY_BLOCKED, LIKELY),),
    ),
)

REST: tuple[Rule, ...] = (
    Rule(
        "A fault of a server, by its status; nobody is named for sure.",
        lambda s: s.status >= 500,
        ((Code.UNKNOWN, POSSIBLE), (Code.HQ_UNAVAILABLE, POSSIBLE), (Code.ECONNECTOR_NOT_RUNNING, POSSIBLE)),
    ),
    Rule(
        "Refused with a status that Open Dental does not document.",
        lambda s: 400 <= s.status < 500,
        ((Code.UNKNOWN, POSSIBLE), (Code.PROXY_BLOCKED, POSSIBLE), (Code.REQUEST_REFUSED, POSSIBLE)),
    ),
)
UNKNOWN = Rule("Nothing above fits; it is shown as it came.", lambda _: True, ((Code.UNKNOWN, POSSIBLE),))

RULES: tuple[Rule, ...] = (
    *INSIDE,
    *SILENCE,
    *CLOCK,
    *AUTHORITIES,
    *NO_ANSWER,
    *SENTENCES,
    *SOMEBODY_ELSE,
    *STATUSES,
    *REST,
    UNKNOWN,
)
"""In the order in which they are asked."""
