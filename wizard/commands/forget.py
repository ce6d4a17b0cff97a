"""``forget``: the stored keys are removed."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from wizard.checks.daemon import on_daemon
from wizard.commands.compose import profile_or_complaint
from wizard.core.text import T
from wizard.runs.kept_keys import KEYCHAIN_S
from wizard.store.keychain import Keychain, KeychainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.text import Text, Translator

_NONE = 3
_NO_KEYCHAIN = T("This PC has no keychain, so no key is stored here.")


def forget(file: str | None, translator: Translator, *, dry_run: bool = False) -> int:
    """Remove the stored keys; 1 where the keychain did not let go.

    Args:
        file: The profile that names them; None for the one beside the program.
        translator: Says what was done.
        dry_run: Only say whether there are any: 0, or 3 where there are none.
    """
    profile = profile_or_complaint(file, translator)
    if profile is None:
        return 2
    keychain = Keychain(profile)
    try:
        code, words = asyncio.run(_in_time(lambda: _looked(keychain) if dry_run else _removed(keychain)))
    except KeychainError as problem:
        sys.stderr.write(translator.translate(problem.text) + "\n")
        return 1
    sys.stdout.write(translator.translate(words) + "\n")
    return code


def _looked(keychain: Keychain) -> tuple[int, Text]:
    if not keychain.available():
        return _NONE, _NO_KEYCHAIN
    stored = keychain.customer() or keychain.developer()
    return (0, T("A key is stored here.")) if stored else (_NONE, T("No key is stored here."))


def _removed(keychain: Keychain) -> tuple[int, Text]:
    if not keychain.available():
        return 0, _NO_KEYCHAIN
    removed = keychain.forget()
    return 0, T("The stored key was removed.") if removed else T("There was no stored key.")


async def _in_time(ask: Callable[[], tuple[int, Text]]) -> tuple[int, Text]:
    """Ask the keychain, which may wait for a person who is not there.

    Raises:
        KeychainError: It did not do what it was asked, or did not answer in time.
    """
    try:
        async with asyncio.timeout(KEYCHAIN_S):
            return await on_daemon(ask)
    except TimeoutError:
        raise KeychainError(
            T("The keychain of this PC did not answer. The key may still be stored.")
        ) from None
