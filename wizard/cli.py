"""The command line: reads arguments, composes the parts and prints; no judgement of its own."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, NoReturn

from wizard import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.core.text import Translator

PROGRAM = "connect-wizard"
LISTS = ("checks", "causes", "pointers", "scenarios")


def run_command(argv: list[str], translator: Translator) -> int:
    """Run one command and return its exit code.

    Args:
        argv: Arguments without the program's name.
        translator: Says the texts, where no other language is asked for.

    Raises:
        SystemExit: Bad arguments (2), or ``--help`` (0).
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console's code page may lack a quotation mark
    arguments = _parser(argv).parse_args(argv)
    command: Callable[[argparse.Namespace, Translator], int] = arguments.command
    translator = _speaking(getattr(arguments, "language", translator.language), translator)
    if sys.platform == "win32" and _draws(arguments):
        from wizard.commands.windows_too_old import refused_in_words

        if refused_in_words(translator):
            return 1
    try:
        return command(arguments, translator)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone
        sys.stderr.close()
        return 1


def _speaking(language: str, translator: Translator) -> Translator:
    """The translator for the language that was asked for."""
    if language == translator.language:
        return translator
    from wizard.core.text import Translator
    from wizard.store.languages import catalogue

    return Translator(language, catalogue(language))


def _draws(arguments: argparse.Namespace) -> bool:
    """Whether the command needs Qt."""
    pages = any(name.lower().endswith((".html", ".pdf")) for name in getattr(arguments, "out_files", ()))
    drawn = any(getattr(arguments, name, None) for name in ("picture", "sheet"))
    return arguments.command in (_demo, _profile_kit) or drawn or pages


class _Parser(argparse.ArgumentParser):
    """Exits with 2 and one sentence; the arguments are not repeated, they could hold a pasted key."""

    def error(self, message: str) -> NoReturn:
        told = re.sub(r"(unrecognized arguments|ambiguous option): .*", r"\1", message)
        choices = re.search(r" \(choose from .*\)$", told)
        told = re.sub(
            r"(invalid choice|invalid \w+ value|ignored explicit argument).*", r"\1", told, flags=re.DOTALL
        )
        self.exit(2, f"{PROGRAM}: {told}{choices[0] if choices else ''}. See {PROGRAM} --help.\n")


def _parser(argv: list[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        allow_abbrev=False,
        description="Connect Wizard for Open Dental: opens the window, or runs one of these commands.",
        epilog="Exit codes: 0 connected, 4 with warnings, 3 a cause was found, "
        "2 bad arguments, profile or key, 1 the program failed, 130 interrupted.",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    _add(commands, argv, "check", "run the checks and the live call, print the verdict", _check_arguments)
    _add(commands, argv, "watch", "check again until connected, tell what changes", _watch_arguments)
    _add(commands, argv, "report", "check, and write the report into a file", _report_arguments)
    _add(commands, argv, "explain", "print a cause as the window shows it", _explain_arguments)
    _add(commands, argv, "list", "what there is, one a line, its id first", _list_arguments)
    _add(commands, argv, "profile", "work with a vendor profile", lambda own: _profile_arguments(own, argv))
    _add(commands, argv, "simulate", "serve a pretend office on loopback until stopped", _simulate_arguments)
    _add(commands, argv, "demo", "open the window against the built-in simulator", _demo_arguments)
    _add(commands, argv, "forget", "remove the stored key", _forget_arguments)
    _add(commands, argv, "history", "the last runs and incidents kept on this PC", _history_arguments)
    _add(commands, argv, "replay", "show a case file's verdict; calls nothing", _replay_arguments)
    _add(commands, argv, "summarize", "documents of many offices as a table by cause", _summarize_arguments)
    return parser


def _add(
    commands: argparse._SubParsersAction[_Parser],
    argv: list[str],
    name: str,
    told: str,
    arguments: Callable[[_Parser], None],
) -> None:
    """Add a command; its arguments only where it may be meant, since making all takes longer than a call."""
    parser = commands.add_parser(name, allow_abbrev=False, help=told)
    if name in argv:
        arguments(parser)


def _check_arguments(check: _Parser) -> None:
    check.add_argument("--json", action="store_true", help="print the document for programs")
    check.add_argument(
        "--case", metavar="FILE", help="write the run's case file (.cwcase) too, over an earlier one"
    )
    _shared(check)
    check.set_defaults(command=_check)


def _watch_arguments(watch: _Parser) -> None:
    watch.add_argument("--json", action="store_true", help="print a document a line for programs")
    watch.add_argument(
        "--for",
        dest="minutes",
        type=_minutes,
        metavar="MINUTES",
        help="how long at most (default: as the profile says, else 60)",
    )
    watch.add_argument(
        "--every",
        type=_pause,
        metavar="SECONDS",
        help="between two looks; never more often than one key may call (default: as the cause needs)",
    )
    _shared(watch)
    watch.set_defaults(command=_watch)


def _report_arguments(report: _Parser) -> None:
    report.add_argument(
        "--out",
        dest="out_files",
        action="append",
        required=True,
        metavar="FILE",
        help="what to write, as its suffix says: .html, .pdf, .txt, .json or .cwcase (repeatable: one run)",
    )
    report.add_argument("--from", dest="case", metavar="CASE", help="of a case file, without a check")
    report.add_argument("--force", action="store_true", help="take the place of files that are there")
    _shared(report)
    report.set_defaults(command=_report)


def _explain_arguments(explain: _Parser) -> None:
    explain.add_argument(
        "code",
        metavar="CODE",
        help="for example key.not-assigned, its reference K2, what is quoted, or a code for another PC",
    )
    explain.add_argument("--picture", metavar="FILE", help="draw where to click (.png, .svg or .pdf)")
    explain.add_argument(
        "--od-version", metavar="V", help="of the Open Dental that is meant, for example 24.3"
    )
    explain.add_argument("--sheet", metavar="FILE", help="write the page to take along (.pdf)")
    explain.add_argument("--profile", metavar="FILE", help="vendor profile whose names and support it says")
    _language(explain)
    explain.set_defaults(command=_explain)


def _list_arguments(listing: _Parser) -> None:
    listing.add_argument("what", choices=LISTS, metavar="|".join(LISTS))
    listing.add_argument("--json", action="store_true", help="print a list for programs")
    listing.set_defaults(command=_list)


def _profile_arguments(profile: _Parser, argv: list[str]) -> None:
    actions = profile.add_subparsers(required=True, metavar="ACTION", parser_class=_Parser)
    _add(actions, argv, "check", "say whether a vendor profile is valid", _profile_check_arguments)
    _add(
        actions,
        argv,
        "new",
        "write a vendor profile, from these options or by asking for each",
        _profile_new_arguments,
    )
    _add(
        actions,
        argv,
        "kit",
        "make the zip, and the setup where NSIS is, that a vendor ships",
        _profile_kit_arguments,
    )
    _add(actions, argv, "sign", "sign files with the command in CONNECT_WIZARD_SIGN", _profile_sign_arguments)
    _add(
        actions,
        argv,
        "sums",
        "make a kit's list of check sums anew, as after signing",
        _profile_sums_arguments,
    )


def _profile_check_arguments(validate: _Parser) -> None:
    validate.add_argument("file", metavar="FILE")
    validate.set_defaults(command=_profile_check)


def _simulate_arguments(simulate: _Parser) -> None:
    simulate.add_argument("scenario", metavar="SCENARIO")
    simulate.add_argument(
        "--port", type=_port, default=0, metavar="N", help="TCP port (default: any free one)"
    )
    _then(simulate)
    simulate.set_defaults(command=_simulate)


def _then(parser: _Parser) -> None:
    """An office that changes with time."""
    parser.add_argument(
        "--then",
        action="append",
        type=_turn,
        default=[],
        metavar="SCENARIO@SECONDS",
        help="what is the matter so many seconds later (repeatable; 'stopped': nothing answers)",
    )


def _demo_arguments(demo: _Parser) -> None:
    demo.add_argument("scenario", nargs="?", metavar="SCENARIO")
    demo.add_argument(
        "--screenshots", metavar="DIR", help="walk through without a display, leave pictures there"
    )
    _then(demo)
    demo.set_defaults(command=_demo)


def _forget_arguments(forget: _Parser) -> None:
    forget.add_argument("--profile", metavar="FILE")
    forget.add_argument(
        "--dry-run", action="store_true", help="only say whether there is one (exit codes 0 and 3)"
    )
    forget.set_defaults(command=_forget)


def _history_arguments(history: _Parser) -> None:
    history.add_argument("--json", action="store_true", help="print a document for programs")
    history.add_argument(
        "--clear", action="store_true", help="remove it, with the log and all else but the stored key"
    )
    _language(history)
    history.set_defaults(command=_history)


def _replay_arguments(replaying: _Parser) -> None:
    replaying.add_argument("file", metavar="FILE", help="case file (.cwcase)")
    replaying.add_argument("--json", action="store_true", help="print the document for programs")
    _language(replaying)
    replaying.set_defaults(command=_replay)


def _summarize_arguments(summary: _Parser) -> None:
    summary.add_argument(
        "files",
        nargs="+",
        metavar="FILE|FOLDER",
        help="documents and case files; of a folder every .json, .jsonl and .cwcase",
    )
    summary.add_argument(
        "--by-folder", action="store_true", help="each folder is one office, whatever its files are called"
    )
    summary.add_argument("--html", metavar="FILE", help="write one page that sorts and filters")
    summary.add_argument("--json", action="store_true", help="print a document for programs")
    _language(summary)
    summary.set_defaults(command=_summarize)


def _language(parser: argparse.ArgumentParser) -> None:
    from wizard.store.languages import ENGLISH, available

    parser.add_argument("--language", choices=available(), default=ENGLISH, help="of the texts")


def _shared(parser: argparse.ArgumentParser) -> None:
    """The options that ``check``, ``watch`` and ``report`` share."""
    parser.add_argument("--profile", metavar="FILE", help="vendor profile")
    parser.add_argument("--key-stdin", action="store_true", help="read the customer key from standard input")
    parser.add_argument(
        "--developer-key-stdin",
        action="store_true",
        help="read both keys, two lines, the developer key first",
    )
    parser.add_argument(
        "--mode",
        choices=("auto", "remote", "service", "local"),
        default="auto",
        help="how Open Dental is reached; auto is the first way of the profile that answers, without a "
        "profile it is remote",
    )
    parser.add_argument("--host", metavar="NAME[:PORT]", help="PC of the API Service, inside this office")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="ID",
        help="run only these checks (list checks; prereq.* for all prerequisites)",
    )
    parser.add_argument("--skip", action="append", default=[], metavar="ID", help="leave these checks out")
    parser.add_argument(
        "--deadline", type=_seconds, metavar="SECONDS", help="how long the live call may wait"
    )
    _language(parser)
    volume = parser.add_mutually_exclusive_group()
    volume.add_argument("--quiet", action="store_true", help="no text, only the exit code")
    volume.add_argument("--verbose", action="store_true", help="tell each step on standard error")


def _profile_new_arguments(new: _Parser) -> None:
    new.add_argument("--out", metavar="FILE", default="vendor.toml", help="default: vendor.toml")
    new.add_argument("--name", help="the vendor's name")
    new.add_argument("--product", help="what the office connects to Open Dental")
    new.add_argument("--phone", help="of support")
    new.add_argument("--email", help="of support")
    new.add_argument("--url", help="of support, https")
    new.add_argument("--hours", help="of support")
    new.add_argument("--logo", metavar="PNG", help="file beside the profile")
    new.add_argument("--accent", metavar="#RRGGBB", help="color of buttons and marks")
    new.add_argument("--modes", metavar="LIST", help="remote,service,local")
    new.add_argument("--permissions", metavar="LIST", help="rights of the key, such as ApiReadAll,ApiComm")
    new.add_argument("--minimum-version", metavar="VERSION", help="oldest Open Dental")
    new.add_argument("--keychain-service", metavar="NAME", help="name of the stored key")
    new.add_argument(
        "--keep-history", metavar="yes|no", help="whether history and log are kept on the office's PC"
    )
    new.add_argument("--download-url", metavar="URL", help="where newer versions are")
    new.add_argument(
        "--developer-key-stdin", action="store_true", help="read the developer key from standard input"
    )
    new.set_defaults(command=_profile_new)


def _profile_kit_arguments(kit: _Parser) -> None:
    kit.add_argument("file", metavar="FILE")
    kit.add_argument("--out", metavar="DIR", required=True)
    kit.add_argument(
        "--release", metavar="DIR|ZIP", help="the released program (default: the one that runs this)"
    )
    kit.add_argument("--no-setup", action="store_true", help="the zip only")
    kit.add_argument(
        "--sign",
        nargs="?",
        const="",
        metavar="COMMAND",
        help="sign the setup and its uninstaller; {file} in the command is the file "
        "(default: the command in CONNECT_WIZARD_SIGN)",
    )
    kit.set_defaults(command=_profile_kit)


def _profile_sign_arguments(signing: _Parser) -> None:
    signing.add_argument("files", nargs="+", metavar="FILE")
    signing.set_defaults(command=_profile_sign)


def _profile_sums_arguments(listing: _Parser) -> None:
    listing.add_argument("folder", metavar="DIR")
    listing.set_defaults(command=_profile_sums)


def _turn(text: str) -> tuple[str, float]:
    name, _, seconds = text.rpartition("@")
    try:
        at_s = float(seconds)
    except ValueError:
        at_s = 0.0
    if not (name and 0 < at_s <= 86_400):
        raise argparse.ArgumentTypeError("expected SCENARIO@SECONDS, more than 0 and at most 86400")
    return name, at_s


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) < 65536):
        raise argparse.ArgumentTypeError("expected a port from 0 to 65535")
    return int(text)


def _seconds(text: str) -> float:
    return _number(text, 600, "seconds")


def _pause(text: str) -> float:
    return _number(text, 86_400, "seconds")


def _minutes(text: str) -> float:
    return _number(text, 10_080, "minutes")


def _number(text: str, most: int, unit: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= most:
        message = f"expected {unit}, more than 0 and at most {most}"
        raise argparse.ArgumentTypeError(message)
    return value


# Each command imports what it needs when it is used: a check loads no window, a list no network.


def _check(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.check import check

    return check(arguments, translator)


def _watch(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.watch_command import watch

    return watch(arguments, translator)


def _report(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.report_command import report_command

    return report_command(arguments, translator)


def _explain(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.explain import print_cause

    return print_cause(
        arguments.code,
        arguments.picture,
        arguments.od_version,
        arguments.sheet,
        arguments.profile,
        translator=translator,
    )


def _list(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.explain import print_list

    return print_list(arguments.what, translator, as_json=arguments.json)


def _replay(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.replay_command import replay_file

    return replay_file(arguments.file, translator, as_json=arguments.json)


def _profile_check(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.profile_check import profile_check

    return profile_check(arguments.file, translator)


def _profile_new(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.profile_new import profile_new

    return profile_new(arguments, translator)


def _profile_kit(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.profile_kit import profile_kit

    return profile_kit(
        arguments.file,
        arguments.out,
        arguments.release,
        setup=not arguments.no_setup,
        signing=arguments.sign,
        translator=translator,
    )


def _profile_sign(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.profile_kit import profile_sign

    return profile_sign(arguments.files, translator)


def _profile_sums(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.profile_kit import profile_sums

    return profile_sums(arguments.folder, translator)


def _simulate(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.simulate import simulate

    return simulate(arguments.scenario, arguments.then, arguments.port, translator)


def _demo(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.simulate import demo

    return demo(arguments.scenario, arguments.then, arguments.screenshots, translator)


def _forget(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.forget import forget

    return forget(arguments.profile, translator, dry_run=arguments.dry_run)


def _history(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.print_history import print_history

    return print_history(translator, as_json=arguments.json, clear=arguments.clear)


def _summarize(arguments: argparse.Namespace, translator: Translator) -> int:
    from wizard.commands.summarize import summarize

    return summarize(arguments, translator)
