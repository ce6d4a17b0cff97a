"""Windows services and files on this PC."""

SYSTEM32 = 0x00000800
"""LOAD_LIBRARY_SEARCH_SYSTEM32: a library of Windows comes from its own folder, whatever lies beside us."""
