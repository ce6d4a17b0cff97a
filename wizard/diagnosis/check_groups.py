"""What checks are called, and the groups in which the window and the report show them."""

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

TITLES: dict[CheckId, Text] = {
    CheckId.PREREQ_OPEN_DENTAL_INSTALLED: T("Open Dental on this PC"),
    CheckId.PREREQ_OPEN_DENTAL_RUNNING: T("Log-on to Open Dental"),
    CheckId.PREREQ_ROLE: T("Server or workstation"),
    CheckId.PREREQ_RESTART_PENDING: T("Restart"),
    CheckId.PREREQ_DISK: T("Room on the drive"),
    CheckId.PREREQ_TIME_ZONE: T("Time zone"),
    CheckId.PREREQ_ECONNECTOR_SERVICE: T("eConnector"),
    CheckId.PREREQ_API_SERVICE: T("API Service"),
    CheckId.PREREQ_OTHER_SERVICES: T("Database and OpenDentalService"),
    CheckId.PREREQ_SLEEP: T("Sleep"),
    CheckId.PREREQ_SETUP_WINDOW_PORT: T("What API Setup needs"),
    CheckId.PREREQ_PROXY: T("Proxy"),
    CheckId.PREREQ_NAME: T("Name of Open Dental"),
    CheckId.PREREQ_PORT: T("Connection"),
    CheckId.PREREQ_SECURE_CHANNEL: T("Secure channel"),
    CheckId.PREREQ_CLOCK: T("Clock"),
    CheckId.LIVE_RIGHTS: T("Rights of the key"),
    CheckId.LIVE_VERSION: T("Version of Open Dental"),
    CheckId.LIVE_PATIENTS: T("Live call"),
    CheckId.LIVE_IDENTITY: T("Who answers at the port"),
}
"""What each check looks at, as a short name."""

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
