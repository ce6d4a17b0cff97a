"""A pretend office in a process of its own, so that its work is not counted; ends when its input closes.

    bench_office.py SCENARIO [CERTIFICATE KEY]

Prints its port as JSON.
"""

import json
import ssl
import sys

from wizard.simulator.pretend_office import PretendOffice
from wizard.simulator.scenarios import SCENARIOS


def serve(scenario: str, *files: str) -> None:
    """Serve until the input closes; over https where a certificate and its key are given."""
    context = None
    if files:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
    with PretendOffice(SCENARIOS[scenario], pace_s=0, tls=context) as office:
        print(json.dumps({"port": office.port}), flush=True)
        sys.stdin.read()


serve(*sys.argv[1:])
