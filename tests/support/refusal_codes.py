"""Every code with which the services may refuse, and the sentences they refuse with."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.contracts.sources import HAN, trees

# what makes a refusal, and what makes one of the code it is handed
_MAKERS = {"Refusal", "coded", "BadBody", "Unauthenticated", "refused", "_refused"}
_HANDED = {"unknown_word", "_word"}
_CODE = re.compile(r"[A-Z][A-Z0-9]+(_[A-Z0-9]+)*")
_NAMED = "services/kit/graphql/errors.py"  # the codes of the edge are constants there
_TABLES = ("services/registry/domain/credentials/", "services/registry/domain/imports/runs.py")


@cache
def answered() -> dict[str, set[str]]:
    """Return the services' codes, each with the sentences written at it as source.

    A sentence that is made by a function is its call: what it says is not constant.
    """
    found: dict[str, set[str]] = {}
    for path, tree in trees("services/kit", "services/registry", "services/deadlines").items():
        for code, sentence in _of(path, tree):
            found.setdefault(code, set()).add(sentence)
    return found


def _of(path: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=args) if _name(node) in _MAKERS | _HANDED:
                at = next((n for n, arg in enumerate(args) if _code(arg)), None)
                if at is not None:
                    rest = args[at + 1] if at + 1 < len(args) else None
                    handed = _name(node) in _HANDED
                    yield _code(args[at]), "f" if handed else ast.unparse(rest) if rest else ""
            case ast.Assign(value=value) if path == _NAMED and _code(value):
                yield _code(value), ""
            case ast.Tuple(elts=[first, second]) if path.startswith(_TABLES) and _code(first):
                if HAN.search(ast.unparse(second)):
                    yield _code(first), ast.unparse(second)
            case ast.Dict() if path.startswith(_TABLES):
                for key, value in zip(node.keys, node.values, strict=True):
                    if key is not None and _code(key) and HAN.search(ast.unparse(value)):
                        yield _code(key), ast.unparse(value)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def _code(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)) if _CODE.fullmatch(text):
            return text
    return ""
