"""Recording what people decide on breaches, and what came of it. Nothing here decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from operator import is_
from uuid import UUID

from services.deadlines.domain import chain_messages, chain_refusals, refusals
from services.deadlines.domain.accountability import (
    Accountability,
    Breach,
    breach_of,
    clauses,
    doubts,
    known_reasons,
)
from services.deadlines.domain.acts import (
    LONGEST_NOTE,
    Deed,
    Evidence,
    checked_evidence,
    wanted,
)
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.law.pack import Duty, RulePack
from services.deadlines.law.words import Measure, Trigger
from services.deadlines.store import accountability as store
from services.deadlines.usecases.acts import Find, Scene, on_incident
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.triggers import Event
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The answer kept for a decision on breaches; ``fulfilled`` are the duties that it met."""

    accountability: UUID
    fulfilled: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccountability:
    """The command; ``carried_out_at`` None is not yet, ``decided_at`` None is now."""

    incident: UUID
    breaches: Sequence[UUID]
    measures: Sequence[Measure]
    reasons: Sequence[str]
    reason: str
    unit: str
    persons: Sequence[str]
    decided_by: str
    decided_at: datetime | None
    rectify_by: datetime | None
    carried_out_at: datetime | None
    evidence: Evidence
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRectification:
    """The command: the measures were carried out, and whether things were put right."""

    accountability: UUID
    carried_out_at: datetime | None
    rectified: bool | None
    result: str
    key: str


async def record_accountability(
    database: Database, law: Law, caller: Principal, command: RecordAccountability, now: datetime
) -> Once[Decided]:
    """Record a decision on breaches; it opens the duties of the clauses that its reasons name.

    Without measures it says that none is taken. It may come after the incident was closed. Raises
    Refusal DRILL, NOT_A_BREACH, MISSING (breaches or reasons, reason, decided by), TOO_MANY,
    UNKNOWN_REASON, UNKNOWN_UNIT, BEFORE_DECISION, TIME_IN_FUTURE, BAD_URL, BAD_CHECKSUM,
    TOO_LONG, NOT_FOUND.
    """
    reason = wanted(command.reason, "input.reason", "事由", LONGEST_NOTE)
    decided_by = wanted(command.decided_by, "input.decidedBy", "决定人")
    code = unit_code("input.unit")(command.unit)
    persons = _persons(command.persons)
    evidence = checked_evidence(command.evidence, "input.evidence")
    measures = tuple(dict.fromkeys(command.measures))
    reasons = tuple(dict.fromkeys(command.reasons))
    decided_at = command.decided_at or now
    check_done_at(decided_at, now, None, "input.decidedAt")
    _check_times(command, decided_at, now)

    async def act(scene: Scene) -> Decided:
        if scene.facts.drill:
            raise chain_refusals.of_a_drill("input.incident")
        breaches = _breaches(scene, command.breaches)
        packs = _packs(scene)
        _check_reasons(reasons, packs, breaches)
        found = clauses(packs, reasons)
        before = await store.accountabilities_of(scene.conn, scene.file.incident.id)
        opened = await _open(scene, found if measures else [], decided_at, len(before) + 1)
        made = Accountability(
            id=new_id(),
            incident_id=scene.file.incident.id,
            measures=measures,
            reasons=reasons,
            reason=reason,
            breaches=breaches,
            unit=await scene.unit(code, None, "input.unit"),
            persons=persons,
            decided_by=decided_by,
            decided_at=decided_at,
            rectify_by=command.rectify_by,
            obligations=opened,
            warnings=doubts(measures, found),
            recorded_at=now,
            recorded_by=caller.name,
            version=1,
            evidence=evidence,
            carried_out_at=command.carried_out_at,
        )
        await store.save_accountability(scene.conn, made)
        _note(scene, made, "DECIDED", reason)
        return Decided(accountability=made.id, fulfilled=await _carried_out(scene, made))

    request: list[object] = [
        str(command.incident),
        [str(breach) for breach in command.breaches],
        list(measures),
        list(reasons),
        reason,
        code,
        persons,
        decided_by,
        command.decided_at,
        command.rectify_by,
        command.carried_out_at,
        evidence,
    ]
    return await on_incident(
        database,
        law,
        caller,
        command.incident,
        act,
        key=command.key,
        operation="recordAccountability",
        request=request,
        answer=Decided,
        now=now,
        even_closed=True,
    )


async def record_rectification(
    database: Database, law: Law, caller: Principal, command: RecordRectification, now: datetime
) -> Once[Decided]:
    """Record what came of a decision: carried out, put right or not (整改到位与否).

    Raises Refusal MISSING (result), BEFORE_DECISION, TIME_IN_FUTURE, TOO_LONG, NOT_FOUND.
    """
    result = wanted(command.result, "input.result", "整改情况", LONGEST_NOTE)

    async def act(scene: Scene) -> Decided:
        before = await store.accountability_by_id(
            scene.conn, command.accountability, caller.scope_code
        )
        if before is None:
            raise chain_refusals.decision_not_found("input.accountability")
        carried_out_at = command.carried_out_at or before.carried_out_at
        if carried_out_at is not None:
            check_done_at(carried_out_at, now, None, "input.carriedOutAt")
            if carried_out_at < before.decided_at:
                raise chain_refusals.before_decision("input.carriedOutAt")
        made = replace(
            before,
            carried_out_at=carried_out_at,
            rectified=before.rectified if command.rectified is None else command.rectified,
            result=result,
            result_at=now,
            version=before.version + 1,
        )
        await store.save_result(scene.conn, made)
        _note(scene, made, "RECTIFIED", result)
        return Decided(accountability=made.id, fulfilled=await _carried_out(scene, made))

    return await on_incident(
        database,
        law,
        caller,
        _incident_of(command.accountability, caller),
        act,
        field_name="input.accountability",
        key=command.key,
        operation="recordRectification",
        request=[
            str(command.accountability),
            command.carried_out_at,
            command.rectified,
            result,
        ],
        answer=Decided,
        now=now,
        even_closed=True,
    )


def _incident_of(accountability: UUID, caller: Principal) -> Find:
    async def find(conn: Connection) -> UUID:
        found = await store.accountability_by_id(conn, accountability, caller.scope_code)
        if found is None:
            raise chain_refusals.decision_not_found("input.accountability")
        return found.incident_id

    return find


def _persons(given: Sequence[str]) -> tuple[str, ...]:
    if len(given) > MOST:
        raise refusals.too_many("input.persons", MOST)
    return tuple(wanted(name, f"input.persons.{n}", "姓名") for n, name in enumerate(given))


def _check_times(command: RecordAccountability, decided_at: datetime, now: datetime) -> None:
    if command.carried_out_at is not None:
        check_done_at(command.carried_out_at, now, None, "input.carriedOutAt")
        if command.carried_out_at < decided_at:
            raise chain_refusals.before_decision("input.carriedOutAt")
    if command.rectify_by is not None and command.rectify_by < decided_at:
        raise chain_refusals.before_decision("input.rectifyBy")


def _breaches(scene: Scene, wanted_ids: Sequence[UUID]) -> tuple[Breach, ...]:
    if len(wanted_ids) > MOST:
        raise refusals.too_many("input.breaches", MOST)
    rows = {row.id: row for row in scene.rows}
    found: dict[UUID, Breach] = {}
    for place, id_ in enumerate(wanted_ids):
        row = rows.get(id_)
        if row is None:
            raise refusals.obligation_not_found(f"input.breaches.{place}")
        breach = breach_of(row, scene.now)
        if breach is None:
            raise chain_refusals.not_a_breach(row.title, f"input.breaches.{place}")
        found[id_] = breach
    return tuple(found.values())


def _packs(scene: Scene) -> list[RulePack]:
    named = (scene.law.packs.get(*name.split("@", 1)) for name in scene.file.incident.packs)
    return [pack for pack in named if pack is not None]


def _check_reasons(
    reasons: Sequence[str], packs: Sequence[RulePack], breaches: Sequence[Breach]
) -> None:
    known = known_reasons(packs)
    for place, code in enumerate(reasons):
        if code not in known:
            field = f"input.reasons.{place}"
            raise refusals.unknown_word("UNKNOWN_REASON", "追责事由", code, field)
    if not breaches and not reasons:
        raise chain_refusals.nothing_to_decide("input.breaches")


async def _open(
    scene: Scene, found: Sequence[tuple[RulePack, Duty]], at: datetime, number: int
) -> tuple[UUID, ...]:
    """Open the duties of the clauses, each by itself: one text asks for several."""
    opened = []
    for place, (_, duty) in enumerate(found):
        event = Event(
            trigger=Trigger.BREACH,
            at=at,
            number=number * MOST + place,
            reason=chain_messages.DECIDED,
            duties=partial(is_, duty),
        )
        opened += [row.id for row in await scene.open_on(event)]
    return tuple(opened)


async def _carried_out(scene: Scene, made: Accountability) -> tuple[UUID, ...]:
    """Meet the duties that the decision opened, once its measures were carried out."""
    if made.carried_out_at is None or not made.obligations:
        return ()
    await scene.read_again()
    deed = Deed(
        kinds=frozenset({"ACCOUNTABILITY"}),
        unit="",  # whoever carries it out, it is done
        done_at=made.carried_out_at,
        only=frozenset(made.obligations),
        receipt=made.evidence.document,
    )
    return await scene.fulfil(deed, accountability=str(made.id))


def _note(scene: Scene, made: Accountability, kind: str, reason: str) -> None:
    scene.record.add(
        "accountability",
        made.id,
        made.version,
        kind,
        title=made.unit.name,
        unit=made.unit.code,
        measures=made.title,
        taken=list(made.measures),
        reason=reason,
        decided_by=made.decided_by,
        decided_at=made.decided_at.isoformat(),
        rectified=made.rectified,
        breaches=[str(breach.obligation) for breach in made.breaches],
        document=made.evidence.document,
        url=made.evidence.url,
        sha256=made.evidence.sha256,
    )
