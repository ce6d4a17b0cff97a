"""Texts on their way to a person: values are filled in once and never read as patterns again."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.text import N, T, Text, Translator, unmarked


class German(NullTranslations):
    """A catalogue as gettext offers it."""

    def gettext(self, message: str) -> str:
        return {"Key {name}": "Schlüssel {name}", "the server": "der Server"}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{n}: {msgid1 if n == 1 else msgid2}".replace("{n} ", "").replace("call", "Aufruf")


def test_a_text_without_values_is_said_as_it_stands() -> None:
    assert Translator().translate(T("100 {percent} sure")) == "100 {percent} sure"


def test_values_are_filled_in() -> None:
    assert Translator().translate(T("{a} of {b}, {c}", a=1, b=2.5, c="x")) == "1 of 2.5, x"


@pytest.mark.parametrize(("n", "said"), [(0, "0 calls"), (1, "1 call"), (2, "2 calls"), (-1, "-1 calls")])
def test_the_plural_is_chosen_by_n(n: int, said: str) -> None:
    assert Translator().translate(N("{n} call", "{n} calls", n=n)) == said


def test_a_plural_takes_further_values() -> None:
    assert (
        Translator().translate(N("{n} call by {who}", "{n} calls by {who}", n=3, who="{n}"))
        == "3 calls by {n}"
    )


def test_a_text_inside_a_text_is_said_in_the_same_language() -> None:
    translator = Translator("de", German())
    assert translator.translate(T("Key {name}", name=T("the server"))) == "Schlüssel der Server"
    assert translator.translate(N("{n} call", "{n} calls", n=2)) == "2: Aufrufs"
    assert translator.language == "de"


def test_texts_nest_deeply() -> None:
    text = T("end")
    for _ in range(20):
        text = T("({inner})", inner=text)
    assert Translator().translate(text) == "(" * 20 + "end" + ")" * 20


@given(st.text())
@settings(deadline=None)
def test_braces_in_a_value_are_never_filled_in_again(value: str) -> None:
    outer = T("{who} said “{text}”", who=T("{a}", a=value), text=value)
    assert Translator().translate(outer) == f"{value} said “{value}”"


@pytest.mark.parametrize("value", ["{status}", "{0}", "{", "}", "{{}}", "{text.__class__}", "%s"])
def test_a_server_cannot_reach_into_a_pattern(value: str) -> None:
    assert Translator().translate(T("“{text}” ({status})", text=value, status=401)) == f"“{value}” (401)"


def test_texts_compare_by_what_they_say() -> None:
    assert T("a {x}", x=1) == T("a {x}", x=1)
    assert T("a {x}", x=1) != T("a {x}", x=2)
    assert N("a", "b", n=1) != T("a", n=1)
    assert T("a") != "a"
    assert hash(T("a {x}", x=1)) == hash(Text("a {x}", {"x": 2}))
    assert "a {x}" in repr(T("a {x}", x=1))


def test_plain_drops_the_marks_only() -> None:
    assert unmarked("Click **Add Key**, then **OK** * 2") == "Click Add Key, then OK * 2"


def test_a_name_that_ends_with_a_full_stop_ends_the_sentence() -> None:
    say = Translator().translate
    assert say(T("From {vendor}.", vendor="Acme Inc.")) == "From Acme Inc."
    assert say(T("From {vendor}. It is new.", vendor="Acme Inc.")) == "From Acme Inc. It is new."
    assert say(T("From {vendor}.", vendor="Acme")) == "From Acme."
    assert say(T("{name}.exe of {other}.", name="a.", other="b")) == "a..exe of b."
    assert say(T("From {whose}.", whose=T("{vendor}", vendor="Acme Inc."))) == "From Acme Inc."
