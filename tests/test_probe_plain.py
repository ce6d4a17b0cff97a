"""What a body is wrapped in is undone: compressions and encodings, said or not, whole or in chunks."""

from __future__ import annotations

import gzip
import zlib

import pytest

from wizard.probe import plain

WORDS = "API key has not been assigned."


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (gzip.compress(WORDS.encode()), "gzip"),
        (gzip.compress(WORDS.encode()), " GZip "),
        (gzip.compress(WORDS.encode()), "x-gzip"),
        (zlib.compress(WORDS.encode()), "deflate"),
        (raw_deflate(WORDS.encode()), "deflate"),
        (zlib.compress(WORDS.encode()), "gzip"),
        (WORDS.encode(), "identity"),
        (WORDS.encode(), "gzip"),
        (WORDS.encode(), "br"),
    ],
)
def test_a_compression_that_was_not_asked_for_is_undone(packed: bytes, encoding: str) -> None:
    assert plain.inflate(packed, encoding, 1000) == WORDS.encode()


def test_a_bomb_is_not_unpacked() -> None:
    assert len(plain.inflate(gzip.compress(bytes(10_000_000)), "gzip", 65536)) == 65536
