"""What a pretend office does when it is called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.simulator import api

if TYPE_CHECKING:
    from wizard.core.codes import Code
    from wizard.core.text import Text
    from wizard.simulator.call import Call
    from wizard.simulator.wire_answer import WireAnswer


@record
class Scenario:
    """One state of an office and of the network in front of it.

    Where nothing else is said, the documented API answers.

    Attributes:
        id: Stable slug.
        about: What is the matter, for a person.
        expected: Code of the cause that must come first.
        everyone: Answer to every call, with or without a key: it never gets as far as Open Dental's keys.
        keyed: Answer to every call with a key.
        patients: Answer to ``/patients`` with a key; other resources are answered as otherwise.
        preferences: The same of ``/preferences``.
        title: The practice's name.
        rights: Permissions that the key holds, as ``/securityperms`` tells them.
        delay_s: Seconds before each answer.
        clock_s: Seconds by which the server's clock is ahead of this PC's.
    """

    id: str
    about: Text
    expected: Code
    everyone: WireAnswer | None = None
    keyed: WireAnswer | None = None
    patients: WireAnswer | None = None
    preferences: WireAnswer | None = None
    title: str = api.TITLE
    rights: frozenset[str] = api.USUAL_RIGHTS
    delay_s: float = 0.0
    clock_s: float = 0.0

    def answer(self, call: Call) -> WireAnswer:
        """Answer to a call whose key and headers are in order."""
        own = {"patients": self.patients, "preferences": self.preferences}.get(call.resource)
        if own is not None:
            return own
        return self.keyed if self.keyed is not None else api.answer(call, api.Held(self.rights, self.title))

    def timed(self, answer: WireAnswer) -> WireAnswer:
        """The same answer at this office's pace and with its clock."""
        return replace(answer, delay_s=self.delay_s, clock_s=self.clock_s)
