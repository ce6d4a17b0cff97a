"""What only a few files may do: reveal a key, call out, reach the keychain, load a window at once."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import wizard

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(wizard.__file__).parent
LATER = (ast.FunctionDef, ast.AsyncFunctionDef)  # what it imports is loaded when it is called

# What computes only in the standard library, as it is imported; all else may reach the outside world.
_PLAIN = "__future__ collections.abc dataclasses enum typing"
_TEXT = "base64 binascii difflib fnmatch hashlib hmac html ipaddress re tomllib unicodedata urllib.parse"
COMPUTES = {
    # gettext: the type of a catalogue, which store/ reads
    "core": set(f"{_PLAIN} {_TEXT} contextlib functools gettext itertools types".split()),
    # what a page of text is made of: markup, and the sums of its script and its style
    "diagnosis": set(f"{_PLAIN} base64 hashlib html".split()),
    # its one loader asks store/ for a file: pyproject.toml
    "pointer": set(f"{_PLAIN} functools math re".split()),
}
# What may be named as a type, and not be called: times are given to judgement, and it asks no clock.
TYPES = {"diagnosis": {"datetime"}}
WINDOW = ("PySide6", "shiboken6", "wizard.ui", "wizard.commands.open_window")


def files(package: Path = PACKAGE) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package).as_posix(), ast.parse(path.read_text("utf-8"))


def imported(*trees: ast.AST) -> Iterator[str]:
    """Each module that is imported, by its whole name."""
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module
        elif isinstance(node, ast.Call) and isinstance(node.args[0] if node.args else None, ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("import_module", "__import__", "find_spec"):
                yield str(ast.literal_eval(node.args[0]))


def imports(tree: ast.Module) -> Iterator[str]:
    yield from (name.partition(".")[0] for name in imported(tree))


def strangers(package: Path) -> set[tuple[str, str]]:
    """File and module wherever core, judgement or pointer import more than what computes."""
    return {
        (file, name)
        for file, tree in files(package)
        for name in imported(tree)
        if (allowed := COMPUTES.get(file.partition("/")[0])) is not None
        and name not in allowed
        and name.partition(".")[0] != "wizard"
        and not (name in TYPES.get(file.partition("/")[0], ()) and name not in at_runtime(tree))
    }


def at_runtime(tree: ast.Module) -> set[str]:
    """Each module that is imported when the program runs, and not for its types alone."""
    return set(imported(*(node for node in tree.body if not _typing(node))))


def eager(package: Path) -> set[str]:
    """Files of the commands' side that load the window as soon as they are imported."""
    return {
        file
        for file, tree in files(package)
        if file.partition("/")[0] in ("commands", "kit", "cli.py", "main.py", "__main__.py")
        for name in imported(
            *(node for node in tree.body if not isinstance(node, LATER) and not _typing(node))
        )
        if any(f"{name}.".startswith(f"{part}.") for part in WINDOW)
    }


def _typing(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def importing(*names: str) -> set[str]:
    return {file for file, tree in files() if set(imports(tree)) & set(names)}


def test_a_key_is_revealed_in_two_files_only() -> None:
    revealing = {
        file
        for file, tree in files()
        if any(isinstance(node, ast.Attribute) and node.attr == "reveal" for node in ast.walk(tree))
    }
    assert revealing == {"probe/client.py", "store/keychain.py"}


def test_nobody_takes_a_key_out_around_its_method() -> None:
    touching = {
        file
        for file, tree in files()
        if file != "core/secret.py"
        and any(
            (isinstance(node, ast.Attribute) and node.attr == "_value" and ast.unparse(node.value) != "self")
            or (isinstance(node, ast.Constant) and node.value in ("_value", "reveal"))
            for node in ast.walk(tree)
        )
    }
    assert not touching


def test_http_calls_are_made_in_the_files_of_the_probe_only() -> None:
    files = ("client", "exchange", "failures", "transport", "wire")
    assert importing("httpx", "httpcore", "h11", "anyio") <= {f"probe/{name}.py" for name in files}
    assert not importing("requests", "aiohttp", "urllib3")


def test_the_keychain_is_reached_in_one_file_only() -> None:
    assert importing("keyring") == {"store/system_keychain.py"}


def test_toml_is_parsed_in_one_file_only() -> None:
    assert importing("tomllib", "tomlkit") == {"core/toml/parsing.py"}


def test_core_judgement_and_pointer_use_what_computes_only() -> None:
    assert not strangers(PACKAGE)


def test_nothing_is_allowed_that_nobody_uses() -> None:
    for layer, allowed in COMPUTES.items():
        used = {name for file, tree in files() if file.startswith(f"{layer}/") for name in imported(tree)}
        assert allowed | TYPES.get(layer, set()) <= used, layer


def test_a_command_loads_the_window_only_when_it_opens_one() -> None:
    assert eager(PACKAGE) == {"commands/open_window.py"}


def test_no_key_is_logged_because_nothing_is_logged_where_keys_are() -> None:
    assert not {f for f in importing("logging", "warnings") if f.startswith(("core/", "store/keychain"))}
