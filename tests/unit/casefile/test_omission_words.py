"""What a case leaves out is told in words of their own, whatever it is."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

import pytest

from wizard.casefile import case_file, evidence_form, fact_forms, shared_forms
from wizard.casefile.forms import Omission
from wizard.casefile.listed import IDENTIFIES
from wizard.casefile.omission_words import omission_words
from wizard.core.text import Translator

if TYPE_CHECKING:
    from types import ModuleType

MODULES = (case_file, evidence_form, fact_forms, shared_forms)


def omissions(module: ModuleType) -> set[Omission]:
    """What its source can note as left out."""
    found = set()
    for call in ast.walk(ast.parse(inspect.getsource(module))):
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        if not isinstance(call, ast.Call) or name not in ("LeftOut", "Omission"):
            continue
        names = [part.id for part in call.args if isinstance(part, ast.Name)]
        if not all(hasattr(module, part) for part in names):
            continue  # of a list that is read
        parts = [
            part.value if isinstance(part, ast.Constant) else getattr(module, part.id)
            for part in call.args[:2]
            if isinstance(part, ast.Constant | ast.Name)
        ]
        found.add(Omission(str(parts[0]), str(parts[1]) if len(parts) > 1 else IDENTIFIES))
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_each_has_a_sentence(module: ModuleType) -> None:
    found = omissions(module)
    assert found
    for why, what in omission_words(found).items():
        assert "{" not in "".join((why.msgid, *(words.msgid for words in what)))
        assert what


def test_each_thing_is_told_once_under_its_reason_and_nothing_that_is_in_the_file() -> None:
    found = sorted({one for module in MODULES for one in omissions(module)})
    told = omission_words(found)
    things = [words for what in told.values() for words in what]
    assert len(set(things)) == len(things) == len(found) - 2  # the developer key is told of with the other
    assert len(told) == 5
    assert not any("checks" in words.msgid for words in things)


def test_one_of_another_version_is_told_as_the_file_has_it() -> None:
    ((why, what),) = omission_words([Omission("names of cats", "nobody asked")]).items()
    assert list(map(Translator().translate, (why, *what))) == ["nobody asked:", "names of cats"]
