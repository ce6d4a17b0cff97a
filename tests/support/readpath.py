"""The whole reading path without a wire: status, headers and body in, a judged answer out, what must hold.

The client is the product's own; only its transport is replaced by one that hands it a made answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from wizard.core.endpoint import remote_endpoint
from wizard.core.evidence import Answer, AnsweredBy, Content, Evidence
from wizard.core.keys import KeyPair
from wizard.core.mode import Mode
from wizard.core.route import Route
from wizard.core.secret import Secret
from wizard.core.sentences import KnownSentence
from wizard.diagnosis.judge import Judgement, judge
from wizard.probe.client import Caller

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

KEYS = KeyPair(Secret("CANARYDEV0000001"), Secret("CANARYCUS0000001"))
ABOUT_A_KEY = {
    KnownSentence.NOT_ASSIGNED,
    KnownSentence.DISABLED_BY_CUSTOMER,
    KnownSentence.DISABLED_BY_DEVELOPER,
    KnownSentence.DISABLED_BY_OPEN_DENTAL,
    KnownSentence.DEVELOPER_KEY,
}
STATUSES = [
    200, 201, 204, 206, 302, 400, 401, 403, 404, 407, 408, 410, 418, 429, 451, 500, 502, 503, 504, 511, 599,
]  # fmt: skip
"""Each that is judged in a way of its own, and some that are not."""


class _Body(httpx.AsyncByteStream):
    def __init__(self, chunks: Sequence[bytes]) -> None:
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            yield chunk


class _Transport(httpx.AsyncBaseTransport):
    def __init__(self) -> None:
        self.response: httpx.Response | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"].startswith("ODFHIR ")
        assert self.response is not None
        return self.response


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a made answer."""

    answer: Answer
    judgement: Judgement

    @property
    def first(self) -> str:
        """The likeliest cause."""
        return self.judgement.findings[0].code


class ReadingPath:
    """Reads made answers as the program would read them off a connection."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._transport = _Transport()
        self._caller = Caller(now=lambda: 1.8e9)
        self._caller._transport = lambda _route: self._transport  # type: ignore[assignment,method-assign,return-value]

    def close(self) -> None:
        """Close the loop, once the bodies that nobody read to their end are closed."""
        self._runner.close()

    def read(
        self, status: int, headers: Mapping[str, str], chunks: Sequence[bytes], *, rights: bool = False
    ) -> Read:
        """Read a made answer to the live call, or to the question for the key's rights."""
        lines = [
            (name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers.items()
        ]
        self._transport.response = httpx.Response(status, headers=lines, stream=_Body(chunks))
        call = self._caller.securityperms if rights else self._caller.patients
        answer = self._runner.run(call(Route(remote_endpoint()), KEYS, 5))
        read = Read(answer, judge(Evidence(Mode.REMOTE, probe=answer)))
        hold(read)
        return read


def hold(read: Read) -> None:
    """What has to be true of every answer."""
    answer, findings = read.answer, read.judgement.findings
    assert 1 <= len(findings) <= 4
    assert findings[0].because
    assert answer.server_text is None or 0 < len(answer.server_text) <= 200
    assert answer.server_text is None or (answer.status or 0) >= 400
    assert "CANARY" not in repr(read)
    if findings[0].code.startswith("key."):
        assert has_key_evidence(answer), read


def has_key_evidence(answer: Answer) -> bool:
    """A sentence about a key that is no web page's, or a bare refusal that nobody else signed."""
    if answer.content is Content.HTML or answer.answered_by is AnsweredBy.MIDDLEBOX:
        return False
    return answer.said in ABOUT_A_KEY or (answer.status == 401 and answer.said is KnownSentence.NOTHING)
