"""Puts a pointer's windows, menus and controls in place for one edition of Open Dental."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.text import T, Text
from wizard.core.version import Version, VersionRange, store_button
from wizard.pointer.edition import Edition, VersionSource, edition_label
from wizard.pointer.measures import (
    CHECK_BOX,
    GRID_HEADER,
    GRID_ROW,
    GRID_TITLE,
    LIST_ROW,
    NATIVE_BAR,
    TITLE_BAR,
)
from wizard.pointer.scene import (
    Control,
    ControlKind,
    Frame,
    FrameStyle,
    Menu,
    MenuRow,
    OpenMenu,
    PlacedWindow,
    Pointer,
    Rect,
    ResolvedFrame,
    ResolvedTrap,
    SceneWindow,
    ShownWhen,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Above a window's client area, and on its other sides; the native ones are inferred from Windows 11.
_EDGES = {
    FrameStyle.OPEN_DENTAL: (TITLE_BAR, 5),
    FrameStyle.WINDOWS: (NATIVE_BAR, 1),
    FrameStyle.MESSAGE: (NATIVE_BAR, 1),
    FrameStyle.DESKTOP: (0, 0),
}
_BAR_ITEM_TOP, _BAR_ITEM_HEIGHT = 2, 19
_ROW, _SEPARATOR, _MENU_TOP, _MENU_EXTRA = 20, 6, 2, 5
_SUBMENU_OVERLAP = 3
_NEWEST_BUILD = 99_999
_OLDEST_SEEN = Version((21, 1))
_MENUS_SEEN = Version((19, 4))
"""The last of the older versions whose menus were seen; between it and the oldest seen, nothing was."""


def layout(pointer: Pointer, edition: Edition) -> tuple[ResolvedFrame, ...]:
    """The frames of ``pointer`` as this edition of Open Dental shows them.

    Args:
        pointer: The path.
        edition: Of its version, two parts (24.3) mean its newest build.

    Raises:
        LookupError: A frame's target or menu entry is not there in this version; names both.
    """
    found, clicked = list[ResolvedFrame](), dict[str, str]()
    for frame in pointer.frames:
        if whole(edition.version) in frame.versions:
            if _is_row(frame.window.controls, frame.target):
                clicked[frame.window.id] = frame.target
            found.append(_resolve(pointer, frame, edition, clicked))
    return tuple(found)


def breadcrumb(pointer: Pointer, resolved: tuple[ResolvedFrame, ...]) -> Text:
    """The line above the pictures, with the captions of the version."""
    return _worded(pointer.breadcrumb, resolved[0].label if resolved else "", Edition())


def steps_text(resolved: tuple[ResolvedFrame, ...]) -> list[Text]:
    """The pictures' sentences, one per frame: the same path for those who read or hear it."""
    return [frame.sentence for frame in resolved]


def traps_text(frame: ResolvedFrame) -> list[Text]:
    """What may come up in place of the next picture, and what to do then, in words."""
    return [T("{seen}? {say}", seen=i.recognised_by, say=i.frame.sentence) for i in frame.instead]


def whole(version: Version) -> Version:
    """The newest build of a version of two parts."""
    return version if len(version.parts) > 2 else Version((*version.parts, _NEWEST_BUILD))


def turning_points(pointer: Pointer) -> list[Version]:
    """One version for every stretch of versions in which nothing that the pointer shows changes."""
    found = {Version((19, 4))}
    for span in {*_spans(pointer.frames), pointer.versions}:
        if span.since is not None:
            found.add(span.since)
        if span.until is not None:
            found |= {span.until, _after(span.until)}
    return sorted((v for v in found if whole(v) in pointer.versions), key=lambda v: whole(v).parts)


def _after(version: Version) -> Version:
    """The first version after it; Open Dental's years have four versions at most."""
    *before, last = version.parts
    if len(version.parts) == 2 and last >= 4:
        return Version((before[0] + 1, 1))
    return Version((*before, last + 1))


def _spans(frames: Iterable[Frame]) -> Iterator[VersionRange]:
    for frame in frames:
        yield frame.versions
        yield from _spans(trap.frame for trap in frame.instead)
        for menu in frame.menus:
            yield from (item.versions for item in menu.items)
        for window in _chain(frame.window):
            yield from (size.versions for size in window.sizes)
            yield from (control.versions for control in window.controls)
            yield from (item.versions for item in (window.bar.items if window.bar else ()))


def _chain(window: SceneWindow) -> list[SceneWindow]:
    """The window after those that it lies on."""
    chain = [window]
    while chain[0].owner is not None:
        chain.insert(0, chain[0].owner)
    return chain


def _worded(sentence: str, label: str, edition: Edition) -> Text:
    values: dict[str, str | Text] = {
        "target": label,
        "server": edition.server or T("the server PC"),
        "store": T("**{button}**", button=store_button(edition.version)),
    }
    return T(sentence, **{name: value for name, value in values.items() if f"{{{name}}}" in sentence})


def _resolve(pointer: Pointer, frame: Frame, edition: Edition, clicked: Mapping[str, str]) -> ResolvedFrame:
    version = whole(edition.version)
    layers = tuple(_selected(layer, clicked) for layer in _layers(frame, version, edition))
    bar, menus = _open(frame, layers[-1].bar, version)
    layers = (*layers[:-1], replace(layers[-1], bar=bar))
    row = next((r for r in (menus[-1].rows if menus else bar) if r.id == frame.target), None)
    if row is not None:
        target, label, kind, detail, sure = (
            row.rect,
            row.text,
            ControlKind.MENU_ITEM,
            row.rect.height,
            row.sure,
        )
    else:
        control = next((c for c in layers[-1].controls if c.id == frame.target), None)
        if control is None or menus:
            raise LookupError(f"{pointer.id}: no {frame.target!r} in {frame.window.id!r} of {version}")
        target, label, kind, sure = control.aim or control.rect, control.text, control.kind, control.sure
        detail = CHECK_BOX if kind in {ControlKind.CHECK, ControlKind.CHECK_RIGHT} else target.height
    if version < _OLDEST_SEEN and (not menus or version > whole(_MENUS_SEEN)):
        sure = False
    guessed = edition.source is VersionSource.NEWEST and frame.unsure

    def worded(sentence: str) -> Text:
        return _worded(sentence, label, edition)

    local = edition.here and frame.here
    say, trap = worded(local or guessed or frame.say), worded(frame.trap) if frame.trap else None
    instead = tuple(
        ResolvedTrap(worded(i.recognised_by), _resolve(pointer, i.frame, edition, clicked))
        for i in frame.instead
    )
    corner = (
        edition_label(edition)
        if sure
        else T("{version}; the exact spot may differ", version=edition_label(edition))
    )
    also = tuple(c.aim or c.rect for c in layers[-1].controls if c.id in frame.also)
    return ResolvedFrame(layers, menus, target, label, kind, detail, say, trap, sure, corner, instead, also)


def _is_row(controls: tuple[Control, ...], target: str) -> bool:
    """Whether a target is a row of a list or grid, which stays selected once it was clicked."""
    homes = {c.id for c in controls if c.kind in (ControlKind.GRID, ControlKind.LIST)}
    return any(c.id == target and c.kind is ControlKind.SPOT and c.within in homes for c in controls)


def _selected(layer: PlacedWindow, clicked: Mapping[str, str]) -> PlacedWindow:
    """With the row drawn selected that was clicked in this window, in this picture or in one before it."""
    spot = next((c for c in layer.controls if c.id == clicked.get(layer.id)), None)
    return replace(layer, controls=_picked(layer.controls, spot)) if spot else layer


def _picked(controls: tuple[Control, ...], target: Control) -> tuple[Control, ...]:
    found = []
    for control in controls:
        row, top = {
            ControlKind.GRID: (GRID_ROW, GRID_TITLE + GRID_HEADER),
            ControlKind.LIST: (LIST_ROW, 1),
        }.get(control.kind, (0, 0))
        at = (target.rect.y - control.rect.y - top) / row if control.id == target.within and row else -1
        one = 0 <= at < len(control.shown_rows) and target.rect.height == row
        found.append(replace(control, picked=int(at)) if one else control)
    return tuple(found)


def _layers(frame: Frame, version: Version, edition: Edition) -> tuple[PlacedWindow, ...]:
    layers: list[PlacedWindow] = []
    for window in _chain(frame.window):
        layers.append(_layer(window, layers[-1].outer if layers else None, frame, version, edition))
    return tuple(layers)


def _layer(
    window: SceneWindow, owner: Rect | None, frame: Frame, version: Version, edition: Edition
) -> PlacedWindow:
    shows = dict(frame.shows)
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
    controls = tuple(
        _placed(c, homes.get(c.within), client, shows.get(c.id), _number(edition)) for c in current
    )
    controls = tuple(replace(c, enabled=False) if c.id in frame.off else c for c in controls)
    bar = _bar(window.bar, client, shows, version, edition) if window.bar else ()
    title = shows.get(window.id, window.title)
    return PlacedWindow(window.id, title, window.style, outer, client, controls, bar, window.large_title)


def _number(edition: Edition) -> str:
    """What the window About says: the four parts, where this office's version is known in full."""
    parts = edition.version.parts
    if edition.source is VersionSource.NEWEST or len(parts) < 3:
        return "…"
    return ".".join(map(str, (*parts, 0)[:4]))


def _placed(control: Control, home: Rect | None, client: Rect, shown: str | None, number: str) -> Control:
    dx, dy = client.x + (home.x if home else 0), client.y + (home.y if home else 0)
    placed = replace(
        control,
        text=control.text.replace("{version}", number),
        rect=control.rect.moved(dx, dy),
        aim=control.aim.moved(dx, dy) if control.aim else None,
    )
    if shown is None:
        return placed
    captioned = control.kind in {ControlKind.BUTTON, ControlKind.LABEL}
    return replace(placed, text=shown) if captioned else replace(placed, value=shown)


def _bar(
    menu: Menu, client: Rect, shows: dict[str, str], version: Version, edition: Edition
) -> tuple[MenuRow, ...]:
    rows: list[MenuRow] = []
    x = client.x
    for item in menu.items:
        hidden = item.when is ShownWhen.CLINICS and not edition.clinics
        if version in item.versions and not hidden:
            rect = Rect(x, client.y + _BAR_ITEM_TOP, item.width, _BAR_ITEM_HEIGHT)
            text = shows.get(item.id, item.text)
            rows.append(MenuRow(item.id, text, rect, submenu=bool(item.submenu), sure=item.sure))
            x += item.width
    return tuple(rows)


def _open(
    frame: Frame, bar: tuple[MenuRow, ...], version: Version
) -> tuple[tuple[MenuRow, ...], tuple[OpenMenu, ...]]:
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
    y, rows = top + _MENU_TOP, list[MenuRow]()
    for item in (i for i in menu.items if version in i.versions):
        height = _SEPARATOR if item.separator else _ROW
        rect = Rect(x, y, menu.width, height)
        is_lit = item.id == lit and not item.separator
        rows.append(MenuRow(item.id, item.text, rect, item.separator, bool(item.submenu), is_lit, item.sure))
        y += height
    return OpenMenu(Rect(x, top, menu.width, y - top + _MENU_EXTRA - _MENU_TOP), tuple(rows))
