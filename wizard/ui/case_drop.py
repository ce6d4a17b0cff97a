"""Files that are dropped on a window are taken as case files; whoever reads them finds whether they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent
    from PySide6.QtWidgets import QWidget

_MOST = 8  # of one drop: a folder's whole content was not meant


class CaseDrop(QObject):
    """Lets a window take files.

    Args:
        window: The window, which it lives as long as.

    Signals:
        dropped: A file was dropped; its name.
    """

    dropped = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take a drag of files, and what is dropped."""
        kind = event.type()
        if kind not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return super().eventFilter(watched, event)
        files = _files(event)  # type: ignore[arg-type]  # both are of drags
        if not files:
            return False
        event.acceptProposedAction()  # type: ignore[attr-defined]  # likewise
        if kind == QEvent.Type.Drop:
            for name in files[:_MOST]:
                self.dropped.emit(name)
        return True


def _files(event: QDropEvent) -> list[str]:
    """Names of the files of this PC that a drag holds."""
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
