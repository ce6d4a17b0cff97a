"""One who translates, made at the start and handed on; and texts that are whole, so can be translated."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.folders import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

WIZARD = ROOT / "wizard"
COMPOSITION = {"main.py", "cli.py"}
SAID = {"say", "_say", "translate"}
FROM_TABLES = {
    "commands/explain.py",
    "kit/readme.py",
    "diagnosis/explained.py",
    "pointer/layout.py",
    "pointer/pointer_view.py",
    "runs/history_words.py",
}
"""Where a text is made of what a data file or a table holds; extraction reads those."""

TERMS = {
    # what a PC, a person or a program is called where its name is not known
    "the server PC", "the server PC's address", "this PC", "the vendor of the program", "the program",
    "the vendor's support", "your program",
    # names of services
    "eConnector",
    # what stands in a profile instead of what was expected
    "an empty text", "another number", "a list", "a table", "a date or time",
    # single words of the report's tables, and of its list of people
    "certain", "likely", "possible", "passed", "look at this", "failed", "waiting", "not needed",
    "could not check", "this office", "the office's IT", "the vendor", "nobody; it takes some time", "nobody",
    # the line under the product's name
    "for Open Dental",
}  # fmt: skip
"""Texts that are no sentences: names, and words that stand alone."""


class Place(NamedTuple):
    """A piece of the source."""

    where: str
    node: ast.AST


def sources() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(WIZARD.rglob("*.py")):
        yield file.relative_to(WIZARD).as_posix(), ast.parse(file.read_text("utf-8"))


def marked(node: ast.AST) -> bool:
    """Whether it is a call of T or N."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"T", "N"}


def said(node: ast.AST) -> bool:
    """Whether it is the words of a text."""
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func).split(".")[-1]
    if name == "translate" and "ranslator" not in ast.unparse(node.func):
        return False  # that of Python's own texts
    return name in SAID or (name in {"unmarked", "escape", "known"} and any(said(a) for a in node.args))


def literals() -> Iterator[tuple[Place, str]]:
    """Every English text of the source."""
    for name, tree in sources():
        for node in ast.walk(tree):
            if marked(node):
                for argument in node.args[: 2 if node.func.id == "N" else 1]:  # type: ignore[attr-defined]
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield Place(f"{name}:{argument.lineno}", node), argument.value


def is_cell(place: Place) -> bool:
    """Whether it stands in the table of what is called and written, cell by cell."""
    return place.where.startswith("checks/access_table.py")


def test_a_translator_is_made_at_the_start_alone() -> None:
    """One made elsewhere would speak English, whatever language was asked for."""
    makers = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Translator"
    }
    assert makers
    assert makers <= COMPOSITION


def test_a_text_is_a_literal_or_comes_from_a_table() -> None:
    others = {
        f"{name}:{node.lineno}"  # type: ignore[attr-defined]
        for name, tree in sources()
        for node in ast.walk(tree)
        if marked(node) and not isinstance(node.args[0], ast.Constant) and name not in FROM_TABLES  # type: ignore[attr-defined]
    }
    assert others == set()


def test_a_text_is_whole() -> None:
    """Half a sentence cannot be translated: its other half decides on case, number and order of words."""
    halves = {
        f"{place.where}: {text!r}"
        for place, text in literals()
        if (text[:1].islower() or text != text.strip()) and text not in TERMS and not is_cell(place)
        # of a command, behind the name of an option
        if not text.startswith(("expected ", "explain expects", "the vendor profile names no way"))
    }
    assert halves == set()


def test_a_text_with_a_number_has_a_plural_form() -> None:
    """Languages have up to six of them; ``n`` is the number that chooses."""
    without = {
        f"{place.where}: {text!r}"
        for place, text in literals()
        if "{n}" in text and place.node.func.id != "N"  # type: ignore[attr-defined]
    }
    assert without == set()


def test_no_term_is_listed_that_is_gone() -> None:
    assert {text for _, text in literals()} >= TERMS


def test_no_sentence_is_put_together_from_a_text_in_a_text() -> None:
    nested = {
        f"{place.where}: {text!r}"
        for place, text in literals()
        for keyword in place.node.keywords  # type: ignore[attr-defined]
        for inner in ast.walk(keyword.value)
        if marked(inner) and inner.args[0].value not in TERMS  # type: ignore[attr-defined]
    }
    assert nested == set()


def glued(node: ast.AST) -> bool:
    """Whether words of a text get others beside them in the same line."""
    if isinstance(node, ast.JoinedStr):
        lines = "".join("\0" if _holds_said(part) else _constant(part) for part in node.values).split("\n")
        return any("\0" in line and (line.count("\0") > 1 or re.search(r"[^\W\d]", line)) for line in lines)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if said(one):
                return said(other) or bool(re.search(r"[^\W\d]", _constant(other).split("\n")[0]))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
        between = _constant(node.func.value)
        return "\n" not in between and between.strip() not in {",", ";"} and any(map(_spoken, node.args))
    return False


def _constant(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_constant, node.values))
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _holds_said(node: ast.AST) -> bool:
    return isinstance(node, ast.FormattedValue) and said(node.value)


def _spoken(node: ast.AST) -> bool:
    return any(said(inner) for inner in ast.walk(node)) or (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "map"
        and ast.unparse(node.args[0]).split(".")[-1] in SAID
    )


def test_words_are_not_glued_after_they_were_translated() -> None:
    found = {
        f"{name}:{node.lineno}: {ast.unparse(node)}"  # type: ignore[attr-defined]
        for name, tree in sources()
        for node in ast.walk(tree)
        if glued(node)
    }
    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        "f'{say(a)} {say(b)}'",
        "f'{say(a)}, and more'",
        "f'{unmarked(self._say(a))} {self.say(b)}'",
        "say(a) + ' and so on'",
        "say(a) + translator.translate(b)",
        "' '.join(map(self.say, lines))",
        "' and '.join(say(x) for x in lines)",
    ],
)
def test_glue_is_seen(source: str) -> None:
    assert any(glued(node) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "f'{say(a)}\\n'",
        "say(a) + '\\n'",
        "f'{number}. {say(step)}'",
        "f'{say(title)}\\n\\n{say(more)}'",
        "'\\n'.join(map(say, lines))",
        "', '.join(say(WHO[w]) for w in who)",
    ],
)
def test_a_layout_of_whole_texts_is_no_glue(source: str) -> None:
    assert not any(glued(node) for node in ast.walk(ast.parse(source)))
