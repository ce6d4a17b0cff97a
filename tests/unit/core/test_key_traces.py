"""What is left of a key is found in every form in which a text may write it."""

from __future__ import annotations

import base64
import json
import quopri
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.key_traces import _OWN, PART, readings, unescaped
from wizard.core.redact import Redactor
from wizard.core.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
WRITTEN: dict[str, Callable[[str], str]] = {
    "plain": str,
    "lower": str.lower,
    "swapped": str.swapcase,
    "reversed": lambda key: key[::-1],
    "percent": lambda key: "".join(f"%{ord(c):02x}" for c in key),
    "percent twice": lambda key: quote("".join(f"%{ord(c):02X}" for c in key)),
    "some percent": lambda key: "".join(f"%{ord(c):02X}" if at % 3 else c for at, c in enumerate(key)),
    "entities": lambda key: "".join(f"&#{ord(c)};" for c in key),
    "hex entities": lambda key: "".join(f"&#x{ord(c):x};" for c in key),
    "entities twice": lambda key: "".join(f"&amp;#{ord(c)};" for c in key),
    "json": lambda key: "".join(f"\\u{ord(c):04x}" for c in key),
    "json twice": lambda key: json.dumps("".join(f"\\u{ord(c):04X}" for c in key)),
    "backslash x": lambda key: "".join(f"\\x{ord(c):02x}" for c in key),
    "octal": lambda key: "".join(f"\\{ord(c):03o}" for c in key),
    "braces": lambda key: "".join(f"\\u{{{ord(c):x}}}" for c in key),
    "old percent": lambda key: "".join(f"%u{ord(c):04x}" for c in key),
    "mail": lambda key: "".join(f"={ord(c):02X}" for c in key),
    "mail, broken": lambda key: quopri.encodestring(key.encode()).decode().replace(key[3], key[3] + "=\n"),
    "wide": lambda key: "".join(chr(ord(c) + 0xFEE0) for c in key),
    "circled": lambda key: "".join(chr(0x24D0 + ord(c) - 97) if c.islower() else c for c in key),
    "zero width": "\u200b\u2060\u200d".join,
    "hangul filler": "\u3164".join,
    "object": "\ufffc".join,
    "combining": lambda key: "".join(c + "\u0301" for c in key),
    "soft hyphen": "\u00ad".join,
    "zero bytes": "\x00".join,
    "spaced": " ".join,
    "hyphens": " - ".join,
    "hex": lambda key: key.encode().hex(),
    "hex in pairs": lambda key: key.encode().hex(" "),
    "hex with colons": lambda key: key.encode().hex(":").upper(),
}
IN_CODES: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64encode,
    "url base64": base64.urlsafe_b64encode,
    "base32": base64.b32encode,
}
KEYS = st.text(ALPHABET, min_size=16, max_size=16).filter(
    # parts of the program's own words are a test of their own
    lambda key: (
        not any(word[at : at + PART] in key.casefold() for word in _OWN for at in range(len(word) - 5))
    )
)


@given(KEYS, st.integers(0, 10), st.integers(PART, 16), st.sampled_from(sorted(WRITTEN)))
@settings(deadline=None, max_examples=300)
def test_six_characters_in_a_row_are_found_however_they_are_written(
    key: str, start: int, size: int, how: str
) -> None:
    part = WRITTEN[how](key[start : start + size] if len(key[start : start + size]) >= PART else key[-PART:])
    shown = Redactor([Secret(key)]).known(f"¿¿¿¿{part}¡¡¡¡")
    assert part not in shown
    assert shown.startswith("¿¿¿¿")
    assert shown.endswith("¡¡¡¡")
    assert "[key]" in shown
    assert Redactor([Secret(key)]).known(unescaped(shown)) == unescaped(shown)


@given(KEYS, st.sampled_from(sorted(IN_CODES)), st.binary(max_size=9), st.binary(max_size=9), st.booleans())
@settings(deadline=None, max_examples=200)
def test_a_key_inside_what_was_coded_as_a_whole_is_found(
    key: str, how: str, before: bytes, after: bytes, wide: bool
) -> None:
    raw = key.encode("utf-16-le") if wide and how != "base32" else key.encode()
    coded = IN_CODES[how](before + raw + after).decode()
    shown = Redactor([Secret(key)]).known(f"token {coded}.")
    assert "[key]" in shown
    assert coded[8:24] not in shown


def test_the_pair_that_basic_authorization_sends_is_found() -> None:
    developer, customer = "aB3dE5gH7jK9mN1p", "Qr5tU7wX9zA1bC3d"
    redactor = Redactor([Secret(developer), Secret(customer)])
    coded = base64.b64encode(f"{developer}:{customer}".encode()).decode()
    shown = redactor.known(f"Basic {coded}")
    assert len(shown) < len("Basic [key]xxx[key]==")


@given(KEYS, st.text(st.characters(), max_size=200))
@settings(deadline=None)
def test_what_holds_no_part_of_a_key_stays_as_it_is(key: str, text: str) -> None:
    flat = "".join(reading.flat for reading in readings(text))
    if not any(flat[at : at + 4] in (key + key[::-1]).casefold() for at in range(len(flat) - 3)):
        assert Redactor([Secret(key)]).known(text) == text


def test_a_made_up_key_does_not_blot_out_the_programs_own_words() -> None:
    redactor = Redactor([Secret("DEMODEVELOPERKEY"), Secret("XXCUSTOMERKEY123")])
    words = "The developer key and the customer key of Open Dental's patients"
    assert redactor.known(words) == words
    assert redactor.known("DEMODEVELOPERKEY") == redactor.known("xxcustomerkey123") == "[key]"


@pytest.mark.parametrize(
    "part", ["CANARYCUST0MER2", "%43", "&#67;", "\\u0043", "=43", "\\103", "C\u200b", "C "]
)
def test_a_long_text_takes_time_that_grows_with_its_length_only(part: str) -> None:
    """In a process of its own: a search that hangs cannot be stopped."""
    code = f"""
from wizard.core.redact import Redactor
from wizard.core.secret import Secret
Redactor([Secret("CANARYCUST0MER22")]).known({part!r} * (400_000 // {len(part)}))
"""
    subprocess.run([sys.executable, "-c", code], timeout=120, check=True)
