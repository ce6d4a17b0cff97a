"""Where libraries of Windows are loaded from; test_hardening.py holds that whoever calls one says so."""

SYSTEM32 = 0x00000800
"""LOAD_LIBRARY_SEARCH_SYSTEM32: a library of Windows comes from its own folder, whatever lies beside us."""
