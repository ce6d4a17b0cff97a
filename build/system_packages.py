"""What the starter needs of the system itself, which packages bring it, and how they get there.

Only packages that are missing are ever named. They are installed for root alone, who is asked first where
there is a terminal to ask at; anybody else is told one line that holds all of them. Nothing is removed.
"""

import ctypes
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class PreparationError(Exception):
    """Something the user has to put right; the text says how."""


class Library(NamedTuple):
    """A shared library that Qt loads, and the Debian package that brings it."""

    soname: str
    package: str


class Lack(NamedTuple):
    """Something the system lacks.

    Attributes:
        what: It in a sentence, with what for.
        packages: The Debian packages that bring it; none where Debian has no say.
        needed: Nothing goes without it; otherwise what needs it is left out, and the rest runs.
    """

    what: str
    packages: Sequence[str]
    needed: bool = True


# What Qt's own files name as needed, found with ldd; the packages were tried one by one in a bare Debian 12.
ALWAYS = (
    Library("libEGL.so.1", "libegl1"),
    Library("libGL.so.1", "libgl1"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libglib-2.0.so.0", "libglib2.0-0"),
)
ON_X = (
    Library("libxcb-cursor.so.0", "libxcb-cursor0"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4"),
    Library("libxcb-image.so.0", "libxcb-image0"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Library("libxcb-randr.so.0", "libxcb-randr0"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0"),
    Library("libxcb-shape.so.0", "libxcb-shape0"),
    Library("libxcb-sync.so.1", "libxcb-sync1"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1"),
    Library("libX11-xcb.so.1", "libx11-xcb1"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_SUFFIXES = (".ttf", ".otf", ".ttc", ".pfb")

# What makes a Windows release on Debian: Wine and an X server for it, the compiler of two small DLLs that
# this Wine lacks, NSIS for the setup, what signs and verifies, and git, which knows the time of the commit.
FOR_WINDOWS = (
    ("/usr/lib/wine/wine64", "wine64"),
    ("Xvfb", "xvfb"),
    ("xdotool", "xdotool"),
    ("makensis", "nsis"),
    ("x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64"),
    ("osslsigncode", "osslsigncode"),
    ("openssl", "openssl"),
    ("git", "git"),
)

# What the fault laboratory of the tests puts between the program and Open Dental. The Squid that Debian
# builds with OpenSSL can look into TLS, by a helper that its other build lacks.
LABORATORY = (
    ("dnsmasq", "dnsmasq-base"),
    ("faketime", "faketime"),
    ("haproxy", "haproxy"),
    ("ip", "iproute2"),
    ("nft", "nftables"),
    ("openssl", "openssl"),
    ("squid", "squid-openssl"),
    ("/usr/lib/squid/security_file_certgen", "squid-openssl"),
)

# In which the tests open the report's page.
BROWSER = (("chromium", "chromium"),)

UNREACHED = (
    "The package registry was not reached. Behind a proxy, "
    + (
        ""
        if sys.platform == "win32"
        else 'apt needs the line Acquire::http::Proxy "http://HOST:PORT"; in /etc/apt/apt.conf.d/proxy, and '
    )
    + "pip the environment variable HTTPS_PROXY=http://HOST:PORT (PIP_INDEX_URL where this office has a "
    "registry of its own); then start this again."
)
_NO_WAY = (
    "temporary failure",  # of a name server, by apt and by pip
    "could not resolve",
    "name or service not known",
    "could not connect",
    "unable to connect",
    "cannot initiate the connection",
    "failed to establish a new connection",
    "connection failed",
    "connection refused",
    "connection timed out",
    "network is unreachable",
    "no route to host",
    "connecttimeouterror",
    "newconnectionerror",
    "readtimeouterror",
    "proxyerror",
    "407  proxy",
    "nameresolutionerror",
    "getaddrinfo failed",
)


def say(text: str) -> None:
    """Tells the user where the preparation stands: on stderr, the program's own output stays clean."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def quietly(arguments: Sequence[str], env: Mapping[str, str], to_the_end: bool = False) -> tuple[int, str]:
    """Runs a step of the preparation and returns its exit code and all it printed.

    Args:
        arguments: The program and its arguments.
        env: Its environment variables.
        to_the_end: When the user stops the starter, the step is not cut off but finishes first.
    """
    # Its own session: Ctrl+C reaches only the starter, which ends the step with all that the step started.
    # close_fds: a step that outlives a killed starter keeps the lock, so that nobody builds beneath it.
    with subprocess.Popen(
        list(arguments),
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        close_fds=False,
    ) as process:
        try:
            said = process.communicate()[0]
        except BaseException:
            if to_the_end:
                process.communicate()
            elif sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, said.decode("utf-8", "replace").strip()


def last_lines(text: str) -> str:
    """The end of what a failed step printed: the reason stands there."""
    return "\n".join(text.splitlines()[-12:])


def unreached(said: str) -> bool:
    """Whether apt or pip, by what it printed, got no connection to its registry."""
    return any(sign in said.lower() for sign in _NO_WAY)


# --- What is lacking ----------------------------------------------------------------------------------------


def loads(soname: str) -> bool:
    """Whether the system's loader finds the library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def has_font(folders: Iterable[str] = FONT_FOLDERS) -> bool:
    """Whether any font file lies in the usual folders."""
    return any(
        name.lower().endswith(FONT_SUFFIXES)
        for folder in folders
        for _, _, names in os.walk(os.path.expanduser(folder))  # noqa: PTH111 (no home: Path.expanduser raises)
        for name in names
    )


def missing_libraries(env: Mapping[str, str], found: Callable[[str], bool] = loads) -> list[Library]:
    """The libraries that Qt will not find; those of the X window system count only where there is one."""
    wanted = ALWAYS + ON_X if env.get("DISPLAY") else ALWAYS
    return [library for library in wanted if not found(library.soname)]


def find_program(name: str) -> str | None:
    """Where a program is; daemons stand in folders that a user's PATH lacks."""
    return shutil.which(name, path=os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin")


def missing_programs(wanted: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The names of the missing programs, and the packages that bring them, each once."""
    missing = [(name, package) for name, package in wanted if not find_program(name)]
    return [Path(name).name for name, _ in missing], list(dict.fromkeys(package for _, package in missing))


def venv_lack() -> Lack | None:
    """The part of Python that makes virtual environments, which Debian ships separately."""
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return None
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    return Lack("This Python cannot make virtual environments: its venv part is missing.", [package])


def qt_lack() -> Lack | None:
    """What Qt needs of a Linux system and does not find; elsewhere it brings all it needs."""
    if platform.system() != "Linux":
        return None
    libraries = missing_libraries(os.environ)
    packages = [library.package for library in libraries] + ([] if has_font() else [FONT_PACKAGE])
    names = " ".join(library.soname for library in libraries) or "any font"
    return Lack("The window needs what this system lacks: " + names, packages) if packages else None


def bundle_lack() -> Lack | None:
    """What PyInstaller needs of a Linux system to freeze the program, which some tests do."""
    if platform.system() != "Linux":
        return None
    names, packages = missing_programs([("objdump", "binutils")])
    package = "libpython{}.{}".format(*sys.version_info[:2])
    library = package + ".so.1.0"
    if not has_own(library):
        names.append(library)
        # where Python was built without one, PyInstaller takes no other
        packages += [package] if sysconfig.get_config_var("Py_ENABLE_SHARED") else []
    what = "The tests that freeze the program need what this system lacks: " + " ".join(names)
    return Lack(what, packages, needed=False) if names else None


def has_own(library: str) -> bool:
    """Whether this Python's shared library is where PyInstaller looks for it.

    Py_ENABLE_SHARED alone does not tell: Debian's Python says 1, is static, and its library a package apart.
    """
    if sysconfig.get_config_var("Py_ENABLE_SHARED"):
        return loads(library) or Path(sysconfig.get_config_var("LIBDIR") or "", library).exists()
    return any(Path(sys.base_prefix, folder, library).exists() for folder in ("", "lib"))


def laboratory_lack() -> Lack | None:
    """What the tests' fault laboratory puts between the program and Open Dental."""
    if not on_debian():
        return None
    names, packages = missing_programs(LABORATORY)
    what = "The tests' fault laboratory needs what this system lacks: " + " ".join(names)
    return Lack(what, packages, needed=False) if packages else None


def browser_lack() -> Lack | None:
    """What opens the report's page in the tests; not in the line that a person types: it fails as a whole.

    Systems that are made from Debian may not have it.
    """
    if not (on_debian() and is_root()):
        return None
    names, packages = missing_programs(BROWSER)
    what = "The tests that open a report in a browser need what this system lacks: " + " ".join(names)
    return Lack(what, packages, needed=False) if packages else None


def windows_lack() -> Lack | None:
    """What making a Windows release needs of this system; a Windows PC needs git and, said later, NSIS."""
    wanted = FOR_WINDOWS if platform.system() == "Linux" else [one for one in FOR_WINDOWS if one[0] == "git"]
    names, packages = missing_programs(wanted)
    return (
        Lack("A Windows release needs what this system lacks: " + " ".join(names), packages)
        if names
        else None
    )


# --- Who brings it ------------------------------------------------------------------------------------------


def is_debian(os_release: str) -> bool:
    """Whether ``os_release``, the text of /etc/os-release, is that of Debian or a system made from it."""
    for line in os_release.splitlines():
        name, _, value = line.partition("=")
        words = value.strip().strip("\"'").lower().split()
        if name.strip() in ("ID", "ID_LIKE") and ("debian" in words or "ubuntu" in words):
            return True
    return False


def on_debian() -> bool:
    """Whether this system is Debian or made from it, with its package program."""
    try:
        text = Path("/etc/os-release").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return is_debian(text) and shutil.which("apt-get") is not None


def is_root() -> bool:
    """Whether this user may install packages."""
    return sys.platform != "win32" and os.geteuid() == 0


def install_command(packages: Sequence[str]) -> str:
    """The one line for a person to type; as root where there is no sudo."""
    apt = "sudo apt-get" if not is_root() and shutil.which("sudo") else "apt-get"
    return f"{apt} update && {apt} install -y --no-install-recommends {' '.join(packages)}"


def allowed(yes: bool) -> bool:
    """Whether packages may be installed now: whoever sits at a terminal is asked."""
    if yes or sys.stdin is None or not sys.stdin.isatty():
        return True
    say("Install them now? [Y/n]")
    answer = sys.stdin.readline()  # empty at the end of the input: nobody said yes
    return answer.strip().lower() in ("y", "yes") or answer == "\n"


class Apt(NamedTuple):
    """What came of a call of apt-get: whether it did what was asked, and what it printed."""

    done: bool
    said: str


def apt(*arguments: str) -> Apt:
    """Runs apt-get."""
    # A root shell made by plain "su" lacks the system programs that packages call while they are set up.
    path = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8", PATH=path)
    options = ("-qq", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300")
    code, said = quietly(["apt-get", *options, *arguments], env, to_the_end=True)
    return Apt(code == 0, said)


def apt_install(packages: Sequence[str], *options: str) -> Apt:
    """Installs Debian packages, and removes none."""
    return apt(*options, "install", "-y", "--no-install-recommends", "--no-remove", *packages)


def install_without_rights(packages: Sequence[str]) -> Apt:
    """Installs where root may not become another user, as in a container that has no capability.

    Apt fetches as a user of its own into folders of that user's; here it does so as root into others.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = ["-o", "APT::Sandbox::User=root"]
        for setting in ("Dir::State::lists", "Dir::Cache::archives"):
            place = Path(folder, setting.rpartition(":")[2])
            (place / "partial").mkdir(parents=True)
            options += ["-o", f"{setting}={place}"]
        _, before = apt(*options, "update")
        done, said = apt_install(packages, *options)
    return Apt(done, f"{before}\n{said}".strip())


def offline(before: str, said: str) -> bool:
    """Whether an installation failed for want of a network.

    Args:
        before: What apt said when it looked for news. One source out of many that was not reached means
            nothing, unless apt knows no package at all.
        said: What it said when it failed.
    """
    return unreached(said) or (unreached(before) and not knows_packages())


def knows_packages() -> bool:
    """Whether apt has any list of packages; a fresh container has none."""
    return any(Path("/var/lib/apt/lists").glob("*Packages*"))


def install_needed(packages: Sequence[str], before: str) -> None:
    """Installs what nothing goes without.

    Args:
        packages: Their names.
        before: What apt said when it looked for news.

    Raises:
        PreparationError: Apt could not; the text has its reason.
    """
    done, said = apt_install(packages)
    if not done and ("not permitted" in said or "Permission denied" in said):
        done, said = install_without_rights(packages)
    if not done:
        reason = UNREACHED if offline(before, said) else last_lines(f"{before}\n{said}".strip())
        raise PreparationError(f"apt-get could not install {' '.join(packages)}:\n{reason}")


def install_possible(packages: Sequence[str], before: str) -> None:
    """Installs one by one what the rest goes without, and says what could not be had."""
    failed, reached = [], True
    for package in packages:
        done, said = apt_install([package]) if reached else Apt(done=False, said="")
        if not done:
            failed.append(package)
            reached = reached and not offline(before, said)
    if failed:
        reason = "" if reached else " " + UNREACHED
        say(f"Not installed: {' '.join(failed)}. What needs them is left out.{reason}")


def supply(*lacks: Lack | None, yes: bool = False) -> None:
    """Installs what is lacking where that is possible and allowed, else tells how.

    Args:
        lacks: What is lacking; None for nothing.
        yes: Do not ask.

    Raises:
        PreparationError: Something is needed and not there; the text tells the user what to do.
    """
    real = [lack for lack in lacks if lack]
    if not real:
        return
    what = "\n".join(lack.what for lack in real)
    needed = list(dict.fromkeys(package for lack in real if lack.needed for package in lack.packages))
    possible = [package for lack in real if not lack.needed for package in lack.packages]
    possible = [package for package in dict.fromkeys(possible) if package not in needed]
    if not on_debian():
        _tell(real, f"{what}\nInstall what brings it on this system, then start this again.")
        return
    if is_root() and needed + possible:
        say(f"{what}\nPackages: {' '.join(needed + possible)}")
        if allowed(yes):
            say("Installing system packages (once) ...")
            # A failure is not the end: an unrelated source may be broken and the lists still good.
            _, before = apt("update")
            if needed:
                install_needed(needed, before)
            install_possible(possible, before)
            return
        what = "Nothing was installed."
    if needed + possible:
        what += f"\nWhat root would install, in one line:\n  {install_command(needed + possible)}"
    _tell(real, what)


def _tell(lacks: Sequence[Lack], text: str) -> None:
    if any(lack.needed for lack in lacks):
        raise PreparationError(text)
    say(text + "\nThe rest runs without it.")
