"""What a page offers to hand over: one thing by its name, several in a menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wizard.core.text import T
from wizard.ui.hand_over import hand_overs
from wizard.ui.pages.base import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from wizard.core.text import Text
    from wizard.ui.hand_over import HandOver
    from wizard.ui.shown_result import ShownResult


def offered(
    result: ShownResult,
    say: Callable[[Text], str],
    choose: Callable[[str], None],
    without: Collection[str] = (),
) -> list[Action]:
    """The actions of a result that can be handed over.

    Args:
        result: What was found.
        say: Speaks the captions.
        choose: Opens what the person chose, by its name.
        without: Names of what is not offered here.
    """
    offers = [
        Action(say(offer.caption(result)), partial(choose, offer.name), name=offer.name)
        for offer in hand_overs(result)
        if offer.name not in without
    ]
    if len(offers) < 2:
        return offers
    return [Action(say(T("&Send or save")), _nothing, name="hand-over", choices=tuple(offers))]


def offer_named(name: str, result: ShownResult) -> HandOver | None:
    """One thing that a result has to hand over; None where a look has taken it away since it was offered."""
    return next((offer for offer in hand_overs(result) if offer.name == name), None)


def _nothing() -> None:
    """A menu opens by itself."""
