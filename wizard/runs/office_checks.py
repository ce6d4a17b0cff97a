"""The checks of this office: this PC, the server, and the way that Open Dental's own window takes."""

from __future__ import annotations

from wizard.checks import office_pc, office_server, setup_window
from wizard.core.codes import CheckId
from wizard.core.text import T
from wizard.diagnosis.check_groups import TITLES
from wizard.diagnosis.verdicts import pc_verdicts, server_verdicts
from wizard.diagnosis.verdicts.api_service_verdict import api_service_verdict
from wizard.diagnosis.verdicts.setup_window_verdict import setup_window_verdict
from wizard.runs.check_definition import AnyCheck, Check

PC_CHECKS: tuple[AnyCheck, ...] = (
    Check(
        CheckId.PREREQ_OPEN_DENTAL_INSTALLED,
        TITLES[CheckId.PREREQ_OPEN_DENTAL_INSTALLED],
        T(
            "Looks for OpenDental.exe in the usual folders, beside its services, as a process and among the "
            "installed programs; reads its version."
        ),
        office_pc.installed,
        pc_verdicts.installed_verdict,
        waits=T("Looking for Open Dental"),
    ),
    Check(
        CheckId.PREREQ_OPEN_DENTAL_RUNNING,
        TITLES[CheckId.PREREQ_OPEN_DENTAL_RUNNING],
        T("Looks for the process and asks 127.0.0.1:30222 without any key."),
        office_pc.running,
        pc_verdicts.running_verdict,
        waits=T("Waiting for Open Dental on this PC"),
    ),
    Check(
        CheckId.PREREQ_ROLE,
        TITLES[CheckId.PREREQ_ROLE],
        T(
            "Reads the computer's name and the database's name and type, or the middle tier's address, in "
            "FreeDentalConfig.xml, and nothing else of it."
        ),
        office_pc.role,
        pc_verdicts.role_verdict,
        waits=T("Looking for the server's name"),
    ),
    Check(
        CheckId.PREREQ_RESTART_PENDING,
        TITLES[CheckId.PREREQ_RESTART_PENDING],
        T("Looks for two registry keys that are there while Windows waits for a restart."),
        office_pc.restart,
        pc_verdicts.restart_verdict,
        waits=T("Waiting for Windows"),
        minor=True,
    ),
    Check(
        CheckId.PREREQ_DISK,
        TITLES[CheckId.PREREQ_DISK],
        T("Asks how full the drive of Open Dental is."),
        office_pc.disk,
        pc_verdicts.disk_verdict,
        waits=T("Waiting for the drive"),
        minor=True,
    ),
    Check(
        CheckId.PREREQ_TIME_ZONE,
        TITLES[CheckId.PREREQ_TIME_ZONE],
        T("Reads the time zone's settings in the registry."),
        office_pc.zone,
        pc_verdicts.zone_verdict,
        waits=T("Waiting for Windows"),
        minor=True,
        steady=True,
    ),
)
"""In the order in which they are shown."""

SERVER_CHECKS: tuple[AnyCheck, ...] = (
    Check(
        CheckId.PREREQ_ECONNECTOR_SERVICE,
        TITLES[CheckId.PREREQ_ECONNECTOR_SERVICE],
        T("Lists the Windows services: name, state, start type, program and its version."),
        office_server.econnector,
        server_verdicts.econnector_verdict,
        waits=T("Waiting for the list of services"),
    ),
    Check(
        CheckId.PREREQ_API_SERVICE,
        TITLES[CheckId.PREREQ_API_SERVICE],
        T("Looks in the same list, and asks its port of this PC or of the server without any key."),
        office_server.api_service,
        api_service_verdict,
        waits=T("Waiting for the API Service of the server"),
    ),
    Check(
        CheckId.PREREQ_OTHER_SERVICES,
        TITLES[CheckId.PREREQ_OTHER_SERVICES],
        T("Looks in the same list for the database's service and for OpenDentalService."),
        office_server.others,
        server_verdicts.others_verdict,
        waits=T("Waiting for the list of services"),
        minor=True,
    ),
    Check(
        CheckId.PREREQ_SLEEP,
        TITLES[CheckId.PREREQ_SLEEP],
        T("Reads after how long this PC sleeps on mains power."),
        office_server.sleep,
        server_verdicts.sleep_verdict,
        waits=T("Waiting for Windows"),
        minor=True,
    ),
)
"""In the order in which they are shown."""

SETUP_CHECK: AnyCheck = Check(
    CheckId.PREREQ_SETUP_WINDOW_PORT,
    TITLES[CheckId.PREREQ_SETUP_WINDOW_PORT],
    T("Connects to www.patientviewer.com:49997 and closes it again; only where Open Dental is installed."),
    setup_window.setup_window,
    setup_window_verdict,
    waits=T("Waiting for port 49997"),
    minor=True,
    steady=True,
)

OFFICE: tuple[AnyCheck, ...] = (*PC_CHECKS, *SERVER_CHECKS, SETUP_CHECK)
"""In the order in which they are shown; none of them waits for the way to Open Dental."""
