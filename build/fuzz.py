"""Fuzzes the reading of answers: bytes, headers and a status in, a judged answer out.

    python3 -m venv FOLDER
    FOLDER/bin/pip install -r requirements.lock
    FOLDER/bin/pip install atheris
    FOLDER/bin/python build/fuzz.py CORPUS -max_total_time=3600 -timeout=5 -rss_limit_mb=1024

``CORPUS`` is a folder that it fills with inputs that reached new code; every option of libFuzzer works. What
must hold of an answer is in ``tests/support/readpath.py``. An input that breaks it is left behind as
``crash-*``; it is mended together with a test in ``tests/unit/probe/test_reading_properties.py``, which runs
in CI without atheris.

atheris is not in the lock: it has no wheels for Windows, and only this script uses it.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["wizard.probe", "wizard.core", "wizard.diagnosis", "json"]):
    from tests.support.readpath import STATUSES, ReadingPath

ENCODINGS = [None, "gzip", "deflate", "br", "identity", "gzip, deflate"]
SERVERS = [None, "nginx", "Microsoft-HTTPAPI/2.0", "squid", "Zscaler/6.2"]
HEADERS = ["retry-after", "date", "location", "www-authenticate"]
WRAPPERS: list[Callable[[bytes], bytes]] = [
    lambda body: body,
    gzip.compress,
    zlib.compress,
    lambda body: json.dumps(body.decode("utf-8", "replace")).encode(),
    lambda body: json.dumps({"message": body.decode("utf-8", "replace")}).encode(),
    lambda body: b"<html><body>" + body + b"</body></html>",
    lambda body: body.decode("latin-1").encode("utf-16"),
    lambda body: body.decode("latin-1").encode("utf-16-le"),
    lambda body: body.decode("latin-1").encode("utf-32"),
    lambda body: b"\xef\xbb\xbf" + body,
    lambda body: b'[{"LName": "CANARY", "Note": "' + body + b'"}]',
    lambda body: b'{"Patient": {"LName": "CANARY"}, "detail": "' + body + b'"}',
    lambda body: json.dumps(json.dumps([{"LName": "CANARY", "x": body.decode("latin-1")}])).encode(),
]
SEEDS = (
    b'"API key has not been assigned."',
    b"The office's eConnector is not running.",
    b'{"error": {"message": "API key has been disabled by customer."}}',
    b'[{"PatNum": 1, "LName": "Example"}]',
    b'[{"Permission":"ApiReadAll","HasPermission":"true"}]',
    b"<html><h1>503 Service Unavailable</h1>No server is available to handle this request.</html>",
    b"<title>Web page blocked</title><p>FortiGuard",
    b'<meta http-equiv="refresh" content="0;url=http://10.0.0.1/guest/s/default/">',
)
"""Bodies to start from."""
PATH = ReadingPath()


def one(data: bytes) -> None:
    """Read one made answer; atheris keeps what raises. ``CANARY`` stands for patients and keys."""
    made = atheris.FuzzedDataProvider(data)
    status = made.PickValueInList(STATUSES)
    headers = {"content-type": "application/json"}
    if (encoding := made.PickValueInList(ENCODINGS)) is not None:
        headers["content-encoding"] = encoding
    if (server := made.PickValueInList(SERVERS)) is not None:
        headers["server"] = server
    if made.ConsumeProbability() < 0.1:
        headers[made.PickValueInList(HEADERS)] = (
            made.ConsumeUnicodeNoSurrogates(40).replace("\r", "").replace("\n", "")
        )
    rights, wrap, cut = made.ConsumeBool(), made.PickValueInList(WRAPPERS), made.ConsumeIntInRange(1, 100)
    body = wrap(made.ConsumeBytes(made.remaining_bytes()))
    PATH.read(status, headers, [body[:cut], body[cut:]], rights=rights)


def main() -> None:
    """Start from the seeds and go on until told to stop."""
    folder = next((Path(name) for name in sys.argv[1:] if not name.startswith("-")), None)
    if folder is not None:
        folder.mkdir(exist_ok=True)
        for number, seed in enumerate(SEEDS):
            (folder / f"seed-{number}").write_bytes(seed + bytes(16))
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
