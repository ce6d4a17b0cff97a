"""The cause catalogue against the agreed table, and the rules by which its texts are written."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from wizard.core.cause import Opens
from wizard.core.text import unmarked
from wizard.store import resources
from wizard.store.catalogue import Catalogue, CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.core.cause import CauseEntry

TABLE = """
OK1 | connected                    | nobody            | -
OK2 | connected.with-warnings      | nobody            | -
N1  | network.offline              | office, it        | -
N2  | network.name-blocked         | it                | -
N3  | network.refused              | it                | -
N4  | network.unreachable          | it                | -
N5  | network.captive-portal       | office            | -
N6  | network.dropped              | it                | -
N7  | network.no-answer            | it, office        | -
N8  | network.slow-names           | it                | -
P1  | proxy.unreachable            | it                | -
P2  | proxy.sign-in-required       | it                | -
P3  | proxy.blocked                | it                | -
P4  | proxy.bad-setting            | it                | -
T1  | tls.intercepted              | it                | -
T2  | tls.clock                    | office            | -
T3  | tls.wrong-host               | it                | -
T4  | tls.expired                  | open-dental       | -
T5  | tls.handshake                | it                | -
T6  | tls.too-weak                 | it                | -
T7  | tls.roots-outdated           | it                | -
C1  | clock.skewed                 | office            | -
C2  | clock.zone                   | office, it        | -
H1  | hq.unavailable               | wait, open-dental | -
H2  | hq.throttled                 | wait, vendor      | -
E1  | econnector.not-running       | office            | econnector/start, service-manager/start
E2  | econnector.duplicate         | office, open-dental | econnector/history
E3  | office.timeout               | office, it        | econnector/start
E4  | office.version-too-old       | office            | help/update
E5  | econnector.version-mismatch  | office            | service-manager/restart
E6  | office.unreachable           | office, it        | econnector/status
E7  | econnector.not-automatic     | office, it        | -
E8  | office.sleeps                | office, it        | -
E9  | office.restart-pending       | office            | -
E10 | office.disk-full             | it, office        | -
E11 | office.database-stopped      | it, office        | -
E12 | office.version-near-floor    | it, open-dental   | -
K1  | key.rejected                 | office            | api-setup/compare-key, security/grant-setup
K2  | key.not-assigned             | office            | api-setup/add-key
K3  | key.disabled-by-customer     | office            | api-setup/enable-key, security/grant-setup
K4  | key.disabled-by-developer    | vendor            | -
K5  | key.disabled-by-open-dental  | vendor, open-dental | -
K6  | key.malformed                | office            | -
K7  | key.is-developer-key         | office            | api-setup/read-key
K8  | key.developer-rejected       | vendor            | -
K9  | key.missing                  | office            | api-setup/read-key
K10 | key.other-office             | vendor            | -
R1  | permission.missing           | vendor            | api-setup/permissions
A1  | api.not-enabled              | office            | api-setup/enabled, security/grant-setup
A2  | api.setup-window-blocked     | it                | -
L1  | local-api.closed             | office            | main/log-on
L2  | local-api.stuck              | office            | main/restart
S1  | api-service.not-running      | office            | service-manager/api-service
S2  | api-service.firewalled       | it                | -
S3  | cloud.api-service-down       | open-dental       | -
S4  | api-service.other-name       | it                | -
B1  | answer.not-open-dental       | it                | -
B2  | answer.resource-unknown      | vendor            | -
B3  | answer.gone                  | vendor            | -
B4  | request.refused              | vendor            | -
B5  | answer.redirected            | it                | -
B6  | answer.oversized             | vendor            | -
U1  | unknown                      | vendor            | -
X1  | check.crashed                | vendor            | -
"""
"""The agreed causes: reference, code, who can act, pointers; the warnings of OK2 name their own."""

ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
CODES = [row[1] for row in ROWS]

PLACEHOLDERS = {
    "vendor": "the vendor of the program",
    "product": "the program",
    "support": "the vendor's support",
    "server": "the server PC",
    "host": "api.opendental.com",
    "port": "30223",
    "call_port": "443",
    "api": "FHIR",  # the longer of the two
    "store": "**Save** (**Close** up to 23.2)",
}
FORBIDDEN = (
    r"\bplease\b", r"\bsimply\b", r"\bjust\b", r"!", r"\byour (fault|mistake|error)\b",
    r"\byou (forgot|failed|should have|did not)\b", r"\binvalid\b", r"\boops\b", r"\bsorry\b",
    r"check your internet connection",
)  # fmt: skip
ABBREVIATIONS = {"API", "PC", "PCs", "IT", "TCP", "DNS", "HTTPS", "VPN", "OK", "X", "MiB", "Wi", "SHA", "PAC"}
TO_IT = (
    "network.slow-names", "proxy.bad-setting", "tls.too-weak", "tls.roots-outdated", "api-service.other-name",
)  # fmt: skip
"""Whose steps nobody at the front desk can follow: they speak to IT, and the card's chip says so."""
SHORT = (*TO_IT, "hq.throttled", "key.malformed")
PROTOCOL = r"\d|\b(status|dns|ipv\w*|tcp|tls|ssl|https?|pac|sha|rsa|url|port|connect|netsh|header)\b"
OPEN_DENTAL_SAYS = {
    "Setup", "Advanced Setup", "{api}", "API Setup", "API Keys", "API Key", "Enabled", "Save", "Close",
    "Add Key", "OK", "Accept", "Enable Key", "Permissions for the key", "ApiReadAll", "Not authorized",
    "Please select a payment type.", "eServices", "eConnector Service", "Start", "Stop", "Add", "Refresh",
    "Working", "Current eConnector Service Status", "eConnector History", "Alerts", "Tools", "Misc Tools",
    "Service Manager", "Status", "Installed, Running", "OpenDentalAPIService", "Help", "Update",
    "OpenDentalEConnector", "Open Dental",
    "Using Version", "Log On", "File", "Exit", "Password", "Failed to communicate with the API service",
    "eServices Setup",
}  # fmt: skip
"""Labels and messages as Open Dental spells them; window facts, section 2 and those after it."""
MENU_OF = {
    "api-setup": "**Setup**, **Advanced Setup**, **{api}**",
    "service-manager": "**Tools**, **Misc Tools**, **Service Manager**",
    "econnector": "**eServices**",
    "help": "**Help**, **Update**",
    "main": "Open Dental",
    "security": "**Not authorized**",
}


OPENS = {
    "clock.skewed": ("date-time", "date and time settings"),
    "clock.zone": ("date-time", "date and time settings"),
    "tls.clock": ("date-time", "date and time settings"),
    "proxy.unreachable": ("proxy", "remove the setting"),
    "proxy.bad-setting": ("proxy", "Correct the setting"),
    "econnector.not-automatic": ("services", "open Services in Windows"),
    "office.database-stopped": ("services", "database's service"),
    "network.captive-portal": ("guest-sign-in", "Open a web browser"),
}
"""Causes with a page that a button opens, and the words of their steps that speak of it."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


def texts_of(entry: CauseEntry) -> Iterator[str]:
    yield entry.title
    yield entry.meaning
    yield from filter(None, [entry.meaning_here])
    yield from entry.steps
    yield from entry.ask
    yield entry.wait_why


@pytest.fixture(params=CODES)
def entry(request: pytest.FixtureRequest, catalogue: Catalogue) -> CauseEntry:
    return catalogue.entry(request.param)


def filled(text: str) -> str:
    return unmarked(text).format_map(PLACEHOLDERS)


def test_codes_come_in_the_order_of_the_table(catalogue: Catalogue) -> None:
    assert catalogue.codes() == CODES


@pytest.mark.parametrize(("ref", "code", "who", "pointers"), ROWS, ids=CODES)
def test_entry_matches_the_table(ref: str, code: str, who: str, pointers: str, catalogue: Catalogue) -> None:
    entry = catalogue.entry(code)
    assert (entry.code, entry.ref, ", ".join(entry.who)) == (code, ref, who)
    assert (", ".join(entry.pointers) or "-") == pointers


def test_a_page_is_opened_where_the_steps_speak_of_it_and_nowhere_else(catalogue: Catalogue) -> None:
    entries = [catalogue.entry(code) for code in catalogue.codes()]
    assert {e.code: e.opens for e in entries if e.opens} == {
        code: Opens(page) for code, (page, _) in OPENS.items()
    }
    assert {Opens(page) for page, _ in OPENS.values()} == set(Opens)
    for code, (_, words) in OPENS.items():
        assert any(words in step for step in catalogue.entry(code).steps), code


def test_references_are_unique(catalogue: Catalogue) -> None:
    refs = [catalogue.entry(code).ref for code in catalogue.codes()]
    assert len(set(refs)) == len(refs)


def test_titles_are_unique(catalogue: Catalogue) -> None:
    titles = [catalogue.entry(code).title for code in catalogue.codes()]
    assert len(set(titles)) == len(titles)


def test_lengths(entry: CauseEntry) -> None:
    assert 0 < len(filled(entry.title)) <= 60
    assert not entry.title.endswith(".")
    assert 0 < len(filled(entry.meaning)) <= 260
    assert len(re.findall(r"[.?](?:\s|$)", unmarked(entry.meaning))) in {1, 2}
    assert len(entry.steps) <= 3
    assert len(entry.ask) <= 3
    for line in (*entry.steps, *entry.ask):
        assert 0 < len(filled(line)) <= 110, line


def test_words(entry: CauseEntry) -> None:
    for text in texts_of(entry):
        for pattern in FORBIDDEN:
            own = re.sub(r"\*\*.+?\*\*", "", text)  # Open Dental says "Please" in its own messages
            assert not re.search(pattern, own, re.IGNORECASE), (pattern, text)
        shouted = set(re.findall(r"\b[A-Z]{2,}s?\b", text)) - ABBREVIATIONS
        assert not shouted, (shouted, text)


def test_only_the_offline_cause_says_that_the_internet_is_down(entry: CauseEntry) -> None:
    speaks = any(
        re.search(r"\boffline\b|internet is back|cannot reach the internet", t) for t in texts_of(entry)
    )
    assert speaks == (entry.code == "network.offline")


def test_placeholders_are_known_and_never_begin_a_sentence(entry: CauseEntry) -> None:
    for text in texts_of(entry):
        names = {name for _, name, spec, conversion in Formatter().parse(text) if name is not None}
        assert names <= set(PLACEHOLDERS), text
        assert not re.search(r"(^|[.?:] )\{", text), (
            f"a stand-in such as 'the vendor' would begin in lower case: {text}"
        )


def test_marks_are_balanced_and_hold_words_of_open_dental(entry: CauseEntry) -> None:
    assert "**" not in entry.title
    for text in texts_of(entry):
        assert text.count("**") % 2 == 0, text
        assert "*" not in unmarked(text), text
        marked = set(re.findall(r"\*\*(.+?)\*\*", text))
        assert marked <= OPEN_DENTAL_SAYS, f"not in OPEN_DENTAL_SAYS: {marked - OPEN_DENTAL_SAYS}"


def test_no_stray_spaces_and_full_sentences(entry: CauseEntry) -> None:
    for text in texts_of(entry):
        assert text == " ".join(text.split())
    for text in (
        entry.meaning,
        *entry.steps,
        *entry.ask,
        *filter(None, [entry.meaning_here, entry.wait_why]),
    ):
        assert text.endswith((".", ".**")), text
        assert unmarked(text)[0].isupper(), text


def test_a_pointer_has_steps_that_name_its_menu(entry: CauseEntry) -> None:
    for pointer in entry.pointers:
        assert entry.steps
        menu = MENU_OF[pointer.partition("/")[0]]
        assert any(menu in step for step in entry.steps), f"no step says {menu}, where {pointer} leads"


def test_every_fault_says_what_to_do(entry: CauseEntry) -> None:
    assert bool(entry.steps) == (not entry.ref.startswith("OK"))


def test_every_fault_has_what_a_message_asks(entry: CauseEntry) -> None:
    assert bool(entry.ask) == (not entry.ref.startswith("OK"))
    for sentence in (part for line in entry.ask for part in re.split(r"(?<=[.?:;])\s", unmarked(line))):
        assert len(sentence.split()) <= 16, sentence


def test_it_is_told_which_host_and_port(entry: CauseEntry) -> None:
    """What IT has to let through is named as a firewall knows it; the others ask for nothing of the kind."""
    asked = " ".join(entry.ask)
    about_the_way = entry.code.partition(".")[0] in ("network", "proxy", "tls", "answer")
    if entry.who[0] == "it" and about_the_way:
        assert "{host}, TCP port {call_port}" in asked
    if entry.code in ("api-service.firewalled", "api-service.other-name"):
        assert "TCP port {port}" in asked
        assert "{server}" in asked
    if entry.who[0] == "office":
        assert "TCP" not in asked


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("permission.missing", "**ApiReadAll**"),
        ("key.not-assigned", "the **Setup** permission"),
        ("econnector.not-running", "the **eServices Setup** permission"),
        (
            "api.setup-window-blocked",
            "TCP port 49997 to www.patientviewer.com from the PC that runs {product}",
        ),
        ("proxy.sign-in-required", "exempt that name from the proxy"),
        ("office.database-stopped", "Windows service of the database"),
        ("api-service.firewalled", "OpenDentalAPIService"),
    ],
)
def test_what_is_asked_is_named(code: str, words: str, catalogue: Catalogue) -> None:
    assert words in " ".join(catalogue.entry(code).ask)


def test_waits_are_those_of_the_facts_and_have_a_reason(entry: CauseEntry) -> None:
    assert bool(entry.wait_s) == bool(entry.wait_why)
    expected = {"key.not-assigned": 900}
    expected |= dict.fromkeys(
        ["econnector.not-running", "econnector.duplicate", "econnector.version-mismatch", "office.timeout"],
        360,
    )
    expected["office.unreachable"] = 360
    assert entry.wait_s == expected.get(entry.code, 0)


def test_it_is_asked_in_a_step_or_is_who_reads_them(entry: CauseEntry) -> None:
    """Steps that only IT can follow speak to IT; the others tell the front desk to ask."""
    asked = any("IT" in re.findall(r"\w+", unmarked(step)) for step in entry.steps)
    if entry.code in TO_IT:
        assert entry.who == ("it",)
        assert not asked
    elif entry.who[0] == "it":
        assert asked


@pytest.mark.parametrize("code", SHORT)
def test_a_sentence_is_short(code: str, catalogue: Catalogue) -> None:
    for text in texts_of(catalogue.entry(code)):
        for sentence in re.split(r"(?<=[.?])\s", unmarked(text)):
            words = [word for word in re.sub(r"\{\w+\}", "", sentence).split() if word.strip(",.:")]
            assert len(words) <= 16, (len(words), sentence)


@pytest.mark.parametrize("code", SHORT)
def test_titles_and_meanings_have_no_number_or_protocol(code: str, catalogue: Catalogue) -> None:
    entry = catalogue.entry(code)
    for text in (entry.title, entry.meaning):
        assert not re.search(PROTOCOL, text, re.IGNORECASE), text


def test_the_vendor_is_asked_once(catalogue: Catalogue) -> None:
    """The card itself says to ask the second who can act."""
    entry = catalogue.entry("hq.throttled")
    assert entry.who == ("wait", "vendor")
    assert not any(re.search(r"\bask\b", step, re.IGNORECASE) for step in entry.steps)
    assert "the vendor's own program" in entry.meaning


def test_a_vendor_cause_says_to_send_the_reference(entry: CauseEntry) -> None:
    if entry.who[0] == "vendor":
        assert any("end the reference to {vendor}" in step for step in entry.steps)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("key.not-assigned", ("**Save** (**Close** up to 23.2)", "without spaces", "**Not authorized**")),
        ("key.not-assigned", ("made by {vendor}", "6 hours")),
        ("key.rejected", ("**Save** (**Close** up to 23.2)", "**Not authorized**")),
        ("key.disabled-by-customer", ("grayed out", "{vendor} or Open Dental", "6 hours")),
        ("key.disabled-by-developer", ("grayed out",)),
        ("key.disabled-by-open-dental", ("grayed out",)),
        ("api.not-enabled", ("Only **Save** (**Close** up to 23.2) stores it", "**Please select")),
        ("econnector.not-running", ("On {server}", "6 minutes", "**Service Manager**")),
    ],
)  # fmt: skip
def test_traps_are_said_in_time(code: str, words: tuple[str, ...], catalogue: Catalogue) -> None:
    said = " ".join(texts_of(catalogue.entry(code))).replace("{store}", PLACEHOLDERS["store"])
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    "code", ["", "nonsense", "key.nonsense", "../causes/key", "key/../key.missing", "k:ey"]
)
def test_an_unknown_code_is_a_key_error(code: str, catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        catalogue.entry(code)


def test_only_the_family_that_is_needed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = resources.path

    def path(name: str) -> Path:
        asked.append(name)
        return real(name)

    monkeypatch.setattr(resources, "path", path)
    catalogue = Catalogue()
    catalogue.entry("key.missing")
    catalogue.entry("key.rejected")
    assert asked == ["causes/key.toml"]


GOOD = {
    "ref": '"K1"',
    "who": '["office"]',
    "title": '"A title"',
    "meaning": '"A meaning."',
    "steps": '["One step."]',
}


@pytest.mark.parametrize(
    ("changed", "line", "complaint"),
    [
        ({"ref": "5"}, 2, "key.rejected.ref: Expected a reference such as K2"),
        ({"ref": '"Q1"'}, 2, "key.rejected.ref: Expected a reference such as K2"),
        ({"ref": '"K"'}, 2, "key.rejected.ref: Expected a reference such as K2"),
        ({"who": '["boss"]'}, 3, "key.rejected.who: Expected a list of office, it, "),
        ({"who": '["boss"]'}, 3, ", at least one, got ['boss']."),
        ({"who": "[]"}, 3, ", at least one, got []."),
        ({"title": '""'}, 4, "key.rejected.title: Expected a text that is not empty, got ''."),
        ({"steps": '"One step."'}, 6, "key.rejected.steps: Expected a list of texts, got 'One step.'."),
        ({"steps": '["1", "2", "3", "4"]'}, 6, "key.rejected.steps: Expected at most 3 steps, got 4."),
        ({"ask": '["1", "2", "3", "4"]'}, 7, "key.rejected.ask: Expected at most 3 lines, got 4."),
        ({"pointers": '[""]'}, 7, "key.rejected.pointers: Expected a list of texts, got ['']."),
        ({"wait_s": "-1", "wait_why": '"So."'}, 7, "key.rejected.wait_s: Expected whole seconds"),
        ({"wait_s": "true", "wait_why": '"So."'}, 7, "key.rejected.wait_s: Expected whole seconds"),
        ({"wait_s": "60"}, 1, "key.rejected: Expected wait_s and wait_why together."),
        ({"pointer": '"x"'}, 7, "key.rejected.pointer: This key is not known here; did you mean pointers?"),
        (
            {"opens": '"calc.exe"'},
            7,
            "key.rejected.opens: Expected one of date-time, proxy, services, guest-sign-in",
        ),
        ({"opens": '["proxy"]'}, 7, "key.rejected.opens: Expected one of date-time, "),
        ({"meaning": ""}, 5, "Expected a value: "),
    ],
)
def test_a_wrong_file_is_named_with_line_code_and_field(
    changed: dict[str, str], line: int, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, monkeypatch, ["key.rejected"], GOOD)
    assert Catalogue().codes() == ["key.rejected"]
    plant(tmp_path, monkeypatch, ["key.rejected"], GOOD | changed)
    with pytest.raises(CatalogueError) as caught:
        Catalogue().entry("key.rejected")
    assert str(caught.value).startswith(f"causes/key.toml, line {line}: ")
    assert complaint in str(caught.value)


def test_a_code_that_no_rule_can_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, monkeypatch, ["key.bad"], GOOD)
    words = r"line 1: key\.bad: Expected codes of wizard/core/codes\.py, got 'key\.bad'\."
    with pytest.raises(CatalogueError, match=words):
        Catalogue().entry("key.bad")


def test_a_code_of_another_family_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, monkeypatch, ["keys.bad"], GOOD)
    with pytest.raises(
        CatalogueError, match=r"line 1: keys\.bad: Expected codes of the family 'key', got 'keys\.bad'"
    ):
        Catalogue().entry("key.bad")


def test_a_value_in_place_of_a_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, monkeypatch, [], {"key": "1"})
    with pytest.raises(CatalogueError, match="line 1: key: Expected a table, got 1"):
        Catalogue().entry("key")


def test_missing_data_files_are_no_unknown_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise resources.ResourceError("gone")

    monkeypatch.setattr(resources, "root", gone)
    with pytest.raises(resources.ResourceError, match="gone"):
        Catalogue().entry("key.missing")


def plant(folder: Path, monkeypatch: pytest.MonkeyPatch, codes: list[str], fields: dict[str, str]) -> None:
    (folder / "causes").mkdir(exist_ok=True)
    lines = [f'["{code}"]' for code in codes] + [f"{name} = {value}" for name, value in fields.items()]
    (folder / "causes" / "key.toml").write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(resources, "root", lambda: folder)
