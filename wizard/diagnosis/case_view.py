"""A view of the evidence in the words that rules use."""

from __future__ import annotations

from wizard.core.authorities import well_known
from wizard.core.evidence import (
    CLOCK_LIMIT_S,
    READ_ALL,
    Answer,
    AnsweredBy,
    Content,
    Evidence,
    Failure,
    Opinion,
    PageKind,
)
from wizard.core.facts.channel_facts import ClockFacts
from wizard.core.record import record
from wizard.core.sentences import KnownSentence


@record
class CaseView:
    """One answer with its second opinions.

    Attributes:
        answer: The live call.
        evidence: The run that it belongs to.
    """

    answer: Answer
    evidence: Evidence

    @property
    def status(self) -> int:
        """HTTP status; 0 without one."""
        return self.answer.status or 0

    @property
    def failure(self) -> Failure | None:
        """Why there is no usable answer."""
        return self.answer.failure

    @property
    def content(self) -> Content:
        """Kind of body."""
        return self.answer.content

    @property
    def html(self) -> bool:
        """Whether the body is a web page."""
        return self.answer.content is Content.HTML

    @property
    def page(self) -> PageKind:
        """Kind of web page."""
        return self.answer.page

    @property
    def product(self) -> str | None:
        """The recognised proxy, filter or antivirus."""
        return self.answer.product

    @property
    def answered_by(self) -> AnsweredBy:
        """Who answered."""
        return self.answer.answered_by

    @property
    def said(self) -> KnownSentence:
        """Which known sentence was said by Open Dental.

        A web page is somebody else's, and so is a success in another form than a bare string.
        """
        if self.answered_by is AnsweredBy.MIDDLEBOX:
            return KnownSentence.NOTHING
        foreign = self.html or (self.status == 200 and self.content is not Content.JSON_STRING)
        return KnownSentence.NOTHING if foreign or self.product else self.answer.said

    @property
    def somebody_else(self) -> bool:
        """Whether somebody between answered: by its mark, or with a web page that refuses."""
        page = self.html and self.status in (401, 403)
        return self.answered_by is AnsweredBy.MIDDLEBOX or self.product is not None or page

    @property
    def by_windows(self) -> bool:
        """Whether Windows' own HTTP driver answered for a program that is not there (facts, section 1.1)."""
        return self.answer.http_sys and self.html

    @property
    def redirected(self) -> bool:
        """Whether the answer sends the caller elsewhere."""
        return 300 <= self.status < 400

    @property
    def sent_elsewhere(self) -> bool:
        """Whether that is another host."""
        return self.redirected and self.answer.redirect_elsewhere

    @property
    def public_authority(self) -> bool:
        """Whether the certificate that came ends in a well-known public authority."""
        shown = self.answer.certificate
        return shown is not None and well_known(*shown.top)

    @property
    def clock_ahead_s(self) -> float | None:
        """How far this PC's clock is ahead, negative when behind, as a check was told; None without one."""
        told = self.evidence.found(ClockFacts)
        return None if told is None or told.ahead_s is None else float(told.ahead_s)

    @property
    def clock_explains(self) -> bool | None:
        """Whether a clock that is off can make the certificate look as it does; None where no time was told.

        One that is behind makes nothing look expired, and one that is ahead nothing not yet valid.
        """
        ahead = self.clock_ahead_s
        if ahead is None:
            return None
        early = self.failure is Failure.TLS_NOT_YET_VALID
        return ahead < -CLOCK_LIMIT_S if early else ahead > CLOCK_LIMIT_S

    @property
    def keyless(self) -> Answer | None:
        """The control call without a key."""
        return self.evidence.opinion(Opinion.KEYLESS)

    @property
    def keyless_healthy(self) -> bool:
        """Whether Open Dental answers a call without a key as it should: a refusal in its own form."""
        control = self.keyless
        if control is None or control.failure is not None or control.answered_by is AnsweredBy.MIDDLEBOX:
            return False
        own_form = control.content is Content.JSON_STRING
        return control.status in (400, 401) or (control.status == 403 and own_form)

    @property
    def own_form(self) -> bool:
        """Whether the answer is in the form in which Open Dental tells an error."""
        return self.answer.content is Content.JSON_STRING

    @property
    def refused_without_key(self) -> bool:
        """Whether a call without any key gets a 403 too, and no sentence tells of a right."""
        control = self.keyless
        both = self.status == 403 and control is not None and control.status == 403
        return both and self.said is not KnownSentence.NO_PERMISSION

    @property
    def keyless_fails_alike(self) -> bool:
        """Whether the control call meets a failure of the same side."""
        control = self.keyless
        if control is None or (control.status or 0) < 500:
            return False
        return (control.answered_by is AnsweredBy.MIDDLEBOX) == (self.answered_by is AnsweredBy.MIDDLEBOX)

    @property
    def key_known(self) -> bool:
        """Whether another resource was answered with this key."""
        perms = self.evidence.opinion(Opinion.SECURITYPERMS)
        return perms is not None and perms.status == 200 and bool(perms.rights)

    @property
    def works_elsewhere(self) -> Opinion | None:
        """The office's own way on which the same key works, where one was tried and answered."""
        tried = (Opinion.LOCAL, Opinion.SERVICE)
        proved = {o.what for o in self.evidence.opinions if o.known and o.answer.succeeded}
        return next((what for what in tried if what in proved), None)

    @property
    def held(self) -> tuple[str, ...]:
        """Names of the rights that the key has, where they were told."""
        perms = self.evidence.opinion(Opinion.SECURITYPERMS)
        return () if perms is None else tuple(name for name, has in perms.rights if has)

    @property
    def right_missing(self) -> bool:
        """Whether the key's list of rights lacks the one that reading patients needs."""
        perms = self.evidence.opinion(Opinion.SECURITYPERMS)
        return self.key_known and perms is not None and not dict(perms.rights).get(READ_ALL, False)
