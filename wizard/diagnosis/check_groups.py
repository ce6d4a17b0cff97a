"""What a check is about: the groups in which the window and the report show checks."""

from __future__ import annotations

from enum import StrEnum

from wizard.core.codes import CheckId
from wizard.core.text import T, Text


class Group(StrEnum):
    """What a check is about."""

    PC = "this-pc"
    SERVER = "server"
    WAY = "way"
    CALL = "call"  # asked with a key; the window shows it as layers


GROUPS: dict[Group, Text] = {
    Group.PC: T("This PC"),
    Group.SERVER: T("The server"),
    Group.WAY: T("The way to Open Dental"),
    Group.CALL: T("With the key"),
}
"""Headings, in the order in which they are shown."""

_PLACES = {
    CheckId.PREREQ_OPEN_DENTAL_INSTALLED: Group.PC,
    CheckId.PREREQ_OPEN_DENTAL_RUNNING: Group.PC,
    CheckId.PREREQ_ROLE: Group.PC,
    CheckId.PREREQ_RESTART_PENDING: Group.PC,
    CheckId.PREREQ_DISK: Group.PC,
    CheckId.PREREQ_TIME_ZONE: Group.PC,
    CheckId.PREREQ_ECONNECTOR_SERVICE: Group.SERVER,
    CheckId.PREREQ_API_SERVICE: Group.SERVER,
    CheckId.PREREQ_OTHER_SERVICES: Group.SERVER,
    CheckId.PREREQ_SLEEP: Group.SERVER,
}


def group_of(check: CheckId) -> Group:
    """The group of a check; of this way where it is in no other."""
    return Group.CALL if check.is_live else _PLACES.get(check, Group.WAY)
