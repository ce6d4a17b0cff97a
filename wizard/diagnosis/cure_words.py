"""What was seen to change, and what it was, in words. Names no server, no proxy and no address."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.codes import CheckId, Code, Family
from wizard.core.text import T, Text
from wizard.diagnosis.clock_words import Moment, length

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


class _Words(NamedTuple):
    """How a change of one check is told: when it healed, and when not."""

    healed: Text
    other: Text | None = None


_FLIPS: Mapping[CheckId, _Words] = {
    CheckId.PREREQ_PROXY: _Words(T("The proxy setting of this PC was changed at {time}.")),
    CheckId.PREREQ_NAME: _Words(
        T("This PC found Open Dental on the internet at {time}."),
        T("The way to Open Dental on the internet changed at {time}."),
    ),
    CheckId.PREREQ_PORT: _Words(
        T("The connection to Open Dental opened at {time}."),
        T("The connection to Open Dental changed at {time}."),
    ),
    CheckId.PREREQ_SECURE_CHANNEL: _Words(
        T("The secure connection to Open Dental worked at {time}."),
        T("The secure connection to Open Dental changed at {time}."),
    ),
    CheckId.PREREQ_CLOCK: _Words(
        T("This PC's clock was set right. That was seen at {time}."),
        T("This PC's clock went wrong. That was seen at {time}."),
    ),
    CheckId.PREREQ_OPEN_DENTAL_INSTALLED: _Words(T("Open Dental on this PC had another version at {time}.")),
    CheckId.PREREQ_OPEN_DENTAL_RUNNING: _Words(
        T("Open Dental on this PC was open and ready at {time}."),
        T("Open Dental on this PC was no longer ready at {time}."),
    ),
    CheckId.PREREQ_ROLE: _Words(T("Open Dental on this PC used another database at {time}.")),
    CheckId.PREREQ_RESTART_PENDING: _Words(
        T("No restart was pending any more at {time}."),
        T("A restart became pending at {time}."),
    ),
    CheckId.PREREQ_DISK: _Words(
        T("The drive of Open Dental had room again at {time}."),
        T("The drive of Open Dental was nearly full at {time}."),
    ),
    CheckId.PREREQ_TIME_ZONE: _Words(
        T("The time zone of this PC was correct at {time}."),
        T("The time zone of this PC was changed at {time}."),
    ),
    CheckId.PREREQ_ECONNECTOR_SERVICE: _Words(T("The eConnector's service changed at {time}.")),
    CheckId.PREREQ_API_SERVICE: _Words(
        T("The API Service answered at {time}."),
        T("The API Service changed at {time}."),
    ),
    CheckId.PREREQ_OTHER_SERVICES: _Words(
        T("The database's service went to **Running** at {time}."),
        T("The database's service changed at {time}."),
    ),
    CheckId.PREREQ_SLEEP: _Words(
        T("This PC was set to stay awake. That was seen at {time}."),
        T("The sleep setting of this PC was changed at {time}."),
    ),
    CheckId.PREREQ_SETUP_WINDOW_PORT: _Words(
        T("The API Setup window could open at {time}."),
        T("The API Setup window could no longer open at {time}."),
    ),
    CheckId.LIVE_PATIENTS: _Words(T("Open Dental's answer changed at {time}.")),
}

_ECONNECTOR: Mapping[Code, Text] = {
    Code.ECONNECTOR_NOT_RUNNING: T("The eConnector's service went to **Running** at {time}."),
    Code.ECONNECTOR_DUPLICATE: T("Only one eConnector was left at {time}."),
    Code.ECONNECTOR_VERSION_MISMATCH: T("The eConnector had Open Dental's version at {time}."),
    Code.ECONNECTOR_NOT_AUTOMATIC: T("The eConnector was set to start by itself. That was seen at {time}."),
}
"""What was found before, where the eConnector's service is well again."""

_WELL = (None, Code.ECONNECTOR_NOT_AUTOMATIC)  # it runs

_IT_WAS: Mapping[Family | Code, Text] = {
    Family.ANSWER: T("Nothing else was seen to change: it was the network."),
    Family.API: T("Nothing else was seen to change: it was the API setting in Open Dental."),
    Family.API_SERVICE: T("Nothing else was seen to change: it was the API Service."),
    Family.CLOCK: T("Nothing else was seen to change: it was this PC's clock."),
    Family.CLOUD: T("Nothing else was seen to change: it was Open Dental Cloud."),
    Family.ECONNECTOR: T("Nothing else was seen to change: it was the eConnector."),
    Family.HQ: T("Nothing else was seen to change: it was Open Dental's own servers."),
    Family.KEY: T("Nothing else was seen to change: it was the key."),
    Family.LOCAL_API: T("Nothing else was seen to change: it was Open Dental on this PC."),
    Family.NETWORK: T("Nothing else was seen to change: it was the network."),
    Family.OFFICE: T("Nothing else was seen to change: it was this office's server."),
    Family.PERMISSION: T("Nothing else was seen to change: it was the rights of the key."),
    Family.PROXY: T("Nothing else was seen to change: it was the proxy or web filter."),
    Family.TLS: T("Nothing else was seen to change: it was the secure connection."),
    Code.OFFICE_VERSION_TOO_OLD: T("Nothing else was seen to change: it was Open Dental's version."),
    Code.OFFICE_SLEEPS: T("Nothing else was seen to change: it was the sleep setting."),
    Code.OFFICE_DISK_FULL: T("Nothing else was seen to change: it was the full drive."),
    Code.OFFICE_RESTART_PENDING: T("Nothing else was seen to change: it was the pending restart."),
    Code.OFFICE_DATABASE_STOPPED: T("Nothing else was seen to change: it was the database."),
    Code.HQ_THROTTLED: T("Nothing else was seen to change: there were too many calls."),
    Code.TLS_CLOCK: T("Nothing else was seen to change: it was this PC's clock."),
    Code.NETWORK_NO_ANSWER: T("Nothing else was seen to change."),  # the network's, or the office's
}
_IT = T("Nothing else was seen to change.")
_NOT_THE_FIRST = T("The cause that was named first was not it.")
_SEVERAL = T("Several things changed, so it cannot be said which one it was.")
_ONLY_POSSIBLE = T("Nothing else was seen to change, so it cannot be said what it was.")
_UNSEEN = T("It works again. What healed it was not seen.")
_SHOWN = 3
"""Changes that a card tells of, where there were several."""


def flip_text(check: CheckId, before: Code | None, after: Code | None, at: datetime) -> Text:
    """What changed, as a sentence.

    Args:
        check: What was looked at.
        before: What was found before; None for nothing wrong.
        after: What is found now.
        at: Local time of the look that saw it.
    """
    words = _FLIPS[check]
    sentence = words.healed if after is None else words.other or words.healed
    if check is CheckId.PREREQ_ECONNECTOR_SERVICE and before is not None and after in _WELL:
        sentence = _ECONNECTOR.get(before, sentence)
    return Text(sentence.msgid, {"time": Moment(at)})


def proof_texts(named: Code, proven: Code, flip: Text, answered_s: float | None) -> tuple[Text, ...]:
    """What a card says where one flip proves a cause.

    Args:
        named: The first cause of the run in which it began.
        proven: The one that is proved.
        flip: The flip's sentence.
        answered_s: Seconds from the flip to the answer's own change; None where the flip is the answer's, and
            where there was no answer before.
    """
    lines = [flip]
    if answered_s:
        lines.append(T("Open Dental's answer changed {length} later.", length=length(answered_s)))
    elif answered_s is not None:
        lines.append(T("Open Dental's answer changed with it."))
    lines.append(_IT_WAS.get(proven) or _IT_WAS.get(proven.family) or _IT)
    if proven is not named:
        lines.append(_NOT_THE_FIRST)
    return tuple(lines)


def unproven_texts(flips: Sequence[Text]) -> tuple[Text, ...]:
    """What a card says where no cause is proved.

    Args:
        flips: The sentences of all that was seen to change.
    """
    if not flips:
        return (_UNSEEN,)
    if len(flips) == 1:
        return (*flips, _ONLY_POSSIBLE)
    return (*tuple(dict.fromkeys(flips))[:_SHOWN], _SEVERAL)
