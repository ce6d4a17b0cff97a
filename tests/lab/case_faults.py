"""What is wrong with the case file that a row's run wrote."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.lab import place
from tests.support.folders import ROOT
from wizard.casefile.case_file import MOST_BYTES, CaseError, read_case
from wizard.core.text import Translator
from wizard.diagnosis.report_page import page
from wizard.runs.replay import replay
from wizard.simulator.api import TITLE
from wizard.simulator.patients import CANARY_PATIENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.lab.row import Found

KEYS = ("LABDEVELOPERKEY1", "LABCUSTOMERKEY01")
"""What each row's command is given on its standard input, a line each."""
PC_NAME, USER_NAME = "lab-canary-pc", "lab-canary-user"
"""How the office's PC and its user are called, where the PC can have a name of its own."""

_PART = 6
_SAID_ANYWAY = ("developer", "customer")  # ordinary words, of which the keys are made
_NAMES = (
    PC_NAME,
    USER_NAME,
    str(ROOT),
    place.MARK,
    place.API,
    place.API_6,
    place.CONTROL,
    "cwl",  # how every folder and network of the laboratory begins
    "192.168.7.",
    "2600:bbbb",
    "44.7.7.",
)
_PATIENTS = ("LName", "PatNum", CANARY_PATIENT, "Zz-Invented", "Pretend-0", "x" * 30, TITLE)


def case_faults(found: Found) -> list[str]:
    """All that is wrong with a row's case; empty when it is as it should be."""
    if not found.case:
        return ["it wrote no case"]
    if len(found.case) > MOST_BYTES:
        return [f"its case has {len(found.case)} bytes"]
    english = Translator()
    try:
        again = replay(read_case(found.case), english)
    except CaseError as problem:
        return [f"its case is refused: {problem}"]
    wrong = [f"replayed: {english.translate(one)}" for one in again.differences]
    for name, run in (("was", again.was), ("is today", again.now)):
        if printed(run.document) != found.printed:
            wrong.append(f"the document that it {name} is not the one that was printed")
    for form in (found.case.decode(), again.now.as_report(), page(again.now.as_told(), {}), found.printed):
        wrong += [f"it tells {words!r}" for words in given_away(form)]
    return wrong


def printed(document: Mapping[str, object]) -> str:
    """A document as ``check --json`` prints it."""
    return json.dumps(document, indent=1) + "\n"


def given_away(form: str) -> list[str]:
    """What stands in a case, or in what is made of it, and must not."""
    return [*_told(form)]


def _told(form: str) -> Iterator[str]:
    folded = form.casefold()
    for key in KEYS:
        parts = (key[at : at + _PART] for at in range(len(key) - _PART + 1))
        for part in parts:
            ordinary = any(part.casefold() in word for word in _SAID_ANYWAY)
            if part in form if ordinary else part.casefold() in folded:
                yield part
    for words in (*_NAMES, *_PATIENTS):
        if re.search(rf"(?<!\w){re.escape(words)}", form, re.IGNORECASE):
            yield words
