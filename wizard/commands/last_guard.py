"""The last guard: a failure of the program itself is a sentence, and with ``--json`` a document.

It uses the least that it can: memory, files or the program's own data may be what is missing.
"""

from __future__ import annotations

import contextlib
import errno
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from wizard.core.codes import Code
from wizard.core.crash_place import failed_at
from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.text import Text, Translator
    from wizard.diagnosis.document import Document

EXIT = 1
_WITH_DOCUMENT = {"check": 1, "watch": None}
"""How far their lines are indented; those of a watch have a document each."""
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_FEW_FILES = (errno.EMFILE, errno.ENFILE)


def failed(problem: Exception, arguments: Sequence[str], translator: Translator) -> int:
    """Tell of a failure that nothing else has caught, and return the exit code.

    Args:
        problem: The failure.
        arguments: Those of the command; empty where the window was to open.
        translator: Says the texts.
    """
    say = translator.translate
    words, facts, about = say(_words(problem)), failed_at(problem), _facts()
    quoted = f"X1-{about.reference}, {facts}"
    line = say(T("{words} ({facts})", words=words, facts=quoted))
    with contextlib.suppress(Exception):  # nobody may listen
        sys.stderr.write(f"connect-wizard: {line}\n")
    with contextlib.suppress(Exception):
        _note(quoted, arguments)
    if "--json" in arguments and arguments[0] in _WITH_DOCUMENT:
        with contextlib.suppress(Exception):
            _print(words, facts, about, translator, _WITH_DOCUMENT[arguments[0]])
    if not arguments:
        with contextlib.suppress(Exception):
            _show(line, translator)
    return EXIT


def _words(problem: Exception) -> Text:
    if isinstance(problem, MemoryError):
        return T("This program may use too little memory here.")
    number = problem.errno if isinstance(problem, OSError) else None
    if number in _NO_ROOM:
        return T("There is no room left to write.")
    if number in _FEW_FILES:
        return T("This program may open too few files here.")
    if isinstance(problem, OverflowError) and _clock_is_out_of_range():
        return T("The date of this PC is far off. Set date and time first.")
    if type(problem).__name__ == "ResourceError":
        return T("The program's data files are missing. Install it again.")
    return T("The program itself failed.")


def _clock_is_out_of_range() -> bool:
    """Whether this PC's clock is behind the year 2262, where Python's own reading of it ends."""
    try:
        time.time_ns()
    except OverflowError:
        return True
    return False


def _print(words: str, facts: str, about: _AboutRun, translator: Translator, indent: int | None) -> None:
    import json

    sys.stdout.write(json.dumps(document_of(words, facts, about, translator), indent=indent) + "\n")
    sys.stdout.flush()


def document_of(words: str, facts: str, about: _AboutRun, translator: Translator) -> Document:
    """The document of a run that the program itself could not make."""
    say = translator.translate
    version, python, platform, reference, started = about
    return {
        "schema": 1,
        "program": {"name": "connect-wizard", "version": version, "python": python, "platform": platform},
        "run": {
            "reference": reference,
            "started": started,
            "took_ms": 0,
            "mode": "remote",
            "endpoint": "https://api.opendental.com/api/v1",
        },
        "verdict": "failed",
        "exit_code": EXIT,
        "checks": [],
        "probe": None,
        "second_opinions": [],
        "causes": [
            {
                "code": Code.CHECK_CRASHED,
                "ref": "X1",
                "confidence": "certain",
                "because": [facts],
                "who": ["vendor"],
                "title": words,
                "steps": [say(T("Check again.")), say(T("If it happens again, send this to support."))],
                "pointer": None,
                "wait_s": 0,
            }
        ],
        "next": say(T("Check again; if it happens again, send this to support.")),
    }


class _AboutRun(NamedTuple):
    version: str
    python: str
    platform: str
    reference: str
    started: str


def _note(quoted: str, arguments: Sequence[str]) -> None:
    """Write the failure into the log, unless the profile wants none or cannot be read."""
    from wizard.commands.compose import load_profile, program_log

    named = [after for option, after in pairwise(arguments) if option == "--profile"]
    named += [one.partition("=")[2] for one in arguments if one.startswith("--profile=")]
    log = program_log(load_profile(named[-1] if named else None))
    if log is not None:
        log(quoted)


def _facts() -> _AboutRun:
    """About program and run; what cannot be told is left out."""
    from wizard import __version__

    python = ".".join(map(str, sys.version_info[:3]))
    try:
        from wizard.runs.run_clock import RunClock, program_facts

        watch = RunClock()
        return _AboutRun(*program_facts(), watch.reference, watch.started)
    except Exception:  # noqa: BLE001 - what is missing may be what these need
        return _AboutRun(__version__, python, sys.platform, "00000000", "1970-01-01T00:00:00Z")


def _show(line: str, translator: Translator) -> None:
    """A plain box, which needs nothing of Qt's; on other systems the window is started from a console."""
    if sys.platform == "win32":
        from wizard.windows.minimum_windows import show_box

        show_box(translator.translate(T("Connect Wizard for Open Dental")), line)
