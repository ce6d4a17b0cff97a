"""What asks Windows can only read: by the calls and the rights that it uses."""

from __future__ import annotations

import ast
from pathlib import Path

import wizard.windows

FOLDER = Path(wizard.windows.__file__).parent
FILES = sorted(FOLDER.glob("*.py"))
READS = {"OpenKey", "QueryValueEx", "QueryInfoKey", "EnumKey", "EnumValue", "ExpandEnvironmentStrings"}
READS |= {"HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER", "KEY_READ", "KEY_WOW64_64KEY", "HKEYType"}
WINDOWS = {
    "GetFileVersionInfoSizeW", "GetFileVersionInfoW", "VerQueryValueW", "PowerGetActiveScheme",
    "PowerReadACValueIndex", "LocalFree", "OpenSCManagerW", "OpenServiceW", "QueryServiceStatus",
    "CloseServiceHandle", "CreateToolhelp32Snapshot", "Process32FirstW", "Process32NextW", "CloseHandle",
    "OpenProcess", "QueryFullProcessImageNameW", "WinHttpOpen", "WinHttpGetProxyForUrl",
    "WinHttpCloseHandle", "WinHttpGetIEProxyConfigForCurrentUser", "WinHttpSetTimeouts", "GlobalFree",
    "ProcessIdToSessionId", "GetCurrentProcessId", "GetExtendedTcpTable", "DnsQuery_W", "DnsFree",
}  # fmt: skip
"""Every function of Windows' own libraries that is called; none of them changes anything."""
RIGHTS = {"_MAY_CONNECT": 0x1, "_MAY_QUERY_STATUS": 0x4, "_MAY_QUERY_LITTLE": 0x1000, "_PROCESSES": 0x2}
WRITES = {
    "write",
    "write_text",
    "write_bytes",
    "mkdir",
    "unlink",
    "rename",
    "replace_file",
    "touch",
    "rmtree",
}


def nodes() -> list[ast.AST]:
    return [node for file in FILES for node in ast.walk(ast.parse(file.read_text("utf-8")))]


def test_the_registry_is_only_read() -> None:
    used = {
        node.attr
        for node in nodes()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "winreg"
    }
    assert used
    assert used <= READS


def test_only_known_functions_of_windows_are_called() -> None:
    libraries = ("library", "_library")
    called = {
        node.attr
        for node in nodes()
        if isinstance(node, ast.Attribute)
        and (
            (isinstance(node.value, ast.Name) and node.value.id in libraries)
            or (isinstance(node.value, ast.Attribute) and node.value.attr in libraries)
            or (isinstance(node.value, ast.Call) and ast.unparse(node.value).startswith("ctypes.WinDLL"))
        )
    }
    assert called == WINDOWS


def test_the_rights_asked_for_are_the_least() -> None:
    found = {
        node.target.id: ast.literal_eval(node.value)
        for node in nodes()
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in RIGHTS
        if node.value is not None
    }
    assert found == RIGHTS


def test_no_file_is_written_and_no_program_started() -> None:
    for node in nodes():
        if isinstance(node, ast.Attribute):
            assert node.attr not in WRITES
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "open":
            assert [ast.literal_eval(argument) for argument in node.args] == ["rb"]
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            assert not names & {"subprocess", "os"}
