"""A body as it comes in: patients are counted in whatever form they come, and nothing of them is kept."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.probe.arriving import CAP, Arriving
from wizard.simulator.patients import CANARY_PATIENT, everybody

if TYPE_CHECKING:
    from collections.abc import Callable


def arrived(wire: bytes, cuts: list[int], headers: dict[str, str] | None = None) -> Arriving:
    body, start = Arriving(headers or {}, patients=True), 0
    for cut in [*sorted(cut % (len(wire) + 1) for cut in cuts), len(wire)]:
        body.take(wire[start:cut])
        start = cut
    return body


FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "marked": lambda text: text.encode("utf-8-sig"),
    "blank": lambda text: b"\r\n" * 100 + text.encode(),
    "zeros": lambda text: b"\x00\x00" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32"),
    "utf-32-be": lambda text: text.encode("utf-32-be"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "deflate": lambda text: zlib.compress(text.encode()),
    "gzip of utf-16": lambda text: gzip.compress(text.encode("utf-16")),
    "gzip twice": lambda text: gzip.compress(gzip.compress(text.encode("utf-8-sig"))),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("label", ["", "gzip", "deflate", "br", "identity"])
@pytest.mark.parametrize("rows", [0, 1, 40])
def test_a_list_of_patients_is_counted_in_whatever_form_it_comes(form: str, label: str, rows: int) -> None:
    wire = FORMS[form](json.dumps(everybody()[:rows]))
    for cuts in ([], list(range(min(len(wire), 300)))):
        body = arrived(wire, cuts, {"content-encoding": label})
        assert body.counter is not None
        assert (body.counter.rows, body.counter.ended, body.counter.broken) == (rows, True, False)
        assert not body.kept
        assert not body.too_much


@given(st.sampled_from(sorted(FORMS)), st.lists(st.integers(0, 10**6), max_size=8), st.integers(1, 10**6))
@settings(deadline=None)
def test_nothing_of_a_list_is_kept_however_it_is_cut(form: str, cuts: list[int], end: int) -> None:
    wire = FORMS[form](json.dumps(everybody()[:9]))
    body = arrived(wire[: 1 + end % len(wire)], cuts)
    assert CANARY_PATIENT.encode() not in bytes(body.kept)
    assert len(body.kept) <= 64 or body.counter is not None


def test_another_body_is_kept_as_far_as_its_sentence_can_be() -> None:
    body = arrived(b"x" * 200_000, list(range(0, 200_000, 1460)))
    assert (body.counter, len(body.kept)) == (None, 64 * 1024)
    assert not body.too_much


@pytest.mark.parametrize(
    "wire",
    [
        b"[" + b" " * CAP,
        b"x" * (CAP + 1),
        b" " * (CAP + 1),
        gzip.compress(b"[" + b" " * CAP),
        gzip.compress(b"x" * CAP + b"x"),
        gzip.compress(b"") + b"x" * (CAP + 1),
        ("[" + " " * CAP).encode("utf-16"),
    ],
    ids=["list", "text", "blank", "packed list", "packed text", "behind a stream", "utf-16"],
)
def test_what_never_ends_is_told_packed_or_not(wire: bytes) -> None:
    body = Arriving({}, patients=True)
    for start in range(0, len(wire), 65536):
        body.take(wire[start : start + 65536])
    assert body.too_much


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_bomb_takes_no_memory(layers: int) -> None:
    wire = b"[" + bytes(100_000_000)
    for _ in range(layers):
        wire = gzip.compress(wire, 1)
    tracemalloc.start()
    body = Arriving({"content-encoding": "gzip"}, patients=True)
    for start in range(0, len(wire), 16384):
        if body.too_much:
            break
        body.take(wire[start : start + 16384])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert body.too_much
    assert peak < 8 * CAP
