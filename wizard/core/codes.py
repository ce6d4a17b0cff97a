"""What causes and checks are called in a document and on the phone. No other file writes these names.

Both are a contract: a name may join, and none changes. ``resources/causes`` has the words of each cause; a
test holds them together both ways.
"""

from __future__ import annotations

from enum import StrEnum

EVERY_PREREQUISITE = "prereq.*"
"""Pattern for every check that needs no key."""


class Family(StrEnum):
    """What a cause is about: the part of its code before the dot, and the file that has its words."""

    ANSWER = "answer"
    API_SERVICE = "api-service"
    API = "api"
    CHECK = "check"
    CLOCK = "clock"
    CLOUD = "cloud"
    CONNECTED = "connected"
    ECONNECTOR = "econnector"
    HQ = "hq"
    KEY = "key"
    LOCAL_API = "local-api"
    NETWORK = "network"
    OFFICE = "office"
    PERMISSION = "permission"
    PROXY = "proxy"
    REQUEST = "request"
    TLS = "tls"
    UNKNOWN = "unknown"


class Code(StrEnum):
    """A cause."""

    ANSWER_NOT_OPEN_DENTAL = "answer.not-open-dental"
    ANSWER_RESOURCE_UNKNOWN = "answer.resource-unknown"
    ANSWER_GONE = "answer.gone"
    ANSWER_REDIRECTED = "answer.redirected"
    ANSWER_OVERSIZED = "answer.oversized"
    API_SERVICE_NOT_RUNNING = "api-service.not-running"
    API_SERVICE_FIREWALLED = "api-service.firewalled"
    API_SERVICE_OTHER_NAME = "api-service.other-name"
    API_NOT_ENABLED = "api.not-enabled"
    API_SETUP_WINDOW_BLOCKED = "api.setup-window-blocked"
    CHECK_CRASHED = "check.crashed"
    CLOCK_SKEWED = "clock.skewed"
    CLOCK_ZONE = "clock.zone"
    CLOUD_API_SERVICE_DOWN = "cloud.api-service-down"
    CONNECTED = "connected"
    CONNECTED_WITH_WARNINGS = "connected.with-warnings"
    ECONNECTOR_NOT_RUNNING = "econnector.not-running"
    ECONNECTOR_DUPLICATE = "econnector.duplicate"
    ECONNECTOR_VERSION_MISMATCH = "econnector.version-mismatch"
    ECONNECTOR_NOT_AUTOMATIC = "econnector.not-automatic"
    HQ_UNAVAILABLE = "hq.unavailable"
    HQ_THROTTLED = "hq.throttled"
    KEY_REJECTED = "key.rejected"
    KEY_NOT_ASSIGNED = "key.not-assigned"
    KEY_DISABLED_BY_CUSTOMER = "key.disabled-by-customer"
    KEY_DISABLED_BY_DEVELOPER = "key.disabled-by-developer"
    KEY_DISABLED_BY_OPEN_DENTAL = "key.disabled-by-open-dental"
    KEY_MALFORMED = "key.malformed"
    KEY_IS_DEVELOPER_KEY = "key.is-developer-key"
    KEY_DEVELOPER_REJECTED = "key.developer-rejected"
    KEY_MISSING = "key.missing"
    KEY_OTHER_OFFICE = "key.other-office"
    LOCAL_API_CLOSED = "local-api.closed"
    LOCAL_API_STUCK = "local-api.stuck"
    NETWORK_OFFLINE = "network.offline"
    NETWORK_NAME_BLOCKED = "network.name-blocked"
    NETWORK_REFUSED = "network.refused"
    NETWORK_UNREACHABLE = "network.unreachable"
    NETWORK_CAPTIVE_PORTAL = "network.captive-portal"
    NETWORK_DROPPED = "network.dropped"
    NETWORK_NO_ANSWER = "network.no-answer"
    NETWORK_SLOW_NAMES = "network.slow-names"
    OFFICE_TIMEOUT = "office.timeout"
    OFFICE_VERSION_TOO_OLD = "office.version-too-old"
    OFFICE_VERSION_NEAR_FLOOR = "office.version-near-floor"
    OFFICE_UNREACHABLE = "office.unreachable"
    OFFICE_SLEEPS = "office.sleeps"
    OFFICE_RESTART_PENDING = "office.restart-pending"
    OFFICE_DISK_FULL = "office.disk-full"
    OFFICE_DATABASE_STOPPED = "office.database-stopped"
    PERMISSION_MISSING = "permission.missing"
    PROXY_UNREACHABLE = "proxy.unreachable"
    PROXY_SIGN_IN_REQUIRED = "proxy.sign-in-required"
    PROXY_BLOCKED = "proxy.blocked"
    PROXY_BAD_SETTING = "proxy.bad-setting"
    REQUEST_REFUSED = "request.refused"
    TLS_INTERCEPTED = "tls.intercepted"
    TLS_CLOCK = "tls.clock"
    TLS_WRONG_HOST = "tls.wrong-host"
    TLS_EXPIRED = "tls.expired"
    TLS_HANDSHAKE = "tls.handshake"
    TLS_TOO_WEAK = "tls.too-weak"
    TLS_ROOTS_OUTDATED = "tls.roots-outdated"
    UNKNOWN = "unknown"

    @property
    def family(self) -> Family:
        """What the cause is about."""
        return Family(self.partition(".")[0])


class CheckId(StrEnum):
    """A check: ``prereq`` needs no key, ``live`` does."""

    PREREQ_PROXY = "prereq.proxy"
    PREREQ_NAME = "prereq.name"
    PREREQ_PORT = "prereq.port"
    PREREQ_SECURE_CHANNEL = "prereq.secure-channel"
    PREREQ_CLOCK = "prereq.clock"
    PREREQ_OPEN_DENTAL_INSTALLED = "prereq.open-dental-installed"
    PREREQ_OPEN_DENTAL_RUNNING = "prereq.open-dental-running"
    PREREQ_ROLE = "prereq.role"
    PREREQ_RESTART_PENDING = "prereq.restart-pending"
    PREREQ_DISK = "prereq.disk"
    PREREQ_TIME_ZONE = "prereq.time-zone"
    PREREQ_ECONNECTOR_SERVICE = "prereq.econnector-service"
    PREREQ_API_SERVICE = "prereq.api-service"
    PREREQ_OTHER_SERVICES = "prereq.other-services"
    PREREQ_SLEEP = "prereq.sleep"
    PREREQ_SETUP_WINDOW_PORT = "prereq.setup-window-port"
    LIVE_PATIENTS = "live.patients"
    LIVE_IDENTITY = "live.identity"
    LIVE_RIGHTS = "live.rights"
    LIVE_VERSION = "live.version"

    @property
    def is_live(self) -> bool:
        """Whether it is asked with a key."""
        return self.startswith("live.")
