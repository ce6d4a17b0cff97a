"""What this version says otherwise than the case that it replays, in whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.cause import Confidence
from wizard.core.codes import CheckId
from wizard.core.text import T, Text
from wizard.diagnosis.check_groups import TITLES
from wizard.diagnosis.report_model import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.diagnosis.document import CausePart, Document


def differences(was: Document, today: Document, said: Document) -> tuple[Text, ...]:
    """What is different, the weightiest first; one general sentence where nothing else names it.

    Args:
        was: The case's document.
        today: What this version makes of the same evidence, in the same language.
        said: The same in the reader's language.
    """
    found = (
        *_first(was, today, said),
        *_others(was, today),
        *_words(was, today, said),
        *_checks(was, today, said),
    )
    if not found and was != today:
        return (T("Today the document would say something else."),)
    return found


def _first(was: Document, today: Document, said: Document) -> Iterator[Text]:
    """The likely cause."""
    old, new = (next(iter(one["causes"]), None) for one in (was, today))
    if new is not None and (old is None or old["code"] != new["code"]):
        yield _would_be(said["causes"][0])
    elif old is not None and new is None:
        yield T("Today no cause would be found.")
    elif old is not None and new is not None and old["confidence"] != new["confidence"]:
        yield T(
            "Today {ref} would be called {now}, and was called {then}.",
            ref=new["ref"],
            now=CONFIDENCE[Confidence(new["confidence"])],
            then=CONFIDENCE[Confidence(old["confidence"])],
        )
    elif was["verdict"] != today["verdict"] or was["exit_code"] != today["exit_code"]:
        yield T("Today the check would end otherwise.")


def _would_be(new: CausePart) -> Text:
    reason = next(iter(new["because"]), None)
    if reason is None:
        return T("Today this would be {ref}, “{title}”.", ref=new["ref"], title=new["title"])
    return T(
        "Today this would be {ref}, “{title}”, because of this: {reason}",
        ref=new["ref"],
        title=new["title"],
        reason=reason,
    )


def _others(was: Document, today: Document) -> Iterator[Text]:
    """The causes beside it."""
    old, new = ([cause["ref"] for cause in one["causes"][1:]] for one in (was, today))
    if old == new:
        return
    if not new:
        yield T("Today nothing would be named beside it, and {then} was.", then=", ".join(old))
    elif not old:
        yield T("Today {now} would be named beside it.", now=", ".join(new))
    else:
        yield T(
            "Today {now} would be named beside it, and {then} was.", now=", ".join(new), then=", ".join(old)
        )


def _words(was: Document, today: Document, said: Document) -> Iterator[Text]:
    """The words about causes that both have."""
    old = {cause["code"]: cause for cause in was["causes"]}
    for new, spoken in zip(today["causes"], said["causes"], strict=True):
        then = old.get(new["code"])
        if then is None:
            continue
        if then["because"] != new["because"]:
            lines = zip(new["because"], spoken["because"], strict=True)
            reason = next((words for line, words in lines if line not in then["because"]), None)
            if reason is None:
                yield T("Today fewer reasons would be given for {ref}.", ref=new["ref"])
            else:
                yield T("Today this would be a reason for {ref}: {reason}", ref=new["ref"], reason=reason)
        if any(then[part] != new[part] for part in ("title", "steps", "who", "pointer", "wait_s", "ref")):
            yield T("Today {ref} has other words, steps or pictures.", ref=new["ref"])


def _checks(was: Document, today: Document, said: Document) -> Iterator[Text]:
    """The checks, one by one."""
    old = {check["id"]: check for check in was["checks"]}
    for check, spoken in zip(today["checks"], said["checks"], strict=True):
        if old.get(check["id"]) != check:
            yield T(
                "Today the check “{check}” would say this: {summary}",
                check=TITLES[CheckId(check["id"])],
                summary=spoken["summary"],
            )
    gone = old.keys() - {check["id"] for check in today["checks"]}
    for identity in sorted(gone):
        yield T("Today the check “{check}” would not be shown.", check=TITLES[CheckId(identity)])
