"""Runs counted by cause, and the page of them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from wizard.core.cause import Who
from wizard.core.codes import Code
from wizard.core.text import T, Translator
from wizard.diagnosis.fleet import CauseCounts, CauseGroups, OfficeRun, age
from wizard.diagnosis.fleet_page import FleetFacts, FleetPage
from wizard.diagnosis.judge import Verdict
from wizard.store.catalogue import Catalogue

HOUR, DAY = 3600, 86_400
NOW = 1_790_000_000


def run(office: str, days: int, code: Code | None, *, known: bool = True) -> OfficeRun:
    works = code is Code.CONNECTED
    verdict = Verdict.CONNECTED if works else Verdict.FAILED
    return OfficeRun(office, NOW - days * DAY, "ABCD1234", verdict, code, (Who.OFFICE,), known)


K2, E1, OK = Code.KEY_NOT_ASSIGNED, Code.ECONNECTOR_NOT_RUNNING, Code.CONNECTED
RUNS = [
    run("a", 1, OK), run("a", 2, K2), run("a", 3, K2), run("b", 4, K2), run("c", 0, K2), run("c", 9, E1),
    run("d", 5, None, known=False), run("e", 6, None),
]  # fmt: skip
"""By office, the latest first."""


def test_each_office_counts_now_by_its_latest_run() -> None:
    counts = CauseCounts(CauseGroups(Catalogue()))
    marked = list(counts.counted(RUNS))
    assert [one.is_latest for one in marked] == [True, False, False, True, True, False, True, True]
    assert (counts.runs, counts.offices) == (8, 5)
    told = [
        (row.group.key, row.group.ref, row.now, row.offices, row.runs, row.oldest_s, row.newest_s)
        for row in counts.rows()
    ]
    assert told == [
        ("key.not-assigned", "K2", 2, 3, 4, NOW - 4 * DAY, NOW),
        ("failed", "", 1, 1, 1, NOW - 6 * DAY, NOW - 6 * DAY),
        ("unknown-to-this-version", "", 1, 1, 1, NOW - 5 * DAY, NOW - 5 * DAY),
        ("econnector.not-running", "E1", 0, 1, 1, NOW - 9 * DAY, NOW - 9 * DAY),
        ("connected", "OK1", 1, 1, 1, NOW - DAY, NOW - DAY),
    ]


def test_a_newer_versions_success_is_a_success() -> None:
    new = OfficeRun("a", NOW, "ABCD1234", Verdict.CONNECTED, None, (), is_known=False)
    assert CauseGroups(Catalogue()).of(new).key == "connected"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "Under an hour"),
        (-HOUR, "Under an hour"),
        (-HOUR - 1, "In the future: a clock is wrong"),
        (HOUR - 1, "Under an hour"),
        (HOUR, "1 hour"),
        (2 * DAY - 1, "47 hours"),
        (2 * DAY, "2 days"),
        (400 * DAY, "400 days"),
    ],
)
def test_an_age_in_one_unit(seconds: int, said: str) -> None:
    assert Translator().translate(age(NOW - seconds, NOW)) == said


class Seen(HTMLParser):
    """Elements and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page_of(runs: list[OfficeRun], left_out: tuple[tuple[str, object], ...] = ()) -> str:
    groups = CauseGroups(Catalogue())
    counts = CauseCounts(groups)
    marked = list(counts.counted(runs))
    told = [(name, T("It is empty.")) for name, _ in left_out]
    facts = FleetFacts(
        NOW,
        counts.offices,
        counts.runs,
        counts.rows(),
        told,
        len(told) * 2,
        lambda s: f'time "{s}',
        lambda s: f"day {s}",
    )
    return "".join(FleetPage(Translator(), groups.of, "a{}", "b()").pieces(facts, marked))


def test_a_label_or_a_files_name_is_never_markup() -> None:
    hostile = "\"><script>alert(1)</script><img src=x onerror=y>&amp;' </title>"
    page = page_of([run(hostile, 1, K2), run(hostile, 2, K2)], ((hostile, None),))
    seen = Seen(page)
    assert seen.tags.count("script") == 1
    assert "img" not in seen.tags
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert "".join(seen.texts).count(hostile) == 3


def test_the_page_calls_nobody_and_runs_its_own_script_only() -> None:
    page = page_of(RUNS)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    # echo -n 'a{}' | openssl dgst -sha256 -binary | base64, and likewise for 'b()'
    assert policy == (
        "default-src 'none'; style-src 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='; "
        "script-src 'sha256-cf242PFc/kb7xD0Qzhsmd9vvRkc+cWFmbi+k+YvtdKc='; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "<style>a{}</style>" in page
    assert "<script>b()</script>" in page
    assert not {name for name, _ in Seen(page).attributes} & {"src", "href", "srcset", "action", "style"}
    assert "http:" not in page
    assert "https:" not in page


def test_what_stands_in_an_attribute_ends_with_it() -> None:
    seen = Seen(page_of([run("a", 1, K2)]))
    assert ("title", f'time "{NOW - DAY}') in seen.attributes


def test_a_row_tells_office_cause_who_age_and_reference() -> None:
    texts = Seen(page_of(RUNS)).texts
    assert {
        "a",
        "K2",
        "Open Dental does not know this key yet",
        "this office",
        "4 days",
        "K2-ABCD1234",
    } <= set(texts)
    assert texts.count("Earlier") == 3
    assert '5 offices. 8 runs. Made on time "1790000000.' in texts
    assert page_of(RUNS).count(' class="earlier"') == 3
    assert "this office" not in Seen(page_of([run("a", 1, OK)])).texts


def test_what_was_left_out_is_counted_beyond_what_is_named() -> None:
    texts = Seen(page_of(RUNS, (("x.json", None), ("y.json", None)))).texts
    assert "x.json: It is empty." in texts
    assert "And 2 more." in texts
    assert any("4 could not be read." in text for text in texts)
