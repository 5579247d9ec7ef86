"""The law must be replayable: the time is an argument, read at the edge from one clock."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.contracts.sources import ROOT, trees
from tests.contracts.statements import statements, variants

CLOCKS = {
    # the services' one clock, and the desk's
    "services/kit/clock.py",
    "clients/tui/clock.py",
    # the machine's clock is what is examined there
    "clients/cli/doctor.py",
    # when to renew a token is no question of law
    "clients/cli/session.py",
}
WALL = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
EDGES = ("graphql", "app.py", "__main__.py")
"""Where a service asks its clock; below, ``now`` comes as an argument."""

SQL_CLOCK = re.compile(
    r"\bnow\(\)|\b(current|local)_?(date|time|timestamp)\b"
    r"|\b(clock|statement|transaction)_timestamp\b|\btimeofday\b",
    re.IGNORECASE,
)
SQL_MAY_ASK = {
    # when the runner applied a file; no reader decides anything by it
    "services/kit/migrations.py",
}


def calls(tree: ast.Module) -> Iterator[str]:
    """Yield what is named with a point, by its last two names, called or not."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=of), attr=name):
                yield f"{of}.{name}"
            case ast.Attribute(value=ast.Attribute(attr=of), attr=name):
                yield f"{of}.{name}"
            case ast.Attribute(value=ast.Call(func=ast.Name(id=of)), attr=name):
                yield f"{of}().{name}"


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"time.{one.name}" for one in node.names)


def test_only_the_clocks_read_the_wall() -> None:
    found = {
        path
        for path, tree in trees("services", "clients").items()
        if WALL & {*calls(tree), *imported(tree)}
    }
    assert found == CLOCKS


def test_services_ask_their_clock_at_the_edge_only() -> None:
    found = {
        path
        for path, tree in trees("services/registry", "services/deadlines").items()
        if {"clock.now", "SystemClock().now"} & {*calls(tree)}
    }
    inside = {path for path in found if not path.split("/")[2].startswith(EDGES)}
    assert found
    assert inside == set()


def test_statements_take_the_time_as_a_parameter() -> None:
    stores = statements("services/*/store/**/*.py", "services/kit/**/*.py")
    asking = {one.path for one, text in variants(stores) if SQL_CLOCK.search(text)}
    assert asking == SQL_MAY_ASK


@pytest.mark.parametrize("service", ["kit", "registry", "deadlines"])
def test_tables_take_the_time_from_the_service(service: str) -> None:
    """Only a column that tells when the database wrote a row may ask the database."""
    asking = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "services" / service / "migrations").glob("*.sql")
        for line in path.read_text().splitlines()
        if SQL_CLOCK.search(line.partition("--")[0]) and not line.lstrip().startswith("recorded_at")
    ]
    assert asking == []


def test_law_and_domain_have_no_default_moment() -> None:
    """A default would be the moment of import, or a call for the clock."""
    found = [
        f"{path}: {node.name}({argument.arg})"
        for path, tree in trees("services/registry", "services/deadlines").items()
        if path.split("/")[2] in {"law", "domain", "usecases", "store"}
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument, default in defaults(node.args)
        if argument.arg in {"now", "at", "as_of"} and ast.unparse(default) != "None"
    ]
    assert found == []


def defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr]]:
    given = arguments.defaults
    yield from zip(arguments.args[len(arguments.args) - len(given) :], given, strict=True)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            yield argument, default
