"""The pointer's model: windows of Open Dental as data, and paths of frames with one target each.

All lengths are pixels at 96 dpi. Control rectangles are client coordinates as in Open Dental's own forms;
:mod:`wizard.pointer.layout` turns them into stage coordinates, whose origin is the top left corner of the
lowest window.
Geometry, labels and versions were read in Open Dental's public source, 21.1.63 to 24.3.45 (window facts,
section 0).
"""

from __future__ import annotations

from enum import StrEnum

from wizard.core.record import record
from wizard.core.text import Text, paragraph
from wizard.core.version import VersionRange

EVERY_VERSION = VersionRange()


@record
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
        width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return width * height if width > 0 and height > 0 else 0.0


class FrameStyle(StrEnum):
    """Who draws a window's frame."""

    OPEN_DENTAL = "open-dental"
    WINDOWS = "windows"
    MESSAGE = "message"
    DESKTOP = "desktop"


class ControlKind(StrEnum):
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
    TABS = "tabs"
    TREE = "tree"
    MODULES = "modules"
    TOOLBAR = "toolbar"
    SCHEDULE = "schedule"
    CALENDAR = "calendar"
    ICON = "icon"
    PICTURE = "picture"
    TASKBAR = "taskbar"
    SPOT = "spot"
    MENU_ITEM = "menu-item"


class ShownWhen(StrEnum):
    """What an office must have for something to be shown."""

    ALWAYS = ""
    CLINICS = "clinics"


@record
class Control:
    """A control of a window.

    Attributes:
        rect: Client coordinates, or coordinates inside ``within``.
        text: Caption in Open Dental's English, never translated; ``{version}`` stands for the version drawn.
        value: Content: the text of a box (``lines`` for a page of it), ``on`` for a ticked check box,
            ``none`` for a list or grid without rows; stands for ``{value}`` in the cells of a grid.
        aim: The part to ring when the control is larger than what is meant.
        align: ``left``, ``right``, ``center`` or one of these after ``bottom-``.
        columns: Of a grid or of tabs: captions and widths.
        rows: Of a grid, list, tree, toolbar or module bar; a list's row whose second cell is ``selected``
            is lit.
        picked: The row of a grid or list that is drawn selected, counted from zero; -1 for none.
        sure: Read in a source; False for what was inferred.
    """

    id: str
    kind: ControlKind
    rect: Rect
    text: str = ""
    value: str = ""
    aim: Rect | None = None
    align: str = "left"
    columns: tuple[tuple[str, float], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    within: str = ""
    picked: int = -1
    enabled: bool = True
    sure: bool = True
    versions: VersionRange = EVERY_VERSION

    @property
    def shown_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows that are there in this picture."""
        return () if self.value == "none" else self.rows


@record
class MenuItem:
    """An entry of a menu.

    Attributes:
        submenu: Names the menu it opens.
        width: Counts in a menu bar only.
        when: What the office must have for it to be shown.
    """

    id: str
    text: str
    submenu: str = ""
    separator: bool = False
    width: float = 0
    when: ShownWhen = ShownWhen.ALWAYS
    sure: bool = True
    versions: VersionRange = EVERY_VERSION


@record
class Menu:
    """A menu as a plain office sees it: entries shown under a condition are left out."""

    id: str
    items: tuple[MenuItem, ...]
    width: float = 0


@record
class WindowSize:
    """The client size of a window for some versions."""

    width: float
    height: float
    versions: VersionRange = EVERY_VERSION


@record
class SceneWindow:
    """A window; drawn in the middle of its ``owner``."""

    id: str
    title: str
    sizes: tuple[WindowSize, ...]
    style: FrameStyle
    controls: tuple[Control, ...]
    bar: Menu | None = None
    owner: SceneWindow | None = None
    large_title: bool = False


@record
class Frame:
    """One picture: a window, the menus open in it, and one target.

    Attributes:
        path: Ids of the menu entries that are open, the one in the menu bar first.
        menus: The menus these entries open, in the same order.
        target: Id of a control of the window, or of an entry of the last open menu or of the menu bar.
        say: One or two short sentences; ``{target}`` stands for the target's caption in that version.
        unsure: Said instead while the version is not known, where the caption depends on it.
        here: Said instead where the PC with the eConnector is this one.
        trap: What goes wrong here, said in time.
        shows: Captions or contents that differ in this picture, by id of a control or of an entry in the menu
            bar; a title, by window id.
        off: Ids of the controls that cannot be clicked in this picture.
        also: Ids of the controls that the sentence speaks of: they are in the picture too.
        instead: What Open Dental may show in place of the next picture.
    """

    window: SceneWindow
    target: str
    say: str
    path: tuple[str, ...] = ()
    menus: tuple[Menu, ...] = ()
    unsure: str = ""
    here: str = ""
    trap: str = ""
    shows: tuple[tuple[str, str], ...] = ()
    off: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    instead: tuple[TrapPicture, ...] = ()
    versions: VersionRange = EVERY_VERSION


@record
class TrapPicture:
    """A trap as a picture: what comes up when the step does not work; ``seen`` says how to know it."""

    recognised_by: str
    frame: Frame


@record
class Pointer:
    """A path of frames from the main window to one control.

    Attributes:
        breadcrumb: As :attr:`Frame.say`; ``{target}`` is the caption of the first frame's target.
        versions: The versions for which it promises its last target.
    """

    id: str
    title: str
    breadcrumb: str
    frames: tuple[Frame, ...]
    versions: VersionRange = EVERY_VERSION


@record
class MenuRow:
    """A menu entry in place; ``lit`` when it is open or the target."""

    id: str
    text: str
    rect: Rect
    separator: bool = False
    submenu: bool = False
    lit: bool = False
    sure: bool = True


@record
class OpenMenu:
    """An open menu in place."""

    rect: Rect
    rows: tuple[MenuRow, ...]


@record
class PlacedWindow:
    """A window in place: only the controls of the version, rectangles in stage coordinates."""

    id: str
    title: str
    style: FrameStyle
    outer: Rect
    client: Rect
    controls: tuple[Control, ...]
    bar: tuple[MenuRow, ...] = ()
    large_title: bool = False


@record
class ResolvedFrame:
    """A frame for one version of Open Dental, ready to draw.

    Attributes:
        layers: Windows from the lowest to the one in front.
        menus: Open menus, outermost first.
        target: Stage rectangle of the target; ``label`` its caption, ``detail`` the height of its smallest
            part in pixels (13 for a check box).
        sure: False if the target's place was inferred.
        version: What the corner says.
        also: Stage rectangles of what the sentence speaks of beside the target.
        instead: What may come up in place of the next picture.
    """

    layers: tuple[PlacedWindow, ...]
    menus: tuple[OpenMenu, ...]
    target: Rect
    label: str
    kind: ControlKind
    detail: float
    say: Text
    trap: Text | None
    sure: bool
    version: Text
    instead: tuple[ResolvedTrap, ...] = ()
    also: tuple[Rect, ...] = ()

    def __hash__(self) -> int:
        # as cheap as can be: frames are keys of caches, and few of them share a target
        return hash((self.label, self.target.x, self.target.y, self.say.msgid))

    @property
    def front(self) -> PlacedWindow:
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
        return paragraph(self.say, self.trap) if self.trap else self.say


@record
class ResolvedTrap:
    """How to know that a step did not work, and the picture of what came up."""

    recognised_by: Text
    frame: ResolvedFrame
