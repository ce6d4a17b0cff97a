"""A key with anything around it: the one run of 16 letters and digits is found, whatever stands beside it."""

from __future__ import annotations

import re
import sys
import unicodedata
from base64 import b64encode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wizard.core.evidence import KeyProblem
from wizard.core.key_search import pairs, runs
from wizard.core.keys import _ADDRESS, tidy_customer, tidy_developer
from wizard.core.paste_cleaning import is_never_meant, unwrapped
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.runs.key_choice import stored_keys, typed_keys

DEV, CUS, OTHER = "CANARYDEV0000001", "CANARYCUS0000001", "Can4ryOtherKey99"
BASIC = b64encode(f"{DEV}:{CUS}".encode()).decode()
SAY = Translator().translate

AROUND = {
    "parenthesis": f"({CUS})",
    "list": f"- {CUS}",
    "bold": f"**{CUS}**",
    "underlined": f"__{CUS}__",
    "code": f"```\n{CUS}\n```",
    "link": f"[{CUS}](mailto:help)",
    "quoted-mail": f"> {CUS}",
    "table-row": f"| {CUS} |",
    "exclamation": f"{CUS}!",
    "question": f"¿{CUS}?",
    "glued-stop": f"{CUS}.Thanks",
    "glued-comma": f"{CUS},thanks Bob",
    "glued-dash": f"{CUS}-thanks",
    "long-dash": f"“{CUS}”—Sam",
    "sign": f"✅{CUS}",
    "bearer": f"Bearer {CUS}",
    "assignment": f"OPENDENTAL_CUSTOMER_KEY={CUS}",
    "export": f'export X="{CUS}"',
    "office": f"Bright Smiles: {CUS}",
    "header": f"X-Customer-Key: {CUS}",
    "url": f"https://x.example/setup?key={CUS}&v=1",
    "escaped-url": f"https://x.example/setup?key%3D{CUS}",
    "json-string": f"x\\n{CUS}\\ny",
    "json-escape": f"\\u003c{CUS}\\u003e",
    "html": f"<b>{CUS}</b>",
    "html-value": f'<input value="{CUS}">',
    "entity": f"&quot;{CUS}&quot;",
    "json": f'{{"CustomerKey":"{CUS}","KeyStatus":"Enabled","DateTimeAssigned":"0001-01-01 00:00:00",'
    f'"DevRefId":"BrightSmiles0001"}}',
    "csv": f"CustomerKey,KeyStatus,DateTimeAssigned,DevRefId\n{CUS},Enabled,0001-01-01,BrightSmiles0001",
    "csv-last": f"DevRefId;CustomerKey\r\nBrightSmiles0001;{CUS}\r\n",
    "mail": f"Congratulations!! All responsibilities are in the mail of 20261127T144450Z. Your key is {CUS}.",
    "ticket": f"ticket 1234567890123456, key {CUS}",
    "excel": f'="{CUS}"',
    "xml": f"<CustomerKey>{CUS}</CustomerKey>",
    "function": f"key('{CUS}')/now",
    "row": f"CustomerKey\t{CUS}\tKeyStatus\tEnabled\tDevRefId\tBrightSmilesNorth",
    "portal": f"DeveloperPortalKey: {OTHER}\nCustomerKey: {CUS}",
    "terminal": f"\x1b[200~{CUS}\x1b[201~",
    "bom": f"\ufeff{CUS}",
    "bom-cp1252": f"ï»¿{CUS}",
    "bom-cp1252-twice": f"Ã¯Â»Â¿{CUS}",
    "bom-cp437": f"∩╗┐{CUS}",
    "bom-mac": f"Ôªø{CUS}",
    "full-width": "".join(chr(ord(c) + 0xFEE0) for c in CUS),
    "picture": f"\ufffc{CUS}",
    "tag": f"{CUS[:5]}\U000e0041{CUS[5:]}",
    "filler": f"{CUS[:5]}\u3164{CUS[5:]}",
    "fours-dashes": f"{CUS[:4]}-{CUS[4:8]}-{CUS[8:12]}-{CUS[12:]}",
    "fours-long-dashes": f"{CUS[:4]}–{CUS[4:8]}–{CUS[8:12]}–{CUS[12:]}",
    "hyphenated": f"{CUS[:8]}-\n{CUS[8:]}",
    "broken-line": f"Bright Smiles: {CUS[:8]}\n{CUS[8:]}",
    "nul": f"{CUS}\0",
    "utf-16-as-bytes": "\0".join(CUS) + "\0",
    "utf-8-as-utf-16": CUS.encode().decode("utf-16-le"),
    "utf-8-as-utf-16-nul": f"{CUS}\0\0".encode().decode("utf-16-le"),
    "utf-16-of-the-other-order": CUS.encode("utf-16-be").decode("utf-16-le"),
}
"""One key, and what was seen or can be around it."""

BOTH = {
    "scheme": f"ODFHIR {DEV}/{CUS}",
    "bearer": f"Bearer ODFHIR {DEV}/{CUS}",
    "basic": f"Basic {BASIC}",
    "basic-header": f"Authorization: Basic {BASIC}",
    "colon": f"{DEV}:{CUS}",
    "comma": f"{DEV}, {CUS}",
    "blank": f"{DEV} {CUS}",
    "two-lines": f"{DEV}\r\n\r\n{CUS}",
    "labels": f"Developer key: {DEV}\nCustomer key: {CUS}",
    "labels-behind": f"customer key {CUS}, developer key {DEV}",
    "fields": f"DeveloperKey={DEV}&CustomerKey={CUS}",
    "short-labels": f"Customer: {CUS} Developer: {DEV}",
    "curl": f"curl -H 'Authorization: ODFHIR {DEV}/{CUS}' -H 'Content-Type: application/json' "
    "https://api.opendental.com/api/v1/patients",
    "escaped": f"ODFHIR%20{DEV}%2F{CUS}",
    "braces": f"{{{DEV}}}/{{{CUS}}}",
    "escaped-slash": f"{DEV}\\/{CUS}",
    "user-info": f"https://{DEV}:{CUS}@api.opendental.com/api/v1",
    "announced": f"Here are your developer and customer key: {DEV}, {CUS}",
    "announced-short": f"Keys (dev, cust): {DEV} {CUS}",
    "xml": f"<CustomerKey>{CUS}</CustomerKey><DeveloperKey>{DEV}</DeveloperKey>",
    "toml": f'customer_key = "{CUS}"\ndeveloper_key = "{DEV}"',
    "spanish": f"Clave del cliente: {CUS}\nClave del desarrollador: {DEV}",
    "tags": f"<b>{DEV}</b>/<b>{CUS}</b>",
}


@pytest.mark.parametrize("known", [None, Secret(DEV), Secret(OTHER)], ids=["none", "vendor", "other"])
@pytest.mark.parametrize("name", AROUND)
def test_the_one_key_is_found_and_what_was_tidied_is_told(name: str, known: Secret | None) -> None:
    pasted = tidy_customer(AROUND[name], known)
    assert pasted.problem is None
    assert pasted.customer == Secret(CUS)
    assert pasted.tidied
    assert pasted.hint is None
    alone = tidy_developer(AROUND[name])
    assert (alone.problem, alone.developer == Secret(OTHER if name == "portal" else CUS)) == (
        None,
        name != "portal",
    )


@pytest.mark.parametrize("known", [None, Secret(DEV)], ids=["none", "vendor"])
@pytest.mark.parametrize("name", BOTH)
def test_of_both_keys_each_is_known_for_what_it_is(name: str, known: Secret | None) -> None:
    pasted = tidy_customer(BOTH[name], known)
    assert pasted.customer == Secret(CUS)
    assert known is not None or pasted.developer == Secret(DEV)
    assert pasted.tidied
    assert typed_keys(BOTH[name], None, known).pair is not None
    assert tidy_developer(BOTH[name]).developer == Secret(DEV)


@pytest.mark.parametrize("between", [" ", "\n", ", ", ":", " and ", "\t"])
def test_the_known_developer_key_beside_a_key_is_left_out_in_any_order(between: str) -> None:
    for raw in (f"{DEV}{between}{CUS}", f"{CUS}{between}{DEV}"):
        assert tidy_customer(raw, Secret(DEV)).customer == Secret(CUS)


@pytest.mark.parametrize(
    "raw",
    [
        f"North: {CUS}, South: {OTHER}",
        f"{CUS}\n{OTHER}",
        f"Dear customer,\nhere are {CUS} and {OTHER}",
        f'[{{"CustomerKey":"{CUS}"}},{{"CustomerKey":"{OTHER}"}}]',
        f"ODFHIR {DEV}/{CUS} and ODFHIR {DEV}/{OTHER}",
        f"{DEV} {CUS} {OTHER}",
    ],
)
def test_where_two_could_be_meant_the_person_chooses(raw: str) -> None:
    pasted = tidy_customer(raw, Secret(DEV))
    assert (pasted.customer, pasted.problem) == (None, KeyProblem.SEVERAL)
    assert pasted.choices == (Secret(CUS), Secret(OTHER))
    assert pasted.detail is not None
    words = SAY(pasted.detail)
    assert "CA…01, Ca…99" in words
    assert CUS not in words
    assert pasted.choose(1).customer == Secret(OTHER)
    assert pasted.choose(1).problem is None


def test_what_was_chosen_becomes_the_key_of_that_field() -> None:
    two = tidy_customer(f"{CUS} and then {OTHER}", None)
    assert two.choices == (Secret(CUS), Secret(OTHER))
    assert two.choose(1).customer == Secret(OTHER)
    assert (two.choose(1).developer, two.choose(1).problem) == (None, None)
    as_developer = two.choose(0, developer=True)
    assert (as_developer.customer, as_developer.developer) == (Secret(OTHER), Secret(CUS))
    three = tidy_customer(f"{CUS} and then {OTHER} or else {DEV}", None).choose(2, developer=True)
    assert (three.customer, three.developer) == (None, Secret(DEV))


def test_the_developer_key_is_a_choice_too() -> None:
    asked = tidy_developer(f"{CUS} and then {OTHER}")
    assert (asked.problem, asked.choices) == (KeyProblem.SEVERAL, (Secret(CUS), Secret(OTHER)))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (f"ODFHIR ({CUS})", "Removed “ODFHIR” in front of the key."),
        (f"Authorization: ODFHIR {CUS}, thanks Bob", "Removed “ODFHIR” in front of the key."),
        (f"customer key: {CUS}, developer key: {CUS}", "Removed the words in front of the key."),
        (f"{DEV} {'-' * 20} {CUS}", "Left out the developer key that stood beside it."),
        (
            f"{OTHER} ({DEV}) {'-' * 20} customer key: {CUS}",
            "Left out the developer key that stood beside it.",
        ),
    ],
)
def test_it_is_told_what_stood_beside_the_key(raw: str, told: str) -> None:
    pasted = tidy_customer(raw, Secret(DEV))
    assert (pasted.customer, pasted.developer, pasted.problem) == (Secret(CUS), None, None)
    assert SAY(pasted.tidied[0]) == told


def test_a_pair_beside_a_third_key_says_nothing_of_the_three() -> None:
    third = "Another0Key0AbC1"
    asked = tidy_customer(f"{CUS} | {OTHER} and {third}", None)
    assert asked.choices == (Secret(CUS), Secret(OTHER), Secret(third))


def test_a_key_written_twice_is_no_pair() -> None:
    text = f"{CUS}, {CUS}"
    assert pairs(text, runs(text)) == ()


def test_a_whole_list_of_keys_is_no_choice() -> None:
    pasted = tidy_customer("\n".join(f"Office {n}: CANARYOFFICE{n:04}" for n in range(30)), Secret(DEV))
    assert (pasted.problem, pasted.choices) == (KeyProblem.SEVERAL, ())
    assert pasted.detail is not None
    assert "30 keys" in SAY(pasted.detail)


@pytest.mark.parametrize(
    "key",
    [
        "CANARY01",
        "CANARY-CUS-00001",
        "abcdefghijklmnop",
        "responsibilities",
        "1234567890123456",
        "123e4567-e89b-12d3-a456-426614174000",
        "odk_A1-CANARYCUS0000001",
        "A1B2C3D4E5F6G7H8-01",
        "my.key.with~dots+1",
        "0123456789abcdef0123456789abcde",
        "Q2FuYXJ5S2V5T2ZCYXNlNjQ",
        "ABCDE-FGHIJ-KLMNO-PQRST",
        "percent%41key",
    ],
)
def test_a_key_of_another_shape_passes_as_typed(key: str) -> None:
    for raw in (key, f" {key}\n", f"{DEV}/{key}"):
        pasted = tidy_customer(raw, Secret(DEV))
        assert (pasted.customer, pasted.problem) == (Secret(key), None)
    assert tidy_developer(key).developer == Secret(key)


@pytest.mark.parametrize(
    "raw",
    [
        "interoperability comes tomorrow, said the vendor",
        "Hi Maria, all responsibilities and the key follow tomorrow",
        "this will take some time",
    ],
)
def test_ordinary_words_are_no_key(raw: str) -> None:
    assert tidy_customer(raw).customer is None


IGNORABLE = (
    "00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 "
    "FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
)
"""Default_Ignorable_Code_Point, as Unicode 16's DerivedCoreProperties.txt lists it."""


def test_every_invisible_character_is_taken_out() -> None:
    invisible = {0xFFFC, *(n for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) == "Cf")}
    for part in IGNORABLE.split():
        first, _, last = part.partition("-")
        invisible |= set(range(int(first, 16), int(last or first, 16) + 1))
    for code in invisible:
        assert is_never_meant(chr(code)), hex(code)
        assert unwrapped(f"{CUS[:3]}{chr(code)}{CUS[3:]}") == CUS, hex(code)
    everywhere = "".join(
        f"{letter}{chr(code)}" for letter, code in zip(CUS, sorted(invisible)[::30], strict=False)
    )
    assert tidy_customer(everywhere + CUS[len(everywhere) // 2 :]).customer == Secret(CUS)


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
SIGNS = st.text(
    st.characters(exclude_categories=["L", "N", "M", "Cs", "Cf"], exclude_characters="/\\%&=").filter(
        lambda sign: not any(map(str.isalnum, unicodedata.normalize("NFKC", sign)))
    ),  # a ringed letter is one
    max_size=6,
)


@given(st.text(ALPHABET, min_size=16, max_size=16), SIGNS, SIGNS)
@settings(deadline=None, max_examples=200)
@example("ABCDEFGH12345678", "{", "}")
def test_signs_around_a_key_never_hide_or_change_it(key: str, before: str, after: str) -> None:
    if key[:8] == key[8:]:
        return
    assert tidy_customer(f"{before}{key}{after}").customer == Secret(key)


@given(st.text(ALPHABET + "-_.~+", min_size=8, max_size=64).filter(lambda key: key.strip("-_.~+") == key))
@settings(deadline=None, max_examples=200)
@example("0000.NET")
def test_a_value_that_could_be_a_key_is_never_made_another_without_a_run_in_it(key: str) -> None:
    from wizard.core.key_search import RUN

    half, is_address = len(key) // 2, re.fullmatch(_ADDRESS, key)
    if RUN.search(key) or is_address or key[:half] == key[half:] or len(key.replace("-", "")) == 16:
        return
    assert tidy_customer(key).customer == Secret(key)


def test_what_a_keychain_holds_is_read_in_every_form() -> None:
    for value in (CUS, f"{CUS}\0", AROUND["utf-8-as-utf-16"], AROUND["utf-8-as-utf-16-nul"], f"{DEV}/{CUS}"):
        kept = stored_keys(Secret(value), Secret(DEV))
        assert kept.pair is not None
        assert kept.pair.customer == Secret(CUS)
