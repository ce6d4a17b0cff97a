"""Small pictures of a cause's steps for a report, in few colors so that many bytes are not needed."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage

from wizard.diagnosis.report_page import StepPicture
from wizard.pointer.step_pictures import tie
from wizard.ui.pointer.render import image
from wizard.ui.pointer.surround import PAPER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.core.text import Text
    from wizard.pointer.pointer_view import ShownPointer

SIZES = (QSize(484, 424), QSize(400, 350), QSize(340, 298), QSize(280, 246))
"""From the largest on; the drawn labels keep their size, less is seen around them."""
_COLORS = 32


def step_pictures(
    shown: ShownPointer, steps: Sequence[str], size: QSize, say: Callable[[Text], str], *, every: bool = True
) -> dict[int, tuple[StepPicture, ...]]:
    """The pictures of each step that has some, by step from 0 on.

    Args:
        shown: The path, laid out without the name of a PC.
        steps: Spoken, marked.
        size: Of each picture, in pixels.
        say: Turns a text into the reader's language.
        every: All of them, else the first of each step.
    """
    ties = tie(steps, [frame.label for frame in shown.frames], [frame.front.id for frame in shown.frames])
    made: dict[int, tuple[StepPicture, ...]] = {}
    for frame, step in zip(shown.frames, ties, strict=True):
        before = made.get(step, ())
        if before and not every:
            continue
        drawn = image(frame, step + 1, PAPER, say=say, size=size)
        words = say(frame.sentence).replace("**", "")
        made[step] = (*before, StepPicture(_png(drawn), size.width(), size.height(), words))
    return made


def _png(drawn: QImage) -> str:
    """As PNG of few colors, the most frequent ones, in base64."""
    opaque = drawn.convertToFormat(QImage.Format.Format_RGB32)
    pixels = Counter(memoryview(opaque.constBits()).cast("I"))
    table = [color for color, _ in pixels.most_common(_COLORS)]
    flat = opaque.convertToFormat(QImage.Format.Format_Indexed8, table)
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    flat.save(made, "PNG", 0)  # type: ignore[call-overload]  # the types know bytes only
    return b64encode(made.data().data()).decode("ascii")
