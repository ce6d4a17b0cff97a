"""The report's page in a real browser: it is shown, and asks for nothing, not even where it is told to."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from tests.support.chromium import browsed, needs_chromium
from tests.support.results import UNKNOWN_KEY
from wizard.diagnosis.report_form import ReportForm
from wizard.ui.paper.report_file import report_file
from wizard.ui.shown_result import Illustrator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.usefixtures("qapp"), needs_chromium]


class Stranger:
    """A server on loopback that counts who knocks, and answers nobody."""

    def __init__(self) -> None:
        self.knocks = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/x.png"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            caller, _ = self._listener.accept()
            with caller:
                if caller.recv(9) == b"the end.\n":
                    return
                self.knocks += 1

    def close(self) -> None:
        with socket.create_connection(self._listener.getsockname()) as last:
            last.sendall(b"the end.\n")
        self._thread.join()
        self._listener.close()


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    made = Stranger()
    yield made
    made.close()


@pytest.fixture
def report() -> str:
    pictures = Illustrator().shown(UNKNOWN_KEY).pictures
    return report_file(UNKNOWN_KEY, ReportForm.PAGE, pictures["api-setup/add-key"]).shown


def test_the_page_asks_for_nothing(report: str, stranger: Stranger, tmp_path: Path) -> None:
    """A picture from elsewhere would be asked for but for the page's own policy."""
    told = f'<body>\n<img src="{stranger.address}"><link rel="stylesheet" href="{stranger.address}">'
    file = tmp_path / "report.html"
    file.write_text(report.replace("<body>", told), "utf-8")
    assert "Open Dental does not know this key yet" in browsed(file, "--dump-dom")
    assert stranger.knocks == 0
    open_to_all = report.replace("<body>", told).replace("Content-Security-Policy", "x-nothing")
    file.write_text(open_to_all, "utf-8")
    browsed(file, "--dump-dom")
    assert stranger.knocks > 0


@pytest.mark.parametrize("width", [375, 1280])
def test_the_page_fits(report: str, tmp_path: Path, width: int) -> None:
    """Nothing stands beyond the page's edge: its right column of pixels is the paper's."""
    file, shot = tmp_path / "report.html", tmp_path / "shot.png"
    file.write_text(report, "utf-8")
    browsed(file, f"--window-size={width},2000", f"--screenshot={shot}")
    picture = QImage(str(shot))
    assert picture.width() == width
    edges = {picture.pixelColor(x, y).name() for x in (0, width - 1) for y in range(picture.height())}
    assert edges == {"#ffffff"}
    assert len({picture.pixelColor(width // 3, y).name() for y in range(picture.height())}) > 20
