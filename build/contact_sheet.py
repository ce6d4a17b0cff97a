"""Draws every picture of every pointer for every distinct layout, on one page to be looked through by eye.

    python build/contact_sheet.py --out DIR [--only api-setup] [--scheme light --scheme dark] [--ratio 2]
        [--ends] [--since v1.0.0]

Leaves DIR/index.html and the pictures beside it: the versions of a picture side by side, the oldest first.
Nothing is left out: a layout is drawn again wherever any control, caption, menu entry or size of it changes
with the version, and with Clinics in the menu bar. On top stands what is new or looks different since the
last release, old beside new. The release's own script draws the old ones from its own files, here and now, so
that only the drawing can differ; a kept record would tell of every other font and Qt as well.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize  # noqa: E402 - the path and the platform come first
from PySide6.QtGui import QGuiApplication, QImage  # noqa: E402

from wizard.core.text import T, Translator, unmarked  # noqa: E402
from wizard.pointer.edition import Edition, VersionSource  # noqa: E402
from wizard.pointer.layout import layout, turning_points, whole  # noqa: E402
from wizard.pointer.scene_files import Scenes  # noqa: E402
from wizard.ui.pointer.render import image  # noqa: E402
from wizard.ui.pointer.surround import DARK, HIGH_CONTRAST, LIGHT  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
        row: What it is a version of: the step's place in the pointer's data, from 0 on.
    """

    pointer: str
    number: int
    versions: list[str]
    trap: str
    place: int
    frame: ResolvedFrame
    row: int

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
            data = [at for at, f in enumerate(pointer.frames) if whole(edition.version) in f.versions]
            for number, (row, frame) in enumerate(zip(data, layout(pointer, edition), strict=True), start=1):
                traps = [(unmarked(say(trap.recognised_by)), trap.frame) for trap in frame.instead]
                for place, (trap, shown) in enumerate([("", frame), *traps]):
                    key = replace(shown, version=T(""), instead=())
                    made = found.setdefault(key, Drawing(identity, number, [], trap, place, shown, row))
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


def rows_of(found: Sequence[Drawing]) -> list[list[Drawing]]:
    """The versions of each picture, the oldest first; pictures in the order of the pointers."""
    pointers = list(dict.fromkeys(drawing.pointer for drawing in found))
    rows: dict[tuple[int, int, int], list[Drawing]] = {}
    for drawing in found:
        rows.setdefault((pointers.index(drawing.pointer), drawing.row, drawing.place), []).append(drawing)
    return [rows[key] for key in sorted(rows)]


def ends(rows: Sequence[list[Drawing]]) -> list[list[Drawing]]:
    """The oldest and the newest of each picture only, as a plain office has them."""
    plain = ([d for d in row if any(v.replace(".", "").isdigit() for v in d.versions)] or row for row in rows)
    return [row if len(row) < 2 else [row[0], row[-1]] for row in plain]


def save(drawing: Drawing, scheme: str, ratio: float, folder: Path) -> str:
    """Draw a picture; returns its file's name."""
    name = f"{drawing.name}-{scheme}.png"
    drawn(drawing, scheme, ratio).save(str(folder / name))
    return name


def last_release() -> str:
    """The newest tag before this state; empty where there is none, or no history."""
    told = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() if told.returncode == 0 else ""


def draw_release(release: str, folder: Path, arguments: Sequence[str], root: Path = ROOT) -> None:
    """Have the release's own script draw its pictures.

    Args:
        release: A tag or a commit.
        folder: Where the pictures go.
        arguments: What to draw, as this script is given it.
        root: The repository.

    Raises:
        subprocess.CalledProcessError: There is no such release, or its script fails.
    """
    kept = subprocess.run(["git", "archive", release], cwd=root, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(fileobj=io.BytesIO(kept)) as archive:
            archive.extractall(place, filter="data")
        call = [sys.executable, "build/contact_sheet.py", "--out", str(folder), *arguments]
        environment = {**os.environ, "PYTHONPATH": place}
        subprocess.run(call, cwd=place, env=environment, check=True, stdout=subprocess.DEVNULL)


class Change(NamedTuple):
    """What differs from the last release: the old file, the new one, or both; paths below the page."""

    before: str
    after: str


def changes(now: Path, before: Path) -> list[Change]:
    """Compare two folders of pictures by name and look.

    A picture that only has another name, as when one is put before it in its path, is the same picture.
    """
    old = {file.name: _look(file) for file in sorted(before.glob("*.png"))}
    new = {file.name: _look(file) for file in sorted(now.glob("*.png"))}
    found, place = [], os.path.relpath(before, now).replace(os.sep, "/")
    known, still = set(old.values()), set(new.values())
    for name, look in new.items():
        if look not in known:
            found.append(Change(f"{place}/{name}" if name in old else "", name))
    gone = [name for name, look in old.items() if name not in new and look not in still]
    return found + [Change(f"{place}/{name}", "") for name in gone]


def _look(file: Path) -> bytes:
    picture = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    return hashlib.sha256(bytes(picture.constBits())).digest()


_HEAD = """<!doctype html><html lang='en'><meta charset='utf-8'><title>Pointers, every picture</title>
<style>body{font:14px sans-serif;margin:24px;background:#eef1f5;color:#1b2430}
figure{display:inline-block;margin:0 16px 24px 0;vertical-align:top;width:484px}
.row{white-space:nowrap;overflow-x:auto}figcaption{white-space:normal}
img{width:484px;height:424px;display:block}h2{margin:32px 0 8px}code{font-size:12px}</style>"""


def page(
    rows: Sequence[Sequence[tuple[Drawing, list[str]]]], release: str, changed: Sequence[Change] | None
) -> str:
    """The page as HTML: what changed, then every picture with its name, the versions, and its words.

    Args:
        rows: The versions of each picture, each with its files, one per scheme.
        release: What ``changed`` is compared with.
        changed: None where nothing was compared.
    """
    count = sum(map(len, rows))
    parts = [_HEAD, f"<h1>Pointers: {count} pictures</h1>"]
    if changed is None:
        parts.append("<p>Nothing to compare with: no release is tagged here, and none was named.</p>")
    else:
        parts.append(f"<h2 id='changed'>Since {html.escape(release)}: {_counted(changed)}</h2>")
        parts += [_pair(change) for change in changed]
    before = ""
    for row in rows:
        if (pointer := row[0][0].pointer) != before:
            before = pointer
            parts.append(f"<h2 id='{before}'>{before}</h2>")
        for files in zip(*(files for _, files in row), strict=True):
            figures = (_figure(drawing, file) for (drawing, _), file in zip(row, files, strict=True))
            parts.append(f"<div class='row'>{''.join(figures)}</div>")
    return "\n".join(parts) + "\n</html>\n"


def _counted(changed: Sequence[Change]) -> str:
    new = sum(not change.before for change in changed)
    gone = sum(not change.after for change in changed)
    return f"{len(changed) - new - gone} look different, {new} new, {gone} gone"


def _pair(change: Change) -> str:
    shown = "".join(
        f"<figure><img loading='lazy' alt='{word}' src='{file}'><figcaption>{word}</figcaption></figure>"
        for word, file in (("before", change.before), ("now", change.after))
        if file
    )
    return f"<div class='row'><code>{change.after or change.before}</code><br>{shown}</div>"


def _figure(drawing: Drawing, file: str) -> str:
    words = html.escape(unmarked(Translator().translate(drawing.frame.sentence)))
    trap = f" <b>if: {html.escape(drawing.trap)}</b>" if drawing.trap else ""
    note = f"<code>{drawing.name}</code>{trap}<br>{words}<br>{html.escape(', '.join(drawing.versions))}"
    return f"<figure><img loading='lazy' alt='{words}' src='{file}'><figcaption>{note}</figcaption></figure>"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw them all."""
    parser = argparse.ArgumentParser(prog="contact_sheet", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the page goes")
    parser.add_argument("--only", default="", metavar="ID", help="pointers whose id begins so")
    parser.add_argument("--scheme", action="append", choices=SCHEMES, help="default: light and dark")
    parser.add_argument(
        "--ratio", type=float, default=RATIO, help=f"device pixels per pixel, default {RATIO}"
    )
    parser.add_argument("--ends", action="store_true", help="the oldest and the newest layout only")
    parser.add_argument("--since", metavar="TAG", help="compare with this state; default: the last release")
    options = parser.parse_args(arguments)
    if options.since and (options.ratio != RATIO or options.ends):
        parser.error("--since compares whole sheets at the usual ratio")
    application = None if QGuiApplication.instance() is not None else QGuiApplication([])
    options.out.mkdir(parents=True, exist_ok=True)
    schemes = options.scheme or ["light", "dark"]
    rows = rows_of(told_apart(drawings(options.only)))
    rows = ends(rows) if options.ends else rows
    made = [
        [
            (drawing, [save(drawing, scheme, options.ratio, options.out) for scheme in schemes])
            for drawing in row
        ]
        for row in rows
    ]
    whole_sheet = options.ratio == RATIO and not options.ends
    release = options.since or (last_release() if whole_sheet else "")
    changed = None
    if release:
        before = options.out / "before"
        shutil.rmtree(before, ignore_errors=True)
        asked = [word for scheme in schemes for word in ("--scheme", scheme)]
        draw_release(
            release, before.absolute(), [*asked, *(["--only", options.only] if options.only else [])]
        )
        changed = changes(options.out, before)
    (options.out / "index.html").write_text(page(made, release, changed), "utf-8")
    print(f"{sum(map(len, made))} pictures in {options.out / 'index.html'}")
    if changed is not None:
        print(f"Since {release}: {_counted(changed)}")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
