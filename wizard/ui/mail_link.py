"""An e-mail, ready to send, as an address that a mail program opens: whole, or not at all."""

from __future__ import annotations

from PySide6.QtCore import QUrl

MOST_OF_A_LINK = 2000
"""Characters of a ``mailto:`` address that every mail program takes, the oldest on Windows too."""


def mail_link(address: str, subject: str, body: str) -> str:
    """A ``mailto:`` address (RFC 6068): every other sign by its number in UTF-8, lines end with CR and LF."""
    text = _encoded("\r\n".join(body.splitlines()))
    return f"mailto:{_encoded(address, b'@')}?subject={_encoded(subject)}&body={text}"


def _encoded(text: str, kept: bytes = b"") -> str:
    return bytes(QUrl.toPercentEncoding(text, kept).data()).decode("ascii")


def fitting_link(address: str, subject: str, bodies: tuple[str, ...]) -> str | None:
    """The link with the first of the bodies that it has room for, whole; None where it has for none."""
    links = (mail_link(address, subject, body) for body in bodies)
    return next((link for link in links if len(link) <= MOST_OF_A_LINK), None)
