"""Starts the wizard from a fresh checkout: makes the Python environment it needs, then runs one command.

    python3 build/start.py demo [SCENARIO] [options]   the wizard against the built-in simulator (the default)
    python3 build/start.py run [arguments]             the wizard itself; arguments go to the program
    python3 build/start.py test [pytest arguments]     all checks, then the tests; else pytest alone
    python3 build/start.py bench [arguments]           the measurements
    python3 build/start.py windows [--prove]           the Windows folder, zip and setup in dist/windows

Needs Python 3.11 or later and nothing else. On Debian and Ubuntu, root gets missing system packages
installed; any other user is told the command that installs them. Exit code 2: something is missing.

An older Python has to get as far as the message that says so: the syntax of this file is that of Python 3.6.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

OLDEST = (3, 11)


def too_old(major: int, minor: int) -> str:
    """What to tell the user of this version of Python; empty when it is new enough."""
    if (major, minor) >= OLDEST:
        return ""
    needed = "{}.{}".format(*OLDEST)
    return (
        f"This needs Python {needed} or later; this is Python {major}.{minor}. "
        f"Start it with a newer one, for example: python{needed} build/start.py"
    )


# Before any other definition: their annotations need a newer Python than the oldest that reads this far.
if too_old(*sys.version_info[:2]):
    sys.stderr.write(too_old(*sys.version_info[:2]) + "\n")
    sys.exit(2)

ROOT = Path(__file__).resolve().parent.parent
STAMP = "connect-wizard.json"
STARTED = "connect-wizard.started"
COMMANDS = ("demo", "run", "test", "bench", "windows")
MISSING = 2
INTERRUPTED = 130


class PreparationError(Exception):
    """Something the user has to put right; the text says how."""


class Environment(NamedTuple):
    """One virtual environment and the lock file it is made from."""

    folder: Path
    lock: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


class Library(NamedTuple):
    """A shared library that Qt loads, and the Debian package that brings it."""

    soname: str
    package: str


class Lack(NamedTuple):
    """Something the system lacks, in a sentence, and the Debian packages that bring it."""

    what: str
    packages: Sequence[str]


RUNTIME = Environment(ROOT / ".venv", ROOT / "requirements.lock")
DEVELOPMENT = Environment(ROOT / ".venv-dev", ROOT / "requirements-dev.lock")

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
# What makes a Windows release on Debian: Wine and an X server for it, the compiler of two small DLLs that
# this Wine lacks, NSIS for the setup, and what signs and verifies.
FOR_WINDOWS = (
    ("/usr/lib/wine/wine64", "wine64"),
    ("Xvfb", "xvfb"),
    ("makensis", "nsis"),
    ("x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64"),
    ("osslsigncode", "osslsigncode"),
    ("openssl", "openssl"),
)
TRUST_LISTS = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_SUFFIXES = (".ttf", ".otf", ".ttc", ".pfb")

# What the fault laboratory of the tests puts between the program and Open Dental.
LABORATORY = (
    ("dnsmasq", "dnsmasq-base"),
    ("faketime", "faketime"),
    ("haproxy", "haproxy"),
    ("ip", "iproute2"),
    ("mitmdump", "mitmproxy"),
    ("nft", "nftables"),
    ("squid", "squid"),
)

# ``-P`` keeps a file in the project's folder from standing in for a module of the tool.
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as main; sys.argv[0] = 'lint-imports'; main()"  # noqa: E501
CHECKS = (
    ("ruff check", ("-P", "-m", "ruff", "check")),
    ("ruff format", ("-P", "-m", "ruff", "format", "--check")),
    ("mypy", ("-P", "-m", "mypy")),
    (
        "mypy for Windows",
        ("-P", "-m", "mypy", "--platform", "win32", "wizard/windows", "build/windows_office_inside.py"),
    ),
    ("lint-imports", ("-P", "-c", LINT_IMPORTS)),
    ("deptry", ("-P", "-m", "deptry", ".")),
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


# --- System packages ----------------------------------------------------------------------------------------


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
    """The command for a person to type."""
    apt = "apt-get" if is_root() else "sudo apt-get"
    return f"{apt} update && {apt} install -y --no-install-recommends {' '.join(packages)}"


def apt_install(packages: Sequence[str]) -> bool:
    """Installs Debian packages; shows what apt said only when it failed."""
    say("Installing system packages (once): " + " ".join(packages) + " ...")
    # A root shell made by plain "su" lacks the system programs that packages call while they are set up.
    path = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8", PATH=path)
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300"]
    # A failed update is not the end: an unrelated source may be broken and the lists still good.
    updated = quietly([*apt, "update"], env, to_the_end=True)
    code, said = quietly([*apt, "install", "-y", "--no-install-recommends", *packages], env, to_the_end=True)
    if code:
        say(last_lines(updated[1] + "\n" + said))
    return code == 0


def qt_lack() -> "Lack | None":
    """What Qt needs of a Linux system and does not find; elsewhere it brings all it needs."""
    if platform.system() != "Linux":
        return None
    libraries = missing_libraries(os.environ)
    packages = [library.package for library in libraries] + ([] if has_font() else [FONT_PACKAGE])
    names = " ".join(library.soname for library in libraries) or "any font"
    return Lack("The window needs what this system lacks: " + names, packages) if packages else None


def bundle_lack() -> "Lack | None":
    """What PyInstaller needs of a Linux system to freeze the program, which a test does."""
    if platform.system() != "Linux":
        return None
    library = "libpython{}.{}".format(*sys.version_info[:2])
    packages = [] if shutil.which("objdump") else ["binutils"]
    if not sysconfig.get_config_var("Py_ENABLE_SHARED") and not loads(library + ".so.1.0"):
        packages.append(library)
    return Lack("Freezing the program needs what this system lacks.", packages) if packages else None


def laboratory_lack() -> "Lack | None":
    """What the tests' fault laboratory needs; only root can make its networks, others skip those rows."""
    if not (is_root() and on_debian()):
        return None
    path = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    packages = [package for name, package in LABORATORY if not shutil.which(name, path=path)]
    return Lack("The fault laboratory needs what this system lacks.", packages) if packages else None


def windows_lack() -> "Lack | None":
    """What making a Windows release needs of a Linux system; a Windows PC needs NSIS alone."""
    if platform.system() != "Linux":
        return None
    missing = [(name, package) for name, package in FOR_WINDOWS if not shutil.which(name)]
    names = " ".join(Path(name).name for name, _ in missing)
    packages = [package for _, package in missing]
    return Lack("A Windows release needs what this system lacks: " + names, packages) if missing else None


def venv_lack() -> "Lack | None":
    """The part of Python that makes virtual environments, which Debian ships separately."""
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return None
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    return Lack("This Python cannot make virtual environments: its venv part is missing.", [package])


def supply(*lacks: "Lack | None") -> None:
    """Installs what is lacking where that is possible.

    Raises:
        PreparationError: It is not; the text tells the user what to do.
    """
    real = [lack for lack in lacks if lack]
    packages = [package for lack in real for package in lack.packages]
    what = "\n".join(lack.what for lack in real)
    if not real:
        return
    if not on_debian():
        raise PreparationError(what + "\nInstall what brings it on this system, then start this again.")
    if not (is_root() and apt_install(packages)):
        raise PreparationError(
            f"{what}\nInstall the packages, then start this again:\n  {install_command(packages)}"
        )


# --- The Python environment ---------------------------------------------------------------------------------


def fingerprint(lock: bytes) -> str:
    """What an environment depends on: the lock file, this Python and this kind of machine."""
    made_by = (platform.python_implementation(), platform.python_version(), sys.platform, platform.machine())
    # Line ends differ between checkouts, the packages do not.
    return hashlib.sha256(lock.replace(b"\r\n", b"\n") + repr(made_by).encode()).hexdigest()


def packages_in(folder: Path) -> list[str]:
    """The packages installed in an environment, by the names of their records."""
    inside = "Lib/site-packages" if sys.platform == "win32" else "lib/python*/site-packages"
    return sorted(found.name for found in folder.glob(inside + "/*.dist-info"))


def write_stamp(environment: Environment) -> None:
    """Notes that the environment is complete. Written last: without it, the environment is made again."""
    stamp = {
        "fingerprint": fingerprint(environment.lock.read_bytes()),
        "packages": packages_in(environment.folder),
    }
    unfinished = environment.folder / (STAMP + ".new")
    unfinished.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    unfinished.replace(environment.folder / STAMP)


def starts(python: Path) -> bool:
    """Whether the environment's interpreter runs, and with the version that runs this."""
    show = "import sys; print(sys.version)"
    try:
        done = subprocess.run(
            [str(python), "-I", "-S", "-c", show],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.decode("utf-8", "replace").split() == sys.version.split()


def is_current(environment: Environment) -> bool:
    """Whether the environment is complete, made from this lock file by this Python, and still works."""
    try:
        stamp = json.loads((environment.folder / STAMP).read_text("utf-8"))
        wanted, packages = stamp["fingerprint"], set(stamp["packages"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return (
        wanted == fingerprint(environment.lock.read_bytes())
        and packages.issubset(packages_in(environment.folder))
        and starts(environment.python)
    )


def clear_the_way(folder: Path) -> None:
    """Removes an environment of this starter; one that somebody else made is moved aside.

    Raises:
        OSError: A program in it is still running (Windows), or the folder may not be written.
    """
    if not (folder.exists() or folder.is_symlink()):
        return
    if (folder / STAMP).exists() or (folder / STARTED).exists():
        shutil.rmtree(str(folder))
        return
    number = 1
    while (folder.parent / f"{folder.name}.old{number}").exists():
        number += 1
    aside = folder.parent / f"{folder.name}.old{number}"
    folder.rename(aside)
    say(f"{folder.name} was not made by this starter; it is now {aside.name}.")


def base_python() -> str:
    """The interpreter outside any environment: the one that runs this may be about to be removed."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def quiet_environment() -> dict[str, str]:
    """The user's settings without those that would lead Python or pip out of the environment."""
    drop = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON")
    env = {name: value for name, value in os.environ.items() if name.upper() not in drop}
    env.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    return env


def pip_install(environment: Environment, env: Mapping[str, str]) -> tuple[int, str]:
    """Installs what the lock file names, each file checked against its hash."""
    options = ("--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")
    pip = [str(environment.python), "-I", "-m", "pip", "install", *options, "-r", str(environment.lock)]
    code, said = quietly(pip, env)
    if code and "CERTIFICATE_VERIFY_FAILED" in said and not env.get("PIP_CERT"):
        # Offices that look into TLS put their authority into the system's list, which an older pip ignores.
        say("pip does not trust the server's certificate; trying the system's list ...")
        system = next((name for name in TRUST_LISTS if Path(name).is_file()), None)
        trust = {"PIP_CERT": system} if system else {"PIP_USE_FEATURE": "truststore"}
        code, said = quietly(pip, {**env, **trust})
    return code, said


def make(environment: Environment) -> None:
    """Makes the environment anew.

    Raises:
        PreparationError: A step failed; the text tells what it printed last.
        OSError: The folder may not be written.
    """
    supply(venv_lack())
    say(f"Preparing the environment (once, may take some minutes): {environment.folder.name} ...")
    clear_the_way(environment.folder)
    environment.folder.mkdir()
    (environment.folder / STARTED).touch()
    env = quiet_environment()
    code, said = quietly([base_python(), "-I", "-m", "venv", str(environment.folder)], env)
    if not code:
        code, said = pip_install(environment, env)
    if code:
        raise PreparationError(
            f"{last_lines(said)}\nThe environment could not be made, see above. The next start tries again."
        )
    write_stamp(environment)
    say("The environment is ready.")


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes]) -> bool:
        """Takes the lock, which ends with the process, or tells that another start holds it."""
        # Windows keeps others from reading a locked part: a byte far behind the end is nobody's.
        file.seek(1 << 30)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        """Takes the lock, which ends with the process, or tells that another start holds it."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # Some network drives have no locks: then two starts at once are the user's own affair.
            return True
        return True


@contextlib.contextmanager
def alone(environment: Environment) -> Iterator[None]:
    """Only one start at a time makes an environment; the lock file itself carries the lock."""
    with environment.lock.open("rb") as file:
        if not try_lock(file):
            say("Another start is preparing the environment; waiting for it ...")
            while not try_lock(file):
                time.sleep(0.2)
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 (takes no keyword); why: see quietly
        yield


def prepare(environment: Environment, *lacks: "Lack | None") -> None:
    """Sees to it that the environment is there and current, and first that the system has what it lacks.

    Raises:
        PreparationError: It cannot be made.
    """
    if os.pathsep in str(ROOT):
        raise PreparationError(f"The folder's path must not contain {os.pathsep!r}: {ROOT}")
    # Both in one go: the user is not sent for packages twice.
    supply(*lacks, None if environment.folder.exists() else venv_lack())
    try:
        if is_current(environment):
            return
        with alone(environment):
            if not is_current(environment):
                make(environment)
    except OSError as error:
        raise PreparationError(f"The environment could not be made in {ROOT}: {error}") from error


# --- The commands -------------------------------------------------------------------------------------------


def call(arguments: Sequence[str], cwd: "Path | None" = None, env: "Mapping[str, str] | None" = None) -> int:
    """Runs a program to its end and returns its exit code, 128 plus the signal's number if a signal ended it.

    Raises:
        KeyboardInterrupt: The user pressed Ctrl+C; the program, which got it as well, has ended.
    """
    sys.stdout.flush()
    with subprocess.Popen(list(arguments), cwd=cwd, env=env) as process:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            # The program may take its time to close; a second Ctrl+C ends the wait and leaves it to itself.
            process.wait()
            raise
        except SystemExit:
            process.terminate()
            raise
    return code if code >= 0 else 128 - code


def command_wizard(arguments: Sequence[str]) -> int:
    """The program itself, in the user's own current folder: file names among the arguments stay right."""
    # PYTHONSAFEPATH: a folder named "wizard" where the user happens to be must not stand in for the program.
    env = dict(quiet_environment(), PYTHONPATH=str(ROOT), PYTHONSAFEPATH="1")
    return call([str(RUNTIME.python), "-m", "wizard", *arguments], env=env)


def command_demo(arguments: Sequence[str]) -> int:
    """The wizard against the built-in simulator."""
    prepare(RUNTIME, qt_lack())
    return command_wizard(["demo", *arguments])


def command_run(arguments: Sequence[str]) -> int:
    """The wizard, or one of its commands without a window: those can do without the window's libraries."""
    try:
        prepare(RUNTIME, qt_lack())
    except PreparationError as error:
        if venv_lack() or not qt_lack():
            raise
        say(str(error))
        prepare(RUNTIME)
    return command_wizard(arguments)


def command_bench(arguments: Sequence[str]) -> int:
    """The measurements, in the runtime environment: development packages change what gets imported."""
    prepare(RUNTIME, qt_lack())
    return call(
        [str(RUNTIME.python), str(ROOT / "build" / "bench.py"), *arguments], ROOT, quiet_environment()
    )


def command_windows(arguments: Sequence[str]) -> int:
    """The Windows release, in the development environment, which freezes and lists it."""
    prepare(DEVELOPMENT, qt_lack(), bundle_lack(), windows_lack())
    make = str(ROOT / "build" / "windows" / "make.py")
    return call([str(DEVELOPMENT.python), make, *arguments], ROOT, quiet_environment())


def command_test(arguments: Sequence[str]) -> int:
    """All checks, each of them whatever the others say, then the tests, whose own last line comes last."""
    prepare(DEVELOPMENT, qt_lack(), bundle_lack(), laboratory_lack())
    python, env = str(DEVELOPMENT.python), quiet_environment()
    failed = []
    if not arguments:
        for name, check in CHECKS:
            print(f"== {name}", flush=True)
            if call([python, *check], ROOT, env):
                failed.append(name)
        print("== checks: " + (", ".join(failed) + " FAILED" if failed else "all passed"), flush=True)
        print("== pytest", flush=True)
    code = call([python, "-m", "pytest", *arguments], ROOT, env)
    if failed:
        say("FAILED before the tests: " + ", ".join(failed))
    return code or (1 if failed else 0)


def stop(number: int, _frame: object) -> None:
    """Ends this and the running program when the system asks for it or the terminal is closed."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns the exit code."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("demo", [])
    if name in ("-h", "--help"):
        print((__doc__ or "").strip())
        return 0
    if name not in COMMANDS:
        say(f"Expected one of {', '.join(COMMANDS)}, got {name!r}. More with --help.")
        return MISSING
    commands = {
        "demo": command_demo,
        "run": command_run,
        "test": command_test,
        "bench": command_bench,
        "windows": command_windows,
    }
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, stop)
    try:
        return commands[name](rest)
    except PreparationError as problem:
        say(str(problem))
        return MISSING
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
