"""What the keys of the desk's screens call, and what those calls come to do."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from textual.binding import Binding
from textual.dom import DOMNode

import clients.tui
from clients.tui.screens.commit import CommitScreen

# what writes: the link, the acceptance that waits ten seconds, what is kept to be sent
_DOES = ("link.mutate", "acceptances.press", "sender.send_one", "sender.take_back", "outbox.drop")
# forms by "module:Class", imported when they are asked for
_OPENS = {"ACTS", "screen_class", "BY_ID"}


@cache
def kinds() -> tuple[type[DOMNode], ...]:
    """Return every screen and widget of the desk."""
    found: dict[str, type[DOMNode]] = {}
    for module in walk_packages(clients.tui.__path__, "clients.tui."):
        if module.name.startswith(("clients.tui.screens", "clients.tui.widgets")):
            for kind in vars(import_module(module.name)).values():
                ours = getattr(kind, "__module__", "").startswith("clients.")
                if ours and isinstance(kind, type) and issubclass(kind, DOMNode):
                    found[f"{kind.__module__}.{kind.__name__}"] = kind
    return tuple(found.values())


def bindings() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Yield every binding with the class that has it."""
    for kind in kinds():
        own = vars(kind).get("BINDINGS", ())
        yield from ((kind, one) for one in own if isinstance(one, Binding))


def comes_to_write(kind: type, name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Tell whether a method writes, or opens a form that does, itself or by what it calls."""
    method = inspect.unwrap(getattr(kind, name, _nothing))
    if name in seen or not _is_ours(method):
        return False
    module = vars(import_module(method.__module__))
    tree = _tree(method)
    local = {alias.name: _imported(node, alias.name) for node, alias in _imports(tree)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=str(called)) if called in _OPENS:
                return True
            case ast.Attribute(value=ast.Name(id="self"), attr=str(called)):
                if comes_to_write(kind, called, seen | {name}):
                    return True
            case ast.Attribute() if ast.unparse(node).endswith(_DOES):
                return True
            case ast.Name(id=str(used)) if used in _OPENS or _is_form(
                local.get(used) or module.get(used)
            ):
                return True
    return False


def _nothing() -> None:
    """Stands where a class has no such method."""


@cache
def _tree(method: Any) -> ast.Module:
    # a file is read once; Python's own way to a method's source parses the whole file each time
    lines = _lines(inspect.getsourcefile(method) or "")
    first = method.__code__.co_firstlineno - 1
    return ast.parse(textwrap.dedent("".join(inspect.getblock(lines[first:]))))


@cache
def _lines(file: str) -> list[str]:
    return Path(file).read_text().splitlines(keepends=True)


def _is_ours(method: Any) -> bool:
    ours = (getattr(method, "__module__", "") or "").startswith("clients.")
    return ours and hasattr(method, "__code__")


def _is_form(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, CommitScreen) and not value.READS


def _imports(tree: ast.AST) -> Iterator[tuple[ast.ImportFrom, ast.alias]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node, alias) for alias in node.names)


def _imported(node: ast.ImportFrom, name: str) -> Any:
    return getattr(import_module(node.module or ""), name, None)
