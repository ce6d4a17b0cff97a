"""What only a few files may do: reveal a key, make an HTTP call, reach the keychain."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import wizard

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(wizard.__file__).parent


def files() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and isinstance(node.args[0] if node.args else None, ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("import_module", "__import__", "find_spec"):
                yield str(ast.literal_eval(node.args[0])).partition(".")[0]


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


def test_core_and_judgement_import_no_outside_world() -> None:
    worlds = importing(
        "os", "socket", "time", "asyncio", "threading", "logging", "pathlib", "random", "secrets"
    )
    assert not {file for file in worlds if file.startswith(("core/", "diagnosis/"))}


def test_no_key_is_logged_because_nothing_is_logged_where_keys_are() -> None:
    assert not {f for f in importing("logging", "warnings") if f.startswith(("core/", "store/keychain"))}
