"""The keychain from a run's side: read and written on a thread of its own, within one deadline."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.daemon import on_daemon
from wizard.core.evidence import Disowned

if TYPE_CHECKING:
    from wizard.core.keys import KeyPair
    from wizard.core.secret import Secret
    from wizard.core.text import Text
    from wizard.runs.setup import Setup
    from wizard.store.keychain import HeldKeys, Keychain

KEYCHAIN_S = 30.0
"""Seconds that the keychain has: a person may have to unlock it."""


class StoredKeys(NamedTuple):
    """What the keychain holds.

    Attributes:
        available: Whether this PC has a keychain that lets itself be read.
        customer: The customer key.
        developer: The developer key; not looked for where the vendor's profile brings one.
        trouble: Why it could not be read, where it said so.
        silent: It did not answer in time.
    """

    available: bool
    customer: Secret | None = None
    developer: Secret | None = None
    trouble: Text | None = None
    silent: bool = False


class KeptKey(NamedTuple):
    """Whether a key was put into the keychain.

    Neither home nor trouble where this PC has none, and where a later wish has taken this one's place.

    Attributes:
        home: Where a person finds it again, as the keychain names it.
        trouble: Why it could not be kept.
    """

    home: str = ""
    trouble: Text | None = None


class KeptKeys:
    """The keys of one vendor's program in this PC's keychain.

    Args:
        setup: Whose program it is, and which keychain.
    """

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._made: Keychain | None = None
        self._newest: KeyPair | None = None
        self._withdrawn: list[KeyPair] = []  # not to be kept, nor put back
        self._before: list[tuple[KeyPair, HeldKeys]] = []  # what stood where this session put a key

    def _keychain(self) -> Keychain:
        if self._made is None:
            from wizard.store.keychain import Keychain  # not loaded for keys that come another way

            make = self._setup.keychain
            self._made = make() if make else Keychain(self._setup.profile)
        return self._made

    async def read(self) -> StoredKeys:
        """What the keychain holds; a locked or silent one is told in the answer."""
        from wizard.store.keychain import KeychainError

        def ask() -> StoredKeys:
            keychain = self._keychain()
            if not keychain.available():
                return StoredKeys(available=False)
            developer = None if self._setup.profile.developer_key else keychain.developer()
            return StoredKeys(available=True, customer=keychain.customer(), developer=developer)

        try:
            async with asyncio.timeout(KEYCHAIN_S):
                return await on_daemon(ask)
        except KeychainError as problem:
            return StoredKeys(available=False, trouble=problem.text)
        except TimeoutError:
            return StoredKeys(available=False, silent=True)

    async def keep(self, pair: KeyPair) -> KeptKey:
        """Store the customer key, and the developer key where the vendor's profile does not bring it.

        Of several wishes the last one counts, in whatever order the keychain answers.
        """
        from wizard.store.keychain import KeychainError

        self._newest, self._withdrawn = pair, [other for other in self._withdrawn if other != pair]

        def put() -> KeptKey:
            if pair is not self._newest:
                return KeptKey()
            kept = self._write(pair)
            return KeptKey(self._keychain().home) if kept and pair is self._newest else KeptKey()

        try:
            async with asyncio.timeout(KEYCHAIN_S):
                return await on_daemon(put)
        except KeychainError as problem:
            return KeptKey(trouble=problem.text)
        except TimeoutError:
            return KeptKey()

    def _write(self, pair: KeyPair) -> bool:
        """Write a pair, and then the one that was wished meanwhile, which this may have written over.

        No lock: a thread cannot be ended, and one that hangs would hold back every later wish. Whichever
        thread writes last, it looks afterwards, so that the last write is the newest wish's.
        """
        developer = None if self._setup.profile.developer_key else pair.developer
        self._note(pair)
        try:
            return self._keychain().store(pair.customer, developer)
        finally:  # one that failed may have put back what was there before
            newest = self._newest
            if newest is not None and newest is not pair:
                self._write(newest)
            elif pair in self._withdrawn:
                self._take_back(pair)

    def _note(self, pair: KeyPair) -> None:
        """Remember what stands where a key is about to be put; nothing where it stands there already."""
        from wizard.store.keychain import HeldKeys, KeychainError

        try:
            held = self._keychain().held()
        except KeychainError:
            held = HeldKeys()  # what cannot be read cannot be put back
        for other in self._withdrawn:
            if held.customer == other.customer:  # about to go
                held = self._stood_before(other) or HeldKeys()
        if held.customer != pair.customer:
            self._before = [(other, before) for other, before in self._before if other != pair]
            self._before.append((pair, held))

    async def withdraw(self, pair: KeyPair) -> Disowned:
        """Have the keychain hold again what it held before this session put a pair there.

        A key that was there already is left alone: the vendor's own program may have put it there.
        """
        from wizard.store.keychain import KeychainError

        # a write that still hangs looks at these when it is done
        self._newest, self._withdrawn = None, [*self._withdrawn, pair]
        try:
            async with asyncio.timeout(KEYCHAIN_S):
                return await on_daemon(lambda: self._take_back(pair))
        except (KeychainError, TimeoutError):
            return Disowned.NOT_KNOWN

    def _take_back(self, pair: KeyPair) -> Disowned:
        keychain = self._keychain()
        if not keychain.available() or keychain.customer() != pair.customer:
            return Disowned.NOT_STORED
        before = self._stood_before(pair)
        if before is None:
            return Disowned.WAS_THERE
        try:
            keychain.put_back(before)
        finally:  # a key that was wished meanwhile, which this may have written over
            if self._newest is not None:
                self._write(self._newest)
        return Disowned.REMOVED if before.customer is None else Disowned.PUT_BACK

    def _stood_before(self, pair: KeyPair) -> HeldKeys | None:
        """What stood where this session put a pair; None where it put it nowhere."""
        return next((before for other, before in self._before if other == pair), None)
