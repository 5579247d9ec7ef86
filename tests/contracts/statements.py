"""Every SQL statement of the services, found in their syntax trees.

A statement written with places is followed as far as it can be read: a place may hold a constant of
a module, or a local name whose every value is a literal. All combinations are returned; anything
else makes the statement unreadable, and the test names it.
"""

import ast
import functools
import importlib
import inspect
import itertools
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
METHODS = {"fetch", "fetchrow", "fetchval", "execute", "executemany", "prepare", "cursor"}
ANSWERING = {"fetch", "fetchrow"}

Names = dict[str, Any]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One call that runs SQL; ``texts`` are its variants, none where it cannot be read.

    ``built`` tells that it is not one literal. ``reads`` are the columns that the function around
    it, or one it hands the row to, takes by name; ``spread`` the class that takes all of them.
    ``parameters`` is None where they are not counted in the source.
    """

    path: str
    line: int
    function: str
    texts: tuple[str, ...]
    built: bool = False
    reads: frozenset[str] = frozenset()
    spread: type | None = None
    parameters: int | None = None

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"

    @property
    def service(self) -> str:
        return self.path.split("/")[1]


def sources(*patterns: str) -> list[Path]:
    """Return the Python files of these patterns, relative to the project, in order."""
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern)})


@functools.cache
def statements(*patterns: str) -> tuple[Statement, ...]:
    """Return every statement in the files of these patterns."""
    return tuple(found for path in sources(*patterns) for found in _of_file(path))


def module_of(path: Path) -> ModuleType:
    """Import the module at a path of this project."""
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _of_file(path: Path) -> Iterator[Statement]:
    module = module_of(path)
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, Function):
            calls = [call for call in ast.walk(function) if _runs_sql(call)]
            lone = sum(_method(call) in ANSWERING for call in calls) == 1
            for call in calls:
                assert isinstance(call, ast.Call)
                answers = lone and _method(call) in ANSWERING
                yield Statement(
                    path=str(path.relative_to(ROOT)),
                    line=call.lineno,
                    function=function.name,
                    texts=_texts(call, function, module),
                    built=_is_built(call, function),
                    reads=frozenset(_reads(function, module)) if answers else frozenset(),
                    spread=_spread(function, module) if answers else None,
                    parameters=_counted(call),
                )


def _method(call: ast.AST) -> str:
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        return call.func.attr
    return ""


def _runs_sql(call: ast.AST) -> bool:
    return _method(call) in METHODS | {"copy_records_to_table"} and "conn" in ast.unparse(call.func)  # type: ignore[attr-defined] # a call, as its method has a name


def _texts(call: ast.Call, function: Function, module: ModuleType) -> tuple[str, ...]:
    found: list[str] = []
    for names in _scopes(function, module):
        text = _value(call.args[0], names)
        if _method(call) == "copy_records_to_table":
            (columns,) = (word.value for word in call.keywords if word.arg == "columns")
            listed = ", ".join(_value(columns, names))
            text = f"select {listed} from {text}"  # noqa: S608 - both stand in the source
        if isinstance(text, tuple):
            found += text
        elif isinstance(text, str):
            found.append(text)
    return tuple(dict.fromkeys(found))


def _is_built(call: ast.Call, function: Function) -> bool:
    """Tell whether a call's SQL is something else than a literal, its own or a name's."""
    sql = call.args[0]
    if isinstance(sql, ast.Name):
        values = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == sql.id
        ]
        return not all(isinstance(value, ast.Constant) for value in values or [sql])
    return not isinstance(sql, ast.Constant)


def _scopes(function: Function, module: ModuleType) -> Iterator[Names]:
    """Yield the module's names with each combination of the function's own literals."""
    choices: list[list[Names]] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            branches = (
                [node.value.body, node.value.orelse]
                if isinstance(node.value, ast.IfExp)
                else [node.value]
            )
            bound = [_bound(node.targets[0], branch, vars(module)) for branch in branches]
            choices.append([names for names in bound if names])
    for combination in itertools.product(*filter(None, choices)):
        yield functools.reduce(lambda one, other: {**one, **other}, combination, dict(vars(module)))


def _bound(target: ast.expr, value: ast.expr, names: Names) -> Names:
    if isinstance(target, ast.Name):
        pairs = [(target, value)]
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = [
            (one, other)
            for one, other in zip(target.elts, value.elts, strict=True)
            if isinstance(one, ast.Name)
        ]
    else:
        return {}
    found = {one.id: _value(other, names) for one, other in pairs}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _value(node: ast.expr, names: Names) -> Any:
    """Return the literal that an expression stands for, None where that cannot be told."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names.get(name)
        case ast.Tuple(elts=elements):
            return tuple(_value(element, names) for element in elements)
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(names.get(name), tuple):
            return names[name]  # whichever element: all are prepared
        case ast.JoinedStr(values=parts):
            texts = [_value(part, names) for part in parts]
            return "".join(texts) if all(isinstance(text, str) for text in texts) else None
        case ast.FormattedValue(value=value, format_spec=None):
            return _value(value, names)
    return None


def _counted(call: ast.Call) -> int | None:
    if _method(call) in {"executemany", "copy_records_to_table"}:
        return None
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    return len(call.args) - 1


def _reads(function: Function, module: ModuleType) -> Iterator[str]:
    """Yield the columns that a function takes by name, itself or through those it calls."""
    rows = _row_names(function)
    for node in ast.walk(function):
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(column))):
                if name in rows:
                    yield column
            case ast.Call(func=ast.Name(id=name), args=arguments) if _hands_on(arguments, rows):
                called = getattr(module, name, None)
                if inspect.isfunction(called) and called.__module__.startswith("services"):
                    yield from _reads(_tree(called), importlib.import_module(called.__module__))


def _row_names(function: Function) -> set[str]:
    """Return the names that hold a row: from a fetch, an element of one, or a Record argument."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    found = {one.arg for one in arguments if one.annotation and _says_record(one.annotation)}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Await(value=call)):
                if _method(call) == "fetchrow":
                    found.add(name)
            case ast.comprehension(target=ast.Name(id=name)) | ast.For(target=ast.Name(id=name)):
                if _from_rows(node.iter):
                    found.add(name)
    return found


def _from_rows(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            return name in {"rows", "records"}
        case ast.Await(value=call):
            return _method(call) == "fetch"
    return False


def _says_record(annotation: ast.expr) -> bool:
    return bool(re.search(r"\bRecord\b", ast.unparse(annotation)))


def _hands_on(arguments: Sequence[ast.expr], rows: set[str]) -> bool:
    return any(isinstance(one, ast.Name) and one.id in rows for one in arguments)


def _spread(function: Function, module: ModuleType) -> type | None:
    rows = _row_names(function)
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=name), keywords=[ast.keyword(arg=None, value=row)]):
                if _hands_on([row], rows):
                    found = getattr(module, name)
                    assert isinstance(found, type)
                    return found
    return None


@functools.cache
def _tree(function: Any) -> Function:
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(tree, Function)
    return tree


def unquoted(text: str) -> str:
    """Return a statement without the words in quotes."""
    return re.sub(r"E?'[^']*'|\"[^\"]*\"", "''", text)


def variants(found: Iterable[Statement]) -> Iterator[tuple[Statement, str]]:
    """Yield each statement with each of its texts."""
    for one in found:
        for text in one.texts:
            yield one, text
