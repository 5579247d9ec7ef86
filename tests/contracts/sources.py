"""The project's own Python sources as syntax trees."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HAN = re.compile(r"[\u4e00-\u9fff]")

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_DESCRIPTIONS = {"description", "help"}


def trees(*folders: str) -> dict[str, ast.Module]:
    """Return the tree of every file in these folders, by its path from the project's root."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {str(path.relative_to(ROOT)): _tree(path) for path in paths}


@cache  # by file: all trees of the project together take a hundred megabytes
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def chinese(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and text of Chinese strings that are neither docstrings nor descriptions."""
    told = set(_told(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in told and HAN.search(text):
                yield node.lineno, text


def _told(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED):
            # a string after a constant documents it
            told = [one.value for one in node.body if isinstance(one, ast.Expr)]
        elif isinstance(node, ast.Call):
            told = [word.value for word in node.keywords if word.arg in _DESCRIPTIONS]
        else:
            continue
        yield from (id(part) for value in told for part in ast.walk(value) if _is_text(value))


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp)
