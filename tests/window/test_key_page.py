"""The key's page: which key is used, whose half goes first, and where the server's name is asked for."""

from __future__ import annotations

import asyncio
from itertools import product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from tests.support.machines import machine
from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, vendor
from wizard.checks.context import World
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.profile import GENERIC, Profile
from wizard.core.secret import Secret
from wizard.core.text import T, Translator
from wizard.runs.destination import CannotBeginError, Destination, Missing
from wizard.runs.kept_keys import StoredKeys
from wizard.runs.key_choice import typed_keys
from wizard.runs.setup import Setup
from wizard.ui.engine import _MISSING, Engine
from wizard.ui.flow import StepId
from wizard.ui.launch import Launch
from wizard.ui.pages.key import KeyPage
from wizard.ui.pages.live import LivePage
from wizard.ui.runner import Refused
from wizard.ui.session import Session
from wizard.ui.window import Window
from wizard.windows.machine_reader import MachineReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from wizard.core.text import Text

    Make = Callable[..., KeyPage]

DEV2, CUS2 = "SEC0NDDEVEL0PER2", "SEC0NDCUST0MER02"
FIRST = KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))
SECOND = KeyPair(Secret(DEV2), Secret(CUS2))


@pytest.fixture
def page(qtbot: QtBot) -> Make:
    """Makes a key's page in a window whose engine never starts."""

    def make(profile: Profile = GENERIC) -> KeyPage:
        window = Window(Session(Launch(Setup(Translator(), profile))))
        qtbot.addWidget(window)
        window.show()
        while window.history.here is not StepId.KEY:
            window._go(window.history.forward())
        made = window.page
        assert isinstance(made, KeyPage)
        return made

    return make


def other(made: KeyPage) -> str:
    """The line under the developer key."""
    assert made.developer is not None
    return made.developer.notes.text()


def leave(made: KeyPage) -> None:
    """Go away and come back."""
    made.leave()
    made.enter()


def test_after_the_page_was_left_it_says_which_key_is_used(page: Make) -> None:
    made = page(vendor())
    made.customer.edit.setText(CANARY_CUSTOMER)
    leave(made)
    assert made.customer.edit.text() == ""
    assert made.customer.notes.text() == "The key CA…22 is used. Enter another one to replace it."
    made.customer.edit.setText("SH0RTKEY1")
    leave(made)
    assert made.customer.notes.text().startswith("The key that you entered is used.")  # ends would tell half


def test_what_could_be_chosen_can_still_be_chosen_after_the_page_was_left(page: Make) -> None:
    made = page(vendor())
    made.customer.edit.setText(f"North: {CUS2}, South: {CANARY_CUSTOMER}")
    leave(made)  # nothing was chosen yet
    assert made.keys().pair is None
    assert [choice.text() for choice in made.customer.choices] == ["SE…02", "CA…22"]
    made.customer.choices[0].click()
    assert made.keys().pair == KeyPair(Secret(CANARY_DEVELOPER), Secret(CUS2))
    leave(made)
    assert made.customer.edit.text() == ""
    assert "The key SE…02 is used. Choose one" in made.customer.notes.text()
    made.customer.choices[1].click()
    assert made.keys().pair == FIRST
    assert "The key CA…22 is used" in made.customer.notes.text()
    made.customer.edit.setText(CUS2)
    assert made.customer.choices == []


def test_another_pair_with_the_same_ends_takes_no_choice_over(page: Make) -> None:
    made = page(vendor())
    made.customer.edit.setText("North: OTHERKEY00000001, South: SOMEKEY000000002")
    made.customer.choices[1].click()
    made.customer.edit.setText("North: OTHERKEY99000001, South: SOMEKEY990000002")
    assert made.keys().pair is None
    assert made.customer.choice is None


def test_the_stored_key_is_named_until_another_one_is_used(page: Make) -> None:
    made = page(vendor())
    made.session.stored = StoredKeys(available=True, customer=Secret(CANARY_CUSTOMER))
    made.keychain_read()
    assert "The key CA…22 is stored" in made.stored.text()
    assert not made.stored.isHidden()
    made.customer.edit.setText(CUS2)
    leave(made)
    assert made.stored.isHidden()


@pytest.mark.parametrize("field", ["developer", "customer"])
def test_a_pair_in_one_field_fills_the_other_and_says_so(page: Make, field: str) -> None:
    made = page()
    assert made.developer is not None
    fields = {"developer": made.developer, "customer": made.customer}
    fields.pop(field).edit.setText(f"ODFHIR {CANARY_DEVELOPER}/{CANARY_CUSTOMER}")
    (empty,) = fields.values()
    ends = "CA…22" if field == "developer" else "CA…R1"
    assert empty.notes.text() == f"Taken from the other field ({ends})."
    assert empty.edit.accessibleDescription() == empty.notes.text()
    assert made.keys().pair == FIRST


@pytest.mark.parametrize("field", ["developer", "customer"])
@pytest.mark.parametrize("before", ["entered", "stored", "chosen"])
def test_two_pairs_are_never_mixed(page: Make, before: str, field: str) -> None:
    made = page()
    assert made.developer is not None
    if before == "stored":
        made.session.stored = StoredKeys(available=True, customer=FIRST.customer, developer=FIRST.developer)
        made.keychain_read()
    elif before == "entered":
        made.developer.edit.setText(CANARY_DEVELOPER)
        made.customer.edit.setText(CANARY_CUSTOMER)
    else:
        others = "two: 0THERDEVEL0PER99, three: 0THERDEVEL0PER98"
        made.developer.edit.setText(f"one: {CANARY_DEVELOPER}, {others}")
        made.developer.choices[0].click()
        made.customer.edit.setText(f"one: {CANARY_CUSTOMER}, two: 0THERCUST0MER99A")
        made.customer.choices[0].click()
    leave(made)
    assert made.keys().pair == FIRST
    target = made.developer if field == "developer" else made.customer
    target.edit.setText(f"ODFHIR {DEV2}/{CUS2}")
    assert made.keys().pair == SECOND
    leave(made)
    assert made.keys().pair == SECOND
    assert made.session.keys is not None
    assert made.session.keys.pair == SECOND


def test_the_vendors_own_developer_key_stays_in_force(page: Make) -> None:
    made = page(vendor())
    made.customer.edit.setText(f"ODFHIR {DEV2}/{CUS2}")
    assert made.keys().pair == KeyPair(Secret(CANARY_DEVELOPER), Secret(CUS2))


def test_a_piped_pair_goes_before_a_stored_developer_key() -> None:
    stored = Secret(CANARY_DEVELOPER)
    assert typed_keys(f"{DEV2}/{CUS2}", None, None, stored).pair == SECOND
    assert typed_keys(CUS2, None, None, stored).pair == KeyPair(stored, Secret(CUS2))
    assert typed_keys(f"{DEV2}/{CUS2}", None, stored).pair == KeyPair(stored, Secret(CUS2))


def test_the_keyboard_goes_from_a_field_to_its_own_choices(page: Make) -> None:
    made = page()
    assert made.developer is not None
    made.customer.edit.setText(f"one: {CUS2}, two: {CANARY_CUSTOMER}")
    made.developer.edit.setText(f"one: {DEV2}, two: {CANARY_DEVELOPER}")
    first, second = made.developer.choices
    wanted: list[QWidget] = [made.developer.edit, made.developer.eye, first, second, made.customer.edit]
    wanted += [made.customer.eye, *made.customer.choices]
    chain: list[QWidget | None] = []
    at: QWidget | None = wanted[0]
    while at is not None and at is not wanted[-1]:
        if at in wanted:
            chain.append(at)
        at = at.nextInFocusChain()
    assert [*chain, at] == wanted


def test_no_two_buttons_share_a_key_and_the_title_names_what_is_asked_for(page: Make) -> None:
    made = page()
    assert made.developer is not None
    for shown in (False, True):
        eyes = [made.developer.eye, made.customer.eye]
        for eye in eyes:
            eye.setChecked(shown)
        letters = [eye.text().partition("&")[2][0].lower() for eye in eyes]
        assert len(set(letters)) == 2
        assert not set(letters) & set("btk")  # Back, Test, Keep
        assert [eye.accessibleDescription() for eye in eyes] == ["Developer key", "Customer key"]
    assert made.findChildren(QLabel)[0].text() == "Paste the two keys"
    assert page(vendor()).findChildren(QLabel)[0].text() == "Paste the customer key"


def test_what_is_no_key_does_not_look_like_one(page: Make) -> None:
    made = page(vendor())
    made.customer.edit.setText("mary@brightsmiles.com")
    assert made.customer.notes.property("type") == "someone"
    assert not made.primary().enabled
    made.customer.edit.setText(CANARY_CUSTOMER)
    assert made.customer.notes.property("type") == "quiet"
    assert made.primary().enabled


def test_the_servers_name_is_asked_for_where_it_is_needed(page: Make) -> None:
    made = page()
    assert made.way is not None
    assert made.way.about_server.isHidden()
    made.way.server.setText("DENTAL-SRV")
    assert made.way.host is None
    made.way.choices[Mode.API_SERVICE].click()
    assert not made.way.about_server.isHidden()
    made.leave()
    assert (made.session.way, made.session.host) == (Mode.API_SERVICE, "DENTAL-SRV")
    made.way.choices[Mode.LOCAL].click()
    made.leave()
    assert (made.session.way, made.session.host) == (Mode.LOCAL, None)


async def no_name(_name: str) -> list[str]:
    return []


def asked_for(state: str, way: Mode, host: str | None, *, known: bool = True) -> tuple[Text | None, str]:
    """What has to be entered first on a recorded PC, and which address would be called."""

    async def look_up(name: str) -> list[str]:
        names = {"DENTAL-SRV": "192.168.7.5", "SRV2": "10.0.0.9", "outside.example": "20.1.2.3"}
        return [names[name]] if known and name in names else []

    world = World(
        machine=lambda: MachineReader(machine(state).system), environ={}, look_up=look_up, find=look_up
    )
    engine = Engine(Launch(Setup(Translator(), GENERIC, world=lambda: world)))
    found = asyncio.run(engine.prerequisites(lambda _: None, ("none",), way, host))
    if isinstance(found, Refused):
        return found.reason, ""
    target = asyncio.run(engine._diagnoser.find(engine._destination(way, host)))
    return None, target.endpoint.host


@pytest.mark.parametrize("state", ["absent", "config-unreadable"])
def test_where_nothing_names_the_server_this_pc_is_not_asked_in_its_place(state: str) -> None:
    wanted, _ = asked_for(state, Mode.API_SERVICE, None)
    assert wanted is not None
    assert "Enter the server's name" in Translator().translate(wanted)
    assert asked_for(state, Mode.API_SERVICE, "SRV2") == (None, "10.0.0.9")
    assert asked_for(state, Mode.API_SERVICE, "127.0.0.1") == (None, "127.0.0.1")  # the person says so
    assert asked_for(state, Mode.LOCAL, None) == (None, "127.0.0.1")
    assert asked_for(state, Mode.REMOTE, "SRV2") == (None, "api.opendental.com")


def test_a_profile_says_the_way_whatever_was_chosen_before() -> None:
    engine = Engine(Launch(Setup(Translator(), vendor()._replace(modes=(Mode.API_SERVICE,)))))
    assert engine._destination(Mode.LOCAL, "SRV2") == Destination()


@pytest.mark.parametrize("profile", [GENERIC, *(vendor()._replace(modes=(way,)) for way in Mode)])
def test_whatever_keeps_a_run_from_the_window_has_its_words(profile: Profile) -> None:
    world = World(
        machine=lambda: MachineReader(machine("absent").system), environ={}, look_up=no_name, find=no_name
    )
    engine = Engine(Launch(Setup(Translator(), profile, world=lambda: world)))
    wanted = set()
    for way, host in product(Mode, (None, "SRV2", "127.0.0.1:8080")):
        try:
            asyncio.run(engine._diagnoser.find(engine._destination(way, host)))
        except CannotBeginError as problem:
            wanted.add(problem.missing)
    assert wanted == (set() if profile.vendor_name else set(_MISSING))
    assert set(Missing) - set(_MISSING) == {Missing.WAY_NOT_NAMED}


def test_where_this_pc_knows_the_server_nobody_is_asked() -> None:
    assert asked_for("workstation", Mode.API_SERVICE, None) == (None, "192.168.7.5")
    assert asked_for("server", Mode.API_SERVICE, None) == (None, "127.0.0.1")
    wanted, _ = asked_for("workstation", Mode.API_SERVICE, None, known=False)
    assert wanted is not None  # the server that it names is nowhere: this PC is no stand-in for it


@pytest.mark.parametrize("host", ["NOBODY", "outside.example", "8.8.8.8", "a/b", "SRV2:99999", "SRV2:8080"])
def test_a_server_that_is_not_in_the_office_is_said_to_be_not_found(host: str) -> None:
    wanted, _ = asked_for("absent", Mode.API_SERVICE, host)
    assert wanted is not None
    assert "No server in this office was found" in Translator().translate(wanted)


def test_a_run_that_has_nobody_to_ask_says_what_to_enter(page: Make) -> None:
    made = page()
    window = made.window()
    assert isinstance(window, Window)
    window._go(window.history.forward())
    live = window.page
    assert isinstance(live, LivePage)
    assert live.busy
    live.run._end(Refused(T("Enter the server's name.")))
    assert (live.busy, live._clock.isActive()) == (False, False)
    assert (live.trouble.text(), live.trouble.isHidden()) == ("Enter the server's name.", False)
    assert {row.state.text() for row in live.rows.values()} == {"Not checked"}
    assert live.primary().enabled
