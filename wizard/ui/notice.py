"""A box with a sentence; the only place that makes one.

A message box of Qt reads its words as rich text where they look like it, and opens what they link to:
a vendor's name or a file's could make it log on to a stranger's share. So every word here is plain.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget


def notice(title: str, words: str, more: str = "", parent: QWidget | None = None) -> QMessageBox:
    """A box that warns; it is not shown yet.

    Args:
        title: Of its window.
        words: What is the matter.
        more: In smaller type below, to be selected and copied.
        parent: The window that it belongs to.
    """
    box = QMessageBox(parent)
    box.setOption(
        QMessageBox.Option.DontUseNativeDialog
    )  # a system's own box would read the words its own way
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setText(words)
    box.setInformativeText(more)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    for inside in box.findChildren(QLabel):  # not by the box: older Qt leaves the smaller type to guess
        inside.setTextFormat(Qt.TextFormat.PlainText)
        inside.setOpenExternalLinks(False)
    return box
