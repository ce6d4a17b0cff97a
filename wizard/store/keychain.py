"""Keys at rest: only in the operating system's own keychain, never in a file.

This is one of the two files that may reveal a key.
"""

from __future__ import annotations

import contextlib
import random
import time
from typing import TYPE_CHECKING, NamedTuple, Protocol

from wizard.core.secret import Secret
from wizard.core.text import T, Text
from wizard.store.system_keychain import system_backend

if TYPE_CHECKING:
    from wizard.core.profile import Profile

_TRIES = 6
_APART_S = (0.02, 0.15)  # between two tries, so that two windows do not meet again


class KeyringBackend(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """Read a value; None where there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Write a value."""

    def delete_password(self, service: str, username: str) -> None:
        """Remove a value; raises where there is none."""


class HeldKeys(NamedTuple):
    """What a keychain holds under a vendor's names.

    Attributes:
        customer: The customer key.
        developer: The developer key; None too where the profile names no place for it.
    """

    customer: Secret | None = None
    developer: Secret | None = None


class KeychainError(Exception):
    """The keychain is there but did not do what it was asked; ``words`` say what, never a key."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.msgid)
        self.text = words


class Keychain:
    """The system's keychain under the names of a vendor profile.

    Every method may block: the system may ask the person to unlock the keychain.

    Args:
        profile: Gives the names, so that the vendor's own program finds the key.
        backend: Used instead of the system's keychain.
        nowhere: Keep nothing: a pretend office's key has no business in a real keychain.
    """

    def __init__(
        self, profile: Profile, backend: KeyringBackend | None = None, *, nowhere: bool = False
    ) -> None:
        self._service = profile.keychain_service
        self._customer = profile.customer_key_name
        self._developer = profile.developer_key_name
        self._given = backend
        self._nowhere = nowhere
        self._system: KeyringBackend | None = None
        self._looked = False

    @property
    def home(self) -> str:
        """Where a person finds the key again, as the keychain names it."""
        return f"{self._service} / {self._customer}"

    def available(self) -> bool:
        """Whether this PC has a keychain of its own."""
        return self._backend() is not None

    def customer(self) -> Secret | None:
        """The stored customer key.

        Raises:
            KeychainError: The keychain could not be read.
        """
        return self._read(self._customer)

    def developer(self) -> Secret | None:
        """The stored developer key.

        Raises:
            KeychainError: The keychain could not be read.
        """
        return self._read(self._developer) if self._developer else None

    def store(self, customer: Secret, developer: Secret | None = None) -> bool:
        """Keep the customer key, and the developer key where the profile names a place for it.

        Of two windows that store at the same moment one wins, with both of its keys.

        Returns:
            False where this PC has no keychain, so that the key stays in memory only.

        Raises:
            KeychainError: The keychain could not be written; what it held before is still there.
        """
        backend = self._backend()
        if backend is None:
            return False
        if developer is None or not self._developer:
            self._write(backend, self._customer, customer)
            return True
        for _ in range(_TRIES):
            self._write_pair(backend, customer, developer)
            # another window may have written its own pair between the two halves of this one
            if (self.customer(), self.developer()) == (customer, developer):
                return True
            time.sleep(random.uniform(*_APART_S))  # noqa: S311 - no secret
        raise KeychainError(
            T("Another window changes the stored key at this moment. Close it and try again.")
        )

    def _write_pair(self, backend: KeyringBackend, customer: Secret, developer: Secret) -> None:
        """Write both; where the second cannot be written, the first is what it was."""
        assert self._developer  # noqa: S101 - checked by the caller
        before = self.developer()
        self._write(backend, self._developer, developer)
        try:
            self._write(backend, self._customer, customer)
        except KeychainError:
            with contextlib.suppress(Exception):  # the first trouble is told
                if before is None:
                    backend.delete_password(self._service, self._developer)
                else:
                    self._write(backend, self._developer, before)
            raise

    def _write(self, backend: KeyringBackend, name: str, value: Secret) -> None:
        try:
            backend.set_password(self._service, name, value.reveal())
        except Exception:  # noqa: BLE001 - backends raise what they like, and their words could hold the key
            raise KeychainError(
                T("The keychain of this PC could not be written. The key is kept until this window closes.")
            ) from None

    def forget(self) -> int:
        """Remove the stored keys and return how many there were.

        Raises:
            KeychainError: The keychain could not be read, or a key is still there.
        """
        backend = self._backend()
        if backend is None:
            return 0
        names = [name for name in (self._customer, self._developer) if name and self._read(name) is not None]
        for name in names:
            with contextlib.suppress(Exception):  # what counts is whether it is still there
                backend.delete_password(self._service, name)
        if any(self._read(name) is not None for name in names):
            raise KeychainError(T("The keychain of this PC did not let go of the key."))
        return len(names)

    def held(self) -> HeldKeys:
        """Both keys as they are stored.

        Raises:
            KeychainError: The keychain could not be read.
        """
        return HeldKeys(self.customer(), self.developer())

    def put_back(self, held: HeldKeys) -> None:
        """Hold what was held before, and nothing where nothing was.

        Raises:
            KeychainError: The keychain could not be read or written, or holds something else still.
        """
        backend = self._backend()
        if backend is None:
            return
        for name, value in ((self._customer, held.customer), (self._developer, held.developer)):
            if name is None or self._read(name) == value:
                continue
            if value is not None:
                self._write(backend, name, value)
                continue
            with contextlib.suppress(Exception):  # what counts is whether it is still there
                backend.delete_password(self._service, name)
            if self._read(name) is not None:
                raise KeychainError(T("The keychain of this PC did not let go of the key."))

    def _read(self, name: str) -> Secret | None:
        backend = self._backend()
        if backend is None:
            return None
        value: object
        try:
            value = backend.get_password(self._service, name)
        except Exception:  # noqa: BLE001 - as in writing
            raise KeychainError(T("The keychain of this PC could not be read.")) from None
        if not isinstance(value, str | None):  # a foreign library's, or a damaged store's
            raise KeychainError(T("The keychain of this PC could not be read."))
        return Secret(value) if value else None

    def _backend(self) -> KeyringBackend | None:
        if self._nowhere or self._given is not None:
            return self._given
        if not self._looked:
            self._system, self._looked = system_backend(), True
        return self._system
