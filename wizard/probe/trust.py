"""The system's trust, and a look at the certificate that came, whether it was trusted or not.

Verification is never off: the certificate of a refused handshake is read from the very handshake that failed.
"""

from __future__ import annotations

import os
import re
import ssl
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from wizard.core.evidence import Certificate

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_NAME = 120
_MOST_NAMES = 8
_NAMES = ("commonName", "organizationName")
_HASHED = re.compile(r"^[0-9a-f]{8}\.\d+$")  # a file in a folder of authorities, as OpenSSL names it
_SYSTEM_JUDGES = sys.platform in ("win32", "darwin")


class Handshake:
    """One connection's secure channel, kept with the connection so that its certificate can be looked at.

    Stands in for the context where the channel is begun: also of a handshake that is refused, the object that
    holds the certificate is at hand then.

    Args:
        context: Makes secure channels.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self._channel: ssl.SSLObject | None = None

    def wrap_bio(self, *arguments: Any, **named: Any) -> ssl.SSLObject:  # noqa: ANN401 - the context's signature
        """Begin the handshake; the rest is the context's own affair."""
        self._channel = self._context.wrap_bio(*arguments, **named)
        return self._channel

    @property
    def certificate(self) -> Certificate | None:
        """What came with it, trusted or not; None where nothing came or it cannot be read."""
        if self._channel is None:
            return None
        try:
            # public only from Python 3.13 on, and there without the decoded names; OpenSSL 3 keeps the chain
            # of a refused handshake too
            inner = self._channel._sslobj  # type: ignore[attr-defined]  # noqa: SLF001
            return read_chain([one.get_info() for one in inner.get_unverified_chain() or ()])
        except (AttributeError, ssl.SSLError, ValueError, KeyError, TypeError):
            return None


class _NoChannel:
    """Stands where no secure channel can be made, or none may be: every use of it fails."""

    def set_alpn_protocols(self, _protocols: list[str]) -> NoReturn:
        """The first thing that a client does with a context."""
        raise ssl.SSLError("no secure channel can be made here")

    wrap_bio = wrap_socket = set_alpn_protocols


def no_channel() -> ssl.SSLContext:
    """A context with which no connection comes about; it can be made whatever OpenSSL's settings are."""
    return cast("ssl.SSLContext", _NoChannel())


def context() -> ssl.SSLContext:
    """A context that trusts what the system trusts; on Windows and macOS the system itself judges.

    There ``truststore`` asks it for every connection. Elsewhere the store is OpenSSL's own, which
    ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` may name, and which truststore would read anew each time.
    """
    if _SYSTEM_JUDGES:
        return _asking_the_system()
    if not _openssl_has_a_store():
        return _asking_the_system()  # which knows where other distributions keep theirs
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_default_certs()
    return made


def _openssl_has_a_store() -> bool:
    """Whether OpenSSL's default places hold anything; not so on every Linux."""
    places = ssl.get_default_verify_paths()
    return bool(places.cafile or places.capath)


def unusable_store() -> str:
    """The environment variable that names a list of authorities in which there is none; empty without one.

    OpenSSL passes over such a list in silence, and then nobody is trusted.
    """
    paths = ssl.get_default_verify_paths()
    named = [name for name in (paths.openssl_cafile_env, paths.openssl_capath_env) if os.environ.get(name)]
    if _SYSTEM_JUDGES or not named or not _openssl_has_a_store():
        return ""
    return "" if _holds_any(paths.cafile, paths.capath) else named[0]


def _holds_any(file: str | None, folder: str | None) -> bool:
    try:
        hashed = folder is not None and any(_HASHED.match(one.name) for one in Path(folder).iterdir())
    except OSError:
        hashed = False
    if hashed or not file:
        return hashed
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except (OSError, ssl.SSLError):
        return False
    return True


def _asking_the_system() -> ssl.SSLContext:
    import truststore

    made: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return made


def read_chain(chain: Iterable[dict[str, Any]]) -> Certificate | None:
    """A chain of decoded certificates, the server's own first, as the ssl module decodes them."""
    decoded = list(chain)
    if not decoded:
        return None
    own = decoded[0]
    issuers = [_names(one["issuer"]) for one in decoded]
    last = _names(_top(decoded)["issuer"])
    return Certificate(
        _in_words(issuers[0]),
        " | ".join(" ".join(names.values()) for names in issuers),
        ssl.cert_time_to_seconds(own["notBefore"]),
        ssl.cert_time_to_seconds(own["notAfter"]),
        (last.get("organizationName", ""), last.get("commonName") or last.get("organizationalUnitName", "")),
        own.get("subject") == own["issuer"],
        _own_names(own),
    )


def _top(decoded: list[dict[str, Any]]) -> dict[str, Any]:
    """The last one that belongs to the first: a device may send somebody else's beside its own."""
    top, left = decoded[0], decoded[1:]
    while found := next((one for one in left if one.get("subject") == top["issuer"]), None):
        left.remove(found)
        top = found
    return top


def _own_names(own: dict[str, Any]) -> str:
    names = [*_names(own.get("subject", ())).values(), *(name for _, name in own.get("subjectAltName", ()))]
    return _printable(" ".join(map(str, names[:_MOST_NAMES])))


def _names(issuer: Iterable[Iterable[tuple[str, str]]]) -> dict[str, str]:
    pairs = {name: value for part in issuer for name, value in part}
    return {name: _printable(pairs[name]) for name in (*_NAMES, "organizationalUnitName") if name in pairs}


def _in_words(names: dict[str, str]) -> str:
    told = list(dict.fromkeys(names[name] for name in _NAMES if names.get(name)))
    first, *more = told or [next(iter(names.values()), "")]
    return (f"{first} ({more[0]})" if more and more[0] not in first else first)[:_LONGEST_NAME]


def _printable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text[:_LONGEST_NAME]).split())
