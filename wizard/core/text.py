"""The one route by which a text reaches a person.

Code makes a :class:`Text` with :func:`T`; only a :class:`Translator` turns it into words of a language. So
judgement stays free of language, and no text can be shown without passing the translation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations


class Text:
    """A sentence not yet spoken: an English message id with named values.

    Attributes:
        msgid: English text with ``{name}`` fields; ``**word**`` marks a word as Open Dental shows it.
        args: Values of the fields; a :class:`Text` among them is spoken in the same language.
        plural: English plural form; chosen by the value of the field ``n``.
    """

    __slots__ = ("args", "msgid", "plural")

    def __init__(
        self, msgid: str, args: dict[str, str | int | float | Text], plural: str | None = None
    ) -> None:
        self.msgid = msgid
        self.args = args
        self.plural = plural

    def __repr__(self) -> str:
        return f"Text({self.msgid!r}, {self.args!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return (self.msgid, self.args, self.plural) == (other.msgid, other.args, other.plural)

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural))


def T(msgid: str, /, **args: str | float | Text) -> Text:  # noqa: N802 - the mark that extraction looks for
    """Mark an English text for translation."""
    return Text(msgid, args)


def N(singular: str, plural: str, /, n: int, **args: str | float | Text) -> Text:  # noqa: N802 - as T
    """Mark an English text with a plural form, chosen by ``n``."""
    return Text(singular, {"n": n, **args}, plural)


def paragraph(first: Text, *others: Text) -> Text:
    """Whole sentences, one after the other; how they are joined is up to the language."""
    whole = first
    for other in others:
        whole = T("{sentence} {next}", sentence=whole, next=other)
    return whole


class Translator:
    """Puts texts into one language.

    Args:
        language: BCP 47 tag, for example ``en``.
        catalogue: Translations of that language; ``None`` says the English of the message ids. What it
            lacks, and what asks for values that a text does not have, is said in English.
    """

    def __init__(self, language: str = "en", catalogue: NullTranslations | None = None) -> None:
        self.language = language
        self._catalogue = catalogue

    def speaking(self, language: str, catalogue: NullTranslations | None) -> Translator:
        """One that speaks another language; the arguments are those of the class."""
        return self if language == self.language else type(self)(language, catalogue)

    def translate(self, text: Text) -> str:
        """Return the text in this language, with its values filled in."""
        pattern = self._pattern(text)
        if not text.args:
            return pattern
        values = {name: self.translate(v) if isinstance(v, Text) else v for name, v in text.args.items()}
        for name, value in values.items():
            if isinstance(value, str) and value.endswith("."):  # "Acme Inc." ends the sentence too
                pattern = re.sub(rf"(\{{{name}\}})\.(?=\s|$)", r"\1", pattern)
        return pattern.format_map(values)

    def _pattern(self, text: Text) -> str:
        english = text.msgid
        n = 1
        if text.plural is not None:
            n = int(text.args["n"])  # type: ignore[arg-type]  # N() takes n as an int
            english = text.msgid if n == 1 else text.plural
        if self._catalogue is None or not english:  # gettext answers an empty text with its own header
            return english
        if text.plural is None:
            found = self._catalogue.gettext(english)
        else:
            found = self._catalogue.ngettext(text.msgid, text.plural, n)
        known = not text.args or text.args.keys() >= set(re.findall(r"\{(\w+)\}", found))
        return found if known else english


def unmarked(marked: str) -> str:
    """Drop the ``**`` marks of a spoken text, for places that show no bold type."""
    return marked.replace("**", "")
