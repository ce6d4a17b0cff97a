"""``profile check`` and ``forget``."""

from __future__ import annotations

import sys

from wizard.commands.compose import profile_or_complaint
from wizard.core.text import Speaker, T
from wizard.store.keychain import Keychain, KeychainError

_NONE = 3


def profile_check(file: str) -> int:
    """Say whether a profile is valid: 0, or 2 with file, line and what was expected."""
    speaker = Speaker()
    profile = profile_or_complaint(file)
    if profile is None:
        return 2
    sys.stdout.write(speaker.say(T("The profile of {vendor} is valid.", vendor=profile.vendor_name)) + "\n")
    return 0


def forget(file: str | None, *, dry_run: bool = False) -> int:
    """Remove the stored keys; 1 where the keychain did not let go.

    Args:
        file: The profile that names them; None for the one beside the program.
        dry_run: Only say whether there are any: 0, or 3 where there are none.
    """
    speaker = Speaker()
    profile = profile_or_complaint(file)
    if profile is None:
        return 2
    keychain = Keychain(profile)
    if not keychain.available():
        sys.stdout.write(speaker.say(T("This PC has no keychain, so no key is stored here.")) + "\n")
        return _NONE if dry_run else 0
    try:
        if dry_run:
            stored = keychain.customer() or keychain.developer()
            words = T("A key is stored here.") if stored else T("No key is stored here.")
            sys.stdout.write(speaker.say(words) + "\n")
            return 0 if stored else _NONE
        removed = keychain.forget()
    except KeychainError as problem:
        sys.stderr.write(speaker.say(problem.words) + "\n")
        return 1
    words = T("The stored key was removed.") if removed else T("There was no stored key.")
    sys.stdout.write(speaker.say(words) + "\n")
    return 0
