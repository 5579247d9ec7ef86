"""From TOML text to a checked rule pack; every fault is reported, each with its path."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from services.deadlines.law.approvers import APPROVERS
from services.deadlines.law.language import compile_when, when_faults
from services.deadlines.law.lint import Draft, lint
from services.deadlines.law.pack import (
    Bound,
    Check,
    Coordinator,
    Duty,
    Gate,
    Limit,
    Predicate,
    Question,
    Quota,
    ResponsibilityRule,
    RulePack,
    Rung,
)
from services.deadlines.law.selectors import SELECTORS
from services.deadlines.law.shapes import (
    CheckTable,
    DueTable,
    DutyTable,
    GateTable,
    PackTable,
    QuestionTable,
    RuleTable,
    RungTable,
    Table,
)
from services.deadlines.law.words import DUTY_TITLES, ClockStart

Row = TypeVar("Row", bound=Table)
TABLES: Final = ("duty", "responsibility", "gate", "check", "ladder", "question")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a pack: the dotted path in its text and what is wrong there."""

    path: str
    message: str


class PackFaults(Exception):
    """A pack that cannot be used; ``faults`` holds every fault that was found."""

    def __init__(self, source: str, faults: list[Fault]) -> None:
        super().__init__(f"{source}: " + "; ".join(f"{f.path}: {f.message}" for f in faults))
        self.source = source
        self.faults = faults


def parse_pack(text: str, source: str) -> RulePack:
    """Read one pack from TOML ``text``; ``source`` names it in faults.

    Raises PackFaults with every fault at once: a missing clause, an unknown fact or selector, a
    limit without clock start, a clock start that the text does not state and nobody assumed, and
    so on. A row of the wrong shape does not hide the faults of the others.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackFaults(source, [Fault("", str(error))]) from None
    except RecursionError:
        raise PackFaults(source, [Fault("", "nested too deeply")]) from None
    faults = [Fault(name, "no such table") for name in data if name not in ("pack", *TABLES)]
    head = _shape(PackTable, data.get("pack"), "pack", faults)
    draft, questions = _draft(data, head, faults)
    faults += [Fault(path, message) for path, message in lint(draft)]
    if head is None or faults:
        raise PackFaults(source, faults)
    return _pack(head, draft, questions, data)


def span(text: str) -> timedelta:
    """Read a span such as "30m", "48h" or "5d"; a day is 24 hours."""
    unit = {"m": "minutes", "h": "hours", "d": "days"}[text[-1]]
    return timedelta(**{unit: int(text[:-1])})


def _shape(table: type[Row], row: object, path: str, faults: list[Fault]) -> Row | None:
    if row is None:
        faults.append(Fault(path, "the table is missing"))
        return None
    try:
        return table.model_validate(row)
    except ValidationError as error:
        faults += [Fault(_path(path, e["loc"]), e["msg"]) for e in error.errors()]
        return None


def _path(path: str, loc: tuple[int | str, ...]) -> str:
    return re.sub(r"\bfrom_\b", "from", ".".join((path, *map(str, loc))))


def _rows(
    data: Mapping[str, Any], name: str, table: type[Row], faults: list[Fault]
) -> dict[int, Row]:
    """Read the well-shaped rows of an array of tables, by their number in the file."""
    rows = data.get(name, [])
    if not isinstance(rows, list):
        faults.append(Fault(name, f"an array of tables is wanted: [[{name}]]"))
        return {}
    shaped = ((i, _shape(table, row, f"{name}.{i}", faults)) for i, row in enumerate(rows))
    return {i: row for i, row in shaped if row is not None}


def _draft(
    data: Mapping[str, Any], head: PackTable | None, faults: list[Fault]
) -> tuple[Draft, tuple[Question, ...]]:
    lists = head.lists if head is not None else None
    duties = {
        i: _duty(row, f"duty.{i}", lists, faults)
        for i, row in _rows(data, "duty", DutyTable, faults).items()
    }
    rules = {
        i: _rule(row, f"responsibility.{i}", lists, faults)
        for i, row in _rows(data, "responsibility", RuleTable, faults).items()
    }
    gates = {
        i: _gate(row, f"gate.{i}", lists, faults)
        for i, row in _rows(data, "gate", GateTable, faults).items()
    }
    checks = {
        i: Check(id=row.id, clause=row.clause, gist=row.gist)
        for i, row in _rows(data, "check", CheckTable, faults).items()
    }
    ladder = {
        i: _rung(row, f"ladder.{i}", faults)
        for i, row in _rows(data, "ladder", RungTable, faults).items()
    }
    questions = tuple(
        Question(id=q.id, question=q.question, answer=q.answer)
        for q in _rows(data, "question", QuestionTable, faults).values()
    )
    draft = Draft(
        effective_from=head.effective_from if head is not None else None,
        effective_to=head.effective_to if head is not None else None,
        duties=duties,
        responsibility=rules,
        gates=gates,
        checks=checks,
        ladder=ladder,
        named=_named(data.get("duty")),
    )
    return draft, questions


def _named(rows: object) -> frozenset[str]:
    """Gather the ids and kinds that the rows name, malformed ones too: they do exist."""
    tables = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return frozenset(str(row.get(key)) for row in tables for key in ("id", "kind"))


def _pack(
    head: PackTable, draft: Draft, questions: tuple[Question, ...], tables: Mapping[str, Any]
) -> RulePack:
    return RulePack(
        id=head.id,
        version=head.version,
        title=head.title,
        document=head.document,
        issuer=head.issuer,
        effective_from=head.effective_from,
        effective_to=head.effective_to,
        verified=head.verified,
        derives_from=head.derives_from,
        divisions=head.applies_to.divisions,
        units=head.applies_to.units,
        text_scope=head.applies_to.text_scope,
        duties=tuple(draft.duties.values()),
        responsibility=tuple(draft.responsibility.values()),
        gates=tuple(draft.gates.values()),
        checks=tuple(draft.checks.values()),
        ladder=tuple(draft.ladder.values()),
        code_lists={name: dict(codes) for name, codes in head.lists.items()},
        notes=head.notes,
        factors_clause=head.factors_clause,
        questions=questions,
        tables=tables,
    )


_Lists = Mapping[str, Mapping[str, str]] | None


def _duty(row: DutyTable, path: str, lists: _Lists, faults: list[Fault]) -> Duty:
    title = row.title or DUTY_TITLES.get(row.kind)
    if title is None:
        faults.append(Fault(f"{path}.title", "a kind of the pack's own needs a title"))
    _check_selector(row.owner, f"{path}.owner", faults)
    given = (lists or {}).get("accountability_reasons", {})
    faults += [
        Fault(f"{path}.reasons.{i}", f"not in lists.accountability_reasons: {code}")
        for i, code in enumerate(row.reasons)
        if code not in given
    ]
    for i, name in enumerate(row.convenors):
        _check_selector(name, f"{path}.convenors.{i}", faults)
    return Duty(
        id=row.id,
        kind=row.kind,
        title=title or row.kind,
        clause=row.clause,
        gist=row.gist,
        modality=row.modality,
        trigger=row.on,
        applies=_when(row.when, path, lists, faults),
        limit=_limit(row.due, f"{path}.due", faults) if row.due else None,
        owner=row.owner,
        each_subject=row.each_subject,
        to=row.to,
        each_recipient=row.each_recipient,
        convenors=row.convenors,
        measures=row.measures,
        reasons=row.reasons,
        fulfilled_by=row.fulfilled_by,
        conclusive=row.conclusive,
        at_source=row.at_source,
        owed_after=row.owed_after,
        otherwise=row.otherwise,
        note=row.note,
        units=Bound(**row.applies_to_units.model_dump()) if row.applies_to_units else None,
        quota=Quota(**row.counts.model_dump()) if row.counts else None,
        filing=row.filing,
        document=row.document,
    )


def _limit(due: DueTable, path: str, faults: list[Fault]) -> Limit:
    given = (due.within, due.fact, due.before, due.every, due.on)
    starts = due.within is not None or due.fact is not None
    if sum(value is not None for value in given) != 1:
        message = "exactly one of within, fact, before, every and on is wanted"
        faults.append(Fault(path, message))
    if starts and due.from_ is None:
        faults.append(Fault(f"{path}.from", "a clock start is required"))
    if due.from_ is not None and (due.before or due.every or due.on):
        faults.append(Fault(f"{path}.from", "only within and fact have a clock start"))
    if not due.stated and due.assumption is None:
        faults.append(Fault(f"{path}.assumption", "an unstated clock start needs its assumption"))
    own = ClockStart.PERIOD if due.every else ClockStart.ANNOUNCED if due.before else None
    return Limit(
        within=span(due.within) if due.within else None,
        start=due.from_ or own,
        stated=due.stated,
        assumption=due.assumption,
        fact=due.fact,
        before=due.before is not None,
        every=due.every,
        on=due.on,
        internal=due.internal,
    )


def _rule(row: RuleTable, path: str, lists: _Lists, faults: list[Fault]) -> ResponsibilityRule:
    _check_selector(row.subject, f"{path}.subject", faults)
    if row.person_of is not None:
        _check_selector(row.person_of, f"{path}.person_of", faults)
    for i, c in enumerate(row.coordinators):
        _check_selector(c.unit, f"{path}.coordinators.{i}.unit", faults)
    return ResponsibilityRule(
        id=row.id,
        clause=row.clause,
        gist=row.gist,
        applies=_when(row.when, path, lists, faults),
        subject=row.subject,
        person=row.person,
        person_of=row.person_of,
        coordinators=tuple(Coordinator(role=c.role, unit=c.unit) for c in row.coordinators),
    )


def _gate(row: GateTable, path: str, lists: _Lists, faults: list[Fault]) -> Gate:
    if sum((row.approver is not None, row.unit is not None, row.each_mentioned)) != 1:
        message = "exactly one of approver, unit and each_mentioned is wanted"
        faults.append(Fault(path, message))
    if row.approver is not None and row.approver not in APPROVERS:
        faults.append(Fault(f"{path}.approver", f"no such approver: {row.approver}"))
    return Gate(
        id=row.id,
        gate=row.gate,
        clause=row.clause,
        gist=row.gist,
        forms=row.forms,
        applies=_when(row.when, path, lists, faults),
        approver=row.approver,
        unit=row.unit,
        each_mentioned=row.each_mentioned,
        lead=int(row.before.removesuffix("wd")) if row.before else None,
        assumption=row.assumption,
    )


def _rung(row: RungTable, path: str, faults: list[Fault]) -> Rung:
    given = (row.before, row.after, row.fraction, row.elapsed)
    if sum(value is not None for value in given) > 1:
        faults.append(Fault(path, "one of before, after, fraction and elapsed is wanted, not both"))
    if bool(row.then) != bool(row.climb):
        faults.append(Fault(path, "then and climb go together"))
    return Rung(
        name=row.name,
        title=row.title,
        offset=_offset(row),
        fraction=row.fraction,
        elapsed=span(row.elapsed) if row.elapsed else None,
        colour=row.colour,
        to=row.to,
        then=row.then,
        climb=span(row.climb) if row.climb else None,
    )


def _offset(row: RungTable) -> timedelta | None:
    if row.fraction is not None or row.elapsed is not None:
        return None
    return -span(row.before) if row.before else span(row.after) if row.after else timedelta(0)


def _when(when: Mapping[str, Any], path: str, lists: _Lists, faults: list[Fault]) -> Predicate:
    found = [Fault(*fault) for fault in when_faults(when, f"{path}.when", lists)]
    faults += found
    fields = lists.get("fields", {}) if lists is not None else {}
    return compile_when(when, fields) if not found else lambda facts, directory: False


def _check_selector(name: str, path: str, faults: list[Fault]) -> None:
    if name not in SELECTORS:
        faults.append(Fault(path, f"no such selector: {name}"))
