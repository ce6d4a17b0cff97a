"""Reads ``FreeDentalConfig.xml``: the server's name, the database's and the type, and nothing else.

The file holds a user, a password and a reversible hash of it. The parser streams: text is kept only while the
path of open elements is one of those in ``_WANTED``, so no other element's text ever stands in a variable of
this program's, and no exception quotes the file.
"""

from __future__ import annotations

from wizard.core.machine import DatabaseSetting, DatabaseWay, Unreadable, UnreadableReason

NAME = "FreeDentalConfig.xml"
MOST = 64 * 1024
"""Bytes that are read at most; a real file has some hundred."""

_ROOT = "ConnectionSettings"
_WANTED = {
    (_ROOT, "DatabaseConnection", "ComputerName"): "computer",
    (_ROOT, "DatabaseConnection", "Database"): "database",
    (_ROOT, "DatabaseConnection", "DatabaseType"): "engine",
    (_ROOT, "DatabaseType"): "engine",
    (_ROOT, "ServerConnection", "URI"): "uri",
}
_STRING = (_ROOT, "ConnectionString")
_LONGEST = 255


class _Reader:
    """Keeps the wanted texts of one file."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.has_string = False
        self._open: list[str] = []

    def start(self, name: str, _attributes: object) -> None:
        self._open.append(name)
        if tuple(self._open) == _STRING:
            self.has_string = True

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, piece: str) -> None:
        if (wanted := _WANTED.get(tuple(self._open))) is None:
            return
        kept = self.found.get(wanted, "") + piece
        if len(kept) > _LONGEST:
            raise Unreadable(UnreadableReason.MALFORMED)
        self.found[wanted] = kept

    def refuse(self, *_anything: object) -> None:
        """A document type is where entities come from; Open Dental writes none."""
        raise Unreadable(UnreadableReason.MALFORMED)


def connection(data: bytes) -> DatabaseSetting:
    """Read a configuration.

    Args:
        data: The file, at most :data:`MOST` bytes of it.

    Raises:
        Unreadable: It is longer, not XML, or has a document type.
    """
    if len(data) >= MOST:
        raise Unreadable(UnreadableReason.MALFORMED)
    from xml.parsers import expat

    reader, parser = _Reader(), expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the parser takes no keyword
    except (expat.ExpatError, ValueError, LookupError):  # ValueError, LookupError: an encoding nobody knows
        raise Unreadable(UnreadableReason.MALFORMED) from None
    return _connection({name: text.strip() for name, text in reader.found.items()}, reader.has_string)


def _connection(found: dict[str, str], has_string: bool) -> DatabaseSetting:
    database, engine = found.get("database", ""), found.get("engine", "")
    if uri := found.get("uri"):
        return DatabaseSetting(DatabaseWay.MIDDLE_TIER, _host(uri))
    if has_string:
        return DatabaseSetting(DatabaseWay.STRING, engine=engine)
    if computer := found.get("computer"):
        return DatabaseSetting(DatabaseWay.DIRECT, _without_port(computer), database, engine)
    return DatabaseSetting(DatabaseWay.NOT_CHOSEN)


def _host(uri: str) -> str:
    """The host of the middle tier's address; a user name in front of it is not kept."""
    from urllib.parse import urlsplit

    try:
        return urlsplit(uri if "//" in uri else f"//{uri}").hostname or ""
    except ValueError:
        return ""


def _without_port(computer: str) -> str:
    """A MySQL server may be named with its port."""
    name, colon, port = computer.rpartition(":")
    return name if colon and port.isdigit() and ":" not in name else computer
