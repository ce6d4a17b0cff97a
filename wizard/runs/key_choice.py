"""Which keys a run is made with: decided here, once, for the window's fields and for what is piped.

What is typed goes before what was entered earlier or is stored, and the developer key of a vendor's profile
before every other one but a typed one. A pair that is pasted brings both halves: two pairs are never mixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.evidence import KeyProblem
from wizard.core.keys import KeyPair, Keys, tidy_customer, tidy_developer
from wizard.core.paste_cleaning import unwrapped
from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wizard.core.pasted import Pasted
    from wizard.core.secret import Secret
    from wizard.runs.kept_keys import StoredKeys


class KnownKeys(NamedTuple):
    """Keys that are there before anything is typed.

    Attributes:
        profile: The developer key of the vendor's profile.
        customer: The customer key that was entered earlier, else the stored one.
        developer: The developer key, likewise.
    """

    profile: Secret | None = None
    customer: Secret | None = None
    developer: Secret | None = None

    def developer_beside(self, typed: Pasted | None) -> Secret | None:
        """The developer key that a customer key is told apart from; ``typed`` is what was typed as one."""
        return (typed.developer if typed else self.profile) or self.developer


def choose_keys(known: KnownKeys, developer: Pasted | None = None, customer: Pasted | None = None) -> Keys:
    """The keys of a run, or why there are none.

    Args:
        known: What is there already.
        developer: What was typed as the developer key; None where nothing was.
        customer: What was typed as the customer key, which may be a pair; likewise.
    """
    for typed in (developer, customer):
        if typed is not None and typed.problem is not None:
            return Keys(problem=typed.problem, detail=typed.detail)
    sure = developer.developer if developer else known.profile
    of_pair = customer.developer if customer else None
    its_developer = sure or of_pair or known.developer
    its_customer = (customer.customer if customer else None) or (developer.customer if developer else None)
    if its_customer is None:
        return stored_keys(known.customer, its_developer)
    return paired(its_customer, its_developer)


def typed_keys(
    customer: str, developer: str | None, profile: Secret | None, remembered: Secret | None = None
) -> Keys:
    """Keys from typed or piped text; a customer key that is left out is none, whatever is stored.

    Args:
        customer: The customer key, or a pair.
        developer: The typed developer key, or a pair where ``customer`` is empty; None takes another one.
        profile: The developer key of the profile.
        remembered: That of the keychain.
    """
    known = KnownKeys(profile, developer=remembered)
    typed = tidy_developer(developer) if developer is not None else None
    if typed is not None and typed.customer is not None and not customer.strip():
        return choose_keys(known, typed)  # both stood in one line
    return choose_keys(known, typed, tidy_customer(customer, known.developer_beside(typed)))


def stored_keys(customer: Secret | None, developer: Secret | None) -> Keys:
    """Keys as a keychain holds them; whoever put them there may have left white space around them."""
    if customer is None:
        return Keys(problem=KeyProblem.MISSING)
    pasted = customer.cleaned(lambda raw: tidy_customer(raw, developer))
    known = developer.cleaned(tidy_developer).developer if developer else None
    if pasted.problem is not None:
        return Keys(problem=pasted.problem, detail=pasted.detail)
    return paired(pasted.customer, known or pasted.developer)


def paired(customer: Secret | None, developer: Secret | None) -> Keys:
    """Both halves, or which one is missing."""
    if customer is None:
        return Keys(problem=KeyProblem.MISSING)
    if developer is None:
        return Keys(
            problem=KeyProblem.DEVELOPER_MISSING,
            detail=T("No developer key was given. A vendor profile or --developer-key-stdin brings it."),
        )
    return Keys(KeyPair(developer, customer))


async def given_keys(
    text: str | None,
    profile: Secret | None,
    stored: Callable[[], Awaitable[StoredKeys]],
    *,
    developer_first: bool = False,
) -> Keys:
    """The keys of a command: those that were piped, else those of the keychain.

    Args:
        text: What was piped: the customer key or a pair; None where nothing was to be.
        profile: The developer key of the profile.
        stored: Reads the keychain; called only where something has to come from there.
        developer_first: The developer key stands on a line of its own before the customer key.
    """
    if text is None:
        kept = await stored()
        return choose_keys(KnownKeys(profile, kept.customer, kept.developer))
    text = unwrapped(text)  # first of all: a line of nothing but invisible characters is a blank one
    if not text.strip():
        return Keys(problem=KeyProblem.NOTHING_GIVEN, detail=T("No key came on standard input."))
    if developer_first:
        developer, _, customer = text.strip().partition("\n")
        return typed_keys(customer, developer, profile)
    keys = typed_keys(text, None, profile)
    if profile is not None or keys.pair is not None:
        return keys
    return typed_keys(text, None, None, (await stored()).developer)
