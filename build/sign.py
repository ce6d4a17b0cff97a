"""Signs what a release ships: called for both executables, the uninstaller and the setup.

    python build/sign.py FILE...              signs with the command in CONNECT_WIZARD_SIGN
    python build/sign.py --test DIR FILE...   signs with a certificate made for tests, kept in DIR

CONNECT_WIZARD_SIGN is the whole command with ``{file}`` for the file's name. It signs in place, for example
on Windows with a certificate in the PC's store (its thumbprint chooses it; no password is named anywhere):

    signtool sign /fd sha256 /td sha256 /tr http://timestamp.example /sha1 THUMBPRINT {file}

and elsewhere with a key in a hardware token:

    osslsigncode sign -pkcs11module MODULE -key pkcs11:... -certs chain.pem -h sha256 -ts URL
        -in {file} -out {file}.new

A file named FILE.new that the command leaves takes the place of FILE. Libraries by Qt, Python and Microsoft
keep their makers' signatures and are not signed again. Without the variable nothing is signed, and this says
so.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from wizard.kit.sign import VARIABLE, arguments_of, last_words, sign

__all__ = ["VARIABLE", "main", "sign", "test_certificate", "test_command"]


def test_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-made certificate for code signing and its key, made on the first call."""
    certificate, key = folder / "test-certificate.pem", folder / "test-key.pem"
    if not certificate.exists():
        folder.mkdir(parents=True, exist_ok=True)
        names = ("-subj", "/CN=Connect Wizard test certificate")
        uses = ("-addext", "extendedKeyUsage=codeSigning", "-addext", "keyUsage=digitalSignature")
        call = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", *names, *uses]
        subprocess.run(
            [*call, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
        )
    return certificate, key


def test_command(folder: Path) -> str:
    """The command that signs with the test certificate."""
    certificate, key = test_certificate(folder)
    parts = ("osslsigncode", "sign", "-certs", str(certificate), "-key", str(key), "-h", "sha256")
    return shlex.join(parts) + " -in {file} -out {file}.new"


def main(given: list[str] | None = None) -> int:
    """Sign the files that are named; 1 where one could not be signed."""
    parser = argparse.ArgumentParser(prog="sign", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--test", type=Path, metavar="DIR", help="sign with a certificate made for tests")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options = parser.parse_args(given)
    command = test_command(options.test) if options.test else os.environ.get(VARIABLE, "")
    if not command:
        print(f"not signed, {VARIABLE} is not set: {', '.join(f.name for f in options.files)}")
        return 0
    program = arguments_of(command, "")[0]
    if shutil.which(program) is None:
        print(f"not signed: the program {program} is not here", file=sys.stderr)
        return 1
    for file in options.files:
        try:
            sign(file, command)
        except subprocess.CalledProcessError as problem:
            print(f"{file.name} could not be signed\n{last_words(problem)}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
