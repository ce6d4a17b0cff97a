"""What can be handed over for a result: the one list of it, in the order in which it is offered.

What joins is one more line of :data:`HAND_OVERS`. Each opens a dialog that shows the whole of what it hands
over before anything leaves; its module is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Who
from wizard.core.record import record
from wizard.core.text import T, Text
from wizard.ui.mended_here import is_mended_here
from wizard.ui.widgets import caption

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from wizard.ui.session import Session
    from wizard.ui.shown_result import ShownResult


def _always(_result: ShownResult) -> bool:
    return True


@record
class HandOver:
    """One thing that can be handed over.

    Attributes:
        name: What it is called in the program.
        caption: What its button or line of a menu says; a ``&`` stands before its key.
        make: Makes the dialog that shows it, for the window that owns it.
        fits: Whether a result has it.
    """

    name: str
    caption: Callable[[ShownResult], Text]
    make: Callable[[Session, ShownResult, QWidget], QDialog]
    fits: Callable[[ShownResult], bool] = _always


def _message_caption(result: ShownResult) -> Text:
    from wizard.diagnosis.message import message_title

    profile = result.profile  # it is the vendor whom the dialog's own title names
    return message_title(result.causes[0], profile._replace(vendor_name=caption(profile.vendor_name)))


def _needs_message(result: ShownResult) -> bool:
    """Where no picture takes its place, the message stands on the card itself."""
    from wizard.ui.cause_card import pictures_of

    first = () if result.connected else result.causes[:1]  # prerequisites alone may have found nothing
    return any(cause.ask and pictures_of(result, cause) for cause in first)


def _message(session: Session, result: ShownResult, owner: QWidget) -> QDialog:
    from wizard.ui.message_dialog import MessageDialog

    return MessageDialog(session, result, result.causes[0], owner)


def _report_caption(_result: ShownResult) -> Text:
    return T("&Report")


def _report(session: Session, result: ShownResult, owner: QWidget) -> QDialog:
    from wizard.ui.report_dialog import ReportDialog

    return ReportDialog(session, session.say(T("Report")), result, owner)


def _hand_off(session: Session, result: ShownResult, owner: QWidget) -> QDialog:
    from wizard.ui.handoff_dialog import HandoffDialog

    made = HandoffDialog(session, result, owner)
    made.answered.connect(session.hear)  # type: ignore[call-overload]  # signals carry plain objects
    return made


def _is_elsewhere(result: ShownResult) -> bool:
    """Whether another PC may be the place: a server's fault is not carried away from the server."""
    return _has_steps(result) and not is_mended_here(result)


def _has_steps(result: ShownResult) -> bool:
    """Whether somebody has to do something; what has to be waited for has none to go to."""
    first = () if result.connected else result.written_causes[:1]
    return any(cause.steps and cause.who[0] is not Who.WAIT for cause in first)


def _fix_sheet(session: Session, result: ShownResult, owner: QWidget) -> QDialog:
    from wizard.ui.paper.fix_sheet_dialog import fix_sheet_dialog

    return fix_sheet_dialog(session, result, owner)


HAND_OVERS: tuple[HandOver, ...] = (
    HandOver("message", _message_caption, _message, _needs_message),
    HandOver("report", _report_caption, _report),
    HandOver("hand-off", lambda _: T("Continue on another &PC"), _hand_off, _is_elsewhere),
    HandOver("fix-sheet", lambda _: T("&Fix sheet"), _fix_sheet, _has_steps),
)
"""What there is."""


def hand_overs(result: ShownResult) -> list[HandOver]:
    """What a result has to hand over, in the order in which it is offered."""
    return [offer for offer in HAND_OVERS if offer.fits(result)]
