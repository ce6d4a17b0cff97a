"""Who wins among typed, pasted pair, entered before, stored and profile: for fields and for what is piped."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest

from wizard.core.evidence import KeyProblem
from wizard.core.keys import KeyPair, tidy_customer, tidy_developer
from wizard.core.secret import Secret
from wizard.runs.kept_keys import StoredKeys
from wizard.runs.key_choice import KnownKeys, choose_keys, given_keys

PROFILE, KEPT_DEV, TYPED_DEV, PAIR_DEV = (f"CANARYDEV000000{n}" for n in (1, 2, 3, 4))
KEPT_CUS, TYPED_CUS, PAIR_CUS = (f"CANARYCUS000000{n}" for n in (1, 2, 3))


def known(*, profile: bool, kept: bool) -> KnownKeys:
    return KnownKeys(
        Secret(PROFILE) if profile else None,
        Secret(KEPT_CUS) if kept else None,
        Secret(KEPT_DEV) if kept else None,
    )


@pytest.mark.parametrize(
    ("profile", "kept", "typed_developer", "customer"),
    list(product((True, False), (True, False), (True, False), ("nothing", "key", "pair"))),
)
def test_what_is_typed_goes_first_and_two_pairs_are_never_mixed(
    profile: bool, kept: bool, typed_developer: bool, customer: str
) -> None:
    there = known(profile=profile, kept=kept)
    typed = tidy_developer(TYPED_DEV) if typed_developer else None
    text = {"nothing": "", "key": TYPED_CUS, "pair": f"{PAIR_DEV}/{PAIR_CUS}"}[customer]
    pasted = tidy_customer(text, there.developer_beside(typed)) if text else None
    keys = choose_keys(there, typed, pasted)
    wins = {"nothing": KEPT_CUS if kept else None, "key": TYPED_CUS, "pair": PAIR_CUS}[customer]
    developers = [
        TYPED_DEV if typed_developer else None,
        PROFILE if profile and not typed_developer else None,
        PAIR_DEV if customer == "pair" else None,
        KEPT_DEV if kept else None,
    ]
    developer = next((one for one in developers if one), None)
    if wins is None:
        assert (keys.pair, keys.problem) == (None, KeyProblem.MISSING)
    elif developer is None:
        assert (keys.pair, keys.problem) == (None, KeyProblem.DEVELOPER_MISSING)
    else:
        assert keys.pair == KeyPair(Secret(developer), Secret(wins))


def test_a_pair_in_the_developers_field_brings_the_customer_key() -> None:
    there = known(profile=False, kept=True)
    keys = choose_keys(there, tidy_developer(f"{PAIR_DEV}/{PAIR_CUS}"))
    assert keys.pair == KeyPair(Secret(PAIR_DEV), Secret(PAIR_CUS))


@pytest.mark.parametrize("field", ["developer", "customer"])
def test_a_field_that_cannot_be_a_key_is_the_problem_whatever_is_stored(field: str) -> None:
    there = known(profile=False, kept=True)
    bad = (tidy_developer("x"), None) if field == "developer" else (None, tidy_customer("x"))
    keys = choose_keys(there, *bad)
    assert keys.pair is None
    assert keys.problem in (KeyProblem.MALFORMED, KeyProblem.DEVELOPER_MALFORMED)
    assert keys.detail is not None


@pytest.mark.parametrize(
    ("text", "profile", "first", "pair", "reads"),
    [
        (None, None, False, (KEPT_DEV, KEPT_CUS), 1),
        (None, PROFILE, False, (PROFILE, KEPT_CUS), 1),
        (TYPED_CUS, PROFILE, False, (PROFILE, TYPED_CUS), 0),
        (TYPED_CUS, None, False, (KEPT_DEV, TYPED_CUS), 1),
        (f"{PAIR_DEV}/{PAIR_CUS}", None, False, (PAIR_DEV, PAIR_CUS), 0),
        (f"{TYPED_DEV}\n{TYPED_CUS}\n", None, True, (TYPED_DEV, TYPED_CUS), 0),
        (f"{TYPED_DEV}\n{TYPED_CUS}\n", PROFILE, True, (TYPED_DEV, TYPED_CUS), 0),
        (f"{PAIR_DEV}/{PAIR_CUS}", PROFILE, True, (PAIR_DEV, PAIR_CUS), 0),
        ("\u200b\n", None, False, None, 0),
        ("x", PROFILE, False, None, 0),
    ],
)
def test_the_keychain_is_read_for_what_was_not_piped_and_for_nothing_else(
    text: str | None, profile: str | None, first: bool, pair: tuple[str, str] | None, reads: int
) -> None:
    asked: list[int] = []

    async def stored() -> StoredKeys:
        asked.append(1)
        return StoredKeys(available=True, customer=Secret(KEPT_CUS), developer=Secret(KEPT_DEV))

    secret = Secret(profile) if profile else None
    keys = asyncio.run(given_keys(text, secret, stored, developer_first=first))
    assert keys.pair == (KeyPair(*map(Secret, pair)) if pair else None)
    assert len(asked) == reads
    if pair is None:
        assert keys.problem is (KeyProblem.MALFORMED if text == "x" else KeyProblem.NOTHING_GIVEN)
