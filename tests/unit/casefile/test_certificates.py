"""A certificate goes out without its names, and is recognised by those that stand in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings

from tests.support.generated_evidence import CANARIES, certificates
from wizard.casefile.forms import ShapeError, Writing
from wizard.casefile.shared_forms import ROUTE, CertificateForm
from wizard.core.authorities import well_known
from wizard.core.evidence import Certificate
from wizard.core.filters import FILTERS, by_certificate, certificate_words
from wizard.core.network_products import PRODUCTS, interceptor, is_public

if TYPE_CHECKING:
    from wizard.casefile.forms import Json

FORM = CertificateForm()


def recognised(one: Certificate) -> tuple[object, ...]:
    return (
        interceptor(one.chain),
        is_public(one.chain),
        well_known(*one.top),
        by_certificate(f"{one.chain} {one.subject}"),
        one.valid_from,
        one.valid_to,
        one.self_signed,
    )


def again(one: Certificate) -> Certificate:
    written = FORM.write(one, Writing(str))
    assert not [canary for canary in CANARIES if canary.casefold() in str(written).casefold()]
    return FORM.read(written, "certificate")


@settings(max_examples=500)
@given(certificates())
@example(Certificate("canary-host CA", "canary-host CA; Zscaler", 0, 1, subject="block.opendns.com"))
def test_it_means_the_same_without_its_names(one: Certificate) -> None:
    assert recognised(again(one)) == recognised(one)


@pytest.mark.parametrize("product", [row for row in PRODUCTS if row.issuer], ids=lambda row: row.name)
@pytest.mark.parametrize("page_of", [None, *sorted(FILTERS)])
def test_each_product_is_recognised_beside_each_filter(product: object, page_of: str | None) -> None:
    for mark in product.issuer:  # type: ignore[attr-defined]  # a row of the table
        for words in certificate_words(page_of):
            one = Certificate(f"{mark} CA", f"{mark} CA", 0, 1, subject=words)
            assert recognised(again(one)) == recognised(one)


def test_a_way_that_is_none_is_refused() -> None:
    endpoint: Json = {"mode": "remote", "scheme": "https", "host": "api.opendental.com", "port": 443}
    assert ROUTE.read({"endpoint": endpoint, "ways": [None, None], "way": 1}, "route").way == 1
    with pytest.raises(ShapeError, match="the index of one of the ways"):
        ROUTE.read({"endpoint": endpoint, "ways": [None], "way": 1}, "route")


def test_names_that_no_certificate_can_have_are_refused() -> None:
    """What Cisco Umbrella issues is its page's too, whatever a file says."""
    told: dict[str, Json] = {
        "issuer": "",
        "public": False,
        "known": False,
        "product": "Cisco Umbrella",
        "page_of": None,
        "valid_from": 0,
        "valid_to": 1,
        "self_signed": False,
    }
    with pytest.raises(ShapeError, match="that one certificate can be of"):
        FORM.read(told, "certificate")
