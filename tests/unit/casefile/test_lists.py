"""What goes out is listed, class by class; what is not listed has a reason."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from wizard.casefile.evidence_form import SEEN
from wizard.casefile.fact_forms import FACTS
from wizard.casefile.forms import Both, Many, Maybe, Writing
from wizard.casefile.listed import Listed
from wizard.casefile.shared_forms import SERVICES, ServicesForm
from wizard.core.evidence import Answer
from wizard.core.facts import CheckFacts
from wizard.core.facts.live_facts import RightsFacts
from wizard.core.facts.place_facts import PlaceFacts
from wizard.core.facts.server_facts import ServiceFacts
from wizard.core.facts.way_facts import WayFacts

SHARED = {WayFacts, PlaceFacts, ServiceFacts}
"""Classes that others are made of; no check brings them."""


def reached(form: Any, found: dict[type[Any], Listed[Any]]) -> None:  # noqa: ANN401 - a form of whatever it is
    if isinstance(form, Listed):
        found[form.kind] = form
        for part in form.goes.values():
            reached(part, found)
    elif isinstance(form, Maybe | Many):
        reached(form.form, found)
    elif isinstance(form, Both):
        reached(form.first, found)
        reached(form.second, found)
    elif isinstance(form, ServicesForm):
        reached(SERVICES.each, found)


def every_form() -> dict[type[Any], Listed[Any]]:
    found: dict[type[Any], Listed[Any]] = {}
    reached(SEEN, found)
    for form in FACTS.values():
        reached(form, found)
    return found


@pytest.mark.parametrize("kind", every_form(), ids=lambda kind: kind.__name__)
def test_each_field_goes_out_or_has_a_reason_to_stay(kind: type[Any]) -> None:
    form = every_form()[kind]
    own = {part.name for part in fields(kind)} if is_dataclass(kind) else set(kind._fields)
    assert set(form.goes) | set(form.left_out) == own
    assert not set(form.goes) & set(form.left_out)
    for one in form.left_out.values():
        assert one.what
        assert one.why


def subclasses(kind: type[Any]) -> set[type[Any]]:
    # a record is made anew with its slots, and the class that it was made of is still known to its base
    below = {
        one for one in kind.__subclasses__() if "__slots__" in vars(one) and hasattr(one, "__record_names__")
    }
    return below | {deeper for one in kind.__subclasses__() for deeper in subclasses(one)}


def test_every_class_of_facts_has_a_list() -> None:
    names = {kind.__name__ for kind in subclasses(CheckFacts)} - {kind.__name__ for kind in SHARED}
    assert names == {kind.__name__ for kind in FACTS}


@pytest.mark.parametrize("pace_s", [0, 0.0, 1, 1.5])
def test_a_number_stays_whole_or_not(pace_s: float) -> None:
    """A document shows 0 and 0.0 differently."""
    form = FACTS[RightsFacts]
    written = form.write(RightsFacts(Answer("GET", "/securityperms"), (), pace_s), Writing(str))
    assert repr(form.read(json.loads(json.dumps(written)), "facts").pace_s) == repr(pace_s)
