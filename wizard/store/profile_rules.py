"""What a vendor profile may hold: every key's shape, and what is told of one that has another.

Nothing here can change where a key goes: addresses have no key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from wizard.core.mode import Mode
from wizard.core.profile import PERMISSIONS, SERVICE, Profile, Support
from wizard.core.text import N, T, Text
from wizard.core.toml.tables import Problem, RefusedError, Table, TableError, nearest, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.core.secret import Secret
    from wizard.core.version import Version

_V = TypeVar("_V")

_KEYS: dict[str, tuple[str, ...]] = {
    "": ("schema", "vendor", "api", "keychain", "wizard"),
    "vendor": ("name", "product", "support", "logo", "accent"),
    "vendor.support": ("phone", "email", "url", "hours"),
    "api": ("developer_key", "modes", "permissions", "minimum_version"),
    "keychain": ("service", "customer_key_name", "developer_key_name"),
    "wizard": (
        "languages", "baa_url", "show_business_associate_notice", "watch_minutes", "keep_history", "show_me",
        "download_url",
    ),
}  # fmt: skip
_LEAST_CONTRAST = 4.5
_LONGEST_WATCH = 1440
_LONGEST_NAME = 60


def validate(root: Table, available: Sequence[str] = ("en",)) -> Profile | tuple[Problem, ...]:
    """Turn the content of a profile into a :class:`Profile`, or tell everything that is wrong with it.

    Args:
        root: The profile.
        available: Languages that the program ships.

    Returns:
        The profile, or the problems, none of which tells its key.
    """
    read = _Reader(root)
    read.need("schema", _schema, 1)
    vendor = read.need("vendor.name", _name, "")
    profile = Profile(
        vendor_name=vendor,
        product=read.get("vendor.product", _name, ""),
        support=Support(
            phone=read.get("vendor.support.phone", _line, ""),
            email=read.get("vendor.support.email", _email, ""),
            url=read.get("vendor.support.url", _url, ""),
            hours=read.get("vendor.support.hours", _line, ""),
        ),
        logo=read.get("vendor.logo", _logo, None),
        accent=read.get("vendor.accent", _accent, None),
        developer_key=read.get("api.developer_key", _key, None),
        modes=tuple(map(Mode, read.names("api.modes", [*Mode], (Mode.REMOTE,), least=1))),
        permissions=read.names("api.permissions", PERMISSIONS, ()),
        minimum_version=read.get("api.minimum_version", _version, None),
        keychain_service=read.get("keychain.service", _line, f"{SERVICE} ({vendor})"),
        customer_key_name=read.get("keychain.customer_key_name", _line, "customer-key"),
        developer_key_name=read.get("keychain.developer_key_name", _line, None),
        languages=read.names("wizard.languages", available, (), least=1),
        baa_url=read.get("wizard.baa_url", _url, None),
        show_business_associate_notice=read.get("wizard.show_business_associate_notice", _yes_or_no, True),
        watch_minutes=read.get("wizard.watch_minutes", _minutes, 60),
        keep_history=read.get("wizard.keep_history", _yes_or_no, True),
        show_me=read.get("wizard.show_me", _yes_or_no, True),
        download_url=read.get("wizard.download_url", _url, None),
    )
    if profile.customer_key_name == profile.developer_key_name:
        read.report(
            "keychain.developer_key_name",
            T("Expected another name than that of the customer key; one key would overwrite the other."),
        )
    return tuple(read.problems) or profile


class _Reader:
    """Walks the known keys and collects problems."""

    def __init__(self, root: Table) -> None:
        self.problems: list[Problem] = []
        api = root.data.get("api")
        key = api.get("developer_key") if isinstance(api, dict) else None
        self._planted = key if isinstance(key, str) else ""
        self._root = Table(root.data, root.file.described(self._echo))
        self._tables = {path: Table({}) for path in _KEYS}
        self._open("", self._root)

    def report(self, path: str, message: Text, shown: str | None = None) -> None:
        """Add a problem; ``shown`` stands in for a path that holds a name out of the file."""
        self.problems.append(Problem(path if shown is None else shown, self._root.line(path), message))

    def get(self, path: str, shape: Callable[[object], _V], default: _V) -> _V:
        """The value at ``path`` in its right shape, or ``default``."""
        table, _, name = path.rpartition(".")
        try:
            return self._tables[table].take(name, shape, default)
        except TableError as refused:
            self.problems += refused.problems
            return default

    def need(self, path: str, shape: Callable[[object], _V], default: _V) -> _V:
        """The same for a key that has to be there."""
        table, _, name = path.rpartition(".")
        if name not in self._tables[table].data:
            self.report(path, T("This key is missing."))
        return self.get(path, shape, default)

    def names(
        self, path: str, known: Sequence[str], default: tuple[str, ...], least: int = 0
    ) -> tuple[str, ...]:
        """A list of known names, each once; every wrong item is a problem of its own."""
        items = self.get(path, _list, None)
        if items is None:
            return default
        if len(items) < least:
            self.report(path, T("Expected at least one of {names}.", names=", ".join(known)))
        for place, item in enumerate(items):
            here = f"{path}[{place}]"
            if not isinstance(item, str) or item not in known:
                got, near = self._echo(item), nearest(item, known)
                self.report(here, _one_of(known, got, near))
            elif item in items[:place]:
                self.report(here, T("Expected each name once, got {name} again.", name=item))
        return tuple(str(item) for item in items if item in known)

    def _open(self, path: str, table: Table) -> None:
        self._tables[path] = table
        for name in table.data:
            inner = table.path_of(name)
            if name not in _KEYS[path]:
                shown = self._excerpt(name) or '""'
                self.report(inner, _unknown(path, name), f"{path}.{shown}" if path else shown)
            elif inner in _KEYS:
                try:
                    self._open(inner, table.table(name))
                except TableError as refused:
                    self.problems += refused.problems

    def _echo(self, value: object) -> Text | str:
        if isinstance(value, str):
            text = self._excerpt(value)
            return T("“{text}”", text=text) if text else T("an empty text")
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int) and abs(value) < 10**9:
            return str(value)
        kinds = ((int | float, T("another number")), (list, T("a list")), (dict, T("a table")))
        return next((said for kind, said in kinds if isinstance(value, kind)), T("a date or time"))

    def _excerpt(self, text: str) -> str:
        from wizard.core.redact import Redactor
        from wizard.core.secret import Secret

        redactor = Redactor([Secret(self._planted)])
        return redactor.excerpt(redactor.known(text)[:200], 40)  # patterns are slow on long runs


def _unknown(path: str, name: str) -> Text:
    if path in {"", "api"} and _is_address(name):
        return T("A profile cannot change where a key is sent or how the connection is secured; remove this.")
    elsewhere = next((f"{table}.{name}".lstrip(".") for table, names in _KEYS.items() if name in names), None)
    if elsewhere and not nearest(name, _KEYS[path]):
        return T("This key is not known here; did you mean {near}?", near=elsewhere)
    return unknown(name, _KEYS[path])


def _is_address(name: str) -> bool:
    low = name.lower()
    words = low.replace("-", "_").split("_")
    stems = (
        "host",
        "url",
        "endpoint",
        "proxy",
        "verify",
        "ssl",
        "tls",
        "cert",
        "redirect",
        "address",
        "server",
    )
    return any(s in low for s in stems) or not {
        "ca",
        "cafile",
        "port",
        "uri",
        "scheme",
        "insecure",
    }.isdisjoint(words)


def _one_of(known: Sequence[str], got: Text | str, near: str | None) -> Text:
    names = ", ".join(known)
    if near:
        return T("Expected one of {names}; got {got}. Did you mean {near}?", names=names, got=got, near=near)
    return T("Expected one of {names}; got {got}.", names=names, got=got)


def _schema(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value != 1:
        raise RefusedError(
            lambda got: T("Expected 1, the only schema that this version knows, got {got}.", got=got)
        )
    return 1


def _line(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > 100:
        raise RefusedError(lambda got: T("Expected a text of 1 to 100 characters, got {got}.", got=got))
    if not value.isprintable() or value != value.strip() or "**" in value:
        raise RefusedError(
            lambda got: T("Expected one line of plain text without spaces around it, got {got}.", got=got)
        )
    return value


def _name(value: object) -> str:
    text = _line(value)
    if len(text) > _LONGEST_NAME:
        raise RefusedError(
            lambda got: T(
                "Expected a name of at most {longest} characters, got {got}.", longest=_LONGEST_NAME, got=got
            )
        )
    return text


def _email(value: object) -> str:
    text = _line(value)
    user, at, domain = text.rpartition("@")
    labels = domain.split(".")
    if not (user and at and len(labels) > 1 and all(labels)) or any(c in " ,;<>()@" for c in user + domain):
        raise RefusedError(
            lambda got: T("Expected an e-mail address such as help@example.com, got {got}.", got=got)
        )
    return text


def _url(value: object) -> str:
    from urllib.parse import urlsplit

    def expected(got: Text | str) -> Text:
        return T(
            "Expected an address such as https://example.com/help, without a user name, got {got}.", got=got
        )

    if not isinstance(value, str) or len(value) > 500 or not value.isprintable() or " " in value:
        raise RefusedError(expected)
    try:
        parts = urlsplit(value)
        host, user, _port = parts.hostname or "", parts.username, parts.port
    except ValueError:
        raise RefusedError(expected) from None
    if parts.scheme != "https" or not all(host.split(".")) or user is not None or "\\" in value:
        raise RefusedError(expected)
    return value


def _logo(value: object) -> str:
    parts = value.split("/") if isinstance(value, str) else []
    text = "/".join(parts)
    outside = not text.isprintable() or "\\" in text or ":" in text or not {"", ".", ".."}.isdisjoint(parts)
    if outside or not text.lower().endswith(".png") or len(text) > 100:
        raise RefusedError(
            lambda got: T(
                "Expected the name of a PNG file beside the profile, such as logo.png, got {got}.", got=got
            )
        )
    return text


def _accent(value: object) -> str:
    text = value if isinstance(value, str) else ""
    if len(text) != 7 or text[0] != "#" or not all(c in "0123456789abcdefABCDEF" for c in text[1:]):
        raise RefusedError(lambda got: T("Expected a color such as #0B6E6E, got {got}.", got=got))
    ratio = _contrast_with_white(text)
    if ratio < _LEAST_CONTRAST:
        raise RefusedError(
            T(
                "Expected a color with a contrast of at least 4.5:1 against white, got {color}, which has "
                "{ratio}:1.",
                color=text,
                ratio=f"{int(ratio * 100) / 100:.2f}",
            )
        )
    return text


def _contrast_with_white(colour: str) -> float:
    """Contrast ratio of ``#RRGGBB`` and white, 1 to 21, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _key(value: object) -> Secret:
    from wizard.core.keys import LONGEST, SHORTEST
    from wizard.core.secret import Secret

    if not isinstance(value, str):
        raise RefusedError(
            T(
                "Expected a key of {shortest} to {longest} printable characters without spaces and slashes, "
                "got something that is not a text.",
                shortest=SHORTEST,
                longest=LONGEST,
            )
        )
    for place, character in enumerate(value, start=1):
        if not (character.isascii() and character.isprintable()) or character in " /\\":
            raise RefusedError(
                T(
                    "Expected a key of {shortest} to {longest} printable characters without spaces and "
                    "slashes, got something else at character {place}.",
                    shortest=SHORTEST,
                    longest=LONGEST,
                    place=place,
                )
            )
    if not SHORTEST <= len(value) <= LONGEST:
        raise RefusedError(
            N(
                "Expected a key of {shortest} to {longest} printable characters without spaces and slashes, "
                "got a text of {n} character.",
                "Expected a key of {shortest} to {longest} printable characters without spaces and slashes, "
                "got a text of {n} characters.",
                len(value),
                shortest=SHORTEST,
                longest=LONGEST,
            )
        )
    return Secret(value)


def _version(value: object) -> Version:
    from wizard.core.version import Version

    if isinstance(value, int | float) and not isinstance(value, bool):
        raise RefusedError(
            T(
                'Expected a version in quotation marks, such as "22.2" or "24.3.45", got a number without '
                "quotation marks."
            )
        )
    try:
        return Version.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise RefusedError(
            lambda got: T(
                'Expected a version in quotation marks, such as "22.2" or "24.3.45", got {got}.', got=got
            )
        ) from None


def _list(value: object) -> list[object] | None:
    if not isinstance(value, list):
        raise RefusedError(lambda got: T('Expected a list such as ["one", "two"], got {got}.', got=got))
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise RefusedError(lambda got: T("Expected true or false, got {got}.", got=got))
    return value


def _minutes(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _LONGEST_WATCH:
        raise RefusedError(
            lambda got: T(
                "Expected a whole number of minutes from 1 to {longest}, got {got}.",
                longest=_LONGEST_WATCH,
                got=got,
            )
        )
    return value
