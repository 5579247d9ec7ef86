"""What the services take, the desk can tell: each field of each input is sent by some form."""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, build_schema, get_named_type
from textual.screen import Screen

from clients.tui import acceptance, screens, second_login, service_link
from clients.tui.operations import load, operation_names
from clients.tui.views.fields import Field

SCHEMAS = Path(__file__).parents[2] / "schema"

# mutation and field -> why no form of the desk sends it
_WHATIF = "assessing it anew (研判) tells it, once it is an incident"
_RECEIPT = "its receipt tells it (登记回执)"
_UPDATE = "changing the unit tells it, once it is there"
_PLACE = "told by 补发布位置 of that release"
_SHOWN = "the reports screen hands over what it shows"
UNSENT: dict[str, str] = {
    "update_unit.activeTo": "retiring the unit gives it its last day",
    "split_unit.into.shortName": _UPDATE,
    "split_unit.into.supervising": _UPDATE,
    "split_unit.into.tags": _UPDATE,
    "split_unit.into.workBody": _UPDATE,
    "split_unit.into.creditCode": _UPDATE,
    "sign_in.idempotencyKey": "signing in twice does nothing twice",
    "open_incident.facts.directedAt": "上级督办 tells an order with its own time",
    "open_incident.facts.mentionedUnits": "a release and its approvals tell whom it speaks of",
    "assess_incident.facts.directedAt": "上级督办 tells an order with its own time",
    "assess_incident.facts.mentionedUnits": "a release and its approvals tell whom it speaks of",
    "assess_incident.decidedBy": "the reason tells who decided",
    "promote_lead.facts.deaths": _WHATIF,
    "promote_lead.facts.seriouslyInjured": _WHATIF,
    "promote_lead.facts.directLoss": _WHATIF,
    "promote_lead.facts.responseValue": _WHATIF,
    "promote_lead.facts.directedBy": _WHATIF,
    "promote_lead.facts.directedAt": "上级督办 tells an order with its own time",
    "promote_lead.facts.directedDueAt": _WHATIF,
    "promote_lead.facts.mentionedUnits": "a release and its approvals tell whom it speaks of",
    "promote_lead.facts.sourcePlatform": "the lead has it",
    "promote_lead.facts.sourceUrl": "the lead has it",
    "acknowledge_party.obligation": "accepting a duty has a key of its own",
    "acknowledge.party": "联系 tells who was reached",
    "acknowledge.by": "whoever accepts is signed in",
    "acknowledge.means": "only somebody who was reached is reached by some means",
    "record_release.publications.checksum": _PLACE,
    "record_release.publications.reach": _PLACE,
    "record_release.publications.reachSource": _PLACE,
    "record_release.publications.comments": _PLACE,
    "record_transfer.recipients.receivedAt": _RECEIPT,
    "record_transfer.recipients.receivedBy": _RECEIPT,
    "record_upward_report.recipients.receivedAt": _RECEIPT,
    "record_upward_report.recipients.receivedBy": _RECEIPT,
    "verify_with_cyberspace.recipient": "the service's own word is the one clauses know",
    "record_accountability.carriedOutAt": "整改情况 tells it",
    "override_gate.gates": "all that are missing are passed by",
    "override_gate.releasedAt": "the release follows at once",
    "issue_bulletin.unit": "a desk issues what its own office counts",
    "issue_bulletin.period": _SHOWN,
    "issue_bulletin.begins": "the desk's reports are of named periods",
    "issue_bulletin.ends": "the desk's reports are of named periods",
    "issue_bulletin.filter": "the desk's reports count all of their period",
    "issue_bulletin.schemes": _SHOWN,
    "plan_shifts.shifts.personId": "a name or a login tells who",
    "replace_on_shift.personId": "a name or a login tells who",
    "record_patrol.leads": "a lead is written down by itself",
}


def operation_of(field: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in field)


@cache
def mutations() -> dict[str, GraphQLInputObjectType]:
    """The input of each mutation that the desk has a document of, by its operation's file."""
    offered = set(operation_names())
    found = {}
    for name in ("registry", "deadlines"):
        schema = build_schema((SCHEMAS / f"{name}.graphql").read_text())
        for field, asked in (schema.mutation_type or schema.query_type).fields.items():  # type: ignore[union-attr] # both have one
            input_ = get_named_type(asked.args["input"].type)
            for operation in offered:
                text = load(operation).text
                if text.lstrip().startswith("mutation") and f" {field}(" in text:
                    assert isinstance(input_, GraphQLInputObjectType)
                    found[operation] = input_
    return found


@cache
def senders() -> tuple[Any, ...]:
    """Every class of the desk's screens, and what sends without one."""
    names = [f"clients.tui.screens.{module.name}" for module in iter_modules(screens.__path__)]
    modules = [acceptance, second_login, service_link, *map(import_module, names)]
    return tuple(
        one
        for module in modules
        for one in vars(module).values()
        if ours(one) and one.__module__ == module.__name__
    )


@cache
def source_of(module: ModuleType) -> dict[str, ast.AST]:
    body = ast.parse(inspect.getsource(module)).body
    return {node.name: node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef)}


def tree_of(thing: Any) -> ast.AST:
    return source_of(sys.modules[thing.__module__]).get(thing.__name__, ast.Module([], []))


def said(node: ast.AST | None) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def says(tree: ast.AST) -> Iterator[str]:
    """What a piece of code names as keys, and the rows it declares."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from chain(*map(said, node.keys))
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield from said(node.slice)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = {word.arg: word.value for word in node.keywords}
            named = given.get("sent", given.get("row")) if node.func.id == "Field" else None
            yield from said(named)


@cache
def words_of(one: Any) -> tuple[set[str], list[Any]]:
    """The keys that a piece of code names itself, and what it refers to."""
    tree, known = tree_of(one), vars(sys.modules[one.__module__])
    words: set[str] = set(says(tree))
    further: list[Any] = []
    if isinstance(one, type):
        further += [base for base in one.__mro__[1:] if ours(base)]
        words |= {field.name for field in getattr(one, "FIELDS", ())}
    for name in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}:
        value = known.get(name)
        if isinstance(value, dict):
            words |= {*map(str, value), *chain(*map(flat, value.values()))}
        elif isinstance(value, tuple):
            words |= flat(value)
        elif ours(value) and not (isinstance(value, type) and issubclass(value, Screen)):
            further.append(value)
    return words, further


def told_by(thing: Any) -> set[str]:
    """All keys that a class or function may send, by what it calls too."""
    seen: set[Any] = set()
    words: set[str] = set()
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            own, further = words_of(one)
            words |= own
            waiting += further
    return words


def flat(value: Any) -> set[str]:
    """The words of a constant, and the names of the rows in it."""
    parts = value if isinstance(value, tuple) else (value,)
    return {str(getattr(part, "name", part)) for part in parts}


def ours(value: Any) -> bool:
    of_a_kind = isinstance(value, (type, FunctionType)) and value is not Field
    return of_a_kind and str(getattr(value, "__module__", "")).startswith("clients.tui.")


@cache
def sent_by(operation: str) -> frozenset[str]:
    """What all forms of an operation may send."""
    found = [one for one in senders() if names(one, operation)]
    assert found, f"nothing sends {operation}"
    return frozenset().union(*map(told_by, found))


def names(one: Any, operation: str) -> bool:
    if isinstance(one, type):
        return any(names_itself(base, operation) for base in one.__mro__ if ours(base))
    return names_itself(one, operation)


def names_itself(one: Any, operation: str) -> bool:
    if operation in (vars(one).get("OPERATION"), vars(one).get("DOES")):
        return True
    return operation in asked_of(one)


@cache
def asked_of(one: Any) -> frozenset[str]:
    """The attributes that a piece of code reads, those of OPERATIONS among them."""
    return frozenset(n.attr for n in ast.walk(tree_of(one)) if isinstance(n, ast.Attribute))


def fields_of(input_: GraphQLInputObjectType, above: str) -> Iterator[tuple[str, str]]:
    for name, field in input_.fields.items():
        yield f"{above}.{name}", name
        inner = get_named_type(field.type)
        if f"{above}.{name}" not in UNSENT and isinstance(inner, GraphQLInputObjectType):
            yield from fields_of(inner, f"{above}.{name}")


@pytest.mark.parametrize("operation", sorted(mutations()))
def test_a_form_sends_all_that_the_service_takes(operation: str) -> None:
    asked = dict(fields_of(mutations()[operation], operation))
    sent = sent_by(operation)
    wanting = {path for path, name in asked.items() if name not in sent}
    assert wanting == {path for path in UNSENT if path.partition(".")[0] == operation}


def test_reasons_are_given_of_what_the_services_still_take() -> None:
    asked = {path for name, input_ in mutations().items() for path, _ in fields_of(input_, name)}
    assert UNSENT.keys() <= asked
