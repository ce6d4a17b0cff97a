"""The keychain from a run's side: read and written on a thread of its own, within one deadline."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, NamedTuple

from wizard.checks.daemon import on_daemon

if TYPE_CHECKING:
    from wizard.core.keys import KeyPair
    from wizard.core.secret import Secret
    from wizard.core.text import Text
    from wizard.runs.setup import Setup
    from wizard.store.keychain import Keychain

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
        self._writing = threading.Lock()
        self._newest: object = None

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

        wish = self._newest = object()

        def put() -> KeptKey:
            with self._writing:  # a thread cannot be ended: an earlier one may still write
                if wish is not self._newest:
                    return KeptKey()
                keychain = self._keychain()
                developer = None if self._setup.profile.developer_key else pair.developer
                kept = keychain.store(pair.customer, developer)
                return KeptKey(keychain.home) if kept else KeptKey()

        try:
            async with asyncio.timeout(KEYCHAIN_S):
                return await on_daemon(put)
        except KeychainError as problem:
            return KeptKey(trouble=problem.text)
        except TimeoutError:
            return KeptKey()
