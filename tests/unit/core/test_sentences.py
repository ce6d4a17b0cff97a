"""Open Dental's sentences are known however they are set; a sentence about something else is none of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.sentences import KnownSentence, recognise

SENTENCES = {
    # seen literally (facts, section 3.3)
    "The office's eConnector is not running. Please contact the office to start their eConnector.": (
        KnownSentence.ECONNECTOR_DOWN
    ),
    "Error. This is most likely a version issue": KnownSentence.VERSION,
    "API key has not been assigned.": KnownSentence.NOT_ASSIGNED,
    "API key has been disabled by customer.": KnownSentence.DISABLED_BY_CUSTOMER,
    "401 Not Authorized": KnownSentence.NOTHING,
    "504 Gateway Time-out The server didn't respond in time.": KnownSentence.NOTHING,
    "Local API. Unable to convert request.": KnownSentence.BAD_REQUEST,
    "Failed to communicate with the API service: ": KnownSentence.CLOUD_SERVICE,
    "Failed to communicate with the API service: The operation has timed out.": KnownSentence.CLOUD_SERVICE,
    "Patient not found.": KnownSentence.NOTHING,
    "ClaimProc not found.": KnownSentence.NOTHING,
    "notaresource is not a valid resource.": KnownSentence.NO_RESOURCE,
    "claimprocs DELETE  is not a valid method.": KnownSentence.BAD_REQUEST,
    "PatNum is required.": KnownSentence.NOTHING,
    "No GroupNote(s) found for PatNum 12.": KnownSentence.NOTHING,
    "ClaimNum 12 is invalid.": KnownSentence.NOTHING,
    "DateCreated format must be yyyy-MM-dd HH:mm:ss.": KnownSentence.NOTHING,
    "timeout of 30000ms exceeded": KnownSentence.NOTHING,
    # shown in the office, and could come over the wire (section 3.4)
    "No immortal socket connection found for RegistrationKeyNum 1": KnownSentence.ECONNECTOR_DOWN,
    "Multiple eConnectors have been detected for this registration key.": KnownSentence.ECONNECTOR_TWICE,
    "Listener Version does not match Program Version": KnownSentence.ECONNECTOR_VERSION,
    "Message from: server - Unable to connect to any of the specified MySQL hosts": KnownSentence.NO_DATABASE,
    "eConnector needs to be restarted": KnownSentence.ECONNECTOR_DOWN,
    "ODSocketNotFoundForRegKeyNum": KnownSentence.ECONNECTOR_DOWN,
    # the same in other words
    "Please contact the office to start their eConnector.": KnownSentence.ECONNECTOR_DOWN,
    "The office’s eConnector was not running.": KnownSentence.ECONNECTOR_DOWN,
    "The eConnector service isn't running": KnownSentence.ECONNECTOR_DOWN,
    "The e-Connector is not currently running": KnownSentence.ECONNECTOR_DOWN,
    "This is likely due to a version issue.": KnownSentence.VERSION,
    "The customer key has not been assigned to an office.": KnownSentence.NOT_ASSIGNED,
    "CustomerKey hasn't been assigned": KnownSentence.NOT_ASSIGNED,
    "This key has not yet been assigned.": KnownSentence.NOT_ASSIGNED,
    "The API keys of this office are not assigned": KnownSentence.NOT_ASSIGNED,
    "Key is unassigned.": KnownSentence.NOT_ASSIGNED,
    "Credentials have not been assigned": KnownSentence.NOT_ASSIGNED,
    "Has not been assigned.": KnownSentence.NOT_ASSIGNED,
    "API key has been disabled by the customer.": KnownSentence.DISABLED_BY_CUSTOMER,
    "Key status: Disabled by Customer": KnownSentence.DISABLED_BY_CUSTOMER,
    "disabled by customer": KnownSentence.DISABLED_BY_CUSTOMER,
    "API key has been disabled by developer.": KnownSentence.DISABLED_BY_DEVELOPER,
    "API key has been disabled by the developer": KnownSentence.DISABLED_BY_DEVELOPER,
    "API key has been disabled by Open Dental.": KnownSentence.DISABLED_BY_OPEN_DENTAL,
    "API key has been disabled by OpenDental.": KnownSentence.DISABLED_BY_OPEN_DENTAL,
    "The developer key is not valid.": KnownSentence.DEVELOPER_KEY,
    "Invalid developer key": KnownSentence.DEVELOPER_KEY,
    "Developer API key was revoked": KnownSentence.DEVELOPER_KEY,
    "Developer key is unknown": KnownSentence.DEVELOPER_KEY,
    "The API is not enabled.": KnownSentence.API_OFF,
    "The API has not been enabled": KnownSentence.API_OFF,
    "The API has been disabled in this office": KnownSentence.API_OFF,
    "This key lacks the required permission.": KnownSentence.NO_PERMISSION,
    "Insufficient permissions": KnownSentence.NO_PERMISSION,
    "You do not have the ApiReadAll permission": KnownSentence.NO_PERMISSION,
}
NOTHING = [
    "",
    "Forbidden",
    "Unauthorized",
    "Access denied by the administrator's policy",
    # a word of a sentence, said of something else
    "Provider has not been assigned.",
    "Provider has not been assigned to this clinic. Press any key.",
    "Appointment reminder was disabled by customer.",
    "Text messages have been disabled by the customer",
    "Customer disabled by developer tools",
    "Registration key 5 has not been assigned",
    "Foreign key has not been assigned",
    "Turkey has not been assigned",
    "The key is fine. Provider has not been assigned.",
    "API key is not valid.",
    "API key has been disabled.",
    "The developer key is valid but the customer key is not",
    "Invalid developer key or customer key",
    "Customer or developer key is invalid",
    "The developer key is fine",
    "is not a valid method of payment",
    "The eConnector is running",
    "The monitor is not running. Open the eConnector window.",
    "A version issue was solved",
    "API document not enabled",
    "Permission granted",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_known_however_it_is_set(text: str) -> None:
    for changed in (
        text,
        text.upper(),
        text.lower(),
        "\r\n\t ".join(text.split(" ")),
        text.replace(" ", "\u00a0"),
        text.replace("e", "e\u00ad"),
        text.replace("t", "t\u200b"),
        "\x00".join(text),
        text.replace("'", "’"),
        text.replace("'", "´"),
        f"\ufeff\x00{text}\x00",
        f'"{text}"',
    ):
        assert recognise(changed) is SENTENCES[text], changed


@pytest.mark.parametrize("text", [t for t in SENTENCES if not t.lower().startswith(("has ", "disabled "))])
@pytest.mark.parametrize(
    "around",
    ["<< 400: {} (reference 7) >>", "Error. {} Contact support.", "System.Exception: {}\r\n  at A.B()"],
)
def test_a_sentence_is_known_inside_a_longer_one(text: str, around: str) -> None:
    assert recognise(around.format(text)) is SENTENCES[text]


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_about_something_else_is_none_of_them(text: str) -> None:
    assert recognise(text) is KnownSentence.NOTHING
    assert recognise(text.upper()) is KnownSentence.NOTHING


@given(st.text())
@settings(deadline=None)
def test_reading_a_sentence_never_fails(text: str) -> None:
    assert isinstance(recognise(text), KnownSentence)
