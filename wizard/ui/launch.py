"""What the window is opened with: whose program it is, what is called, which office is pretended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.profile import GENERIC, Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from wizard.checks.context import World
    from wizard.core.endpoint import Endpoint
    from wizard.core.text import Text, Translator
    from wizard.store.keychain import Keychain


class Pretend(NamedTuple):
    """A pretend office behind the window.

    Attributes:
        scenarios: Id and description of each.
        current: Id of the one in force.
        choose: Puts another one in force.
    """

    scenarios: Sequence[tuple[str, Text]]
    current: str
    choose: Callable[[str], None]


class Launch(NamedTuple):
    """How the window is opened.

    Attributes:
        translator: Says every text.
        profile: The vendor's, or that of IT mode.
        folder: Where the profile's logo lies.
        endpoint: Makes the address that is called; None for the hosted API.
        customer_key: Put into the key field; a pretend office's only.
        pretend: The pretend office.
        world: Makes the outside world; None for the real one.
        keychain: Makes the keychain; None for the system's under the profile's names.
    """

    translator: Translator
    profile: Profile = GENERIC
    folder: Path | None = None
    endpoint: Callable[[], Endpoint] | None = None
    customer_key: str = ""
    pretend: Pretend | None = None
    world: Callable[[], World] | None = None
    keychain: Callable[[], Keychain] | None = None
