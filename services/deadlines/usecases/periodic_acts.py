"""Recording what was done toward a period: a conference, an interview, a bulletin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import period_refusals, refusals
from services.deadlines.domain.facts_input import LONGEST_WORD, text, unit_code, url
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.domain.occasions import Occasion
from services.deadlines.domain.periods import NUMBERED, NewAct
from services.deadlines.law.selection import Need
from services.deadlines.law.words import ACT_TITLES, ActKind
from services.deadlines.store import periods as store
from services.deadlines.store.directory import Extract, directory_for
from services.deadlines.store.occasions import lock_occasion
from services.deadlines.usecases.counting import settle_counts
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_TITLE = 200
MOST_NAMED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The answer kept for recordPeriodicAct: the act, the periods looked at, those it met."""

    act: UUID
    periods: tuple[UUID, ...]
    met: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPeriodicAct:
    """The command; ``unit`` None is that of ``occasion``, ``host`` None is the unit itself."""

    kind: ActKind
    title: str
    held_at: datetime
    unit: str | None
    host: str | None
    joint: Sequence[str]
    present: Sequence[tuple[str, str]]
    emergency: bool
    url: str | None
    number: str | None
    occasion: UUID | None
    key: str


async def record_periodic_act(
    database: Database, law: Law, caller: Principal, command: RecordPeriodicAct, now: datetime
) -> Once[Recorded]:
    """Record an act and count it toward every open period that it may count for.

    Raises Refusal MISSING (title, unit, number), TIME_IN_FUTURE, UNKNOWN_UNIT, NOT_FOUND,
    NOT_FOUND, NOT_A_PERIOD, TOO_MANY, TOO_LONG, BAD_URL.
    """
    checked = _check(command, now)

    async with database.transaction() as conn:

        async def act() -> Recorded:
            return await record_act(conn, law, caller, checked, now)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="recordPeriodicAct",
            request=_request(command),
            now=now,
            answer=Recorded,
            act=act,
        )


def _request(command: RecordPeriodicAct) -> list[object]:
    return [
        command.kind,
        command.title,
        command.held_at.isoformat(),
        command.unit,
        command.host,
        list(command.joint),
        [list(pair) for pair in command.present],
        command.emergency,
        command.url,
        command.number,
        str(command.occasion),
    ]


def _check(command: RecordPeriodicAct, now: datetime) -> RecordPeriodicAct:
    title = text("input.title", LONGEST_TITLE)(command.title)
    if not title:
        raise refusals.missing("input.title", "名称")
    number = text("input.number", LONGEST_WORD)(command.number or "") or None
    if number is None and command.kind in NUMBERED:
        raise refusals.missing("input.number", f"{ACT_TITLES[command.kind]}的文号")
    check_done_at(command.held_at, now, None, "input.heldAt")
    for name, rows in (("jointUnits", command.joint), ("attendees", command.present)):
        if len(rows) > MOST_NAMED:
            raise refusals.too_many(f"input.{name}", MOST_NAMED)
    return RecordPeriodicAct(
        kind=command.kind,
        title=title,
        held_at=command.held_at,
        unit=unit_code("input.unit")(command.unit) if command.unit else None,
        host=unit_code("input.host")(command.host) if command.host else None,
        joint=tuple(
            unit_code(f"input.jointUnits.{i}")(code) for i, code in enumerate(command.joint)
        ),
        present=tuple(
            (
                unit_code(f"input.attendees.{i}.unit")(unit),
                text(f"input.attendees.{i}.person", LONGEST_WORD)(person),
            )
            for i, (unit, person) in enumerate(command.present)
        ),
        emergency=command.emergency,
        url=url("input.url")(command.url) if command.url else None,
        number=number,
        occasion=command.occasion,
        key=command.key,
    )


async def record_act(
    conn: Connection, law: Law, caller: Principal, command: RecordPeriodicAct, now: datetime
) -> Recorded:
    """Record a checked act inside the running transaction; raises as `record_periodic_act`."""
    named = await _named(conn, caller, command.occasion)
    unit = command.unit or (named.unit.code if named else None)
    if unit is None:
        raise refusals.missing("input.unit", "单位")
    host = command.host or unit
    extract = await _known(
        conn, (unit, host, *command.joint, *(u for u, _ in command.present)), now
    )
    if extract.scope_of(unit).at(caller.scope_level) != caller.scope_code:
        raise period_refusals.unit_elsewhere("input.unit")
    found = extract.directory.unit(host)
    act = NewAct(
        id=new_id(),
        kind=command.kind,
        title=command.title,
        held_at=command.held_at,
        unit=unit,
        host=host,
        host_kind=found.kind if found else "",
        host_level=found.level if found else "",
        joint=tuple(command.joint),
        present=tuple(command.present),
        emergency=command.emergency,
        url=command.url,
        number=command.number,
        occasion=command.occasion,
        recorded_at=now,
        recorded_by=caller.name,
    )
    await store.save_act(conn, act)
    await record_many(conn, [_change(act, extract, caller)])
    periods = await store.counting_occasions(conn, act.units, act.held_at, act.occasion)
    met = await settle_counts(conn, law, caller, periods, now)
    return Recorded(act=act.id, periods=tuple(row.id for row, _ in periods), met=tuple(met))


async def _named(conn: Connection, caller: Principal, occasion: UUID | None) -> Occasion | None:
    if occasion is None:
        return None
    file = await lock_occasion(conn, occasion, caller.scope_code)
    if file is None:
        raise period_refusals.occasion_not_found("input.occasion")
    if file.occasion.rule is None:
        raise period_refusals.not_a_period("input.occasion")
    return file.occasion


async def _known(conn: Connection, codes: Sequence[str], now: datetime) -> Extract:
    need = Need(divisions=(), units=tuple(dict.fromkeys(codes)), lines=())
    extract = await directory_for(conn, need, now, now)
    if extract.fresh:
        for code in codes:
            if extract.directory.unit(code) is None:
                raise refusals.unknown_unit(code, "input")
    return extract


def _change(act: NewAct, extract: Extract, caller: Principal) -> NewChange:
    return NewChange(
        at=act.recorded_at,
        entity="periodic_act",
        id=act.id,
        version=1,
        kind="RECORDED",
        actor=caller.subject,
        scope=extract.scope_of(act.unit).named(),
        body={
            "by": caller.name,
            "title": act.title,
            "act": act.kind.value,
            "unit": act.unit,
            "held_at": act.held_at.isoformat(),
            "number": act.number,
            "url": act.url,
        },
    )
