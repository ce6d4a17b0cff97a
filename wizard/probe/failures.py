"""Turns every exception of a call into a typed failure; nothing of an exception's own text goes further.

httpx prints a key in some exceptions (a header with stray white space), so they stop here.
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
from typing import TYPE_CHECKING

import httpx

from wizard.core.evidence import Failure, Weakness
from wizard.core.proxy_setting import WEB_SERVERS
from wizard.probe.wire import TooLongError, UnreadableHeadError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CERTIFICATE = {
    9: Failure.TLS_NOT_YET_VALID,
    10: Failure.TLS_EXPIRED,
    62: Failure.TLS_WRONG_HOST,
    64: Failure.TLS_WRONG_HOST,
    # Windows' own codes, where it judges: CERT_E_EXPIRED (also for one of tomorrow) and CERT_E_CN_NO_MATCH
    0x800B0101: Failure.TLS_EXPIRED,
    0x800B010F: Failure.TLS_WRONG_HOST,
}
_WEAK = {
    # OpenSSL's codes (x509_vfy.h): key too small (the server's, an authority's), digest too weak, purpose,
    # an authority that may not be one, and one that may not sign
    66: Weakness.KEY,
    67: Weakness.KEY,
    68: Weakness.SIGNATURE,
    26: Weakness.PURPOSE,
    32: Weakness.PURPOSE,
    79: Weakness.PURPOSE,
    # Windows' own: TRUST_E_CERT_SIGNATURE, which a weak signature sets too, and
    # CERTSRV_E_WEAK_SIGNATURE_OR_KEY, by which .NET tells of it; CERT_E_WRONG_USAGE, CERT_E_PURPOSE,
    # TRUST_E_BASIC_CONSTRAINTS
    0x80096004: Weakness.SIGNATURE,
    0x80094016: Weakness.SIGNATURE,
    0x800B0110: Weakness.PURPOSE,
    0x800B0106: Weakness.PURPOSE,
    0x80096019: Weakness.PURPOSE,
}
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ETIMEDOUT, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_STATUS = re.compile(r"^([1-5]\d\d)\b")


def failure_of(problem: BaseException, *, proxied: bool) -> Failure:
    """What kind of failure an exception is.

    Args:
        problem: What httpx, the operating system or the deadline raised.
        proxied: The call went through a proxy, so a failed connection is the proxy's.
    """
    chain = tuple(_chain(problem))
    told = (_secure_channel(p) or _unreadable(p, proxied=proxied) for p in chain)
    if found := next(filter(None, told), None):
        return found
    if isinstance(problem, (httpx.UnsupportedProtocol, httpx.InvalidURL)):
        return Failure.PROXY_BAD_SETTING if proxied else Failure.INTERNAL
    if isinstance(problem, httpx.ProxyError):
        return refused_way(proxy_status(problem))
    # a TimeoutError, though an OSError, is the deadline's: by then the connection stood
    connecting = isinstance(problem, (httpx.ConnectError, httpx.ConnectTimeout, OSError))
    connecting = connecting and not isinstance(problem, TimeoutError)
    if proxied and connecting:
        return Failure.PROXY_UNREACHABLE
    if connecting and (found := next((f for p in chain if (f := _connection(p))), None)):
        return found
    return _other(problem)


def _other(problem: BaseException) -> Failure:
    if isinstance(problem, (httpx.ConnectTimeout, httpx.ConnectError)):
        return Failure.UNREACHABLE
    if isinstance(problem, (TimeoutError, httpx.TimeoutException)):
        return Failure.NO_ANSWER
    if any(isinstance(p, TooLongError) for p in _chain(problem)):
        return Failure.OVERSIZED
    if isinstance(problem, (httpx.NetworkError, httpx.RemoteProtocolError, OSError)):
        return Failure.DROPPED
    return Failure.INTERNAL


def weakness(problem: BaseException) -> Weakness | None:
    """What a certificate that is trusted is not good enough in; None where it was refused otherwise."""
    refusals = (p for p in _chain(problem) if isinstance(p, ssl.SSLCertVerificationError))
    return next((_WEAK.get(refusal.verify_code) for refusal in refusals), None)


def refused_way(status: int | None) -> Failure:
    """What a proxy's refusal to open the way means, by its status alone.

    A proxy that sends on does so to its sign-in page; a web server does not know CONNECT.
    """
    if status in (401, 407) or (status is not None and 300 <= status < 400):
        return Failure.PROXY_SIGN_IN
    return Failure.PROXY_BAD_SETTING if status in WEB_SERVERS else Failure.PROXY_UNREACHABLE


def proxy_status(problem: httpx.ProxyError) -> int | None:
    """The status with which a proxy refused to open the way, from the words of its refusal."""
    found = _STATUS.match(str(problem))
    return int(found.group(1)) if found else None


def _secure_channel(problem: BaseException) -> Failure | None:
    if isinstance(problem, ssl.SSLCertVerificationError):
        code = problem.verify_code
        return Failure.TLS_TOO_WEAK if code in _WEAK else _CERTIFICATE.get(code, Failure.TLS_UNTRUSTED)
    if isinstance(problem, (ssl.SSLWantReadError, ssl.SSLWantWriteError)):
        return None  # stands behind every wait for the next bytes, and says nothing
    return Failure.TLS_HANDSHAKE if isinstance(problem, ssl.SSLError) else None


def _unreadable(problem: BaseException, *, proxied: bool) -> Failure | None:
    if not isinstance(problem, UnreadableHeadError):
        return None
    # what speaks another protocol where a proxy is set is none
    return Failure.PROXY_BAD_SETTING if proxied and not problem.http else Failure.UNREADABLE


def _connection(problem: BaseException) -> Failure | None:
    if isinstance(problem, socket.gaierror):
        return Failure.NAME_NOT_FOUND
    if isinstance(problem, ConnectionRefusedError):
        return Failure.REFUSED
    if isinstance(problem, ConnectionError):
        return Failure.DROPPED
    if isinstance(problem, OSError) and problem.errno in _NO_WAY:
        return Failure.UNREACHABLE
    return None


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting = [problem]
    while waiting:
        current = waiting.pop(0)
        if current is None or current in seen:
            continue
        seen.append(current)
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        waiting += [current.__cause__, current.__context__]
