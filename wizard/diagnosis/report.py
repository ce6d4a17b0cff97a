"""A run as plain text: the short form for the command, and the whole report for a vendor or IT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Confidence, Who
from wizard.core.evidence import Status
from wizard.core.text import N, T, Text, Translator, paragraph, unmarked
from wizard.diagnosis.document import NO_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.core.redact import Redactor
    from wizard.diagnosis.document import Document
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


_HOUR_S = 3600


def cause_heading(cause: Cause, translator: Translator, redactor: Redactor = NO_KEYS) -> str:
    """One cause in one line."""
    say = _without_keys(translator, redactor)
    heading = T(
        "{ref}  {title}  [{code}, {confidence}]",
        ref=cause.ref,
        title=say(cause.title),
        code=cause.code,
        confidence=say(CONFIDENCE[cause.confidence]),
    )
    return translator.translate(heading)  # a code stays whole, though a key may have six signs of it


def cause_lines(cause: Cause, translator: Translator, redactor: Redactor = NO_KEYS) -> Iterator[str]:
    """One cause: title, who, why, steps."""
    say = _without_keys(translator, redactor)
    who = ", ".join(say(WHO[w]) for w in cause.who)
    yield cause_heading(cause, translator, redactor)
    yield "    " + say(T("Who can act: {who}", who=who))
    for line in cause.because:
        yield "    " + say(T("Seen: {what}", what=line))
    yield f"    {say(cause.meaning)}"
    for number, step in enumerate(cause.steps, start=1):
        yield f"    {number}. {say(step)}"
    if cause.wait_s >= _HOUR_S:
        hours = round(cause.wait_s / _HOUR_S)
        wait = N("It can take {n} hour to show.", "It can take {n} hours to show.", hours)
        yield "    " + say(paragraph(wait, cause.wait_why) if cause.wait_why else wait)
    elif cause.wait_s and cause.wait_why:
        yield "    " + say(
            N(
                "It can take {n} minute: {why}",
                "It can take {n} minutes: {why}",
                _minutes(cause),
                why=cause.wait_why,
            )
        )
    elif cause.wait_s:
        yield "    " + say(
            N("Wait {n} second before the next try.", "Wait {n} seconds before the next try.", cause.wait_s)
        )


def _without_keys(translator: Translator, redactor: Redactor) -> Callable[[Text], str]:
    return lambda text: redactor.known(unmarked(translator.translate(text)))


def _minutes(cause: Cause) -> int:
    return max(1, round(cause.wait_s / 60))


def report(
    document: Document, causes: tuple[Cause, ...], translator: Translator, redactor: Redactor = NO_KEYS
) -> str:
    """The whole report: what a vendor or IT reads without seeing a patient or a key."""

    def say(text: Text) -> str:
        return unmarked(translator.translate(text))

    run, program = document["run"], document["program"]
    lines = [
        say(T("Connect Wizard for Open Dental: report {reference}", reference=run["reference"])),
        say(T("No key and no patient's data is in this report.")),
        "",
        say(T("Verdict: {verdict}", verdict=document["verdict"])),
        say(T("Started: {time} ({ms} ms)", time=run["started"], ms=run["took_ms"])),
        say(T("Called: {address} ({mode})", address=run["endpoint"], mode=run["mode"])),
        say(
            T(
                "Program: {version}, Python {python}, {platform}",
                version=program["version"],
                python=program["python"],
                platform=program["platform"],
            )
        ),
        "",
    ]
    for cause in causes:
        lines += [*cause_lines(cause, translator, redactor), ""]
    lines.append(say(T("Checks")))
    lines += [_check_line(check["id"], check["status"], check["summary"]) for check in document["checks"]]
    lines += ["", *_call_lines(document, translator), document["next"]]
    return "\n".join(lines) + "\n"


def _check_line(identity: str, status: str, summary: str) -> str:
    return f"  {identity:29} {status:8} {summary}"


def _call_lines(document: Document, translator: Translator) -> Iterator[str]:
    probe = document["probe"]
    if probe is None:
        yield unmarked(translator.translate(T("The live call was not made.")))
        yield ""
        return
    yield unmarked(translator.translate(T("Live call")))
    status = "-" if probe["status"] is None else probe["status"]
    yield f"  {probe['method']} {probe['path']}  {status}  {probe['content']}  {probe['answered_by']}"
    if probe["server_text"]:
        yield f"  “{probe['server_text']}”"
    yield "  " + "  ".join(f"{layer} {ms} ms" for layer, ms in probe["timings_ms"].items())
    for opinion in document["second_opinions"]:
        yield f"  + {opinion['what']}  {opinion['status'] or '-'}  {opinion['content']}"
    yield ""
