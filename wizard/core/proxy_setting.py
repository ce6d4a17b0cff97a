"""A proxy setting, as far as it was read: where it came from, where it leads, and why it cannot be used."""

from __future__ import annotations

from enum import StrEnum

from wizard.core.record import record

WEB_SERVERS = (400, 404, 405, 501)
"""With which web servers answer a request for the way (CONNECT), one or the other of them."""


class ProxySource(StrEnum):
    """Where a proxy setting came from."""

    ENVIRONMENT = "environment"
    SYSTEM = "system"  # the operating system's fixed setting
    SCRIPT = "script"  # the operating system's automatic configuration (PAC)


class ProxyFlaw(StrEnum):
    """Why a setting cannot be used."""

    SCHEME = "scheme"  # SOCKS and other kinds
    ADDRESS = "address"  # no host, or none that could be one
    PORT = "port"
    VARIABLE = "variable"  # %NAME% or $NAME, which nobody replaced by its value
    SIGN = "sign"  # one in the user name or the password that has to be written otherwise
    QUOTED = "quoted"
    SCRIPT = "script"  # the address of a configuration script (PAC)


@record
class Proxy:
    """A proxy setting.

    Attributes:
        url: Its URL; may hold a user's password, so it is never shown.
        source: Where it came from.
        flaw: Why it is no http or https proxy with a host and a valid port; None where it is one.
        host: Host name or address.
        port: TCP port.
        variable: The environment variable's name, where it came from one.
    """

    url: str
    source: ProxySource
    flaw: ProxyFlaw | None
    host: str = ""
    port: int = 0
    variable: str = ""

    @property
    def usable(self) -> bool:
        """Whether calls can be made with it."""
        return self.flaw is None

    def __repr__(self) -> str:
        return f"Proxy(source={self.source}, flaw={self.flaw})"
