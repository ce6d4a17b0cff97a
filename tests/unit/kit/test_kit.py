"""``profile kit``: what a vendor ships, from a released folder and a profile."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.support.folders import DATA, ROOT
from wizard import __version__
from wizard.commands.profile_kit import profile_kit
from wizard.core.profile import GENERIC, Profile
from wizard.core.text import Translator
from wizard.kit import make, nsis, script
from wizard.kit.archive import write_zip
from wizard.kit.product import ProductNames, product_of
from wizard.kit.release import SUMS, ReleaseError, opened, read_release, write_release
from wizard.main import main as run
from wizard.store import resources
from wizard.store.profile_file import read_profile

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = DATA / "vendor.toml"
OTHER = 'schema = 1\n[vendor]\nname = "Clínica \\"Añil\\" $5 ${NAME} & Söhne"\n'
OLD = '{"name": "connect-wizard", "version": "0.0.9"}'
STEM = f"northwind-recall_92b451-connect-wizard-{__version__}-windows"
needs_nsis = pytest.mark.skipif(nsis.makensis() is None, reason="makensis is not installed")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A small folder in a release's form."""
    folder = tmp_path / "release $x é"
    parts = (
        "ConnectWizard.exe",
        "connect-wizard.exe",
        "_internal/a/b.dll",
        "_internal/c.pyd",
        "licences/x/L.txt",
    )
    for number, name in enumerate(parts):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode() * (number + 1) * 100)
    write_release(folder)
    return folder


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """The example's profile and logo."""
    folder = tmp_path / "vendor"
    folder.mkdir()
    for name in ("vendor.toml", "logo.png"):
        shutil.copyfile(EXAMPLE.with_name(name), folder / name)
    return folder / "vendor.toml"


@pytest.fixture
def no_nsis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.commands.profile_kit.makensis", lambda: None)


def content(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.usefixtures("no_nsis")
def test_a_kit_holds_the_release_and_what_the_vendor_adds(
    release: Path, vendor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "kit"
    assert run(["profile", "kit", str(vendor), "--out", str(out), "--release", str(release)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.splitlines() == [
        *(str(out / name) for name in (f"{STEM}.zip", "README for IT.txt", SUMS)),
        "No setup was made: NSIS (makensis) is not installed here.",
    ]
    top = "connect-wizard-northwind-recall_92b451/"
    inside = content(out / f"{STEM}.zip")
    assert all(name.startswith(top) for name in inside)
    plain = {name.removeprefix(top): data for name, data in inside.items()}
    assert {name: data for name, data in plain.items() if (release / name).exists()} == {
        found.relative_to(release).as_posix(): found.read_bytes()
        for found in release.rglob("*")
        if found.is_file()
    }
    added = {name for name in plain if not (release / name).exists()}
    assert added == {"vendor.toml", "vendor.seal", "vendor.ico", "logo.png", "README for IT.txt"}
    assert plain["vendor.toml"] == vendor.read_bytes()
    listed = dict(line.split("  ")[::-1] for line in (out / SUMS).read_text().splitlines())
    assert set(listed) == {f"{STEM}.zip", "README for IT.txt"}


@pytest.mark.usefixtures("no_nsis")
def test_the_same_input_gives_the_same_bytes_on_another_day_in_another_process(
    release: Path, vendor: Path, tmp_path: Path
) -> None:
    assert profile_kit(str(vendor), str(tmp_path / "one"), str(release), translator=Translator()) == 0
    for file in (vendor, *release.rglob("*")):
        if file.is_file():
            file.touch()
    moved = release.rename(tmp_path / "elsewhere")
    arguments = ["profile", "kit", str(vendor), "--out", str(tmp_path / "two"), "--release", str(moved)]
    subprocess.run(
        [sys.executable, "-m", "wizard", *arguments, "--no-setup"],
        check=True,
        capture_output=True,
        env={
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "7",
            "QT_QPA_PLATFORM": "offscreen",
        },
    )
    one, two = ({f.name: f.read_bytes() for f in (tmp_path / n).iterdir()} for n in ("one", "two"))
    assert one == two


@pytest.mark.usefixtures("no_nsis")
def test_two_vendors_differ_in_what_their_profiles_name(release: Path, vendor: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(OTHER, "utf-8")
    kits = []
    for number, profile in enumerate((vendor, other)):
        assert (
            profile_kit(str(profile), str(tmp_path / str(number)), str(release), translator=Translator()) == 0
        )
        (made,) = (tmp_path / str(number)).glob("*.zip")
        kits.append({name.partition("/")[2]: data for name, data in content(made).items()})
    differ = {name for name in kits[0].keys() | kits[1].keys() if kits[0].get(name) != kits[1].get(name)}
    assert differ == {"vendor.toml", "vendor.seal", "vendor.ico", "logo.png", "README for IT.txt"}


def test_a_release_may_be_a_zip(release: Path, tmp_path: Path) -> None:
    names = read_release(release).names
    write_zip(tmp_path / "r.zip", "Connect Wizard", {name: release / name for name in names})
    with opened(str(tmp_path / "r.zip")) as found:
        assert (found.names, found.version) == (names, __version__)
        folder = found.folder
    assert not folder.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: (f / "_internal/c.pyd").write_bytes(b"x"), "line 3: _internal/c.pyd is missing or not"),
        (lambda f: (f / "_internal/c.pyd").unlink(), "SHA256SUMS, line 3: _internal/c.pyd is missing"),
        (lambda f: (f / SUMS).unlink(), "SHA256SUMS or release.json is missing"),
        (lambda f: (f / SUMS).write_text("0  ../x\n"), "SHA256SUMS, line 1: Expected a check sum"),
        (lambda f: (f / SUMS).write_text(""), "ConnectWizard.exe is not in it"),
        (lambda f: (f / "release.json").write_text(OLD), "got another one"),
        (lambda f: (f / "release.json").write_text("[]"), "is missing"),
    ],
)  # fmt: skip
def test_a_release_that_was_changed_is_refused(release: Path, change: object, words: str) -> None:
    change(release)  # type: ignore[operator]  # one of the functions above
    with pytest.raises(ReleaseError) as caught:
        read_release(release)
    assert words in Translator().translate(caught.value.text)


@pytest.mark.parametrize("where", [None, "no-such.zip", "vendor/logo.png"])
def test_without_a_release_nothing_is_written(
    vendor: Path, tmp_path: Path, where: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    place = None if where is None else str(tmp_path / where)
    assert profile_kit(str(vendor), str(tmp_path / "kit"), place, translator=Translator()) == 2
    assert "release" in capsys.readouterr().err
    assert not (tmp_path / "kit").exists()


def test_an_invalid_profile_is_refused_with_its_line(
    release: Path, vendor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = vendor.read_text("utf-8")
    vendor.write_text(text.replace("#0B6E6E", "#FFFF00"), "utf-8")
    assert profile_kit(str(vendor), str(tmp_path / "kit"), str(release), translator=Translator()) == 2
    line = text[: text.index("accent")].count("\n") + 1
    assert capsys.readouterr().err.startswith(f"vendor.toml, line {line}: vendor.accent: Expected ")
    assert not (tmp_path / "kit").exists()


@pytest.mark.usefixtures("no_nsis")
def test_a_folder_that_cannot_be_written_is_told(
    release: Path, vendor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kit").write_text("in the way")
    assert profile_kit(str(vendor), str(tmp_path / "kit"), str(release), translator=Translator()) == 1
    assert capsys.readouterr().err.startswith("The kit could not be written.\n")


def test_the_page_for_it_says_what_the_profile_says(vendor: Path) -> None:
    profile = read_profile(vendor)
    page = make.vendor_files(profile, vendor, product_of(profile), Translator())["README for IT.txt"].decode(
        "utf-8-sig"
    )
    for words in (
        "api.opendental.com, TCP port 443",
        "TCP port 30223",
        "“Northwind Sync”",
        "user “open-dental-customer-key”",
        "ApiReadAll, ApiComm",
        "Open Dental 22.2 or later",
        "https://northwind.example/wizard",
        f"{STEM}-setup.exe /S",
        "555-0100",
        "Uninstall\\ConnectWizard-northwind-recall_92b451",
        "Programs\\connect-wizard-northwind-recall_92b451",
        "“Northwind Recall (Northwind Sync) - Connect Wizard for Open Dental”",
        "87 an unknown switch, 145 the folder holds something else",
    ):
        assert words in page
    # its modes do not name the Local API; whether Open Dental runs is asked there all the same
    assert "127.0.0.1, TCP port 30222: the live call in Local mode; whether Open Dental runs" in page
    assert "EXAMPLEDEVELOPER" not in page
    assert "\n" not in page.replace("\r\n", "")


def test_names_for_windows() -> None:
    assert product_of(GENERIC)[:5] == (
        "Connect Wizard for Open Dental", "Connect Wizard", "", *2 * ["Connect Wizard for Open Dental"]
    )  # fmt: skip
    assert product_of(GENERIC).file_stem == f"connect-wizard-{__version__}-windows"
    product = product_of(Profile(vendor_name="Acme", product="Recall 2"))
    assert product.file_stem == f"acme.recall-2-connect-wizard-{__version__}-windows"
    assert (product.folder, product.key) == ("connect-wizard-acme.recall-2", "ConnectWizard-acme.recall-2")
    assert product.link == "Recall 2 (Acme) - Connect Wizard for Open Dental"


def test_a_kind_of_case_files_is_a_programmatic_identifier() -> None:
    vendors = [Profile(), Profile(vendor_name="Acme"), Profile(vendor_name="Ä & Söhne " * 9, product="x_y")]
    kinds = [product_of(profile).case_kind for profile in vendors]
    assert kinds[0] == "ConnectWizard.Case"
    assert len({kind.lower() for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9.]{0,38}", kind), kind


def files(folder: Path) -> dict[str, Path]:
    return {f.relative_to(folder).as_posix(): f for f in folder.rglob("*") if f.is_file()}


def test_the_setups_list_is_sorted_and_complete(vendor: Path) -> None:
    names = ("a.exe", "_internal/x/c.dll", "_internal/b.dll", "art/logo $1.png", "v.ico", script.LIST)
    places = {name: f"{number}.part" for number, name in enumerate(names)}
    product = product_of(read_profile(vendor))
    lines = script.product_words(product, places, "v.ico", 4096).splitlines()
    installed = [line for line in lines if line.startswith(("File ", "SetOutPath "))]
    assert installed == [
        'SetOutPath "$INSTDIR"',
        'File "/oname=a.exe" 0.part',
        'File "/oname=installed.ini" 5.part',
        'File "/oname=v.ico" 4.part',
        'SetOutPath "$INSTDIR\\_internal"',
        'File "/oname=b.dll" 2.part',
        'SetOutPath "$INSTDIR\\_internal\\x"',
        'File "/oname=c.dll" 1.part',
        'SetOutPath "$INSTDIR\\art"',
        'File "/oname=logo $$1.png" 3.part',
    ]
    removed = lines[lines.index("!macro REMOVE_FILES") + 1 : -1]
    assert removed == [
        'Delete "$INSTDIR\\_internal\\b.dll"',
        'Delete "$INSTDIR\\_internal\\x\\c.dll"',
        'Delete "$INSTDIR\\a.exe"',
        'Delete "$INSTDIR\\art\\logo $$1.png"',
        'Delete "$INSTDIR\\installed.ini"',
        'Delete "$INSTDIR\\v.ico"',
        'RMDir "$INSTDIR\\_internal\\x"',
        'RMDir "$INSTDIR\\_internal"',
        'RMDir "$INSTDIR\\art"',
    ]
    # an upgrade reads this list of the older version; it would lose its place if it removed the list itself
    assert script.install_list(product, places).splitlines() == [
        "[setup]",
        f"Key={product.key}",
        "Count=8",
        "[names]",
        "1=_internal\\b.dll",
        "2=_internal\\x\\c.dll",
        "3=a.exe",
        "4=art\\logo $1.png",
        "5=v.ico",
        "6=_internal\\x",
        "7=_internal",
        "8=art",
    ]


def setup_script() -> str:
    return resources.path("setup/setup.nsi").read_text("utf-8")


def test_the_setup_never_removes_a_folder_with_what_is_in_it() -> None:
    assert "/r" not in re.findall(r"^\s*(?:RMDir|Delete)\s+(\S+)", setup_script(), re.MULTILINE)


def test_the_setups_exit_codes_are_those_that_its_papers_tell(vendor: Path) -> None:
    text = setup_script()
    own = set(re.findall(r"!define E_\w+ (\d+)", text))
    assert own == {"32", "87", "145", "161", "183", "740", "1150"}
    used = set(re.findall(r"\$\{(E_\w+)\}", text))
    assert used == set(re.findall(r"!define (E_\w+)", text))
    table = (ROOT / "resources" / "docs" / "it.md").read_text("utf-8")
    rows = table.partition("exit code of the setup")[2].partition("\n\n")[0]
    told = set(re.findall(r"^\| (\d+) \|", rows, re.MULTILINE))
    assert told == own | {"0", "1", "2"}
    profile = read_profile(vendor)
    page = make.vendor_files(profile, vendor, product_of(profile), Translator())["README for IT.txt"].decode(
        "utf-8-sig"
    )
    (line,) = [line for line in page.splitlines() if "exit codes: 0 done" in line]
    assert set(re.findall(r"\d+", line)) == told
    head = text.partition("Unicode true")[0].partition("Exit codes:")[2].partition(";\n")[0]
    assert set(re.findall(r"\d+", head)) == told


def function(name: str) -> str:
    """A function of the script, in lines without their indent."""
    body = setup_script().partition(f"Function {name}\n")[2].partition("FunctionEnd")[0]
    return "\n".join(line.strip() for line in body.splitlines())


def test_the_setup_refuses_before_it_changes_anything() -> None:
    """What each refusal does is proved under Wine; here, that each is asked for, in its order."""
    begin = function(".onInit")
    places = [
        begin.index(f"Call {name}") for name in ("ReadSwitches", "RefuseOldWindows", "RefuseForeignFolder")
    ]
    assert places == sorted(places)
    switches = function("ReadSwitches")
    for known in ("/ALLUSERS", "/S", "/NCRC"):
        assert f'"{known}"' in switches
    assert "STOP ${E_SWITCH}" in switches
    assert "GetCommandLineW" in switches  # what NSIS made of /D= against what was asked for
    assert "STOP ${E_FOLDER}" in switches
    assert "icuuc.dll" in function("RefuseOldWindows")
    foreign = function("RefuseForeignFolder")
    assert 'ReadINIStr $R1 "$PLUGINSDIR\\vendor.toml" "vendor" "name"' in foreign
    assert 'ReadINIStr $R2 "$INSTDIR\\vendor.toml" "vendor" "name"' in foreign
    assert '${AndIf} $R0 != "${KEY}"' in foreign
    assert "STOP ${E_FOREIGN}" in foreign.partition("FindFirst")[2]
    listed = function("RemoveListed")
    assert '$R4 == ".."' in listed  # a list of somebody else's leads nowhere outside of the folder
    assert '$R4 == ":"' in listed


def test_a_vendors_setup_carries_the_profile_that_it_compares(vendor: Path) -> None:
    product = product_of(read_profile(vendor))
    words = script.product_words(product, {"v.ico": "1.ico"}, "v.ico", 1, profile="7.part")
    assert '!define PROFILE "7.part"' in words
    assert "PROFILE" not in script.product_words(product, {"v.ico": "1.ico"}, "v.ico", 1)


def test_what_the_papers_say_of_an_upgrade_is_what_it_does(vendor: Path) -> None:
    """A kit's setup lists its own profile, so it takes the place of the one that is there."""
    profile = read_profile(vendor)
    product = product_of(profile)
    listed = script.install_list(
        product, dict.fromkeys(make.vendor_files(profile, vendor, product, Translator()), "1.part")
    )
    assert "=vendor.toml" in listed
    page = " ".join((ROOT / "resources" / "docs" / "vendor.md").read_text("utf-8").split())
    assert "a kit's setup puts the kit's own profile in its place" in page
    assert "The plain release's setup also keeps a `vendor.toml` that IT put there" in page


def test_the_uninstaller_lets_go_of_the_key_as_the_person_before_it_is_an_administrator() -> None:
    begin = function("un.onInit")
    assert "SetShellVarContext all" not in begin  # the person's own folders are meant until then
    asked, _, rest = begin.partition('"$(REMOVE_FIRST)" IDCANCEL`')  # and not before they have said yes
    assert "un.LeaveThePerson" not in asked
    assert "!insertmacro STOP 1" in rest.partition("Call un.LeaveThePerson")[0]
    assert '"$INSTDIR\\uninstall.exe" "/ASKED"' in rest.partition("Call un.LeaveThePerson")[2]
    once = asked.partition('${If} $Key == "settled"')[2]  # not for ever
    assert "STOP ${E_ADMINISTRATOR}" in once
    leave = function("un.LeaveThePerson")
    assert "$(FORGET)" in leave.partition("forget --dry-run")[2]  # asked only where there is one
    for part in ("windows.ini", "history.jsonl", "log\\connect-wizard.log*"):
        assert part in leave


def test_a_folder_of_its_own_is_not_refused_for_how_the_same_name_is_written() -> None:
    foreign = (
        function("RefuseForeignFolder").partition("!ifdef PROFILE")[2].partition("!endif")[0].splitlines()
    )
    for name in ("$R1", "$R2"):
        line = f"!insertmacro TEXT_OF {name}"
        assert foreign.index(line) < foreign.index("${AndIf} $R1 S!= $R2")
    differ = foreign[foreign.index("${AndIf} $R1 S!= $R2") + 1 :]
    wanted = ['${If} $R0 == ""', '${OrIf} $R6 == ""', '!insertmacro STOP ${E_VENDOR} "$(OTHER_VENDOR)"']
    assert [line for line in differ if not line.startswith(";")][:3] == wanted


def test_for_whom_it_was_installed_is_a_mark_and_open_it_now_is_not_for_everyone() -> None:
    text = setup_script()
    assert 'WriteINIStr "$INSTDIR\\${LIST}" "setup" "For" "everyone"' in text
    assert 'ReadINIStr $R0 "$INSTDIR\\${LIST}" "setup" "For"' in text.partition("Function un.onInit")[2]
    shown = text.partition("Function FinishShown")[2].partition("FunctionEnd")[0]
    assert '$AllUsers == "1"' in shown
    assert "ShowWindow $mui.FinishPage.Run ${SW_HIDE}" in shown
    assert "${BST_UNCHECKED}" in shown


TEXTS = (
    "$5 ${NAME} $%HOME% $(^Name) $INSTDIR",
    "$$ $${NAME} $$%HOME% $\\' $\\\" $\\r$\\n $",
    "${U+24} $%NO_SUCH% ${NSISDIR}${KEY} ; # !define /* */",
)


@needs_nsis
@pytest.mark.parametrize("text", TEXTS)
def test_marks_of_nsis_in_a_vendors_text_are_that_text(text: str, tmp_path: Path) -> None:
    """makensis tells what it read; ``$$`` and the empty variable are what becomes of it at run time."""
    lines = (
        "Unicode true",
        "Var Nothing",
        f"!define NAME {script.literal(text)}",
        '!define KEY "k"',
        'Name "x"',
        "OutFile x.exe",
        "Section",
        'StrCpy $Nothing ""',
        'WriteRegStr HKCU "a" "b" "<${NAME}>"',
        "SectionEnd",
    )
    (tmp_path / "x.nsi").write_text("\ufeff" + "\n".join(lines) + "\n", "utf-8")
    done = subprocess.run(["makensis", "-V4", "x.nsi"], cwd=tmp_path, capture_output=True, check=True)
    (read,) = re.findall(r"WriteRegStr: HKCU\\a\\b=<(.*)>", done.stdout.decode())
    assert read.replace("$Nothing", "").replace("$$", "$") == text.replace('"', "'").replace("`", "'")


def test_the_first_page_has_room_for_any_name() -> None:
    assert script.title("Acme & Söhne: Connect Wizard") == "Acme & Söhne: Connect Wizard"
    long = script.title("Q" * 60 + ": Connect Wizard for Open Dental")
    assert max(len(word) for word in long.split()) <= 27
    assert len(script.title("word " * 40)) <= 83
    assert len(textwrap.wrap(script.title("Praxisverwaltung " * 9), 27)) == 3
    word = "Patientenkommunikationsplattform"
    assert script.title(f"Northwind {word} 2") == "Northwind Patientenkommunikationsplat tform 2"
    assert not script.title("word. " * 40).endswith(" .…")
    words = script.product_words(ProductNames("A & B", "A", "a", "a", "a"), {"v.ico": "1.ico"}, "v.ico", 1)
    assert '!define LABEL_NAME "A && B"' in words
    assert '!define TITLE "A && B"' in words
    assert '!define NAME "A & B"' in words


@needs_nsis
def test_a_setup_is_made_for_any_name_and_the_same_input_gives_the_same_bytes(
    release: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "vendor.toml"
    profile.write_text(OTHER, "utf-8")
    made = []
    for number in ("one", "two"):
        assert profile_kit(str(profile), str(tmp_path / number), str(release), translator=Translator()) == 0
        (found,) = (tmp_path / number).glob("*-setup.exe")
        made.append(found.read_bytes())
    assert made[0] == made[1]
    assert made[0][:2] == b"MZ"
    words = "Clínica 'Añil' $5 $\u2060{NAME} & Söhne: Connect Wizard for Open Dental"
    assert words.encode("utf-16-le") in made[0]  # the version resource


@needs_nsis
def test_the_script_also_suits_a_makensis_that_makes_32_bit_setups_only(
    release: Path, tmp_path: Path, vendor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As NSIS comes from its makers."""
    (tmp_path / "setup").mkdir()
    for name in ("setup.nsi", "words.nsh"):
        text = resources.path(f"setup/{name}").read_text("utf-8")
        (tmp_path / "setup" / name).write_text(text.replace("  Target amd64-unicode\n", ""), "utf-8")
    side = make.side(GENERIC)
    monkeypatch.setattr(resources, "path", lambda name: tmp_path / name)
    product, icon = product_of(read_profile(vendor)), ROOT / "resources" / "icons" / "connect-wizard.ico"
    made = tmp_path / "s ${NAME} $%HOME%.exe"
    nsis.write_setup(made, product, {**files(release), "v.ico": icon}, "v.ico", side)
    header = made.read_bytes()
    place = int.from_bytes(header[0x3C:0x40], "little")
    assert header[place + 4 : place + 6] == b"\x4c\x01"  # IMAGE_FILE_MACHINE_I386


@needs_nsis
def test_a_setup_that_cannot_be_made_says_what_nsis_said(release: Path, tmp_path: Path, vendor: Path) -> None:
    listed = {**files(release), "vendor.ico": resources.path("icons/connect-wizard.ico")}
    with pytest.raises(nsis.SetupError, match=r"side\.bmp"):
        nsis.write_setup(tmp_path / "s.exe", product_of(read_profile(vendor)), listed, "vendor.ico", b"")
    assert not (tmp_path / "s.exe").exists()


def test_the_release_notes_its_version(release: Path) -> None:
    assert json.loads((release / "release.json").read_text()) == {
        "name": "connect-wizard",
        "version": __version__,
    }


SIGNER = """
import pathlib, sys
file = pathlib.Path(sys.argv[1])
if file.suffix == ".exe" and b"refuse" in file.parent.name.encode():
    sys.exit("no token")
with open(sys.argv[2], "a") as log:
    log.write(file.read_bytes()[:2].decode("latin-1") + "\\n")
pathlib.Path(str(file) + ".new").write_bytes(file.read_bytes() + b"<signed>")
"""


@pytest.fixture
def signer(tmp_path: Path) -> str:
    """A command that signs; it puts a mark at the end, and a line into ``signed``."""
    (tmp_path / "signer.py").write_text(SIGNER)
    parts = (sys.executable, str(tmp_path / "signer.py"))
    return f'{shlex.join(parts)} {{file}} "{tmp_path / "signed"}"'


def listed_as_it_lies(out: Path) -> bool:
    lines = (out / SUMS).read_text("utf-8").splitlines()
    return all(
        hashlib.sha256((out / n).read_bytes()).hexdigest() == d for d, n in (x.split("  ") for x in lines)
    )


@needs_nsis
@pytest.mark.parametrize("by_variable", [False, True])
def test_setup_and_uninstaller_of_a_kit_are_signed_as_they_are_made(
    by_variable: bool,
    release: Path,
    vendor: Path,
    tmp_path: Path,
    signer: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if by_variable:
        monkeypatch.setenv("CONNECT_WIZARD_SIGN", signer)
    out = tmp_path / "kit"
    arguments = ["profile", "kit", str(vendor), "--out", str(out), "--release", str(release)]
    assert run([*arguments, "--sign", *([] if by_variable else [signer])]) == 0
    # makensis puts the uninstaller in the setup only after it was signed
    assert (tmp_path / "signed").read_text().splitlines() == ["MZ", "MZ"]
    (made,) = out.glob("*-setup.exe")
    assert made.read_bytes().endswith(b"<signed>")
    assert listed_as_it_lies(out)


@needs_nsis
def test_a_kit_that_cannot_be_signed_is_told_and_is_no_kit(
    release: Path, vendor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = f"{sys.executable} -c \"import sys; sys.exit('no token in ' + sys.argv[1][:0])\" {{file}}"
    arguments = ["profile", "kit", str(vendor), "--out", str(tmp_path / "kit"), "--release", str(release)]
    assert run([*arguments, "--sign", command]) == 1
    assert "no token in" in capsys.readouterr().err
    assert not list((tmp_path / "kit").glob("*-setup.exe"))
    once = "import pathlib, sys; sys.exit(pathlib.Path(sys.argv[1]).name.endswith('-setup.exe'))"
    assert run([*arguments, "--sign", f'{sys.executable} -c "{once}" {{file}}']) == 1  # the uninstaller alone
    assert not list((tmp_path / "kit").glob("*-setup.exe"))


@pytest.mark.parametrize("command", ["", "signtool sign", "no file here"])
def test_a_command_that_names_no_file_is_refused(
    command: str,
    release: Path,
    vendor: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CONNECT_WIZARD_SIGN", raising=False)
    arguments = ["profile", "kit", str(vendor), "--out", str(tmp_path / "kit"), "--release", str(release)]
    assert run([*arguments, "--sign", *([command] if command else [])]) == 2
    assert capsys.readouterr().err == "Expected a command that signs, with {file} for the file.\n"
    assert not (tmp_path / "kit").exists()


@pytest.mark.usefixtures("no_nsis")
def test_files_are_signed_and_the_list_made_anew_by_commands_of_their_own(
    release: Path,
    vendor: Path,
    tmp_path: Path,
    signer: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "kit"
    assert run(["profile", "sums", str(tmp_path)]) == 2
    assert run(["profile", "kit", str(vendor), "--out", str(out), "--release", str(release)]) == 0
    setup_file = out / "a-setup.exe"
    setup_file.write_bytes(b"MZ")
    monkeypatch.delenv("CONNECT_WIZARD_SIGN", raising=False)
    assert run(["profile", "sign", str(setup_file)]) == 2
    monkeypatch.setenv("CONNECT_WIZARD_SIGN", signer)
    assert run(["profile", "sign", str(setup_file)]) == 0
    assert setup_file.read_bytes() == b"MZ<signed>"
    monkeypatch.setenv("CONNECT_WIZARD_SIGN", "no-such-program {file}")
    capsys.readouterr()
    assert run(["profile", "sign", str(setup_file)]) == 1
    assert capsys.readouterr().err.startswith("a-setup.exe could not be signed.\n")
    (out / "README for IT.txt").write_text("changed")
    assert not listed_as_it_lies(out)
    assert run(["profile", "sums", str(out)]) == 0
    assert listed_as_it_lies(out)
    assert "a-setup.exe" in (out / SUMS).read_text()
    assert [f.name for f in out.iterdir() if f.name.endswith(".new")] == []


@pytest.mark.usefixtures("no_nsis")
def test_a_kit_of_a_build_for_tests_says_so_in_its_names_its_page_and_its_last_line(
    release: Path, vendor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (release / SUMS).unlink()
    write_release(release, {"OpenSSL": "3.0.15"}, ["OpenSSL 3.0.15 is older than 3.0.20: CVE-2026-31790"])
    assert run(["profile", "kit", str(vendor), "--out", str(tmp_path / "k"), "--release", str(release)]) == 0
    told = capsys.readouterr().out
    assert "This is no release but a build for tests." in told
    assert "OpenSSL 3.0.15 is older" in told
    (made,) = (tmp_path / "k").glob("*.zip")
    assert made.name.endswith("-windows-for-tests.zip")
    (page,) = [data for name, data in content(made).items() if name.endswith("/FOR TESTS ONLY.txt")]
    assert b"OpenSSL 3.0.15" in page


def test_an_unpacked_kit_stays_under_windows_longest_path() -> None:
    """Windows' own unpacking makes a folder of the zip's name, and in it lies the zip's one folder."""
    desktop = "C:\\Users\\firstname.lastname\\OneDrive - Sunny Smiles Family Dentistry\\Desktop\\"
    longest = "_internal/shiboken6/files.dir/shibokensupport/signature/lib/pyi_generator.pyc"
    for vendor, name in (
        ("V" * 60, "P" * 60),
        ("V " * 30, ""),
        ("牙科" * 30, "歯科" * 30),
        ("Acme", "Recall"),
    ):
        product = product_of(Profile(vendor_name=vendor, product=name))
        assert len(f"{desktop}{product.file_stem}\\{product.folder}\\{longest}") < 260
