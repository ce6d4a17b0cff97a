"""``FreeDentalConfig.xml``: three things are read, everything else is never kept, and no file can hurt."""

from __future__ import annotations

import contextlib
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.machine import DatabaseSetting, DatabaseWay, Unreadable, UnreadableReason
from wizard.windows.open_dental_config import MOST, connection

CANARY = "CANARYPASSWORD"
DIRECT = f"""<?xml version="1.0" encoding="utf-8"?>
<ConnectionSettings><DatabaseConnection><ComputerName> DENTAL-SRV </ComputerName>
<Database>opendental</Database><User>{CANARY}u</User><Password>{CANARY}</Password>
<MySQLPassHash>{CANARY}h</MySQLPassHash></DatabaseConnection><DatabaseType>MySql</DatabaseType>
</ConnectionSettings>"""
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]><x>&z;</x>'.format(
    "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghij", "bcdefghijz", strict=True))
)


def tier(uri: str) -> str:
    return f"<ServerConnection><URI>{uri}</URI></ServerConnection>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_direct_connection(encoding: str) -> None:
    text = DIRECT if encoding != "utf-16" else DIRECT.replace('encoding="utf-8"', 'encoding="utf-16"')
    assert connection(text.encode(encoding)) == DatabaseSetting(
        DatabaseWay.DIRECT, "DENTAL-SRV", "opendental", "MySql"
    )


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (tier("http://srv:80/x.asmx"), DatabaseSetting(DatabaseWay.MIDDLE_TIER, "srv")),
        (tier("srv/x"), DatabaseSetting(DatabaseWay.MIDDLE_TIER, "srv")),
        (tier("http://u:p@srv/x"), DatabaseSetting(DatabaseWay.MIDDLE_TIER, "srv")),
        (tier("http://[bad"), DatabaseSetting(DatabaseWay.MIDDLE_TIER)),
        (f"<ConnectionString>Server=x;Pwd={CANARY}</ConnectionString>", DatabaseSetting(DatabaseWay.STRING)),
        ("", DatabaseSetting(DatabaseWay.NOT_CHOSEN)),
        ("<DatabaseConnection><ComputerName/></DatabaseConnection>", DatabaseSetting(DatabaseWay.NOT_CHOSEN)),
        (
            "<DatabaseConnection><ComputerName>srv:3307</ComputerName></DatabaseConnection>",
            DatabaseSetting(DatabaseWay.DIRECT, "srv"),
        ),
        (
            "<DatabaseConnection><ComputerName>fe80::1</ComputerName></DatabaseConnection>",
            DatabaseSetting(DatabaseWay.DIRECT, "fe80::1"),
        ),
        (f"<X><ComputerName>{CANARY}</ComputerName></X>", DatabaseSetting(DatabaseWay.NOT_CHOSEN)),
    ],
)  # fmt: skip
def test_what_a_file_says(inside: str, expected: DatabaseSetting) -> None:
    assert connection(f"<ConnectionSettings>{inside}</ConnectionSettings>".encode()) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe",
        b"<ConnectionSettings>",
        DIRECT.encode()[:-80],
        b'<?xml version="1.0" encoding="klingon"?><x/>',
        BOMB.encode(),
        b'<!DOCTYPE x SYSTEM "file:///c:/windows/win.ini"><x/>',
        b"<ConnectionSettings><DatabaseConnection><ComputerName>" + b"x" * 300 + b"</ComputerName>",
        DIRECT.encode() + b" " * MOST,
        b"<a>" * (MOST // 4),
    ],
)
def test_a_file_that_is_none_is_refused_without_a_word_of_it(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        connection(data)
    assert caught.value.why is UnreadableReason.MALFORMED
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__context__)
    assert CANARY not in told


@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(connection(data), DatabaseSetting)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_no_other_elements_text_comes_out(secret: str) -> None:
    inside = secret.replace("&", "").replace("<", "").replace("]]>", "")
    password = f"<DatabaseConnection><Password>Q{inside}Q</Password></DatabaseConnection>"
    text = f"<ConnectionSettings>{password}</ConnectionSettings>"
    assert connection(text.encode()) == DatabaseSetting(DatabaseWay.NOT_CHOSEN)
