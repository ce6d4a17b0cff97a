"""The texts of the program for those who translate them: extracts, compares, compiles.

    build/start.py texts                       writes the template, resources/locale/connect-wizard.pot
    build/start.py texts new LANGUAGE          begins a translation, or brings one up to date
    build/start.py texts compare [LANGUAGE]    says what is missing, unknown, or does not match
    build/start.py texts compile [LANGUAGE]    makes what the program reads; refuses what does not match
    build/start.py texts pseudo FOLDER         a made-up language, long and accented, to look at the layout

LANGUAGE is a tag such as es; without it, every translation that is there is meant.
Exit code 1: something does not match.
"""

import argparse
import sys
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT / "build") not in sys.path:  # Python's safe mode leaves it out
    sys.path.append(str(ROOT / "build"))

import translation  # noqa: E402 - the path comes first

from wizard.store.languages import FOLDER, INSIDE  # noqa: E402

LOCALE = ROOT / "resources" / FOLDER
TEMPLATE = "connect-wizard.pot"
PSEUDO = "en-XA"
_HARMLESS = ("missing", "unknown")


def extract(_: argparse.Namespace) -> int:
    """Write the template."""
    _written(translation.template(), LOCALE / TEMPLATE)
    return 0


def new(arguments: argparse.Namespace) -> int:
    """Begin a translation, or bring one up to date; what is no longer asked for goes."""
    file, locale = file_of(arguments.language), _locale(arguments.language)
    if locale is None:
        print(f"Expected a tag such as es or pt-BR, got {arguments.language}.")
        return 2
    made = translation.read(file) if file.exists() else translation.begun(locale)
    made.update(translation.template(), no_fuzzy_matching=True)
    made.obsolete.clear()
    _written(made, file)
    return 0


def _locale(language: str) -> "Locale | None":
    try:
        found = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return found if str(found).replace("_", "-") == language else None


def compare(arguments: argparse.Namespace) -> int:
    """Say what is wrong with translations; 1 where something is."""
    source, wrong = translation.template(), 0
    for language in arguments.language or languages():
        made = translation.read(file_of(language))
        found = translation.faults(source, made)
        if not translation.is_compiled(made, _compiled(language)):
            found.append(translation.Fault("not compiled", ""))
        wrong += _told(language, found)
    return int(wrong > 0)


def compile_all(arguments: argparse.Namespace) -> int:
    """Compile what matches; what is missing stays English."""
    source, refused = translation.template(), 0
    for language in arguments.language or languages():
        made = translation.read(file_of(language))
        wrong = [fault for fault in translation.faults(source, made) if fault.kind not in _HARMLESS]
        refused += _told(language, wrong)
        if not wrong:
            translation.compiled(made, _compiled(language))
            print(_compiled(language).relative_to(ROOT))
    return int(refused > 0)


def write_pseudo(arguments: argparse.Namespace) -> int:
    """Write and compile the made-up language under a folder, which stands in for resources/locale."""
    made, file = translation.pseudo(translation.template()), Path(arguments.folder) / PSEUDO / INSIDE
    translation.compiled(made, file)
    _written(made, file.with_suffix(".po"))
    return 0


def languages() -> list[str]:
    """Every language with a translation."""
    return sorted(file.parents[1].name for file in LOCALE.glob(f"*/{Path(INSIDE).with_suffix('.po')}"))


def file_of(language: str) -> Path:
    """The translation into a language."""
    return _compiled(language).with_suffix(".po")


def _compiled(language: str) -> Path:
    return LOCALE / language / INSIDE


def _told(language: str, found: "list[translation.Fault]") -> int:
    place = file_of(language).relative_to(ROOT)
    for fault in found:
        where = f"{place}" if fault.line is None else f"{place}:{fault.line}"
        print(": ".join(filter(None, (where, fault.kind, repr(fault.text)[1:-1], fault.why))))
    return len(found)


def _written(catalog: Catalog, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(translation.as_text(catalog))


def main(arguments: "list[str] | None" = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="build/start.py texts", description=(__doc__ or "").splitlines()[0])
    parser.set_defaults(command=extract, language=[])
    commands = parser.add_subparsers()
    for name, command, takes, count in (
        ("new", new, "language", None),
        ("compare", compare, "language", "*"),
        ("compile", compile_all, "language", "*"),
        ("pseudo", write_pseudo, "folder", None),
    ):
        one = commands.add_parser(name, help=(command.__doc__ or "").split(";")[0].rstrip("."))
        one.add_argument(takes, nargs=count)
        one.set_defaults(command=command)
    given = parser.parse_args(arguments)
    unknown = [tag for tag in given.language if given.command is not new and not file_of(tag).exists()]
    if unknown:
        print(f"Expected one of {', '.join(languages()) or 'no language yet'}; got {', '.join(unknown)}.")
        return 2
    code: int = given.command(given)
    return code


if __name__ == "__main__":
    sys.exit(main())
