"""Scenarios in which Open Dental itself says no: its service for all offices, an office, or a key.

A call without a key is answered as documented in each of them: 400 with a bare JSON string about the header.
Confidence of a literal: [D] documented, [S] seen in published source, [M] measured by others, [I] inferred.
"""

from __future__ import annotations

from wizard.core.text import T
from wizard.simulator import api, pages
from wizard.simulator.answer import Answer, nothing, page, sentence
from wizard.simulator.scenario import Scenario

_ECONNECTOR = (
    "The office's eConnector is not running. Please contact the office to start their eConnector."  # [M]
)
_NOT_ASSIGNED = "API key has not been assigned."  # [M]; its status is disputed: 401 [D], 400 [C]
_NOT_AUTHORIZED = "401 Not Authorized"  # [M]

THROTTLED = (
    Scenario(
        "throttled",
        T("Too many calls: Open Dental asks for a pause of 7 seconds."),
        "hq.throttled",
        keyed=nothing(429, ("Retry-After", "7")),
    ),
    Scenario(
        "throttled-date",
        T("Too many calls: Open Dental asks for a pause until a time of day."),
        "hq.throttled",
        keyed=Answer(429, content_type=None, retry_at_s=7),
    ),
)

OFFICE = (
    Scenario(
        "econnector-not-running",
        T("The office's eConnector is stopped."),
        "econnector.not-running",
        keyed=sentence(400, _ECONNECTOR),
    ),
    # A public article's case; no literal 503 of Open Dental's API is known publicly.
    Scenario(
        "econnector-503",
        T("The office's eConnector is stopped; told by status 503 and an empty text."),
        "econnector.not-running",
        keyed=sentence(503, ""),
    ),
    Scenario(
        "econnector-503-empty",
        T("The office's eConnector is stopped; told by status 503 alone."),
        "econnector.not-running",
        keyed=nothing(503),
    ),
    Scenario(
        "econnector-any-status",
        T("The office's eConnector is stopped; the sentence comes with an unusual status."),
        "econnector.not-running",
        keyed=sentence(500, _ECONNECTOR),
    ),
    # A sentence of the eConnector's history window [D]; that the API repeats it is inferred [I].
    Scenario(
        "econnector-duplicate",
        T("Two eConnectors run for the same office."),
        "econnector.duplicate",
        keyed=sentence(400, "Multiple eConnectors have been detected for this registration key."),
    ),
    # The real one comes after 60 s [D]; here it comes at once, so that nobody has to wait.
    Scenario(
        "office-timeout",
        T("The office's server does not answer Open Dental in time."),
        "office.timeout",
        keyed=page(504, pages.BALANCER_504),  # [M]
    ),
    Scenario(
        "office-timeout-json",
        T("The office's server does not answer in time; told in Open Dental's own form."),
        "office.timeout",
        keyed=sentence(504, "Gateway Time-out"),  # [I]
    ),
    Scenario(
        "office-timeout-empty",
        T("The office's server does not answer in time; told by the status alone."),
        "office.timeout",
        keyed=nothing(504),  # [I]
    ),
    # Only the beginning of the sentence is known [M]; the status is the documented one [D].
    Scenario(
        "office-version",
        T("The office's Open Dental is too old for this call."),
        "office.version-too-old",
        keyed=sentence(400, "Error. This is most likely a version issue. (The rest is not known.)"),
    ),
    Scenario(
        "office-unreachable",
        T("Open Dental cannot reach the office, for a reason that it does not name."),
        "office.unreachable",
        keyed=sentence(400, "The call to the office did not succeed."),  # [I]
    ),
)

KEY = (
    Scenario(
        "key-rejected",
        T("Open Dental does not accept the key."),
        "key.rejected",
        keyed=sentence(401, _NOT_AUTHORIZED),
    ),
    Scenario(
        "key-rejected-empty",
        T("Open Dental does not accept the key and says nothing about it."),
        "key.rejected",
        keyed=nothing(401),
    ),
    Scenario(
        "key-not-assigned",
        T("The office has not added the key yet."),
        "key.not-assigned",
        keyed=api.NOT_ASSIGNED,
    ),
    Scenario(
        "key-not-assigned-400",
        T("The office has not added the key yet; the sentence comes with status 400."),
        "key.not-assigned",
        keyed=sentence(400, _NOT_ASSIGNED),
    ),
    Scenario(
        "key-disabled-by-customer",
        T("The office has disabled the key."),
        "key.disabled-by-customer",
        keyed=sentence(401, "API key has been disabled by customer."),  # words [M]
    ),
    Scenario(
        "key-disabled-by-developer",
        T("The vendor has disabled the key."),
        "key.disabled-by-developer",
        keyed=sentence(401, "API key has been disabled by developer."),  # by analogy [I]
    ),
    Scenario(
        "key-disabled-by-open-dental",
        T("Open Dental has disabled the key."),
        "key.disabled-by-open-dental",
        keyed=sentence(401, "API key has been disabled by Open Dental."),  # by analogy [I]
    ),
    Scenario(
        "developer-key-rejected",
        T("Open Dental does not accept the vendor's developer key."),
        "key.developer-rejected",
        keyed=api.DEVELOPER_UNKNOWN,
    ),
    # A public article's case: 403 is not among the documented statuses (facts, section 3.1).
    Scenario(
        "permission-403",
        T("The key may not read; told by status 403."),
        "permission.missing",
        keyed=sentence(403, "Forbidden"),
    ),
    Scenario(
        "permission-403-empty",
        T("The key may not read; told by status 403 alone."),
        "permission.missing",
        keyed=nothing(403),
    ),
    # By the documentation /securityperms needs Read All too [D], so a real office may answer 401 to both and
    # look like key-rejected. Here the list is given, which is the only way to tell the two apart.
    Scenario(
        "permission-401",
        T("The key is good but may not read patients."),
        "permission.missing",
        patients=sentence(401, _NOT_AUTHORIZED),
        rights=frozenset({"ApiComm"}),
    ),
    # Status and words inferred: what an office answers with the box unticked is not known publicly [I].
    Scenario(
        "api-not-enabled",
        T("The API is not enabled in the office's API Setup."),
        "api.not-enabled",
        keyed=sentence(400, "The API is not enabled."),
    ),
)

REQUEST = (
    Scenario(
        "resource-unknown",
        T("Open Dental does not know what was asked for."),
        "answer.resource-unknown",
        patients=sentence(404, "patients is not a valid resource."),  # form [M]
    ),
    Scenario(
        "gone",
        T("What was asked for has been taken out of Open Dental's API."),
        "answer.gone",
        patients=sentence(410, "This resource is deprecated."),  # status [D], words [I]
    ),
    Scenario(
        "request-refused",
        T("The Local API cannot read the request."),
        "request.refused",
        everyone=sentence(400, "Local API. Unable to convert request."),  # before any key is looked at [S]
    ),
    Scenario(
        "request-not-a-method",
        T("Open Dental does not allow this kind of request."),
        "request.refused",
        patients=sentence(400, "patients GET  is not a valid method."),  # form [M]
    ),
    Scenario(
        "unknown-status",
        T("Open Dental answers something that nobody has seen before."),
        "unknown",
        keyed=sentence(418, "The pretend office has run out of tea."),
    ),
)
