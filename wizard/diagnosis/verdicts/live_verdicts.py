"""What the calls of the live test mean beside their answers: who is there, the key's rights, the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.codes import Code
from wizard.core.evidence import Content, Status
from wizard.core.facts import reported
from wizard.core.facts.live_facts import PortIdentity
from wizard.core.outcome import Outcome
from wizard.core.text import N, T, Text

if TYPE_CHECKING:
    from wizard.core.evidence import Answer
    from wizard.core.facts.live_facts import IdentityFacts, RightsFacts, VersionFacts

_WORDS: dict[PortIdentity, Text] = {
    PortIdentity.SOMEBODY_ELSE: T(
        "Another program answers where Open Dental should. The key was not sent there."
    ),
    PortIdentity.NOT_KNOWN: T(
        "It could not be seen that Open Dental answers there. So the key was not sent."
    ),
    PortIdentity.BY_BROADCAST: T(
        "The server PC was found only by asking around in this network, where any PC can answer. So the key "
        "was not sent. A name in DNS helps, and so does the server's address."
    ),
}


def identity(facts: IdentityFacts) -> Outcome | None:
    """What is told where the key stays; None where the answer itself tells more."""
    words = _WORDS.get(facts.who)
    if words is None:
        return None
    return Outcome(Status.FAILED, words, Code.ANSWER_NOT_OPEN_DENTAL, reported(facts))


def rights_verdict(facts: RightsFacts) -> Outcome:
    """Compare the key's rights with those that the vendor's program needs."""
    if not facts.answer.rights:
        return _not_told(facts.answer)
    missing = facts.missing
    if missing:
        words: Text = N(
            "The key lacks a right that the program needs: {names}.",
            "The key lacks {n} rights that the program needs: {names}.",
            len(missing),
            names=facts.lacking,
        )
        return Outcome(Status.WARNED, words, Code.PERMISSION_MISSING, reported(facts))
    return Outcome(Status.PASSED, _pace(facts.pace_s), None, reported(facts))


def _pace(pace_s: float) -> Text:
    if not pace_s:
        return T("The key has the rights that are needed.")
    return N(
        "The key has the rights that are needed; it may call once in {n} second.",
        "The key has the rights that are needed; it may call once in {n} seconds.",
        round(pace_s),
    )


def version_verdict(facts: VersionFacts) -> Outcome:
    """Compare the office's version with the oldest one that the vendor's program works with."""
    if facts.version is None:
        return _not_told(facts.answer)
    if facts.too_old:
        words = T(
            "This office runs Open Dental {version}; the program needs {floor} or later.",
            version=facts.version,
            floor=str(facts.floor),
        )
        return Outcome(Status.WARNED, words, Code.OFFICE_VERSION_TOO_OLD, reported(facts))
    words = T("This office runs Open Dental {version}.", version=facts.version)
    return Outcome(Status.PASSED, words, None, reported(facts))


def _not_told(answer: Answer) -> Outcome:
    words = T("Open Dental did not tell.")
    if answer.status is not None and answer.content is not Content.JSON_LIST:
        words = T("Open Dental did not tell ({status}).", status=answer.status)
    return Outcome(Status.UNKNOWN, words)
