"""The evidence in words that a front desk reads: only what was seen, never what was guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.evidence import READ_ALL, AnsweredBy, Content, Failure, Opinion, PageKind
from wizard.core.mode import Mode
from wizard.core.sentences import KnownSentence
from wizard.core.text import T, Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from wizard.diagnosis.case_view import CaseView

_FAILURES: dict[Failure, Text] = {
    Failure.NAME_NOT_FOUND: T("The name was not found."),
    Failure.REFUSED: T("The connection was refused."),
    Failure.UNREACHABLE: T("No connection came about."),
    Failure.DROPPED: T("The connection was cut before the answer was complete."),
    Failure.UNREADABLE: T(
        "An answer came that cannot be read. A device on the way to Open Dental changes answers."
    ),
    Failure.NO_ANSWER: T("The connection stood, but no answer came in time."),
    Failure.TLS_UNTRUSTED: T("The certificate's issuer is not trusted by this PC."),
    Failure.TLS_WRONG_HOST: T("The certificate is for another name."),
    Failure.TLS_NOT_YET_VALID: T("The certificate is not valid yet, by this PC's clock."),
    Failure.TLS_EXPIRED: T("The certificate has expired, by this PC's clock."),
    Failure.TLS_HANDSHAKE: T("A secure connection could not be made."),
    Failure.TLS_NO_ANSWER: T("The connection was open, but it did not become a secure one in time."),
    Failure.TLS_TOO_WEAK: T("The certificate that came is too weak, or was made for another purpose."),
    Failure.TLS_IMPOSSIBLE: T(
        "This PC can make no secure connection at all; a setting such as OPENSSL_CONF does that."
    ),
    Failure.PROXY_UNREACHABLE: T("The proxy that this PC has to use did not answer."),
    Failure.PROXY_SIGN_IN: T("The proxy asked for a sign-in."),
    Failure.PROXY_BAD_SETTING: T("The proxy setting of this PC cannot be used."),
    Failure.OVERSIZED: T("The answer was far longer than it can be, or never ended."),
    Failure.INTERNAL: T("The program could not make the call."),
}

_ELSEWHERE = {
    Opinion.LOCAL: T("The same key works on this PC, in the Open Dental that runs here."),
    Opinion.SERVICE: T("The same key works in this office, through the API Service."),
}

_ECONNECTOR = (KnownSentence.ECONNECTOR_DOWN, KnownSentence.ECONNECTOR_TWICE)
_KEY_CACHED = T("There, what is known of a key may be up to six hours old.")
_ONLY_REMOTE = T("So only the way through the eConnector is broken.")


def because(seen: CaseView) -> tuple[Text, ...]:
    """What was seen in an answer and its second opinions, the weightiest first."""
    if seen.failure is not None:
        return (_FAILURES[seen.failure], *_opinions(seen))
    return tuple(line for line in (_first(seen), _who(seen), *_opinions(seen)) if line is not None)


def _first(seen: CaseView) -> Text:
    answer = seen.answer
    if seen.sent_elsewhere or seen.answer.sent_on:
        if seen.page is PageKind.SIGN_IN:
            return T("The call was sent on to a sign-in page ({status}).", status=seen.status)
        return T("The call was sent on to another address ({status}).", status=seen.status)
    if seen.html:
        if answer.product:
            return T(
                "A web page of {product} came back ({status}).", product=answer.product, status=seen.status
            )
        return T("A web page came back where Open Dental sends plain data ({status}).", status=seen.status)
    return _words(seen)


def _words(seen: CaseView) -> Text:
    text = seen.answer.server_text
    if text:
        if seen.answer.product:
            who = seen.answer.product
            return T("{who} answered “{text}” ({status}).", who=who, text=text, status=seen.status)
        if seen.answered_by is AnsweredBy.OPEN_DENTAL:
            return T("Open Dental answered “{text}” ({status}).", text=text, status=seen.status)
        return T("The server answered “{text}” ({status}).", text=text, status=seen.status)
    if seen.content is Content.EMPTY:
        return T("The answer was only the number {status}, without any words.", status=seen.status)
    return T("The answer was {status}, in a form that Open Dental does not use.", status=seen.status)


def _who(seen: CaseView) -> Text | None:
    if seen.page is PageKind.BALANCER:
        return T("It is the page of a load balancer, such as stands in front of Open Dental.")
    if seen.page is PageKind.FAILURE:
        return T("It is a server's own message about a failure or maintenance, not a web filter's.")
    if seen.said is not KnownSentence.NOTHING:
        return T("Open Dental said so in its own words.")
    if seen.answered_by is AnsweredBy.OPEN_DENTAL and seen.status >= 400:
        return T("Open Dental itself answered, in words that this program does not know.")
    if seen.answered_by is AnsweredBy.MIDDLEBOX:
        return T("Something between this PC and Open Dental answered instead.")
    return None


def _without_the_right(held: Collection[str]) -> Text:
    if not held:
        return T("Open Dental knows the key, and {right} is not among its rights: none.", right=READ_ALL)
    return T(
        "Open Dental knows the key, and {right} is not among its rights: {held}.",
        right=READ_ALL,
        held=", ".join(held),
    )


def _opinions(seen: CaseView) -> list[Text]:
    lines = []
    if seen.refused_without_key:
        lines.append(T("A call without any key is refused too, so it is not about this key."))
    elif seen.keyless is not None and seen.keyless_healthy and seen.answered_by is not AnsweredBy.MIDDLEBOX:
        lines.append(T("A call without any key is answered, so the way to Open Dental is open."))
    elif seen.keyless_fails_alike:
        lines.append(T("A call without any key fails in the same way, so it is not about this key."))
    if seen.right_missing:
        lines.append(_without_the_right(seen.held))
    elif seen.key_known:
        lines.append(T("Another call with the same key is answered, so the key itself is known."))
    if seen.works_elsewhere is not None:
        lines.append(_ELSEWHERE[seen.works_elsewhere])
        if seen.evidence.mode is Mode.REMOTE and seen.status in (401, 403):
            lines.append(_KEY_CACHED)
        elif seen.evidence.mode is Mode.REMOTE and (seen.keyless_healthy or seen.said in _ECONNECTOR):
            lines.append(_ONLY_REMOTE)
    return lines
