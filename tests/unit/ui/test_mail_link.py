"""A message in a mail program: whole, within what such programs take, and every sign as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pseudo import pseudo_translator
from tests.unit.diagnosis.test_message import FAULTS, message_of, say
from wizard.core.text import Text, unmarked
from wizard.ui.mail_link import MOST_OF_A_LINK, fitting_link, mail_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.codes import Code


def links(code: Code, speak: Callable[[Text], str]) -> str | None:
    made = message_of(code)
    return fitting_link(made.address, speak(made.subject), (made.body(speak), made.body(speak, whole=False)))


def long_spanish(text: Text) -> str:
    """As long as the longest translations, with accents as often as Spanish has them."""
    english = say(text)
    return english + (" también según la configuración" * 9)[: round(len(english) * 0.6)]


@pytest.mark.parametrize("code", FAULTS)
def test_a_link_is_short_enough_and_whole(code: Code) -> None:
    link = links(code, say)
    assert link is not None
    parts = urlsplit(link)
    assert unquote(parts.path) == message_of(code).address
    asked = parse_qs(parts.query, strict_parsing=True)
    assert asked["body"] == [message_of(code).body(say).replace("\n", "\r\n")]
    assert asked["subject"] == [say(message_of(code).subject)]
    assert link.isascii()
    assert " " not in link
    assert "+" not in link  # a mail program shows it as it is


@pytest.mark.parametrize("code", FAULTS)
def test_a_long_language_goes_without_whole_lines_only(code: Code) -> None:
    made = message_of(code)
    assert links(code, long_spanish) is not None
    for speak in (long_spanish, lambda text: unmarked(pseudo_translator().translate(text))):
        link = links(code, speak)
        if link is None:  # an accent on every vowel is more than any language has; it is copied instead
            continue
        assert len(link) <= MOST_OF_A_LINK
        (body,) = parse_qs(urlsplit(link).query)["body"]
        sent = body.split("\r\n")
        for line in made.lines:
            assert not line.needed or speak(line.text) in sent
    assert made.lines[-1].needed


@given(st.text(), st.text(), st.sampled_from(["", "help@northwind.example", "o'neil+x@north%wind.example"]))
def test_a_link_holds_every_sign(subject: str, body: str, address: str) -> None:
    try:
        subject.encode(), body.encode()
    except UnicodeEncodeError:
        return
    link = mail_link(address, subject, body)
    head, _, query = link.removeprefix("mailto:").partition("?")
    pairs = dict(part.split("=", 1) for part in query.split("&"))
    assert set(pairs) == {"subject", "body"}
    assert unquote(head) == address
    assert unquote(pairs["subject"]) == subject
    assert unquote(pairs["body"]).split("\r\n") == (body.splitlines() or [""])
    assert re.fullmatch(r"[A-Za-z0-9%._~@-]*", head + pairs["subject"] + pairs["body"])


@given(st.integers(0, 3000))
def test_what_is_too_long_is_never_cut(length: int) -> None:
    link = fitting_link("", "s", ("a" * length,))
    assert (link is None) == (len(mail_link("", "s", "a" * length)) > MOST_OF_A_LINK)
    assert link is None or link.endswith(f"body={'a' * length}")
