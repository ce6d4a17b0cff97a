"""A run as a case file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from wizard.casefile.case_file import write_case
from wizard.casefile.evidence_form import Seen
from wizard.store import resources

if TYPE_CHECKING:
    from wizard.runs.run_result import RunResult


def written_case(result: RunResult) -> bytes:
    """The bytes of a run's case file.

    Raises:
        CaseError: It would be larger than a case may be.
        ResourceError: The program was installed without its data files.
    """
    return write_case(
        Seen(result.evidence, result.endpoint, result.profile),
        result.document,
        result.translator.language,
        catalogue_sum(),
        result.redactor.known,
    )


def catalogue_sum() -> str:
    """SHA-256 of the cause catalogue, in hexadecimal: its files in the order of their names.

    Raises:
        ResourceError: The program was installed without its data files.
    """
    total = hashlib.sha256()
    for name in resources.file_names("causes", ".toml"):
        # a checkout may have other line ends
        content = resources.path(name).read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{name} {len(content)}\n".encode() + content)
    return total.hexdigest()
