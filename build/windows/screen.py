"""What stands on the screen of Windows programs under Wine, and clicks on it, as a person sees and clicks."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from host import FRAME, Wine
from proof import FailedError
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from host import Done
    from proof import Proof

PATIENCE_S = 60.0
_TRIES, _CHANGE_S = 5, 4.0
_TAILS = 24  # pixels
NEXT, CANCEL, YES, NO = 1, 2, 6, 7
"""Numbers of the buttons: Next, Install, Uninstall and Finish share one."""

_DIALOG = "#32770"
_LOOK = """
import ctypes, json
from ctypes import wintypes
user = ctypes.WinDLL("user32")
user.SetProcessDPIAware()
EACH = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
def words(call, handle):
    text = ctypes.create_unicode_buffer(1000)
    call(handle, text, 1000)
    return text.value
def told(handle):
    box = wintypes.RECT()
    user.GetWindowRect(handle, ctypes.byref(box))
    return {"kind": words(user.GetClassNameW, handle), "text": words(user.GetWindowTextW, handle),
            "box": [box.left, box.top, box.right, box.bottom], "number": user.GetDlgCtrlID(handle)}
def visible(enumerate_them, *of):
    found = []
    enumerate_them(*of, EACH(lambda handle, _: found.append(handle) or True), 0)
    return [handle for handle in found if user.IsWindowVisible(handle)]
print(json.dumps([{**told(top), "parts": [told(part) for part in visible(user.EnumChildWindows, top)]}
                  for top in visible(user.EnumWindows)]))
"""


class Part(NamedTuple):
    """One control: its class, words, left, top, right and bottom in pixels, and its number in the dialog."""

    kind: str
    text: str
    box: tuple[int, int, int, int]
    number: int


class Dialog(NamedTuple):
    """A visible dialog."""

    title: str
    parts: tuple[Part, ...]

    def words(self) -> str:
        """Everything that can be read in it."""
        return "\n".join(part.text for part in self.parts if part.text)

    def button(self, number: int) -> Part | None:
        """The button of that number."""
        return next((p for p in self.parts if p.kind == "Button" and p.number == number), None)


class Screen:
    """The X server of a proof."""

    def __init__(self, proof: Proof) -> None:
        if not isinstance(proof.where, Wine):
            raise FailedError("only Wine has a screen of its own")
        self._proof = proof
        self._display = proof.where.display

    def dialogs(self) -> list[Dialog]:
        """Every visible dialog."""
        told = json.loads(self._proof.python(_LOOK).out)
        return [
            Dialog(
                one["text"],
                tuple(Part(p["kind"], p["text"], tuple(p["box"]), p["number"]) for p in one["parts"]),
            )
            for one in told
            if one["kind"] == _DIALOG
        ]

    def wait(self, right: Callable[[Dialog], bool], what: str) -> Dialog:
        """The first dialog that fits.

        Raises:
            FailedError: None came.
        """
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            found = self.dialogs()
            if fits := next((dialog for dialog in found if right(dialog)), None):
                return fits
            time.sleep(0.3)
        raise FailedError(f"no {what}; there are {[(d.title, d.words()[:200]) for d in found]}")

    def click(self, part: Part) -> None:
        """Click in the middle of a control with the mouse."""
        left, top, right, bottom = part.box
        call = ["xdotool", "mousemove", str((left + right) // 2), str((top + bottom) // 2), "click", "1"]
        subprocess.run(call, env={**os.environ, "DISPLAY": self._display}, check=True, timeout=20)

    def press(self, dialog: Dialog, number: int) -> None:
        """Click a button of a dialog.

        Raises:
            FailedError: It has none of that number.
        """
        found = dialog.button(number)
        if found is None:
            raise FailedError(f"{dialog.title!r} has no button {number}: {dialog.words()}")
        for _ in range(_TRIES):  # the first click on a window that has just come may only bring it forward
            self.click(found)
            until = time.monotonic() + _CHANGE_S
            while time.monotonic() < until:
                if dialog not in self.dialogs():
                    return
        raise FailedError(f"a click on {found.text!r} does nothing: {dialog.words()}")

    def picture(self, file: Path) -> QImage:
        """The whole screen; also kept as a PNG."""
        time.sleep(0.5)  # what is there by name may still be painted
        raw = FRAME.joinpath("Xvfb_screen0").read_bytes()
        head = struct.unpack(
            ">25I", raw[:100]
        )  # an X window dump: sizes first, then 12 bytes for each colour
        width, height, line, begin = head[4], head[5], head[12], head[0] + head[19] * 12
        pixels = raw[begin : begin + line * height]
        image = QImage(pixels, width, height, line, QImage.Format.Format_RGB32).copy()
        file.parent.mkdir(parents=True, exist_ok=True)
        image.save(str(file))
        return image


class Running:
    """A program that is started and looked at while it runs; ``done`` is what it left behind."""

    def __init__(self, proof: Proof, program: Path | str, *arguments: str) -> None:
        self._ended: list[Done] = []

        def run() -> None:
            self._ended.append(proof.where.run(program, *arguments, patience_s=2 * PATIENCE_S))

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def done(self) -> Done:
        """Wait for its end."""
        self._thread.join(3 * PATIENCE_S)
        if not self._ended:
            raise FailedError("it does not end")
        return self._ended[0]


def cut(image: QImage, part: Part) -> bool:
    """Whether words reach the lower or right edge of their control: then some are not to be seen.

    The tail of a letter may touch the lower edge where a control is made for one line.
    """
    left, top, right, bottom = part.box
    paper = image.pixel(right - 1, top + 1)
    low = [(x, y) for x in range(left + 2, right - 2) for y in (bottom - 1, bottom - 2)]
    side = [(x, y) for x in (right - 1, right - 2) for y in range(top + 2, bottom - 2)]
    inked = [sum(image.pixel(*at) != paper for at in edge) for edge in (low, side)]
    return inked[0] > _TAILS or inked[1] > 0
