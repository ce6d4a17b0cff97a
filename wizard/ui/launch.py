"""What the window is opened with: what its runs begin with, and which office is pretended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from wizard.core.profile import Profile
    from wizard.core.text import Text, Translator
    from wizard.runs.setup import Setup
    from wizard.runs.watch_clock import WatchClock
    from wizard.ui.tray import Tray


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
        setup: What its runs begin with.
        folder: Where the profile's logo lies.
        customer_key: Put into the key field; a pretend office's only.
        pretend: The pretend office.
        watch_clock: Makes the clock that a watch goes by; None for this PC's.
        tray: Makes the place beside the clock; None for the system's.
    """

    setup: Setup
    folder: Path | None = None
    customer_key: str = ""
    pretend: Pretend | None = None
    watch_clock: Callable[[], WatchClock] | None = None
    tray: Callable[[], Tray] | None = None

    @property
    def translator(self) -> Translator:
        """Says every text."""
        return self.setup.translator

    @property
    def profile(self) -> Profile:
        """The vendor's, or that of IT mode."""
        return self.setup.profile

    @property
    def keeps(self) -> bool:
        """Whether the program keeps notes of its own on this PC; never of a pretend office."""
        return self.profile.keep_history and self.pretend is None
