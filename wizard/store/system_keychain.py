"""The system's own keychain, by the one class that there is for it on each system.

keyring would choose by a file in the person's folder and by the environment, and its choice could keep a key
in a plain file, or hand it to any program that is named there. So its classes are used, and not its choosing.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.store.keychain import KeyringBackend

_THIS_PC = "local machine"  # the Windows default roams with the user's profile


def system_backend() -> KeyringBackend | None:
    """The keychain of this system; None where it has none that can be used. May block."""
    # where another library wrote UTF-8, keyring tells the console so; here that is no news
    logging.getLogger("keyring").setLevel(logging.ERROR)
    for offered in _classes():
        try:
            if offered.viable:  # type: ignore[attr-defined]  # of every keyring backend
                return _made(offered)
        except Exception:  # noqa: BLE001, S112 - a broken installation of a backend is no keychain
            continue
    return None


def _classes() -> Iterator[type]:
    """The classes for this system, the best first; none that this system's libraries lack."""
    try:
        if sys.platform == "win32":
            from keyring.backends.Windows import WinVaultKeyring

            yield WinVaultKeyring
        elif sys.platform == "darwin":
            from keyring.backends.macOS import Keyring as MacKeyring

            yield MacKeyring
        else:
            from keyring.backends import SecretService, kwallet, libsecret

            yield from (SecretService.Keyring, libsecret.Keyring, kwallet.DBusKeyring)
    except Exception:  # noqa: BLE001 - as above
        return


def _made(offered: type) -> KeyringBackend:
    """One of a class, without the properties that keyring takes from the environment."""
    plain = type(offered.__name__, (offered,), {"set_properties_from_env": lambda _self: None})
    made = plain()
    if hasattr(made, "persist"):
        made.persist = _THIS_PC
    if hasattr(made, "keychain"):
        made.keychain = None  # macOS: another file than the person's own, from the environment
    return cast("KeyringBackend", made)
