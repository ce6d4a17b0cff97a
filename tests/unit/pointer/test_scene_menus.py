"""Order and labels of every menu, version by version, as Open Dental's source has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.core.version import Version
from wizard.pointer.edition import Edition, VersionSource
from wizard.pointer.layout import layout
from wizard.pointer.scene_files import Scenes

if TYPE_CHECKING:
    from wizard.pointer.scene import OpenMenu

SCENES = Scenes()
MODULES = "Appointments, Family / Insurance, Account, "

SETUP_OLD = (
    MODULES + "Treat' Plan, Chart, {imaging}, Manage, ---, Advanced Setup, Alert Categories, Auto Codes, "
    "Automation, Auto Notes, Data Paths, Definitions, Display Fields, Fee Schedules, Laboratories, "
    "Miscellaneous, Module Preferences, Ortho, Practice, Program Links, Quick Paste Notes, Reports, "
    "Required Fields, Schedules, Security, {add}Sheets, Spell Check, Tasks, Web Forms, ---, Obsolete"
)
SETUP_NEW = (
    "Preferences, ---, " + MODULES + "Chart, Imaging, Manage, ---, Advanced Setup, Alert Categories, "
    "Auto Codes, Automation, Auto Notes, {code}Data Paths, Definitions, Display Fields, Fee Schedules, "
    "Laboratories, {misc}{ortho}Practice, Program Links, Quick Paste Notes, Reports, Required Fields, "
    "Schedules, Security, Security Add User, {badges}Sheets, Spell Check, Tasks, Web Forms, ---, Obsolete"
)
MISC, ORTHO, CODE, BADGES = "Miscellaneous, ", "Ortho, ", "Code Groups, ", "Security Badges, "
SETUP = {
    "19.4": SETUP_OLD.format(imaging="Images", add=""),
    "21.1": SETUP_OLD.format(imaging="Imaging", add="Security Add User, "),
    "22.1": SETUP_OLD.format(imaging="Imaging", add="Security Add User, "),
    "22.2": SETUP_NEW.format(code="", misc=MISC, ortho=ORTHO, badges=""),
    "23.1": SETUP_NEW.format(code="", misc=MISC, ortho=ORTHO, badges=""),
    "23.2": SETUP_NEW.format(code=CODE, misc=MISC, ortho=ORTHO, badges=""),
    "23.3": SETUP_NEW.format(code=CODE, misc=MISC, ortho=ORTHO, badges=""),
    "24.1": SETUP_NEW.format(code=CODE, misc="", ortho=ORTHO, badges=""),
    "24.2.44": SETUP_NEW.format(code=CODE, misc="", ortho="", badges=BADGES),
    "24.3.45": SETUP_NEW.format(code=CODE, misc="", ortho="", badges=BADGES),
}
ADVANCED = {
    "19.4": "Computers, FHIR, HL7, Replication, Show Features, Scheduled Processes",
    "21.1": "Computers, FHIR, HL7, Replication, Show Features, Scheduled Processes",
    "21.2": "Computers, HIE, FHIR, HL7, Replication, Show Features, Scheduled Processes",
    "21.3": "Computers, HIE, FHIR, HL7, Replication, Show Features, Scheduled Processes",
    "21.4": "API, Computers, HIE, HL7, Replication, Show Features, Scheduled Processes",
    "24.3.45": "API, Computers, HIE, HL7, Replication, Show Features, Scheduled Processes",
}
TOOLS_END = (
    "Audit Trail, Billing/Finance Charges, CC Recurring Charges, Certifications, Database Maintenance, "
    "Kiosk, Kiosk Manager, {synch}Ortho Auto Claims, Patient Dashboards, {flow}Setup Wizard, "
    "Web Forms, Wiki, Zoom"
)
TOOLS_BEGIN = "Screen Snipping Tool, Print Screen Tool, Misc Tools, ---, "
SYNCH = "Mobile Synch, "
TOOLS = {
    "21.1": TOOLS_BEGIN + "Aging, " + TOOLS_END.format(synch=SYNCH, flow=""),
    "21.3": TOOLS_BEGIN + "Advertising, Aging, " + TOOLS_END.format(synch=SYNCH, flow=""),
    "22.2": TOOLS_BEGIN + "Advertising, " + TOOLS_END.format(synch=SYNCH, flow=""),
    "22.4": TOOLS_BEGIN + "Advertising, " + TOOLS_END.format(synch=SYNCH, flow="Patient Flow, "),
    "23.1": TOOLS_BEGIN + "Advertising, " + TOOLS_END.format(synch=SYNCH, flow="eRouting, "),
    "24.3.45": TOOLS_BEGIN + "Advertising, " + TOOLS_END.format(synch="", flow="eRouting, "),
}
MISC_END = (
    "Merge Discount Plans, Merge Image Categories, Merge Medications, Merge Patients, Merge Providers, "
    "Merge Referrals, Move Subscribers, Patient Status Setter, Service Manager, Shutdown All Workstations, "
    "Telephone Numbers, Test Latency"
)
MISC_BEGIN = "Clear Duplicate Blockouts, Create A to Z Folders, Database Maintenance Pat, "
MISC_TOOLS = {
    "21.1": "Auto-Close Payment Plans, " + MISC_BEGIN + MISC_END,
    "22.4": "Auto-Close Payment Plans, " + MISC_BEGIN + "Merge Billing Types, " + MISC_END,
    "23.1": "Close Payment Plans, " + MISC_BEGIN + "Merge Billing Types, " + MISC_END,
    "24.3.45": "Close Payment Plans, " + MISC_BEGIN + "Merge Billing Types, " + MISC_END,
}
HELP_END = "Training Videos, Query Monitor, Request Features, Support Status, Update, ---, About"
HELP = {
    "24.3.10": "Online Support, Online Help - Contents, Online Help - Index, " + HELP_END,
    "24.3.45": "Online Support, Online Help - Documentation, Online Help - Search, " + HELP_END,
}
FILE = (
    "User Password, User Email Address, User Settings, ---, Printer, Graphics, ---, Choose Database, "
    "---, Exit"
)
ESERVICES = (
    "Signup, Mobile Web, Patient Portal, Web Sched, Texting, eReminder, eConfirmation, eClipboard, Misc, "
    "---, eConnector Service"
)
EACH = [
    *(("api-setup/open-menu", 0, version, items) for version, items in SETUP.items()),
    *(("api-setup/open-menu", 1, version, items) for version, items in ADVANCED.items()),
    *(("service-manager/open-menu", 0, version, items) for version, items in TOOLS.items()),
    *(("service-manager/open-menu", 1, version, items) for version, items in MISC_TOOLS.items()),
    *(("help/update", 0, version, items) for version, items in HELP.items()),
    ("main/restart", 0, "24.3.45", FILE),
    ("econnector/open", 0, "19.4", ESERVICES),
]


def menus(pointer: str, version: str) -> tuple[OpenMenu, ...]:
    return layout(SCENES.pointer(pointer), Edition(Version.parse(version), VersionSource.OFFICE))[0].menus


@pytest.mark.parametrize(("pointer", "menu", "version", "items"), EACH)
def test_a_menu_has_its_entries_in_order(pointer: str, menu: int, version: str, items: str) -> None:
    assert [row.text for row in menus(pointer, version)[menu].rows] == items.split(", ")


def test_eservices_is_a_menu_only_in_old_versions() -> None:
    assert menus("econnector/open", "19.4")
    assert not menus("econnector/open", "21.1")
    assert not menus("econnector/open", "24.3.45")


@pytest.mark.parametrize(
    ("clinics", "bar"),
    [
        (False, "Log Off, File, Setup, Lists, Reports, Tools, eServices, Alerts (0), Help"),
        (True, "Log Off, File, Setup, Lists, Reports, Tools, Clinics, eServices, Alerts (0), Help"),
    ],
)
@pytest.mark.parametrize("version", ["19.4", "21.1", "24.3.45"])
def test_the_menu_bar_with_and_without_clinics(version: str, bar: str, *, clinics: bool) -> None:
    edition = Edition(Version.parse(version), VersionSource.OFFICE, clinics=clinics)
    front = layout(SCENES.pointer("main/restart"), edition)[0].front
    assert [row.text for row in front.bar] == bar.split(", ")
    assert all(one.rect.right == two.rect.x for one, two in zip(front.bar, front.bar[1:], strict=False))


def test_the_offsets_that_the_manuals_pictures_show() -> None:
    setup = menus("api-setup/open-menu", "24.3.45")
    rows = {row.id: row.rect.y - setup[0].rect.y for row in setup[0].rows}
    assert abs(rows["advanced-setup"] - 152) <= 2
    assert setup[1].rect.height == 145
    assert menus("service-manager/open-menu", "24.3.45")[1].rect.height == 345
