"""The QR code of a hand-off is read back by another library, as small as it is printed."""

from __future__ import annotations

import base64

import pytest
import zxingcpp

from tests.support.pseudo import pseudo_translator
from wizard.core.cause import Confidence, Finding
from wizard.core.codes import Code
from wizard.core.handoff_code import HandoffCode, read_handoff_code
from wizard.core.text import Translator
from wizard.diagnosis.explained import Cause, catalogue_values, explain
from wizard.diagnosis.handoff_text import MOST_BYTES, handoff_text
from wizard.store.catalogue import Catalogue
from wizard.ui.handoff_qr import QUIET, QrDrawing, draw_qr, handoff_qr

CATALOGUE = Catalogue()
CODES = sorted(Code)
LONG = pseudo_translator()


def cause_of(code: Code) -> Cause:
    return explain(Finding(code, Confidence.LIKELY, ()), CATALOGUE, catalogue_values())


def printed(drawing: QrDrawing, mm: float, dpi: int) -> memoryview:
    """What a printer with so many dots makes of it, in black and white; a camera sees 3 pixels a dot."""
    modules = len(drawing.rows)
    dots = round(mm / 25.4 * dpi)
    white = round(dots / modules * QUIET)
    places = [int((dot + 0.5) * modules / dots) for dot in range(dots)]
    side = (dots + 2 * white) * 3
    blank = bytes([255]) * side
    lines = [blank] * white * 3
    for y in places:
        row = bytes([255]) * white * 3
        row += b"".join(bytes([0 if drawing.rows[y][x] else 255]) * 3 for x in places)
        lines += [row + bytes([255]) * white * 3] * 3
    lines += [blank] * white * 3
    return memoryview(b"".join(lines)).cast("B", (side, side))


def read(picture: memoryview) -> str:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    assert len(found) == 1
    return str(found[0].text)


@pytest.mark.parametrize("dpi", [300, 203])
@pytest.mark.parametrize("code", CODES)
def test_it_is_read_back_at_two_centimeters(code: Code, dpi: int) -> None:
    text = handoff_text(cause_of(code), HandoffCode(code), Translator())
    drawing = handoff_qr(cause_of(code), HandoffCode(code), Translator())
    assert drawing.least_mm == 20.0
    assert read(printed(drawing, 20.0, dpi)) == text


@pytest.mark.parametrize(
    ("code", "who"), [(Code.HQ_THROTTLED, "the vendor"), (Code.HQ_UNAVAILABLE, "Open Dental")]
)
def test_a_wait_names_who_acts_after_it(code: Code, who: str) -> None:
    lines = handoff_text(cause_of(code), HandoffCode(code), Translator()).splitlines()
    assert lines[1] == f"Who can fix it: {who}"


@pytest.mark.parametrize("code", CODES)
def test_it_says_the_steps_and_the_code_and_links_nowhere(code: Code) -> None:
    cause, sent = cause_of(code), HandoffCode(code, 1)
    lines = handoff_text(cause, sent, Translator()).splitlines()
    say = Translator().translate
    assert lines[0] == say(cause.title).replace("**", "")
    assert lines[1].startswith("Who can fix it: ")
    assert lines[2:-1] == [
        f"{n}. {say(step)}".replace("**", "") for n, step in enumerate(cause.steps, start=1)
    ]
    assert read_handoff_code(lines[-1].rpartition(" ")[2]) == sent
    assert "://" not in "".join(lines)
    assert "**" not in "".join(lines)


@pytest.mark.parametrize("dpi", [300, 203])
@pytest.mark.parametrize("code", CODES)
def test_longer_words_are_read_back_as_well(code: Code, dpi: int) -> None:
    """In a language whose texts are 1.6 times as long, with letters of two bytes."""
    cause = cause_of(code)
    text = handoff_text(cause, HandoffCode(code), LONG)
    for step in cause.steps:
        assert LONG.translate(step).replace("**", "") in text
    drawing = draw_qr(text)
    assert read(printed(drawing, drawing.least_mm, dpi)) == text


def test_who_can_fix_it_gives_way_to_the_steps() -> None:
    cause = cause_of(Code.KEY_REJECTED)
    text = handoff_text(cause, HandoffCode(cause.code), LONG)
    assert len(text.splitlines()) == 2 + len(cause.steps)
    assert len("\n".join((text, LONG.translate(cause.title))).encode()) > MOST_BYTES


def test_the_picture_for_pages_is_the_same() -> None:
    drawing = draw_qr("Start the eConnector.\n2. é")
    kind, _, data = drawing.data_uri.partition(",")
    assert kind == "data:image/png;base64"
    png = base64.b64decode(data)
    side = int.from_bytes(png[16:20], "big")
    assert side == (len(drawing.rows) + 2 * QUIET) * 4
