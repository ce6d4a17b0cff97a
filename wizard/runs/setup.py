"""What every run begins with: whose program it is, and the worlds that it looks at. Cheap to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.profile import GENERIC, Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.checks.context import World
    from wizard.core.endpoint import Endpoint
    from wizard.core.text import Translator
    from wizard.store.keychain import Keychain


class Setup(NamedTuple):
    """What a :class:`wizard.runs.diagnoser.Diagnoser` is made with.

    Attributes:
        translator: Says every text.
        profile: The vendor's, or that of IT mode.
        endpoint: Makes the address that is called; None where it is to be found out.
        world: Makes the outside world; None for the real one.
        keychain: Makes the keychain; None for the system's under the profile's names.
        log: Writes a line into the program's log; None where none is kept.
    """

    translator: Translator
    profile: Profile = GENERIC
    endpoint: Callable[[], Endpoint] | None = None
    world: Callable[[], World] | None = None
    keychain: Callable[[], Keychain] | None = None
    log: Callable[[str], None] | None = None
