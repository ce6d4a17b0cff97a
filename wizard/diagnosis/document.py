"""The JSON document of a run (``resources/schema/check-1.schema.json``) and the same as a readable report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

from wizard.core.record import record
from wizard.core.redact import Redactor
from wizard.core.text import Text, Translator, unmarked
from wizard.diagnosis.judge import Judgement, next_step

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.evidence import Answer, CheckResult, Evidence, SecondOpinion
    from wizard.diagnosis.cure import Cure, CurePart
    from wizard.diagnosis.explained import Cause
    from wizard.diagnosis.over_time import Changes

NO_KEYS = Redactor()
"""For a run without keys."""

_LONGEST_TEXT = 200  # characters (contract)


@record
class RunFacts:
    """About one run.

    Attributes:
        version: The program's version.
        python: Python's version.
        platform: System and release, without a computer's name.
        reference: Eight characters for the phone.
        started: RFC 3339, UTC.
        took_ms: Whole duration.
        endpoint: URL that was called, in its public form.
    """

    version: str
    python: str
    platform: str
    reference: str
    started: str
    took_ms: int
    endpoint: str


class ProgramPart(TypedDict):
    """Which program ran where."""

    name: str
    version: str
    python: str
    platform: str


class RunPart(TypedDict):
    """About the run."""

    reference: str
    started: str
    took_ms: int
    mode: str
    endpoint: str


class CheckPart(TypedDict):
    """One check."""

    id: str
    status: str
    code: str | None
    summary: str
    evidence: dict[str, str | int | float | bool]
    took_ms: int
    blocked_by: str | None


class ProbePart(TypedDict):
    """The live call."""

    method: str
    path: str
    status: int | None
    content: str
    answered_by: str
    server_text: str | None
    rows: int | None
    took_ms: int
    timings_ms: dict[str, int]


class OpinionPart(TypedDict):
    """A second opinion."""

    what: str
    status: int | None
    content: str
    took_ms: int


class CausePart(TypedDict):
    """A cause, the likeliest first."""

    code: str
    ref: str
    confidence: str
    because: list[str]
    who: list[str]
    title: str
    steps: list[str]
    pointer: str | None
    wait_s: int


class WatchPart(TypedDict):
    """What is different from the look before, and what healed the office; codes and times."""

    changes: dict[str, list[str] | list[dict[str, str]]]
    cure: CurePart | None


class Document(TypedDict):
    """The whole document."""

    schema: int
    program: ProgramPart
    run: RunPart
    verdict: str
    exit_code: int
    checks: list[CheckPart]
    probe: ProbePart | None
    second_opinions: list[OpinionPart]
    causes: list[CausePart]
    next: str
    watch: NotRequired[WatchPart]


def document(
    facts: RunFacts,
    evidence: Evidence,
    judgement: Judgement,
    causes: tuple[Cause, ...],
    translator: Translator,
    redactor: Redactor = NO_KEYS,
) -> Document:
    """Write a run down; the texts are spoken in the translator's language, without bold marks.

    Args:
        facts: About the run.
        evidence: What was seen.
        judgement: What it means.
        causes: In words that do not name the server PC.
        translator: Says the texts.
        redactor: Takes the run's keys out of every value that is not of this program's own making.
    """
    clean = redactor.known

    def say(text: Text) -> str:
        return clean(unmarked(translator.translate(text)))

    return {
        "schema": 1,
        "program": {
            "name": "connect-wizard",
            "version": facts.version,
            "python": facts.python,
            "platform": clean(facts.platform),
        },
        "run": {
            "reference": facts.reference,
            "started": facts.started,
            "took_ms": facts.took_ms,
            "mode": str(evidence.mode),
            "endpoint": clean(facts.endpoint),
        },
        "verdict": str(judgement.verdict),
        "exit_code": judgement.exit_code,
        "checks": [_check(result, say(result.summary), clean) for result in evidence.checks],
        "probe": None if evidence.probe is None else _probe(evidence.probe, clean),
        "second_opinions": [_opinion(opinion) for opinion in evidence.opinions],
        "causes": [
            {
                "code": cause.code,
                "ref": cause.ref,
                "confidence": str(cause.confidence),
                "because": [say(line) for line in cause.because],
                "who": [str(who) for who in cause.who],
                "title": say(cause.title),
                "steps": [say(step) for step in cause.steps],
                "pointer": cause.pointer,
                "wait_s": cause.wait_s,
            }
            for cause in causes
        ],
        "next": say(next_step(judgement)),
    }


def with_changes(written: Document, changes: Changes, cure: Cure | None) -> Document:
    """The document of a look of a watch: a run's, with what is different from the look before."""
    part = WatchPart(changes=changes.as_record(), cure=None if cure is None else cure.as_record())
    return {**written, "watch": part}


def _check(result: CheckResult, summary: str, clean: Callable[[str], str]) -> CheckPart:
    return {
        "id": result.id,
        "status": str(result.status),
        "code": result.code,
        "summary": summary,
        "evidence": {n: clean(value) if isinstance(value, str) else value for n, value in result.evidence},
        "took_ms": result.took_ms,
        "blocked_by": result.blocked_by,
    }


def _probe(answer: Answer, clean: Callable[[str], str]) -> ProbePart:
    timings = answer.timings
    return {
        "method": answer.method,
        "path": answer.path,
        "status": answer.status,
        "content": str(answer.content),
        "answered_by": str(answer.answered_by),
        "server_text": clean(answer.server_text)[:_LONGEST_TEXT] if answer.server_text else None,
        "rows": answer.rows,
        "took_ms": answer.took_ms,
        "timings_ms": {
            "dns": timings.dns,
            "connect": timings.connect,
            "tls": timings.tls,
            "first_byte": timings.first_byte,
        },
    }


def _opinion(opinion: SecondOpinion) -> OpinionPart:
    return {
        "what": str(opinion.what),
        "status": opinion.answer.status,
        "content": str(opinion.answer.content),
        "took_ms": opinion.answer.took_ms,
    }
