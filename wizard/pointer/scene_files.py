"""Reads the pointers and the windows they point into (``resources/pointers``, ``resources/scenes``).

One file per family of pointers, per window and per menu; a file is read when it is first needed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wizard.core.text import Text
from wizard.core.toml.parsing import parse
from wizard.core.toml.shapes import a_text, one_of, yes_or_no
from wizard.core.toml.tables import Problem, TableError, expected, nearest
from wizard.pointer.pointer_view import PointerView
from wizard.pointer.scene import (
    Control,
    ControlKind,
    Frame,
    FrameStyle,
    Menu,
    MenuItem,
    Pointer,
    SceneWindow,
    ShownWhen,
    TrapPicture,
    WindowSize,
)
from wizard.pointer.scene_shapes import (
    CONTENTS,
    ENTRIES,
    GRID_COLUMNS,
    GRID_ROWS,
    IDS,
    ITEMS,
    PIXELS,
    PLACE,
    versions,
)
from wizard.store import resources

if TYPE_CHECKING:
    from wizard.core.toml.tables import Table
    from wizard.core.version import Version

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_QUESTION = "api-setup/open-menu"


class SceneError(TableError):
    """A scene or pointer file that does not hold what it should."""


class Scenes:
    """The pointers by id, for example ``api-setup/add-key``."""

    def pointer(self, pointer_id: str) -> Pointer:
        """The pointer with its windows and menus.

        Raises:
            KeyError: There is no such pointer.
            SceneError: A file it needs is damaged.
        """
        family, _, name = pointer_id.partition("/")
        if not _ID.fullmatch(family) or f"pointers/{family}.toml" not in _pointer_files():
            raise KeyError(pointer_id)
        if name not in _family(family).data:
            raise KeyError(pointer_id)
        return _pointer(family, name)

    def picture(
        self,
        pointer_id: str,
        office: Version | None = None,
        installed: Version | None = None,
        server: Text | None = None,
        unnamed: Text | None = None,
        *,
        here: bool = False,
    ) -> PointerView:
        """A pointer as the window plays it, with all that it reads; the rest is as in :class:`PointerView`.

        Raises:
            KeyError: There is no such pointer.
            SceneError: A file it needs is damaged.
        """
        question = self.pointer(_QUESTION)
        return PointerView(self.pointer(pointer_id), question, office, installed, server, unnamed, here)

    def pointer_ids(self) -> list[str]:
        """Every id, by family, in the order of the files."""
        families = [name.removeprefix("pointers/").removesuffix(".toml") for name in _pointer_files()]
        return [f"{family}/{name}" for family in families for name in _family(family).data]


def slug(caption: str) -> str:
    """The id of a caption: ``Misc Tools`` gives ``misc-tools``."""
    return "-".join(re.findall(r"[a-z0-9]+", caption.lower()))


@cache
def _pointer_files() -> tuple[str, ...]:
    return tuple(resources.file_names("pointers", ".toml"))


def _read(name: str) -> Table:
    try:
        raw = resources.path(name).read_bytes()
    except resources.ResourceError as problem:
        raise SceneError(name, [Problem("", None, Text("{problem}", {"problem": str(problem)}))]) from None
    return parse(raw, name, SceneError)


@cache
def _family(family: str) -> Table:
    return _read(f"pointers/{family}.toml")


@cache
def _pointer(family: str, name: str) -> Pointer:
    table = _family(family).table(name)
    frames: tuple[Frame, ...] = ()
    if begin := table.take("begin", a_text, ""):
        other, _, first = begin.partition("/")
        if begin == f"{family}/{name}" or first not in _family(other).data:
            raise _refused(table, "begin", "another pointer", begin)
        frames = _pointer(other, first).frames
    frames += tuple(_frame(t) for t in table.tables("frames"))
    if not frames:
        raise table.problem("frames", Text("Expected at least one picture.", {}))
    pointer = Pointer(
        f"{family}/{name}",
        table.take("title", a_text),
        table.take("breadcrumb", a_text),
        frames,
        versions(table),
    )
    table.done()
    return pointer


def _refused(table: Table, key: str, what: str, got: str) -> TableError:
    return table.problem(key, expected(what)(repr(got)))


def _frame(table: Table) -> Frame:
    window = _window(table.take("window", a_text))
    path = table.take("path", ENTRIES, ())
    menus = _menus_on(table, window, path)
    frame = Frame(
        window=window,
        target=table.take("target", a_text),
        say=table.take("say", a_text),
        path=path,
        menus=menus,
        unsure=table.take("unsure", a_text, ""),
        here=table.take("here", a_text, ""),
        trap=table.take("trap", a_text, ""),
        shows=table.take("shows", CONTENTS, ()),
        off=table.take("off", IDS, ()),
        also=table.take("also", IDS, ()),
        instead=tuple(_instead(t) for t in table.tables("instead")),
        versions=versions(table),
    )
    table.done()
    _check_ids(table, frame)
    return frame


def _check_ids(table: Table, frame: Frame) -> None:
    """A mistyped id would change nothing in the picture, and nobody would see it."""
    front, shown = frame.window, set[str]()
    window: SceneWindow | None = front
    while window is not None:
        shown |= {window.id, *(c.id for c in window.controls), *(i.id for i in _bar_items(window))}
        window = window.owner
    here = {c.id for c in front.controls} | {i.id for i in _bar_items(front)}
    aims = {i.id for i in frame.menus[-1].items} if frame.menus else here
    for field, ids, known in (
        ("target", (frame.target,), aims),
        ("shows", tuple(key for key, _ in frame.shows), shown),
        ("off", frame.off, shown),
        ("also", frame.also, here),
    ):
        for unknown in (i for i in ids if i not in known):
            raise _unknown_id(table, field, unknown, sorted(known))


def _unknown_id(table: Table, field: str, unknown: str, known: list[str]) -> TableError:
    near = nearest(unknown, known)
    if near is None:
        return _refused(table, field, "an id that is there", unknown)
    words = "Expected an id that is there, got {got!r}. Did you mean {near!r}?"
    return table.problem(field, Text(words, {"got": unknown, "near": near}))


def _bar_items(window: SceneWindow) -> tuple[MenuItem, ...]:
    return window.bar.items if window.bar else ()


def _instead(table: Table) -> TrapPicture:
    seen = table.take("seen", a_text)
    return TrapPicture(seen, _frame(table))


def _menus_on(table: Table, window: SceneWindow, path: tuple[str, ...]) -> tuple[Menu, ...]:
    menus, current = list[Menu](), window.bar
    for entry in path:
        item = next((i for i in current.items if i.id == entry), None) if current else None
        if item is None or not item.submenu:
            raise _refused(table, "path", "an entry that opens a menu", entry)
        current = _menu(item.submenu)
        menus.append(current)
    return tuple(menus)


@cache
def _window(window_id: str) -> SceneWindow:
    table = _read(f"scenes/{window_id}.toml")
    owner, bar = table.take("owner", a_text, ""), table.take("bar", a_text, "")
    window = SceneWindow(
        id=window_id,
        title=table.take("title", a_text),
        sizes=tuple(_size(t) for t in table.tables("sizes")),
        style=table.take("style", one_of(FrameStyle)),
        controls=tuple(_control(t) for t in table.tables("controls")),
        bar=_menu(bar) if bar else None,
        owner=_window(owner) if owner and owner != window_id else None,
        large_title=table.take("large_title", yes_or_no, default=False),
    )
    table.done()
    return window


def _size(table: Table) -> WindowSize:
    size = WindowSize(table.take("width", PIXELS), table.take("height", PIXELS), versions(table))
    table.done()
    return size


def _control(table: Table) -> Control:
    text = table.take("text", a_text, "")
    control = Control(
        id=table.take("id", a_text, slug(text)),
        kind=table.take("kind", one_of(ControlKind)),
        rect=table.take("rect", PLACE),
        text=text,
        value=table.take("value", a_text, ""),
        aim=table.take("aim", PLACE, None),
        align=table.take("align", a_text, "left"),
        columns=table.take("columns", GRID_COLUMNS, ()),
        rows=table.take("rows", GRID_ROWS, ()),
        within=table.take("within", a_text, ""),
        enabled=table.take("enabled", yes_or_no, default=True),
        sure=not table.take("inferred", yes_or_no, default=False),
        versions=versions(table),
    )
    table.done()
    return control


@cache
def _menu(menu_id: str) -> Menu:
    table = _read(f"scenes/menu-{menu_id}.toml")
    listed = enumerate(table.take("items", ITEMS))
    items = tuple(_item(table, at, {"text": i} if isinstance(i, str) else i) for at, i in listed)
    menu = Menu(menu_id, items, table.take("width", PIXELS, 0))
    table.done()
    return menu


def _item(menu: Table, at: int, data: object) -> MenuItem:
    table = menu.item("items", at, data)
    text = table.take("text", a_text)
    item = MenuItem(
        id=table.take("id", a_text, slug(text) or f"line-{at}"),
        text=text,
        submenu=table.take("submenu", a_text, ""),
        separator=text == "---",
        width=table.take("width", PIXELS, 0),
        when=table.take("when", one_of(ShownWhen), ShownWhen.ALWAYS),
        sure=not table.take("inferred", yes_or_no, default=False),
        versions=versions(table),
    )
    table.done()
    return item
