"""Every row that runs the real command against real programs."""

from __future__ import annotations

from lab import rows_names, rows_network, rows_proxy

ROWS = (*rows_names.ROWS, *rows_network.ROWS, *rows_proxy.ROWS)
