"""A key prints itself nowhere, and is blotted out of a text in whatever form it is echoed."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import traceback
from dataclasses import asdict, dataclass
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.keys import KeyPair, Keys
from wizard.core.pasted import Pasted
from wizard.core.redact import Redactor
from wizard.core.secret import Secret

VALUE = "CANARYKEY0000001"
KEYS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", min_size=8, max_size=24)


@dataclass
class Holder:
    key: Secret
    note: str = ""


def test_a_value_without_letters_and_digits_is_blotted_out_as_it_stands() -> None:
    shown = Redactor((Secret("+-*/+-*/"),)).known("before +-*/+-*/ after")
    assert "+-*/" not in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")


def test_it_prints_as_dots() -> None:
    key = Secret(VALUE)
    shown = [
        repr(key),
        str(key),
        f"{key}",
        f"{key!r:>40}",
        f"{key:>40}",
        "%s %r" % (key, key),  # noqa: UP031 - the old form is one of the ways
        f"{[key]} { {'k': key} } {(key,)}",
        repr(Holder(key)),
        repr(KeyPair(key, key)),
        repr(Keys(KeyPair(key, key))),
        repr(Pasted(key, key)),
        repr(ValueError(key)),
        str(ValueError("bad key", key)),
    ]
    assert all(VALUE not in line for line in shown)
    assert all("••••" in line for line in shown)


def test_a_format_specification_changes_nothing() -> None:
    assert f"{Secret(VALUE):s}" == f"{Secret(VALUE):.100}" == "Secret(••••)"


def test_the_shown_length_tells_nothing_of_the_key() -> None:
    assert repr(Secret("a")) == repr(Secret("a" * 64))


def test_an_exception_with_a_key_prints_none() -> None:
    assert VALUE not in "".join(traceback.format_exception(ValueError(Secret(VALUE))))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_cannot_be_pickled(protocol: int) -> None:
    with pytest.raises(TypeError) as caught:
        pickle.dumps(Secret(VALUE), protocol)
    assert VALUE not in str(caught.value)


def test_it_cannot_be_copied_or_made_json() -> None:
    for attempt in (copy.copy, copy.deepcopy, json.dumps, lambda key: asdict(Holder(key)), vars):
        with pytest.raises(TypeError) as caught:
            attempt(Secret(VALUE))
        assert VALUE not in str(caught.value)


def test_it_has_no_dictionary_and_is_no_dictionary_key() -> None:
    key = Secret(VALUE)
    assert not hasattr(key, "__dict__")
    with pytest.raises(TypeError):
        hash(key)


def test_keys_compare_by_value_and_with_nothing_else() -> None:
    assert Secret(VALUE) == Secret(VALUE)
    assert Secret(VALUE) != Secret(VALUE.lower())
    assert Secret(VALUE) != VALUE
    assert Secret("é") == Secret("é")
    assert (len(Secret(VALUE)), bool(Secret(VALUE)), bool(Secret(""))) == (16, True, False)
    assert Secret(VALUE).reveal() == VALUE


def test_comparing_never_raises_even_with_half_a_character() -> None:
    assert Secret(VALUE + "\ud800") != Secret(VALUE)


def hidden(value: str, text: str) -> str:
    return Redactor([Secret(value)]).known(text)


def test_hiding_never_raises_even_with_half_a_character() -> None:
    assert hidden(VALUE + "\ud800", "text") == "text"


def forms(value: str) -> dict[str, str]:
    raw = value.encode()
    return {
        "plain": value,
        "lower": value.lower(),
        "upper": value.upper(),
        "swapped": value.swapcase(),
        "reversed": value[::-1],
        "quoted": quote(value, safe=""),
        "plus": quote_plus(value),
        "base64": base64.b64encode(raw).decode(),
        "base64 without padding": base64.b64encode(raw).decode().rstrip("="),
        "base64 for URLs": base64.urlsafe_b64encode(raw).decode(),
        "hex": raw.hex(),
        "capital hex": raw.hex().upper(),
        "spaced": " ".join(value),
    }


@pytest.mark.parametrize("form", forms(VALUE))
def test_it_is_hidden_in_every_form(form: str) -> None:
    echoed = forms(VALUE)[form]
    text = hidden(VALUE, f"before {echoed} after {echoed}.")
    assert echoed.rstrip("=") not in text
    assert text.startswith("before [key]")
    assert " after [key]" in text
    assert text.endswith(".")


def test_a_key_of_other_letters_is_hidden_as_a_url_has_it() -> None:
    assert hidden("CANARY+KEY 0/01", "a=CANARY%2BKEY+0%2F01&b") == "a=[key]&b"


def test_a_longer_form_is_hidden_whole() -> None:
    """Hexadecimal, spaced and such forms come before the short one, so that no half stays behind."""
    value = "00000000"
    assert hidden(value, value.encode().hex()) == "[key]"


def test_too_short_a_value_would_blot_out_words() -> None:
    assert hidden("abc", "abc abc") == "abc abc"
    assert hidden("", "text") == "text"
    assert hidden("abcd", "xABCDx") == "x[key]x"


@given(KEYS, st.sampled_from(sorted(forms(VALUE))), st.text(), st.text())
@settings(deadline=None)
def test_no_form_survives_in_any_text(key: str, form: str, before: str, after: str) -> None:
    if len(before.lower()) != len(before) or len(after.lower()) != len(after):
        return  # a letter that grows: the next test
    echoed = forms(key)[form].rstrip("=")
    assert echoed.casefold() not in hidden(key, before + echoed + after).casefold()


def test_a_letter_that_grows_does_not_turn_the_search_off() -> None:
    assert "canary" not in hidden("CANARYDEVKEYABCD", "\u0130 canarydevkeyabcd")


@given(st.text())
@settings(deadline=None)
def test_a_text_without_the_key_stays_as_it_is(text: str) -> None:
    assert hidden("qqqqCANARYqqqq9", text) == text
