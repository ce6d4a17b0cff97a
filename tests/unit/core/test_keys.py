"""What a person pastes: every form ends in the one key, or in words about what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.evidence import KeyProblem
from wizard.core.keys import LONGEST, SHORTEST, KeyPair, tidy_customer, tidy_developer
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.runs.key_choice import paired, stored_keys, typed_keys

if TYPE_CHECKING:
    from wizard.core.pasted import Pasted

DEV, CUS = "CANARYDEV0000001", "CANARYCUS0000001"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
KEY = st.text(ALPHABET, min_size=16, max_size=16).filter(lambda key: key[:8] != key[8:])
SAY = Translator().translate


def customer(pasted: Pasted) -> str | None:
    return None if pasted.customer is None else pasted.customer.reveal()


def developer(pasted: Pasted) -> str | None:
    return None if pasted.developer is None else pasted.developer.reveal()


def tidied(pasted: Pasted) -> str:
    return " ".join(map(SAY, pasted.tidied))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (CUS, ""),
        (f"  {CUS}\r\n", "white space around"),
        (f"\u00a0{CUS}\u00a0", "white space around"),
        (f"\u2003{CUS}\t", "white space around"),
        (f"\ufeff{CUS}", "invisible"),
        (f"{CUS[:5]}\u200b{CUS[5:]}", "invisible"),
        (f"{CUS[:5]}\u00ad{CUS[5:]}\u2060", "invisible"),
        (f'"{CUS}"', "quotation marks"),
        (f"'{CUS}'", "quotation marks"),
        (f"`{CUS}`", "quotation marks"),
        (f"“{CUS}”", "quotation marks"),
        (f"‘{CUS}’", "quotation marks"),
        (f"„{CUS}“", "quotation marks"),
        (f"«{CUS}»", "quotation marks"),
        (f"‹{CUS}›", "quotation marks"),
        (f"<{CUS}>", "signs around"),
        (f"{CUS}.", "signs around"),
        (f"“{CUS}”,", "signs around"),
        (f"- {CUS}", "signs around"),
        (f"– {CUS} –", "signs around"),
        (f"DevRefId,CustomerKey\nSmiles,{CUS}", "longer text"),
        (f"\n  - {CUS}\n", "signs around"),
        (f"{CUS}\0", "invisible"),
        (f"ï»¿{CUS}", "signs in front"),
        (f"\x1b[200~{CUS}\x1b[201~", "signs around"),
        ("".join(chr(ord(c) + 0xFEE0) for c in CUS), "plain form"),
        (f"{CUS[:8]}-\n{CUS[8:]}", "dashes inside"),
        (f"ODFHIR {CUS}", "ODFHIR"),
        (f"odfhir  {CUS}", "ODFHIR"),
        (f"Authorization: ODFHIR {CUS}", "ODFHIR"),
        (f"Customer key: {CUS}", "words in front"),
        (f"customer KEY = {CUS}", "words in front"),
        (f"Open Dental API key: “{CUS}”", "words in front"),
        (f"Key:{CUS}", "words in front"),
        (f"{CUS[:4]} {CUS[4:8]} {CUS[8:12]} {CUS[12:]}", "white space inside"),
        (f"{CUS[:8]}\n{CUS[8:]}", "white space inside"),
        (CUS + CUS, "twice"),
        (f'  "{CUS}{CUS}" ', "twice"),
    ],
)
def test_a_key_alone_is_found_and_it_is_told_what_was_tidied(raw: str, told: str) -> None:
    pasted = tidy_customer(raw)
    assert customer(pasted) == CUS
    assert pasted.problem is None
    assert developer(pasted) is None
    assert pasted.hint is None
    assert told in tidied(pasted)
    assert bool(pasted.tidied) == bool(told)


@pytest.mark.parametrize(
    "raw",
    [
        f"{DEV}/{CUS}",
        f"{DEV} / {CUS}",
        f"{DEV} {CUS}",
        f"{DEV}\n{CUS}",
        f"“{DEV}” / “{CUS}”",
        f"ODFHIR {DEV}/{CUS}",
        f"Authorization: ODFHIR {DEV}/{CUS}",
        f"Authorization=ODFHIR {DEV} {CUS}",
        f'"Authorization: ODFHIR {DEV}/{CUS}"\r\n',
    ],
)
@pytest.mark.parametrize("known", [None, Secret(DEV), Secret("CANARYDEV0000009")])
def test_a_pair_gives_both_keys(raw: str, known: Secret | None) -> None:
    if known == Secret("CANARYDEV0000009") and raw in (f"{DEV} {CUS}", f"{DEV}\n{CUS}"):
        # neither is the developer key, and nothing says which is which: the person chooses
        assert tidy_customer(raw, known).problem is KeyProblem.SEVERAL
        return
    pasted = tidy_customer(raw, known)
    assert (developer(pasted), customer(pasted), pasted.problem) == (DEV, CUS, None)
    assert "from a pair" in tidied(pasted)
    other = tidy_developer(raw)
    assert (developer(other), customer(other), other.problem) == (DEV, CUS, None)
    assert "developer key from a pair" in tidied(other)


@pytest.mark.parametrize("raw", [f"{CUS}/{DEV}", f"{CUS} / {DEV}", f"ODFHIR {CUS} {DEV}"])
def test_a_swapped_pair_is_told_apart(raw: str) -> None:
    pasted = tidy_customer(raw, Secret(DEV))
    assert pasted.problem is KeyProblem.IS_DEVELOPER_KEY
    assert customer(pasted) is None
    assert pasted.detail is not None
    assert "wrong way round" in SAY(pasted.detail)


@pytest.mark.parametrize("raw", [DEV, f" {DEV} ", f"{DEV}/{DEV}", f"ODFHIR {DEV}", DEV + DEV])
def test_the_developer_key_in_place_of_the_customer_key(raw: str) -> None:
    pasted = tidy_customer(raw, Secret(DEV))
    assert pasted.problem is KeyProblem.IS_DEVELOPER_KEY
    assert pasted.customer is None
    assert pasted.detail is not None
    assert "developer key" in SAY(pasted.detail)


def test_the_same_key_on_both_sides_of_a_slash_is_the_developer_key() -> None:
    assert tidy_customer(f"{DEV}/{DEV}").problem is KeyProblem.IS_DEVELOPER_KEY


@pytest.mark.parametrize(
    "raw", ["", " ", "\n\t", '""', "“”", "\ufeff", "\u200b", "ODFHIR ", "Customer key: "]
)
def test_nothing_is_a_missing_key(raw: str) -> None:
    if raw == "ODFHIR ":  # the blank after it is gone before it is looked for: a short word is what stays
        assert tidy_customer(raw).problem is KeyProblem.MALFORMED
        return
    for pasted, problem in (
        (tidy_customer(raw), KeyProblem.MISSING),
        (tidy_developer(raw), KeyProblem.DEVELOPER_MISSING),
    ):
        assert pasted.problem is problem
        assert pasted.detail is not None
        assert "16 letters and digits" in SAY(pasted.detail)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("CANАRYCUS0000001", "Character 4 "),  # a Cyrillic letter
        ("CANARY\x07CUS000001", "Character 7 "),
        ("CANARY\x00CUS000001", "Character 7 "),
        ("CANARY\\CUS000001", "Character 7 "),
        ("CANARY\r\nX-Evil:1", "Character 7 "),
        ("CANARY CUS 1", "Character 7 "),
        ("é" * 16, "Character 1 "),
        ("Q", "this has 1 character."),
        ("A" * 7, "this has 7 characters"),
        ("A1" * 32 + "B", "this has 65 characters"),
        pytest.param("AB" * 100_000 + "C", "this has", id="absurd"),
        ("a/b/c/d", "Character 2 "),
        ("●●●●●●●●●●●●●●●●", "only dots"),
        ("••••••••", "only dots"),
        ("****", "only dots"),
        ("........", "only dots"),
        ("∙∙∙∙∙∙∙∙∙∙∙∙b4", "only dots"),  # a field that shows the end
        ("Customer key: ••••••••", "only dots"),
        ("mary@brightsmiles.com", "an address"),
        ("<mary@brightsmiles.com>", "an address"),
        ("mailto:mary@brightsmiles.com", "an address"),
        ("www.brightsmiles.com", "an address"),
        ("bright-smiles.dental", "an address"),
        ("https://api.opendental.com/api/v1", "an address"),
    ],
)
def test_a_malformed_key_is_refused_in_words(raw: str, words: str) -> None:
    pasted = tidy_customer(raw)
    assert pasted.problem is KeyProblem.MALFORMED
    assert pasted.customer is None
    assert pasted.detail is not None
    assert words in SAY(pasted.detail)
    assert raw not in SAY(pasted.detail)
    if words in ("only dots", "an address"):
        other = tidy_developer(raw)
        assert other.problem is KeyProblem.DEVELOPER_MALFORMED
        assert other.detail == pasted.detail


def test_a_malformed_developer_key_is_refused_as_such() -> None:
    assert tidy_developer("кey").problem is KeyProblem.DEVELOPER_MALFORMED


@pytest.mark.parametrize(
    ("raw", "hint"),
    [(CUS, None), ("CANARY01", "this one has 8"), ("CANARY-CUS-00001", "only letters and digits")],
)
def test_an_unusual_shape_is_remarked_and_never_refused(raw: str, hint: str | None) -> None:
    pasted = tidy_customer(raw)
    assert pasted.problem is None
    assert (pasted.hint is None) == (hint is None)
    if hint and pasted.hint:
        assert hint in SAY(pasted.hint)


@given(
    KEY,
    st.text(" \t\r\n\u00a0\u200b\ufeff\u2060", max_size=4),
    st.sampled_from(["", '"', "'", "“", "`", "«", "<"]),
    st.sampled_from(["", "ODFHIR ", "Authorization: ODFHIR ", "Customer key: ", "API Key = ", "key:"]),
    st.sampled_from(["", '"', "'", "”", "`", "»", ">"]),
    st.text(" \t\r\n\u00a0\u200b\ufeff\u2060", max_size=4),
)
@settings(deadline=None, max_examples=120)
def test_no_usable_key_is_lost(
    key: str, before: str, opening: str, label: str, closing: str, after: str
) -> None:
    for raw in (
        f"{before}{opening}{label}{key}{closing}{after}",
        f"{before}{label}{opening}{key}{closing}{after}",
    ):
        pasted = tidy_customer(raw)
        assert customer(pasted) == key
        assert pasted.problem is None
        assert bool(pasted.tidied) == (raw != key)


@given(KEY, KEY, st.sampled_from(["/", " / ", " ", "\n", "/\n"]), st.sampled_from(["", "ODFHIR "]))
@settings(deadline=None)
def test_no_pair_is_lost(left: str, right: str, between: str, label: str) -> None:
    if left == right:
        return
    pasted = tidy_customer(f"{label}{left}{between}{right}")
    assert (developer(pasted), customer(pasted)) == (left, right)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.none() | KEY)
@settings(deadline=None, max_examples=150)
def test_no_paste_raises_and_each_ends_in_a_key_or_a_problem(raw: str, known: str | None) -> None:
    for pasted, key in (
        (tidy_customer(raw, Secret(known) if known else None), "customer"),
        (tidy_developer(raw), "developer"),
    ):
        assert (getattr(pasted, key) is None) == (pasted.problem is not None)
        assert (pasted.detail is None) == (pasted.problem is None)
        if found := getattr(pasted, key):
            value = found.reveal()
            assert SHORTEST <= len(value) <= LONGEST
            assert value.isascii()
            assert value.isprintable()
            assert not set(value) & set(" /\\")


def test_half_a_character_is_refused_like_any_other() -> None:
    assert tidy_customer(f"{CUS[:9]}\ud800{CUS[9:]}", Secret(DEV)).problem is KeyProblem.MALFORMED


@pytest.mark.parametrize("between", [" ", "\n", "\r\n"])
def test_a_key_pasted_twice_with_white_space_between_is_kept_once(between: str) -> None:
    assert customer(tidy_customer(f"{CUS}{between}{CUS}")) == CUS


def test_a_key_whose_halves_are_equal_is_not_cut() -> None:
    assert customer(tidy_customer("CANARY01CANARY01")) == "CANARY01CANARY01"


def test_quotes_inside_quotes_are_removed() -> None:
    assert customer(tidy_customer(f"\" '{CUS}' \"")) == CUS


@pytest.mark.parametrize(
    "raw",
    [
        f"Customer key: ODFHIR {DEV}/{CUS}",
        f'"Authorization": "ODFHIR {DEV}/{CUS}"',
    ],
)
def test_the_developer_half_of_a_pair_is_a_key_or_nothing(raw: str) -> None:
    assert developer(tidy_customer(raw)) in (DEV, None)


def test_a_look_alike_letter_in_the_developer_half_is_refused_before_any_call() -> None:
    keys = typed_keys(f"CАNARYDEV0000001/{CUS}", None, None)
    assert keys.pair is None
    assert keys.problem is KeyProblem.DEVELOPER_MALFORMED


def test_the_portals_name_of_the_field_is_a_label_too() -> None:
    assert customer(tidy_customer(f"CustomerKey: {CUS}")) == CUS


@pytest.mark.parametrize(
    "message",
    [
        f"Hi Maria, here is your customer key for Open Dental: {CUS}. Best, Sam",
        f"Hello,\nyour key is ({CUS}),\nsee you soon",
    ],
)
def test_the_one_key_in_a_whole_message_is_taken(message: str) -> None:
    pasted = tidy_customer(message)
    assert customer(pasted) == CUS
    assert any("longer text" in note.msgid for note in pasted.tidied)


def test_a_message_without_a_key_is_called_one() -> None:
    pasted = tidy_customer("Hi Maria, the key follows tomorrow. Best, Sam")
    assert pasted.detail is not None
    assert "whole message" in pasted.detail.msgid


def test_stored_keys_are_tidied_like_typed_ones() -> None:
    kept = stored_keys(Secret(f"{CUS}\r\n"), Secret(f" {DEV}"))
    assert kept.pair == KeyPair(Secret(DEV), Secret(CUS))
    assert stored_keys(Secret("x"), Secret(DEV)).problem is KeyProblem.MALFORMED
    assert stored_keys(None, Secret(DEV)).problem is KeyProblem.MISSING


def test_typed_keys_are_paired() -> None:
    for keys in (
        typed_keys(CUS, DEV, None),
        typed_keys(CUS, f"{DEV}/{CUS}", Secret("CANARYDEV0000009")),
        typed_keys(f" {CUS}\n", None, Secret(DEV)),
        typed_keys(f"{DEV}/{CUS}", None, None),
        typed_keys(f"CANARYDEV0000009/{CUS}", None, Secret(DEV)),  # the profile's own key is in force
    ):
        assert keys.problem is None
        assert keys.pair == KeyPair(Secret(DEV), Secret(CUS))


@pytest.mark.parametrize(
    ("given_customer", "given_developer", "known", "problem"),
    [
        ("", None, DEV, KeyProblem.MISSING),
        (CUS, None, None, KeyProblem.DEVELOPER_MISSING),
        (CUS, "", DEV, KeyProblem.DEVELOPER_MISSING),
        (CUS, "ключ", DEV, KeyProblem.DEVELOPER_MALFORMED),
        ("ключ", DEV, None, KeyProblem.MALFORMED),
        (DEV, DEV, None, KeyProblem.IS_DEVELOPER_KEY),
        (DEV, None, DEV, KeyProblem.IS_DEVELOPER_KEY),
    ],
)
def test_typed_keys_that_cannot_be_used(
    given_customer: str, given_developer: str | None, known: str | None, problem: KeyProblem
) -> None:
    keys = typed_keys(given_customer, given_developer, Secret(known) if known else None)
    assert (keys.pair, keys.problem) == (None, problem)


def test_paired_says_which_half_is_missing() -> None:
    assert paired(None, Secret(DEV)).problem is KeyProblem.MISSING
    assert paired(None, None).problem is KeyProblem.MISSING
    half = paired(Secret(CUS), None)
    assert half.problem is KeyProblem.DEVELOPER_MISSING
    assert half.detail is not None
    assert paired(Secret(CUS), Secret(DEV)).pair == KeyPair(Secret(DEV), Secret(CUS))


@pytest.mark.parametrize(
    ("raw", "known", "words"),
    [
        ("half-1/short-dev", "short-dev", "wrong way round"),
        ("same-key/same-key", None, "vendor's developer key"),
    ],
)
def test_a_pair_of_another_shape_is_looked_at_like_one_of_the_usual(
    raw: str, known: str | None, words: str
) -> None:
    pasted = tidy_customer(raw, Secret(known) if known else None)
    assert pasted.problem is KeyProblem.IS_DEVELOPER_KEY
    assert pasted.detail
    assert words in SAY(pasted.detail)
