"""Answers that are not to the letter, as devices on the way leave them: the body decides, as in a browser."""

from __future__ import annotations

import asyncio
import contextlib

import h11
import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.probe.transport import BREATH_S, SMALL_ONES, MendedStream, MendingBackend
from wizard.probe.wire import (
    ANSWER_CAP,
    HEAD_CAP,
    LINES_CAP,
    Mender,
    TooLongError,
    UnreadableHeadError,
    read_head,
)

SENTENCE = b'"API key has not been assigned."'
OK = b"HTTP/1.1 200 OK"


def strictly(pieces: list[bytes], method: bytes = b"GET") -> tuple[int, dict[bytes, bytes], bytes]:
    """What the strict reader makes of a mended answer that came in pieces, the last of them its end."""
    mender, reader = Mender(), h11.Connection(h11.CLIENT)
    request = h11.Request(method=method, target=b"/", headers=[(b"Host", b"api.opendental.com")])
    mender.asked(reader.send(request) or b"")
    reader.send(h11.EndOfMessage())
    status, headers, body = 0, {}, b""
    for piece in [*pieces, b""]:
        mended = mender.take(piece)
        if mended or not piece:
            reader.receive_data(mended)
        while True:
            event = reader.next_event()
            if event in (h11.NEED_DATA, h11.PAUSED):
                break
            if isinstance(event, h11.Response):
                status, headers = event.status_code, dict(event.headers)
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif isinstance(event, (h11.EndOfMessage, h11.ConnectionClosed)):
                return status, headers, body
    raise AssertionError(pieces)


def in_every_way(raw: bytes) -> list[tuple[int, dict[bytes, bytes], bytes]]:
    """Whole, byte by byte, and in two pieces cut anywhere."""
    ways = [[raw], [raw[at : at + 1] for at in range(len(raw))]]
    ways += [[raw[:at], raw[at:]] for at in range(1, len(raw))]
    return [strictly(way) for way in ways]


FRAMED = b"Content-Length: %d" % len(SENTENCE)
HEADS = {
    "to the letter": b"HTTP/1.1 401 Unauthorized\r\n" + FRAMED,
    "space before the colon": b"HTTP/1.1 401 Unauthorized\r\nX-Cache : MISS\r\n" + FRAMED,
    "tab before the colon": b"HTTP/1.1 401 Unauthorized\r\nX-Cache\t: MISS\r\n" + FRAMED,
    "its own length so": b"HTTP/1.1 401 Unauthorized\r\nContent-Length : %d" % len(SENTENCE),
    "no colon": b"HTTP/1.1 401 Unauthorized\r\nthis is no header\r\n" + FRAMED,
    "folded": b"HTTP/1.1 401 Unauthorized\r\nX-Long: one\r\n two\r\n\tthree\r\n" + FRAMED,
    "folded from the start": b"HTTP/1.1 401 Unauthorized\r\n two\r\n" + FRAMED,
    "no name": b"HTTP/1.1 401 Unauthorized\r\n: value\r\n" + FRAMED,
    "a name of no token": b"HTTP/1.1 401 Unauthorized\r\nX(Y)[Z]: 1\r\nX Y: 2\r\n" + FRAMED,
    "not ASCII": "HTTP/1.1 401 Kein Zutritt für Büro\r\nX-Büro: ü\r\nVia: Büro\r\n".encode() + FRAMED,
    "control characters": b"HTTP/1.1 401 Unauthorized\r\nVia: a\x00b\x07c\r\n" + FRAMED,
    "bare line ends": b"HTTP/1.1 401 Unauthorized\nVia: x\n" + FRAMED + b"\n\n",
    "doubled returns": b"HTTP/1.1 401 Unauthorized\r\r\nVia: x\r\r\n" + FRAMED + b"\r\r\n\r\r\n",
    "returns alone": b"HTTP/1.1 401 Unauthorized\rVia: x\r" + FRAMED + b"\r\r",
    "a return within": b"HTTP/1.1 401 Unauthorized\r\nVia: a\rb\r\n" + FRAMED,
    "length twice": b"HTTP/1.1 401 Unauthorized\r\n" + FRAMED + b"\r\n" + FRAMED,
    "length in a list": b"HTTP/1.1 401 Unauthorized\r\n" + FRAMED + b", %d" % len(SENTENCE),
    "two lengths": b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n" + FRAMED,
    "a length below nothing": b"HTTP/1.1 401 Unauthorized\r\nContent-Length: -1",
    "a length of words": b"HTTP/1.1 401 Unauthorized\r\nContent-Length: many",
    "no length at all": b"HTTP/1.1 401 Unauthorized\r\nContent-Length:",
    "a length without end": b"HTTP/1.1 401 Unauthorized\r\nContent-Length: " + b"9" * 40,
    "identity": b"HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: identity\r\n" + FRAMED,
    "identity without a length": b"HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: identity",
    "chunks that are none": b"HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n" + FRAMED,
    "no reason": b"HTTP/1.1 401\r\n" + FRAMED,
    "no reason and a space": b"HTTP/1.1 401 \r\n" + FRAMED,
    "many spaces": b"HTTP/1.1  401   Unauthorized\r\n" + FRAMED,
    "a tab": b"HTTP/1.1\t401\tUnauthorized\r\n" + FRAMED,
    "no space before the reason": b"HTTP/1.1 401Unauthorized\r\n" + FRAMED,
    "1.0": b"HTTP/1.0 401 Unauthorized\r\n" + FRAMED,
    "1.0 until the end": b"HTTP/1.0 401 Unauthorized",
    "2.0": b"HTTP/2.0 401 Unauthorized\r\n" + FRAMED,
    "2": b"HTTP/2 401\r\n" + FRAMED,
    "no version": b"HTTP 401 Unauthorized\r\n" + FRAMED,
    "lower case": b"http/1.1 401 unauthorized\r\n" + FRAMED.lower(),
    "a radio's": b"ICY 401 Unauthorized\r\n" + FRAMED,
    "blank lines first": b"\r\n\n\r\nHTTP/1.1 401 Unauthorized\r\n" + FRAMED,
    "stray bytes first": b"\x00\xef\xbb\xbf HTTP/1.1 401 Unauthorized\r\n" + FRAMED,
    "100 first": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 Unauthorized\r\n" + FRAMED,
    "102 and 103 first": b"HTTP/1.1 102 P\r\nX : 1\r\n\r\nHTTP/1.1 103 E\r\nLink: </a>\r\n\r\n"
    b"HTTP/1.1 401 Unauthorized\r\n" + FRAMED,
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_that_is_not_to_the_letter_is_read_and_its_body_decides(name: str) -> None:
    head = HEADS[name]
    raw = head + (b"" if head.endswith((b"\n\n", b"\r\r", b"\r\r\n\r\r\n")) else b"\r\n\r\n") + SENTENCE
    for status, _, body in in_every_way(raw):
        assert (status, body) == (401, SENTENCE)


HALVES = SENTENCE[:10], SENTENCE[10:]
CHUNKS = {
    "to the letter": b"A\r\n%b\r\n%X\r\n%b\r\n0\r\n\r\n",
    "extensions": b'a;name="v;\r"\r\n%b\r\n%x ; x\r\n%b\r\n0;last\r\n\r\n',
    "spaces": b" a \r\n%b\r\n\t%x  \r\n%b\r\n0 \r\n\r\n",
    "zeros": b"00000a\r\n%b\r\n0%x\r\n%b\r\n000\r\n\r\n",
    "bare line ends": b"a\n%b\n%x\n%b\n0\n\n",
    "no line end after": b"a\r\n%b%x\r\n%b0\r\n\r\n",
    "blank lines before": b"\r\na\r\n%b\r\n\r\n\r\n%x\r\n%b\r\n0\r\n\r\n",
    "trailers": b"a\r\n%b\r\n%x\r\n%b\r\n0\r\nX-Sum : 1\r\n\r\n",
    "nothing after the last": b"a\r\n%b\r\n%x\r\n%b\r\n0\r\n",
    "rubbish after the last": b"a\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\nrubbish HTTP/1.1 200 OK",
}
CODINGS = (b"chunked", b"Chunked", b"chunked, identity", b"identity, chunked", b"gzip, chunked", b",chunked,")


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("name", CHUNKS)
def test_chunks_that_are_not_to_the_letter_are_put_together(name: str, coding: bytes) -> None:
    body = CHUNKS[name] % (HALVES[0], len(HALVES[1]), HALVES[1])
    raw = b"HTTP/1.1 401 No\r\nContent-Length: 5\r\nTransfer-Encoding: " + coding + b"\r\n\r\n" + body
    for status, _, read in in_every_way(raw):
        assert (status, read) == (401, SENTENCE)


@pytest.mark.parametrize(
    "body", [b"a\r\n", b"a\r\n" + HALVES[0][:4], b"a\r\n%b\r\n" % HALVES[0], b"a\r\n%b\r\nzz\r\n" % HALVES[0]]
)
def test_chunks_that_break_off_are_not_taken_for_whole(body: bytes) -> None:
    with pytest.raises(h11.RemoteProtocolError):
        strictly([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body])


def test_what_a_status_forbids_is_not_read() -> None:
    for status in (204, 304):
        raw = b"HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\n[]" % status
        assert [(found, body) for found, _, body in in_every_way(raw)] == [(status, b"")] * (len(raw) + 1)
        assert Mender().take(raw) == b"HTTP/1.1 %d \r\n\r\n" % status  # nor left for the next answer


@pytest.mark.parametrize(
    ("head", "closes"),
    [
        (b"HTTP/1.1 200 OK", False),
        (b"HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close", True),
        (b"HTTP/1.0 200 OK", True),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive", False),
        (b"ICY 200 OK", True),
        (b"HTTP/2 200", False),
    ],
)
def test_what_closes_a_connection(head: bytes, closes: bool) -> None:
    mended = Mender().take(head + b"\r\nContent-Length: 2\r\n\r\n[]")
    assert (b"\r\nConnection: close\r\n" in mended) is closes


def test_headers_that_are_looked_at_survive_and_the_first_of_two_counts() -> None:
    raw = (
        b"HTTP/1.1 302 Found\r\nDate : Mon, 02 Nov 2026 10:00:00 GMT\r\nDate: nonsense\r\nServer: a\r\n b\r\n"
        b"Location : /login\r\nWWW-Authenticate: Basic\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"
    )
    head = read_head(raw.strip())
    assert dict(head.headers)[b"date"] == b"Mon, 02 Nov 2026 10:00:00 GMT"
    assert head.all(b"www-authenticate") == [b"Basic", b"NTLM"]
    for _, headers, _ in in_every_way(raw):
        assert (headers[b"server"], headers[b"location"]) == (b"a b", b"/login")


def test_a_proxys_word_that_the_way_is_open_is_read_the_same_and_what_follows_is_left_alone() -> None:
    mender = Mender()
    mender.asked(b"CONNECT api.opendental.com:443 HTTP/1.1\r\n\r\n")
    opened = mender.take(
        b"HTTP/1.0 200 Connection established\r\nX-Cache : MISS\r\nTransfer-Encoding: x\r\n\r\n\x16"
    )
    assert opened == b"HTTP/1.1 200 \r\nx-cache: MISS\r\n\r\n\x16"
    assert mender.take(b"\x03\x01HTTP") == b"\x03\x01HTTP"
    mender.asked(b"GET ")
    assert mender.take(b"\x00") == b"\x00"


def test_one_connection_holds_several_answers_and_nothing_of_one_gets_into_the_next() -> None:
    mender = Mender()
    for rubbish in (b"", b"rubbish", b"\r\n\r\n"):
        mender.asked(b"GET / HTTP/1.1\r\n\r\n")
        raw = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"
        assert mender.take(raw + rubbish) == b"HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\n[]"
        assert mender.over


def fed(mender: Mender, piece: bytes, most: int) -> None:
    """Feed a piece again and again."""
    for _ in range(most // len(piece)):
        mender.take(piece)


@pytest.mark.parametrize(
    "endless",
    [b"X: 1\r\n", b"a", b" ", b"\x00", b"HTTP/1.1 100 Continue\r\n\r\n", b"X\r\n y\r\n"],
)
def test_heads_without_end_are_read_no_further(endless: bytes) -> None:
    mender = Mender()
    mender.take(b"HTTP/1.1 100 Go\r\n\r\n" if endless.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\nX: y\r\n")
    with pytest.raises(TooLongError):
        fed(mender, endless, 2 * HEAD_CAP)
    with pytest.raises(TooLongError):
        fed(Mender(), b"\r\n" * 32768, 2 * ANSWER_CAP)


@pytest.mark.parametrize("more", [b"\r\nX: " + b"a" * HEAD_CAP, b"\r\nX: 1" * (LINES_CAP + 1)])
def test_a_head_that_is_too_long_is_not_read_where_it_comes_at_once(more: bytes) -> None:
    with pytest.raises(TooLongError):
        Mender().take(OK + more + b"\r\n\r\n")


def test_a_chunks_size_without_end_is_none() -> None:
    mender = Mender()
    mender.take(OK + b"\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n[\r\n")
    mender.take(b"1;" + b"x" * 4090)
    assert not mender.over
    mender.take(b"x" * 10)
    assert mender.over


def test_chunks_that_are_mostly_frame_are_read_no_further() -> None:
    mender = Mender()
    mender.take(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    with pytest.raises(TooLongError):
        fed(mender, b"1;" + b"x" * 3990 + b"\r\n[\r\n", 2 * ANSWER_CAP)


@given(
    st.lists(st.binary(max_size=60), max_size=12),
    st.sampled_from([b"", OK, OK + b"\r\n", OK + b"\r\nX: 1\n"]),
)
def test_whatever_comes_ends_in_bytes_or_in_one_of_two_refusals(pieces: list[bytes], start: bytes) -> None:
    mender, reader = Mender(), h11.Connection(h11.CLIENT)
    request = h11.Request(method="GET", target="/", headers=[("Host", "x")])
    mender.asked(reader.send(request) or b"")
    reader.send(h11.EndOfMessage())
    with contextlib.suppress(UnreadableHeadError, TooLongError):
        for piece in [start, *pieces]:
            if piece and (mended := mender.take(piece)):
                reader.receive_data(mended)
                while not isinstance(event := reader.next_event(), (type(h11.NEED_DATA), h11.EndOfMessage)):
                    assert isinstance(event, (h11.Response, h11.Data))


class Dripping(httpcore.AsyncNetworkStream):
    """A connection that has these pieces; tells how often it was read."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces
        self.reads = 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109
        self.reads += 1
        return self.pieces.pop(0) if self.pieces else b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        pass


def test_a_server_that_drips_is_read_in_pauses_and_costs_no_core(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    async def drip() -> None:
        inner = Dripping([bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200])
        stream = MendedStream(inner)
        await stream.write(b"GET / HTTP/1.1\r\n\r\n")
        assert await stream.read(65536) == b""
        assert paused == [BREATH_S] * (inner.reads - SMALL_ONES)
        paused.clear()
        inner.pieces = [b"HTTP/1.1 200 OK\r\n", b"Content-Length: 65536\r\n\r\n", b"a" * 65536]
        await stream.write(b"GET / HTTP/1.1\r\n\r\n")
        while await stream.read(65536):
            pass
        assert not paused  # an answer in good pieces is not held up

    monkeypatch.setattr("wizard.probe.transport.asyncio.sleep", pause)
    asyncio.run(drip())


def test_the_stream_says_which_refusal_it_was() -> None:
    async def refused(kind: type[Exception], pieces: list[bytes]) -> None:
        with pytest.raises(kind):
            await MendedStream(Dripping(pieces)).read(65536)

    asyncio.run(refused(UnreadableHeadError, [b"SSH-2.0-OpenSSH_9.9\r\n"]))
    asyncio.run(refused(TooLongError, [OK + b"\r\nX: ", b"a" * 100_000]))


def test_waiting_is_the_inner_backends_affair() -> None:
    waited: list[float] = []

    class Inner(httpcore.AsyncNetworkBackend):
        async def sleep(self, seconds: float) -> None:
            waited.append(seconds)

    asyncio.run(MendingBackend(Inner()).sleep(0.5))
    assert waited == [0.5]
