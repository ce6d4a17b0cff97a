"""Reads the pointers and the windows they point into (``resources/pointers``, ``resources/scenes``).

One file per family of pointers, per window and per menu; a file is read when it is first needed.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from wizard.core.version import Version, VersionRange
from wizard.pointer.picture import Picture
from wizard.pointer.scene import (
    Control,
    Frame,
    FrameStyle,
    Instead,
    Kind,
    Menu,
    MenuItem,
    Pointer,
    Rect,
    Size,
    When,
    Window,
)
from wizard.store import resources

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.text import Text

_T = TypeVar("_T")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


_QUESTION = "api-setup/open-menu"


class SceneError(ValueError):
    """A scene or pointer file that does not hold what it should; names file, table, field and expectation."""


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
        if name not in _family(family):
            raise KeyError(pointer_id)
        return _pointer(family, name)

    def picture(
        self,
        pointer_id: str,
        office: Version | None = None,
        installed: Version | None = None,
        server: Text | None = None,
        unnamed: Text | None = None,
    ) -> Picture:
        """A pointer as the window plays it, with all that it reads; the rest is as in :class:`Picture`.

        Raises:
            KeyError: There is no such pointer.
            SceneError: A file it needs is damaged.
        """
        question = self.pointer(_QUESTION)
        return Picture(self.pointer(pointer_id), question, office, installed, server, unnamed)

    def pointer_ids(self) -> list[str]:
        """Every id, by family, in the order of the files."""
        families = [name.removeprefix("pointers/").removesuffix(".toml") for name in _pointer_files()]
        return [f"{family}/{name}" for family in families for name in _family(family)]


class _Table:
    """A TOML table that says where it is when something in it is wrong, and knows what was not read."""

    def __init__(self, where: str, data: object) -> None:
        if not isinstance(data, dict):
            raise SceneError(f"{where}: expected a table, got {data!r:.60}")
        self.where = where
        self._data: dict[str, object] = dict(data)

    def take(self, field: str, expected: str, convert: Callable[[object], _T], default: object = ...) -> _T:
        value = self._data.pop(field, default)
        if value is ...:
            raise SceneError(f"{self.where}: {field}: expected {expected}, got nothing")
        try:
            return convert(value)
        except SceneError:
            raise
        except (ValueError, TypeError, KeyError, AttributeError):
            raise SceneError(f"{self.where}: {field}: expected {expected}, got {value!r:.80}") from None

    def text(self, field: str, default: object = ...) -> str:
        return self.take(field, "a text", _text, default)

    def flag(self, field: str, *, default: bool) -> bool:
        return self.take(field, "true or false", _flag, default)

    def number(self, field: str, default: object = ...) -> float:
        return self.take(field, "a number of pixels", _number, default)

    def tables(self, field: str) -> list[_Table]:
        found = self.take(field, "an array of tables", _list, [])
        return [_Table(f"{self.where}: {field}[{at}]", table) for at, table in enumerate(found)]

    def versions(self) -> VersionRange:
        return VersionRange(*(self.take(f, "a version such as 24.3", _version, None) for f in _ENDS))

    def done(self) -> None:
        if self._data:
            raise SceneError(f"{self.where}: {min(self._data)}: expected no such field")


_ENDS = ("since", "until")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _version(value: object) -> Version | None:
    return None if value is None else Version.parse(_text(value))


def _rect(value: object) -> Rect:
    x, y, width, height = map(_number, _list(value))
    return Rect(x, y, width, height)


def _maybe_rect(value: object) -> Rect | None:
    return None if value is None else _rect(value)


def _rows(value: object) -> tuple[tuple[str, ...], ...]:
    return tuple((row,) if isinstance(row, str) else _texts(row) for row in _list(value))


def _columns(value: object) -> tuple[tuple[str, float], ...]:
    return tuple((_text(name), _number(width)) for name, width in map(_list, _list(value)))


def _shows(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise TypeError
    return tuple((key, _text(text)) for key, text in value.items())


def slug(caption: str) -> str:
    """The id of a caption: ``Misc Tools`` gives ``misc-tools``."""
    return "-".join(re.findall(r"[a-z0-9]+", caption.lower()))


@cache
def _pointer_files() -> tuple[str, ...]:
    return tuple(resources.names("pointers", ".toml"))


def _read(name: str) -> dict[str, object]:
    try:
        return tomllib.loads(resources.path(name).read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SceneError(f"{name}: expected TOML: {problem}") from None
    except resources.ResourceError as problem:
        raise SceneError(f"{name}: {problem}") from None


@cache
def _family(family: str) -> dict[str, object]:
    return _read(f"pointers/{family}.toml")


@cache
def _pointer(family: str, name: str) -> Pointer:
    where = f"pointers/{family}.toml: [{name}]"
    table = _Table(where, _family(family).get(name))
    frames: tuple[Frame, ...] = ()
    if begin := table.text("begin", ""):
        other, _, first = begin.partition("/")
        if begin == f"{family}/{name}" or first not in _family(other):
            raise SceneError(f"{where}: begin: expected another pointer, got {begin!r}")
        frames = _pointer(other, first).frames
    frames += tuple(_frame(t) for t in table.tables("frames"))
    if not frames:
        raise SceneError(f"{where}: frames: expected at least one")
    pointer = Pointer(
        f"{family}/{name}", table.text("title"), table.text("breadcrumb"), frames, table.versions()
    )
    table.done()
    return pointer


def _frame(table: _Table) -> Frame:
    window = _window(table.text("window"))
    path = table.take("path", "a list of menu entries", _texts, [])
    menus = _menus_on(table, window, path)
    frame = Frame(
        window=window,
        target=table.text("target"),
        say=table.text("say"),
        path=path,
        menus=menus,
        unsure=table.text("unsure", ""),
        trap=table.text("trap", ""),
        shows=table.take("shows", "a table of texts by control", _shows, {}),
        off=table.take("off", "a list of ids of controls", _texts, []),
        instead=tuple(_instead(t) for t in table.tables("instead")),
        versions=table.versions(),
    )
    table.done()
    _check_ids(table.where, frame)
    return frame


def _check_ids(where: str, frame: Frame) -> None:
    """A mistyped id would change nothing in the picture, and nobody would see it."""
    front, shown = frame.window, set[str]()
    window: Window | None = front
    while window is not None:
        shown |= {window.id, *(c.id for c in window.controls), *(i.id for i in _bar_items(window))}
        window = window.owner
    here = {c.id for c in front.controls} | {i.id for i in _bar_items(front)}
    aims = {i.id for i in frame.menus[-1].items} if frame.menus else here
    for field, ids, known in (
        ("target", (frame.target,), aims),
        ("shows", tuple(key for key, _ in frame.shows), shown),
        ("off", frame.off, shown),
    ):
        for unknown in (i for i in ids if i not in known):
            near = difflib.get_close_matches(unknown, known, n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise SceneError(f"{where}: {field}: expected an id that is there, got {unknown!r}{hint}")


def _bar_items(window: Window) -> tuple[MenuItem, ...]:
    return window.bar.items if window.bar else ()


def _instead(table: _Table) -> Instead:
    seen = table.text("seen")
    return Instead(seen, _frame(table))


def _menus_on(table: _Table, window: Window, path: tuple[str, ...]) -> tuple[Menu, ...]:
    menus, current = list[Menu](), window.bar
    for entry in path:
        item = next((i for i in current.items if i.id == entry), None) if current else None
        if item is None or not item.submenu:
            raise SceneError(f"{table.where}: path: expected an entry that opens a menu, got {entry!r}")
        current = _menu(item.submenu)
        menus.append(current)
    return tuple(menus)


@cache
def _window(window_id: str) -> Window:
    name = f"scenes/{window_id}.toml"
    table = _Table(name, _read(name))
    owner, bar = table.text("owner", ""), table.text("bar", "")
    window = Window(
        id=window_id,
        title=table.text("title"),
        sizes=tuple(_size(t) for t in table.tables("sizes")),
        style=table.take("style", f"one of {[*map(str, FrameStyle)]}", lambda v: FrameStyle(_text(v))),
        controls=tuple(_control(t) for t in table.tables("controls")),
        bar=_menu(bar) if bar else None,
        owner=_window(owner) if owner and owner != window_id else None,
        large_title=table.flag("large_title", default=False),
    )
    table.done()
    return window


def _size(table: _Table) -> Size:
    size = Size(table.number("width"), table.number("height"), table.versions())
    table.done()
    return size


def _control(table: _Table) -> Control:
    text = table.text("text", "")
    control_id = table.text("id", slug(text))
    table.where += f" {control_id}"
    control = Control(
        id=control_id,
        kind=table.take("kind", f"one of {[*map(str, Kind)]}", lambda v: Kind(_text(v))),
        rect=table.take("rect", "[x, y, width, height]", _rect),
        text=text,
        value=table.text("value", ""),
        aim=table.take("aim", "[x, y, width, height]", _maybe_rect, None),
        align=table.text("align", "left"),
        columns=table.take("columns", "a list of [caption, width]", _columns, []),
        rows=table.take("rows", "a list of texts or of lists of texts", _rows, []),
        within=table.text("within", ""),
        enabled=table.flag("enabled", default=True),
        sure=not table.flag("inferred", default=False),
        versions=table.versions(),
    )
    table.done()
    return control


@cache
def _menu(menu_id: str) -> Menu:
    name = f"scenes/menu-{menu_id}.toml"
    table = _Table(name, _read(name))
    items = table.take("items", "a list of captions and tables", _list)
    menu = Menu(menu_id, tuple(_item(name, at, i) for at, i in enumerate(items)), table.number("width", 0))
    table.done()
    return menu


def _item(name: str, at: int, data: object) -> MenuItem:
    if isinstance(data, str):
        data = {"text": data}
    table = _Table(f"{name}: items[{at}]", data)
    text = table.text("text")
    item = MenuItem(
        id=table.text("id", slug(text) or f"line-{at}"),
        text=text,
        submenu=table.text("submenu", ""),
        separator=text == "---",
        width=table.number("width", 0),
        when=table.take("when", f"one of {[*map(str, When)]}", lambda v: When(_text(v)), ""),
        sure=not table.flag("inferred", default=False),
        versions=table.versions(),
    )
    table.done()
    return item
