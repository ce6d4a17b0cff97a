"""Scenarios in which Open Dental itself says no: its service for all offices, an office, or a key.

A call without a key is answered as documented in each of them: 400 with a bare JSON string about the header.
Confidence of a literal: [D] documented, [S] seen in published source, [M] measured by others, [I] inferred.
"""

from __future__ import annotations

from wizard.core.codes import Code
from wizard.core.text import T
from wizard.simulator import api, html_answers
from wizard.simulator.scenario import Scenario
from wizard.simulator.wire_answer import WireAnswer, html_answer, nothing, sentence

_ECONNECTOR = (
    "The office's eConnector is not running. Please contact the office to start their eConnector."  # [M]
)
_NOT_ASSIGNED = "API key has not been assigned."  # [M]; its status is disputed: 401 [D], 400 [C]
_NOT_AUTHORIZED = "401 Not Authorized"  # [M]

THROTTLED = (
    Scenario(
        "throttled",
        T("Too many calls: Open Dental asks for a pause of 7 seconds."),
        Code.HQ_THROTTLED,
        keyed=nothing(429, ("Retry-After", "7")),
    ),
    Scenario(
        "throttled-date",
        T("Too many calls: Open Dental asks for a pause until a time of day."),
        Code.HQ_THROTTLED,
        keyed=WireAnswer(429, content_type=None, retry_at_s=7),
    ),
)

OFFICE = (
    Scenario(
        "econnector-not-running",
        T("The office's eConnector is stopped."),
        Code.ECONNECTOR_NOT_RUNNING,
        keyed=sentence(400, _ECONNECTOR),
    ),
    # A public article's case; no literal 503 of Open Dental's API is known publicly.
    Scenario(
        "econnector-503",
        T("The office's eConnector is stopped; told by status 503 and an empty text."),
        Code.ECONNECTOR_NOT_RUNNING,
        keyed=sentence(503, ""),
    ),
    Scenario(
        "econnector-503-empty",
        T("The office's eConnector is stopped; told by status 503 alone."),
        Code.ECONNECTOR_NOT_RUNNING,
        keyed=nothing(503),
    ),
    Scenario(
        "econnector-any-status",
        T("The office's eConnector is stopped; the sentence comes with an unusual status."),
        Code.ECONNECTOR_NOT_RUNNING,
        keyed=sentence(500, _ECONNECTOR),
    ),
    # A sentence of the eConnector's history window [D]; that the API repeats it is inferred [I].
    Scenario(
        "econnector-duplicate",
        T("Two eConnectors run for the same office."),
        Code.ECONNECTOR_DUPLICATE,
        keyed=sentence(400, "Multiple eConnectors have been detected for this registration key."),
    ),
    # The real one comes after 60 s [D]; here it comes at once, so that nobody has to wait.
    Scenario(
        "office-timeout",
        T("The office's server does not answer Open Dental in time."),
        Code.OFFICE_TIMEOUT,
        keyed=html_answer(504, html_answers.BALANCER_504),  # [M]
    ),
    Scenario(
        "office-timeout-json",
        T("The office's server does not answer in time; told in Open Dental's own form."),
        Code.OFFICE_TIMEOUT,
        keyed=sentence(504, "Gateway Time-out"),  # [I]
    ),
    Scenario(
        "office-timeout-empty",
        T("The office's server does not answer in time; told by the status alone."),
        Code.OFFICE_TIMEOUT,
        keyed=nothing(504),  # [I]
    ),
    # Only the beginning of the sentence is known [M]; the status is the documented one [D].
    Scenario(
        "office-version",
        T("The office's Open Dental is too old for this call."),
        Code.OFFICE_VERSION_TOO_OLD,
        keyed=sentence(400, "Error. This is most likely a version issue. (The rest is not known.)"),
    ),
    Scenario(
        "office-unreachable",
        T("Open Dental cannot reach the office, for a reason that it does not name."),
        Code.OFFICE_UNREACHABLE,
        keyed=sentence(400, "The call to the office did not succeed."),  # [I]
    ),
)

KEY = (
    Scenario(
        "key-rejected",
        T("Open Dental does not accept the key."),
        Code.KEY_REJECTED,
        keyed=sentence(401, _NOT_AUTHORIZED),
    ),
    Scenario(
        "key-rejected-empty",
        T("Open Dental does not accept the key and says nothing about it."),
        Code.KEY_REJECTED,
        keyed=nothing(401),
    ),
    Scenario(
        "key-not-assigned",
        T("The office has not added the key yet."),
        Code.KEY_NOT_ASSIGNED,
        keyed=api.NOT_ASSIGNED,
    ),
    Scenario(
        "key-not-assigned-400",
        T("The office has not added the key yet; the sentence comes with status 400."),
        Code.KEY_NOT_ASSIGNED,
        keyed=sentence(400, _NOT_ASSIGNED),
    ),
    Scenario(
        "key-disabled-by-customer",
        T("The office has disabled the key."),
        Code.KEY_DISABLED_BY_CUSTOMER,
        keyed=sentence(401, "API key has been disabled by customer."),  # words [M]
    ),
    Scenario(
        "key-disabled-by-developer",
        T("The vendor has disabled the key."),
        Code.KEY_DISABLED_BY_DEVELOPER,
        keyed=sentence(401, "API key has been disabled by developer."),  # by analogy [I]
    ),
    Scenario(
        "key-disabled-by-open-dental",
        T("Open Dental has disabled the key."),
        Code.KEY_DISABLED_BY_OPEN_DENTAL,
        keyed=sentence(401, "API key has been disabled by Open Dental."),  # by analogy [I]
    ),
    Scenario(
        "developer-key-rejected",
        T("Open Dental does not accept the vendor's developer key."),
        Code.KEY_DEVELOPER_REJECTED,
        keyed=api.DEVELOPER_UNKNOWN,
    ),
    # A public article's case: 403 is not among the documented statuses (facts, section 3.1).
    Scenario(
        "permission-403",
        T("The key may not read; told by status 403."),
        Code.PERMISSION_MISSING,
        keyed=sentence(403, "Forbidden"),
    ),
    Scenario(
        "permission-403-empty",
        T("The key may not read; told by status 403 alone."),
        Code.PERMISSION_MISSING,
        keyed=nothing(403),
    ),
    # By the documentation /securityperms needs Read All too [D], so a real office may answer 401 to both and
    # look like key-rejected. Here the list is given, which is the only way to tell the two apart.
    Scenario(
        "permission-401",
        T("The key is good but may not read patients."),
        Code.PERMISSION_MISSING,
        patients=sentence(401, _NOT_AUTHORIZED),
        rights=frozenset({"ApiComm"}),
    ),
    # Status and words inferred: what an office answers with the box unticked is not known publicly [I].
    Scenario(
        "api-not-enabled",
        T("The API is not enabled in the office's API Setup."),
        Code.API_NOT_ENABLED,
        keyed=sentence(400, "The API is not enabled."),
    ),
)

REQUEST = (
    Scenario(
        "resource-unknown",
        T("Open Dental does not know what was asked for."),
        Code.ANSWER_RESOURCE_UNKNOWN,
        patients=sentence(404, "patients is not a valid resource."),  # form [M]
    ),
    Scenario(
        "gone",
        T("What was asked for has been taken out of Open Dental's API."),
        Code.ANSWER_GONE,
        patients=sentence(410, "This resource is deprecated."),  # status [D], words [I]
    ),
    Scenario(
        "request-refused",
        T("The Local API cannot read the request."),
        Code.REQUEST_REFUSED,
        everyone=sentence(400, "Local API. Unable to convert request."),  # before any key is looked at [S]
    ),
    Scenario(
        "request-not-a-method",
        T("Open Dental does not allow this kind of request."),
        Code.REQUEST_REFUSED,
        patients=sentence(400, "patients GET  is not a valid method."),  # form [M]
    ),
    Scenario(
        "unknown-status",
        T("Open Dental answers something that nobody has seen before."),
        Code.UNKNOWN,
        keyed=sentence(418, "The pretend office has run out of tea."),
    ),
)
