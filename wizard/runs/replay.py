"""A case replayed: what the office saw, and what this version says to the same. Nothing is called."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from wizard.casefile.case_file import CaseError
from wizard.core.cause import Confidence, Finding, Who
from wizard.core.codes import CheckId, Code
from wizard.core.evidence import CheckResult, Status
from wizard.core.record import record
from wizard.core.text import T, Text, unmarked
from wizard.diagnosis.document import RunFacts
from wizard.diagnosis.judge import Judgement, Verdict
from wizard.diagnosis.verdicts.unanswered_verdict import BLOCKED
from wizard.diagnosis.verdicts.verdict_table import belongs, verdict_on
from wizard.runs.replay_differences import differences
from wizard.runs.run_words import RunWords
from wizard.store import languages
from wizard.store.catalogue import Catalogue

if TYPE_CHECKING:
    from wizard.casefile.case_file import Case
    from wizard.core.evidence import Evidence
    from wizard.core.text import Translator
    from wizard.diagnosis.document import CausePart, CheckPart, Document
    from wizard.diagnosis.explained import Cause
    from wizard.runs.run_result import RunResult

NO_SIGNATURE = T("The file's check sum shows damage, not who made the file.")
"""For whoever trusts a case."""


@record
class Replay:
    """A case, as it was and as it is judged now.

    Attributes:
        case: What was read.
        was: What the office saw, in the case's language; its document is the case's own.
        now: What this version makes of the same evidence, in the reader's language.
        differences: What is different, in whole sentences; empty where the two are alike.
    """

    case: Case
    was: RunResult
    now: RunResult
    differences: tuple[Text, ...]


def replay(case: Case, translator: Translator) -> Replay:
    """Replay a case, without a network, a keychain, a check or a clock.

    Args:
        case: What was read.
        translator: Speaks the reader's language.

    Raises:
        CaseError: Its evidence does not belong together; what was expected.
        CatalogueError: A file of the catalogue does not hold what it should.
        ResourceError: The program was installed without its data files.
    """
    stored, seen, entries = cast("Document", case.document), case.seen, Catalogue()
    own = _in_its_language(case, translator)
    evidence, facts, at = _judged_anew(seen.evidence, stored), _run_facts(stored), _ended(stored)
    words = RunWords(seen.profile, seen.endpoint, entries, own)
    today = words.result(evidence, facts, at)
    now = today
    if own is not translator:
        now = RunWords(seen.profile, seen.endpoint, entries, translator).result(evidence, facts, at)
    if today.document == stored:
        # as it stands in the document, not as another PC's screen would name it
        told = replace(today, shown_causes=today.written_causes)
        return Replay(case, told, told if now is today else now, ())
    document = _in_printed_order(stored, today.document)
    was = _as_it_was(words.result(_as_told(evidence, document), facts, at), document, words, own)
    return Replay(case, was, now, differences(document, today.document, now.document))


def _in_its_language(case: Case, translator: Translator) -> Translator:
    """Who says the case's own texts; the reader's where this program does not ship its language."""
    if case.language not in languages.available():
        return translator
    return translator.speaking(case.language, languages.catalogue(case.language))


def _run_facts(document: Document) -> RunFacts:
    program, run = document["program"], document["run"]
    return RunFacts(
        program["version"],
        program["python"],
        program["platform"],
        run["reference"],
        run["started"],
        run["took_ms"],
        run["endpoint"],
    )


def _ended(document: Document) -> datetime:
    """When the run ended, in UTC; one at the calendar's end when it began."""
    run = document["run"]
    try:
        began = datetime.fromisoformat(run["started"])
        try:
            return began + timedelta(milliseconds=run["took_ms"])
        except OverflowError:
            return began
    except ValueError:
        words = T("This case file cannot be read: expected a time at {place}.", place="run.started")
        raise CaseError(words) from None


def _judged_anew(evidence: Evidence, document: Document) -> Evidence:
    """The evidence with each check as today's verdicts have it; without those that would not be told."""
    parts = {part["id"]: part for part in document["checks"]}
    checks = (_judged(check, parts.get(check.id)) for check in evidence.checks)
    return replace(evidence, checks=tuple(check for check in checks if check is not None))


def _judged(check: CheckResult, part: CheckPart | None) -> CheckResult | None:
    if check.facts is None:
        if check.status is Status.BLOCKED:
            return replace(check, summary=BLOCKED)
        return _told(check, part) if part else check
    if not belongs(check.id, check.facts):
        raise CaseError(
            T("This case file cannot be read: expected the facts of {check} and no others.", check=check.id)
        )
    outcome = verdict_on(check.id, check.facts)
    if outcome is None:
        return None
    return replace(
        check,
        status=outcome.status,
        summary=outcome.summary,
        code=outcome.code,
        evidence=outcome.evidence,
        shown=outcome.shown,
    )


def _as_told(evidence: Evidence, document: Document) -> Evidence:
    """The evidence with each check in the document's own words."""
    facts = {check.id: check for check in evidence.checks}
    checks = (_told(facts.get(CheckId(part["id"])), part) for part in document["checks"])
    return replace(evidence, checks=tuple(checks))


def _told(check: CheckResult | None, part: CheckPart) -> CheckResult:
    return CheckResult(
        CheckId(part["id"]),
        Status(part["status"]),
        Text(part["summary"], {}),
        Code(part["code"]) if part["code"] else None,
        tuple(part["evidence"].items()),
        part["took_ms"],
        CheckId(part["blocked_by"]) if part["blocked_by"] else None,
        facts=check.facts if check else None,
    )


def _in_printed_order(document: Document, today: Document) -> Document:
    """The document with each check's evidence in the order in which checks tell it.

    A case is sorted by name, so the order is that of today's check; names that it does not tell stand last.
    """
    orders = {check["id"]: tuple(check["evidence"]) for check in today["checks"]}
    return {
        **document,
        "checks": [_ordered(check, orders.get(check["id"], ())) for check in document["checks"]],
    }


def _ordered(check: CheckPart, order: tuple[str, ...]) -> CheckPart:
    told = check["evidence"]
    names = dict.fromkeys((*(name for name in order if name in told), *told))
    return {**check, "evidence": {name: told[name] for name in names}}


def _as_it_was(told: RunResult, document: Document, words: RunWords, own: Translator) -> RunResult:
    """What the office saw: the document's verdict and causes, in its own words."""
    causes = tuple(_cause(part, told.evidence, words, own) for part in document["causes"])
    findings = tuple(_finding(part) for part in document["causes"])
    judgement = Judgement(Verdict(document["verdict"]), findings, document["exit_code"])
    return replace(told, judgement=judgement, written_causes=causes, shown_causes=causes, document=document)


def _cause(part: CausePart, evidence: Evidence, words: RunWords, own: Translator) -> Cause:
    """A cause in the document's own words; what it does not hold is said as today."""
    today = words.of_finding(_finding(part), evidence)
    spoken = [own.translate(text) for text in (today.title, *today.steps)]
    other = (part["pointer"],) if part["pointer"] else ()
    return replace(
        today,
        ref=part["ref"],
        title=_in_bold(part["title"], spoken),
        steps=tuple(_in_bold(step, spoken) for step in part["steps"]),
        pointers=today.pointers if part["pointer"] == today.pointer else other,
    )


def _in_bold(words: str, spoken: list[str]) -> Text:
    """Words of a document, which holds no bold marks, with the marks that today's words have."""
    for text in spoken:
        if unmarked(text) == words:
            return Text(text, {})
    marked = {name for text in spoken for name in text.split("**")[1::2] if name}
    if not marked:
        return Text(words, {})
    names = "|".join(map(re.escape, sorted(marked, key=len, reverse=True)))
    return Text(re.sub(rf"(?<!\w)(?:{names})(?!\w)", r"**\g<0>**", words), {})


def _finding(part: CausePart) -> Finding:
    return Finding(
        Code(part["code"]),
        Confidence(part["confidence"]),
        tuple(Text(line, {}) for line in part["because"]),
        part["wait_s"],
        who=tuple(map(Who, part["who"])),
    )
