"""The real programs of the laboratory, each with the configuration that a row asks for."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.lab.place import API, API_6, CONTROL, GATEWAY
from tests.support.folders import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.lab.place import Place

NAMES = {"api.opendental.com": (API,), "example.com": (CONTROL,)}
_SIMULATOR = 8080


def dnsmasq(place: Place, names: Mapping[str, tuple[str, ...]] | None = None, *options: str) -> None:
    """The office's name server.

    Args:
        place: Where.
        names: Names with their addresses; nothing for a name is NXDOMAIN. None: the two usual ones.
        options: Further options.
    """
    addresses = [
        f"--address=/{name}/{address}"
        for name, found in (NAMES if names is None else names).items()
        for address in found or ("",)
    ]
    place.start(
        [
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--pid-file=",
            "--no-resolv", "--no-hosts", "--bind-interfaces", "--listen-address=192.168.7.1,2600:bbbb:7::1",
            "--log-facility=-", *addresses, *options,
        ],
        port=53,
        udp=True,
    )  # fmt: skip


def simulator(
    place: Place, scenario: str = "healthy", port: int = _SIMULATOR, *, where: str = "internet"
) -> None:
    """The project's own pretend office, as a program."""
    place.start(
        [sys.executable, "-m", "wizard", "simulate", scenario, "--port", str(port)], port=port, where=where
    )


def haproxy(
    place: Place,
    *,
    pem: Path | None = None,
    rules: str = "default_backend office",
    bind: str = "",
    timeout_s: int = 100,
    ipv6: bool = False,
    here: bool = True,
) -> None:
    """The load balancer in front of Open Dental, and the control host's web server.

    Args:
        place: Where.
        pem: Certificate with its key; None for the good one.
        rules: Lines of the front end.
        bind: Further options of the secure port.
        timeout_s: Seconds that the balancer waits for the office behind it.
        ipv6: Listen on the IPv6 address as well.
        here: Listen on Open Dental's address.
    """
    chosen = pem or place.trust.good
    bind = bind.replace("{trusted}", str(place.trust.trusted))
    secure = "\n  ".join(
        f"bind {address}:443 ssl crt {chosen} {bind}" for address in (API, *((f"[{API_6}]",) if ipv6 else ()))
    )
    front = f"frontend api\n  {secure}\n  {rules}" if here else ""
    date = 'hdr Date "%[date,http_date]"'
    config = f"""
global
  maxconn 200
  ssl-default-bind-options ssl-min-ver TLSv1.0
defaults
  mode http
  timeout connect 2s
  timeout client 100s
  timeout server {timeout_s}s
{front}
frontend control
  bind {CONTROL}:443 ssl crt {place.trust.control}
  bind {CONTROL}:80
  http-request return status 200 content-type text/html string "<html>Example Domain</html>" {date}
backend office
  server office 127.0.0.1:{_SIMULATOR}
backend nobody
  server nobody 127.0.0.1:9 disabled
backend silent
  server silent 127.0.0.1:8081
backend nonsense
  server nonsense 127.0.0.1:8082
"""
    place.start(["haproxy", "-db", "-f", str(place.write("haproxy.cfg", config))], port=443)


def control(place: Place) -> None:
    """The control host alone."""
    haproxy(place, here=False)


def tls_in_front(place: Place, port: int, behind: int) -> None:
    """A secure port at the gateway, in front of one that is not."""
    config = f"""
defaults
  mode tcp
  timeout connect 2s
  timeout client 100s
  timeout server 100s
listen front
  bind {place.gateway}:{port} ssl crt {place.trust.gateway}
  server behind {place.gateway}:{behind}
"""
    place.start(["haproxy", "-db", "-f", str(place.write("front.cfg", config))], port=port)


def plain_in_front(place: Place, port: int, behind: int, *, at: str = "") -> None:
    """A port at the gateway or another address, in front of one on loopback."""
    config = f"""
defaults
  mode tcp
  timeout connect 2s
  timeout client 100s
  timeout server 100s
listen front
  bind {at or place.gateway}:{port}
  server behind 127.0.0.1:{behind}
"""
    place.start(["haproxy", "-db", "-f", str(place.write("front.cfg", config))], port=port)


def first_page(place: Place, address: str, status: int, page: str, pem: Path | None = None) -> None:
    """A filter's web server: its page on port 80, and on 443 with its own certificate where it has one."""
    secure = f"bind {address}:443 ssl crt {pem}" if pem else ""
    config = f"""
defaults
  mode http
  timeout connect 2s
  timeout client 100s
  timeout server 100s
frontend page
  bind {address}:80
  {secure}
  http-request return status {status} content-type text/html string "{page}"
"""
    place.start(["haproxy", "-db", "-f", str(place.write("page.cfg", config))], port=80)


def secure_in_front(place: Place, address: str, port: int = 443) -> None:
    """The load balancer's secure port at another address."""
    config = f"""
defaults
  mode http
  timeout connect 2s
  timeout client 100s
  timeout server 100s
listen front
  bind {f"[{address}]" if ":" in address else address}:{port} ssl crt {place.trust.good}
  server behind 127.0.0.1:{_SIMULATOR}
"""
    place.start(["haproxy", "-db", "-f", str(place.write("secure.cfg", config))], port=port)


def portal(place: Place) -> None:
    """The sign-in page of a guest network, on plain and secure ports that others are redirected to."""
    page = (
        'content-type text/html string "<html><form>Guest Wi-Fi: sign in <input type=password></form></html>"'
    )
    config = f"""
defaults
  mode http
  timeout connect 2s
  timeout client 20s
  timeout server 20s
frontend portal
  bind 0.0.0.0:80,0.0.0.0:8081
  bind 0.0.0.0:443,0.0.0.0:8443 ssl crt {place.trust.portal}
  http-request return status 200 {page}
"""
    place.start(["haproxy", "-db", "-f", str(place.write("portal.cfg", config))], port=443)


def squid(place: Place, rules: str, *, port: int = 3128, listen: str = "http_port {}") -> int:
    """The office's proxy.

    Args:
        place: Where.
        rules: ``auth_param``, ``acl`` and ``http_access`` lines.
        port: Its port.
        listen: The line about the port, with ``{}`` for its address.

    Returns:
        The port at which it listens.
    """
    port = place.port(port)
    config = f"""
{listen.format(f"{place.gateway}:{port}")}
visible_hostname proxy.office.example
pid_filename none
cache_log /dev/null
access_log none
cache_store_log none
cache deny all
cache_mem 8 MB
shutdown_lifetime 0 seconds
pinger_enable off
netdb_filename none
connect_timeout 3 seconds
dns_timeout 3 seconds
connect_retries 0
forward_timeout 4 seconds
{"dns_nameservers " + GATEWAY if not place.alone else ""}
{rules}
"""
    name = f"lab{port}" if place.alone else "lab"
    file = place.write("squid.conf", config)
    place.start(["squid", "-N", "-d", "1", "-n", name, "-f", str(file)], port=port)  # it says why it ends
    return port


ALLOW = "http_access allow all"
DENY = "http_access deny all"
BASIC = """
auth_param basic program /usr/lib/squid/basic_fake_auth
auth_param basic realm Office proxy
acl signed proxy_auth REQUIRED
http_access allow signed
http_access deny all
"""
# a helper that accepts nobody
REJECT = """
auth_param basic program /usr/lib/squid/basic_ncsa_auth /dev/null
auth_param basic realm Office proxy
acl signed proxy_auth REQUIRED
http_access allow signed
http_access deny all
"""
NTLM = """
auth_param ntlm program /usr/lib/squid/ntlm_fake_auth
acl signed proxy_auth REQUIRED
http_access allow signed
http_access deny all
"""
NEGOTIATE = """
auth_param negotiate program /usr/lib/squid/negotiate_kerberos_auth
auth_param ntlm program /usr/lib/squid/ntlm_fake_auth
acl signed proxy_auth REQUIRED
http_access allow signed
http_access deny all
"""


CERTGEN = "/usr/lib/squid/security_file_certgen"
"""Helper that makes certificates; only the Squid that is built with OpenSSL has it."""


def interceptor(place: Place, *, in_line: bool = False) -> int:
    """A Squid that looks into TLS, with an authority of its own.

    Args:
        place: Where.
        in_line: It takes connections that were meant for others; otherwise it is a proxy.

    Returns:
        The port at which it listens.
    """
    made = place.folder / "made"
    subprocess.run([CERTGEN, "-c", "-s", made, "-M", "4MB"], check=True, capture_output=True)
    # beside a port that takes other people's connections, Squid wants one of its own
    kind = "http_port 127.0.0.1:8889\nhttps_port {} intercept" if in_line else "http_port {}"
    rules = f"""
sslcrtd_program {CERTGEN} -s {made} -M 4MB
sslcrtd_children 1
tls_outgoing_options cafile={place.trust.trusted}
acl begin at_step SslBump1
ssl_bump peek begin
ssl_bump bump all
{ALLOW}
"""
    listen = f"{kind} ssl-bump tls-cert={place.trust.interceptor} generate-host-certificates=on"
    return squid(place, rules, port=8888, listen=listen)


def raw(*arguments: str) -> list[str]:
    """The laboratory's own misbehaving server, as a command."""
    return [sys.executable, "-I", "-S", str(ROOT / "tests" / "lab" / "raw.py"), *arguments]
