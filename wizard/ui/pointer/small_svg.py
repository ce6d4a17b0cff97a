"""Makes an SVG that Qt wrote smaller: each letter's outline once, and no attribute that says nothing.

Words are outlines, since a reader has other fonts. Qt writes the whole outline of every word wherever it
stands; here each letter is a shape that is used where it stands. Nothing is drawn elsewhere than before, by
more than a thirtieth of a pixel.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PATH = re.compile(r'<path [^>]*?\bd="([^"]*)"[^>]*/>')
_STEP = re.compile(r"([MLCZ])([^MLCZ]*)")
_EMPTY = re.compile(r"<g[^>]*>\s*</g>\s*")
_MUTE = re.compile(
    r'\s(?:(?:font-(?:family|size|weight|style)|vector-effect)="[^"]*"'
    r'|(?:fill|stroke)-opacity="1"|transform="matrix\(1,0,0,1,0,0\)")'
)
_STATE = re.compile(
    r'<g clip-path="([^"]*)"><g ([^>]*?)\s*(?:transform="([^"]*)")?\s*>'
    r"\s*((?:(?!</?g\b).)*?)\s*</g>\s*</g>\s*",
    re.DOTALL,
)
"""What Qt writes around each thing drawn: its clip, its pen and fill, its transform."""
_NEAR = 0.03
"""Qt writes six digits, so that the same letter differs by this where it stands far from the origin."""
_SHORT = 160
"""A shorter outline is no word."""

Points = list[tuple[float, float]]


class _Outline(NamedTuple):
    """A closed line: the letters of its steps, and their points."""

    steps: str
    points: Points

    def is_in(self, other: _Outline) -> bool:
        """Whether it lies in the other's bounds, as the hole of a letter does."""
        (x1, y1, x2, y2), (a1, b1, a2, b2) = _bounds(self.points), _bounds(other.points)
        return a1 <= x1 and b1 <= y1 and x2 <= a2 and y2 <= b2


def smaller(svg: str) -> str:
    """The same drawing in fewer characters.

    Args:
        svg: As ``QSvgGenerator`` writes it in its version 1.1: absolute paths of M, L, C and Z.
    """
    shapes: dict[str, list[tuple[str, Points]]] = {}
    written: list[str] = []

    def used(found: re.Match[str]) -> str:
        outlines = list(_outlines(found[1])) if len(found[1]) >= _SHORT and "C" in found[1] else []
        return "".join(map(one, _letters(outlines))) if outlines else found[0]

    def one(letter: list[_Outline]) -> str:
        x, y = letter[0].points[0]
        steps = "".join(outline.steps for outline in letter)
        points = [(a - x, b - y) for outline in letter for a, b in outline.points]
        known = shapes.setdefault(steps, [])
        name = next((name for name, other in known if _same(points, other)), "")
        if not name:
            name = f"l{len(written)}"
            known.append((name, points))
            written.append(f'<path id="{name}" d="{_drawn(steps, points)}"/>')
        return f'<use xlink:href="#{name}" x="{_number(x)}" y="{_number(y)}"/>'

    svg = _gathered(_MUTE.sub("", _EMPTY.sub("", _PATH.sub(used, svg))))
    return svg.replace("<defs>", "<defs>" + "".join(written), 1)


def _gathered(svg: str) -> str:
    """What follows each other in one clip and one transform, in one group for both."""
    parts: list[str] = []
    at, inside, style = 0, ("", ""), ""
    for found in _STATE.finditer(svg):
        clip, its_style, transform, drawn = found.groups(default="")
        here = (clip, transform)
        if found.start() != at or here != inside:
            parts += [_closed(inside, style), svg[at : found.start()], f'<g clip-path="{clip}"><g']
            parts.append(f' transform="{transform}">' if transform else ">")
            inside, style = here, ""
        if its_style != style:
            parts.append(f"{'</g>' if style else ''}<g {its_style}>")
            style = its_style
        parts.append(drawn)
        at = found.end()
    return "".join([*parts, _closed(inside, style), svg[at:]])


def _closed(inside: tuple[str, str], style: str) -> str:
    return ("</g>" if style else "") + ("</g></g>" if any(inside) else "")


def _outlines(path: str) -> list[_Outline]:
    found: list[_Outline] = []
    for step, told in _STEP.findall(path):
        numbers = [float(each) for each in told.replace(",", " ").split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if step == "M":
            found.append(_Outline("M", points))
        else:
            last = found[-1]
            count = len(points) // 3 if step == "C" else max(1, len(points))
            found[-1] = _Outline(last.steps + step * count, last.points + points)
    return found


def _letters(outlines: list[_Outline]) -> list[list[_Outline]]:
    """Outlines in a row, an outline and its holes together: apart, the holes would be filled."""
    found: list[list[_Outline]] = []
    for outline in outlines:
        if found and any(outline.is_in(each) or each.is_in(outline) for each in found[-1]):
            found[-1].append(outline)
        else:
            found.append([outline])
    return found


def _bounds(points: Points) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _same(one: Points, two: Points) -> bool:
    pairs = zip(one, two, strict=True)
    return all(abs(a - c) <= _NEAR and abs(b - d) <= _NEAR for (a, b), (c, d) in pairs)


def _drawn(steps: str, points: Points) -> str:
    """A path in relative steps, rounded without adding up."""
    parts: list[str] = []
    rest, at, begun = iter(points), (0.0, 0.0), (0.0, 0.0)
    for step in steps:
        if step == "Z":
            parts.append("z")
            at = begun
            continue
        taken = [next(rest) for _ in range(3 if step == "C" else 1)]
        rounded = [(round(x, 2), round(y, 2)) for x, y in taken]
        parts.append(
            step.lower() + " ".join(f"{_number(x - at[0])} {_number(y - at[1])}" for x, y in rounded)
        )
        at = rounded[-1]
        if step == "M":
            begun = at
    return "".join(parts)


def _number(value: float) -> str:
    """In two digits at most, without what says nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
