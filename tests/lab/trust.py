"""Authorities and certificates, made anew for each run of the laboratory."""

from __future__ import annotations

import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

HOST = "api.opendental.com"
CONTROL = "example.com"


_WEAK = {"sha1": ("rsa:2048", "sha1", "serverAuth"), "rsa1024": ("rsa:1024", "sha256", "serverAuth"),
         "client": ("rsa:2048", "sha256", "clientAuth")}  # fmt: skip


def weak(folder: Path, kind: str, authority: Path, host: str) -> Path:
    """A certificate with a SHA-1 signature, a short key, or another purpose than a server's.

    Args:
        folder: For its files.
        kind: ``sha1``, ``rsa1024`` or ``client``.
        authority: Key and certificate of the one that issues it.
        host: Its name.
    """
    size, digest, purpose = _WEAK[kind]
    key, request, own, more = (folder / f"{kind}.{part}" for part in ("key", "csr", "crt", "ext"))
    more.write_text(f"subjectAltName=DNS:{host}\nextendedKeyUsage={purpose}\n")
    subject = ("-subj", f"/CN={host}")
    for arguments in (
        ("req", "-new", "-newkey", size, "-nodes", "-keyout", key, "-out", request, *subject),
        ("x509", "-req", f"-{digest}", "-in", request, "-CA", authority, "-CAkey", authority, "-days", "30",
         "-set_serial", "7", "-extfile", more, "-out", own),
    ):  # fmt: skip
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    file = folder / f"{kind}.pem"
    file.write_bytes(key.read_bytes() + own.read_bytes() + authority.read_bytes())
    return file


class Trust:
    """A lab authority, one that nobody trusts, and files made by them.

    Args:
        folder: Where the files go.

    Attributes:
        trusted: The list of authorities that the office's PC trusts.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lab = trustme.CA(organization_name="Laboratory Public Authority")
        self._other = trustme.CA(organization_name="Nobody's Authority")
        self._authority = folder / "lab-authority.pem"
        self._authority.write_bytes(self._lab.private_key_pem.bytes() + self._lab.cert_pem.bytes())
        self.trusted = folder / "trusted.pem"
        self.trusted.write_bytes(self._lab.cert_pem.bytes())
        now = datetime.now(UTC)
        self.good = self._write("good", self._lab.issue_cert(HOST))
        self.control = self._write("control", self._lab.issue_cert(CONTROL))
        self.gateway = self._write("gateway", self._lab.issue_cert("192.168.7.1"))
        self.wrong_host = self._write("wrong-host", self._lab.issue_cert("www.example.org"))
        self.untrusted = self._write("untrusted", self._other.issue_cert(HOST))
        self.portal = self._write("portal", self._other.issue_cert("wifi.example.com"))
        own = trustme.CA(organization_name="Nobody")
        self.self_signed = folder / "self-signed.pem"
        self.self_signed.write_bytes(own.private_key_pem.bytes() + own.cert_pem.bytes())
        self.expired = self._write(
            "expired",
            self._lab.issue_cert(
                HOST, not_before=now - timedelta(days=90), not_after=now - timedelta(days=2)
            ),
        )
        self.not_yet = self._write(
            "not-yet",
            self._lab.issue_cert(
                HOST, not_before=now + timedelta(days=2), not_after=now + timedelta(days=90)
            ),
        )
        # valid for a short while around now: a clock that is years off does not find it valid
        self.short = self._write(
            "short",
            self._lab.issue_cert(
                HOST, not_before=now - timedelta(days=30), not_after=now + timedelta(days=60)
            ),
        )
        self.interceptor = folder / "interceptor.pem"
        maker = trustme.CA(organization_name="mitmproxy", organization_unit_name="Office interceptor")
        self.interceptor.write_bytes(maker.private_key_pem.bytes() + maker.cert_pem.bytes())
        self.both = folder / "both.pem"
        self.both.write_bytes(self._lab.cert_pem.bytes() + maker.cert_pem.bytes())

    def weak(self, kind: str) -> Path:
        """A certificate of the lab authority's that is not good enough, by the ``openssl`` program."""
        # rows run beside each other: each call has files of its own, and what they share was written before
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        folder.chmod(0o755)
        return weak(folder, kind, self._authority, HOST)

    def named(self, organisation: str, common_name: str) -> Path:
        """A certificate of an authority that nobody trusts, and that has this name."""
        own = trustme.CA(organization_name=organisation, organization_unit_name=common_name)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        folder.chmod(0o755)
        return self._write(f"{folder.name}/named", own.issue_cert(HOST))

    def _write(self, name: str, leaf: trustme.LeafCert) -> Path:
        file = self._folder / f"{name}.crt.pem"
        file.write_bytes(leaf.private_key_and_cert_chain_pem.bytes())
        return file
