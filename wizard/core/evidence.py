"""What was seen: typed evidence, the only thing that judgement works on."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from wizard.core.facts import CheckFacts
from wizard.core.facts.pc_facts import InstalledFacts
from wizard.core.record import record
from wizard.core.sentences import KnownSentence

if TYPE_CHECKING:
    from wizard.core.codes import CheckId, Code
    from wizard.core.handoff_code import HandoffCode
    from wizard.core.mode import Mode
    from wizard.core.practice_title import Practice
    from wizard.core.text import Text
    from wizard.core.version import Version

F = TypeVar("F", bound=CheckFacts)

READ_ALL = "ApiReadAll"
"""The right that every GET needs; a live call that succeeded has proved it (facts, section 4)."""

CLOCK_LIMIT_S = 300
"""Seconds between this PC's clock and the server's ``Date`` that are still called right."""


class Status(StrEnum):
    """The outcome of one check."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    BLOCKED = "blocked"  # what it needs first has failed
    SKIPPED = "skipped"  # not needed here
    UNKNOWN = "unknown"  # could not be checked
    CRASHED = "crashed"


class Content(StrEnum):
    """What kind of body came back."""

    JSON_STRING = "json-string"
    JSON_LIST = "json-list"
    JSON_OTHER = "json-other"
    HTML = "html"
    TEXT = "text"
    EMPTY = "empty"
    NONE = "none"  # no answer at all


class AnsweredBy(StrEnum):
    """Who answered."""

    OPEN_DENTAL = "open-dental"
    MIDDLEBOX = "middlebox"  # proxy, web filter, antivirus shield, captive portal
    NOBODY = "nobody"
    UNKNOWN = "unknown"


class Failure(StrEnum):
    """Why a call brought no usable answer."""

    NAME_NOT_FOUND = "name-not-found"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    DROPPED = "dropped"  # reset, truncated, or closed without a word
    UNREADABLE = "unreadable"  # what came begins in no form of HTTP, though nothing was cut
    NO_ANSWER = "no-answer"
    TLS_UNTRUSTED = "tls-untrusted"
    TLS_WRONG_HOST = "tls-wrong-host"
    TLS_NOT_YET_VALID = "tls-not-yet-valid"
    TLS_EXPIRED = "tls-expired"
    TLS_TOO_WEAK = "tls-too-weak"  # trusted, and its signature, key or purpose is not good enough
    TLS_HANDSHAKE = "tls-handshake"
    TLS_NO_ANSWER = "tls-no-answer"  # the connection stood, and the secure channel did not in time
    TLS_IMPOSSIBLE = "tls-impossible"  # this PC's own settings let no secure channel be made
    PROXY_UNREACHABLE = "proxy-unreachable"
    PROXY_SIGN_IN = "proxy-sign-in"
    PROXY_BAD_SETTING = "proxy-bad-setting"
    OVERSIZED = "oversized"
    INTERNAL = "internal"  # the program's own fault


TLS_FAILURES = frozenset(
    {
        Failure.TLS_UNTRUSTED,
        Failure.TLS_WRONG_HOST,
        Failure.TLS_NOT_YET_VALID,
        Failure.TLS_EXPIRED,
        Failure.TLS_TOO_WEAK,
        Failure.TLS_HANDSHAKE,
    }
)
"""Failures of the secure channel."""


class Weakness(StrEnum):
    """What a certificate that is trusted is not good enough in."""

    SIGNATURE = "signature"  # SHA-1 and older
    KEY = "key"  # too short
    PURPOSE = "purpose"  # not made for a server


class PageKind(StrEnum):
    """What an HTML answer is, by its marks."""

    NONE = "none"
    SIGN_IN = "sign-in"  # a network's sign-in page
    BLOCK = "block"  # a filter, proxy or antivirus says no
    BALANCER = "balancer"  # the stock error page of the load balancer seen in front of Open Dental
    FAILURE = "failure"  # a server says of itself that it is down, starting or being worked on
    OTHER = "other"


@record
class Certificate:
    """The certificate that came with a secure channel, trusted or not.

    Attributes:
        issuer: Who issued it, in words: its common name, and its organisation where that is another.
        chain: Every issuer's name in the chain that came, to recognise a product by.
        valid_from: Seconds since 1970.
        valid_to: Seconds since 1970.
        top: The last issuer of the chain that came: its organisation's name, and its own.
        self_signed: It was issued by itself.
        subject: Its own names, to recognise a filter's page by; never shown.
    """

    issuer: str
    chain: str
    valid_from: float
    valid_to: float
    top: tuple[str, str] = ("", "")
    self_signed: bool = False
    subject: str = ""


@record
class Timings:
    """Milliseconds per layer; 0 where the layer was not needed."""

    dns: int = 0
    connect: int = 0
    tls: int = 0
    first_byte: int = 0


@record
class Answer:
    """One call and what came back, without any patient's data.

    Attributes:
        method: HTTP method.
        path: Path under the base URL, without its query.
        status: HTTP status, or None without an answer.
        content: Kind of body.
        answered_by: Who answered.
        server_text: Plain words of an error answer's sentence, redacted, at most 200 characters.
        said: Which known sentence it holds.
        rows: Rows in a JSON list, counted without decoding them.
        took_ms: Whole duration.
        timings: Duration per layer.
        failure: Why there is no usable answer.
        page: Kind of HTML page.
        product: Name of the recognised proxy, filter or antivirus.
        refuses: Its words say that a filter, a firewall or the like said no.
        retry_after_s: Seconds from a ``Retry-After`` header, in either of its forms.
        clock_ahead_s: How far this PC's clock is ahead of the server's ``Date``; negative when behind.
        redirect_elsewhere: A redirect leads to another host.
        sent_on: A redirect on the same host, or a ``Refresh`` header, leads to another place.
        proxied: The call went through a proxy.
        http_sys: Windows' own HTTP driver answered (``Server: Microsoft-HTTPAPI``, or words of its own).
        other_name: It did so for a program that is registered there under another name or address.
        rights: Permission name to held, from ``/securityperms`` only.
        version: Open Dental's version, from ``ProgramVersion`` only; empty without one.
        certificate: What came with the secure channel; None where there was none.
        weakness: Why a certificate that is trusted was refused all the same.
        challenges: Sign-in schemes that a proxy offered, such as ``Negotiate``.
        by_proxy: Its head holds what proxies put there, and web servers do not.
        whole_text: The whole sentence of an error answer without a key, for the window; never in a document.
        practice: Whose database it is, from ``PracticeTitle`` only; for the window, and never in evidence.
    """

    method: str
    path: str
    status: int | None = None
    content: Content = Content.NONE
    answered_by: AnsweredBy = AnsweredBy.NOBODY
    server_text: str | None = None
    said: KnownSentence = KnownSentence.NOTHING
    rows: int | None = None
    took_ms: int = 0
    timings: Timings = field(default_factory=Timings)
    failure: Failure | None = None
    page: PageKind = PageKind.NONE
    product: str | None = None
    refuses: bool = False
    retry_after_s: int | None = None
    clock_ahead_s: float | None = None
    redirect_elsewhere: bool = False
    sent_on: bool = False
    proxied: bool = False
    http_sys: bool = False
    other_name: bool = False
    rights: tuple[tuple[str, bool], ...] = ()
    version: str = ""
    certificate: Certificate | None = None
    weakness: Weakness | None = None
    challenges: tuple[str, ...] = ()
    by_proxy: bool = False
    whole_text: str | None = field(default=None, repr=False)
    practice: Practice | None = field(default=None, repr=False)

    @property
    def succeeded(self) -> bool:
        """Whether Open Dental answered with a list."""
        return self.status == 200 and self.content is Content.JSON_LIST and self.failure is None


class Opinion(StrEnum):
    """A further call: a second opinion after a failure, or a question after a success."""

    KEYLESS = "keyless"  # the same URL without any key
    SECURITYPERMS = "securityperms"  # which rights has the key
    SERVICE = "service"  # the same key on the API Service
    LOCAL = "local"  # the same key on the Local API
    # asked after a success only, so no second opinions
    VERSION = "version"  # which Open Dental runs there
    PRACTICE = "practice"  # whose practice it is, for the window alone


@record
class SecondOpinion:
    """A further call and what came back.

    Attributes:
        what: What was asked.
        answer: What came back.
        known: Whoever answered is known: a list from a port of this office proves nothing without it.
    """

    what: Opinion
    answer: Answer
    known: bool = True


class Disowned(StrEnum):
    """What became of a key that works, where a person said that the practice it opens is not theirs."""

    NOT_STORED = "not-stored"  # this PC never stored it
    REMOVED = "removed"  # it was stored, and is no longer
    PUT_BACK = "put-back"  # the key that was stored before is back in its place
    WAS_THERE = "was-there"  # it was stored before this program began, and still is
    NOT_KNOWN = "not-known"  # the keychain did not say


class KeyProblem(StrEnum):
    """What is wrong with a key before any call is made."""

    MISSING = "missing"
    MALFORMED = "malformed"
    SEVERAL = "several"  # more than one could be meant
    NOTHING_GIVEN = "nothing-given"  # one was to come, and nothing came
    IS_DEVELOPER_KEY = "is-developer-key"
    DEVELOPER_MISSING = "developer-missing"
    DEVELOPER_MALFORMED = "developer-malformed"


@record
class CheckResult:
    """The outcome of one check, with what it is called and how long it took.

    Attributes:
        id: Stable id, for example ``prereq.name``.
        status: Outcome.
        summary: One sentence for a person.
        code: Cause code when it warned or failed.
        evidence: Facts on the check's allow-list; never a key, a name or a path.
        took_ms: Duration in milliseconds.
        blocked_by: Id of the failed check that this one needs.
        shown: The same sentence for the window, where it names the server; never in a document.
        facts: What was found, for judgement; never in a document. None where the check did not run.
    """

    id: CheckId
    status: Status
    summary: Text
    code: Code | None = None
    evidence: tuple[tuple[str, str | int | float | bool], ...] = ()
    took_ms: int = 0
    blocked_by: CheckId | None = None
    shown: Text | None = None
    facts: CheckFacts | None = field(default=None, repr=False)


@record
class Evidence:
    """Everything that one run saw.

    Attributes:
        mode: How Open Dental was called.
        checks: The outcomes of the checks, in the order in which they are shown.
        probe: The live call; None where it was not made.
        opinions: Second opinions, in the order in which they were asked.
        key_problem: What is wrong with a key before any call.
        key_detail: The problem in words.
        interrupted: A person ended the run.
        od_version: Open Dental's version, told by the office itself; None where it was not asked.
        server: Name of the server PC, for the window; never in a document.
        server_here: This PC is the server.
        disowned: What became of the key, where a person said that the practice it opens is not theirs.
        there: What another PC has found, as a person typed the code that it showed; None without one.
    """

    mode: Mode
    checks: tuple[CheckResult, ...] = ()
    probe: Answer | None = None
    opinions: tuple[SecondOpinion, ...] = ()
    key_problem: KeyProblem | None = None
    key_detail: Text | None = None
    interrupted: bool = False
    od_version: Version | None = None
    server: str = ""
    server_here: bool = False
    disowned: Disowned | None = None
    there: HandoffCode | None = None

    @property
    def installed(self) -> Version | None:
        """The version of the Open Dental on this PC, as the check of it told; None where it is not known."""
        facts = self.found(InstalledFacts)
        return facts.version if facts else None

    def found(self, kind: type[F]) -> F | None:
        """What the check with this class of facts found; None where none came as far."""
        return next((check.facts for check in self.checks if isinstance(check.facts, kind)), None)

    def opinion(self, what: Opinion) -> Answer | None:
        """The answer of a second opinion, if it was asked."""
        return next((o.answer for o in self.opinions if o.what is what), None)
