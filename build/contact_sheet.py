"""Draws every picture of every pointer for every distinct layout, on one page to be looked through by eye.

    python build/contact_sheet.py --out DIR [--only api-setup] [--scheme light --scheme dark]

Leaves DIR/index.html and the pictures beside it. Nothing is left out: a layout is drawn again wherever any
control, caption, menu entry or size of it changes with the version, and with Clinics in the menu bar.
"""

from __future__ import annotations

import argparse
import html
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize  # noqa: E402 - the path and the platform come first
from PySide6.QtGui import QGuiApplication  # noqa: E402

from wizard.core.text import T, Translator, unmarked  # noqa: E402
from wizard.pointer.edition import Edition, VersionSource  # noqa: E402
from wizard.pointer.layout import layout, turning_points  # noqa: E402
from wizard.pointer.scene_files import Scenes  # noqa: E402
from wizard.ui.pointer.render import image  # noqa: E402
from wizard.ui.pointer.surround import DARK, HIGH_CONTRAST, LIGHT  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QImage

    from wizard.pointer.scene import Pointer, ResolvedFrame

SIZE, RATIO = QSize(484, 424), 1.5
SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": HIGH_CONTRAST}


class Drawing(NamedTuple):
    """A picture that differs from every other.

    Attributes:
        pointer: Id of the first pointer that shows it.
        number: Its place in that path.
        versions: The turning points of Open Dental at which it looks like this, in words.
        trap: How the trap is known that it shows; empty for a step.
        place: The trap's place among those of its step, from 1 on; 0 for a step.
    """

    pointer: str
    number: int
    versions: list[str]
    trap: str
    place: int
    frame: ResolvedFrame

    @property
    def name(self) -> str:
        """Of its files."""
        trap = f"-trap{self.place}" if self.place else ""
        return f"{self.pointer.replace('/', '-')}-{self.number}{trap}-{self.versions[0].replace(' ', '-')}"


def editions(pointer: Pointer) -> Iterator[Edition]:
    """One edition for each stretch of versions in which nothing changes, without and with Clinics."""
    points = turning_points(pointer)
    yield from (Edition(version, VersionSource.OFFICE) for version in points)
    yield Edition(points[-1], VersionSource.OFFICE, clinics=True)
    yield Edition()


def drawings(only: str = "") -> list[Drawing]:
    """Every distinct picture, in the order of the pointers."""
    found: dict[ResolvedFrame, Drawing] = {}
    scenes, say = Scenes(), Translator().translate
    for identity in scenes.pointer_ids():
        if not identity.startswith(only):
            continue
        pointer = scenes.pointer(identity)
        for edition in editions(pointer):
            words = str(edition.version) + (" clinics" if edition.clinics else "")
            words = words if edition.known else "unknown"
            for number, frame in enumerate(layout(pointer, edition), start=1):
                traps = [(unmarked(say(trap.recognised_by)), trap.frame) for trap in frame.instead]
                for place, (trap, shown) in enumerate([("", frame), *traps]):
                    key = replace(shown, version=T(""), instead=())
                    made = found.setdefault(key, Drawing(identity, number, [], trap, place, shown))
                    if words not in made.versions:
                        made.versions.append(words)
    return list(found.values())


def drawn(drawing: Drawing, scheme: str, ratio: float) -> QImage:
    """A picture in one colour scheme."""
    return image(
        drawing.frame, drawing.number, SCHEMES[scheme], say=Translator().translate, size=SIZE, ratio=ratio
    )


def told_apart(found: Sequence[Drawing]) -> list[Drawing]:
    """Without those that differ only where the picture does not reach, or in the version in the corner."""
    kept: dict[tuple[str, bytes], Drawing] = {}
    for drawing in found:
        bare = drawing._replace(frame=replace(drawing.frame, version=T("")))
        picture = drawn(bare, "light", 1)  # kept alive while its bits are read
        key = (drawing.pointer, bytes(picture.constBits()))
        if key in kept:
            kept[key].versions.extend(v for v in drawing.versions if v not in kept[key].versions)
        else:
            kept[key] = drawing
    return list(kept.values())


def save(drawing: Drawing, scheme: str, folder: Path) -> str:
    """Draw a picture; returns its file's name."""
    name = f"{drawing.name}-{scheme}.png"
    drawn(drawing, scheme, RATIO).save(str(folder / name))
    return name


def page(rows: Sequence[tuple[Drawing, list[str]]]) -> str:
    """The page as HTML: every picture with its name, the versions, and the words that go with it."""
    say = Translator().translate
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Pointers, every picture</title>",
        "<style>body{font:14px sans-serif;margin:24px;background:#eef1f5;color:#1b2430}",
        "figure{display:inline-block;margin:0 16px 24px 0;vertical-align:top;width:484px}",
        "img{width:484px;height:424px;display:block}h2{margin:32px 0 8px}code{font-size:12px}</style>",
        f"<h1>Pointers: {len(rows)} pictures</h1>",
    ]
    before = ""
    for drawing, files in rows:
        if drawing.pointer != before:
            before = drawing.pointer
            parts.append(f"<h2 id='{before}'>{before}</h2>")
        trap = f" <b>if: {html.escape(drawing.trap)}</b>" if drawing.trap else ""
        words = html.escape(unmarked(say(drawing.frame.sentence)))
        note = f"<code>{drawing.name}</code>{trap}<br>{words}<br>{html.escape(', '.join(drawing.versions))}"
        parts += [
            f"<figure><img loading='lazy' alt='{words}' src='{file}'><figcaption>{note}</figcaption></figure>"
            for file in files
        ]
    return "\n".join(parts) + "\n</html>\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw them all."""
    parser = argparse.ArgumentParser(prog="contact_sheet", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the page goes")
    parser.add_argument("--only", default="", metavar="ID", help="pointers whose id begins so")
    parser.add_argument("--scheme", action="append", choices=SCHEMES, help="default: light and dark")
    options = parser.parse_args(arguments)
    application = None if QGuiApplication.instance() is not None else QGuiApplication([])
    options.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for drawing in told_apart(drawings(options.only)):
        schemes = options.scheme or ["light", "dark"]
        rows.append((drawing, [save(drawing, scheme, options.out) for scheme in schemes]))
    (options.out / "index.html").write_text(page(rows), "utf-8")
    print(f"{len(rows)} pictures in {options.out / 'index.html'}")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
