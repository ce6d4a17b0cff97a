"""The keychain from a run's side: one deadline, and answers that are told by their fields."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.office import CANARY_CUSTOMER, CANARY_DEVELOPER, MemoryBackend, vendor
from wizard.core.evidence import Disowned
from wizard.core.keys import KeyPair
from wizard.core.profile import GENERIC
from wizard.core.secret import Secret
from wizard.core.text import T, Translator
from wizard.runs import kept_keys
from wizard.runs.kept_keys import KeptKey, KeptKeys, StoredKeys
from wizard.runs.setup import Setup
from wizard.store.keychain import HeldKeys, Keychain, KeychainError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.core.profile import Profile

PAIR = KeyPair(Secret(CANARY_DEVELOPER), Secret(CANARY_CUSTOMER))
IT_MODE = GENERIC._replace(developer_key_name="developer-key")
LOCKED = T("It is locked.")


def kept(profile: Profile, make: Any) -> KeptKeys:  # noqa: ANN401 - stands in for a keychain
    return KeptKeys(Setup(Translator(), profile, keychain=make))


def test_what_is_kept_is_found_again() -> None:
    backend = MemoryBackend()
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, backend))
    assert asyncio.run(keys.read()) == StoredKeys(available=True)
    assert asyncio.run(keys.keep(PAIR)) == KeptKey(Keychain(IT_MODE, backend).home)
    assert asyncio.run(keys.read()) == StoredKeys(
        available=True, customer=PAIR.customer, developer=PAIR.developer
    )


def test_the_developer_key_of_a_profile_is_neither_kept_nor_read() -> None:
    profile = vendor()._replace(developer_key_name="developer-key")
    backend = MemoryBackend()
    backend.set_password(profile.keychain_service, "developer-key", "CANARY0THERDEV01")
    keys = kept(profile, lambda: Keychain(profile, backend))
    assert asyncio.run(keys.keep(PAIR)).home
    assert asyncio.run(keys.read()) == StoredKeys(available=True, customer=PAIR.customer)
    assert backend.get_password(profile.keychain_service, "developer-key") == "CANARY0THERDEV01"


def test_without_a_keychain_nothing_is_kept_and_nothing_is_wrong() -> None:
    keys = kept(GENERIC, lambda: Keychain(GENERIC, nowhere=True))
    assert asyncio.run(keys.read()) == StoredKeys(available=False)
    assert asyncio.run(keys.keep(PAIR)) == KeptKey()


class Refuses:
    def held(self) -> HeldKeys:
        raise KeychainError(LOCKED)

    def available(self) -> bool:
        raise KeychainError(LOCKED)

    def store(self, *_keys: Secret | None) -> bool:
        raise KeychainError(LOCKED)


def test_a_keychain_that_refuses_says_why() -> None:
    keys = kept(GENERIC, Refuses)
    assert asyncio.run(keys.read()) == StoredKeys(available=False, trouble=LOCKED)
    assert asyncio.run(keys.keep(PAIR)) == KeptKey(trouble=LOCKED)


class Hangs:
    """A keychain that waits for somebody to unlock it."""

    over = threading.Event()

    def held(self) -> HeldKeys:
        self.available()
        return HeldKeys()

    def available(self) -> bool:
        self.over.wait(120)
        return False

    def store(self, *_keys: Secret | None) -> bool:
        return self.available()


@pytest.fixture
def _hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    Hangs.over.clear()
    monkeypatch.setattr(kept_keys, "KEYCHAIN_S", 0.05)
    yield
    Hangs.over.set()


@pytest.mark.usefixtures("_hanging")
def test_a_keychain_that_does_not_answer_holds_nothing_back() -> None:
    keys = kept(GENERIC, Hangs)
    assert asyncio.run(keys.read()) == StoredKeys(available=False, silent=True)
    assert asyncio.run(keys.keep(PAIR)) == KeptKey()


NEWER = KeyPair(PAIR.developer, Secret("CANARY0THERKEY01"))
NEWEST = KeyPair(PAIR.developer, Secret("CANARY0THERKEY02"))


class Slow:
    """A keychain that takes its time for one key, and notes what it holds."""

    home = "here"

    def __init__(self) -> None:
        self.asked, self.over = threading.Event(), threading.Event()
        self.written: list[Secret] = []

    def held(self) -> HeldKeys:
        return HeldKeys()

    def store(self, customer: Secret, _developer: Secret | None) -> bool:
        if customer == PAIR.customer:
            self.asked.set()
            assert self.over.wait(120)
        self.written.append(customer)
        return True


def test_of_several_wishes_the_last_counts_though_an_earlier_one_was_cancelled_and_still_writes() -> None:
    slow = Slow()
    keys = kept(vendor(), lambda: slow)

    async def wishes() -> KeptKey:
        first = asyncio.create_task(keys.keep(PAIR))
        assert await asyncio.to_thread(slow.asked.wait, 120)
        first.cancel()
        between = asyncio.create_task(keys.keep(NEWER))
        await asyncio.sleep(0)
        between.cancel()
        return await keys.keep(NEWEST)

    try:
        assert asyncio.run(wishes()) == KeptKey("here")  # while the first still writes
        assert NEWEST.customer in slow.written
    finally:
        slow.over.set()
        end_of_writing()
    assert PAIR.customer in slow.written
    assert slow.written[-1] == NEWEST.customer


def end_of_writing() -> None:
    """Wait until no thread writes any more."""
    for thread in threading.enumerate():
        if thread.name == "blocking-call":
            thread.join(120)
            assert not thread.is_alive()


class HangsAtFirst(MemoryBackend):
    """A system keychain whose first write hangs until it is let go, and then does or does not write."""

    def __init__(self, *, fails: bool) -> None:
        super().__init__()
        self.asked, self.over = threading.Event(), threading.Event()
        self.fails = fails

    def set_password(self, service: str, username: str, password: str) -> None:
        if password == CANARY_CUSTOMER and not self.asked.is_set():
            self.asked.set()
            assert self.over.wait(120)
            if self.fails:
                raise OSError
        super().set_password(service, username, password)


@pytest.mark.parametrize("fails", [False, True])
def test_a_write_that_hangs_blocks_no_later_one_and_does_not_outlast_it(*, fails: bool) -> None:
    backend = HangsAtFirst(fails=fails)
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, backend))
    newest = KeyPair(Secret("CANARY0THERDEV02"), NEWEST.customer)
    held = StoredKeys(available=True, customer=newest.customer, developer=newest.developer)

    async def wishes() -> KeptKey:
        first = asyncio.create_task(keys.keep(PAIR))
        assert await asyncio.to_thread(backend.asked.wait, 120)
        first.cancel()
        return await keys.keep(newest)

    try:
        assert asyncio.run(wishes()) == KeptKey(Keychain(IT_MODE, backend).home)
        assert asyncio.run(keys.read()) == held
    finally:
        backend.over.set()
        end_of_writing()
    assert asyncio.run(keys.read()) == held


def test_the_systems_own_keychain_is_taken_where_none_is_given() -> None:
    assert asyncio.run(KeptKeys(Setup(Translator())).read()) == StoredKeys(available=False)


# --- A key that is another practice's ---


def held_after(backend: MemoryBackend) -> StoredKeys:
    return asyncio.run(kept(IT_MODE, lambda: Keychain(IT_MODE, backend)).read())


def test_a_key_that_this_session_stored_is_taken_out_again() -> None:
    backend = MemoryBackend()
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, backend))
    asyncio.run(keys.keep(PAIR))
    asyncio.run(keys.keep(PAIR))  # checked again
    assert asyncio.run(keys.withdraw(PAIR)) is Disowned.REMOVED
    assert held_after(backend) == StoredKeys(available=True)
    assert asyncio.run(keys.withdraw(PAIR)) is Disowned.NOT_STORED
    assert asyncio.run(keys.keep(PAIR)).home  # it was theirs after all
    assert held_after(backend).customer == PAIR.customer


def test_an_earlier_key_is_put_back() -> None:
    backend = MemoryBackend()
    earlier = KeyPair(Secret("CANARY0THERDEV01"), NEWER.customer)
    asyncio.run(kept(IT_MODE, lambda: Keychain(IT_MODE, backend)).keep(earlier))
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, backend))
    asyncio.run(keys.keep(PAIR))
    assert asyncio.run(keys.withdraw(PAIR)) is Disowned.PUT_BACK
    expected = StoredKeys(available=True, customer=earlier.customer, developer=earlier.developer)
    assert held_after(backend) == expected


def test_a_key_that_was_there_before_is_left_alone() -> None:
    backend = MemoryBackend()
    asyncio.run(kept(IT_MODE, lambda: Keychain(IT_MODE, backend)).keep(PAIR))
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, backend))
    asyncio.run(keys.keep(PAIR))
    assert asyncio.run(keys.withdraw(PAIR)) is Disowned.WAS_THERE
    assert held_after(backend).customer == PAIR.customer


def test_somebody_elses_key_is_not_touched() -> None:
    backend = MemoryBackend()
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, backend))
    asyncio.run(keys.keep(PAIR))
    backend.set_password(IT_MODE.keychain_service, IT_MODE.customer_key_name, NEWEST.customer.reveal())
    assert asyncio.run(keys.withdraw(PAIR)) is Disowned.NOT_STORED
    assert held_after(backend).customer == NEWEST.customer


def test_a_write_that_hangs_does_not_outlast_its_withdrawal() -> None:
    backend = HangsAtFirst(fails=False)
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, backend))

    async def wishes() -> Disowned:
        first = asyncio.create_task(keys.keep(PAIR))
        assert await asyncio.to_thread(backend.asked.wait, 120)
        first.cancel()
        return await keys.withdraw(PAIR)

    try:
        assert asyncio.run(wishes()) is Disowned.NOT_STORED  # so far
    finally:
        backend.over.set()
        end_of_writing()
    assert held_after(backend) == StoredKeys(available=True)


class SlowToForget(MemoryBackend):
    """A system keychain whose removal hangs until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.over = threading.Event(), threading.Event()

    def delete_password(self, service: str, username: str) -> None:
        """Wait, and then remove whatever is there by then."""
        self.asked.set()
        assert self.over.wait(120)
        super().delete_password(service, username)


def test_a_later_key_outlasts_a_withdrawal_that_hangs_and_is_not_followed_by_the_withdrawn_one() -> None:
    backend = SlowToForget()
    keys = kept(vendor(), lambda: Keychain(vendor(), backend))
    profile = vendor()

    async def wishes() -> None:
        await keys.keep(PAIR)
        going = asyncio.create_task(keys.withdraw(PAIR))
        assert await asyncio.to_thread(backend.asked.wait, 120)
        await keys.keep(NEWER)
        backend.over.set()
        await going

    try:
        asyncio.run(wishes())
    finally:
        backend.over.set()
        end_of_writing()
    held = backend.get_password(profile.keychain_service, profile.customer_key_name)
    assert held == NEWER.customer.reveal()
    assert asyncio.run(keys.withdraw(NEWER)) is Disowned.REMOVED
    assert backend.get_password(profile.keychain_service, profile.customer_key_name) is None


@pytest.mark.usefixtures("_hanging")
def test_a_keychain_that_does_not_say_is_told_so() -> None:
    assert asyncio.run(kept(GENERIC, Hangs).withdraw(PAIR)) is Disowned.NOT_KNOWN
    assert asyncio.run(kept(GENERIC, Refuses).withdraw(PAIR)) is Disowned.NOT_KNOWN
    nothing = kept(GENERIC, lambda: Keychain(GENERIC, nowhere=True))
    assert asyncio.run(nothing.withdraw(PAIR)) is Disowned.NOT_STORED


class Keeps(MemoryBackend):
    """A keychain that lets nothing go."""

    def delete_password(self, service: str, username: str) -> None:
        """Do nothing."""


def test_a_keychain_that_does_not_let_go_is_not_believed() -> None:
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, Keeps()))
    asyncio.run(keys.keep(PAIR))
    assert asyncio.run(keys.withdraw(PAIR)) is Disowned.NOT_KNOWN


def test_a_withdrawn_key_that_would_not_go_is_not_put_back_in_place_of_a_later_one() -> None:
    backend = Keeps()
    keys = kept(IT_MODE, lambda: Keychain(IT_MODE, backend))
    asyncio.run(keys.keep(PAIR))
    assert asyncio.run(keys.withdraw(PAIR)) is Disowned.NOT_KNOWN
    asyncio.run(keys.keep(NEWER))
    assert asyncio.run(keys.withdraw(NEWER)) is Disowned.NOT_KNOWN
    assert held_after(backend).customer == NEWER.customer
