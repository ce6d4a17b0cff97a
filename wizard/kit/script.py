"""The part of the setup's script that differs between products: names, and the list of files.

A vendor's text has to arrive as it is. makensis reads ``$`` in three ways: variables at run time, ``${NAME}``
and ``$%NAME%`` before anything else, wherever they stand.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.kit.product import ProductNames

LIST = "installed.ini"
"""The setup's own list of what it installed: an upgrade removes what stands there, and nothing else."""

_NOTHING = "Nothing"  # a variable of the script that is always empty
_JOINER = "\u2060"  # not seen; the version resource knows no variables
_LINE, _LINES = 27, 3  # signs and lines that the first page has for a title


def product_words(
    product: ProductNames, places: Mapping[str, str], icon: str, size: int, *, profile: str | None = None
) -> str:
    """The definitions and macros that ``setup.nsi`` includes.

    Args:
        product: Its names.
        places: Name with forward slashes of each file to install, and its plain name beside the script.
        icon: Name among them of the icon.
        size: Of all of them, in bytes.
        profile: The place of the vendor's profile, where there is one.
    """
    words = {
        "NAME": product.name,
        "LABEL_NAME": product.name.replace("&", "&&"),
        "TITLE": title(product.name).replace("&", "&&"),
        "KEY": product.key,
        "CASE_KIND": product.case_kind,
        "FOLDER": product.folder,
        "LINK": product.link,
        "LINK_ICON": icon.replace("/", "\\"),
        "VERSION": product.version,
        "PUBLISHER": product.publisher,
        "KILOBYTES": str(size // 1024),
        "HELP_URL": product.help_url,
        "UPDATE_URL": product.update_url,
        "PROFILE": profile,
        "ICON": places[icon],
    }
    lines = [f"!define {name} {literal(value)}" for name, value in words.items() if value]
    plain = {"NAME": product.name, "PUBLISHER": product.publisher}
    lines += [f"!define PLAIN_{name} {_unread(value)}" for name, value in plain.items()]
    lines += ["!macro FILES", *_installing(places), "!macroend"]
    lines += ["!macro REMOVE_FILES", *_removing(places), "!macroend"]
    return "\n".join(lines) + "\n"


def install_list(product: ProductNames, places: Iterable[str]) -> str:
    """The list that is installed: whose it is, every other file, then every folder, the deepest first."""
    names = [*sorted(name for name in places if name != LIST), *_folders(places)]
    lines = ["[setup]", f"Key={product.key}", f"Count={len(names)}", "[names]"]
    lines += [f"{number}={_windows(name)}" for number, name in enumerate(names, start=1)]
    return "\n".join(lines) + "\n"


def title(name: str) -> str:
    """A product's name as the first page has room for it: long words broken, and cut after three lines."""
    broken = re.sub(rf"(\S{{{_LINE}}})(?=\S)", r"\1 ", name)
    lines = textwrap.wrap(broken, _LINE, max_lines=_LINES, placeholder="…", break_on_hyphens=False)
    return re.sub(r"[ .]+…$", "…", " ".join(lines))


def literal(text: str) -> str:
    """A text for the script that arrives as it is, but for two kinds of quotation mark."""
    plain = text.translate(str.maketrans('"`', "''"))
    return '"' + re.sub(r"\$(?=[{%\\])", rf"$$${_NOTHING}", re.sub(r"\$(?![{%\\])", "$$", plain)) + '"'


def _unread(text: str) -> str:
    """The same where there are no variables: in the version resource."""
    plain = text.translate(str.maketrans('"`', "''"))
    return '"' + re.sub(r"\$(?=[{%\\])", f"${_JOINER}", plain) + '"'


def _installing(places: Mapping[str, str]) -> list[str]:
    lines, here = [], None
    for name in sorted(places, key=lambda n: (str(PurePosixPath(n).parent), n)):
        folder = str(PurePosixPath(name).parent)
        if folder != here:
            lines.append(f"SetOutPath {_inside(folder)}")
            here = folder
        lines.append(f"File {literal(f'/oname={PurePosixPath(name).name}')} {places[name]}")
    return lines


def _removing(places: Iterable[str]) -> list[str]:
    return [f"Delete {_inside(name)}" for name in sorted(places)] + [
        f"RMDir {_inside(name)}" for name in _folders(places)
    ]


def _folders(names: Iterable[str]) -> list[str]:
    found = {parent for name in names for parent in PurePosixPath(name).parents if parent.name}
    return [str(f) for f in sorted(found, key=lambda f: (-len(f.parts), f))]


def _inside(name: str) -> str:
    return '"$INSTDIR' + ("" if name == "." else literal("\\" + _windows(name))[1:-1]) + '"'


def _windows(name: str) -> str:
    return name.replace("/", "\\")
