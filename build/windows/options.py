"""What ``build/start.py windows`` takes. Standard library only: read before anything is installed."""

from __future__ import annotations

import argparse


def parse() -> argparse.Namespace:
    """The options of the command line; ends the program where they are wrong or help is asked for."""
    parser = argparse.ArgumentParser(
        prog="windows", description="Makes the Windows release: folder, zip, setup, parts list, check sums."
    )
    parser.add_argument("--prove", action="store_true", help="run the proof on what was made")
    parser.add_argument("--prove-only", action="store_true", help="run the proof on what is there")
    parser.add_argument("--repeat", action="store_true", help="freeze twice and tell what differs")
    parser.add_argument("--sign-for-test", action="store_true", help="sign with a certificate made for tests")
    parser.add_argument("--release", action="store_true", help="fail where it would be a build for tests")
    return parser.parse_args()


if __name__ == "__main__":
    parse()
