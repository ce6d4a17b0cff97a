"""The table: rows that run the real command among real programs, and the generated cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab import rows_http, rows_names, rows_network, rows_office, rows_proxy, rows_tls
from tests.lab.spoken import SPOKEN

if TYPE_CHECKING:
    from tests.lab.row import Case, Row

ROWS: tuple[Row, ...] = (
    *rows_names.ROWS,
    *rows_network.ROWS,
    *rows_proxy.ROWS,
    *rows_tls.ROWS,
    *rows_http.ROWS,
    *rows_office.ROWS,
)

TABLE: tuple[Case, ...] = (*ROWS, *SPOKEN)
