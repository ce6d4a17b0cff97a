"""Scenarios in which something in front of Open Dental answers, and those in which all is well.

What a middlebox sends is the project's own invention after the habits of such products [I].
"""

from __future__ import annotations

from wizard.core.text import T
from wizard.simulator import pages, patients
from wizard.simulator.answer import Answer, Behaviour, document, nothing, page, sentence
from wizard.simulator.scenario import Scenario

_ROWS = list(patients.everybody()[: patients.PAGE_LIMIT])  # the canary is the first of them
_PAGE_OF_ROWS = document(_ROWS)
_PIECE = _PAGE_OF_ROWS.body[1:-1] + b","

HEALTHY = (
    Scenario("healthy", T("All is well."), "connected"),
    Scenario(
        "healthy-with-rows",
        T("All is well, but the office ignores the filter and sends a page of 100 patients."),
        "connected",
        patients=_PAGE_OF_ROWS,
    ),
    Scenario(
        "slow-but-healthy", T("All is well, but each answer takes 1.2 seconds."), "connected", delay_s=1.2
    ),
    Scenario(
        "clock-off",
        T("All is well, but the clock of this PC is two hours behind."),
        "connected.with-warnings",
        clock_s=7200.0,
    ),
)

NETWORK = (
    Scenario(
        "captive-portal-redirect",
        T("A guest network sends every call to its sign-in page."),
        "network.captive-portal",
        everyone=page(302, pages.SIGN_IN_MOVED, ("Location", "http://wifi.example.com/login?next=portal")),
    ),
    Scenario(
        "captive-portal-page",
        T("A guest network answers every call with its sign-in page."),
        "network.captive-portal",
        everyone=page(200, pages.SIGN_IN),
    ),
    Scenario(
        "captive-portal-511",
        T("A guest network asks for a sign-in with the status that is made for it."),
        "network.captive-portal",
        everyone=page(511, pages.SIGN_IN),
    ),
    Scenario(
        "dropped-reset",
        T("Something resets every connection."),
        "network.dropped",
        everyone=Answer(behaviour=Behaviour.RESET),
    ),
    Scenario(
        "dropped-truncated",
        T("Every answer breaks off in the middle."),
        "network.dropped",
        everyone=Answer(body=_PAGE_OF_ROWS.body[:2000], behaviour=Behaviour.TRUNCATED),
    ),
    Scenario(
        "dropped-not-http",
        T("What comes back is no HTTP at all."),
        "answer.not-open-dental",
        everyone=Answer(body=b"\x00\x17pretend noise\r\n\r\n", behaviour=Behaviour.NOT_HTTP),
    ),
    Scenario(
        "silent",
        T("The connection opens, and nothing ever comes back."),
        "network.no-answer",
        everyone=Answer(behaviour=Behaviour.SILENT),
    ),
)

PROXY = (
    Scenario(
        "proxy-sign-in",
        T("The proxy wants a user name and a password."),
        "proxy.sign-in-required",
        everyone=page(
            407,
            pages.PROXY_SIGN_IN,
            ("Proxy-Authenticate", "Negotiate"),
            ("Proxy-Authenticate", 'Basic realm="Example office proxy"'),
        ),
    ),
    Scenario(
        "blocked-403",
        T("A Squid proxy does not allow the address."),
        "proxy.blocked",
        everyone=page(
            403,
            pages.BLOCKED_BY_SQUID,
            ("Server", "squid"),
            ("X-Squid-Error", "ERR_ACCESS_DENIED 0"),
            ("Via", "1.1 proxy.example.com (squid)"),
        ),
    ),
    Scenario(
        "blocked-451",
        T("The web filter of a firewall blocks the address."),
        "proxy.blocked",
        everyone=page(451, pages.BLOCKED_BY_WEB_FILTER),
    ),
    Scenario(
        "blocked-502",
        T("A web gateway in the cloud blocks the address."),
        "proxy.blocked",
        everyone=page(502, pages.BLOCKED_BY_GATEWAY, ("Server", "Zscaler/6.2")),
    ),
    Scenario(
        "blocked-503",
        T("A filter that does not give its name blocks the address."),
        "proxy.blocked",
        everyone=page(503, pages.BLOCKED_BY_SOMEBODY),
    ),
    Scenario(
        "blocked-200",
        T("An antivirus program puts its own page in place of the answer."),
        "proxy.blocked",
        everyone=page(200, pages.BLOCKED_BY_ANTIVIRUS),
    ),
)

# Without any key the same answer comes back: that is what tells them from an office's own trouble.
HEADQUARTERS = (
    Scenario(
        "hq-500",
        T("Open Dental's own server fails."),
        "hq.unavailable",
        everyone=sentence(500, "Internal Server Error"),
    ),
    Scenario(
        "hq-500-empty",
        T("Open Dental's own server fails without a word."),
        "hq.unavailable",
        everyone=nothing(500),
    ),
    Scenario(
        "hq-502",
        T("Open Dental's load balancer gets a bad answer from the server behind it."),
        "hq.unavailable",
        everyone=page(502, pages.BALANCER_502),
    ),
    Scenario(
        "hq-503",
        T("Open Dental's load balancer has no server left."),
        "hq.unavailable",
        everyone=page(503, pages.BALANCER_503),
    ),
    # OD Cloud only: the Cloud Client on the PC answers, with nothing after the colon as a rule [S].
    Scenario(
        "cloud-503",
        T("Open Dental Cloud: the API Service does not run there."),
        "cloud.api-service-down",
        everyone=sentence(503, "Failed to communicate with the API service: "),
    ),
)

WRONG_ANSWERS = (
    Scenario(
        "other-product",
        T("Another product answers, with JSON of its own."),
        "answer.not-open-dental",
        everyone=document({"product": "Example Print Server", "state": "ready"}),
    ),
    Scenario(
        "other-text",
        T("Another product answers, with plain text."),
        "answer.not-open-dental",
        everyone=Answer(body=b"Example Print Server is ready.\n", content_type="text/plain"),
    ),
    Scenario(
        "other-html",
        T("Some web server answers with its first page."),
        "answer.not-open-dental",
        everyone=page(200, pages.WELCOME),
    ),
    Scenario(
        "redirected",
        T("Every call is redirected to another host."),
        "answer.redirected",
        everyone=page(302, pages.MOVED, ("Location", "https://www.example.com/new-home")),
    ),
    Scenario(
        "not-a-list",
        T("Open Dental answers with something that is no list of patients."),
        "answer.not-open-dental",
        patients=document({"patients": 0}),
    ),
    Scenario(
        "empty-200",
        T("The answer says that all is well and is empty."),
        "answer.not-open-dental",
        patients=nothing(200),
    ),
    Scenario(
        "oversized",
        T("The office ignores the limit and sends more than a megabyte."),
        "answer.oversized",
        patients=Answer(body=b"[" + _PIECE * 40 + _PAGE_OF_ROWS.body[1:]),
    ),
    Scenario(
        "endless",
        T("The office sends patients without end."),
        "answer.oversized",
        patients=Answer(body=_PIECE, opening=b"[", behaviour=Behaviour.ENDLESS, pause_s=0.02),
    ),
)
