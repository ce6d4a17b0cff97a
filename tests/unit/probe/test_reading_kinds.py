"""Kinds of answers from the field, read and judged as the program does: a server's own failures, redirects,
pages in the languages of those who set up networks, lists of something else than patients."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.readpath import ReadingPath
from wizard.core.cause import Confidence
from wizard.core.evidence import Content, Evidence, PageKind
from wizard.core.mode import Mode
from wizard.core.text import Translator
from wizard.diagnosis.judge import judge

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def path() -> Iterator[ReadingPath]:
    made = ReadingPath()
    yield made
    made.close()


def page(title: str, *lines: str) -> bytes:
    inside = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<!DOCTYPE html><html><head><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1>{inside}</body></html>".encode()


FAILURES = {
    "app_offline.htm": (503, page("Application Offline", "We are updating. Contact the administrator.")),
    "app_offline.htm of few words": (503, b"<html><body>Back at 5 pm.</body></html>"),
    "ASP.NET Core 500.30": (
        500,
        page(
            "HTTP Error 500.30 - ASP.NET Core app failed to start",
            "Common solutions to this issue: the app failed to start; check the system event log.",
        ),
    ),
    "ASP.NET Core 500.31": (500, page("HTTP Error 500.31 - ANCM Failed to Find Native Dependencies")),
    "ASP.NET Core 500.37": (500, page("HTTP Error 500.37 - ANCM Failed to Start Within Startup Time Limit")),
    "ASP.NET Core 502.5": (
        502,
        page("HTTP Error 502.5 - Process Failure", "Run as an administrator: the process failed to start"),
    ),
    "IIS 503": (503, page("Service Unavailable", "HTTP Error 503. The service is unavailable.")),
    "IIS runtime error": (
        500,
        page("Runtime Error", "Server Error in '/' Application.", "See the custom errors policy."),
    ),
    "nginx's own page": (
        500,
        page(
            "An error occurred.",
            "Sorry, the page you are looking for is currently unavailable. Please try again later.",
            "If you are the system administrator of this resource then check the error log for details.",
        ),
    ),
    "Apache 500": (
        500,
        page(
            "Internal Server Error",
            "The server encountered an internal error. Please contact the server administrator at root@host.",
        ),
    ),
    "Apache 503": (503, page("Service Unavailable", "Maintenance. Please contact the administrator.")),
    "Varnish": (503, page("503 Backend fetch failed", "Guru Meditation: XID: 98765", "Varnish cache server")),
    "Azure, stopped": (
        403,
        page(
            "Error 403 - This web app is stopped.",
            "The web app you have attempted to reach is currently stopped.",
        ),
    ),
    "Azure Front Door": (
        503,
        page("Our services aren't available right now", "We're working to restore all services."),
    ),
    "Azure, application": (
        503,
        page("Application Error", "If you are the application administrator, see logs"),
    ),
    "Google": (502, page("Error: Server Error", "The server encountered a temporary error.")),
    "Tomcat": (500, page("HTTP Status 500 – Internal Server Error", "Type Exception Report")),
    "Jetty": (503, page("HTTP ERROR 503", "Powered by Jetty://")),
    "AWS 561": (561, page("561 Authentication Error", "awselb/2.0")),
    "Cloudflare 520": (520, page("Web server is returning an unknown error", "Error code 520", "Ray ID: 8")),
    "Cloudflare 521": (521, page("Web server is down", "Error code 521", "Cloudflare security")),
    "Cloudflare 522": (522, page("Connection timed out", "Error code 522", "contact your hosting provider")),
    "Cloudflare 523": (523, page("Origin is unreachable", "Error code 523")),
    "Cloudflare 524": (524, page("A timeout occurred", "Error code 524")),
    "Cloudflare 525": (525, page("SSL handshake failed", "Error code 525")),
    "Cloudflare 526": (526, page("Invalid SSL certificate", "Error code 526")),
    "Cloudflare 530": (530, page("Error 1016", "Origin DNS error", "Ray ID: 8")),
    "Cloudflare in a word": (530, b"error code: 1016"),
    "maintenance in plain words": (503, b"The service is down for maintenance."),
    "maintenance in JSON": (503, b'{"message": "The API is under scheduled maintenance"}'),
    "maintenance with 200": (200, page("We'll be right back", "We are down for scheduled maintenance.")),
    "an administrator and a policy": (503, page("Oops", "Ask the administrator. Privacy policy")),
    "nothing known": (500, page("Oops", "Ask Bob.")),
    "an empty page": (502, b"<html></html>"),
    "es": (503, page("Sitio en mantenimiento", "Volveremos pronto. Contacte con el administrador.")),
    "es, accents as entities": (
        503,
        page("Servicio temporalmente no disponible", "Aplicaci&oacute;n, pol&iacute;tica"),
    ),
    "fr": (503, page("Maintenance en cours", "Le site est momentanément indisponible. Administrateur: Anne")),
    "pt": (
        503,
        page("Em manutenção", "O serviço está temporariamente fora do ar. Fale com o administrador."),
    ),
    "de": (503, page("Wartungsarbeiten", "Die Seite ist derzeit nicht erreichbar. Ihr Administrator")),
    "de, with 200": (200, page("Wartungsarbeiten", "Wir sind in Kürze wieder da.")),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_servers_own_failure_is_open_dentals_side(path: ReadingPath, name: str) -> None:
    status, body = FAILURES[name]
    read = path.read(status, {}, [body])
    assert read.first == "hq.unavailable"
    if read.answer.content is Content.HTML and read.answer.page is PageKind.FAILURE:
        assert read.answer.server_text is None  # a page may say anything


BLOCKED = {
    "en, at a failure": (
        503,
        page("Service unavailable", "This site was blocked by your network administrator."),
    ),
    "en, maintenance and a filter": (503, page("Maintenance", "Blocked by the web filter.")),
    "es": (403, page("Acceso denegado", "El sitio web ha sido bloqueado por la política de seguridad.")),
    "es 200": (200, page("Página bloqueada", "Su administrador no permite esta categoría.")),
    "es 503": (
        503,
        page("Acceso bloqueado", "Esta página ha sido bloqueada por el administrador de la red."),
    ),
    "fr": (403, page("Accès refusé", "La politique de sécurité de l'entreprise n'autorise pas ce site.")),
    "fr 200": (200, page("Site bloqué", "Cette catégorie est interdite. <a href=x>Se connecter</a>")),
    "fr 503": (503, page("Contenu bloqué", "Bloqué par le pare-feu")),
    "pt": (403, page("Acesso negado", "Este site foi bloqueado pela política de uso da internet.")),
    "pt 200": (200, page("Conteúdo bloqueado", "Categoria proibida pelo administrador da rede")),
    "pt 502": (502, page("Acesso negado", "O site foi bloqueado pelo filtro de conteúdo")),
    "de": (403, page("Zugriff verweigert", "Diese Seite ist durch eine Richtlinie gesperrt.")),
    "de 200": (200, page("Seite gesperrt", "Der Webfilter hat diese Kategorie blockiert. Bitte anmelden.")),
    "de 503": (503, page("Zugriff gesperrt", "Vom Jugendschutz blockiert")),
    "en, for legal reasons": (451, page("Unavailable", "This site is unavailable for legal reasons.")),
    "es, plain": (403, b"Acceso bloqueado por el cortafuegos de la oficina"),
    "fr, plain": (403, "Accès refusé par le pare-feu".encode()),
    "pt, plain": (403, "Acesso bloqueado pelo filtro de conteúdo".encode()),
    "de, plain": (403, b"Zugriff gesperrt durch die Internet-Richtlinie"),
}


@pytest.mark.parametrize("name", BLOCKED)
@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
def test_a_filters_words_in_five_languages(path: ReadingPath, name: str, charset: str) -> None:
    status, body = BLOCKED[name]
    read = path.read(status, {}, [body.decode().encode(charset)])
    assert (read.first, read.answer.page) == ("proxy.blocked", PageKind.BLOCK)


SIGN_IN = {
    "es": page("Portal cautivo", "Inicie sesión para usar la red de invitados."),
    "es, in few words": page("Bienvenido", "Acepto las condiciones. Conectarse a internet"),
    "es, a button": b'<form><input type=submit value="Iniciar sesi&oacute;n"></form>',
    "fr": page("Portail captif", "Identifiez-vous"),
    "fr, in few words": page("Bienvenue", "Wi-Fi gratuit : acceptez les conditions"),
    "pt": page("Bem-vindo", "Faça login para acessar o Wi-Fi de clientes"),
    "pt, in few words": page("Rede de visitantes", "Aceito os termos"),
    "de": page("Willkommen im Gäste-WLAN", "Bitte melden Sie sich an."),
    "de, in few words": page("WLAN", "Ich akzeptiere die Nutzungsbedingungen"),
}


@pytest.mark.parametrize("name", SIGN_IN)
@pytest.mark.parametrize("status", [200, 401, 511])
def test_a_sign_in_page_in_five_languages(path: ReadingPath, name: str, status: int) -> None:
    read = path.read(status, {}, [SIGN_IN[name]])
    assert (read.first, read.answer.page) == ("network.captive-portal", PageKind.SIGN_IN)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, page("Smile Dental", "Our politics: we are open on Monday, the service is friendly")),
        (200, page("Willkommen", "Das ist die erste Seite eines neuen Servers")),
        (404, page("No encontrado", "La página no existe")),
    ],
)
def test_a_page_of_some_web_server_is_neither(path: ReadingPath, status: int, body: bytes) -> None:
    assert path.read(status, {}, [body]).first == "answer.not-open-dental"


OWN = "https://api.opendental.com"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "first"),
    [
        ("/api/v1/patients/", "answer.redirected"),
        (f"{OWN}/api/v1/patients?again=1", "answer.redirected"),
        ("http://api.opendental.com/api/v1/patients", "answer.redirected"),
        (f"{OWN}:8443/api/v1/patients", "answer.redirected"),
        (f"{OWN}/portal/gwt/fhirportal.html", "answer.redirected"),
        ("?x=1", "answer.redirected"),
        ("", "answer.redirected"),
        ("/login?next=%2Fapi", "network.captive-portal"),
        ("/captiveportal/index.html", "network.captive-portal"),
        ("/blocked.html", "proxy.blocked"),
        ("/maintenance.html", "hq.unavailable"),
        ("https://www.example.com/new-home", "answer.redirected"),
        ("https://wifi.example.com/login", "network.captive-portal"),
        ("https://wifi.example.com/inicio-sesion", "network.captive-portal"),
        ("https://wifi.example.com/anmeldung", "network.captive-portal"),
        ("https://filtro.example.com/pagina-bloqueada", "proxy.blocked"),
        ("https://filter.example.com/gesperrt", "proxy.blocked"),
    ],
)
def test_where_a_redirect_leads(path: ReadingPath, status: int, location: str, first: str) -> None:
    read = path.read(status, {"location": location}, [b"moved"])
    assert read.first == first
    assert not read.answer.succeeded


@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize("body", [b"", b"<html>One moment</html>", b"ok"])
@pytest.mark.parametrize(
    ("refresh", "first"),
    [
        ("0; url=http://wifi.example.com/login", "network.captive-portal"),
        ("0;URL='/captive/portal'", "network.captive-portal"),
        ('5 ; Url = "http://10.0.0.1/guest/s/default/"', "network.captive-portal"),
        ("0; url=http://10.0.0.1/blocked.cgi", "proxy.blocked"),
    ],
)
def test_a_refresh_header_leads_on_too(
    path: ReadingPath, status: int, body: bytes, refresh: str, first: str
) -> None:
    assert path.read(status, {"refresh": refresh}, [body]).first == first


@pytest.mark.parametrize("refresh", ["30", "5; url=/api/v1/patients", "", "url=", "0; url=/news"])
def test_a_refresh_header_that_leads_nowhere_changes_nothing(path: ReadingPath, refresh: str) -> None:
    assert path.read(200, {"refresh": refresh}, [b"[]"]).answer.succeeded
    said = path.read(401, {"refresh": f"0; url=/login {refresh}"}, [b'"API key has not been assigned."'])
    assert said.first == "key.not-assigned"


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (b"[]", 0),
        (b" [ ] ", 0),
        (b"[{}]", 1),
        (b'[{"PatNum": 1, "a": [1, {"b": [[]]}], "c": "]"}]', 1),
        (b'[{"a": 1},\n{"a": 2}]', 2),
        (b'["a"]', None),
        (b"[1]", None),
        (b"[null]", None),
        (b"[true, false]", None),
        (b"[[]]", None),
        (b"[[{}]]", None),
        (b'[{}, "a"]', None),
        (b"[{}, 1]", None),
        (b"[1, {}]", None),
        (b"[{}, []]", None),
        (b"[-1.5e3]", None),
        (b'["API key has not been assigned."]', None),
    ],
)
def test_a_list_of_objects_alone_is_rows(path: ReadingPath, body: bytes, rows: int | None) -> None:
    for pieces in ([body], [body[at : at + 1] for at in range(len(body))]):
        answer = path.read(200, {}, pieces).answer
        assert (answer.succeeded, answer.rows) == (rows is not None, rows)
        assert answer.content is (Content.JSON_OTHER if rows is None else Content.JSON_LIST)
        if rows is None:
            assert path.read(200, {}, pieces).first == "answer.not-open-dental"


@pytest.mark.parametrize("body", [b"", b"[]"])
def test_a_success_without_a_body_and_a_word_from_a_cache_are_somebody_elses(
    path: ReadingPath, body: bytes
) -> None:
    assert path.read(204, {}, [body]).first == "answer.not-open-dental"
    cached = path.read(304, {}, [body])
    assert cached.first == "answer.not-open-dental"
    assert "sent on" not in Translator().translate(cached.judgement.findings[0].because[0])


KNOWN_FIELDS = [
    "PatNum is required.",
    "Status is invalid.",
    "Limit is invalid",
    "LName is not valid.",
    "DateCreated format must be yyyy-MM-dd HH:mm:ss.",
    "Limit must be a number between 1 and 100.",
    "The parameter Limit is invalid.",
    "'Limit' is invalid. Expected a number.",
    "PatNum and ClinicNum are required.",
    "clinicNums[0] is invalid.",
    "Birthdate must be a date.",
    "DateTStamp must be in the form yyyy-MM-dd.",
    "Zone format must be +hh:mm.",
    "Invalid parameter: limit",
    "Unknown query parameter 'zz'.",
    "Unsupported arguments.",
]
OTHER_FIELDS = [
    "hideInactive is invalid.",
    "guarOnly is required.",
    "'zz' is not valid",
    "Text must be a string.",
]


@pytest.mark.parametrize("text", [*KNOWN_FIELDS, *OTHER_FIELDS])
def test_a_400_that_names_a_parameter_is_our_own_request(path: ReadingPath, text: str) -> None:
    sure = Confidence.CERTAIN if text in KNOWN_FIELDS else Confidence.LIKELY
    for body in (json.dumps(text), json.dumps({"message": text}), text):
        read = path.read(400, {}, [body.encode()])
        found = [(one.code, one.confidence) for one in read.judgement.findings]
        assert found == [("request.refused", sure)]
    for status in (401, 403, 404, 500, 503):  # elsewhere the status says more
        assert path.read(status, {}, [json.dumps(text).encode()]).first != "request.refused"


@pytest.mark.parametrize(
    "text",
    [
        "API key is invalid.",
        "Key is required.",
        "The customer key is missing.",
        "CustomerKey is invalid.",
        "DeveloperKey is required.",
        "Authorization is missing.",
        "Credentials are invalid.",
        "License is required.",
        "Registration key is invalid.",
        "Database is not valid.",
        "eConnector is required.",
        "The office's answer is invalid.",
        "This is required by the practice.",
        "Network timeout.",
        "API must be enabled in API Setup.",
        "Server must be restarted.",
        "Service is missing.",
        "Services are missing.",
        "Workstation is required.",
        "OpenDental must be open.",
        "OpenDental is required.",
        "eServices is required.",
        "The server is missing.",
        "Version is invalid.",
        "Version must be at least 24.3.",
        "HQ is required.",
        "Update is required.",
        "Login is required.",
        "Internet is required.",
        "Windows is not valid.",
        "Monitor must be open.",
        "Everybody must be logged off.",
    ],
)
def test_a_400_about_something_else_is_not(path: ReadingPath, text: str) -> None:
    assert path.read(400, {}, [json.dumps(text).encode()]).first != "request.refused"


def test_a_resource_that_is_not_known_may_be_a_right_of_the_developers_key(path: ReadingPath) -> None:
    read = path.read(404, {}, [b'"proctp is not a valid resource"'])
    assert [one.code for one in read.judgement.findings] == ["answer.resource-unknown", "permission.missing"]


def test_maintenance_in_open_dentals_own_form(path: ReadingPath) -> None:
    for status in (500, 502, 503):
        for text in (
            "The API is down for maintenance.",
            "Open Dental HQ is under maintenance.",
            "The API server is currently unavailable.",
            "The service is temporarily unavailable. Please contact customer support.",
            "Our servers are down for scheduled maintenance.",
        ):
            read = path.read(status, {}, [json.dumps(text).encode()])
            codes = [one.code for one in read.judgement.findings]
            assert codes == ["hq.unavailable", "econnector.not-running"], (status, text)


@pytest.mark.parametrize(
    "text",
    [
        "The eConnector service is unavailable",
        "The office server is offline",
        "Database server is down",
        "The office's database service is currently unavailable.",
        "The customer's system is down",
        "The server is offline.",
        "Server temporarily unavailable",
        "The workstation application is stopped",
        "The API service is not running",
        "E-Connector is under maintenance.",
    ],
)
def test_what_open_dental_says_of_an_office_is_the_offices(path: ReadingPath, text: str) -> None:
    """Facts, section 3: 503 is the eConnector's as a rule, and 500 and 502 leave it open."""
    found = path.read(503, {}, [json.dumps(text).encode()]).judgement.findings
    assert (found[0].code, found[0].confidence) == ("econnector.not-running", Confidence.LIKELY)
    for status in (500, 502):
        codes = [one.code for one in path.read(status, {}, [json.dumps(text).encode()]).judgement.findings]
        assert "econnector.not-running" in codes
        assert "answer.not-open-dental" not in codes


def test_an_econnector_that_is_named_in_another_form_is_the_offices_too(path: ReadingPath) -> None:
    for body in (b'{"message": "The eConnector service is unavailable"}', b"The office server is offline"):
        assert path.read(503, {}, [body]).first == "econnector.not-running"


INVALID_HOSTNAME = page("Bad Request", "Invalid Hostname", "HTTP Error 400. The request hostname is invalid.")


@pytest.mark.parametrize("mode", [Mode.API_SERVICE, Mode.LOCAL])
def test_a_program_under_another_name_is_not_one_that_is_not_there(path: ReadingPath, mode: Mode) -> None:
    driver = {"server": "Microsoft-HTTPAPI/2.0"}

    def found(headers: dict[str, str], body: bytes) -> list[str]:
        answer = path.read(400, headers, [body]).answer
        return [one.code for one in judge(Evidence(mode, probe=answer)).findings]

    assert found(driver, INVALID_HOSTNAME) == ["api-service.other-name"]
    assert found({}, INVALID_HOSTNAME) == ["api-service.other-name"]  # its header can be switched off
    assert found({}, page("Bad Request"))[0] == "answer.not-open-dental"  # no driver of Windows
    assert found(driver, page("Service Unavailable"))[0] in ("api-service.not-running", "local-api.closed")
    assert path.read(400, driver, [INVALID_HOSTNAME]).first == "answer.not-open-dental"  # on the hosted way
