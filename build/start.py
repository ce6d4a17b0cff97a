"""Starts the wizard from a fresh checkout: makes the Python environment it needs, then runs one command.

    python3 build/start.py demo [SCENARIO] [options]   the wizard against the built-in simulator (the default)
    python3 build/start.py run [arguments]             the wizard itself; arguments go to the program
    python3 build/start.py test [pytest arguments]     all checks, then the tests; else pytest alone
    python3 build/start.py bench [arguments]           the measurements
    python3 build/start.py soak [--minutes N]          a watch over hours: memory, threads, sockets, files
    python3 build/start.py cover                       what of the inner layers the fast tests do not reach
    python3 build/start.py mutants [PATTERN ...]       which small changes of the program no test notices
    python3 build/start.py windows [--prove]           the Windows folder, zip and setup in dist/windows
    python3 build/start.py texts [COMMAND]             the texts for translators: extract, compare, compile

Needs Python 3.11 or later and nothing else. On Debian and Ubuntu, root gets missing system packages
installed, and is asked first where there is a terminal (--yes: not asked); any other user is told, in one
line, what root would install. Exit code 2: something is missing.

An older Python has to get as far as the message that says so: the syntax of this file is that of Python 3.6.
"""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

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
# Python's safe mode leaves it out. At the end: nothing in it is to stand in for another module.
if str(ROOT / "build") not in sys.path:
    sys.path.append(str(ROOT / "build"))

from system_packages import (  # noqa: E402 - the version and the path come first
    UNREACHED,
    PreparationError,
    browser_lack,
    bundle_lack,
    laboratory_lack,
    last_lines,
    qt_lack,
    quietly,
    say,
    supply,
    unreached,
    venv_lack,
    windows_lack,
)

if TYPE_CHECKING:
    from system_packages import Lack

STAMP = "connect-wizard.json"
STARTED = "connect-wizard.started"
COMMANDS = ("demo", "run", "test", "bench", "soak", "cover", "mutants", "windows", "texts")
STOPS = {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
MISSING = 2
INTERRUPTED = 130


class Environment(NamedTuple):
    """One virtual environment and the lock file it is made from."""

    folder: Path
    lock: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


RUNTIME = Environment(ROOT / ".venv", ROOT / "requirements.lock")
DEVELOPMENT = Environment(ROOT / ".venv-dev", ROOT / "requirements-dev.lock")

BENCH = ROOT / "build" / "bench.py"
SOAK = ROOT / "build" / "soak.py"
COVERED = ROOT / "build" / "covered.py"
MUTANTS = ROOT / "build" / "mutants.py"
TEXTS = ROOT / "build" / "texts.py"
WINDOWS_OPTIONS = ROOT / "build" / "windows" / "options.py"
TRUST_LISTS = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
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


EVERY_TEST = ("tests", "-n", "auto")
"""What pytest is told where nobody says more; by itself it runs the fast ones."""


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


def why_not_made(said: str) -> str:
    """What to tell of a failed step that printed ``said``."""
    if unreached(said):
        return UNREACHED
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return (
            "The certificate of the package registry is not trusted here; something on the way may look "
            "into TLS. Set PIP_CERT to the file with the authorities that this office trusts, then start "
            "this again."
        )
    return f"{last_lines(said)}\nThe environment could not be made, see above. The next start tries again."


def make(environment: Environment, yes: bool) -> None:
    """Makes the environment anew.

    Args:
        environment: Which.
        yes: Install missing system packages without asking.

    Raises:
        PreparationError: A step failed; the text tells what it printed last.
        OSError: The folder may not be written.
    """
    supply(venv_lack(), yes=yes)
    say(f"Preparing the environment (once, may take some minutes): {environment.folder.name} ...")
    clear_the_way(environment.folder)
    environment.folder.mkdir()
    (environment.folder / STARTED).touch()
    env = quiet_environment()
    code, said = quietly([base_python(), "-I", "-m", "venv", str(environment.folder)], env)
    if not code:
        code, said = pip_install(environment, env)
    if code:
        raise PreparationError(why_not_made(said))
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


def prepare(environment: Environment, *lacks: "Lack | None", yes: bool) -> None:
    """Sees to it that the environment is there and current, and first that the system has what it lacks.

    Args:
        environment: Which.
        lacks: What the system lacks.
        yes: Install missing system packages without asking.

    Raises:
        PreparationError: It cannot be made.
    """
    if os.pathsep in str(ROOT):
        raise PreparationError(f"The folder's path must not contain {os.pathsep!r}: {ROOT}")
    # Both in one go: the user is not sent for packages twice.
    supply(*lacks, None if environment.folder.exists() else venv_lack(), yes=yes)
    try:
        if is_current(environment):
            return
        with alone(environment):
            if not is_current(environment):
                make(environment, yes)
    except OSError as error:
        raise PreparationError(f"The environment could not be made in {ROOT}: {error}") from error


# --- The commands -------------------------------------------------------------------------------------------


def call(arguments: Sequence[str], cwd: "Path | None" = None, env: "Mapping[str, str] | None" = None) -> int:
    """Runs a program to its end and returns its exit code, 128 plus the signal's number if a signal ended it.

    Raises:
        KeyboardInterrupt: The user pressed Ctrl+C; the program, which got it as well, has ended.
    """
    sys.stdout.flush()
    # A stop that comes while the program is being started waits until there is something to pass it on to.
    came: list[int] = []
    before = [(number, signal.signal(number, lambda got, _frame: came.append(got))) for number in heeded()]
    try:
        process = subprocess.Popen(list(arguments), cwd=cwd, env=env)
    except BaseException:
        put_back(before)
        raise
    with process:
        try:
            put_back(before)
            if came:
                stop(came[0], None)
            code = process.wait()
        except KeyboardInterrupt:
            # The program may take its time to close; a second Ctrl+C ends the wait and leaves it to itself.
            process.wait()
            raise
        except SystemExit:
            process.terminate()
            raise
    return code if code >= 0 else 128 - code


def heeded() -> list[signal.Signals]:
    """The signals that ask for an end; not those that this was started to ignore (``nohup``)."""
    return [number for number in STOPS if signal.getsignal(number) != signal.SIG_IGN]


def put_back(handlers: Sequence[tuple[signal.Signals, Any]]) -> None:
    """Makes what was done on each signal what is done again."""
    for number, handler in handlers:
        signal.signal(number, handler)


def command_wizard(arguments: Sequence[str]) -> int:
    """The program itself, in the user's own current folder: file names among the arguments stay right."""
    # PYTHONSAFEPATH: a folder named "wizard" where the user happens to be must not stand in for the program.
    env = dict(quiet_environment(), PYTHONPATH=str(ROOT), PYTHONSAFEPATH="1")
    return call([str(RUNTIME.python), "-m", "wizard", *arguments], env=env)


def command_demo(arguments: Sequence[str], yes: bool) -> int:
    """The wizard against the built-in simulator."""
    prepare(RUNTIME, qt_lack(), yes=yes)
    return command_wizard(["demo", *arguments])


def command_run(arguments: Sequence[str], yes: bool) -> int:
    """The wizard, or one of its commands without a window: those can do without the window's libraries."""
    try:
        prepare(RUNTIME, qt_lack(), yes=yes)
    except PreparationError as error:
        if venv_lack() or not qt_lack():
            raise
        say(str(error))
        prepare(RUNTIME, yes=yes)
    return command_wizard(arguments)


def command_bench(arguments: Sequence[str], yes: bool) -> int:
    """The measurements, in the runtime environment: development packages change what gets imported."""
    prepare(RUNTIME, qt_lack(), yes=yes)
    return call([str(RUNTIME.python), str(BENCH), *arguments], ROOT, quiet_environment())


def command_soak(arguments: Sequence[str], yes: bool) -> int:
    """A watch over hours, in the environment that the program has."""
    prepare(RUNTIME, yes=yes)
    return call([str(RUNTIME.python), str(SOAK), *arguments], ROOT, quiet_environment())


def command_cover(arguments: Sequence[str], yes: bool) -> int:
    """What the fast tests reach."""
    prepare(DEVELOPMENT, qt_lack(), yes=yes)
    return call([str(DEVELOPMENT.python), str(COVERED), *arguments], ROOT, quiet_environment())


def command_mutants(arguments: Sequence[str], yes: bool) -> int:
    """What the tests notice."""
    prepare(DEVELOPMENT, qt_lack(), yes=yes)
    return call([str(DEVELOPMENT.python), str(MUTANTS), *arguments], ROOT, quiet_environment())


def command_windows(arguments: Sequence[str], yes: bool) -> int:
    """The Windows release, in the development environment, which freezes and lists it."""
    # An option that it does not have is told before a gigabyte is installed, not after.
    code = call([base_python(), "-I", str(WINDOWS_OPTIONS), *arguments])
    if code:
        return code
    supply(qt_lack(), windows_lack(), yes=yes)
    lack = windows_lack()
    if lack:
        raise PreparationError(f"{lack.what}\nIt is missing still.")
    prepare(DEVELOPMENT, yes=yes)
    make = str(ROOT / "build" / "windows" / "make.py")
    return call([str(DEVELOPMENT.python), make, *arguments], ROOT, quiet_environment())


def command_texts(arguments: Sequence[str], yes: bool) -> int:
    """The texts and their translations, in the development environment, which has what reads them."""
    prepare(DEVELOPMENT, yes=yes)
    return call([str(DEVELOPMENT.python), str(TEXTS), *arguments], ROOT, quiet_environment())


def command_test(arguments: Sequence[str], yes: bool) -> int:
    """All checks, each of them whatever the others say, then the tests, whose own last line comes last."""
    prepare(DEVELOPMENT, qt_lack(), bundle_lack(), laboratory_lack(), browser_lack(), yes=yes)
    python, env = str(DEVELOPMENT.python), quiet_environment()
    failed = []
    if not arguments:
        for name, check in CHECKS:
            print(f"== {name}", flush=True)
            if call([python, *check], ROOT, env):
                failed.append(name)
        print("== checks: " + (", ".join(failed) + " FAILED" if failed else "all passed"), flush=True)
        print("== pytest", flush=True)
    code = call([python, "-m", "pytest", *(arguments or EVERY_TEST)], ROOT, env)
    if failed:
        say("FAILED before the tests: " + ", ".join(failed))
    return code or (1 if failed else 0)


def show_help(name: str, arguments: Sequence[str]) -> int:
    """What a command takes, told by the command itself where it needs nothing installed."""
    env = dict(quiet_environment(), PYTHONPATH=str(ROOT), PYTHONDONTWRITEBYTECODE="1")
    asks = {
        "demo": ["-m", "wizard", "demo"],
        "run": ["-m", "wizard"],
        "bench": [str(BENCH)],
        "soak": [str(SOAK)],
        "cover": [str(COVERED)],
        "mutants": [str(MUTANTS)],
        "windows": [str(WINDOWS_OPTIONS)],
    }
    if name in asks:
        return call([base_python(), *asks[name], *arguments], env=env)
    print((__doc__ or "").strip())
    return 0


def stop(number: int, _frame: object) -> None:
    """Ends this and the running program when the system asks for it or the terminal is closed."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns the exit code."""
    yes = "--yes" in arguments
    arguments = [argument for argument in arguments if argument != "--yes"]
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
        "soak": command_soak,
        "cover": command_cover,
        "mutants": command_mutants,
        "windows": command_windows,
        "texts": command_texts,
    }
    for number in heeded():
        signal.signal(number, stop)
    try:
        if {"-h", "--help"} & set(rest):
            return show_help(name, rest)
        return commands[name](rest, yes)
    except PreparationError as problem:
        say(str(problem))
        return MISSING
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
