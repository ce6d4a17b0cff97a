"""A report as one page of HTML, which is also what is printed: no script, nothing from elsewhere. Pure.

The markup keeps to what Qt's rich text knows too, so that the window and the PDF show the same bytes that are
saved; what only a browser understands (width, wrapping of narrow pages) stands in rules that Qt passes over.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from wizard.core.evidence import Status
from wizard.core.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.diagnosis.report_model import Report, ReportCause, ReportTime

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_GOOD, _NEEDS, _QUIET, _BAR = "#1F7A4D", "#9A4B00", "#46515E", "#0B6E6E"
_MARKS: dict[Status, tuple[str, str]] = {
    Status.PASSED: ("●", _GOOD),
    Status.WARNED: ("▲", _NEEDS),
    Status.FAILED: ("■", _NEEDS),
}
"""Shape and color of an outcome; the word stands beside it."""
_OTHERS = ("○", _QUIET)
_STYLE = f"""
h1 {{ font-size: 22px; font-weight: 600; margin-top: 4px; margin-bottom: 4px; }}
h2 {{ font-size: 17px; font-weight: 600; margin-top: 20px; margin-bottom: 4px; }}
h3 {{ font-size: 14px; font-weight: 600; margin-top: 10px; margin-bottom: 2px; }}
p {{ margin-top: 2px; margin-bottom: 6px; }}
ul, ol {{ margin-top: 2px; margin-bottom: 6px; }}
.quiet {{ color: {_QUIET}; }}
.label {{ margin-top: 20px; margin-bottom: 0px; }}
.label + h2 {{ margin-top: 0px; }}
"""
_ONE_WEIGHT = "h1, h2, h3, b { font-weight: 400; }\n"
_BROWSER = """
:root { font: 15px/1.5 "Segoe UI", system-ui, sans-serif; color: #1B2430; background: #FFFFFF; }
:root > body { max-width: 760px; margin: 0 auto; padding: 20px; overflow-wrap: anywhere; }
:root img { max-width: 100%; height: auto; border: 1px solid #DFE5EC; }
:root table { border-collapse: collapse; }
:root li { margin-bottom: 6px; break-inside: avoid; }
:root tr { break-inside: avoid; }
:root h2, :root h3 { break-after: avoid; }
"""


@record
class StepPicture:
    """A small picture of a step: PNG as base64, its size in CSS pixels, its words for who cannot see it."""

    png: str
    width: int
    height: int
    words: str


def page(told: Report, pictures: Mapping[int, Sequence[StepPicture]], *, light: bool = False) -> str:
    """The whole page.

    Args:
        told: What it says.
        pictures: By step of the first cause, from 0 on.
        light: In one weight of type, so that a file that holds its fonts holds one.
    """
    style = _STYLE + _ONE_WEIGHT if light else _STYLE
    body = "\n".join(_body(told, pictures))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(told.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(told.title)}</title>\n<style>{style}</style>\n<style>{_BROWSER}</style>\n"
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _body(told: Report, pictures: Mapping[int, Sequence[StepPicture]]) -> Iterator[str]:
    yield f'<p class="quiet">{escape(told.title)}</p>'
    yield f'<h1 style="color:{_GOOD if told.works else _NEEDS}">{escape(told.verdict)}</h1>'
    yield f'<p class="quiet">{escape(told.promise)}</p>'
    for at, cause in enumerate(told.causes):
        yield from _cause(cause, told, {} if at else pictures, first=not at)
    yield f"<h2>{escape(told.labels['next'])}</h2>\n<p>{escape(told.following)}</p>"
    # what follows is for whoever looks closer, on a sheet of its own
    yield f'<h2 style="page-break-before:always">{escape(told.labels["checks"])}</h2>'
    for heading, checks in told.groups:
        yield f'<h3>{escape(heading)}</h3>\n<table width="100%" cellpadding="3">'
        for check in checks:
            mark, color = _MARKS.get(check.status, _OTHERS)
            yield (
                f'<tr><td width="26%" valign="top" style="color:{color}">{mark} {escape(check.word)}</td>'
                f'<td valign="top">{escape(check.summary)}</td></tr>'
            )
        yield "</table>"
    yield f"<h2>{escape(told.labels['call'])}</h2>"
    yield from (f"<p>{escape(line)}</p>" for line in told.call)
    yield from _times(told.times, told.labels["times"])
    yield f'<h2>{escape(told.labels["about"])}</h2>\n<table width="100%" cellpadding="3">'
    for name, value in told.facts:
        yield (
            f'<tr><td width="26%" valign="top" class="quiet">{escape(name)}</td>'
            f'<td valign="top">{escape(value)}</td></tr>'
        )
    yield "</table>"


def _cause(
    cause: ReportCause, told: Report, pictures: Mapping[int, Sequence[StepPicture]], *, first: bool
) -> Iterator[str]:
    labels = told.labels
    yield f'<p class="quiet label">{escape(labels["cause" if first else "other"])}</p>'
    yield f"<h2>{escape(cause.title)}</h2>"
    yield f"<p><b>{escape(cause.who)}</b><br>{escape(cause.sure)}</p>\n<p>{escape(cause.meaning)}</p>"
    yield f"<h3>{escape(labels['seen'])}</h3>\n<ul>"
    yield from (f"<li>{escape(line)}</li>" for line in cause.seen)
    yield "</ul>"
    if cause.steps:
        yield f"<h3>{escape(labels['steps'])}</h3>\n<ol>"
    for at, step in enumerate(cause.steps):
        yield f"<li>{_marked(step)}{''.join(map(_picture, pictures.get(at, ())))}</li>"
    if cause.steps:
        yield "</ol>"
    if cause.wait:
        yield f"<p>{escape(cause.wait)}</p>"
    yield f'<p class="quiet">{escape(cause.ref)}</p>'


def _picture(shown: StepPicture) -> str:
    return (
        f'<br><img src="data:image/png;base64,{shown.png}" width="{shown.width}" height="{shown.height}" '
        f'alt="{escape(shown.words)}">'
    )


def _times(times: tuple[ReportTime, ...], heading: str) -> Iterator[str]:
    if not times:
        return
    most = max(1, *(time.ms for time in times))
    yield f'<h3>{escape(heading)}</h3>\n<table width="100%" cellpadding="3">'
    for time in times:
        width = round(100 * time.ms / most)
        rest = f'<td width="{100 - width}%"></td>' if width < 100 else ""
        bar = (
            '<table width="100%" cellspacing="0" cellpadding="0"><tr>'
            f'<td width="{width}%" bgcolor="{_BAR}" style="font-size:8px">&nbsp;</td>{rest}</tr></table>'
        )
        yield (
            f'<tr><td width="36%" valign="middle">{escape(time.name)}</td><td width="16%" align="right" '
            f'valign="middle">{time.ms} ms</td><td valign="middle">{bar if width else ""}</td></tr>'
        )
    yield "</table>"


def _marked(text: str) -> str:
    """A marked text with Open Dental's words in bold."""
    parts = escape(text).split("**")
    return "".join(f"<b>{part}</b>" if at % 2 else part for at, part in enumerate(parts))
