"""A run as plain text: the short form for the command, and the whole report for a vendor or IT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.text import T, Translator
from wizard.diagnosis.document import NO_KEYS
from wizard.diagnosis.report_model import CONFIDENCE, WHO, wait_of, without_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.core.redact import Redactor
    from wizard.diagnosis.explained import Cause
    from wizard.diagnosis.report_model import Report, ReportCause, ReportTime

_BAR = 30  # characters of the longest time


def cause_heading(cause: Cause, translator: Translator, redactor: Redactor = NO_KEYS) -> str:
    """One cause in one line."""
    say = without_keys(translator, redactor)
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
    say = without_keys(translator, redactor)
    who = ", ".join(say(WHO[w]) for w in cause.who)
    yield cause_heading(cause, translator, redactor)
    yield "    " + say(T("Who can act: {who}", who=who))
    for line in cause.because:
        yield "    " + say(T("Seen: {what}", what=line))
    yield f"    {say(cause.meaning)}"
    for number, step in enumerate(cause.steps, start=1):
        yield f"    {number}. {say(step)}"
    wait = wait_of(cause)
    if wait is not None:
        yield "    " + say(wait)


def report_text(told: Report) -> str:
    """A report as plain text."""
    lines = [told.title, told.promise, "", told.verdict]
    lines += [f"{name}: {value}" for name, value in told.facts]
    for at, cause in enumerate(told.causes):
        lines += ["", told.labels["other" if at else "cause"], *_cause(cause, told.labels)]
    lines += ["", told.labels["next"], f"  {told.following}", "", told.labels["checks"]]
    for heading, checks in told.groups:
        lines += [f"  {heading}", *(f"    {one.word}: {one.summary}" for one in checks)]
    lines += ["", told.labels["call"], *(f"  {said}" for said in told.call)]
    if told.times:
        lines += ["", told.labels["times"], *_bars(told.times)]
    return "\n".join(lines) + "\n"


def _cause(cause: ReportCause, labels: dict[str, str]) -> Iterator[str]:
    yield f"  {cause.ref}  {cause.title}"
    yield f"    {cause.who}"
    yield f"    {cause.sure}"
    yield f"    {labels['seen']}"
    yield from (f"      - {line}" for line in cause.seen)
    yield f"    {cause.meaning}"
    if cause.steps:
        yield f"    {labels['steps']}"
    for number, step in enumerate(cause.steps, start=1):
        yield f"      {number}. {step.replace('**', '')}"
    if cause.wait:
        yield f"    {cause.wait}"


def _bars(times: tuple[ReportTime, ...]) -> Iterator[str]:
    most = max(1, *(time.ms for time in times))
    wide = max(len(time.name) for time in times)
    for time in times:
        yield f"  {time.name:{wide}}  {time.ms:6} ms  {'#' * round(time.ms * _BAR / most)}".rstrip()
