"""The pretend office's PCs: a workstation, or a server whose eConnector is as the scenario says.

The same raw facts as of a real PC, so that the pretend office meets the reader and the checks of a real one.
"""

from __future__ import annotations

from wizard.core.machine import PcNames, PortAnswer, RawProcess, RawService, ServiceState, StartType
from wizard.simulator.recorded_system import RecordedSystem

SERVER = "DENTAL-SRV"
_FOLDER = r"C:\Program Files (x86)\Open Dental"
_VERSION = "24.3.45.0"
_ON_SERVER = ("econnector-",)
_ZONE = r"HKLM\SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
_ZONES = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Time Zones"
_TIME = "UTC"


def is_on_server(scenario: str) -> bool:
    """Whether a scenario is seen from the server, where the eConnector's service is."""
    return scenario.startswith(_ON_SERVER)


def pretend_pc(scenario: str, *, on_server: bool = False) -> RecordedSystem:
    """The PC in front of which the person sits in a scenario.

    Args:
        scenario: Its id.
        on_server: It is the server in any case: a cure makes no other PC of it.
    """
    server = on_server or is_on_server(scenario)
    here = "localhost" if server else SERVER
    inside = f"<DatabaseConnection><ComputerName>{here}</ComputerName></DatabaseConnection>"
    settings = f"<ConnectionSettings>{inside}</ConnectionSettings>"
    return RecordedSystem(
        raw_services=_services(scenario) if server else (),
        raw_processes=(RawProcess("OpenDental.exe", f"{_FOLDER}\\OpenDental.exe"),),
        versions={_program(name): _VERSION for name in ("", "OpenDentalEConnector", "OpenDentalAPIService")},
        files={f"{_FOLDER}\\FreeDentalConfig.xml": settings.encode()},
        registry={_ZONE: {"TimeZoneKeyName": _TIME}, f"{_ZONES}\\{_TIME}": {}},
        here=PcNames((SERVER.lower() if server else "front-desk",), ("192.168.10.5",)),
        ports={
            "127.0.0.1:30222": PortAnswer.ANSWERS,
            "127.0.0.1:30223": PortAnswer.ANSWERS if server else PortAnswer.REFUSED,
            f"{SERVER.lower()}:30223": PortAnswer.ANSWERS,
            "www.patientviewer.com:49997": PortAnswer.OPEN,
        },
    )


def _program(name: str) -> str:
    return f"{_FOLDER}\\{name}\\{name}.exe" if name else f"{_FOLDER}\\OpenDental.exe"


def _services(scenario: str) -> tuple[RawService, ...]:
    twice = scenario == "econnector-duplicate"
    runs = twice or not is_on_server(scenario)
    state = ServiceState.RUNNING if runs else ServiceState.STOPPED
    programs = {
        "OpenDentalEConnector": (_program("OpenDentalEConnector"), state),
        "OpenDentalAPIService": (_program("OpenDentalAPIService"), ServiceState.RUNNING),
        "MariaDB": (r"C:\Program Files\MariaDB 10.5\bin\mysqld.exe", ServiceState.RUNNING),
    }
    if twice:
        programs["OpenDentOld"] = (r"C:\Old\OpenDentalEConnector\OpenDentalEConnector.exe", state)
    return tuple(
        RawService(name, f'"{path}"', does, StartType.AUTOMATIC) for name, (path, does) in programs.items()
    )
