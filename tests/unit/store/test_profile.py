"""Vendor profiles: what is accepted, every refusal with its line, and that no key is ever told."""

from __future__ import annotations

import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.folders import DATA
from wizard.commands.compose import find_profile
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC, PERMISSIONS, Profile, Support
from wizard.core.secret import Secret
from wizard.core.text import Translator
from wizard.core.toml.tables import Problem, Table
from wizard.core.version import Version
from wizard.store.profile_file import ProfileError, read_profile
from wizard.store.profile_rules import validate

EXAMPLE = DATA / "vendor.toml"
LOGO = (EXAMPLE.parent / "logo.png").read_bytes()
MINIMAL = 'schema = 1\n[vendor]\nname = "Northwind Sync"\n'
KEY = "EXAMPLEDEVELOPER"
say = Translator().translate

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Put a profile into a folder that also has a logo."""
    (tmp_path / "logo.png").write_bytes(LOGO)

    def write(source: str) -> Path:
        path = tmp_path / "vendor.toml"
        path.write_text(source, "utf-8", newline="")
        return path

    return write


def refusal(path: Path) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        read_profile(path)
    return caught.value


def only(error: ProfileError) -> Problem:
    assert len(error.problems) == 1, error.told(Translator())
    return error.problems[0]


def test_the_example_is_read_whole() -> None:
    assert read_profile(EXAMPLE) == Profile(
        vendor_name="Northwind Sync",
        product="Northwind Recall",
        support=Support(
            "555-0100", "help@northwind.example", "https://northwind.example/help", "Mon-Fri 8-18"
        ),
        logo="logo.png",
        accent="#0B6E6E",
        developer_key=Secret(KEY),
        modes=(Mode.REMOTE, Mode.API_SERVICE),
        permissions=("ApiReadAll", "ApiComm"),
        minimum_version=Version((22, 2)),
        keychain_service="Northwind Sync",
        customer_key_name="open-dental-customer-key",
        developer_key_name="open-dental-developer-key",
        languages=("en",),
        baa_url="https://northwind.example/baa",
        show_business_associate_notice=True,
        watch_minutes=30,
        keep_history=False,
        show_me=False,
        download_url="https://northwind.example/wizard",
    )


def test_a_name_is_enough(write: Write) -> None:
    profile = read_profile(write(MINIMAL))
    assert profile == Profile(
        vendor_name="Northwind Sync",
        modes=(Mode.REMOTE,),
        keychain_service="Connect Wizard for Open Dental (Northwind Sync)",
        developer_key_name=None,
    )
    assert isinstance(profile.modes[0], Mode)


def test_two_vendors_without_names_for_the_keychain_do_not_share_one(write: Write) -> None:
    first = read_profile(write(MINIMAL)).keychain_service
    second = read_profile(write(MINIMAL.replace("Northwind", "Contoso"))).keychain_service
    assert len({first, second, GENERIC.keychain_service}) == 3


def test_it_mode_has_no_vendor() -> None:
    assert GENERIC.vendor_name == ""
    assert GENERIC.developer_key is None
    assert GENERIC.modes == (Mode.REMOTE, Mode.API_SERVICE, Mode.LOCAL)
    assert GENERIC.watch_minutes == 60


def test_a_profile_cannot_be_changed() -> None:
    profile = read_profile(EXAMPLE)
    with pytest.raises(AttributeError):
        profile.accent = None  # type: ignore[misc]


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(write: Write) -> None:
    path = write("\ufeff" + MINIMAL.replace("\n", "\r\n"))
    assert read_profile(path).vendor_name == "Northwind Sync"
    path = write("\ufeff" + (MINIMAL + "accent = 5\n").replace("\n", "\r\n"))
    assert only(refusal(path)).line == 4


def test_a_language_that_is_shipped_is_accepted(write: Write) -> None:
    path = write(MINIMAL + '[wizard]\nlanguages = ["es", "en"]\n')
    assert read_profile(path, available=("en", "es")).languages == ("es", "en")
    assert only(refusal(path)).path == "wizard.languages[0]"


ALWAYS_LINE = 4  # each refusal below stands in the fourth line


@pytest.mark.parametrize(
    ("line", "path", "words"),
    [
        ('accent = "teal"', "vendor.accent", "Expected a color such as #0B6E6E, got “teal”."),
        ('accent = "#0B6E6"', "vendor.accent", "Expected a color such as #0B6E6E, got “#0B6E6”."),
        ('accent = "#0B6EGE"', "vendor.accent", "Expected a color"),
        ("accent = 726638", "vendor.accent", "Expected a color such as #0B6E6E, got 726638."),
        ('accent = "#777777"', "vendor.accent", "4.5:1 against white, got #777777, which has 4.47:1."),
        ('accent = "#FFB000"', "vendor.accent", "which has 1.83:1."),
        ('product = ""', "vendor.product", "got an empty text."),
        ('product = " x"', "vendor.product", "Expected one line of plain text without spaces around it"),
        ('product = "a\\nb"', "vendor.product", "Expected one line of plain text"),
        ('product = "a**b"', "vendor.product", "Expected one line of plain text"),
        (f'product = "{"x " * 30}x"', "vendor.product", "Expected a name of at most 60 characters"),
        (f'product = "{"x" * 101}"', "vendor.product", "Expected a text of 1 to 100 characters"),
        ("product = 5", "vendor.product", "Expected a text of 1 to 100 characters, got 5."),
        ("product = 0x" + "f" * 5000, "vendor.product", "got another number."),
        ("product = 1.5", "vendor.product", "got another number."),
        ("product = true", "vendor.product", "got true."),
        ("product = []", "vendor.product", "got a list."),
        ("product = {}", "vendor.product", "got a table."),
        ("product = 2026-11-05", "vendor.product", "got a date or time."),
        ('support = "555-0100"', "vendor.support", "Expected a table, got"),
        ('support = { fax = "555-0100" }', "vendor.support.fax", "expected one of phone, email, url, hours."),
        ('support = { hours = "8-18", email = "help" }', "vendor.support.email", "an e-mail address such as"),
        ('support.email = "a@b@c.d"', "vendor.support.email", "an e-mail address such as"),
        ('support.email = "a@example."', "vendor.support.email", "an e-mail address such as"),
        ('support.email = "a b@example.com"', "vendor.support.email", "an e-mail address such as"),
        ('support.url = "http://example.com"', "vendor.support.url", "such as https://example.com/help"),
        ('support.url = "https://"', "vendor.support.url", "such as https://example.com/help"),
        ('support.url = "https://a@example.com"', "vendor.support.url", "without a user name"),
        ('support.url = "https://[::1"', "vendor.support.url", "such as https://example.com/help"),
        ('support.url = "https://example.com:x"', "vendor.support.url", "such as https://example.com/help"),
        ('support.url = "https://exa mple.com"', "vendor.support.url", "such as https://example.com/help"),
        ('"support"."url" = 5', "vendor.support.url", "got 5."),
        ('logo = "/logo.png"', "vendor.logo", "the name of a PNG file beside the profile"),
        ('logo = "../logo.png"', "vendor.logo", "the name of a PNG file beside the profile"),
        ('logo = "C:logo.png"', "vendor.logo", "the name of a PNG file beside the profile"),
        ('logo = "a\\\\logo.png"', "vendor.logo", "the name of a PNG file beside the profile"),
        ('logo = "logo\\u0000.png"', "vendor.logo", "the name of a PNG file beside the profile"),
        ('logo = "logo.svg"', "vendor.logo", "the name of a PNG file beside the profile"),
        ("logo = 5", "vendor.logo", "the name of a PNG file beside the profile"),
        ('logo = "other.png"', "vendor.logo", "there is none of this name"),
        ('nmae = "x"', "vendor.nmae", "This key is not known here; did you mean name?"),
        ('phone = "555-0100"', "vendor.phone", "did you mean vendor.support.phone?"),
        ("[vendors]", "vendors", "did you mean vendor?"),
        ("[qqq]", "qqq", "expected one of schema, vendor, api, keychain, wizard."),
        ('[api]\ndeveloper_key = "short"', "api.developer_key", "8 to 64 printable characters"),
        ('[api]\ndeveloper_key = "half/otherhalf"', "api.developer_key", "something else at character 5."),
        ('[api]\ndeveloper_key = "EXAMPLE DEVELOPER"', "api.developer_key", "something else at character 8."),
        ('[api]\ndeveloper_key = "EXAMPLEÐEVELOPER"', "api.developer_key", "something else at character 8."),
        (f'[api]\ndeveloper_key = "{"x" * 65}"', "api.developer_key", "got a text of 65 characters."),
        ("[api]\ndeveloper_key = 1234567890", "api.developer_key", "got something that is not a text."),
        ("[api]\nmodes = []", "api.modes", "Expected at least one of remote, service, local."),
        ('[api]\nmodes = "remote"', "api.modes", "Expected a list such as"),
        ('[api]\nmodes = ["auto"]', "api.modes[0]", "Expected one of remote, service, local; got “auto”."),
        ('[api]\nmodes = ["remot"]', "api.modes[0]", "got “remot”. Did you mean remote?"),
        ("[api]\nmodes = [5]", "api.modes[0]", "got 5."),
        ('[api]\nmodes = ["local", "local"]', "api.modes[1]", "Expected each name once, got local again."),
        ('[api]\npermissions = ["ApiReadall"]', "api.permissions[0]", "Did you mean ApiReadAll?"),
        ('[api]\npermissions = ["Qqq"]', "api.permissions[0]", ", ".join(PERMISSIONS)),
        ("[api]\nminimum_version = 22.2", "api.minimum_version", "got a number without quotation marks."),
        ("[api]\nminimum_version = 22", "api.minimum_version", 'in quotation marks, such as "22.2"'),
        ('[api]\nminimum_version = "22.x"', "api.minimum_version", "got “22.x”."),
        ('[api]\nhost = "x"', "api.host", "A profile cannot change where a key is sent"),
        ("[wizard]\nwatch_minutes = 0", "wizard.watch_minutes", "from 1 to 1440, got 0."),
        ("[wizard]\nwatch_minutes = 1441", "wizard.watch_minutes", "from 1 to 1440, got 1441."),
        ("[wizard]\nwatch_minutes = 1.0", "wizard.watch_minutes", "a whole number of minutes"),
        ("[wizard]\nwatch_minutes = true", "wizard.watch_minutes", "a whole number of minutes"),
        ("[wizard]\nshow_business_associate_notice = 1", "wizard.show_business_associate_notice", "got 1."),
        ('[wizard]\nkeep_history = "no"', "wizard.keep_history", "Expected true or false"),
        ("[wizard]\nshow_me = 0", "wizard.show_me", "got 0."),
        ('[wizard]\nbaa_url = "example.com"', "wizard.baa_url", "such as https://example.com/help"),
        ("[wizard]\nlanguages = []", "wizard.languages", "Expected at least one of en."),
        ('[wizard]\nlanguages = ["xx"]', "wizard.languages[0]", "Expected one of en; got “xx”."),
        ('[keychain]\nservice = ""', "keychain.service", "got an empty text."),
    ],
)
def test_each_refusal_names_line_key_and_expectation(line: str, path: str, words: str, write: Write) -> None:
    error = refusal(write(MINIMAL + line + "\n"))
    problem = only(error)
    assert (problem.path, problem.line) == (path, ALWAYS_LINE + line.count("\n"))
    assert words in say(problem.message)
    assert error.told(Translator()) == f"vendor.toml, line {problem.line}: {path}: {say(problem.message)}"


@pytest.mark.parametrize(
    "name",
    ["host", "url", "base_url", "baseURL", "endpoint", "proxy", "https_proxy", "verify", "verify_tls",
     "ca", "ca_bundle", "cafile", "ssl_cert_file", "port", "scheme", "server", "address", "redirects",
     "insecure"],
)  # fmt: skip
@pytest.mark.parametrize("table", ["api", ""])
def test_nothing_in_a_profile_can_change_where_a_key_goes(table: str, name: str, write: Write) -> None:
    line = f'{name} = "https://evil.example"\n'
    error = refusal(write(f"{MINIMAL}[api]\n{line}" if table else line + MINIMAL))
    said = say(only(error).message)
    assert (
        said == "A profile cannot change where a key is sent or how the connection is secured; remove this."
    )


@pytest.mark.parametrize(
    "schema", ["", "schema = 2\n", 'schema = "1"\n', "schema = true\n", "schema = 1.0\n"]
)
def test_another_schema_or_none_is_refused(schema: str, write: Write) -> None:
    problem = only(refusal(write(MINIMAL.replace("schema = 1\n", schema))))
    assert (problem.path, problem.line) == ("schema", 1 if schema else None)


def test_a_missing_name_is_told_where_its_table_stands(write: Write) -> None:
    problem = only(refusal(write("schema = 1\n\n[vendor]\n")))
    assert (problem.path, problem.line, say(problem.message)) == ("vendor.name", 3, "This key is missing.")


def test_keys_that_would_overwrite_each_other_are_refused(write: Write) -> None:
    error = refusal(write(MINIMAL + '[keychain]\ndeveloper_key_name = "customer-key"\n'))
    assert (only(error).path, only(error).line) == ("keychain.developer_key_name", 5)


def test_all_problems_come_at_once_and_in_order(write: Write) -> None:
    source = 'schema = 9\n[wizard]\nwatch_minutes = 0\n[vendor]\naccent = "x"\nlogo = "none.png"\nfoo = 1\n'
    error = refusal(write(source))
    assert [(p.path, p.line) for p in error.problems] == [
        ("schema", 1),
        ("wizard.watch_minutes", 3),
        ("vendor.name", 4),
        ("vendor.accent", 5),
        ("vendor.logo", 6),
        ("vendor.foo", 7),
    ]
    assert len(error.texts()) == len(error.told(Translator()).splitlines()) == 6


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("schema = 1\n[api]\ndeveloper_key = EXAMPLEDEVELOPER\n", 3, "a text in quotation marks"),
        ('schema = 1\nname = "x\n', 2, "Expected a closing quotation mark on this line."),
        ('schema = 1\nlogo = "C:\\logo.png"\n', 2, "Expected every backslash in a text written twice."),
        ("schema 1\n", 1, "Expected an equals sign after the name of a key."),
        ("schema = 1 2\n", 1, "Expected the end of the line after the value."),
        ("schema = 1\nschema = 1\n", 2, "Expected each key once."),
        ("schema = 1\n[vendor]\n[vendor]\n", 3, "Expected each table once."),
        ("schema = 1\nx = [1,\n", 3, "Expected"),
        ("schema = 1\nx = 2026-02-30\n", 2, "Expected TOML, got something that cannot be read as such."),
        ("schema = " + "9" * 5000, None, "Expected TOML"),
        ("x = " + "[" * 20000, None, "lists within lists"),
        ("x = " + "[" * 70000, None, "at most 64 KiB"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(
    source: str, line: int | None, words: str, write: Write
) -> None:
    problem = only(refusal(write(source)))
    assert (problem.path, problem.line) == ("", line)
    assert words in say(problem.message)


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "vendor.toml"
    path.write_bytes(b"schema = 1\n[vendor]\nname = '\xe4'\n")
    assert only(refusal(path)).line == 3
    path.write_bytes(MINIMAL.encode("utf-16"))
    assert "UTF-8" in refusal(path).told(Translator())


def test_files_that_cannot_be_read_each_get_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(tmp_path / "none.toml").told(Translator()) == "none.toml: This file is not there."
    assert refusal(tmp_path).told(Translator()).endswith("Expected a file, got a folder or a device.")
    assert "cannot be read" in refusal(tmp_path / "a\0b.toml").told(Translator())

    def denied(_path: Path, *_args: object, **_options: object) -> None:
        raise PermissionError(13, "denied", str(tmp_path / "vendor.toml"))

    (tmp_path / "vendor.toml").write_text(MINIMAL)
    monkeypatch.setattr(Path, "open", denied)
    error = refusal(tmp_path / "vendor.toml")
    assert "cannot be read" in error.told(Translator())
    assert str(tmp_path) not in "".join(traceback.format_exception(error)).split("Error: ")[-1]
    assert error.__suppress_context__


def test_only_the_name_of_the_file_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "someone-private"
    folder.mkdir()
    (folder / "vendor.toml").write_text(MINIMAL + 'logo = "none.png"\n')
    error = refusal(folder / "vendor.toml")
    assert error.file == "vendor.toml"
    assert "someone-private" not in f"{error} {error!r} {error.problems!r}"


def png(width: int, height: int) -> bytes:
    return LOGO[:16] + width.to_bytes(4) + height.to_bytes(4) + LOGO[24:]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "got something else"),
        (LOGO[:32], "got something else"),
        (b"GIF89a" + LOGO, "got something else"),
        (LOGO.replace(b"IHDR", b"JHDR"), "got something else"),
        (png(0, 10), "at most 2048 x 2048 pixels, got 0 x 10."),
        (png(10, 2049), "at most 2048 x 2048 pixels, got 10 x 2049."),
        (LOGO + bytes(1024 * 1024), "at most 1 MiB"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_refused(raw: bytes, words: str, write: Write) -> None:
    path = write(MINIMAL + 'logo = "logo.png"\n')
    (path.parent / "logo.png").write_bytes(raw)
    problem = only(refusal(path))
    assert (problem.path, problem.line) == ("vendor.logo", 4)
    assert words in say(problem.message)


def test_a_logo_in_a_folder_beside_the_profile_is_accepted(write: Write) -> None:
    path = write(MINIMAL + 'logo = "art/Logo.PNG"\n')
    (path.parent / "art").mkdir()
    (path.parent / "art" / "Logo.PNG").write_bytes(png(2048, 2048))
    assert read_profile(path).logo == "art/Logo.PNG"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")
def test_a_link_that_leads_elsewhere_is_no_logo(tmp_path: Path) -> None:
    (tmp_path / "out.png").write_bytes(LOGO)
    folder = tmp_path / "kit"
    folder.mkdir()
    (folder / "logo.png").symlink_to(tmp_path / "out.png")
    (folder / "vendor.toml").write_text(MINIMAL + 'logo = "logo.png"\n')
    assert "leads elsewhere" in refusal(folder / "vendor.toml").told(Translator())
    (folder / "logo.png").unlink()
    (folder / "logo.png").symlink_to(folder / "logo.png")
    assert "vendor.logo" in refusal(folder / "vendor.toml").told(Translator())
    (folder / "logo.png").unlink()
    (folder / "logo.png").mkdir()
    assert "got something else" in refusal(folder / "vendor.toml").told(Translator())


def test_a_profile_is_found_beside_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ConnectWizard.exe"
    program.touch()
    assert find_profile(tmp_path) is None
    profile = tmp_path / "vendor.toml"
    profile.mkdir()  # a folder of that name is found, so that reading says what is wrong
    assert find_profile(tmp_path) == profile

    def denied(_path: Path, **_options: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "stat", denied)
    assert find_profile(tmp_path) == profile


@pytest.mark.parametrize(
    "key", [KEY, "Ab3dEf6hIj9kLm2n", "abcdefghijklmnop", "key-with_signs.1!", "12345678"]
)
@pytest.mark.parametrize(
    "lines",
    [
        '[api]\ndeveloper_key = "{key}"\n[wizard]\nwatch_minutes = 0',
        '[api]\ndeveloper_key = "{key}"\npermissions = ["{key}"]\nmodes = ["x{key}x"]',
        '[api]\ndeveloper_key = "{key}"\nminimum_version = "{key}"',
        '[api]\ndeveloper_key = "{key}"\n"{key}" = 1\n["{key}"]\n"{key}" = 1',
        'product = ["{key}"]\naccent = "{key}"\nlogo = "{key}"\n[api]\ndeveloper_key = "{key}"',
        'support = {{ email = "{key}", url = "{key}" }}\n[api]\ndeveloper_key = "{key}"',
        'support = "{key}"\n[api]\ndeveloper_key = "{key}"',
        '[api]\ndeveloper_key = "{key}/"',
        '[api]\ndeveloper_key = "{key}\x01"',
        "[api]\ndeveloper_key = {key}",
        '[api]\ndeveloper_key = "{key}\n',
        '[api]\n"{key}" = 1\n"{key}" = 1',
        '["{key}"]\n["{key}"]',
        'x = {{ "{key}" = 1, "{key}" = 2 }}',
        'x = {{ "{key}" = 1 }}\n[x."{key}"]',
    ],
)
def test_a_planted_key_is_never_told(lines: str, key: str, write: Write) -> None:
    path = write(MINIMAL + lines.format(key=key))
    error = refusal(path)
    told = [
        error.told(Translator()),
        str(error),
        repr(error),
        repr(error.problems),
        repr(error.texts()),
        repr(error.args),
    ]
    told += traceback.format_exception(error)
    told += [say(text) for text in error.texts()]
    assert key not in "".join(told)


def test_a_read_profile_does_not_print_its_key() -> None:
    profile = read_profile(EXAMPLE)
    assert profile.developer_key is not None
    assert KEY not in f"{profile} {profile!r} {profile.developer_key} {[profile]} {profile._asdict()}"


def test_validation_needs_no_file_and_takes_any_mapping() -> None:
    problems = validate(Table({"schema": 1, "vendor": {"name": "X", "accent": 5}}))
    assert not isinstance(problems, Profile)
    assert [(p.path, p.line) for p in problems] == [("vendor.accent", None)]
    assert isinstance(validate(Table({"schema": 1, "vendor": {"name": "X"}})), Profile)


LETTERS = st.text(alphabet=st.sampled_from("ab =\"'[]{}.,#\n\r\t\\-_0123456789é\ufeff\x00"), max_size=60)
SCALARS = st.one_of(
    st.booleans().map(lambda b: str(b).lower()),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["nan", "inf", "2026-11-05", "07:30:00", "[]", "{}", "[[]]", "0xff", "''", '"\\u00e4"']),
    st.text(st.characters(exclude_characters="'\n\r", exclude_categories=["Cc", "Cs"])).map(
        lambda t: f"'{t}'"
    ),
)
NAMES = st.sampled_from(
    ["schema", "vendor", "api", "keychain", "wizard", "vendor.name", "vendor.support", "vendor.support.url",
     "vendor.logo", "vendor.accent", "api.modes", "api.permissions", "api.developer_key",
     "api.minimum_version", "wizard.languages", "wizard.watch_minutes", "api.proxy", "other", '"" ', "'a.b'"],
)  # fmt: skip
LINES = st.one_of(
    st.tuples(NAMES, SCALARS).map(" = ".join),
    st.tuples(NAMES, st.lists(SCALARS).map(lambda items: f"[{', '.join(items)}]")).map(" = ".join),
    NAMES.map("[{}]".format),
    LETTERS,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(st.one_of(LETTERS, st.lists(LINES).map("\n".join), st.lists(LINES).map((MINIMAL + "{}").format)))
@example("a = {" * 3000)
@example("vendor.logo = '" + "x" * 5000 + ".png'")
def test_no_text_raises_anything_but_a_profile_error(tmp_path: Path, source: str) -> None:
    path = tmp_path / "vendor.toml"
    path.write_text(source, "utf-8", newline="")
    try:
        problems: tuple[Problem, ...] = ()
        told: list[str] = []
        read_profile(path)
    except ProfileError as error:
        problems = error.problems
        told = error.told(Translator()).splitlines()
    if problems:
        last = source.count("\n") + 1
        assert len(told) == len(problems)
        assert all(problem.line is None or 1 <= problem.line <= last for problem in problems)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_profile_error(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.mktemp("raw") / "vendor.toml"
    path.write_bytes(raw)
    assert refusal(path).problems


def test_a_long_run_of_signs_is_refused_at_once(write: Write) -> None:
    error = refusal(write(MINIMAL + f'accent = "{"a-" * 30000}"\n'))
    assert len(error.told(Translator())) < 200


def test_the_model_is_cheap_to_import() -> None:
    """First paint needs the model; what only validation needs has to stay away from it."""
    code = "import sys, wizard.core.profile; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    kept_away = {
        "tomllib",
        "difflib",
        "hmac",
        "base64",
        "urllib.parse",
        "wizard.core.redact",
        "wizard.core.keys",
    }
    assert kept_away.isdisjoint(loaded)
