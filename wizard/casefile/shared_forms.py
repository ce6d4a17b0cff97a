"""The allow-lists of what facts are made of: answers, certificates, routes, places, services."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.casefile.forms import (
    FLAG,
    NUMBER,
    RELEASE,
    WHOLE,
    WORDS,
    Both,
    Many,
    Maybe,
    Member,
    Name,
    Omission,
    OneOf,
    ShapeError,
    Whole,
)
from wizard.casefile.listed import IDENTIFIES, NEVER_TOLD, NOT_NEEDED, PERSONAL, LeftOut, Listed
from wizard.core.authorities import well_known
from wizard.core.endpoint import REMOTE_HOST, Endpoint, EndpointError, is_address, is_loopback
from wizard.core.evidence import (
    Answer,
    AnsweredBy,
    Certificate,
    Content,
    Failure,
    PageKind,
    Timings,
    Weakness,
)
from wizard.core.filters import FILTERS, by_certificate, certificate_words
from wizard.core.issuer import issuer_told
from wizard.core.machine import (
    DatabaseWay,
    Place,
    PortAnswer,
    Program,
    Role,
    Service,
    ServicePurpose,
    ServiceState,
    SleepTimeouts,
    StartType,
    UnreadableReason,
)
from wizard.core.mode import Mode
from wizard.core.network_products import PRODUCTS, interceptor, is_public
from wizard.core.proxy_setting import Proxy, ProxyFlaw, ProxySource
from wizard.core.route import Route
from wizard.core.sentences import KnownSentence

if TYPE_CHECKING:
    from wizard.casefile.forms import Json, Writing

PRODUCT = Maybe(OneOf({row.name for row in PRODUCTS} | set(FILTERS)))
VARIABLE = Name(r"[A-Za-z][A-Za-z_]{2,39}", "")
"""Name of an environment variable; those that matter here have public names."""
PORT = Whole(0, 65535)
RIGHTS = Many(Both(Name(r"[A-Za-z]{1,60}", "?"), FLAG), most=100)

_STANDS_FOR_ADDRESS = "10.0.0.1"
_STANDS_FOR_NAME = "host.invalid"
_ADDRESS, _NAME = "private-address", "name"


class OwnHost:
    """Open Dental's own host, or this PC; any other address of the office is only told to be one."""

    def write(self, value: str, out: Writing) -> Json:
        """The host itself where it is everybody's."""
        if value == REMOTE_HOST or is_loopback(value):
            return value
        out.omit(Omission("address of the server PC", IDENTIFIES))
        return _ADDRESS

    def read(self, found: Json, place: str) -> str:
        """The host, or an address that stands for the office's."""
        if found == _ADDRESS:
            return _STANDS_FOR_ADDRESS
        if isinstance(found, str) and (found == REMOTE_HOST or is_loopback(found)):
            return found
        raise ShapeError(place, f"{REMOTE_HOST}, an address of this PC or {_ADDRESS!r}")


class ProxyHost:
    """Whether a proxy is known by an address or by a name; which one stays."""

    def write(self, value: str, out: Writing) -> Json:
        """What it is."""
        if not value:
            return ""
        out.omit(Omission("address of the proxy", IDENTIFIES))
        return _ADDRESS if is_address(value) else _NAME

    def read(self, found: Json, place: str) -> str:
        """A host that stands for it."""
        known = {"": "", _ADDRESS: _STANDS_FOR_ADDRESS, _NAME: _STANDS_FOR_NAME}
        if not isinstance(found, str) or found not in known:
            raise ShapeError(place, f"{_ADDRESS!r} or {_NAME!r}")
        return known[found]


class EndpointForm(Listed[Endpoint]):
    """An address that may be called; what may not is refused here too."""

    def read(self, found: Json, place: str) -> Endpoint:
        """The address; never another one than those that the program itself calls."""
        try:
            return super().read(found, place)
        except EndpointError as problem:
            raise ShapeError(place, str(problem)) from None


ENDPOINT = EndpointForm(
    Endpoint,
    {
        "mode": Member(Mode),
        "scheme": OneOf(("http", "https")),
        "host": OwnHost(),
        "port": PORT,
        "by_broadcast": FLAG,
        "stands_in": FLAG,
    },
)

PROXY = Listed(
    Proxy,
    {
        "source": Member(ProxySource),
        "flaw": Maybe(Member(ProxyFlaw)),
        "host": ProxyHost(),
        "port": PORT,
        "variable": VARIABLE,
    },
    {"url": LeftOut("address of the proxy, with its user's name and password", NEVER_TOLD, "")},
)


class _Issued(NamedTuple):
    """A certificate without any name but public ones.

    Attributes:
        issuer: Who issued it, without what may name somebody.
        public: One of the authorities that Open Dental's come from is among its issuers.
        known: The last issuer is a public authority.
        product: The product that issued it.
        page_of: The filter whose page it is of.
        valid_from: Seconds since 1970.
        valid_to: Seconds since 1970.
        self_signed: It was issued by itself.
    """

    issuer: str
    public: bool
    known: bool
    product: str | None
    page_of: str | None
    valid_from: float
    valid_to: float
    self_signed: bool


_ISSUED = Listed(
    _Issued,
    {
        "issuer": WORDS,
        "public": FLAG,
        "known": FLAG,
        "product": PRODUCT,
        "page_of": PRODUCT,
        "valid_from": NUMBER,
        "valid_to": NUMBER,
        "self_signed": FLAG,
    },
)


class CertificateForm:
    """A certificate by what judgement reads out of its names; the names themselves stay."""

    def write(self, value: Certificate, out: Writing) -> Json:
        """What its names mean."""
        product = interceptor(value.chain)
        public, known = is_public(value.chain), well_known(*value.top)
        issuer = issuer_told(value, product)
        if issuer != value.issuer or not (public or known):
            out.omit(Omission("names in the certificate", IDENTIFIES))
        page_of = by_certificate(f"{value.chain} {value.subject}")
        told = _Issued(
            issuer, public, known, product, page_of, value.valid_from, value.valid_to, value.self_signed
        )
        return _ISSUED.write(told, out)

    def read(self, found: Json, place: str) -> Certificate:
        """A certificate of names that mean the same."""
        told = _ISSUED.read(found, place)
        chain, subject = _names_meaning(told, place)
        top = (_A_KNOWN_ONE, "") if told.known else ("", "")
        return Certificate(told.issuer, chain, told.valid_from, told.valid_to, top, told.self_signed, subject)


_A_PUBLIC_ONE = "isrg"
_A_KNOWN_ONE = "let's encrypt"


def _names_meaning(told: _Issued, place: str) -> tuple[str, str]:
    """Names of issuers, and of the certificate itself, in which the same is recognised."""
    marks = next((row.issuer for row in PRODUCTS if row.name == told.product), ("",))
    chains = (_A_PUBLIC_ONE,) if told.public else marks
    for chain in chains:
        for subject in certificate_words(told.page_of):
            same_filter = by_certificate(f"{chain} {subject}") == told.page_of
            if same_filter and interceptor(chain) == told.product and is_public(chain) == told.public:
                return chain, subject
    raise ShapeError(place, "a product and a filter that one certificate can be of")


ANSWER = Listed(
    Answer,
    {
        "method": OneOf(("GET", "CONNECT")),
        "path": Name(r"/?[A-Za-z0-9/_.-]{0,60}", "?"),
        "status": Maybe(Whole(0, 999)),
        "content": Member(Content),
        "answered_by": Member(AnsweredBy),
        "server_text": Maybe(WORDS),
        "said": Member(KnownSentence),
        "rows": Maybe(WHOLE),
        "took_ms": WHOLE,
        "timings": Listed(Timings, {"dns": WHOLE, "connect": WHOLE, "tls": WHOLE, "first_byte": WHOLE}),
        "failure": Maybe(Member(Failure)),
        "page": Member(PageKind),
        "product": PRODUCT,
        "refuses": FLAG,
        "retry_after_s": Maybe(WHOLE),
        "clock_ahead_s": Maybe(NUMBER),
        "redirect_elsewhere": FLAG,
        "sent_on": FLAG,
        "proxied": FLAG,
        "http_sys": FLAG,
        "other_name": FLAG,
        "rights": RIGHTS,
        "version": Name(r"\d{1,5}(\.\d{1,5}){1,3}", ""),
        "certificate": Maybe(CertificateForm()),
        "weakness": Maybe(Member(Weakness)),
        "challenges": Many(Name(r"[A-Za-z][A-Za-z-]{1,19}", "?"), most=20),
        "by_proxy": FLAG,
    },
    {
        "whole_text": LeftOut("the whole words of an error", PERSONAL),
        "practice": LeftOut("name of the practice"),
    },
)


class RouteForm(Listed[Route]):
    """A route whose way is one of its ways."""

    def read(self, found: Json, place: str) -> Route:
        """The route."""
        route = super().read(found, place)
        if route.way >= max(1, len(route.ways)):
            raise ShapeError(f"{place}.way", "the index of one of the ways")
        return route


ROUTE = RouteForm(
    Route,
    {
        "endpoint": ENDPOINT,
        "ways": Many(Maybe(PROXY), most=50),
        "way": Whole(0, 49),
        "script_failed": FLAG,
        "slow_names": FLAG,
        "certificate": Maybe(CertificateForm()),
        "identified": FLAG,
    },
    {
        "addresses": LeftOut("addresses that names led to"),
        "dial": LeftOut("addresses that names led to"),
    },
)

PLACE = Listed(
    Place,
    {
        "role": Member(Role),
        "kind": Maybe(Member(DatabaseWay)),
        "why": Maybe(Member(UnreadableReason)),
        "engine": OneOf(("mysql", "oracle", "other")),
    },
    {
        "server": LeftOut("name of the server PC"),
        "database": LeftOut("name of the database"),
    },
)

PROGRAM = Listed(
    Program, {"version": Maybe(RELEASE)}, {"folder": LeftOut("folders of programs", NOT_NEEDED, "")}
)

SLEEP = Listed(SleepTimeouts, {"sleeps_s": WHOLE, "hibernates_s": WHOLE})
PORT_ANSWER = Maybe(Member(PortAnswer))

_SERVICE = Listed(
    Service,
    {
        "job": Member(ServicePurpose),
        "state": Member(ServiceState),
        "start": Member(StartType),
        "version": Maybe(RELEASE),
        "folder_version": Maybe(RELEASE),
        "folder": Name(r"\d{1,3}", ""),  # by its number: only whether two are the same is judged
    },
    {"name": LeftOut("names of Windows services", IDENTIFIES, "")},
)


class ServicesForm:
    """Services; their folders by number."""

    def __init__(self) -> None:
        self.each = Many(_SERVICE)

    def write(self, value: tuple[Service, ...], out: Writing) -> Json:
        """A list, in which the same folder has the same number."""
        folders = list(dict.fromkeys(one.folder.lower() for one in value if one.folder))
        if folders:
            out.omit(Omission("folders of programs", NOT_NEEDED))
        numbers = {folder: str(number) for number, folder in enumerate(folders, start=1)}
        numbered = (one._replace(folder=numbers.get(one.folder.lower(), "")) for one in value)
        return self.each.write(tuple(numbered), out)

    def read(self, found: Json, place: str) -> tuple[Service, ...]:
        """The services, with numbers in place of their folders."""
        return self.each.read(found, place)


SERVICES = ServicesForm()
