"""The pointer's model: windows of Open Dental as data, and paths of frames with one target each.

All lengths are pixels at 96 dpi. Control rectangles are client coordinates as in Open Dental's own forms;
:func:`layout` turns them into stage coordinates, whose origin is the top left corner of the lowest window.
The facts (geometry, labels, versions) were read in Open Dental's public source, 21.1.63 to 24.3.45.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from wizard.core.text import T, Text
from wizard.core.version import Version, VersionRange

EVERY_VERSION = VersionRange()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels; ``right`` and ``bottom`` are exclusive."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The first x to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The first y below it."""
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> Rect:
        """The same size elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> Rect:
        """Larger by ``by`` on all four sides."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def united(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def contains(self, other: Rect) -> bool:
        """Whether ``other`` lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def common(self, other: Rect) -> Rect:
        """The part both cover; of no extent if there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rect(x, y, max(0, right - x), max(0, bottom - y))

    def shared(self, other: Rect) -> float:
        """The area both cover, in square pixels."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(0.0, width) * max(0.0, height)


class FrameStyle(StrEnum):
    """Who draws a window's frame."""

    OPEN_DENTAL = "open-dental"
    WINDOWS = "windows"


class Kind(StrEnum):
    """What a control is; ``SPOT`` is a place in another control and draws nothing."""

    LABEL = "label"
    BUTTON = "button"
    CHECK = "check"
    CHECK_RIGHT = "check-right"
    BOX = "box"
    COMBO = "combo"
    GRID = "grid"
    LIST = "list"
    GROUP = "group"
    MODULES = "modules"
    TOOLBAR = "toolbar"
    SPOT = "spot"
    MENU_ITEM = "menu-item"


@dataclass(frozen=True, slots=True)
class Control:
    """A control of a window.

    Attributes:
        rect: Client coordinates, or coordinates inside ``within``.
        text: Caption in Open Dental's English; never translated.
        value: Content: the text of a box (``lines`` for a page of it), ``on`` for a ticked check box,
            ``none`` for a list or grid without rows; stands for ``{value}`` in the cells of a grid.
        aim: The part to ring when the control is larger than what is meant.
        align: ``left``, ``right``, ``center`` or one of these after ``bottom-``.
        columns: Of a grid: captions and widths.
        rows: Of a grid, list, toolbar or module bar; a list's row whose second cell is ``selected`` is lit.
        sure: Read in a source; False for what was inferred.
    """

    id: str
    kind: Kind
    rect: Rect
    text: str = ""
    value: str = ""
    aim: Rect | None = None
    align: str = "left"
    columns: tuple[tuple[str, float], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    within: str = ""
    enabled: bool = True
    sure: bool = True
    versions: VersionRange = EVERY_VERSION


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of a menu; ``submenu`` names the menu it opens, ``width`` counts in a menu bar only."""

    id: str
    text: str
    submenu: str = ""
    separator: bool = False
    width: float = 0
    sure: bool = True
    versions: VersionRange = EVERY_VERSION


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu as a plain office sees it: entries shown under a condition are left out."""

    id: str
    items: tuple[MenuItem, ...]
    width: float = 0


@dataclass(frozen=True, slots=True)
class Size:
    """The client size of a window for some versions."""

    width: float
    height: float
    versions: VersionRange = EVERY_VERSION


@dataclass(frozen=True, slots=True)
class Window:
    """A window; drawn in the middle of its ``owner``."""

    id: str
    title: str
    sizes: tuple[Size, ...]
    style: FrameStyle
    controls: tuple[Control, ...]
    bar: Menu | None = None
    owner: Window | None = None
    large_title: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: a window, the menus open in it, and one target.

    Attributes:
        path: Ids of the menu entries that are open, the one in the menu bar first.
        menus: The menus these entries open, in the same order.
        target: Id of a control of the window, or of an entry of the last open menu or of the menu bar.
        say: One or two short sentences; ``{target}`` stands for the target's caption in that version.
        trap: What goes wrong here, said in time.
        shows: Captions or contents that differ in this picture, by control id; a title, by window id.
    """

    window: Window
    target: str
    say: str
    path: tuple[str, ...] = ()
    menus: tuple[Menu, ...] = ()
    trap: str = ""
    shows: tuple[tuple[str, str], ...] = ()
    versions: VersionRange = EVERY_VERSION


@dataclass(frozen=True, slots=True)
class Pointer:
    """A path of frames from the main window to one control.

    Attributes:
        breadcrumb: As :attr:`Frame.say`; ``{target}`` is the caption of the first frame's target.
    """

    id: str
    title: str
    breadcrumb: str
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A menu entry in place; ``lit`` when it is open or the target."""

    id: str
    text: str
    rect: Rect
    separator: bool = False
    submenu: bool = False
    lit: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """An open menu in place."""

    rect: Rect
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """A window in place: only the controls of the version, rectangles in stage coordinates."""

    id: str
    title: str
    style: FrameStyle
    outer: Rect
    client: Rect
    controls: tuple[Control, ...]
    bar: tuple[Row, ...] = ()
    large_title: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedFrame:
    """A frame for one version of Open Dental, ready to draw.

    Attributes:
        layers: Windows from the lowest to the one in front.
        menus: Open menus, outermost first.
        target: Stage rectangle of the target; ``label`` its caption, ``detail`` the height of its smallest
            part in pixels (13 for a check box).
        sure: False if the target's place was inferred.
    """

    layers: tuple[Layer, ...]
    menus: tuple[OpenMenu, ...]
    target: Rect
    label: str
    kind: Kind
    detail: float
    say: Text
    trap: Text | None
    sure: bool

    @property
    def front(self) -> Layer:
        """The window the target belongs to."""
        return self.layers[-1]

    @property
    def bounds(self) -> Rect:
        """The rectangle around everything drawn."""
        found = self.front.outer
        for rect in [layer.outer for layer in self.layers] + [menu.rect for menu in self.menus]:
            found = found.united(rect)
        return found

    @property
    def sentence(self) -> Text:
        """What the callout says, trap included."""
        return T("{say} {trap}", say=self.say, trap=self.trap) if self.trap else self.say


# Open Dental's own frame: 26 px title bar, 5 px elsewhere. The native one is inferred from Windows 10.
_EDGES = {FrameStyle.OPEN_DENTAL: (26, 5), FrameStyle.WINDOWS: (31, 1)}
_BAR_ITEM_TOP, _BAR_ITEM_HEIGHT = 2, 19
_ROW, _SEPARATOR, _MENU_TOP, _MENU_EXTRA = 20, 6, 2, 5
_SUBMENU_OVERLAP = 3
_CHECK_BOX = 13


def layout(pointer: Pointer, version: Version) -> tuple[ResolvedFrame, ...]:
    """The frames of ``pointer`` as this version of Open Dental shows them.

    Args:
        pointer: The path.
        version: A version of two parts (24.3) means its newest build.

    Raises:
        LookupError: A frame's target or menu entry is not there in this version; names both.
    """
    whole = version if len(version.parts) > 2 else Version((*version.parts, 99_999))
    return tuple(_resolve(pointer, frame, whole) for frame in pointer.frames if whole in frame.versions)


def breadcrumb(pointer: Pointer, resolved: tuple[ResolvedFrame, ...]) -> Text:
    """The line above the pictures, with the captions of the version."""
    return _worded(pointer.breadcrumb, resolved[0].label if resolved else "")


def steps_text(resolved: tuple[ResolvedFrame, ...]) -> list[Text]:
    """The pictures' sentences, one per frame: the same path for those who read or hear it."""
    return [frame.sentence for frame in resolved]


def _worded(sentence: str, label: str) -> Text:
    return T(sentence, target=label) if "{target}" in sentence else T(sentence)


def _resolve(pointer: Pointer, frame: Frame, version: Version) -> ResolvedFrame:
    layers = _layers(frame, version)
    bar, menus = _open(frame, layers[-1].bar, version)
    layers = (*layers[:-1], replace(layers[-1], bar=bar))
    row = next((r for r in (menus[-1].rows if menus else bar) if r.id == frame.target), None)
    if row is not None:
        target, label, kind, detail, sure = row.rect, row.text, Kind.MENU_ITEM, row.rect.height, row.sure
    else:
        control = next((c for c in layers[-1].controls if c.id == frame.target), None)
        if control is None or menus:
            raise LookupError(f"{pointer.id}: no {frame.target!r} in {frame.window.id!r} of {version}")
        target, label, kind, sure = control.aim or control.rect, control.text, control.kind, control.sure
        detail = _CHECK_BOX if kind in {Kind.CHECK, Kind.CHECK_RIGHT} else target.height
    say, trap = _worded(frame.say, label), _worded(frame.trap, label) if frame.trap else None
    return ResolvedFrame(layers, menus, target, label, kind, detail, say, trap, sure)


def _layers(frame: Frame, version: Version) -> tuple[Layer, ...]:
    chain = [frame.window]
    while chain[0].owner is not None:
        chain.insert(0, chain[0].owner)
    layers: list[Layer] = []
    for window in chain:
        shows = dict(frame.shows)
        layers.append(_layer(window, layers[-1].outer if layers else None, shows, version))
    return tuple(layers)


def _layer(window: Window, owner: Rect | None, shows: dict[str, str], version: Version) -> Layer:
    size = next((s for s in window.sizes if version in s.versions), None)
    if size is None:
        raise LookupError(f"{window.id!r} has no size for {version}")
    top, edge = _EDGES[window.style]
    outer = Rect(0, 0, size.width + 2 * edge, size.height + top + edge)
    if owner is not None:
        x, y = owner.center
        outer = outer.moved(round(x - outer.width / 2), max(0, round(y - outer.height / 2)))
    client = Rect(outer.x + edge, outer.y + top, size.width, size.height)
    current = [c for c in window.controls if version in c.versions]
    homes = {c.id: c.rect for c in current}
    controls = tuple(_placed(c, homes.get(c.within), client, shows.get(c.id)) for c in current)
    bar = _bar(window.bar, client, version) if window.bar else ()
    title = shows.get(window.id, window.title)
    return Layer(window.id, title, window.style, outer, client, controls, bar, window.large_title)


def _placed(control: Control, home: Rect | None, client: Rect, shown: str | None) -> Control:
    dx, dy = client.x + (home.x if home else 0), client.y + (home.y if home else 0)
    placed = replace(
        control, rect=control.rect.moved(dx, dy), aim=control.aim.moved(dx, dy) if control.aim else None
    )
    if shown is None:
        return placed
    captioned = control.kind in {Kind.BUTTON, Kind.LABEL}
    return replace(placed, text=shown) if captioned else replace(placed, value=shown)


def _bar(menu: Menu, client: Rect, version: Version) -> tuple[Row, ...]:
    rows: list[Row] = []
    x = client.x
    for item in menu.items:
        if version in item.versions:
            rect = Rect(x, client.y + _BAR_ITEM_TOP, item.width, _BAR_ITEM_HEIGHT)
            rows.append(Row(item.id, item.text, rect, submenu=bool(item.submenu), sure=item.sure))
            x += item.width
    return tuple(rows)


def _open(
    frame: Frame, bar: tuple[Row, ...], version: Version
) -> tuple[tuple[Row, ...], tuple[OpenMenu, ...]]:
    """Light the open path in the menu bar and the menus below it."""
    opened = (*frame.path, frame.target)
    bar = tuple(replace(row, lit=row.id == opened[0]) for row in bar)
    rows, menus = bar, list[OpenMenu]()
    for depth, menu in enumerate(frame.menus):
        parent = next((row for row in rows if row.id == frame.path[depth]), None)
        if parent is None:
            raise LookupError(f"no menu entry {frame.path[depth]!r} in {version}")
        rect = parent.rect
        corner = (
            (menus[-1].rect.right - _SUBMENU_OVERLAP, rect.y - _MENU_TOP) if menus else (rect.x, rect.bottom)
        )
        menus.append(_menu(menu, corner, opened[depth + 1], version))
        rows = menus[-1].rows
    return bar, tuple(menus)


def _menu(menu: Menu, corner: tuple[float, float], lit: str, version: Version) -> OpenMenu:
    x, top = corner
    y, rows = top + _MENU_TOP, list[Row]()
    for item in (i for i in menu.items if version in i.versions):
        height = _SEPARATOR if item.separator else _ROW
        rect = Rect(x, y, menu.width, height)
        is_lit = item.id == lit and not item.separator
        rows.append(Row(item.id, item.text, rect, item.separator, bool(item.submenu), is_lit, item.sure))
        y += height
    return OpenMenu(Rect(x, top, menu.width, y - top + _MENU_EXTRA - _MENU_TOP), tuple(rows))
