"""Sizes of what a window is made of, in stage pixels, for whoever lays it out, judges or paints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.pointer.scene import Control

TITLE_BAR = 26
"""Height of the title bar that Open Dental draws itself."""
NATIVE_BAR = 31
"""Height of the title bar that Windows 11 draws; inferred."""
MENU_BAR = 24
"""Height of a menu bar."""
CHECK_BOX = 13
"""Width and height of a check box without its label."""
LIST_ROW = 14
"""Height of a row of a list."""
TREE_ROW, TREE_INDENT = 18, 19
"""Height of a row of a tree, and how far each level of it stands in."""
TAB = 22
"""Height of a row of tabs."""
GRID_TITLE, GRID_HEADER, GRID_ROW = 18, 15, 16
"""Heights of a grid's parts."""
GRID_TITLE_LEAST = 80
"""A grid's title stands in the middle of what is visible of it, if that is as wide as this."""
TITLE_ROOM = 320
"""What a title that follows the view keeps free of its window's right end."""
_NARROW = 100


def is_centred(grid: Control, column: int) -> bool:
    """Whether cells stand in the middle of their column: those of a narrow last one do, as in Open Dental."""
    return column == len(grid.columns) - 1 and grid.columns[column][1] < _NARROW
