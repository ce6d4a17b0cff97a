"""Makes an SVG that Qt wrote smaller: each letter and each word once, no attribute that says nothing.

Words are outlines, since a reader has other fonts. Qt writes the whole outline of every word wherever it
stands; here each letter is a shape that is used where it stands, and a word that comes again is a shape of
such letters. Nothing is drawn elsewhere than before, by more than a thirtieth of a pixel.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PATH = re.compile(r'<path [^>]*?\bd="([^"]*)"[^>]*/>')
_CROSSED, _OVERLAID = ' fill-rule="evenodd"', ' fill-rule="nonzero"'
"""Where parts cross is a hole; or, as in a letter whose strokes cross, none, which is what counts unsaid."""
_STEP = re.compile(r"([MLCZ])([^MLCZ]*)")
_EMPTY = re.compile(r"<g[^>]*>\s*</g>\s*")
_MARK = "\0{} {} {}\0"
_WORD = re.compile(r"\x00(\d+) ([^ ]+) ([^\x00]+)\x00")
_INHERITED = re.compile(
    r'\s*(?:(?:fill|stroke)="none"|stroke-(?:width="1"|linecap="square"|linejoin="bevel"))(?=[\s>])'
)
"""What the group around all says already, once its own stroke is none: what has one says which."""
_ALONE = re.compile(r"<g( [^>]*?)\s*><(rect|use|path|poly\w+|circle|ellipse) ([^>]*)/></g>")
_RECT = re.compile(r'<rect([^>]*?) x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"/>')
_APART = 0.35
"""Of the highest letter's height, how far apart letters stand between which a word ends."""
_MUTE = re.compile(
    r'\s(?:(?:font-(?:family|size|weight|style)|vector-effect)="[^"]*"'
    r'|(?:fill|stroke)-opacity="1"|fill-rule="nonzero"|transform="matrix\(1,0,0,1,0,0\)")'
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


class _Placed(NamedTuple):
    """A shape by its name, and where it stands."""

    name: str
    x: float
    y: float


def smaller(svg: str) -> str:
    """The same drawing in fewer characters.

    Args:
        svg: As ``QSvgGenerator`` writes it in its version 1.1: absolute paths of M, L, C and Z.
    """
    letters, words = _Letters(), _Words()

    def used(found: re.Match[str]) -> str:
        if len(found[1]) < _SHORT or "C" not in found[1]:
            return found[0]
        outlines = _outlines(found[1])
        if _OVERLAID in found[0]:
            return "".join(map(words.placed, _words(letters, outlines)))
        return words.placed([letters.placed(outlines, _CROSSED)])

    svg = _gathered(_MUTE.sub("", _EMPTY.sub("", _PATH.sub(used, svg))))
    around, begun, rest = svg.partition("stroke-linejoin")
    rest = _EMPTY.sub("", _INHERITED.sub("", rest))
    rest = _RECT.sub(_sides, _ALONE.sub(r"<\2\1 \3/>", words.written_into(rest)))
    around = around.replace('stroke="black"', 'stroke="none"').replace(f'"1"{_CROSSED}', '"1"')
    svg = around + begun + rest
    return svg.replace("<defs>", "<defs>" + "".join([*letters.written, *words.written]), 1)


class _Letters:
    """Shapes by their outlines."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, Points]]] = {}
        self.written: list[str] = []

    def placed(self, letter: list[_Outline], rule: str = "") -> _Placed:
        x, y = letter[0].points[0]
        steps = "".join(outline.steps for outline in letter)
        points = [(a - x, b - y) for outline in letter for a, b in outline.points]
        known = self._known.setdefault(rule + steps, [])
        name = next((name for name, other in known if _same(points, other)), "")
        if not name:
            name = f"l{len(self.written)}"
            known.append((name, points))
            self.written.append(f'<path id="{name}"{rule} d="{_drawn(steps, points)}"/>')
        return _Placed(name, x, y)


class _Words:
    """Rows of letters, those that come twice as shapes of their own."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], list[tuple[int, Points]]] = {}
        self._drawn: list[list[_Placed]] = []
        self._count: list[int] = []
        self.written: list[str] = []

    def placed(self, letters: list[_Placed]) -> str:
        """A mark that stands for them until it is known how often they come."""
        _, x, y = letters[0]
        points = [(letter.x - x, letter.y - y) for letter in letters]
        known = self._known.setdefault(tuple(letter.name for letter in letters), [])
        at = next((at for at, other in known if _same(points, other)), len(self._drawn))
        if at == len(self._drawn):
            known.append((at, points))
            self._drawn.append([_Placed(each.name, each.x - x, each.y - y) for each in letters])
            self._count.append(0)
        self._count[at] += 1
        return _MARK.format(at, x, y)

    def written_into(self, svg: str) -> str:
        shared = [len(each) > 1 and count > 1 for each, count in zip(self._drawn, self._count, strict=True)]
        self.written = [
            f'<g id="w{at}">{"".join(map(_use, each))}</g>'
            for at, each in enumerate(self._drawn)
            if shared[at]
        ]

        def drawn(found: re.Match[str]) -> str:
            at, x, y = int(found[1]), float(found[2]), float(found[3])
            if shared[at]:
                return _use(_Placed(f"w{at}", x, y))
            return "".join(_use(_Placed(name, a + x, b + y)) for name, a, b in self._drawn[at])

        return _WORD.sub(drawn, svg)


def _use(shape: _Placed) -> str:
    return f'<use xlink:href="#{shape.name}" x="{_number(shape.x)}" y="{_number(shape.y)}"/>'


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


def _words(letters: _Letters, outlines: list[_Outline]) -> list[list[_Placed]]:
    """Letters in a row, those of a word together."""
    found: list[list[_Placed]] = []
    each = [(letter, *_bounds(letter[0].points)) for letter in _letters(outlines)]
    space = _APART * max(bottom - top for _, _, top, _, bottom in each)
    end = float("-inf")
    for letter, left, _, right, _ in each:
        if not found or not -space < left - end < space:
            found.append([])
        found[-1].append(letters.placed(letter))
        end = right
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
        numbers = " ".join(f"{_number(x - at[0])} {_number(y - at[1])}" for x, y in rounded)
        parts.append(step.lower() + numbers.replace(" -", "-"))
        at = rounded[-1]
        if step == "M":
            begun = at
    return "".join(parts)


def _sides(found: re.Match[str]) -> str:
    """A rectangle as a path, whose sides need no names."""
    x, y, wide, high = (_number(float(each)) for each in found.groups()[1:])
    return f'<path{found[1]} d="M{x} {y}h{wide}v{high}H{x}z"/>'


def _number(value: float) -> str:
    """In two digits at most, without what says nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
