r"""Shows that the reader of this PC reads a real Windows: services, version resources, registry, ports.

Run on Linux beside Wine::

    python build/windows_office_proof.py --prefix PREFIX [--wine WINE] [--python C:\py\python.exe]

It builds small programs with version resources (mingw), puts them into the prefix, and starts
``windows_office_inside.py`` in the Windows Python, which creates the services and asks the checks.
The Windows Python needs the program's own requirements. Wine knows no users without rights, so that no
administrator is needed is not shown here; it is by the rights that each call asks for.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSIDE = Path(__file__).resolve().with_name("windows_office_inside.py")
VERSION, OLDER = "24.3.45.0", "24.2.12.0"

SERVICE_C = r"""
#include <windows.h>
static SERVICE_STATUS_HANDLE handle;
static SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, SERVICE_RUNNING, SERVICE_ACCEPT_STOP, 0, 0, 0, 0};
static HANDLE stopped;
static DWORD WINAPI control(DWORD code, DWORD type, void *data, void *context) {
  if (code == SERVICE_CONTROL_STOP) {
    status.dwCurrentState = SERVICE_STOPPED;
    SetServiceStatus(handle, &status);
    SetEvent(stopped);
  }
  return NO_ERROR;
}
static void WINAPI run(DWORD count, WCHAR **arguments) {
  stopped = CreateEventW(NULL, TRUE, FALSE, NULL);
  handle = RegisterServiceCtrlHandlerExW(L"", control, NULL);
  SetServiceStatus(handle, &status);
  WaitForSingleObject(stopped, INFINITE);
}
int main(void) {
  SERVICE_TABLE_ENTRYW table[] = {{L"", run}, {NULL, NULL}};
  if (!StartServiceCtrlDispatcherW(table)) Sleep(60000);  /* started by hand: a program that runs */
  return 0;
}
"""
RESOURCE = """
1 VERSIONINFO
FILEVERSION {commas}
PRODUCTVERSION {commas}
BEGIN
  BLOCK "StringFileInfo" BEGIN BLOCK "040904B0" BEGIN VALUE "FileVersion", "{dots}" END END
  BLOCK "VarFileInfo" BEGIN VALUE "Translation", 0x409, 1200 END
END
"""


def build(folder: Path) -> None:
    """Compile one program per version."""
    (folder / "service.c").write_text(SERVICE_C)
    for version in (VERSION, OLDER):
        (folder / "version.rc").write_text(RESOURCE.format(commas=version.replace(".", ","), dots=version))
        subprocess.run(["x86_64-w64-mingw32-windres", "version.rc", "version.o"], cwd=folder, check=True)
        compiler = ("x86_64-w64-mingw32-gcc", "-O2", "-s", "-municode", "-DUNICODE", "-Dmain=wmain")
        made = ("service.c", "version.o", "-o", f"{version}.exe")
        subprocess.run([*compiler, *made], cwd=folder, check=True)


def outside(arguments: argparse.Namespace) -> int:
    """Build the programs, put them into the prefix, and go inside."""
    prefix = Path(arguments.prefix).resolve()
    place = prefix / "drive_c" / "office-proof"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        for version in (VERSION, OLDER):
            shutil.copy(Path(folder) / f"{version}.exe", place)
    env = dict(os.environ, WINEPREFIX=str(prefix), WINEDEBUG="-all", PYTHONPATH=f"Z:{ROOT}")
    env["WINEDLLOVERRIDES"] = "wbemprox=d"  # Wine 8 aborts in what Python 3.13 asks of it
    inside = [arguments.wine, arguments.python, "-X", "utf8", f"Z:{INSIDE}"]
    # a Windows Python under Wine cannot write into a regular file: a pipe lies between
    with subprocess.Popen(
        inside, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        timer = threading.Timer(arguments.timeout, process.kill)
        timer.start()
        told = ""
        for line in process.stdout or ():
            told = line.strip() or told
            print(line.rstrip(), flush=True)
        timer.cancel()
    return 0 if told.startswith("office proof: all") and process.returncode == 0 else 1


def main() -> int:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--prefix", default=os.environ.get("WINEPREFIX", ""))
    parser.add_argument("--wine", default="/usr/lib/wine/wine64")
    parser.add_argument("--python", default=r"C:\py\python.exe", help="the Windows Python, inside the prefix")
    parser.add_argument("--timeout", type=float, default=240, help="seconds")
    arguments = parser.parse_args()
    if not arguments.prefix:
        parser.error("expected --prefix or WINEPREFIX")
    return outside(arguments)


if __name__ == "__main__":
    sys.exit(main())
