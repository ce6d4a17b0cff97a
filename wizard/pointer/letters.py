"""How wide a line of words is in a drawn window, without asking a font. Pure: no Qt.

Advances of the Arial-metric face that is drawn with where Microsoft Sans Serif, which is about as wide, is
not: so that the place of a caption is known to a pixel or two, also at the end of a long row of them.
"""

from __future__ import annotations

_BY_ADVANCE = {
    191: "'",
    222: "ijl",
    278: " !,./:;I[]\\ft",
    333: "()-r",
    355: '"',
    389: "*",
    500: "Jcksvxyz",
    556: "0123456789?L_abdeghnopqu#$",
    584: "+<=>",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "…",
}
"""Letters by their advance in thousandths of the font's height."""
_ADVANCE = {letter: wide for wide, letters in _BY_ADVANCE.items() for letter in letters}
_OTHER = 667
_BOLD = 1.08


def written(text: str, pixels: float = 11, *, bold: bool = False) -> float:
    """Width of one line in stage pixels, at a font height in stage pixels."""
    wide = sum(_ADVANCE.get(letter, _OTHER) for letter in text) * pixels / 1000
    return wide * _BOLD if bold else wide
