"""What a body is wrapped in is undone: compressions and encodings, said or not, whole or in chunks."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.probe import decoding

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = "API key has not been assigned."
GZIPPED = gzip.compress(WORDS.encode(), mtime=0)  # the time would be in the names of the tests


def inflate(raw: bytes, label: str, cap: int) -> bytes:
    return decoding.BodyDecoder(label, cap).take(raw)[0]


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (GZIPPED, "gzip"),
        (GZIPPED, " GZip "),
        (GZIPPED, "x-gzip"),
        (zlib.compress(WORDS.encode()), "deflate"),
        (raw_deflate(WORDS.encode()), "deflate"),
        (zlib.compress(WORDS.encode()), "gzip"),
        (WORDS.encode(), "identity"),
        (WORDS.encode(), "gzip"),
        (WORDS.encode(), "br"),
    ],
)
def test_a_compression_that_was_not_asked_for_is_undone(packed: bytes, encoding: str) -> None:
    assert inflate(packed, encoding, 1000) == WORDS.encode()


def test_a_bomb_is_not_unpacked() -> None:
    assert len(inflate(gzip.compress(bytes(10_000_000)), "gzip", 65536)) == 65536


@pytest.mark.parametrize(
    ("packed", "label"),
    [
        (GZIPPED, ""),
        (GZIPPED, "identity"),
        (zlib.compress(WORDS.encode()), "br"),
        (gzip.compress(GZIPPED, mtime=0), "gzip, gzip"),
        (zlib.compress(GZIPPED), "gzip, deflate"),
        (WORDS.encode(), "deflate"),
        (b'"' + WORDS.encode() + b'"', "deflate"),  # its first byte is that of a deflate stream as well
        (b"x^2 is no stream", "identity"),
        (b"\x1f\x8b is no stream", "gzip"),
    ],
)
def test_the_bytes_tell_more_than_the_label(packed: bytes, label: str) -> None:
    undone = inflate(packed, label, 1000)
    assert undone in (WORDS.encode(), b'"' + WORDS.encode() + b'"', packed)
    assert (undone == packed) is (WORDS.encode() in packed or b" is no stream" in packed)


def test_what_came_of_a_stream_that_was_cut_off_is_read() -> None:
    packed = gzip.compress(WORDS.encode() * 40)
    assert inflate(packed[:-9], "gzip", 5000).startswith(WORDS.encode())


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "", "identity"]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_can_be_unwrapped(raw: bytes, label: str) -> None:
    undone = inflate(raw, label, 500)
    assert len(undone) <= 500 or undone == raw
    assert isinstance(decoding.decode(raw), str)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", [*ENCODINGS, "cp1252", "latin-1"])
@pytest.mark.parametrize("text", ['"', "[]", "{}", '"a"', WORDS, "<html>", "\r\n[{}, {}]", "café, déjà vu"])
def test_english_is_decoded_from_whatever_it_is_written_in(text: str, encoding: str) -> None:
    assert decoding.decode(text.encode(encoding)) == text


def test_a_typographic_apostrophe_of_windows_is_read() -> None:
    assert decoding.decode(b"The office\x92s caf\xe9") == "The office’s café"


def test_a_letter_that_was_cut_in_two_does_not_spoil_the_rest() -> None:
    assert decoding.decode("café é".encode()[:-1]) == "café "
    assert decoding.decode("café".encode("utf-16-le")[:-1]).startswith("caf")


def test_what_came_before_a_stream_broke_is_kept_and_the_rest_is_nothing() -> None:
    packer = zlib.compressobj(wbits=31)
    long = " ".join(map(str, range(1000))).encode()
    packed = packer.compress(long) + packer.flush(zlib.Z_SYNC_FLUSH)
    unwrapper = decoding.BodyDecoder("gzip", 10_000)
    assert unwrapper.take(packed)[0] == long
    assert unwrapper.take(b"\xff\xff, which no block begins with") == (b"", False)


WRAPPED: list[Callable[[bytes], bytes]] = [
    lambda raw: raw,
    gzip.compress,
    zlib.compress,
    lambda raw: gzip.compress(zlib.compress(raw)),
]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.sampled_from(ENCODINGS),
    st.sampled_from(WRAPPED),
    st.lists(st.integers(0, 400), max_size=6),
)
@settings(deadline=None, max_examples=200)
def test_a_body_in_pieces_is_unwrapped_like_a_whole_one(
    text: str, encoding: str, wrap: Callable[[bytes], bytes], cuts: list[int]
) -> None:
    text = f'[{{"LName": "{text}"}}]'
    wire = wrap(text.encode(encoding))
    unwrapper, out, start = decoding.BodyDecoder("", 10_000), b"", 0
    for cut in [*sorted(cut % (len(wire) + 1) for cut in cuts), len(wire)]:
        plain_bytes, anew = unwrapper.take(wire[start:cut])
        out = plain_bytes if anew else out + plain_bytes
        start = cut
    assert out.decode("utf-8-sig") == text
