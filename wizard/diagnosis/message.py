"""A cause as a message to whoever can act: plain lines in the reader's words.

It is read on another PC: none is named in it, and none is called "this" one. What is asked of the reader is
the catalogue's (``ask`` in ``resources/causes``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.cause import Who
from wizard.core.record import record
from wizard.core.text import T, Text, paragraph
from wizard.diagnosis.from_afar import from_afar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.core.profile import Profile
    from wizard.diagnosis.explained import Cause


@record
class MessageLine:
    """One line of a message.

    Attributes:
        text: What it says.
        needed: A message that is too long for a mail program's link goes without the others.
        apart: A blank line stands before it.
    """

    text: Text
    needed: bool = True
    apart: bool = False


@record
class Message:
    """What is said to whoever can act.

    Attributes:
        to: Who that is.
        title: What the message is called in the window.
        subject: Of an e-mail.
        lines: Four to eight, the reference last.
        address: Where an e-mail goes; empty where only the person knows it.
    """

    to: Who
    title: Text
    subject: Text
    lines: tuple[MessageLine, ...]
    address: str = ""

    def body(self, say: Callable[[Text], str], *, whole: bool = True) -> str:
        """The lines as they are sent; without ``whole`` the needed ones alone."""
        lines = (line for line in self.lines if whole or line.needed)
        return "\n".join("\n" * line.apart + say(line.text) for line in lines).lstrip("\n")


def reader(cause: Cause) -> Who:
    """Who reads what is handed over: the first who can act; a wait has nobody to write to before the next."""
    return next((who for who in cause.who if who is not Who.WAIT), Who.VENDOR)


def message(cause: Cause, profile: Profile, when: str | Text, reference: str) -> Message | None:
    """The message about a cause; None where nobody has to act.

    Args:
        cause: What was found.
        profile: Whose program it is.
        when: Local date and time of the look, as the reader's locale writes it.
        reference: What is quoted on the phone.
    """
    to = reader(cause)
    if to is Who.NOBODY or not cause.ask:
        return None
    address = profile.support.email if to is Who.VENDOR else ""
    lines = tuple(_lines(cause, to, profile, when, reference))
    return Message(to, message_title(cause, profile), _subject(cause, profile), lines, address)


def message_title(cause: Cause, profile: Profile) -> Text:
    """What the message about a cause is called: for whom it is."""
    match reader(cause):
        case Who.IT:
            return T("Message for your IT")
        case Who.OPEN_DENTAL:
            return T("Message for Open Dental support")
        case Who.OFFICE:
            return T("Message for your office manager")
        case _:
            vendor = profile.vendor_name or T("the vendor of the program")
            return T("Message for {vendor}", vendor=vendor)


def cause_from_afar(cause: Cause, profile: Profile) -> Cause:
    """What is taken away of a cause, as it is read on another PC."""
    ours = _ours(profile)
    title, meaning, *steps = (
        from_afar(text, ours) or text for text in (cause.title, cause.meaning, *cause.steps)
    )
    return replace(cause, title=title, meaning=meaning, steps=tuple(steps))


def _ours(profile: Profile) -> str | Text:
    return profile.product or profile.vendor_name or T("the program")


def _title(cause: Cause, profile: Profile) -> Text:
    return from_afar(cause.title, _ours(profile)) or cause.title


def _subject(cause: Cause, profile: Profile) -> Text:
    title = _title(cause, profile)
    if not profile.product:
        return T("Open Dental connection: {title}", title=title)
    return T("{product} and Open Dental: {title}", product=profile.product, title=title)


def _lines(
    cause: Cause, to: Who, profile: Profile, when: str | Text, reference: str
) -> Iterator[MessageLine]:
    ours = _ours(profile)
    yield MessageLine(T("Hello,"), needed=False)
    tried = T("We are connecting {product} to Open Dental, and something is in the way.", product=ours)
    seen = T("Seen on {when}: {title}.", when=when, title=_title(cause, profile))
    yield MessageLine(paragraph(tried, seen), apart=True)
    for what in _afar(cause.because[:1], ours):
        yield MessageLine(T("In detail: {what}", what=what), needed=to is not Who.OFFICE)
    asked = cause.ask[:1] if to is Who.OFFICE else cause.ask
    yield from (MessageLine(line, apart=not at) for at, line in enumerate(_afar(asked, ours)))
    if to is Who.OFFICE:
        steps = enumerate(_afar(cause.steps, ours), start=1)
        yield from (MessageLine(T("{number}. {step}", number=at, step=step)) for at, step in steps)
    else:
        offer = T("We can send you a report without any patient's data.")
        yield MessageLine(offer, needed=False, apart=True)
    yield MessageLine(T("Thank you. Reference: {reference}", reference=reference), apart=to is Who.OFFICE)


def _afar(texts: tuple[Text, ...], ours: str | Text) -> list[Text]:
    """The texts as they are read elsewhere, without those that can be said on this PC only."""
    return [told for told in (from_afar(text, ours) for text in texts) if told is not None]
