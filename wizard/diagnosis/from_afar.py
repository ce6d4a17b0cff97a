"""The same sentences for somebody who reads them elsewhere: what a card calls "this PC" is another one there.

The names of the tables are the English texts that a card shows; a text that says "this PC" or "here" and has
no twin is left out of what is sent.
"""

from __future__ import annotations

from wizard.core.text import N, T, Text

_CATALOGUE = {
    "A firewall keeps this PC from the API Service": T(
        "A firewall keeps the PC that runs {ours} from the API Service"
    ),
    "API Setup cannot open on this PC": T("API Setup cannot open on the PC that runs {ours}"),
    "Choose a time when nobody works on this PC, and close Open Dental on it.": T(
        "Choose a time when nobody works on the PC that runs {ours}, and close Open Dental on it."
    ),
    "Double-click the vendor's row, and enter here what stands at **API Key**.": T(
        "Double-click the vendor's row. Enter what stands at **API Key** on the PC that runs {ours}."
    ),
    "Empty the recycle bin of this PC.": T("Empty the recycle bin of the PC that was checked."),
    "Enter it here as it stands at **API Key**, without spaces.": T(
        "Enter it on the PC that runs {ours} as it stands at **API Key**, without spaces."
    ),
    "Finish what is open in Open Dental on this PC, then click **File**, **Exit**.": T(
        "Finish what is open in Open Dental on the PC that runs {ours}, then click **File**, **Exit**."
    ),
    "If a second Open Dental is open on this PC, close it as well.": T(
        "If a second Open Dental is open on the PC that runs {ours}, close it as well."
    ),
    "If only this PC cannot, look at its network cable or Wi-Fi and restart it.": T(
        "If only the PC that runs {ours} cannot, look at its network cable or Wi-Fi and restart it."
    ),
    "If this is guest Wi-Fi, connect this PC to the office's own network.": T(
        "If this is guest Wi-Fi, connect the PC that runs {ours} to the office's own network."
    ),
    "Open Dental cannot be reached from this PC": T(
        "Open Dental cannot be reached from the PC that runs {ours}"
    ),
    "Open Dental on this PC has stopped answering": T(
        "Open Dental on the PC that runs {ours} has stopped answering"
    ),
    "Open Dental on this PC is closed or not logged on": T(
        "Open Dental on the PC that runs {ours} is closed or not logged on"
    ),
    "Open a web browser on this PC and sign in on the page that appears.": T(
        "Open a web browser on the PC that runs {ours} and sign in on the page that appears."
    ),
    "Open the date and time settings of this PC and look at the time zone.": T(
        "Open the date and time settings of the PC that runs {ours} and look at the time zone."
    ),
    "Open the date and time settings of this PC.": T(
        "Open the date and time settings of the PC that runs {ours}."
    ),
    "Something stands between this PC and Open Dental": T(
        "Something stands between Open Dental and the PC that runs {ours}"
    ),
    "Something turns this PC away from Open Dental": T(
        "Something turns the PC that runs {ours} away from Open Dental"
    ),
    "Start Open Dental on this PC.": T("Start Open Dental on the PC that runs {ours}."),
    "The clock of this PC is more than 5 minutes off": T(
        "The clock of the PC that runs {ours} is more than 5 minutes off"
    ),
    "The clock of this PC is wrong": T("The clock of the PC that runs {ours} is wrong"),
    "The proxy setting of this PC cannot be used": T(
        "The proxy setting of the PC that runs {ours} cannot be used"
    ),
    "The time zone of this PC needs a look": T("The time zone of the PC that runs {ours} needs a look"),
    "This PC cannot reach the internet": T("The PC that runs {ours} cannot reach the internet"),
    "This PC is slow to find addresses on the internet": T(
        "The PC that runs {ours} is slow to find addresses on the internet"
    ),
    "This PC's list of trusted authorities lacks one": T(
        "A list of trusted authorities lacks one, on the PC that runs {ours}"
    ),
    "Windows on this PC waits for a restart": T("Windows on the PC that was checked waits for a restart"),
}
_SEEN = {
    "A database's service is stopped here; it is not the one in use.": T(
        "A database's service is stopped; it is not the one in use."
    ),
    "A proxy is set, by an environment variable of this PC.": T(
        "A proxy is set, by an environment variable of the PC that runs {ours}."
    ),
    "A proxy is set, by {variable}, an environment variable of this PC.": T(
        "A proxy is set, by {variable}, an environment variable of the PC that runs {ours}."
    ),
    (
        "A secure connection could not be made. {setting}, an environment variable of this "
        "PC, changes how they are made."
    ): T(
        "A secure connection could not be made. {setting}, an environment variable of the PC "
        "that runs {ours}, changes how they are made."
    ),
    "An old one is stopped on this PC. Look on {server}.": T(
        "An old one is stopped on the PC that runs {ours}. Look on {server}."
    ),
    "By this PC's clock, the certificate expired long ago.": T(
        "By the clock of the PC that runs {ours}, the certificate expired long ago."
    ),
    "By this PC's clock, the certificate is not valid yet.": T(
        "By the clock of the PC that runs {ours}, the certificate is not valid yet."
    ),
    "It was not found on this PC. What has to be done in Open Dental is done on a PC that has it.": T(
        "It was not found on the PC that runs {ours}. What has to be done in Open Dental is "
        "done on a PC that has it."
    ),
    "No customer key was given, and none is stored on this PC.": T(
        "No customer key was given, and none is stored on the PC that runs {ours}."
    ),
    "No database's service with a known name is on this PC.": T(
        "No database's service with a known name is on the server PC."
    ),
    "No eConnector is installed on this PC, the server.": T("No eConnector is installed on the server PC."),
    "Not found on this PC, and it is not known which PC is the server.": T(
        "Not found on the PC that runs {ours}, and it is not known which PC is the server."
    ),
    "Not on this PC, and neither is Open Dental. Look on the server PC.": T(
        "Not on the PC that runs {ours}, and neither is Open Dental. Look on the server PC."
    ),
    (
        "Only this PC was asked, because the server PC is not known or was not found. Run "
        "this program there, or name that PC with --host."
    ): T("Only the PC that runs {ours} was asked, because the server PC is not known or was not found."),
    "Open Dental Cloud is used on this PC.": T("Open Dental Cloud is used on the PC that runs {ours}."),
    "Open Dental is closed on this PC.": T("Open Dental is closed on the PC that runs {ours}."),
    "Open Dental on this PC has not been given a database yet.": T(
        "Open Dental on the PC that runs {ours} has not been given a database yet."
    ),
    "Somebody at this PC said that the practice which this key opens is not theirs.": T(
        "Somebody at the PC that runs {ours} said that the practice which this key opens is not theirs."
    ),
    "Something between this PC and Open Dental answered instead.": T(
        "Something between Open Dental and the PC that runs {ours} answered instead."
    ),
    "That window opens in Open Dental, which is not on this PC.": T(
        "That window opens in Open Dental, which is not on the PC that runs {ours}."
    ),
    "The API Service answers on this PC.": T("The API Service answers on the server PC."),
    "The API Service is not installed on this PC.": T("The API Service is not installed on the server PC."),
    "The API Service is stopped on this PC.": T("The API Service is stopped on the server PC."),
    "The API Service runs on this PC and answers.": T("The API Service runs on the server PC and answers."),
    "The API Setup window cannot open on this PC: {host} does not answer at port {port}.": T(
        "The API Setup window cannot open on the PC that runs {ours}: {host} does not answer at port {port}."
    ),
    "The certificate comes from “{issuer}”, a public authority that this PC does not know.": T(
        "The certificate comes from “{issuer}”, a public authority that the PC with {ours} does not know."
    ),
    "The certificate comes from “{issuer}”, which this PC does not trust.": T(
        "The certificate comes from “{issuer}”, which the PC that runs {ours} does not trust."
    ),
    "The certificate comes from “{issuer}”, which this PC trusts, but it was not made for a server.": T(
        "The certificate comes from “{issuer}”, which the PC that runs {ours} trusts, but it "
        "was not made for a server."
    ),
    (
        "The certificate comes from “{issuer}”, which this PC trusts, but its signature is "
        "too weak (SHA-1 or older)."
    ): T(
        "The certificate comes from “{issuer}”, which the PC that runs {ours} trusts, but its"
        " signature is too weak (SHA-1 or older)."
    ),
    "The certificate has expired, and this PC's clock is right.": T(
        "The certificate has expired, and the clock of the PC that runs {ours} is right."
    ),
    "The certificate has expired, by this PC's clock.": T(
        "The certificate has expired, by the clock of the PC that runs {ours}."
    ),
    "The certificate is not valid yet, and this PC's clock is right.": T(
        "The certificate is not valid yet, and the clock of the PC that runs {ours} is right."
    ),
    "The certificate is not valid yet, by this PC's clock.": T(
        "The certificate is not valid yet, by the clock of the PC that runs {ours}."
    ),
    "The certificate that came has an issuer that this PC does not trust.": T(
        "The certificate that came has an issuer that the PC with {ours} does not trust."
    ),
    "The certificate's issuer is not trusted by this PC.": T(
        "The certificate's issuer is not trusted by the PC that runs {ours}."
    ),
    "The database's service is stopped on this PC, the server.": T(
        "The database's service is stopped on the server PC."
    ),
    "The eConnector is paused on this PC.": T("The eConnector is paused on the server PC."),
    "The eConnector is stopped on this PC.": T("The eConnector is stopped on the server PC."),
    "The eConnector runs on this PC.": T("The eConnector runs on the server PC."),
    "The eConnector runs, but it does not start by itself when this PC is restarted.": T(
        "The eConnector runs, but it does not start by itself when the server PC is restarted."
    ),
    "The eConnector's service runs on this PC.": T("The eConnector's service runs on the server PC."),
    "The name of {server} was not found from this PC.": T(
        "The name of {server} was not found from the PC that runs {ours}."
    ),
    "The proxy setting of this PC cannot be used.": T(
        "The proxy setting of the PC that runs {ours} cannot be used."
    ),
    "The proxy that this PC has to use did not answer.": T(
        "The proxy that the PC with {ours} has to use did not answer."
    ),
    "The same key works on this PC, in the Open Dental that runs here.": T(
        "The same key works in the Open Dental on the PC that runs {ours}."
    ),
    "The secure channel is trusted by this PC.": T(
        "The secure channel is trusted by the PC that runs {ours}."
    ),
    (
        "The secure channel is trusted by this PC; its certificate comes from “{issuer}”, "
        "which is not one of the usual public authorities."
    ): T(
        "The secure channel is trusted by the PC that runs {ours}; its certificate comes from"
        " “{issuer}”, which is not one of the usual public authorities."
    ),
    "The setting comes from an environment variable of this PC.": T(
        "The setting comes from an environment variable of the PC that runs {ours}."
    ),
    "The setting comes from {variable}, an environment variable of this PC.": T(
        "The setting comes from {variable}, an environment variable of the PC that runs {ours}."
    ),
    "The settings file of Open Dental on this PC could not be read.": T(
        "The settings file of Open Dental on the PC that runs {ours} could not be read."
    ),
    "This PC can make no secure connection at all. The reason is its own OpenSSL configuration.": T(
        "The PC that runs {ours} can make no secure connection at all. The reason is its own "
        "OpenSSL configuration."
    ),
    (
        "This PC can make no secure connection at all. The reason is {setting}, an "
        "environment variable of this PC."
    ): T(
        "The PC that runs {ours} can make no secure connection at all. The reason is its "
        "environment variable {setting}."
    ),
    "This PC can make no secure connection at all; a setting such as OPENSSL_CONF does that.": T(
        "The PC that runs {ours} can make no secure connection at all; a setting such as "
        "OPENSSL_CONF does that."
    ),
    "This PC did not say whether it still stores it.": T(
        "The PC that runs {ours} did not say whether it still stores it."
    ),
    "This PC does not go to sleep by itself.": T("The PC that runs {ours} does not go to sleep by itself."),
    "This PC does not store it.": T("The PC that runs {ours} does not store it."),
    "This PC is the server, with the database **{name}**.": T(
        "The PC that runs {ours} is the server, with the database **{name}**."
    ),
    "This PC is the server.": T("The PC that runs {ours} is the server."),
    "This PC no longer stores it.": T("The PC that runs {ours} no longer stores it."),
    "This PC stored it before this check, and still does.": T(
        "The PC that runs {ours} stored it before this check, and still does."
    ),
    "This PC stores the key again that it stored before.": T(
        "The PC that runs {ours} stores the key again that it stored before."
    ),
    "This PC works through the middle tier on {server}.": T(
        "The PC that runs {ours} works through the middle tier on {server}."
    ),
    "This PC's clock agrees with the server's.": T(
        "The clock of the PC that runs {ours} agrees with the server's."
    ),
    "This PC's time zone has summer time, but the switch to it is turned off.": T(
        "The time zone of the PC that runs {ours} has summer time, but the switch to it is turned off."
    ),
    "This PC's time zone is not one that Windows knows.": T(
        "The time zone of the PC that runs {ours} is not one that Windows knows."
    ),
    "Windows on this PC waits for a restart.": T("Windows on the PC that was checked waits for a restart."),
    "Without Open Dental on it, this PC cannot tell which one is the server.": T(
        "Without Open Dental on it, the PC that runs {ours} cannot tell which one is the server."
    ),
    "This is a whole message. Only the key belongs here: usually 16 letters and digits.": T(
        "A whole message was entered in place of the key: that is usually 16 letters and digits."
    ),
    "This is an address. Only the key belongs here: usually 16 letters and digits.": T(
        "An address was entered in place of the key: that is usually 16 letters and digits."
    ),
    "{product} looks into the secure channel, and this PC trusts it.": T(
        "{product} looks into the secure channel, and the PC that runs {ours} trusts it."
    ),
    "{product} stands in between: the certificate comes from “{issuer}”, which this PC does not trust.": T(
        "{product} stands in between: the certificate comes from “{issuer}”, which the PC "
        "that runs {ours} does not trust."
    ),
    "{setting}, an environment variable of this PC, names no list of authorities.": T(
        "{setting}, an environment variable of the PC that runs {ours}, names no list of authorities."
    ),
    "This PC's clock is {n} minute ahead.": N(
        "The clock of the PC that runs {ours} is {n} minute ahead.",
        "The clock of the PC that runs {ours} is {n} minutes ahead.",
        0,
    ),
    "This PC's clock is {n} hour ahead.": N(
        "The clock of the PC that runs {ours} is {n} hour ahead.",
        "The clock of the PC that runs {ours} is {n} hours ahead.",
        0,
    ),
    "This PC's clock is {n} day ahead.": N(
        "The clock of the PC that runs {ours} is {n} day ahead.",
        "The clock of the PC that runs {ours} is {n} days ahead.",
        0,
    ),
    "This PC's clock is {n} minute behind.": N(
        "The clock of the PC that runs {ours} is {n} minute behind.",
        "The clock of the PC that runs {ours} is {n} minutes behind.",
        0,
    ),
    "This PC's clock is {n} hour behind.": N(
        "The clock of the PC that runs {ours} is {n} hour behind.",
        "The clock of the PC that runs {ours} is {n} hours behind.",
        0,
    ),
    "This PC's clock is {n} day behind.": N(
        "The clock of the PC that runs {ours} is {n} day behind.",
        "The clock of the PC that runs {ours} is {n} days behind.",
        0,
    ),
    "{n} eConnector runs on this PC; an office may have one only.": N(
        "{n} eConnector runs on the server PC; an office may have one only.",
        "{n} eConnectors run on the server PC; an office may have one only.",
        0,
    ),
    "{n} eConnector is installed on this PC; one of them runs.": N(
        "{n} eConnector is installed on the server PC; one of them runs.",
        "{n} eConnectors are installed on the server PC; one of them runs.",
        0,
    ),
    "This PC, the server, goes to sleep after {n} minute without use.": N(
        "The server PC goes to sleep after {n} minute without use.",
        "The server PC goes to sleep after {n} minutes without use.",
        0,
    ),
}
TWINS: dict[str, Text] = _CATALOGUE | _SEEN
"""By the English text of a card, the text of a message; ``{ours}`` is the vendor's program."""


def from_afar(text: Text, ours: str | Text) -> Text | None:
    """A text as it is read on another PC; None where it can only be said on this one.

    Args:
        text: As the card says it.
        ours: What the vendor's program is called.
    """
    args: dict[str, str | int | float | Text] = {}
    for name, value in text.args.items():
        if name == "server":  # its name, or that it is this one
            args[name] = T("the server PC")
            continue
        told = from_afar(value, ours) if isinstance(value, Text) else value
        if told is None:
            return None
        args[name] = told
    twin = TWINS.get(text.msgid)
    if twin is not None:
        return Text(twin.msgid, {**args, "ours": ours}, twin.plural)
    return None if _only_here(text.msgid) else Text(text.msgid, args, text.plural)


def _only_here(english: str) -> bool:
    words = english.lower().split()
    return "this pc" in " ".join(words) or any(word.strip(".,;:?()") == "here" for word in words)
