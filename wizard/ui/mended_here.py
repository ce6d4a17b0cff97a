"""Whether the place of a cure is this PC, so that nobody goes to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.runs.run_result import RunResult


def is_mended_here(result: RunResult) -> bool:
    """Whether the likely cause is one that is mended on the server, and this PC is the server."""
    from wizard.diagnosis.there import on_server  # not at the first paint

    return result.evidence.server_here and any(on_server(cause.code) for cause in result.written_causes[:1])
