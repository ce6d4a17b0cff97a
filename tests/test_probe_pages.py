"""Web pages in place of an answer: whose they are, and what they want."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.evidence import Page
from wizard.probe import pages, products
from wizard.simulator import pages as pretend

PRODUCTS = {
    "Squid": "<p>Generated Mon by proxy.office (squid/5.7)</p>",
    "Zscaler": "<p>Zscaler internet security</p>",
    "FortiGuard": "<p>FortiGuard Intrusion Prevention - Access Blocked</p>",
    "Sophos": "<p>Sophos Web Protection</p>",
    "Cisco Umbrella": "<a href='https://block.opendns.com'>blocked</a>",
    "Cisco Secure Web Appliance": "<p>Cisco IronPort Web Security</p>",
    "Barracuda": "<p>The link was blocked by Barracuda</p>",
    "WatchGuard": "<p>WatchGuard Firebox denied</p>",
    "SonicWall": "<p>SonicWALL Content Filter</p>",
    "Palo Alto Networks": "<p>PAN-OS: Web Page Blocked</p>",
    "Check Point": "<p>Check Point UserCheck</p>",
    "Forcepoint": "<p>Websense content gateway</p>",
    "Symantec Web Security": "<p>Blue Coat ProxySG</p>",
    "Netskope": "<p>Netskope policy</p>",
    "Cloudflare Gateway": "<p>Cloudflare Zero Trust</p>",
    "DNSFilter": "<p>DNSFilter</p>",
    "Lightspeed": "<p>Lightspeed Systems</p>",
    "McAfee": "<p>McAfee WebAdvisor</p>",
    "Skyhigh Security": "<p>McAfee Web Gateway</p>",
    "Kaspersky": "<p>Kaspersky Endpoint Security</p>",
    "ESET": "<p>ESET Endpoint Antivirus</p>",
    "Bitdefender": "<p>Bitdefender</p>",
    "Avast": "<p>Avast Web Shield</p>",
    "AVG": "<p>AVG Antivirus</p>",
    "Norton": "<p>Norton Safe Web</p>",
    "Webroot": "<p>Webroot Web Threat Shield</p>",
    "Trend Micro": "<p>Trend Micro Apex One</p>",
    "Untangle": "<p>Untangle NG</p>",
    "pfSense": "<p>pfSense squidGuard</p>",
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_product_is_recognised_by_its_page(name: str) -> None:
    page = f"<html><body>{PRODUCTS[name]}</body></html>"
    found = pages.product({}, page)
    # a page may bear the marks of two products of one house
    assert found == name or (name, found) == ("pfSense", "Squid")
    for status in (200, 403, 451, 502, 503):
        assert pages.classify(status, page, found) is Page.BLOCK


def test_every_product_of_the_table_has_its_example() -> None:
    assert set(PRODUCTS) == {name for name, _ in products.PRODUCTS}


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
    assert pages.product(headers, "") == name


@pytest.mark.parametrize(
    ("status", "html", "kind"),
    [
        (502, pretend.BALANCER_502, Page.BALANCER),
        (503, pretend.BALANCER_503, Page.BALANCER),
        (504, pretend.BALANCER_504, Page.BALANCER),
        (503, pretend.BALANCER_503.upper(), Page.BALANCER),
        pytest.param(503, pretend.BALANCER_503 + "x" * 1024, Page.OTHER, id="a stock page is short"),
        (200, pretend.SIGN_IN, Page.SIGN_IN),
        (511, "<html></html>", Page.SIGN_IN),
        (401, "<html>Please log in</html>", Page.SIGN_IN),
        (200, '<input type="password">', Page.SIGN_IN),
        (200, "<p>Accept our usage terms</p>", Page.SIGN_IN),
        (200, "<p>Blocked. <a href=x>Sign in</a> as administrator to go on</p>", Page.BLOCK),
        (403, "<p>Log in</p>", Page.OTHER),
        (403, "<h1>Access denied</h1>", Page.BLOCK),
        (403, "<h1>403 Forbidden</h1>", Page.BLOCK),
        (451, "<p>Unavailable for legal reasons</p>", Page.BLOCK),
        (503, pretend.BLOCKED_BY_SOMEBODY, Page.BLOCK),
        (200, pretend.WELCOME, Page.OTHER),
        (200, "<style>.blocked{}</style><script>'denied'</script><p>Hello</p>", Page.OTHER),
        (200, "<script>denied", Page.OTHER),
        (404, "<h1>Not Found</h1>", Page.OTHER),
        (500, "", Page.OTHER),
    ],
)
def test_what_a_page_is(status: int, html: str, kind: Page) -> None:
    assert pages.classify(status, html, pages.product({}, html)) is kind


def test_a_product_that_puts_a_balancers_words_on_its_page_is_still_short() -> None:
    """The stock page comes first: short and with exactly those words."""
    assert pages.classify(503, pretend.BALANCER_503, None) is Page.BALANCER


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("http://wifi.example.com/login?next=portal", True),
        ("https://captive.example", True),
        ("http://10.0.0.1/guest/", True),
        ("https://x.example/SignIn", True),
        ("https://x.example/auth", True),
        ("https://www.example.com/new-home", False),
        ("https://x.example/author", False),
        ("/api/v2/patients", False),
        ("", False),
    ],
)
def test_the_way_to_a_sign_in_page(location: str, leads: bool) -> None:
    assert pages.is_way_to_sign_in(location) is leads


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
    assert pages.visible(source) == words


@given(st.text(), st.integers(100, 599))
@settings(deadline=None)
def test_any_page_can_be_looked_at(source: str, status: int) -> None:
    maker = pages.product({"server": source}, source)
    assert pages.classify(status, source, maker) is not Page.NONE
    assert isinstance(pages.visible(source), str)
    assert isinstance(pages.is_way_to_sign_in(source), bool)
