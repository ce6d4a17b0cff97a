"""About 250 invented patients, the same in every run, none of whom could be taken for a person."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.simulator.call import Call

PatientRow = dict[str, str | int]

CANARY_PATIENT = "Zzcanary-Patient"
"""Last name of the first patient: wherever this text shows up, a patient's data has leaked."""

COUNT = 250
PAGE_LIMIT = 100  # hard maximum of a page on Remote [D]

_PARTIAL = {
    name: name
    for name in ("LName", "FName", "Address", "City", "State", "SSN", "ChartNumber", "Birthdate", "Email")
} | {"Phone": "HmPhone", "clinicAbbr": "clinicAbbr"}
"""Filters by their field; partial and case-insensitive [D]. Other documented filters are not modelled."""


def _patient(number: int) -> PatientRow:
    """One row with the documented fields in their documented order [D], social security number included."""
    last = CANARY_PATIENT if number == 1 else "Zz-Invented" if number == 2 else f"Example-{number:04}"
    return {
        "PatNum": number,
        "LName": last,
        "FName": f"Pretend-{number:04}",
        "MiddleI": "",
        "Preferred": "",
        "PatStatus": "Archived" if number % 50 == 0 else "Inactive" if number % 10 == 0 else "Patient",
        "Birthdate": f"{1930 + number % 80}-{1 + number % 12:02}-{1 + number % 28:02}",
        "SSN": f"000-00-{number:04}",  # 000 is never issued as an area number
        "Address": f"{number} Example Street",
        "Address2": "",
        "City": "Exampleton",
        "State": "ZZ",
        "Zip": 0,  # a number in a list, a text in a single patient: a quirk of the documentation's examples
        "HmPhone": f"(000)555-{number:04}",
        "WkPhone": "",
        "WirelessPhone": "",
        "Email": f"patient{number:04}@example.invalid",
        "priProvAbbr": "DOC1",
        "secProvAbbr": "",
        "BillingType": "Standard Account",
        "ChartNumber": f"EX{number:04}",
        "ClinicNum": number % 3,
        "clinicAbbr": f"Clinic{number % 3}",
        "siteDesc": "",
        "TxtMsgOk": "No",
    }


@cache
def everybody() -> tuple[PatientRow, ...]:
    """All patients, ordered by number; the first one is the canary."""
    return tuple(_patient(number) for number in range(1, COUNT + 1))


def patient_page(call: Call) -> list[PatientRow]:
    """The rows that a call asks for; 100 of them unless ``Limit`` says fewer [D].

    A parameter that nobody knows is ignored without a word [M], and so is a ``Limit`` that is no positive
    number (not documented): a typing mistake such as ``limit1=`` brings a full page.
    """
    rows = list(_filtered(call))
    start = _number(call.value("Offset"), 0)
    return rows[start : start + min(_number(call.value("Limit"), PAGE_LIMIT) or PAGE_LIMIT, PAGE_LIMIT)]


def single(number: str) -> PatientRow | None:
    """One patient by number, or None."""
    wanted = _number(number, 0)
    if not 1 <= wanted <= COUNT:
        return None
    return everybody()[wanted - 1] | {"Zip": "00000"}


def _number(text: str | None, otherwise: int) -> int:
    fits = text is not None and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if text is not None and fits else otherwise


def _filtered(call: Call) -> Iterator[PatientRow]:
    wanted = [(_PARTIAL[key], value.casefold()) for key, value in call.query if key in _PARTIAL]
    hidden = set()
    if call.value("showArchived") != "true":
        hidden.add("Archived")
    if call.value("hideInactive") == "true":
        hidden.add("Inactive")
    clinics = [number for number in (call.value("clinicNums") or "").split(",") if number]
    for row in everybody():
        if row["PatStatus"] in hidden or (clinics and str(row["ClinicNum"]) not in clinics):
            continue
        if all(value in str(row[name]).casefold() for name, value in wanted):
            yield row
