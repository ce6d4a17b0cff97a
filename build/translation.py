"""A translation beside the texts that it translates; ``build/texts.py`` has the commands.

Every text is there once: those of ``T`` and ``N`` in the source, by Babel, and those of causes and pointers,
by the readers that the program has.
"""

import contextlib
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from wizard.pointer.scene_files import Scenes  # noqa: E402 - the path comes first
from wizard.store.catalogue import Catalogue  # noqa: E402

if TYPE_CHECKING:
    from babel import Locale

    from wizard.pointer.scene import Frame

PROJECT = "Connect Wizard for Open Dental"
HEADER = f"# The texts of {PROJECT}; made by build/start.py texts."
KEYWORDS = {"T": None, "N": (1, 2)}
_LEFT_OUT = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team",
             "Report-Msgid-Bugs-To", "Project-Id-Version")  # fmt: skip
MENUS = "Words between ** are as Open Dental shows them, in English: they stay."
_FIELD = re.compile(r"\{(\w+)\}")
_MARKED = re.compile(r"\*\*(.+?)\*\*")
_SHORTCUT = re.compile(r"&(?=\w)")
_STAYS = re.compile(r"(\{\w+\}|&\w)")
_ACCENTS = str.maketrans("aceginosuyzACEGINOSUYZ", "áçéğïñöšúýžÁÇÉĞÏÑÖŠÚÝŽ")
_PADDING = "lörém ïpšúm dölör šït ámét "


class Fault(NamedTuple):
    """What is wrong with one text of a translation.

    Attributes:
        kind: ``missing``, ``unknown``, ``placeholders``, ``marks``, ``names``, ``shortcut``, or of the whole
            ``not compiled``.
        text: The English text; empty for the whole.
        line: In the translation; None where it is not in there.
        why: What was expected and what was found.
    """

    kind: str
    text: str
    line: int | None = None
    why: str = ""


# --- The texts ----------------------------------------------------------------------------------------------


def template() -> Catalog:
    """Every text of the program and of its data files, each once, with where it comes from."""
    catalog = begun()
    for file in sorted((ROOT / "wizard").rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        # Babel warns of the f-strings among the values; those in place of a text are found by a test
        with file.open("rb") as source, contextlib.redirect_stderr(io.StringIO()):
            for line, function, texts, _ in extract_python(source, KEYWORDS, [], {}):
                if first := _literal(texts, str(function)):
                    catalog.add(first, locations=[(name, line)])
    for name, text in data_texts():
        catalog.add(text, locations=[(name, 1)], auto_comments=[MENUS] if "**" in text else [])
    return catalog


def _literal(texts: object, function: str) -> "str | tuple[str, str] | None":
    """The text, or both forms, of a call; None where it is none that the source holds."""
    found = texts if isinstance(texts, tuple) else (texts,)
    wanted = found[:2] if function == "N" else found[:1]
    if not all(isinstance(text, str) and text for text in wanted):
        return None
    return (wanted[0], wanted[1]) if function == "N" else wanted[0]


def data_texts() -> Iterator[tuple[str, str]]:
    """The texts of the causes and of the pictures, each with its file."""
    catalogue, scenes = Catalogue(), Scenes()
    for code in catalogue.codes():
        entry = catalogue.entry(code)
        meanings = (entry.meaning, entry.meaning_here)
        for text in (entry.title, *meanings, *entry.steps, *entry.ask, entry.wait_why):
            if text:
                yield f"resources/causes/{code.partition('.')[0]}.toml", text
    for identity in scenes.pointer_ids():
        pointer, file = scenes.pointer(identity), f"resources/pointers/{identity.partition('.')[0]}.toml"
        for text in (pointer.title, pointer.breadcrumb, *_frame_texts(pointer.frames)):
            yield file, text


def _frame_texts(frames: "tuple[Frame, ...]") -> Iterator[str]:
    for frame in frames:
        yield from filter(None, (frame.say, frame.unsure, frame.here, frame.trap))
        for trap in frame.instead:
            yield trap.recognised_by
            yield from _frame_texts((trap.frame,))


def captions() -> set[str]:
    """What stands on Open Dental's windows and menus, which no translation changes."""
    found: set[str] = set()

    def gather(value: object) -> None:
        if isinstance(value, str):
            found.add(value)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            gather(inner)

    for file in (ROOT / "resources" / "scenes").glob("*.toml"):
        gather(tomllib.loads(file.read_text("utf-8")))
    return found


# --- A translation ------------------------------------------------------------------------------------------


def faults(source: Catalog, translation: Catalog) -> list[Fault]:
    """What is wrong with a translation, in the order of the template."""
    known, names = {_key(message) for message in source if message.id}, captions()
    found = []
    for message in source:
        if message.id:
            said = translation.get(message.id)
            if said is None or said.fuzzy or not all(forms(said.string)):
                found.append(Fault("missing", _key(message), said.lineno if said else None))
            else:
                found += _unlike(message, said, names)
    found += [
        Fault("unknown", _key(message), message.lineno)
        for message in translation
        if message.id and _key(message) not in known
    ]
    return found


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else str(message.id)


def forms(text: object) -> tuple[str, ...]:
    """A text, or each form of one with a plural."""
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text or ""),)


def _unlike(message: Message, said: Message, names: set[str]) -> Iterator[Fault]:
    """Where a translation does not match its text."""
    english, plural = forms(message.id)[-1], isinstance(message.id, (tuple, list))
    for text in forms(said.string):
        for kind, expected, got in _compared(english, text, names, plural=plural):
            if expected != got:
                yield Fault(kind, _key(message), said.lineno, f"expected {expected}, found {got}")


def _compared(
    english: str, text: str, names: set[str], *, plural: bool
) -> Iterator[tuple[str, object, object]]:
    fields, found = set(_FIELD.findall(english)), set(_FIELD.findall(text))
    # a form for one may say "one" in a word
    yield "placeholders", sorted(fields), sorted(found | ({"n"} & fields if plural else set()))
    yield "placeholders", _braces(english), _braces(text)
    yield "marks", english.count("**"), text.count("**")
    kept = {word for word in _MARKED.findall(english) if word in names}
    yield "names", sorted(kept), sorted(kept & set(_MARKED.findall(text)))
    yield "shortcut", len(_SHORTCUT.findall(english)), len(_SHORTCUT.findall(text))


def _braces(text: str) -> int:
    return sum(map(_FIELD.sub("", text).count, "{}"))


def begun(locale: "Locale | str | None" = None) -> Catalog:
    """A catalogue with nothing in it; without a language, a template."""
    return Catalog(locale, project=PROJECT, header_comment=HEADER, charset="utf-8", fuzzy=False)


def read(file: Path) -> Catalog:
    """A translation as it is written down."""
    with file.open("rb") as source:
        return read_po(source)


def compiled(translation: Catalog, file: Path) -> None:
    """Make what the program reads."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_mo(target, translation)


def is_compiled(translation: Catalog, file: Path) -> bool:
    """Whether what the program reads is this translation."""
    if not file.exists():
        return False
    with file.open("rb") as made:
        return _said(read_mo(made)) == _said(translation)


def _said(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {
        forms(message.id): forms(message.string)
        for message in catalog
        if message.id and not message.fuzzy and any(forms(message.string))
    }


def pseudo(source: Catalog) -> Catalog:
    """A complete translation that nobody wrote: each text accented, in brackets and 1.6 times as long."""
    made = begun("en")
    names = captions()
    for message in source:
        if message.id:
            long = tuple(_long_and_accented(form, names) for form in forms(message.id))
            made.add(message.id, long if len(long) > 1 else long[0])
    return made


def _long_and_accented(text: str, names: set[str]) -> str:
    more = max(0, round(len(text) * 0.6) - 3)
    parts = _MARKED.split(text)  # every second one stood between marks
    accented = "**".join(
        part if at % 2 and part in names else _accented(part) for at, part in enumerate(parts)
    )
    return f"⟦{accented} {(_PADDING * 9)[:more]}⟧"


def _accented(text: str) -> str:
    parts = _STAYS.split(text)
    return "".join(part if at % 2 else part.translate(_ACCENTS) for at, part in enumerate(parts))


def as_text(catalog: Catalog) -> bytes:
    """A catalogue as a file, without dates and lines of the source, which would differ each time."""
    made = io.BytesIO()
    write_po(made, catalog, width=110, sort_output=True, include_lineno=False, omit_header=False)
    lines = made.getvalue().decode().splitlines(keepends=True)
    left_out = tuple(f'"{name}:' for name in _LEFT_OUT)
    return "".join(line for line in lines if not line.startswith(left_out)).encode()
