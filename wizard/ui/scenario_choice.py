"""A choice at the foot of the sidebar that puts the pretend office into another state; demo only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from wizard.core.text import T
from wizard.ui.widgets import label, tip_text

if TYPE_CHECKING:
    from wizard.ui.launch import Pretend
    from wizard.ui.session import Session


class ScenarioChoice(QWidget):
    """Lists every scenario; the next test meets the chosen one."""

    def __init__(self, session: Session, pretend: Pretend) -> None:
        super().__init__()
        title = session.say(T("Pretend office"))
        self.box = QComboBox()
        self.box.setAccessibleName(title)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(10)
        self.box.setMinimumHeight(26)
        for identity, about in pretend.scenarios:
            self.box.addItem(identity)
            self.box.setItemData(self.box.count() - 1, tip_text(session.say(about)), 3)  # 3: Qt.ToolTipRole
        self.box.setCurrentText(pretend.current)
        self.box.currentTextChanged.connect(pretend.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(label(title, "group"))
        column.addWidget(self.box)
