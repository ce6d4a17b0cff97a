"""The proxy that Windows itself would use for an address, its configuration script (PAC) included.

WinHTTP is the system's own resolver: it reads the person's setting, finds and runs a script. Read-only, and
no administrator is needed. Blocking: a script may have to be fetched.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.core.system32 import SYSTEM32
from wizard.core.system_proxy import SystemProxy, listed_by_script, proxy_of_scheme, skipped

if TYPE_CHECKING:
    from collections.abc import Callable

if sys.platform == "win32":
    import ctypes
    import threading
    from ctypes import wintypes
    from urllib.parse import urlsplit

    _NO_PROXY = 1  # WINHTTP_ACCESS_TYPE_NO_PROXY
    _NAMED_PROXY = 3  # WINHTTP_ACCESS_TYPE_NAMED_PROXY
    _AUTO_DETECT, _CONFIG_URL = 1, 2  # WINHTTP_AUTOPROXY_*
    _BY_DHCP_AND_DNS = 3
    _SEARCH_S = 3.0  # then the fixed setting is used, or none
    _STEP_MS = 3000  # for each step of fetching a script

    class _Setting(ctypes.Structure):
        """WINHTTP_CURRENT_USER_IE_PROXY_CONFIG: what the person's own settings say."""

        _fields_ = (
            ("detect", wintypes.BOOL),
            ("script", ctypes.c_void_p),
            ("proxy", ctypes.c_void_p),
            ("bypass", ctypes.c_void_p),
        )

    class _Options(ctypes.Structure):
        """WINHTTP_AUTOPROXY_OPTIONS."""

        _fields_ = (
            ("flags", wintypes.DWORD),
            ("detect", wintypes.DWORD),
            ("script", wintypes.LPCWSTR),
            ("reserved", ctypes.c_void_p),
            ("reserved_too", wintypes.DWORD),
            ("log_on", wintypes.BOOL),
        )

    class _Info(ctypes.Structure):
        """WINHTTP_PROXY_INFO."""

        _fields_ = (
            ("access", wintypes.DWORD),
            ("proxy", ctypes.c_void_p),
            ("bypass", ctypes.c_void_p),
        )

    def _text(pointer: int | None) -> str:
        """A text that WinHTTP allocated, freed after it was read."""
        if not pointer:
            return ""
        try:
            return ctypes.wstring_at(pointer)
        finally:
            free = ctypes.WinDLL("kernel32", winmode=SYSTEM32).GlobalFree
            free.argtypes, free.restype = (ctypes.c_void_p,), ctypes.c_void_p
            free(pointer)

    def proxy_for(url: str) -> SystemProxy:
        """The system's proxy for ``url``; blocking, some seconds at most where a script must be fetched."""
        library = ctypes.WinDLL("winhttp", winmode=SYSTEM32, use_last_error=True)
        setting = _Setting()
        if not library.WinHttpGetIEProxyConfigForCurrentUser(ctypes.byref(setting)):
            return SystemProxy()
        script, fixed, bypass = (_text(p) for p in (setting.script, setting.proxy, setting.bypass))
        if setting.detect or script:
            found = _in_time(lambda: _by_script(library, url, script, detect=bool(setting.detect)))
            if found is not None:
                return found
        trouble = bool(script)  # nothing found by itself is the usual state of a network without a proxy
        host = urlsplit(url).hostname or ""
        if fixed and not skipped(host, bypass):
            return SystemProxy(proxy_of_scheme(fixed), trouble=trouble)
        return SystemProxy(trouble=trouble)

    def _in_time(ask: Callable[[], SystemProxy | None]) -> SystemProxy | None:
        """What a search for a script found; None where it takes too long, as it may where there is none."""
        found: list[SystemProxy | None] = []
        search = threading.Thread(target=lambda: found.append(ask()), name="proxy-script", daemon=True)
        search.start()
        search.join(_SEARCH_S)
        return found[0] if found else None

    def _by_script(library: ctypes.WinDLL, url: str, script: str, *, detect: bool) -> SystemProxy | None:
        """What a script says; None where there is none, or none that can be used."""
        open_session, close = library.WinHttpOpen, library.WinHttpCloseHandle
        open_session.restype, close.argtypes = ctypes.c_void_p, (ctypes.c_void_p,)
        ask = library.WinHttpGetProxyForUrl
        ask.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR, ctypes.c_void_p, ctypes.c_void_p)
        set_timeouts = library.WinHttpSetTimeouts
        set_timeouts.argtypes = (ctypes.c_void_p, *(ctypes.c_int,) * 4)
        session = open_session("connect-wizard", _NO_PROXY, None, None, 0)
        if not session:
            return None
        try:
            set_timeouts(session, _STEP_MS, _STEP_MS, _STEP_MS, _STEP_MS)
            # a script that is named comes before one that would have to be searched for
            ways = [(_CONFIG_URL, 0, script)] if script else []
            ways += [(_AUTO_DETECT, _BY_DHCP_AND_DNS, None)] if detect else []  # type: ignore[list-item]
            for flags, how, where in ways:
                info = _Info()
                options = _Options(flags, how, where, None, 0, 1)
                if ask(session, url, ctypes.byref(options), ctypes.byref(info)):
                    listed = _text(info.proxy)
                    _text(info.bypass)
                    first, *others = listed_by_script(listed if info.access == _NAMED_PROXY else "")
                    return SystemProxy(first, automatic=True, others=tuple(others))
        finally:
            close(session)
        return None

elif sys.platform == "darwin":
    import urllib.request
    from urllib.parse import urlsplit

    def proxy_for(url: str) -> SystemProxy:
        """The system's fixed setting for ``url``; a script is not run on this system."""
        if urllib.request.proxy_bypass(urlsplit(url).hostname or ""):
            return SystemProxy()
        return SystemProxy(urllib.request.getproxies().get("https", ""))

else:

    def proxy_for(url: str) -> SystemProxy:  # noqa: ARG001 - the same shape everywhere
        """None: outside Windows and macOS the environment is the only place where a proxy is set."""
        return SystemProxy()
