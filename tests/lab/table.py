"""Every row that runs the real command against real programs."""

from __future__ import annotations

from lab import rows_http, rows_names, rows_network, rows_office, rows_proxy, rows_tls

ROWS = (*rows_names.ROWS, *rows_network.ROWS, *rows_proxy.ROWS, *rows_tls.ROWS, *rows_http.ROWS, *rows_office.ROWS)
