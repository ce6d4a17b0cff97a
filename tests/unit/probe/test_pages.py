"""Web pages in place of an answer: whose they are, and what they want."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.evidence import PageKind
from wizard.core.network_products import PRODUCTS as TABLE
from wizard.probe import html_pages
from wizard.simulator import html_answers as pretend

PRODUCTS = {
    "Zscaler": "<p>Zscaler internet security</p>",
    "FortiGuard": "<p>FortiGuard Intrusion Prevention - Access Blocked</p>",
    "Sophos": "<p>Sophos Web Protection</p>",
    "Cisco Meraki": "<p>Blocked. <img src='/meraki-logo.png' alt='Meraki'></p>",
    "Cisco Umbrella": "<a href='https://block.opendns.com'>blocked</a>",
    "Cisco Secure": "<p>Cisco IronPort Web Security</p>",
    "Barracuda": "<p>The link was blocked by Barracuda</p>",
    "WatchGuard": "<p>WatchGuard Firebox denied</p>",
    "SonicWall": "<p>SonicWALL Content Filter</p>",
    "Palo Alto Networks": "<p>PAN-OS: Web Page Blocked</p>",
    "Check Point": "<p>Check Point UserCheck</p>",
    "Forcepoint": "<p>Websense content gateway</p>",
    "Symantec Web Security": "<p>Blue Coat ProxySG</p>",
    "Netskope": "<p>Netskope policy</p>",
    "Cloudflare Gateway": "<p>Cloudflare Zero Trust</p>",
    "Skyhigh Security": "<p>McAfee Web Gateway</p>",
    "iboss": "<p>iboss cloud</p>",
    "Cato Networks": "<p>Cato Networks</p>",
    "Untangle": "<p>Untangle NG</p>",
    "Smoothwall": "<p>Smoothwall</p>",
    "ContentKeeper": "<p>ContentKeeper</p>",
    "Kerio Control": "<p>Kerio Control</p>",
    "Netsweeper": "<iframe src='http://10.0.0.1:8080/webadmin/deny/index.php'>",
    "Securly": "<p>Securly</p>",
    "Lightspeed": "<p>Lightspeed Systems</p>",
    "Ubiquiti UniFi": "<p>UniFi content filter</p>",
    "TP-Link Omada": "<p>Omada gateway</p>",
    "DrayTek": "<p>DrayTek Vigor</p>",
    "Stormshield": "<p>Stormshield</p>",
    "Zyxel": "<p>Zyxel USG</p>",
    "MikroTik": "<p>MikroTik web proxy</p>",
    "Aruba": "<p>Aruba Networks</p>",
    "Ruckus": "<p>Ruckus Wireless</p>",
    "Nomadix": "<p>Nomadix gateway</p>",
    "e2guardian": "<p>DansGuardian</p>",
    "OPNsense or pfSense": "<p>pfSense squidGuard</p>",
    "Squid": "<p>Generated Mon by proxy.office (squid/5.7)</p>",
    "Privoxy": "<p>Privoxy</p>",
    "mitmproxy": "<p>mitmproxy</p>",
    "Fiddler": "<p>[Fiddler] The connection failed.</p>",
    "Charles": "<p>Charles Proxy</p>",
    "DNSFilter": "<p>DNSFilter</p>",
    "WebTitan": "<p>WebTitan by TitanHQ</p>",
    "CleanBrowsing": "<p>CleanBrowsing</p>",
    "NextDNS": "<p>NextDNS</p>",
    "SafeDNS": "<p>SafeDNS</p>",
    "ScoutDNS": "<p>ScoutDNS</p>",
    "Zorus": "<p>Zorus</p>",
    "DefensX": "<p>DefensX</p>",
    "AdGuard": "<p>AdGuard</p>",
    "Pi-hole": "<p>Pi-hole</p>",
    "Comcast SecurityEdge": "<p>Comcast Business SecurityEdge</p>",
    "Xfinity Advanced Security": "<p>xFi Advanced Security</p>",
    "McAfee": "<p>McAfee WebAdvisor</p>",
    "Kaspersky": "<p>Kaspersky Endpoint Security</p>",
    "ESET": "<p>ESET Endpoint Antivirus</p>",
    "Bitdefender": "<p>Bitdefender</p>",
    "Avast": "<p>Avast Web Shield</p>",
    "AVG": "<p>AVG Antivirus</p>",
    "Norton": "<p>Norton Safe Web</p>",
    "Webroot": "<p>Webroot Web Threat Shield</p>",
    "Trend Micro": "<p>Trend Micro Apex One</p>",
    "Malwarebytes": "<p>Malwarebytes Browser Guard</p>",
    "F-Secure": "<p>F-Secure</p>",
    "Panda": "<p>Panda Dome</p>",
    "Comodo": "<p>Comodo Secure DNS</p>",
    "ThreatLocker": "<p>ThreatLocker</p>",
    "Dr.Web": "<p>Dr.Web SpIDer Gate</p>",
    "BullGuard": "<p>BullGuard</p>",
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_product_is_recognised_by_its_page(name: str) -> None:
    page = f"<html><body>{PRODUCTS[name]}</body></html>"
    assert html_pages.product({}, page) == name
    assert html_pages.product({}, page.upper()) == name
    for status in (200, 403, 451, 502, 503):
        assert html_pages.page_kind(status, page, name) is PageKind.BLOCK


def test_every_product_of_the_table_has_its_example() -> None:
    known = [row.name for row in TABLE if row.page]
    assert list(PRODUCTS) == known, "PRODUCTS, above, has a page of each, in the order of the table"
    assert len({row.name for row in TABLE}) == len(TABLE)
    assert all(row.page or row.issuer for row in TABLE)


@pytest.mark.parametrize(
    "words",
    [
        "Norton Dental, Palo Alto Street 1",
        "<p>Welcome to Norton, Massachusetts</p>",
        "<p>The umbrella stand of the practice in Palo Alto</p>",
        "<p>Files are served from /var/www/webroot</p>",
        "<p>Reset your password; untangle the cables at the check point.</p>",
        "<p>Panda, comodo dragon, skyhigh</p>",
        "<p>401 Not Authorized</p>",
    ],
)
def test_an_ordinary_word_is_no_products_mark(words: str) -> None:
    assert html_pages.product({"server": "nginx"}, words) is None


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"server": "squid"}, "Squid"),
        ({"server": "Squid/5.7"}, "Squid"),
        ({"x-squid-error": "ERR_ACCESS_DENIED 0"}, "Squid"),
        ({"server": "Zscaler/6.2"}, "Zscaler"),
        ({"proxy-agent": "Fortinet"}, "FortiGuard"),
        ({"via": "1.1 proxy.example (squid)"}, None),  # Open Dental's own answer through a proxy carries it
        ({"server": "nginx"}, None),
        ({"x-cache": "MISS from squid"}, None),
        ({}, None),
    ],
)
def test_a_product_is_recognised_by_its_headers(headers: dict[str, str], name: str | None) -> None:
    assert html_pages.product(headers, "") == name


@pytest.mark.parametrize(
    ("status", "html", "kind"),
    [
        (502, pretend.BALANCER_502, PageKind.BALANCER),
        (503, pretend.BALANCER_503, PageKind.BALANCER),
        (504, pretend.BALANCER_504, PageKind.BALANCER),
        (503, pretend.BALANCER_503.upper(), PageKind.BALANCER),
        pytest.param(503, pretend.BALANCER_503 + "503 " * 1024, PageKind.OTHER, id="a stock page is short"),
        (200, pretend.SIGN_IN, PageKind.SIGN_IN),
        (511, "<html></html>", PageKind.SIGN_IN),
        (
            200,
            '<meta http-equiv="refresh" content="0;url=http://10.0.0.1/guest/s/default/">',
            PageKind.SIGN_IN,
        ),
        (200, "<script>window.location = 'http://10.0.0.1/portal';</script>", PageKind.SIGN_IN),
        (200, "<script>location.replace('http://10.0.0.1/splash')</script>", PageKind.SIGN_IN),
        (200, '<meta http-equiv=refresh content="5; url=/news">', PageKind.OTHER),
        (200, "<!--<WISPAccessGatewayParam/>--><p>Hello</p>", PageKind.SIGN_IN),
        (200, "<!-- denied > --><p>Hello</p>", PageKind.OTHER),
        (401, "<html>Please log in</html>", PageKind.SIGN_IN),
        (200, '<input type="password">', PageKind.SIGN_IN),
        (200, "<p>Accept our usage terms</p>", PageKind.SIGN_IN),
        (200, "<p>Blocked. <a href=x>Sign in</a> as administrator to go on</p>", PageKind.BLOCK),
        (403, "<p>Log in</p>", PageKind.OTHER),
        (403, "<h1>Access denied</h1>", PageKind.BLOCK),
        (403, "<h1>403 Forbidden</h1>", PageKind.BLOCK),
        (451, "<p>Unavailable for legal reasons</p>", PageKind.BLOCK),
        (503, pretend.BLOCKED_BY_SOMEBODY, PageKind.BLOCK),
        (200, pretend.WELCOME, PageKind.OTHER),
        (200, "<style>.blocked{}</style><script>'denied'</script><p>Hello</p>", PageKind.OTHER),
        (200, "<script>denied", PageKind.OTHER),
        (404, "<h1>Not Found</h1>", PageKind.OTHER),
        (500, "", PageKind.OTHER),
    ],
)
def test_what_a_page_is(status: int, html: str, kind: PageKind) -> None:
    assert html_pages.page_kind(status, html, html_pages.product({}, html)) is kind


STOCK = {
    "HAProxy 408": (
        408,
        (
            "<html><body><h1>408 Request Time-out</h1>\nYour browser didn't send a complete request "
            "in time.\n</body></html>"
        ),
    ),
    "HAProxy 429": (
        429,
        (
            "<html><body><h1>429 Too Many Requests</h1>\nYou have sent too many requests in a given "
            "amount of time.\n</body></html>"
        ),
    ),
    "HAProxy 500": (
        500,
        (
            "<html><body><h1>500 Internal Server Error</h1>\nAn internal server error occurred.\n"
            "</body></html>"
        ),
    ),
    "nginx": (
        502,
        (
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad "
            "Gateway</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"
        ),
    ),
    "nginx, nameless": (
        504,
        (
            "<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway "
            "Time-out</h1></center><hr><center>nginx</center></body></html>"
        ),
    ),
    "AWS": (
        503,
        (
            "<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 "
            "Service Temporarily Unavailable</h1></center></body></html>"
        ),
    ),
    "AWS, classic": (503, "<center>503 Service Unavailable</center><hr>awselb/2.0"),
    "Azure": (
        502,
        (
            "<html><title>502 Bad Gateway</title><center><h1>502 Bad Gateway</h1></center><hr><center>"
            "Microsoft-Azure-Application-Gateway/v2</center></html>"
        ),
    ),
    "Cloudflare": (502, "<html><title>502 Bad Gateway</title><center>cloudflare</center></html>"),
    "Apache": (
        503,
        (
            "<title>503 Service Unavailable</title><h1>Service Unavailable</h1><p>The server is temporarily "
            "unable to service your request due to maintenance downtime or capacity problems. Please "
            "try again later.</p><hr><address>Apache/2.4.57 (Debian) Server at host Port 443</address>"
        ),
    ),
    "Apache 500": (
        500,
        (
            "<title>500 Internal Server Error</title><p>The server encountered an internal error or "
            "misconfiguration and was unable to complete your request.</p><p>Please contact the server "
            "administrator.</p>"
        ),
    ),
    "Windows": (
        503,
        (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><HTML><HEAD><TITLE>Service Unavailable'
            "</TITLE></HEAD><BODY><h2>Service Unavailable</h2><hr><p>HTTP Error 503. The service is "
            "unavailable.</p></BODY></HTML>"
        ),
    ),
    "ASP.NET": (500, "<title>Runtime Error</title><h1>Server Error in '/' Application.</h1>"),
    "nobody's": (503, "<h1>Service Unavailable</h1>"),
}


@pytest.mark.parametrize("name", STOCK)
def test_a_stock_page_of_a_server_is_no_filters(name: str) -> None:
    status, page = STOCK[name]
    kind = html_pages.page_kind(status, page, html_pages.product({}, page))
    assert kind is PageKind.BALANCER
    # the same words at another status, with a product's mark, or among others are not a balancer's
    assert html_pages.page_kind(403, page, None) is not PageKind.BALANCER
    assert html_pages.page_kind(status, page, "Squid") is PageKind.BLOCK
    assert (
        html_pages.page_kind(status, page + "<p>Web filter category: health</p>" * 40, None)
        is not PageKind.BALANCER
    )


@pytest.mark.parametrize(
    "page",
    [
        "<h1>503 Service Unavailable</h1><p>Blocked by the firewall</p>",
        "<h1>502 Bad Gateway</h1><p>Your office's web filter could not reach the site</p>",
        "<html></html>",
        "<h1></h1>",
        "<p>1234</p>",
    ],
)
def test_other_words_beside_a_servers_own_make_another_page_of_it(page: str) -> None:
    assert html_pages.page_kind(503, page, None) is not PageKind.BALANCER


@pytest.mark.parametrize(
    ("words", "stock"),
    [
        ("upstream connect error or disconnect/reset before headers. reset reason: connection failure", True),
        ("no healthy upstream", True),
        ("error code: 502", True),
        ("Service Unavailable", False),  # Open Dental could say so itself
        ("Failed to communicate with the API service: error code: 502", False),
        ("", False),
    ],
)
def test_plain_words_of_a_balancer(words: str, stock: bool) -> None:
    assert html_pages.is_stock(503, words, whole=False) is stock
    assert not html_pages.is_stock(401, words, whole=False)


@pytest.mark.parametrize(
    ("words", "no"),
    [
        ("Access denied by the network administrator", True),
        ("This request was blocked by the web filter of the office.", True),
        ("Blocked by your organization's security policy", True),
        ("The firewall has blocked this request", True),
        ("Access denied by policy", True),
        ("Your proxy server does not permit this", True),
        ("Access to this category is restricted by a content filter", True),
        ("401 Not Authorized", False),
        ("Forbidden", False),
        ("Access denied", False),
        ("API key has been disabled by customer.", False),
        ("API key has not been assigned.", False),
        ("PatNum is required.", False),
        ("InsPlan policy number is required.", False),
        ("Not allowed to change the policy of a patient plan.", False),
        ("This key lacks the permission ApiReadAll.", False),
        (
            "The office's eConnector is not running. Please contact the office to start their eConnector.",
            False,
        ),
        ("Failed to communicate with the API service: ", False),
    ],
)
def test_plain_words_of_somebody_who_says_no(words: str, no: bool) -> None:
    assert html_pages.refuses(words) is no


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("http://wifi.example.com/login?next=portal", True),
        ("https://captive.example", True),
        ("http://10.0.0.1/guest/", True),
        ("https://x.example/SignIn", True),
        ("https://x.example/auth", True),
        ("https://x.example/fgtauth?1", True),
        ("https://www.example.com/new-home", False),
        ("https://x.example/author", False),
        ("/api/v2/patients", False),
        ("", False),
    ],
)
def test_the_way_to_a_sign_in_page(location: str, leads: bool) -> None:
    assert html_pages.is_way_to_sign_in(location) is leads


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>a &amp; b</p>\n<p>c</p>", "a & b c"),
        ("a<style>x</style >b<SCRIPT src=y>z</SCRIPT>c", "a b c"),
        ("<p>open <b", "open"),
        ("&#67;ANARY", "CANARY"),
        ("<script>never closed <p>x</p>", ""),
        ("", ""),
    ],
)
def test_the_words_of_a_page(source: str, words: str) -> None:
    assert html_pages.visible(source) == words


@given(st.text(), st.integers(100, 599))
@settings(deadline=None)
def test_any_page_can_be_looked_at(source: str, status: int) -> None:
    maker = html_pages.product({"server": source}, source)
    assert html_pages.page_kind(status, source, maker) is not PageKind.NONE
    assert isinstance(html_pages.visible(source), str)
    assert isinstance(html_pages.is_way_to_sign_in(source), bool)
