"""Scenarios in which something in front of Open Dental answers, and those in which all is well.

What a middlebox sends is the project's own invention after the habits of such products [I].
"""

from __future__ import annotations

from wizard.core.codes import Code
from wizard.core.text import T
from wizard.simulator import html_answers, patients
from wizard.simulator.scenario import Scenario
from wizard.simulator.wire_answer import Behaviour, WireAnswer, html_answer, json_answer, nothing, sentence

_ROWS = list(patients.everybody()[: patients.PAGE_LIMIT])  # the canary is the first of them
_PAGE_OF_ROWS = json_answer(_ROWS)
_PIECE = _PAGE_OF_ROWS.body[1:-1] + b","

HEALTHY = (
    Scenario("healthy", T("All is well."), Code.CONNECTED),
    Scenario(
        "healthy-with-rows",
        T("All is well, but the office ignores the filter and sends a page of 100 patients."),
        Code.CONNECTED,
        patients=_PAGE_OF_ROWS,
    ),
    Scenario(
        "slow-but-healthy", T("All is well, but each answer takes 1.2 seconds."), Code.CONNECTED, delay_s=1.2
    ),
    Scenario(
        "other-office",
        T("All is well, but the key is another practice's, which only its name tells."),
        Code.CONNECTED,
        title="Harbor Dental (another pretend office)",
    ),
    Scenario(
        "title-refused",
        T("All is well, but the key may not read the practice's name."),
        Code.CONNECTED,
        preferences=sentence(401, "401 Not Authorized"),  # [M]
    ),
    Scenario(
        "clock-off",
        T("All is well, but the clock of this PC is two hours behind."),
        Code.CONNECTED_WITH_WARNINGS,
        clock_s=7200.0,
    ),
)

NETWORK = (
    Scenario(
        "captive-portal-redirect",
        T("A guest network sends every call to its sign-in page."),
        Code.NETWORK_CAPTIVE_PORTAL,
        everyone=html_answer(
            302, html_answers.SIGN_IN_MOVED, ("Location", "http://wifi.example.com/login?next=portal")
        ),
    ),
    Scenario(
        "captive-portal-page",
        T("A guest network answers every call with its sign-in page."),
        Code.NETWORK_CAPTIVE_PORTAL,
        everyone=html_answer(200, html_answers.SIGN_IN),
    ),
    Scenario(
        "captive-portal-511",
        T("A guest network asks for a sign-in with the status that is made for it."),
        Code.NETWORK_CAPTIVE_PORTAL,
        everyone=html_answer(511, html_answers.SIGN_IN),
    ),
    Scenario(
        "dropped-reset",
        T("Something resets every connection."),
        Code.NETWORK_DROPPED,
        everyone=WireAnswer(behaviour=Behaviour.RESET),
    ),
    Scenario(
        "dropped-truncated",
        T("Every answer breaks off in the middle."),
        Code.NETWORK_DROPPED,
        everyone=WireAnswer(body=_PAGE_OF_ROWS.body[:2000], behaviour=Behaviour.TRUNCATED),
    ),
    Scenario(
        "dropped-not-http",
        T("What comes back is no HTTP at all."),
        Code.ANSWER_NOT_OPEN_DENTAL,
        everyone=WireAnswer(body=b"\x00\x17pretend noise\r\n\r\n", behaviour=Behaviour.NOT_HTTP),
    ),
    Scenario(
        "silent",
        T("The connection opens, and nothing ever comes back."),
        Code.NETWORK_NO_ANSWER,
        everyone=WireAnswer(behaviour=Behaviour.SILENT),
    ),
)

PROXY = (
    Scenario(
        "proxy-sign-in",
        T("The proxy wants a user name and a password."),
        Code.PROXY_SIGN_IN_REQUIRED,
        everyone=html_answer(
            407,
            html_answers.PROXY_SIGN_IN,
            ("Proxy-Authenticate", "Negotiate"),
            ("Proxy-Authenticate", 'Basic realm="Example office proxy"'),
        ),
    ),
    Scenario(
        "blocked-403",
        T("A Squid proxy does not allow the address."),
        Code.PROXY_BLOCKED,
        everyone=html_answer(
            403,
            html_answers.BLOCKED_BY_SQUID,
            ("Server", "squid"),
            ("X-Squid-Error", "ERR_ACCESS_DENIED 0"),
            ("Via", "1.1 proxy.example.com (squid)"),
        ),
    ),
    Scenario(
        "blocked-451",
        T("The web filter of a firewall blocks the address."),
        Code.PROXY_BLOCKED,
        everyone=html_answer(451, html_answers.BLOCKED_BY_WEB_FILTER),
    ),
    Scenario(
        "blocked-502",
        T("A web gateway in the cloud blocks the address."),
        Code.PROXY_BLOCKED,
        everyone=html_answer(502, html_answers.BLOCKED_BY_GATEWAY, ("Server", "Zscaler/6.2")),
    ),
    Scenario(
        "blocked-503",
        T("A filter that does not give its name blocks the address."),
        Code.PROXY_BLOCKED,
        everyone=html_answer(503, html_answers.BLOCKED_BY_SOMEBODY),
    ),
    Scenario(
        "blocked-200",
        T("An antivirus program puts its own page in place of the answer."),
        Code.PROXY_BLOCKED,
        everyone=html_answer(200, html_answers.BLOCKED_BY_ANTIVIRUS),
    ),
)

# Without any key the same answer comes back: that is what tells them from an office's own trouble.
HEADQUARTERS = (
    Scenario(
        "hq-500",
        T("Open Dental's own server fails."),
        Code.HQ_UNAVAILABLE,
        everyone=sentence(500, "Internal Server Error"),
    ),
    Scenario(
        "hq-500-empty",
        T("Open Dental's own server fails without a word."),
        Code.HQ_UNAVAILABLE,
        everyone=nothing(500),
    ),
    Scenario(
        "hq-502",
        T("Open Dental's load balancer gets a bad answer from the server behind it."),
        Code.HQ_UNAVAILABLE,
        everyone=html_answer(502, html_answers.BALANCER_502),
    ),
    Scenario(
        "hq-503",
        T("Open Dental's load balancer has no server left."),
        Code.HQ_UNAVAILABLE,
        everyone=html_answer(503, html_answers.BALANCER_503),
    ),
    # OD Cloud only: the Cloud Client on the PC answers, with nothing after the colon as a rule [S].
    Scenario(
        "cloud-503",
        T("Open Dental Cloud: the API Service does not run there."),
        Code.CLOUD_API_SERVICE_DOWN,
        everyone=sentence(503, "Failed to communicate with the API service: "),
    ),
)

WRONG_ANSWERS = (
    Scenario(
        "other-product",
        T("Another product answers, with JSON of its own."),
        Code.ANSWER_NOT_OPEN_DENTAL,
        everyone=json_answer({"product": "Example Print Server", "state": "ready"}),
    ),
    Scenario(
        "other-text",
        T("Another product answers, with plain text."),
        Code.ANSWER_NOT_OPEN_DENTAL,
        everyone=WireAnswer(body=b"Example Print Server is ready.\n", content_type="text/plain"),
    ),
    Scenario(
        "other-html",
        T("Some web server answers with its first page."),
        Code.ANSWER_NOT_OPEN_DENTAL,
        everyone=html_answer(200, html_answers.WELCOME),
    ),
    Scenario(
        "redirected",
        T("Every call is redirected to another host."),
        Code.ANSWER_REDIRECTED,
        everyone=html_answer(302, html_answers.MOVED, ("Location", "https://www.example.com/new-home")),
    ),
    Scenario(
        "not-a-list",
        T("Open Dental answers with something that is no list of patients."),
        Code.ANSWER_NOT_OPEN_DENTAL,
        patients=json_answer({"patients": 0}),
    ),
    Scenario(
        "empty-200",
        T("The answer says that all is well and is empty."),
        Code.ANSWER_NOT_OPEN_DENTAL,
        patients=nothing(200),
    ),
    Scenario(
        "oversized",
        T("The office ignores the limit and sends more than a megabyte."),
        Code.ANSWER_OVERSIZED,
        patients=WireAnswer(body=b"[" + _PIECE * 40 + _PAGE_OF_ROWS.body[1:]),
    ),
    Scenario(
        "endless",
        T("The office sends patients without end."),
        Code.ANSWER_OVERSIZED,
        patients=WireAnswer(body=_PIECE, opening=b"[", behaviour=Behaviour.ENDLESS, pause_s=0.02),
    ),
)
