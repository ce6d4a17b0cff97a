"""A run's report as words in one language: what every readable form of it shows. Pure.

It is made of the document, so that the report of a case is the one that the office saw, and of the causes for
what a document does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Confidence, Who
from wizard.core.codes import CheckId
from wizard.core.evidence import AnsweredBy, Opinion, Status
from wizard.core.mode import Mode
from wizard.core.record import record
from wizard.core.text import N, T, Text, Translator, paragraph, unmarked
from wizard.diagnosis.check_groups import GROUPS, TITLES, group_of
from wizard.diagnosis.clock_words import length
from wizard.diagnosis.document import NO_KEYS
from wizard.diagnosis.judge import WORKS, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.core.redact import Redactor
    from wizard.diagnosis.document import CheckPart, Document, ProbePart
    from wizard.diagnosis.explained import Cause

WHO: dict[Who, Text] = {
    Who.OFFICE: T("this office"),
    Who.IT: T("the office's IT"),
    Who.VENDOR: T("the vendor"),
    Who.OPEN_DENTAL: T("Open Dental"),
    Who.WAIT: T("nobody; it takes some time"),
    Who.NOBODY: T("nobody"),
}
CONFIDENCE: dict[Confidence, Text] = {
    Confidence.CERTAIN: T("certain"),
    Confidence.LIKELY: T("likely"),
    Confidence.POSSIBLE: T("possible"),
}
STATUS: dict[Status, Text] = {
    Status.PASSED: T("passed"),
    Status.WARNED: T("look at this"),
    Status.FAILED: T("failed"),
    Status.BLOCKED: T("waiting"),
    Status.SKIPPED: T("not needed"),
    Status.UNKNOWN: T("could not check"),
    Status.CRASHED: T("could not check"),
}
_VERDICT = {
    Verdict.CONNECTED: T("Connected"),
    Verdict.WARNINGS: T("Connected. Something needs a look"),
    Verdict.FAILED: T("Not connected"),
    Verdict.INCOMPLETE: T("Not finished"),
}
_WAY = {
    Mode.REMOTE: T("Over the internet, through Open Dental's own servers"),
    Mode.API_SERVICE: T("Inside the office, through the API Service on the server"),
    Mode.LOCAL: T("On this PC, through Open Dental itself"),
}
_LAYERS = {
    "dns": T("Find the address"),
    "connect": T("Connect"),
    "tls": T("Secure the connection"),
    "first_byte": T("Wait for the answer"),
}
_OPINIONS = {
    Opinion.KEYLESS: T("The same call without a key"),
    Opinion.SECURITYPERMS: T("The call that lists the key's rights"),
    Opinion.SERVICE: T("The same key through the API Service"),
    Opinion.LOCAL: T("The same key through Open Dental on this PC"),
    Opinion.VERSION: T("The call that asks for Open Dental's version"),
    Opinion.PRACTICE: T("The call that asks whose practice it is"),
}
_ANSWERED_BY = {
    AnsweredBy.OPEN_DENTAL: T("Open Dental itself answered."),
    AnsweredBy.MIDDLEBOX: T("Something on the network answered instead of Open Dental."),
    AnsweredBy.NOBODY: T("Nobody answered."),
    AnsweredBy.UNKNOWN: T("It is not known who answered."),
}
_HOUR_S = 3600


@record
class ReportCause:
    """A cause in words.

    Attributes:
        ref: For the phone, and for ``explain``.
        title: The verdict as a sentence.
        who: Who can act, as a line.
        sure: How sure it is, as a line.
        seen: What speaks for it.
        meaning: What it means.
        steps: What to do; Open Dental's words stay between ``**``.
        wait: How long a cure takes to show; None where it shows at once.
    """

    ref: str
    title: str
    who: str
    sure: str
    seen: tuple[str, ...]
    meaning: str
    steps: tuple[str, ...]
    wait: str | None


@record
class ReportCheck:
    """A check in words: its outcome, the outcome's word, and what was found as a sentence."""

    status: Status
    word: str
    summary: str


@record
class ReportTime:
    """How long one layer of the live call took, in milliseconds."""

    name: str
    ms: int


@record
class Report:
    """A report in words.

    Attributes:
        language: BCP 47 tag of its words.
        reference: As it is quoted on the phone: of the likeliest cause, and eight characters of the run.
        title: Its own name, with the reference.
        promise: What is not in it.
        verdict: The outcome as a line.
        works: Whether the live call succeeded.
        facts: Labels with their values: when, how long, by which way, which program.
        causes: The likeliest first.
        groups: Headings with their checks, as the window groups them.
        call: What the live call brought, a line each.
        times: How long its layers took; empty where there was no call.
        labels: Headings of the parts, by the names of :func:`report_of`.
        following: What to do now.
    """

    language: str
    reference: str
    title: str
    promise: str
    verdict: str
    works: bool
    facts: tuple[tuple[str, str], ...]
    causes: tuple[ReportCause, ...]
    groups: tuple[tuple[str, tuple[ReportCheck, ...]], ...]
    call: tuple[str, ...]
    times: tuple[ReportTime, ...]
    labels: dict[str, str]
    following: str


def report_of(
    document: Document,
    causes: tuple[Cause, ...],
    translator: Translator,
    redactor: Redactor = NO_KEYS,
    when: str | Text = "",
) -> Report:
    """Put a run's document into words.

    Args:
        document: What they are made of.
        causes: For what it does not hold.
        translator: Says them.
        redactor: Takes the run's keys out of the causes.
        when: Day and time of the run as its reader's clock has them; empty where the reader has none.
    """
    say, plain = without_keys(translator, redactor), _plain(translator)
    run, program = document["run"], document["program"]
    verdict = Verdict(document["verdict"])
    works = verdict in WORKS
    reference = "-".join([*(cause.ref for cause in causes[:1]), run["reference"]])
    labels = {
        "cause": T("Result") if works else T("Likely cause"),
        "other": T("Could also be"),
        "seen": T("What was seen"),
        "steps": T("What to do"),
        "checks": T("Checks"),
        "call": T("Live call"),
        "times": T("How long each part took"),
        "next": T("Next"),
        "about": T("About this check"),
    }
    facts = (
        *(((T("When"), when),) if when else ()),
        (T("It took"), _took(run["took_ms"])),
        (T("Way to Open Dental"), _WAY[Mode(run["mode"])]),
        (T("Address"), run["endpoint"]),
        (
            T("Program"),
            T(
                "Connect Wizard {version}, Python {python}, {platform}",
                version=program["version"],
                python=program["python"],
                platform=program["platform"],
            ),
        ),
    )
    return Report(
        language=translator.language,
        reference=reference,
        title=plain(T("Connect Wizard for Open Dental: report {reference}", reference=reference)),
        promise=plain(T("No key and no patient's data is in this report.")),
        verdict=plain(_VERDICT[verdict]),
        works=works,
        facts=tuple(
            (plain(name), value if isinstance(value, str) else plain(value)) for name, value in facts
        ),
        causes=tuple(_cause(cause, say, translator, redactor) for cause in causes),
        groups=tuple(_groups(document["checks"], plain)),
        call=tuple(_call(document, plain)),
        times=tuple(_times(document["probe"], plain)),
        labels={name: plain(text) for name, text in labels.items()},
        following=document["next"],
    )


def without_keys(translator: Translator, redactor: Redactor) -> Callable[[Text], str]:
    """Says a text without marks and without the run's keys."""
    return lambda text: redactor.known(unmarked(translator.translate(text)))


def wait_of(cause: Cause) -> Text | None:
    """How long a cure takes to show; None where it shows at once."""
    if cause.wait_s >= _HOUR_S:
        hours = round(cause.wait_s / _HOUR_S)
        wait = N("It can take {n} hour to show.", "It can take {n} hours to show.", hours)
        return paragraph(wait, cause.wait_why) if cause.wait_why else wait
    if cause.wait_s and cause.wait_why:
        minutes = max(1, round(cause.wait_s / 60))
        return N(
            "It can take {n} minute: {why}", "It can take {n} minutes: {why}", minutes, why=cause.wait_why
        )
    if cause.wait_s:
        return N(
            "Wait {n} second before the next try.", "Wait {n} seconds before the next try.", cause.wait_s
        )
    return None


def _plain(translator: Translator) -> Callable[[Text], str]:
    return lambda text: unmarked(translator.translate(text))


def _cause(
    cause: Cause, say: Callable[[Text], str], translator: Translator, redactor: Redactor
) -> ReportCause:
    wait = wait_of(cause)
    return ReportCause(
        ref=cause.ref,
        title=say(cause.title),
        who=say(T("Who can act: {who}", who=", ".join(say(WHO[w]) for w in cause.who))),
        sure=say(T("How sure: {confidence}", confidence=CONFIDENCE[cause.confidence])),
        seen=tuple(map(say, cause.because)),
        meaning=say(cause.meaning),
        steps=tuple(redactor.known(translator.translate(step)) for step in cause.steps),
        wait=None if wait is None else say(wait),
    )


def _groups(
    checks: list[CheckPart], plain: Callable[[Text], str]
) -> Iterator[tuple[str, tuple[ReportCheck, ...]]]:
    for group, heading in GROUPS.items():
        own = tuple(
            ReportCheck(status, plain(STATUS[status]), _found(one, status, plain))
            for one in checks
            if group_of(CheckId(one["id"])) is group
            for status in (Status(one["status"]),)
        )
        if own:
            yield plain(heading), own


def _found(check: CheckPart, status: Status, plain: Callable[[Text], str]) -> str:
    """What a check found; where that tells nothing by itself, behind the check's name."""
    if status in (Status.PASSED, Status.WARNED, Status.FAILED):
        return check["summary"]
    return plain(T("{check}: {found}", check=TITLES[CheckId(check["id"])], found=check["summary"]))


def _call(document: Document, plain: Callable[[Text], str]) -> Iterator[str]:
    probe = document["probe"]
    if probe is None:
        yield plain(T("The live call was not made."))
        return
    yield plain(_answer(f"{probe['method']} {probe['path']}", probe["status"]))
    yield plain(_ANSWERED_BY[AnsweredBy(probe["answered_by"])])
    if probe["server_text"]:
        yield plain(T("Its words: “{words}”", words=probe["server_text"]))
    for opinion in document["second_opinions"]:
        yield plain(_answer(_OPINIONS[Opinion(opinion["what"])], opinion["status"]))


def _answer(what: str | Text, status: int | None) -> Text:
    if status is None:
        return T("{call}: no answer", call=what)
    return T("{call}: answer {status}", call=what, status=status)


def _times(probe: ProbePart | None, plain: Callable[[Text], str]) -> Iterator[ReportTime]:
    if probe is not None:
        for layer, ms in probe["timings_ms"].items():
            yield ReportTime(plain(_LAYERS[layer]), ms)


def _took(ms: int) -> Text:
    seconds = round(ms / 1000)
    if not seconds:
        return T("Less than a second")
    return N("{n} second", "{n} seconds", seconds) if seconds < 60 else length(seconds)
