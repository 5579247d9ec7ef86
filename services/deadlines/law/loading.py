"""From TOML text to a checked rule pack; every fault is reported, each with its path."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from services.deadlines.law.language import compile_when
from services.deadlines.law.lint import lint_pack
from services.deadlines.law.pack import (
    Coordinator,
    Duty,
    Limit,
    Predicate,
    Question,
    ResponsibilityRule,
    RulePack,
    Rung,
)
from services.deadlines.law.selectors import SELECTORS
from services.deadlines.law.words import (
    DUTY_TITLES,
    PARTY_TITLES,
    ClockStart,
    Modality,
    Post,
    ReleaseForm,
    Trigger,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Span = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}[mhd]$")]


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


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Due(_Table):
    within: Span | None = None
    fact: Literal["directed_due_at"] | None = None
    from_: ClockStart = Field(alias="from")
    stated: bool
    assumption: Text | None = None


class _Duty(_Table):
    id: Code
    kind: Code
    title: Text | None = None
    clause: Text
    gist: Text
    modality: Modality
    on: Trigger = Trigger.INCIDENT
    when: dict[str, Any] = {}
    due: _Due | None = None
    owner: Code = "FIRST_RESPONDENT"
    each_subject: bool = False
    to: tuple[Text, ...] = ()
    each_recipient: bool = False
    fulfilled_by: tuple[ReleaseForm, ...] = ()
    conclusive: bool = False
    at_source: bool = False
    owed_after: tuple[str, ...] = ()
    otherwise: tuple[Code, ...] = ()
    note: Text | None = None


class _Coordinator(_Table):
    role: Literal["COORDINATOR", "CO_COORDINATOR", "SUPERIOR"]
    unit: Code


class _Rule(_Table):
    id: Code
    clause: Text
    gist: Text
    when: dict[str, Any] = {}
    subject: Code
    person: tuple[Post, ...] = ()
    person_of: Code | None = None
    coordinators: tuple[_Coordinator, ...] = ()


class _Rung(_Table):
    name: Code
    title: Text
    before: Span | None = None
    after: Span | None = None


class _Question(_Table):
    id: Code
    question: Text
    answer: Text


class _AppliesTo(_Table):
    divisions: tuple[Annotated[str, StringConstraints(pattern=r"^([0-9]{2,12})?$")], ...] = ()
    units: tuple[Code, ...] = ()
    text_scope: Text | None = None


class _Pack(_Table):
    id: Code
    version: Code
    title: Text
    document: Text
    issuer: Text
    effective_from: date
    effective_to: date | None = None
    verified: bool
    derives_from: tuple[Text, ...] = ()
    applies_to: _AppliesTo
    notes: tuple[Text, ...] = ()
    lists: dict[Code, dict[Code, Text]] = {}


class _File(_Table):
    pack: _Pack
    duty: tuple[_Duty, ...] = ()
    responsibility: tuple[_Rule, ...] = ()
    ladder: tuple[_Rung, ...] = ()
    question: tuple[_Question, ...] = ()


def parse_pack(text: str, source: str) -> RulePack:
    """Read one pack from TOML ``text``; ``source`` names it in faults.

    Raises PackFaults with every fault: a missing clause, an unknown fact or selector, a limit
    without clock start, a clock start that the text does not state and nobody assumed, and so on.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackFaults(source, [Fault("", str(error))]) from None
    try:
        file = _File.model_validate(data)
    except ValidationError as error:
        faults = [Fault(_path(e["loc"]), e["msg"]) for e in error.errors()]
        raise PackFaults(source, faults) from None
    found: list[Fault] = []
    pack = _pack(file, found)
    found += [Fault(path, message) for path, message in lint_pack(pack)]
    if found:
        raise PackFaults(source, found)
    return pack


def span(text: str) -> timedelta:
    """Read a span such as "30m", "48h" or "5d"; a day is 24 hours."""
    unit = {"m": "minutes", "h": "hours", "d": "days"}[text[-1]]
    return timedelta(**{unit: int(text[:-1])})


def _path(loc: tuple[int | str, ...]) -> str:
    return re.sub(r"\bfrom_\b", "from", ".".join(str(part) for part in loc))


def _pack(file: _File, faults: list[Fault]) -> RulePack:
    head = file.pack
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
        duties=tuple(_duty(d, f"duty.{i}", faults) for i, d in enumerate(file.duty)),
        responsibility=tuple(
            _rule(r, f"responsibility.{i}", faults) for i, r in enumerate(file.responsibility)
        ),
        ladder=tuple(_rung(r, f"ladder.{i}", faults) for i, r in enumerate(file.ladder)),
        code_lists={name: dict(codes) for name, codes in head.lists.items()},
        notes=head.notes,
        questions=tuple(
            Question(id=q.id, question=q.question, answer=q.answer) for q in file.question
        ),
    )


def _duty(row: _Duty, path: str, faults: list[Fault]) -> Duty:
    title = row.title or DUTY_TITLES.get(row.kind)
    if title is None:
        faults.append(Fault(f"{path}.title", "a kind of the pack's own needs a title"))
    _check_selector(row.owner, f"{path}.owner", faults)
    return Duty(
        id=row.id,
        kind=row.kind,
        title=title or row.kind,
        clause=row.clause,
        gist=row.gist,
        modality=row.modality,
        trigger=row.on,
        applies=_when(row.when, path, faults),
        limit=_limit(row.due, f"{path}.due", faults) if row.due else None,
        owner=row.owner,
        each_subject=row.each_subject,
        to=row.to,
        each_recipient=row.each_recipient,
        fulfilled_by=row.fulfilled_by,
        conclusive=row.conclusive,
        at_source=row.at_source,
        owed_after=row.owed_after,
        otherwise=row.otherwise,
        note=row.note,
    )


def _limit(due: _Due, path: str, faults: list[Fault]) -> Limit:
    if (due.within is None) == (due.fact is None):
        faults.append(Fault(path, "exactly one of within and fact is wanted"))
    if not due.stated and due.assumption is None:
        faults.append(Fault(f"{path}.assumption", "an unstated clock start needs its assumption"))
    return Limit(
        within=span(due.within) if due.within else None,
        start=due.from_,
        stated=due.stated,
        assumption=due.assumption,
        fact=due.fact,
    )


def _rule(row: _Rule, path: str, faults: list[Fault]) -> ResponsibilityRule:
    _check_selector(row.subject, f"{path}.subject", faults)
    if row.person_of is not None:
        _check_selector(row.person_of, f"{path}.person_of", faults)
    for i, c in enumerate(row.coordinators):
        _check_selector(c.unit, f"{path}.coordinators.{i}.unit", faults)
        if c.role not in PARTY_TITLES:
            faults.append(Fault(f"{path}.coordinators.{i}.role", "no such role"))
    return ResponsibilityRule(
        id=row.id,
        clause=row.clause,
        gist=row.gist,
        applies=_when(row.when, path, faults),
        subject=row.subject,
        person=row.person,
        person_of=row.person_of,
        coordinators=tuple(Coordinator(role=c.role, unit=c.unit) for c in row.coordinators),
    )


def _rung(row: _Rung, path: str, faults: list[Fault]) -> Rung:
    if row.before and row.after:
        faults.append(Fault(path, "a rung is before or after the due time, not both"))
    offset = -span(row.before) if row.before else span(row.after) if row.after else timedelta(0)
    return Rung(name=row.name, title=row.title, offset=offset)


def _when(when: Mapping[str, Any], path: str, faults: list[Fault]) -> Predicate:
    try:
        return compile_when(when)
    except ValueError as error:
        faults.append(Fault(f"{path}.when", str(error)))
        return lambda facts, directory: False


def _check_selector(name: str, path: str, faults: list[Fault]) -> None:
    if name not in SELECTORS:
        faults.append(Fault(path, f"no such selector: {name}"))
