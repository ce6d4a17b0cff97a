"""Reads an answer off the wire as browsers do, and hands it on to the letter.

The library below is strict: a space before a colon, which devices on the way put there, ends its reading.
Browsers read such a head, so the office's other programs work, and only the body says what is wrong. Nothing
here opens a connection.
"""

from __future__ import annotations

import re
from enum import Enum, auto

import httpcore

from wizard.core.record import record

HEAD_CAP = 90 * 1024
"""Bytes of one answer's heads, interim ones (RFC 9110, 15.2) included; the strict reader stops at 100 KiB."""

LINES_CAP = 500
"""Lines of a head that are read."""

ANSWER_CAP = 8 * 1024 * 1024
"""Bytes of one answer on the wire; its body is capped far below, so the rest would be the framing's."""

_CHUNK_LINE_CAP = 4096
_LEAD = b" \t\r\n\x00\xef\xbb\xbf"  # stray bytes that browsers pass over
_BLANK = re.compile(rb"(?>\r*\n|\r)(?>\r*\n|\r)")
_LINE_END = re.compile(rb"(?>\r*\n|\r)")
_CHUNK_END = re.compile(rb"\r*\n")
_STATUS = re.compile(rb"(?is)(?:http(?:\s*/\s*(\d{1,3})(?:\.(\d{1,3}))?)?|icy)\s+(\d{3})(?!\d)([^\r\n]*)")
_STARTS = (b"http", b"icy")
_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_CHUNK_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,15})\s*(?:;.*)?", re.DOTALL)
_ONCE = (b"content-encoding", b"date", b"location", b"refresh", b"retry-after", b"server")
_OWN = (b"connection", b"content-length", b"keep-alive", b"trailer", b"transfer-encoding", b"upgrade")
"""Headers about the connection, which are said anew."""


class UnreadableHeadError(httpcore.RemoteProtocolError):
    """What came has no head that could be read.

    Args:
        http: It begins as HTTP does all the same.
    """

    def __init__(self, *, http: bool) -> None:
        super().__init__()
        self.http = http


class TooLongError(httpcore.RemoteProtocolError):
    """Heads or frames without end."""


class _Frame(Enum):
    """How the end of a body is told."""

    NONE = auto()
    LENGTH = auto()
    CHUNKS = auto()
    CLOSE = auto()


class _State(Enum):
    HEAD = auto()
    BODY = auto()
    OVER = auto()
    TUNNEL = auto()  # a proxy has opened the way: what follows is no answer


@record
class Head:
    """A status line and headers.

    Attributes:
        status: Three digits.
        old: HTTP/1.0 or older, where the end of the connection is the end of the answer.
        headers: Names in lower case, values without control characters.
    """

    status: int
    old: bool
    headers: tuple[tuple[bytes, bytes], ...]

    def all(self, name: bytes) -> list[bytes]:
        """The values of every header of that name, taken apart at commas."""
        values = (value for known, value in self.headers if known == name)
        return [part.strip() for value in values for part in value.split(b",") if part.strip()]


def read_head(raw: bytes) -> Head:
    """Read a head as browsers do.

    Args:
        raw: Everything before the blank line.

    Raises:
        UnreadableHeadError: There is no status line.
        TooLongError: It has too many lines.
    """
    lines = _LINE_END.split(raw)
    if len(lines) > LINES_CAP:
        raise TooLongError
    found = _STATUS.match(lines[0])
    if found is None or not 100 <= int(found[3]) <= 999:
        raise UnreadableHeadError(http=True)
    old = found[1] is None or (int(found[1]), int(found[2] or 0)) < (1, 1)
    headers: list[tuple[bytes, bytes]] = []
    for line in lines[1:]:
        if line[:1] in (b" ", b"\t"):  # goes on with the line before
            if headers:
                name, value = headers[-1]
                headers[-1] = (name, value + b" " + line.strip())
            continue
        name, colon, value = line.partition(b":")
        headers.append((name.rstrip().lower() if colon else b"", value.strip()))
    kept: list[tuple[bytes, bytes]] = []
    for name, value in headers:
        repeated = name in _ONCE and any(name == known for known, _ in kept)
        if _NAME.fullmatch(name) and not repeated:
            kept.append((name, _CONTROL.sub(b"", value).strip()))
    return Head(int(found[3]), old, tuple(kept))


class Mender:
    """Fed with what comes off one connection; gives back the same answers to the letter of RFC 9112."""

    def __init__(self) -> None:
        self._state = _State.HEAD
        self._tunnel = False
        self._begin()

    def _begin(self) -> None:
        self._buffer = bytearray()
        self._searched = 0  # bytes of the buffer that hold no end of a head
        self._heads = self._taken = 0
        self._frame = _Frame.NONE
        self._left = 0  # bytes of the body, or of its chunk, that are still to come
        self._told = False  # a chunk's size was read, so these are chunks indeed

    @property
    def over(self) -> bool:
        """Whether the answer has ended: who still waits for more of it waits in vain."""
        return self._state is _State.OVER

    def asked(self, request: bytes) -> None:
        """Note a request that leaves: what comes next is its answer."""
        if request and self._state is not _State.TUNNEL:
            self._state, self._tunnel = _State.HEAD, request.startswith(b"CONNECT ")
            self._begin()

    def take(self, data: bytes) -> bytes:
        """Take the next bytes; nothing at all means that the connection has ended.

        Returns:
            Bytes for a strict reader. None from data means that more is needed; none from an end means that
            the answer was cut off, unless it was over.

        Raises:
            UnreadableHeadError: What came has no head that could be read.
            TooLongError: Heads or frames without end.
        """
        self._taken += len(data)
        if self._taken > ANSWER_CAP and self._state is not _State.TUNNEL:
            raise TooLongError
        return self._took(data)

    def _took(self, data: bytes) -> bytes:
        if self._state is _State.TUNNEL:
            return data
        if self._state is not _State.HEAD:
            return self._body(data) if self._state is _State.BODY else b""
        self._buffer += data
        if (head := self._heading(ended=not data)) is None:
            return b""
        rest = bytes(self._buffer)
        self._buffer.clear()
        return head + (self._took(rest) if rest else b"")

    # --- the head

    def _heading(self, *, ended: bool) -> bytes | None:
        """The head for a strict reader, once it is whole; heads that only announce it are passed over."""
        while True:
            self._look()
            found = _BLANK.search(self._buffer, max(0, self._searched - 3))
            # a line end may still grow: behind the last of them there can come an \n
            open_end = found is not None and not self._buffer[found.end() - 1 :].strip(b"\r")
            if found is None or (open_end and not ended):
                self._searched = len(self._buffer)
                if self._heads + len(self._buffer) > HEAD_CAP:
                    raise TooLongError
                return None
            head = read_head(bytes(self._buffer[: found.start()]))
            del self._buffer[: found.end()]
            self._heads += found.end()
            self._searched = 0
            if self._heads > HEAD_CAP:
                raise TooLongError
            if head.status == 101:  # nobody asked for another protocol
                raise UnreadableHeadError(http=True)
            if head.status >= 200:
                return self._settled(head)

    def _look(self) -> None:
        """Pass over stray bytes; end at once where no status line can come."""
        start = self._buffer.lstrip(_LEAD)
        self._searched = max(0, self._searched - (len(self._buffer) - len(start)))
        self._buffer = start
        early = bytes(start[:4]).lower()
        if early and not any(word.startswith(early[: len(word)]) for word in _STARTS):
            raise UnreadableHeadError(http=False)

    def _settled(self, head: Head) -> bytes:
        lines = [b"HTTP/1.1 %d " % head.status]
        lines += [name + b": " + value for name, value in head.headers if name not in _OWN]
        self._frame, self._left = _framing(head)
        if self._frame is _Frame.LENGTH:
            lines.append(b"Content-Length: %d" % self._left)
        elif self._frame is _Frame.CHUNKS:
            lines.append(b"Transfer-Encoding: chunked")
        if self._tunnel and head.status < 300:
            self._state = _State.TUNNEL
        else:
            lines += [b"Connection: close"] if self._closes(head) else []
            over = self._frame is _Frame.NONE or (self._frame is _Frame.LENGTH and not self._left)
            self._state = _State.OVER if over else _State.BODY
        return b"\r\n".join([*lines, b"", b""])

    def _closes(self, head: Head) -> bool:
        said = [part.lower() for part in head.all(b"connection")]
        return b"close" in said or (head.old and b"keep-alive" not in said) or self._frame is _Frame.CLOSE

    # --- the body

    def _body(self, data: bytes) -> bytes:
        if self._frame is _Frame.CLOSE:
            return data
        if self._frame is _Frame.LENGTH:
            data = data[: self._left]
            self._left -= len(data)
            if not self._left:
                self._state = _State.OVER
            return data
        if not data:  # in place of chunks came a body as it is, and its end is the connection's
            raw = bytes(self._buffer)
            return _chunk(raw) + b"0\r\n\r\n" if not self._told else b""
        return self._chunks(data)

    def _chunks(self, data: bytes) -> bytes:
        """Take chunks apart, and put what they hold into one for the strict reader."""
        self._buffer += data
        place, held = 0, bytearray()
        while place < len(self._buffer) and self._state is _State.BODY:
            if self._left:
                piece = self._buffer[place : place + self._left]
                held += piece
                place += len(piece)
                self._left -= len(piece)
                continue
            found = _CHUNK_END.search(self._buffer, place)
            line = bytes(self._buffer[place : found.start() if found else len(self._buffer)])
            if found is None and len(line) <= _CHUNK_LINE_CAP and (self._told or _may_be_size(line)):
                break
            if not line.strip() and found is not None:
                place = found.end()
                continue
            size = _CHUNK_SIZE.fullmatch(line)
            if size is None or found is None:
                return self._no_chunk(place, held)
            place, self._told = found.end(), True
            self._left = int(size[1], 16)
            if not self._left:
                self._state = _State.OVER
        del self._buffer[:place]
        return _chunk(held) + (b"0\r\n\r\n" if self._state is _State.OVER else b"")

    def _no_chunk(self, place: int, held: bytearray) -> bytes:
        """Where a size should stand is none: a body that was never cut into chunks, or a broken one."""
        raw = bytes(self._buffer[place:])
        self._buffer.clear()
        if self._told:
            self._state = _State.OVER  # what has come is all; a strict reader sees that the end is missing
            return _chunk(held)
        self._left = ANSWER_CAP  # all that follows
        return _chunk(raw)


def _may_be_size(line: bytes) -> bool:
    return _CHUNK_SIZE.fullmatch(line) is not None or not line.strip()


def _chunk(data: bytes | bytearray) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), bytes(data)) if data else b""


def _framing(head: Head) -> tuple[_Frame, int]:
    """How the body's end is told, and its length; a length that is none, or two of them, say nothing."""
    if head.status in (204, 304):
        return _Frame.NONE, 0
    if any(coding.lower() == b"chunked" for coding in head.all(b"transfer-encoding")):
        return _Frame.CHUNKS, 0
    lengths = set(head.all(b"content-length"))
    if len(lengths) == 1 and (length := lengths.pop()).isdigit() and len(length) < 16:
        return _Frame.LENGTH, int(length)
    return _Frame.CLOSE, 0
