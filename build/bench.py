"""Measures the program against floors that are taken in the same run; prints a Markdown table.

    python3 build/start.py bench [--rows 1,8] [--rounds 15] [--json] [--keep] [--gross]

Only ratios count: absolute figures differ from PC to PC and from minute to minute. Rounds interleave the
program and its floor, the first round is thrown away, and the figure is the median of the rounds' ratios;
the spread is that of the middle half of the rounds. The goals' numbers are those of the design notes.

What was measured is kept in bench_baseline.json (``--keep``), with machine and date, and shown beside. With
``--gross`` a row fails that is half as much again as what was kept: no busy machine alone makes it so.

Run it in an environment of requirements.lock alone: development packages change what gets imported.
"""

import argparse
import atexit
import contextlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
PATIENCE_S = 120.0
KEYS = ("BENCHDEVELOPER01", "BENCHCUSTOMER001")
SCENARIOS = ("healthy", "econnector-not-running")

FORBIDDEN = (
    "httpx", "httpcore", "h11", "anyio", "certifi", "idna", "keyring", "jaraco", "cryptography", "ssl",
    "_ssl", "asyncio", "concurrent", "tomllib", "json", "importlib.metadata", "importlib_metadata", "email",
    "http", "urllib.request", "socket", "argparse", "platform", "platformdirs", "gettext",
    "wizard.cli", "wizard.probe", "wizard.checks",
    "wizard.diagnosis", "wizard.simulator", "wizard.store.keychain", "wizard.store.profile_file",
    "wizard.store.catalogue", "wizard.pointer", "wizard.core.toml", "wizard.kit", "wizard.ui.worker",
    "wizard.ui.runner", "wizard.ui.watching", "wizard.ui.tray", "wizard.ui.closing", "wizard.ui.paper",
)  # fmt: skip
"""Packages that no first paint needs."""
NO_CHECK_NEEDS = (
    "PySide6", "shiboken6", "keyring", "cryptography", "platform", "html.entities",
    "http.server", "wizard.ui", "wizard.kit", "wizard.pointer", "wizard.simulator",
)  # fmt: skip
"""Packages that a ``check`` on a healthy office does without."""
DEAR = {
    "QtCore.Qt", "QtCore.QUrl", "QtGui.QAccessible", "QtGui.QFont", "QtGui.QIcon", "QtGui.QKeySequence",
    "QtGui.QPainter", "QtWidgets.QStyle",
}  # fmt: skip
"""Classes of Qt whose enums take a millisecond or more to make, and that no first paint needs."""
QT = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")

GET = (
    "import httpx; r = httpx.get({url!r}, params={params!r}, headers={headers!r}); "
    "raise SystemExit(r.status_code != 200 or not r.read())"
)


BASELINE = HERE / "bench_baseline.json"
GROSS = 1.5
"""How many times what was kept is a regression on any machine."""


class BenchError(Exception):
    """Something could not be measured; the text says what the started program said."""


class Measured(NamedTuple):
    """What a row's function found.

    Attributes:
        ratio: Against the row's floor.
        value: What is compared with the goal; the ratio itself in most rows.
        shown: The value for a reader.
        spread: The middle half of the rounds, or what else tells how steady the value is.
        verdict: Whether goal or stretch were reached.
        notes: What else was seen, a line each.
    """

    ratio: float
    value: float
    shown: str
    spread: str
    verdict: str
    notes: tuple[str, ...] = ()


class Row(NamedTuple):
    """One line of the table."""

    number: int
    what: str
    goal: str
    stretch: str
    rounds: int
    measure: Callable[[int], Measured]


# --- Starting programs --------------------------------------------------------------------------------------


@cache
def _notes() -> str:
    """A folder for the notes of measured programs, instead of a person's own."""
    made = tempfile.mkdtemp(prefix="connect-wizard-bench-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def environment(**more: str) -> dict[str, str]:
    """The user's settings without those that lead a measured program elsewhere."""
    drop = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONPROFILEIMPORTTIME", "DISPLAY"}
    drop |= {"WAYLAND_DISPLAY", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "PYTHONPYCACHEPREFIX"}
    env = {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in drop and not name.lower().endswith("_proxy")
    }
    # No key of a measurement may reach anybody's keychain; on Linux the search for one still takes its time.
    if sys.platform.startswith("linux"):
        env["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    env.update(PYTHONPATH=str(ROOT), PYTHONSAFEPATH="1", QT_QPA_PLATFORM="offscreen")
    env.update(dict.fromkeys(("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"), _notes()))
    return {**env, **more}


def started(
    arguments: Sequence[str], env: Mapping[str, str], given: str = "", patience_s: float = PATIENCE_S
) -> tuple[float, str]:
    """Run a program to its end; returns its wall time in ms and what it printed.

    Raises:
        BenchError: It failed, or took too long.
    """
    begin = time.monotonic_ns()
    try:
        done = subprocess.run(
            arguments,
            env={**env, "T0_NS": str(begin)},
            input=given,
            capture_output=True,
            text=True,
            timeout=patience_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BenchError(f"no end within {patience_s:.0f} s: {' '.join(arguments[:4])}") from None
    took = (time.monotonic_ns() - begin) / 1e6
    if done.returncode:
        name = " ".join(arguments[:4])
        raise BenchError(f"{name} ended with {done.returncode}\n{done.stderr[-800:]}{done.stdout[-300:]}")
    return took, done.stdout


def script(name: str, *arguments: object, options: Sequence[str] = ()) -> list[str]:
    """The call of one of the scripts beside this file."""
    return [sys.executable, *options, str(HERE / f"bench_{name}.py"), *map(str, arguments)]


def answer(
    arguments: Sequence[str], env: Mapping[str, str] | None = None, patience_s: float = PATIENCE_S
) -> dict[str, Any]:
    """Run a script and read the JSON of its last line."""
    _, printed = started(arguments, env or environment(), patience_s=patience_s)
    said: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return said


@contextlib.contextmanager
def office(scenario: str = "healthy", files: Sequence[str] = ()) -> Iterator[int]:
    """A pretend office in another process; gives its port."""
    call = script("office", scenario, *files)
    with subprocess.Popen(
        call, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise BenchError("the pretend office did not start")
            yield int(json.loads(line)["port"])
        finally:
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextlib.contextmanager
def display() -> Iterator[str]:
    """An X server of its own where there is Xvfb; gives its name, empty where there is none."""
    program = shutil.which("Xvfb")
    if program is None:
        yield ""
        return
    call = [program, "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            number = process.stdout.readline().strip() if process.stdout else ""
            yield f":{number}" if number else ""
        finally:
            process.terminate()
            process.wait(10)


# --- Figures ------------------------------------------------------------------------------------------------


def middle(values: Sequence[float]) -> tuple[float, float]:
    """First and third quartile."""
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


def verdict(value: float, goal: float, stretch: float | None = None) -> str:
    """In a word; a value that meets the stretch goal meets both."""
    if stretch is not None and value <= stretch:
        return "stretch"
    return "goal" if value <= goal else "MISSED"


def between_floors(
    rounds: int, floor: Callable[[], float], ours: Callable[[], float]
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Floor, ours, floor in each round; returns ratios, the noise of two floors, our times, the floor's."""
    ratios, noise, times, floors = [], [], [], []
    for number in range(rounds + 1):
        first, took, second = floor(), ours(), floor()
        if number:  # the first round fills caches
            ratios.append(took / ((first + second) / 2))
            noise.append(second / first)
            times.append(took)
            floors.append((first + second) / 2)
    return ratios, noise, times, floors


def ratio_of(ratios: Sequence[float], goal: float, stretch: float | None, *notes: str) -> Measured:
    """A row whose value is the median of ratios."""
    value = statistics.median(ratios)
    low, high = middle(ratios)
    return Measured(
        value, value, f"{value:.3f}", f"{low:.3f} to {high:.3f}", verdict(value, goal, stretch), notes
    )


def in_words(name: str, times: Sequence[float], floors: Sequence[float], noise: Sequence[float]) -> str:
    """A note of absolute figures, which only say on what kind of PC the ratios were taken."""
    low, high = middle(noise)
    return (
        f"{name}: {statistics.median(times):.0f} ms against {statistics.median(floors):.0f} ms; "
        f"floor against floor {statistics.median(noise):.3f} ({low:.3f} to {high:.3f})"
    )


# --- The rows -----------------------------------------------------------------------------------------------


def paint_ms(what: str, env: Mapping[str, str]) -> float:
    """Milliseconds from the start of a process to its first paint."""
    return float(answer(script("start", what), env)["marks"]["painted"])


def first_paint(rounds: int) -> Measured:
    """Row 1: the program's window against a plain wizard, offscreen and on X where there is Xvfb."""

    def on(env: Mapping[str, str]) -> tuple[list[float], list[float], list[float], list[float]]:
        return between_floors(rounds, lambda: paint_ms("bare", env), lambda: paint_ms("real", env))

    ratios, noise, times, floors = on(environment())
    notes = [in_words("offscreen", times, floors, noise)]
    with display() as name:
        if name:
            try:
                on_x, noise, times, floors = on(environment(QT_QPA_PLATFORM="xcb", DISPLAY=name))
                notes.append(in_words(f"xcb {statistics.median(on_x):.3f}", times, floors, noise))
            except BenchError:
                # an X server alone, as the Windows release needs it, brings no libraries for Qt
                notes.append("xcb: not measured, Qt does not start there")
        else:
            notes.append("xcb: not measured, there is no Xvfb")
    return ratio_of(ratios, 1.10, 1.0, *notes)


def engine_ready(rounds: int) -> Measured:
    """Row 4: the window until its engine can make a call, against a plain wizard's first paint."""
    env = environment()

    def ours() -> float:
        return float(answer(script("start", "ready"), env)["marks"]["ready"])

    ratios, noise, times, floors = between_floors(rounds, lambda: paint_ms("bare", env), ours)
    return ratio_of(ratios, 2.0, 1.6, in_words("engine ready", times, floors, noise))


def memory(rounds: int) -> Measured:
    """Row 5: the most memory up to the first paint, and up to a result's pictures, against a plain wizard."""
    env = environment()
    ratios, later = [], []
    with office() as port:
        for _ in range(rounds):
            floor = answer(script("start", "bare"), env)["peak_kb"]
            if not floor:
                raise BenchError("the system does not tell how much memory a process has had")
            ours = answer(script("start", "real"), env)["peak_kb"]
            after = answer(script("walk", port, IDLE_S), env)["peak_kb"]
            ratios.append(ours / floor)
            later.append(after / floor)
    value, full = statistics.median(ratios), statistics.median(later)
    word = "goal" if value <= 1.10 and full <= 1.4 else "MISSED"
    note = f"a plain wizard {floor / 1024:.0f} MiB, ours {ours / 1024:.0f}, after a run {after / 1024:.0f}"
    low, high = middle(later)
    return Measured(value, value, f"{value:.2f}; {full:.2f}", f"{low:.2f} to {high:.2f}", word, (note,))


def offends(module: str) -> bool:
    """Whether a module has no business in a first paint."""
    if module.startswith("PySide6."):
        return module not in QT
    return any(module == name or module.startswith(f"{name}.") for name in FORBIDDEN)


def import_times(call: Sequence[str], env: Mapping[str, str], given: str = "") -> dict[str, float]:
    """Milliseconds that each module itself took in one start of the program with ``-X importtime``."""
    said = subprocess.run(
        call, env=env, input=given, capture_output=True, text=True, timeout=PATIENCE_S, check=True
    ).stderr
    times = {}
    for line in said.splitlines():
        parts = line.removeprefix("import time:").split("|")
        if len(parts) == 3 and parts[0].strip().isdigit():
            times[parts[2].strip()] = int(parts[0]) / 1000
    return times


def modules(rounds: int) -> Measured:
    """Row 3: what is loaded at first paint beyond the floor, and what it costs."""
    env = environment()
    floor = set(answer(script("start", "bare"), env)["modules"])
    real = answer(script("start", "real"), env)
    ours = set(real["modules"])
    call = script("start", "real", options=("-X", "importtime"))
    runs = [import_times(call, env) for _ in range(rounds)]
    cost = {name: statistics.median([run.get(name, 0.0) for run in runs]) for name in ours}
    more = sorted(ours - floor, key=lambda name: -cost[name])
    offenders = [name for name in more if offends(name)] + sorted(DEAR.intersection(real["kinds"]))
    listed = [f"{name} {cost[name]:.1f}" for name in more]
    own = sum(cost[name] for name in more if name.startswith("wizard"))
    other = sum(cost[name] for name in more if not name.startswith("wizard"))
    notes = (
        f"offenders: {', '.join(offenders) or 'none'}",
        f"beyond the floor, ms each (-X importtime inflates them): {', '.join(listed) or 'nothing'}",
        f"wizard's own {own:.1f} ms, others {other:.1f} ms",
    )
    word = "goal" if not offenders else "MISSED"
    spread = f"{len(more)} beyond the floor"
    return Measured(
        len(ours) / len(floor), len(offenders), f"{len(offenders)} offenders", spread, word, notes
    )


def probe(rounds: int) -> Measured:
    """Row 6: the probe's call against a plain call of httpx, both warm."""
    with office() as port:
        runs = [answer(script("calls", "probe", port, PAIRS)) for _ in range(rounds)]
    noise = statistics.median([run["noise"] for run in runs])
    floor = statistics.median([run["floor_ms"] for run in runs])
    note = f"a plain call {floor:.2f} ms; plain against plain {noise:.3f}; {PAIRS} pairs a round"
    return ratio_of([run["ratio"] for run in runs], 1.05, None, note)


PAIRS = 300
DIST = ROOT / "dist" / "windows"
FREEZING_S = 600.0
LARGEST_SETUP, SMALL_SETUP = 30e6, 22e6


def frozen(what: str, folder: Path) -> dict[str, Any]:
    """Freeze a program into a folder; returns its executable and size."""
    return answer(script("bundle", what, folder), patience_s=FREEZING_S)


def frozen_paint(rounds: int) -> Measured:
    """Row 2: the first paint of the frozen program against a plain wizard that runs from source."""
    env = environment()
    apart = {name: value for name, value in env.items() if not name.startswith("PYTHON")}
    with tempfile.TemporaryDirectory() as folder:
        program = frozen("program", Path(folder))["program"]

        def ours() -> float:
            return float(answer([program, "real"], apart)["marks"]["painted"])

        ratios, noise, times, floors = between_floors(rounds, lambda: paint_ms("bare", env), ours)
    return ratio_of(ratios, 1.05, 0.90, in_words("frozen", times, floors, noise))


def sizes(_rounds: int) -> Measured:
    """Row 12: the trimmed folder against a trimmed hello over the same libraries; the Windows files."""
    with tempfile.TemporaryDirectory() as folder:
        ours, hello = (frozen(what, Path(folder) / what) for what in ("plain", "hello"))
    ratio = ours["bytes"] / hello["bytes"]
    notes = [
        f"here: {ours['bytes'] / 1e6:.1f} MB in {ours['files']} files, hello {hello['bytes'] / 1e6:.1f} MB"
    ]
    word = verdict(ratio, 1.05)
    setups = sorted(DIST.glob("connect-wizard-*-setup.exe"))
    shown = f"{ratio:.3f}"
    if setups:
        size = setups[-1].stat().st_size
        zips = [f"{file.stat().st_size / 1e6:.1f}" for file in sorted(DIST.glob("connect-wizard-*.zip"))]
        inside = sum(file.stat().st_size for file in (DIST / "connect-wizard").rglob("*") if file.is_file())
        notes.append(
            f"Windows: folder {inside / 1e6:.1f} MB, zip {', '.join(zips)} MB, setup {size / 1e6:.1f} MB"
        )
        shown += f"; {size / 1e6:.1f} MB"
        both = {word, verdict(size, LARGEST_SETUP, SMALL_SETUP)}
        word = "MISSED" if "MISSED" in both else "stretch" if "stretch" in both else "goal"
    else:
        notes.append("Windows: not measured, 'build/start.py windows' makes the files")
    return Measured(ratio, ratio, shown, "sizes", word, tuple(notes))


def certificate(folder: Path) -> tuple[str, str] | None:
    """A certificate for 127.0.0.1 and its key; None where there is no openssl."""
    program = shutil.which("openssl")
    if program is None:
        return None
    made, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    call = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    call += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", made, "-keyout", key]
    done = subprocess.run(call, capture_output=True, check=False)
    return None if done.returncode else (made, key)


def contexts(rounds: int) -> Measured:
    """Row 7: SSL contexts that one healthy run builds."""
    with tempfile.TemporaryDirectory() as folder:
        files = certificate(Path(folder)) or ()
        with office(files=files) as port:
            cafile = files[0] if files else ""
            runs = [answer(script("calls", "contexts", port, cafile)) for _ in range(rounds)]
    counts = [run["built"] for run in runs]
    value = float(max(counts))
    one = statistics.median([run["one_ms"] for run in runs])
    note = f"over {'https' if files else 'http, there is no openssl'}; one more takes {one:.0f} ms"
    return Measured(
        value, value, f"{value:.0f}", f"{min(counts)} to {max(counts)}", verdict(value, 1.0), (note,)
    )


def check_command(rounds: int) -> Measured:
    """Row 8: the command against one plain GET, each in a fresh process."""
    env = environment()
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
    }
    headers |= {"User-Agent": "connect-wizard", "Authorization": f"ODFHIR {'/'.join(KEYS)}"}
    params = {"LName": "zz-connect-wizard-matches-nobody", "FName": "zz-connect-wizard", "Limit": "1"}
    with office() as port:
        url = f"http://127.0.0.1:{port}/api/v1/patients"
        get = [sys.executable, "-c", GET.format(url=url, params=params, headers=headers)]
        check = [sys.executable, "-m", "wizard", "check", "--key-stdin", "--mode", "service"]
        check += ["--host", f"127.0.0.1:{port}", "--json"]

        def ours() -> float:
            return started(check, env, "/".join(KEYS) + "\n")[0]

        ratios, noise, times, floors = between_floors(rounds, lambda: started(get, env)[0], ours)
        loaded = import_times([sys.executable, "-X", "importtime", *check[1:]], env, "/".join(KEYS) + "\n")
    needless = [
        name for name in loaded if any(name == no or name.startswith(f"{no}.") for no in NO_CHECK_NEEDS)
    ]
    notes = (
        f"modules that no healthy check needs: {', '.join(sorted(needless)) or 'none'}",
        f"{len(loaded)} modules are imported",
        in_words("check", times, floors, noise),
    )
    return ratio_of(ratios, 1.15, 1.0, *notes)


def side_by_side(rounds: int) -> Measured:
    """Row 9: all prerequisites against the slowest of them, on a PC that takes its time to answer."""
    with office() as port:
        runs = [answer(script("run", "together", port)) for _ in range(rounds)]
    every, slowest = (
        statistics.median([run[f"{which}_ms"] for run in runs]) for which in ("together", "slowest")
    )
    note = f"together {every:.0f} ms, the slowest of them ({runs[0]['slowest']}) {slowest:.0f} ms"
    return ratio_of([run["together_ms"] / run["slowest_ms"] for run in runs], 1.05, None, note)


def little_is_read(rounds: int) -> Measured:
    """Row 13: bytes of patients that Python decodes, bytes of a healthy probe's body, the window at rest."""
    with office("healthy-with-rows") as port:
        with_rows = [answer(script("run", "bodies", port)) for _ in range(rounds)]
    with office() as port:
        healthy = [answer(script("run", "bodies", port)) for _ in range(rounds)]
        rest = statistics.median([answer(script("walk", port, IDLE_S))["cpu_ms"] for _ in range(rounds)])
    decoded = max(run["decoded"] for run in with_rows)
    size = max(run["patients"] for run in healthy)
    reached = decoded == 0 and size <= 4096 and rest <= 1.0
    notes = (
        f"a page of {with_rows[0]['patients']} bytes of patients came: {decoded} of them decoded",
        f"bodies of a whole healthy run {max(run['all'] for run in healthy)} bytes",
        f"the window at rest after a run {rest:.2f} ms of the processor a second",
    )
    shown = f"{decoded}; {size} B; {rest:.1f} ms/s"
    # what must not grow is the first; the others are told
    return Measured(float(decoded), float(decoded), shown, "maxima", "goal" if reached else "MISSED", notes)


DEVELOPMENT = ROOT / ".venv-dev" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def tests_alone(_rounds: int) -> Measured:
    """Row 18: a bare ``pytest``, its fast set, in the development environment."""
    if not DEVELOPMENT.exists():
        raise BenchError("there is no development environment; build/start.py test makes it")
    env = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
    took, printed = started([str(DEVELOPMENT), "-m", "pytest", "-q"], env, patience_s=FREEZING_S)
    last = printed.strip().splitlines()[-1]
    seconds = took / 1000
    return Measured(
        seconds,
        seconds,
        f"{seconds:.0f} s",
        f"{os.cpu_count()} cores",
        verdict(seconds, 120.0, 60.0),
        (last,),
    )


def longest_gap(rounds: int) -> Measured:
    """Row 10: how long the window's thread is away in a full run, against the same window idle."""
    notes, worst = [], (0.0, 1.0, (0.0, 0.0))
    for scenario in SCENARIOS:
        with office(scenario) as port:
            runs = [answer(script("walk", port, IDLE_S)) for _ in range(rounds)]
        gaps = [run["gaps"] for run in runs]
        longest = [max(gap for part, gap in run.items() if part != "idle") for run in gaps]
        idle = statistics.median([run["idle"] for run in gaps])
        parts = {part: statistics.median([run.get(part, 0.0) for run in gaps]) for part in gaps[0]}
        value = statistics.median(longest)
        each = ", ".join(f"{part} {gap:.1f}" for part, gap in parts.items())
        notes.append(f"{scenario}: longest {value:.1f} ms; medians of the longest of each part: {each}")
        worst = max(worst, (value, value / idle, middle(longest)))
    value, ratio, (low, high) = worst
    word = verdict(value, 16.7)
    if word == "goal" and ratio <= 2:  # a window that idles badly must not make its runs look good
        word = "stretch"
    shown = f"{value:.1f} ms, {ratio:.1f} x idle"
    return Measured(ratio, value, shown, f"{low:.1f} to {high:.1f} ms", word, tuple(notes))


IDLE_S = 3.0


def pictures(rounds: int) -> Measured:
    """Row 11: a pointer's pictures at 200 %, drawn anew each time, against what they draw, replayed."""
    found = answer(script("frames", rounds))
    ratio, slowest, gap = found["ratio"], found["slowest_ms"], found["gap_ms"]
    notes = (
        f"{found['frames']} pictures, {found['median_ms']:.1f} ms; replayed {found['floor_ms']:.1f} ms",
        f"first time: planned in {found['plan_ms']:.1f} ms at most, and drawn in {found['cold_ms']:.1f} ms",
        f"repaint from the window's cache {found['cached_ms']:.2f} ms",
        f"longest gap of the window's loop while pictures are turned {gap:.1f} ms (60 a second: 16.7)",
    )
    reached = ratio <= 1.3 and slowest <= 8 and gap <= 16.7 and found["plan_ms"] <= 16
    word = "MISSED" if not reached else "stretch" if slowest <= 4 else "goal"
    spread = f"slowest picture {slowest:.1f} ms"
    return Measured(ratio, ratio, f"{ratio:.2f}, {found['median_ms']:.1f} ms", spread, word, notes)


ROWS = (
    Row(1, "first paint of the real window / a plain wizard", "<= 1.10", "1.00", 15, first_paint),
    Row(2, "frozen program's first paint / a plain wizard from source", "<= 1.05", "0.90", 15, frozen_paint),
    Row(3, "modules at first paint that no window needs", "none", "", 5, modules),
    Row(4, "engine ready, a call can leave / a plain wizard's first paint", "<= 2.0", "1.6", 9, engine_ready),
    Row(5, "most memory at first paint; after a run / a plain wizard", "<= 1.10; <= 1.4", "", 3, memory),
    Row(6, "one probe / one plain httpx call, warm pairs", "<= 1.05", "", 7, probe),
    Row(7, "SSL contexts built per run", "1", "", 3, contexts),
    Row(
        8,
        "`check` on a healthy office / one httpx GET, fresh processes",
        "<= 1.15",
        "1.00",
        15,
        check_command,
    ),
    Row(9, "all prerequisites / the slowest of them", "<= 1.05", "", 3, side_by_side),
    Row(10, "longest gap of the window's loop in a full run", "<= 16.7 ms", "2 x idle", 9, longest_gap),
    Row(
        11,
        "a pointer's picture at 2x / the same primitives replayed from a QPicture",
        "<= 1.3, <= 8 ms",
        "<= 4 ms",
        7,
        pictures,
    ),
    Row(12, "trimmed folder / trimmed hello; Windows setup", "<= 1.05; <= 30 MB", "<= 22 MB", 1, sizes),
    Row(
        13,
        "a patient's bytes decoded; body of a healthy probe; the window at rest",
        "0; <= 4 KB; <= 1 ms/s",
        "",
        1,
        little_is_read,
    ),
    Row(18, "a bare `pytest`", "<= 120 s", "60 s", 1, tests_alone),
)


# --- The command --------------------------------------------------------------------------------------------


Kept = dict[str, dict[str, Any]]
"""What was measured last, by the row's number: ratio, value, shown, machine, date."""


def kept_rows() -> Kept:
    """What was measured last; nothing where nothing was kept."""
    rows: Kept = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    return rows


def keep(results: Sequence[tuple[Row, Measured]]) -> None:
    """Keep what was measured, beside the rows that were not."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    machine += f", Python {platform.python_version()}"
    today = datetime.now(UTC).date().isoformat()
    rows = kept_rows()
    for row, found in results:
        rows[str(row.number)] = {
            "what": row.what,
            "shown": found.shown,
            "ratio": round(found.ratio, 3),
            "value": round(found.value, 3),
            "machine": machine,
            "date": today,
        }
    ordered = {number: rows[number] for number in sorted(rows, key=int)}
    BASELINE.write_text(json.dumps(ordered, indent=1) + "\n", "utf-8")


def regressions(results: Sequence[tuple[Row, Measured]], kept: Kept) -> list[str]:
    """A sentence for each row that is grossly worse than what was kept."""
    worse = []
    for row, found in results:
        before = kept.get(str(row.number))
        if before and (
            found.ratio > GROSS * before["ratio"] or (not before["value"] and found.value > before["value"])
        ):
            worse.append(
                f"row {row.number}: {found.shown}, and it was {before['shown']} on {before['date']} "
                f"({before['machine']})"
            )
    return worse


def table(results: Sequence[tuple[Row, Measured]]) -> str:
    """The results as Markdown, beside what was kept."""
    lines = [
        "| # | what | goal | stretch | measured | spread | verdict | kept |",
        "|---|---|---|---|---|---|---|---|",
    ]
    kept = kept_rows()
    for row, found in results:
        before = kept.get(str(row.number))
        last = f"{before['shown']} ({before['date']})" if before else ""
        cells = (
            str(row.number), row.what, row.goal, row.stretch, found.shown, found.spread, found.verdict, last,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def document(results: Sequence[tuple[Row, Measured]]) -> str:
    """The results as JSON."""
    rows = [
        {"row": row.number, "what": row.what, "goal": row.goal, "stretch": row.stretch, **found._asdict()}
        for row, found in results
    ]
    return json.dumps(rows, indent=1)


def chosen(text: str) -> tuple[Row, ...]:
    """The rows of a list such as ``1,3``.

    Raises:
        argparse.ArgumentTypeError: There is no such row.
    """
    numbers = {row.number: row for row in ROWS}
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    if not wanted or not all(part.isdecimal() and int(part) in numbers for part in wanted):
        raise argparse.ArgumentTypeError(f"expected some of {','.join(map(str, numbers))}, got {text!r}")
    return tuple(numbers[number] for number in sorted({int(part) for part in wanted}))


def count(text: str) -> int:
    """A number of rounds.

    Raises:
        argparse.ArgumentTypeError: It is not positive.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a positive number of rounds, got {text!r}")
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; returns 1 where a row is not measured or grossly worse. A missed goal is no error."""
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=chosen, default=ROWS, metavar="1,3,...", help="only these rows")
    parser.add_argument("--rounds", type=count, metavar="N", help="rounds (default: each row its own)")
    parser.add_argument("--json", action="store_true", help="print the results for programs")
    parser.add_argument("--keep", action="store_true", help="keep what was measured, to be compared with")
    parser.add_argument("--gross", action="store_true", help="fail where a row is grossly worse than kept")
    options = parser.parse_args(arguments)
    results, failed = [], False
    for row in options.rows:
        sys.stderr.write(f"row {row.number}: {row.what} ...\n")
        sys.stderr.flush()
        try:
            found = row.measure(options.rounds or row.rounds)
        except (BenchError, subprocess.SubprocessError, ValueError, KeyError, IndexError) as problem:
            sys.stderr.write(f"row {row.number} could not be measured: {problem}\n")
            failed = True
            continue
        results.append((row, found))
        for note in found.notes:
            sys.stderr.write(f"  {note}\n")
    print(document(results) if options.json else table(results))
    worse = regressions(results, kept_rows()) if options.gross else []
    for sentence in worse:
        sys.stderr.write(f"grossly worse, {sentence}\n")
    if options.keep:
        keep(results)
    return int(failed or bool(worse))


if __name__ == "__main__":
    sys.exit(main())
