"""What web pages say, in the languages of those who set up offices' networks: patterns without accents.

English, Spanish, French, Portuguese and German: pages speak the language of the browser's or the device's
owner. Pages of products are their makers'; the words are inferred from such pages [I].
"""

from __future__ import annotations

import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′", "'"))


def fold(text: str) -> str:
    """Lower case, without accents: as pages are compared with the patterns here."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


REFUSED = (
    r"(blocked|denied|refused|forbidden|restricted|prohibited|rejected|not (allowed|permitted)|"
    # es, pt
    r"(bloque|deneg|neg|recus)ad[oa]s?|(pro|proh)ibid[oa]s?|"
    r"restringid[oa]s?|restrit[oa]s?|(no|nao) (esta |e |foi |ha sido )?(permitid|autorizad)[oa]s?|"
    # fr
    r"bloque(e|es|s)?|refuse(e|es|s)?|interdit(e|es|s)?|restreint(e|es|s)?|"
    r"(non|pas) (autorise|permis)(e|es|s)?|"
    # de
    r"gesperrt|blockiert|geblockt|verweigert|abgelehnt|untersagt|verboten|"
    r"nicht (erlaubt|gestattet|zulassig|zugelassen|freigegeben))"
)
"""Said of a page or a call."""

REFUSED_PLAINLY = (
    r"\b(blocked|denied|(bloque|deneg)ad[oa]s?|acc?esso? (negad|proibid)o|"
    r"acces (refuse|interdit|bloque)|(site|page|contenu|acces|requete) (est |a ete )?bloquee?|"
    r"gesperrt|blockiert|geblockt|verweigert)\b"
)
"""Of these a page that asks to sign in has none."""

WHO_REFUSES = (
    r"(firewall|(web|content|url|internet|dns) ?(filter|gateway)|proxy( server)?|anti-?virus|web shield|"
    r"(network|system|it|your) administrator|(security|internet|network|web|access|usage) policy|by policy|"
    r"(organi[sz]ation|company|office|practice|school|employer|network)('s)? (polic(y|ies)|rules?|filter)|"
    # es, pt
    r"cortafuegos|(servidor )?proxy|filtro (web|de (contenidos?|conteudo|paginas|red|internet))|"
    r"administrador (de (la |su |sua )?rede?|del? sistemas?|do sistema|da rede)|"
    r"politicas? de (seguridad|seguranca|uso|acceso|acesso|red|rede|internet|la empresa|navega\w+)|"
    # fr
    r"pare-?feu|filtr(e|age) (web|d'url|url|de contenus?|internet)|serveur (proxy|mandataire)|"
    r"administrateur( (reseau|systeme|du (reseau|systeme)))?|"
    r"(politique|charte) (de securite|d'acces|d'utilisation|internet|informatique|de l'entreprise)|"
    # de
    r"(web|inhalts|internet|url-?)-?filter|jugendschutz|(netzwerk|system)-?administrator|"
    r"(sicherheits|internet|netzwerk|zugriffs|nutzungs|unternehmens)-?richtlinien?)"
)

DOES_NOT_LET = (
    r"(does not (allow|permit)|no permite|ne permet pas|nao permite|(erlaubt|gestattet) \w* ?nicht)"
)

NOBODYS = (
    r"(privacy|cookie) polic(y|ies)|administra(tor|dor|teur)|politica de (privacidad|privacidade|cookies)"
)
"""Words of filters that servers too say at their own failures."""

BLOCK = (
    r"\bblock(ed|ing|s)?\b|denied|forbidden|not (allowed|permitted)|filter|polic(y|ies)|restricted|"
    r"malicious|threat|quarantin|categor(y|ies)|unavailable for legal|prohibited|administrator|proxy|"
    # es, pt, fr, de
    r"\bbloque|denegad|\b(acceso|acesso) negad|prohibid|proibid|interdit|restringid|restrit[oa]|filtro|"
    r"filtr(e|age)\b|politica|politique|richtlinie|categori(a|e)|kategorie|malicios|malveillant|schadlich|"
    r"firewall|amenaza|amea[cz]a|menace|bedrohung|administrador|administrateur|cortafuegos|pare-?feu|gesperrt|blockiert|"
    r"geblockt|verweigert|untersagt|verboten|(no|nao) (esta |e |foi |ha sido )?(permitid|autorizad)|"
    r"(non|pas) autorise|acces refuse|nicht (erlaubt|gestattet|zulassig|zugelassen)|motivos legales|"
    r"motivos legais|raisons legales|rechtlichen grunden"
)
"""Of a filter or a device on the way, on a page that is no server's own."""

SIGN_IN = (
    r"type=[\"']?password|\bsign[ -]?in\b|\blog[ -]?(in|on)\b|captive|hotspot|"
    r"guest (wi-?fi|network|access)|accept ((the|our)( \w{1,20})? )?terms|network authentication required|"
    r"connect to (the )?(internet|wi-?fi)|wispaccessgatewayparam|splash page|"
    # es
    r"\binici(ar|e|o de) (la |su )?sesion|portal (cautivo|de acceso)|red de invitados|identifiquese|"
    r"wi-?fi (de|para) (invitados|clientes|huespedes|visitantes)|acepta(r|e|o) (los|nuestros) terminos|"
    r"acepto las condiciones|conect(ar|ese|arse) a (internet|la red)|"
    # pt
    r"(iniciar|inicie) (a )?sessao|fa(zer|ca) (o )?login|portal cativo|rede de (visitantes|convidados)|"
    r"wi-?fi (de|para) (convidados|clientes)|aceit(ar|e|o) os termos|conect(ar|e)-se a (internet|rede)|"
    # fr
    r"\bse connecter\b|connectez-vous|identifiez-vous|s'identifier|s'authentifier|portail (captif|d'acces)|"
    r"(reseau|acces|wi-?fi) (invites?|visiteurs?|public|gratuit)\b|accept(er|ez|e) (les|nos) conditions|"
    # de
    r"\banmelden\b|\banmeldung\b|melden sie sich an|einloggen|ga(st|ste)-?(wlan|wi-?fi|netz|zugang)|"
    r"nutzungsbedingungen (akzeptieren|zustimmen|bestatigen)|akzeptiere\w* (die|unsere) nutzungsbedingungen|"
    r"mit dem (internet|wlan) verbinden"
)
"""On a page, its markup included, that a network shows before it lets anybody through."""

WAY_TO_SIGN_IN = (
    r"log-?[io]n|sign-?in|portal|captive|hotspot|guest|splash|wi-?fi|welcome|authenti[cf]|auth\b|accept|"
    r"iniciar-?sesi|inicio-?sesi|\bace?ss?o\b|autentica|invitados|visitantes|convidados|connexion|portail|"
    r"identifi(er|cation|cacion)|anmeld|wlan|gast-?(netz|zugang)"
)
"""In the address of a sign-in page."""

WAY_TO_BLOCK = (
    r"block|den(y|ied)\b|forbidden|restricted|bloque|denegad|negad[oa]\b|interdit|prohibid|proibid|gesperrt|"
    r"\bsperr|verweigert"
)
"""In the address of a filter's page."""

WAY_DOWN = r"maintenance|offline|unavailable|mantenimiento|manutencao|wartung|/(sorry|down|error)\b"
"""In the address of a server's page about its own failure."""

DOWN = (
    r"\b(under|down for|undergoing|for|scheduled|planned|routine) (\w+ )?maintenance\b|^maintenance\b|"
    r"maintenance (mode|page|window|in progress|break)|\bbe (right )?back (soon|shortly|online|up|in a)|"
    r"app_?offline|"
    r"\b(app(lication)?|(web ?)?site|system|services?|server|api|page)( you\W.{0,60})? (is |are )"
    r"((currently|temporarily|now|right now) )?"
    r"(offline|down\b|stopped|starting|restarting|unavailable|being (up(dated|graded)|deployed|worked))|"
    r"\b(sites?|apps?|applications?|services?) (are|is)(n't| not) (currently )?(available|working|running)|"
    r"(currently|temporarily) (offline|unavailable|down|out of service)|"
    # es
    r"(en|por|modo|tareas de) mantenimiento|mantenimiento (programado|en curso)|volveremos (pronto|en breve)|"
    r"(temporalmente|actualmente|momentaneamente) (no disponible|fuera de (servicio|linea)|inaccesible)|"
    r"(servicio|sitio|aplicacion|sistema|pagina)( web)? (no (esta )?disponible|fuera de (servicio|linea))|"
    # fr
    r"(en|pour|cours de|mode) maintenance|maintenance (en cours|programmee|planifiee)|"
    r"de retour (bientot|dans)|"
    r"(temporairement|momentanement|actuellement) (indisponible|hors (ligne|service)|inaccessible)|"
    r"(service|site|application|systeme)( web)? (est )?(indisponible|hors (ligne|service))|"
    # pt
    r"\b(em|para|modo de?) manutencao|manutencao (programada|em andamento)|"
    r"volt(aremos|amos) (em breve|logo|ja)|"
    r"(temporariamente|momentaneamente|atualmente) (indisponivel|fora (do ar|de servico))|"
    r"(servico|site|aplicacao|aplicativo|sistema) (esta )?(indisponivel|fora do ar)|"
    # de
    r"wartung(sarbeiten|smodus|sfenster)?\b|wird (derzeit |gerade )?gewartet|"
    r"(bald|in kurze|gleich) wieder (da|verfugbar|erreichbar|online)|"
    r"(vorubergehend|derzeit|momentan|zurzeit|aktuell) (nicht (verfugbar|erreichbar)|offline)"
)
"""A server says of itself, at any status, that it is down or being worked on."""

OFFICES = r"e-?connector|\bdatabases?\b|\boffice('s)? (server|service|pc|computer)\b"
"""Of the office's side, whoever says it."""

OFFICES_TO_OPEN_DENTAL = (
    rf"{OFFICES}|\b(offices?(?! hours)|customers?(?! (support|service|care))|clinics?|practices?|dentists?|"
    r"workstations?|computers?|pcs?|listeners?|sockets?|registration|api service)\b|"
    r"(?<!\bweb )(?<!\bapi )(?<!\bour )(?<!\bhq )\bservers?\b"
)
"""Of the office's side where Open Dental itself says it: a server without more is the office's too."""

FAILS = (
    rf"{DOWN}|\bmaintenance\b|mantenimiento|manutencao|"
    r"\b(app(lication)?|site|service|system|server) (offline|down)\b|"
    r"\bwe('re| are) (currently )?(updating|upgrading|deploying|restarting)|http error 5\d\d(\.\d+)?|"
    r"(asp\.net core|ancm|in-process|out-of-process|process) .{0,40}fail|"
    r"fail(ed|ure)( to (start|load|find))|runtime error|server error in '/|application error|process failure|"
    r"internal server error|unexpected error|something went wrong|an error (has )?occurred|error log|"
    r"\berror (code:? )?(5[2-6]\d|10\d\d)\b|web server (is|reported|returned)|origin (dns|server|is)|"
    r"\bray id\b|"
    r"backend (fetch|is|server)|guru meditation|varnish|awselb|http status 5\d\d|powered by jetty|"
    r"could not be satisfied|temporary error|too (busy|much traffic)|overloaded|over capacity|upstream|"
    r"(connection|gateway|ssl handshake) (timed out|failed)|check back (soon|later)|working to (restore|fix)|"
    r"(error interno|erro interno|erreur interne) (del|do|du) serv|interner (server-?)?fehler"
)
"""A server says of itself, with a status of failure, what went wrong in it."""

FILTERS_OWN = (
    rf"{REFUSED}[^.!?]{{0,80}}\b{WHO_REFUSES}|\b(firewall|cortafuegos|pare-?feu|anti-?virus|web shield)\b|"
    r"\b(web|content|url|internet|inhalts)[ -]?filter|filtro (web|de (contenidos?|conteudo))|"
    r"filtr(e|age) (web|d'url|url|de contenus?)|"
    r"\bblocked\b|\bdenied\b|\b(bloque|deneg)ad[oa]s?\b|gesperrt|blockiert|geblockt|verweigert|"
    r"acces (refuse|interdit|bloque)|\bbloquee?\b"
)
"""Words of a filter, which no server says of itself at a failure."""
