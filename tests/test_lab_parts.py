"""The laboratory itself: it finds faults, tells of them, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lab import needs, place
from lab.matrix import matrix
from lab.row import Asked, Case, Found, Row, faults
from lab.run import reason_to_skip
from lab.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def _spaces() -> list[str]:
    folder = Path("/run/netns")
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


def test_what_a_dead_run_left_is_swept(trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := needs.why_no_namespaces():
        assert not needs.must_be_complete(), reason
        pytest.skip(reason)
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    left = place.Place(trust)
    left_name = f"cwl{gone.pid}-0-office"
    monkeypatch.setattr(
        left, "_names", {place.OFFICE: left_name, place.INTERNET: f"cwl{gone.pid}-0-internet"}
    )
    left._build()
    assert Path("/run/netns", left_name).exists()
    place.sweep()
    assert not Path("/run/netns", left_name).exists()
    assert not (place.NETNS_ETC / left_name).exists()
    left.end()
    left.folder.rmdir()


def test_a_program_that_does_not_serve_is_told_of(trust: Trust) -> None:
    if sys.platform != "linux":
        pytest.skip("the laboratory's programs are those of Linux")
    with place.Place(trust, alone=True) as built, pytest.raises(RuntimeError, match="this is why"):
        built.start([sys.executable, "-c", "print('this is why')"], port=built.port(1))
