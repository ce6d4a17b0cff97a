"""The laboratory itself: it finds faults, tells of them, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab import needs, parts, place, run
from tests.lab.matrix import matrix
from tests.lab.row import Asked, Case, Found, Row, faults
from tests.lab.run import reason_to_skip
from tests.lab.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CASE = Case(
    "a-row", "a set-up | of words", ("network.offline",), bound_s=5, shows=("Squid",), also=("tls.clock",)
)


def _found(*codes: str, seconds: float = 1.0, because: str = "Squid says so.") -> Found:
    causes = [{"code": code, "because": [because] if because else []} for code in codes]
    return Found("a-row", seconds, {"causes": causes})


def test_what_is_as_expected_has_no_fault() -> None:
    assert faults(CASE, _found("network.offline", "tls.clock")) == []


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (_found("network.refused", "tls.clock"),
         "expected network.offline, found network.refused, tls.clock"),
        (_found("network.offline", "tls.clock", "key.rejected"), "forbidden: key.rejected"),
        (_found("network.offline", "tls.clock", "api.not-enabled"), "forbidden: api.not-enabled"),
        (_found("network.offline", "tls.clock", seconds=5.1), "took 5.1 s, at most 5"),
        (_found("network.offline", "tls.clock", because="It is so."), "does not show 'Squid'"),
        (_found("network.offline"), "lacks tls.clock"),
        (Found("a-row", 1.0, complaint="it said: no"), "it said: no"),
    ],
)  # fmt: skip
def test_each_fault_is_told(found: Found, words: str) -> None:
    assert faults(CASE, found) == [words]


def test_a_cause_without_a_reason_is_a_fault() -> None:
    assert "the first cause has no reason" in faults(CASE, _found("network.offline", because=""))


def test_the_table_is_one_of_markdown() -> None:
    row = Row("skipped", "needs much", ("connected",), lambda _: Asked(), programs=("no-such-program",))
    lines = matrix([CASE, row], {"a-row": _found("key.rejected")}).splitlines()
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1
    assert lines[2].startswith(
        "| a-row | a set-up \\| of words | `network.offline` | `key.rejected` | key.rejected |"
    )
    assert "skipped:" in lines[3]


def test_a_program_that_is_not_there_is_named() -> None:
    row = Row(
        "skipped", "needs much", ("connected",), lambda _: Asked(), programs=("no-such-program",), alone=True
    )
    reason = reason_to_skip(row)
    assert reason is not None
    assert sys.platform != "linux" or "no-such-program" in reason


def test_only_a_complete_laboratory_may_not_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(needs.COMPLETE, raising=False)
    assert not needs.must_be_complete()
    monkeypatch.setenv(needs.COMPLETE, "complete")
    assert needs.must_be_complete()


@pytest.fixture
def trust() -> Iterator[Trust]:
    with tempfile.TemporaryDirectory(prefix=f"cwl{os.getpid()}-") as folder:
        yield Trust(Path(folder))


def test_rows_beside_each_other_write_no_file_of_each_others(trust: Trust) -> None:
    def made() -> list[Path]:
        return [trust.weak("client"), trust.named("Office", "a filter")]

    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing")
    once = made()
    before = {file: file.stat().st_mtime_ns for file in trust.trusted.parent.rglob("*") if file.is_file()}
    assert not set(once) & set(made())
    assert {file: file.stat().st_mtime_ns for file in before} == before


def test_a_set_up_that_fails_spoils_its_own_row_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: place.Place) -> Asked:
        subprocess.run([sys.executable, "-c", "raise SystemExit(3)"], check=True)
        return Asked()

    monkeypatch.setattr(run, "Place", lambda *_, **__: nullcontext())
    row = Row("fails", "a set-up that fails", ("connected",), fails, alone=True)
    found = run.run_rows([row])["fails"]
    assert "the set-up failed" in found.complaint
    assert "exit status 3" in found.complaint


def test_rows_on_this_machine_itself_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    beside: list[int] = []
    running: list[str] = []

    def prepare(name: str) -> Callable[[place.Place], Asked]:
        def prepared(_: place.Place) -> Asked:
            running.append(name)
            time.sleep(0.05)  # for the other one to come in between, where it can
            beside.append(len(running))
            running.remove(name)
            raise place.NotReadyError(name)

        return prepared

    monkeypatch.setattr(run, "Place", lambda *_, **__: nullcontext())
    monkeypatch.setattr(run, "why_no_namespaces", lambda: "no namespaces here")
    rows = [Row(name, name, ("connected",), prepare(name), programs=(), alone=True) for name in ("a", "b")]
    assert set(run.run_rows(rows)) == {"a", "b"}
    assert beside == [1, 1]


def _spaces() -> list[str]:
    folder = place.NETNS_RUN
    return [file.name for file in folder.glob(f"cwl{os.getpid()}-*")] if folder.is_dir() else []


def test_a_place_leaves_nothing_behind(trust: Trust) -> None:
    if reason := needs.why_no_namespaces():
        assert not needs.must_be_complete(), reason
        pytest.skip(reason)
    with place.Place(trust) as built:
        folder = built.folder
        built.start([sys.executable, "-c", "import time; time.sleep(600)"])
        inside = _spaces()
        pids = subprocess.run(
            [str(needs.program("ip")), "netns", "pids", next(name for name in inside if "internet" in name)],
            check=True, capture_output=True, text=True,
        ).stdout.split()  # fmt: skip
        assert len(inside) == 2
    assert _spaces() == []
    assert not folder.exists()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert not list(place.NETNS_ETC.glob(f"cwl{os.getpid()}-*"))


@pytest.fixture
def gone() -> int:
    """Number of a run that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


@pytest.fixture
def dying() -> Iterator[subprocess.Popen[bytes]]:
    """A run that lives until the test kills it: what it leaves is no other laboratory's to sweep before."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def end(run: subprocess.Popen[bytes]) -> None:
    run.kill()
    run.wait()


def test_what_a_dead_run_left_is_swept(
    trust: Trust, monkeypatch: pytest.MonkeyPatch, dying: subprocess.Popen[bytes]
) -> None:
    if reason := needs.why_no_namespaces():
        assert not needs.must_be_complete(), reason
        pytest.skip(reason)
    left = place.Place(trust)
    left_name = f"cwl{dying.pid}-0-office"
    monkeypatch.setattr(
        left, "_names", {place.OFFICE: left_name, place.INTERNET: f"cwl{dying.pid}-0-internet"}
    )
    left._build()
    place.sweep()
    assert (place.NETNS_RUN / left_name).exists()  # of a run that lives
    end(dying)
    place.sweep()
    assert not (place.NETNS_RUN / left_name).exists()
    assert not (place.NETNS_ETC / left_name).exists()
    left.end()
    left.folder.rmdir()


@pytest.mark.skipif(sys.platform != "linux", reason="the laboratory's programs are those of Linux")
def test_programs_of_a_dead_run_are_ended_and_no_others(dying: subprocess.Popen[bytes]) -> None:
    def started(owner: int) -> subprocess.Popen[bytes]:
        mark = {place.MARK: f"cwl{owner}-abc"}
        return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], env=mark)

    with started(dying.pid) as orphan, started(os.getpid()) as alive:
        try:
            while not all(
                place.MARK in Path(f"/proc/{one.pid}/environ").read_text() for one in (orphan, alive)
            ):
                time.sleep(0.01)  # until the system has made programs of them
            end(dying)
            place.sweep()
            assert orphan.wait(60) == -signal.SIGKILL
            assert alive.poll() is None
        finally:
            orphan.kill()
            alive.kill()


def test_programs_of_a_container_beside_are_left_alone(gone: int) -> None:
    """They are seen from here, and the number of their run is one of the container's own count."""
    if reason := needs.why_no_namespaces():
        assert not needs.must_be_complete(), reason
        pytest.skip(reason)
    says = "echo up; read word; echo alive"
    with subprocess.Popen(
        [
            "unshare",
            "--pid",
            "--fork",
            "--kill-child",
            "env",
            f"{place.MARK}=cwl{gone}-abc",
            "sh",
            "-c",
            says,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as container:
        assert container.stdin is not None
        assert container.stdout is not None
        assert container.stdout.readline() == "up\n"
        place.sweep()
        assert container.communicate("well?\n")[0] == "alive\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the laboratory's programs are those of Linux")
def test_every_program_of_a_place_carries_its_mark(trust: Trust) -> None:
    code = f"import os, sys; sys.exit(os.environ.get({place.MARK!r}, ''))"
    with place.Place(trust, alone=True) as built:
        client = built.client([sys.executable, "-c", code], {}, "")
        assert client.communicate()[1].strip() == built.folder.name
        with pytest.raises(RuntimeError, match=built.folder.name):
            built.start([sys.executable, "-c", code], port=built.port(1))


def test_names_without_their_namespace_are_swept(
    gone: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As in a chroot whose /run was another one, or after a restart."""
    if sys.platform != "linux":
        pytest.skip("whether a run lives is asked of Linux")
    etc, run_ = tmp_path / "etc", tmp_path / "run"
    monkeypatch.setattr(place, "NETNS_ETC", etc)
    monkeypatch.setattr(place, "NETNS_RUN", run_)
    run_.mkdir()
    for owner in (gone, os.getpid()):
        (etc / f"cwl{owner}-0-office").mkdir(parents=True)
        (run_ / f"cwl{owner}-1-office").touch()
    place.sweep()
    assert [file.name for file in etc.iterdir()] == [f"cwl{os.getpid()}-0-office"]
    assert [file.name for file in run_.iterdir()] == [f"cwl{os.getpid()}-1-office"]


@pytest.mark.parametrize("fails", ["exec", "-batch", "nft", "tee", None])
def test_a_machine_where_a_step_fails_has_no_namespaces(
    trust: Trust, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fails: str | None
) -> None:
    """In a plain chroot a namespace can be made and not be entered."""

    def feed(arguments: list[str], _text: str) -> None:
        if fails in [Path(argument).name for argument in arguments]:
            message = f"{fails}: Operation not permitted\nmore"
            raise RuntimeError(message)

    monkeypatch.setattr(place, "NETNS_ETC", tmp_path)
    monkeypatch.setattr(place, "_feed", feed)
    monkeypatch.setattr(place, "program", lambda name: None if name == "ip" else name)
    reason = place.rehearse(trust)
    assert reason == (fails and f"no network of its own can be made here: {fails}: Operation not permitted")
    assert not list(tmp_path.iterdir())


def test_what_took_too_long_among_others_is_asked_again_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row(name, "", ("connected",), lambda _: Asked(), programs=(), bound_s=5) for name in "abc"]
    times = {"a": [1.0], "b": [9.0, 2.0], "c": [9.0, 8.0]}
    monkeypatch.setattr(run, "reason_to_skip", lambda _: None)
    monkeypatch.setattr(run, "_run", lambda row, *_: Found(row.id, times[row.id].pop(0)))
    found = run.run_rows(rows)
    assert {name: one.seconds for name, one in found.items()} == {"a": 1.0, "b": 2.0, "c": 8.0}
    assert not any(times.values())


def test_a_program_that_does_not_serve_is_told_of(trust: Trust) -> None:
    if sys.platform != "linux":
        pytest.skip("the laboratory's programs are those of Linux")
    with place.Place(trust, alone=True) as built, pytest.raises(RuntimeError, match="this is why") as told:
        built.start([sys.executable, "-c", "print('this is why')"], port=built.port(1))
    assert not isinstance(told.value, place.NotReadyError)  # this project's own has to start


@pytest.mark.skipif(sys.platform != "linux", reason="the laboratory's programs are those of Linux")
def test_a_port_that_somebody_else_has_is_waited_for(monkeypatch: pytest.MonkeyPatch, trust: Trust) -> None:
    told: list[bool] = []
    taken, is_taken = socket.create_server(("127.0.0.1", 0)), place._is_taken

    def given_free(log: Path) -> bool:
        told.append(is_taken(log))
        taken.close()
        return told[-1]

    monkeypatch.setattr(place, "_is_taken", given_free)
    port = taken.getsockname()[1]
    with taken, place.Place(trust, alone=True) as built:
        built.start(parts.raw("silent", "127.0.0.1", str(port)), port=port)
        assert [one.poll() for one in built._running] == [None]  # the one that ended is not ended again
    assert told[0]


@pytest.mark.skipif(sys.platform != "linux", reason="the laboratory's programs are those of Linux")
def test_a_real_program_that_does_not_start_here_is_no_fault_of_the_product(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As Squid in a chroot without /dev/shm. In CI, where all is there, it is a failure all the same."""

    def prepare(where: place.Place) -> Asked:
        where.start(["sh", "-c", "echo no shared memory"], port=where.port(1))
        return Asked()

    monkeypatch.setattr(run, "reason_to_skip", lambda _: None)
    monkeypatch.setattr(run, "why_no_namespaces", lambda: "none here")
    row = Row("a-row", "", ("connected",), prepare, programs=(), alone=True)
    found = run.run_rows([row])["a-row"]
    assert "no shared memory" in found.unready
    assert faults(row, found)
