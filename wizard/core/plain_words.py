"""What a document may keep of a sentence that the program does not know: its plain words.

Such a sentence may name a patient in any place. So a word stays only where it is written small in Latin
letters and stands in no place for a name: capitalised words, quoted parts, numbers, addresses and words of
other scripts are blotted out, and behind a colon, a bracket, "for" or "patient" only words stay that the list
below has. The first word stays where it is one of them. The window shows the whole sentence to the office.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOT = "…"
_DASHES = ("-", "–", "—")
_OPENERS = (":", "=", "(", ">", "|", "#", "-")

_OWN = (
    "Open Dental", "OpenDental", "401 Not Authorized", "Not Authorized", "504 Gateway Time-out",
    "503 Service Unavailable", "API Service", "Local API", "API", "APIs", "FHIR", "HTTP", "HTTPS", "JSON",
    "MySQL", "SQL", "URL", "GET", "POST", "PUT", "DELETE", "eConnector's", "eConnectors", "eConnector",
    "eServices",
)  # fmt: skip
"""Words of Open Dental's known sentences; none is a person's (facts, section 3.3)."""
_OWN_SIGN = 0xE100  # Unicode's private characters stand for them meanwhile

_FIELD = re.compile(r"(?:[A-Z][a-z]{1,12}){1,3}Num|[LF]Name|Birthdate|Date(?:Created|TStamp|TimeCreated)")
"""Names of parameters that Open Dental's own refusals tell (facts, section 3.3)."""

_QUOTED = re.compile(
    r'"[^"]*(?:"|$)|“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|‹[^›]*(?:›|$)|`[^`´]*(?:[`´]|$)'
    r"|‚[^‘’]*(?:[‘’]|$)|「[^」]*(?:」|$)|『[^』]*(?:』|$)|〈[^〉]*(?:〉|$)|《[^》]*(?:》|$)|｢[^｣]*(?:｣|$)|＂[^＂]*(?:＂|$)"
    r"|‘[^’]*(?:’|$)|(?<![\w\ue100-\ue1ff])['’].*?(?:['’](?!\w)|$)"
)
_MARK = re.compile(r"\[[a-z]{1,12}\]")  # what redaction put in
_LETTER = r"(?:[^\W_]|[\ue100-\ue1ff])"
_WORD = re.compile(rf"{_LETTER}(?:.*{_LETTER})?")
_SMALL = re.compile(r"[a-zß-öø-ÿ]{1,24}")
_ENDINGS = ("n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "'")
_MADE = ("tion", "tions", "ction", "ability", "uested")  # no name ends so

_PERSONS = _words(
    """
    account apellido called client clinic computer contact database dear dentist dependent directory
    doctor domain dr employee file fname folder frau guarantor guarantors herr host hostname hosts
    insured lname machine madame member miss monsieur mr mrs ms name named names nom nombre nome
    paciente pacientes path patient patiente patientin patients paziente pc person practice provider
    prénom referral server señor señora share spouse sr sra subscriber user username usuario workstation
    """
)
"""Behind these comes a name, if anywhere."""

_BEFORE_NAMES = _words("for by")
_NO_NAMES = _words("the a an this that these those its your their our any each all")
"""Behind the former comes a name as well, unless one of the latter follows."""

_PREFIXES = _words("re non un pre co auto e sub multi over under in on off up")

_ALSO_NAMES = _words("will may mark bill case page chase grant long rich young april june august")

NEUTRAL = _words(
    """
    a about above accept accepted access accessed account action active add added address after again
    all allowed already also an and another answer answered any anything api application appointment
    appointments are argument as ask asked assigned at attempt attempted authentication authorization
    authorized available back bad be because been before being below between birthdate body born both
    busy but by call called calls can cancelled cannot cause certain change changed characters check
    checked claim claims client clinic close closed closes code command communicate compatible complete
    completed configuration configured conflict connect connected connecting connection contact
    contacted contains content convert correct corrupt could count crashed create created credential
    credentials currently customer data database date dear default delete deleted denied dental dentist
    dependent deployed detected developer did different directory disabled disconnected do doctor does
    done down dr due duplicate during each econnector either else employee empty enabled end ended enter
    entered entity error errors even exceeded exception execute executed executing execution exhausted
    exist existing exists expected expired external fail failed failure fatal few field fields file
    first fname following for forbidden form format found from full function gateway general get given
    go going group guarantor had happened has have header headers held hello help here host hosts how
    however http https id identifier if ignored immortal in inactive incorrect index initialized inner
    insert installed instead insufficient insurance insured internal interrupted invalid invoke is issue
    it item items its json just key keys known lacks last later latest least less license likely limit
    list listener lname loaded loading local locked log logged login long lost made maintenance many
    match matches matching maximum may member memory message method minimum mismatch missing mode
    modified module more most mr mrs ms multiple must mysql name named names need needs network never
    new no none nor not nothing now null number object obtain occurred occurs of off office offline
    offset old on once one online only open operation option or order other our out over overloaded own
    page parameter parameters parse part password path patient patients payload pending perform periods
    permission permissions person plan please port possible practice prefix present previous problem
    procedure procedures process processed program property protocol provide provided provider providers
    proxy put query queued rate reach reached read ready reason received recognized record records
    reference referenced refused register registered registration rejected released remote remove
    removed renewed request requested requests require required requires reset resource resources
    response restart restarted result results retry return returned right rights row rows run running
    same save scheduled search section secure security see seem seems selected send sent serialize
    server service services session set should sign since size slow socket some something soon source
    specified spouse sql stack start started starting state status still stop stopped storage string
    submitted subscriber subscription success successful such supplied support supported suspended
    system table take taken task temporarily terminated text than that the their them then there
    therefore these they this those thread throttled time timed timeout to today token too transaction
    truncated try trying turned two type unable unassigned unauthorized unavailable under unexpected
    unhandled unknown unless unreachable unspecified unsupported until up update updated upgrade
    upstream url use used user username uses using valid validation value values version via violated
    violation wait waiting want was way we well were what when where whether which while who whose why
    will wish with within without working would written wrong yet you your
    """
)
"""Words that tell what went wrong and no one's name, small or at the beginning of a sentence."""


def plain_words(text: str) -> str:
    """The plain words of a sentence on one line; what is blotted out in a row becomes one mark."""
    for number, words in enumerate(_OWN):
        text = re.sub(rf"(?<![\w'’-]){re.escape(words)}(?![\w-])", chr(_OWN_SIGN + number), text)
    shown: list[str] = []
    reader = _Reader()
    for chunk in _QUOTED.sub(f" {BLOT} ", text).split():
        word = reader.read(chunk)
        if not (shown and word.startswith(BLOT) and shown[-1] == BLOT):
            shown.append(word)
        else:
            shown[-1] = word
    line = " ".join(shown)
    for number, words in enumerate(_OWN):
        line = line.replace(chr(_OWN_SIGN + number), words)
    return line


class _Reader:
    """Reads a sentence chunk by chunk, and knows whether a name may come next."""

    def __init__(self) -> None:
        self._begins = True
        self._name_next = False
        self._beside_name = False
        self._after_for = False
        self._bracket = False

    def read(self, chunk: str) -> str:
        """What may stay of the next chunk."""
        before, core, after = _parted(chunk)
        if not core:
            self._begins = self._begins or chunk in _DASHES
            self._name_next |= chunk not in (",", ".", "...", BLOT)
            return chunk if chunk in (BLOT, *_DASHES, ".", ",", ":") else BLOT
        if "(" in before or "[" in before:
            self._name_next = True
        small = core.casefold()
        if self._after_for and small not in _NO_NAMES:
            self._name_next = True
        self._after_for = small in _BEFORE_NAMES
        kept = self._kept(core)
        ended = kept and after[-1:] in (".", "!", "?", ";") and small not in _PERSONS
        opens = small in _PERSONS or any(sign in core for sign in "=:|") or after.endswith(_OPENERS)
        self._name_next = not ended and (self._name_next or opens)
        self._beside_name = not kept and any(map(str.isalpha, core))
        self._begins = ended
        self._bracket |= before == "("
        tail = "".join(c for c in after if c in ".,;:!?" or (c == ")" and self._bracket))
        self._bracket &= ")" not in after
        return f"{'(' if before == '(' else ''}{core if kept else BLOT}{tail}"

    def _kept(self, core: str) -> bool:
        word = core.replace("’", "'")
        if _is_own(word[0]):
            return word[1:] in ("", "'s")
        if _MARK.fullmatch(core) or _FIELD.fullmatch(core):
            return True
        if self._begins and word[:1].isupper():
            small = word[0].lower() + word[1:]
            made = small.endswith(_MADE) and _SMALL.fullmatch(small) is not None
            return made or (_is_neutral(small) and small not in _ALSO_NAMES)
        if self._name_next or self._beside_name or not word.isalpha():
            return _is_neutral(word)
        return _SMALL.fullmatch(word) is not None


def _parted(chunk: str) -> tuple[str, str, str]:
    """A chunk's signs before, its word (empty where there is none), and its signs after."""
    found = _MARK.search(chunk) or _WORD.search(chunk)
    return (chunk[: found.start()], found[0], chunk[found.end() :]) if found else ("", "", chunk)


def _is_own(sign: str) -> bool:
    return _OWN_SIGN <= ord(sign) < _OWN_SIGN + len(_OWN)


def _is_neutral(word: str) -> bool:
    base = next((word.removesuffix(end) for end in _ENDINGS if word.endswith(end)), word)
    first, *more = re.split(r"[-/]", base)
    known = first in NEUTRAL or (bool(more) and first in _PREFIXES) or base in ("ca", "wo", "i")
    return known and all(part in NEUTRAL for part in more)
