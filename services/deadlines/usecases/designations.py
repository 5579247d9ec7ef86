"""Designating the lead among several departments, by the government office of that level alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import chain_messages, chain_refusals
from services.deadlines.domain.acts import LONGEST_NOTE, wanted
from services.deadlines.domain.designations import Designation
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.incidents import Party
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.law.directory import Directory, Unit
from services.deadlines.law.levels import government_office, own_level
from services.deadlines.law.responsibility import contact_person
from services.deadlines.law.results import PartyRef
from services.deadlines.law.selection import Need, own_moment
from services.deadlines.law.selectors import ref
from services.deadlines.store.designations import designations_of, save_designation
from services.deadlines.store.directory import Extract, directory_for
from services.deadlines.store.incidents import save_seen_by
from services.deadlines.store.parties import join_party, parties_of
from services.deadlines.usecases.acts import Scene, on_incident
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.database import Database
from services.kit.idempotency import Once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Designated:
    """The answer kept for designateLead."""

    incident: UUID
    party: UUID
    warnings: tuple[ReleaseWarning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignateLead:
    """The command: which unit is to lead, and why."""

    incident: UUID
    unit: str
    reason: str
    key: str


async def designate_lead(
    database: Database, law: Law, caller: Principal, command: DesignateLead, now: datetime
) -> Once[Designated]:
    """Make a unit the lead (牵头部门); a later decision replaces an earlier one, which is kept.

    It moves no duty: each unit still owes what it owes (按职责分工). Raises Refusal
    NOT_THE_OFFICE with whose it is, OFFICE_NOT_REGISTERED, ALREADY_LEAD, UNKNOWN_UNIT, MISSING
    (reason), NOT_FOUND, INCIDENT_CLOSED.
    """
    code = unit_code("input.unit")(command.unit)
    reason = wanted(command.reason, "input.reason", "理由", LONGEST_NOTE)

    async def act(scene: Scene) -> Designated:
        level = own_level(scene.facts)
        need = Need(divisions=(level,) if level else (), units=(code,), lines=())
        extract = await directory_for(scene.conn, need, now, own_moment(scene.facts))
        office = _office_of(caller, scene, extract.directory)
        unit = await scene.unit(code, None, "input.unit")
        parties = await parties_of(scene.conn, scene.file.incident.id)
        if any(p.role == "LEAD" and p.unit.code == unit.code for p in parties):
            raise chain_refusals.already_lead(unit.name, "input.unit")
        doubts = () if any(p.unit.code == unit.code for p in parties) else (_STRANGER,)
        made = Designation(
            id=new_id(),
            incident_id=scene.file.incident.id,
            unit=unit,
            office=ref(office),
            reason=reason,
            at=now,
            recorded_by=caller.name,
        )
        await _save(scene, made, extract, [p for p in parties if p.role == "LEAD"])
        person = contact_person(unit.code, extract.directory, now)
        lead = PartyRef(role="LEAD", unit=unit, person=person)
        party = await join_party(scene.conn, made.incident_id, lead, now, alone=True)
        scene.record.add(
            "party",
            party,
            1 + len(await designations_of(scene.conn, made.incident_id)),
            "DESIGNATED",
            title=unit.name,
            office=office.name,
            reason=reason,
        )
        return Designated(incident=made.incident_id, party=party, warnings=doubts)

    return await on_incident(
        database,
        law,
        caller,
        command.incident,
        act,
        key=command.key,
        operation="designateLead",
        request=[str(command.incident), code, reason],
        answer=Designated,
        now=now,
    )


_STRANGER = ReleaseWarning(code="NOT_A_PARTY", message=chain_messages.NOT_A_PARTY)


def _office_of(caller: Principal, scene: Scene, directory: Directory) -> Unit:
    office = government_office(scene.facts, directory)
    if office is None:
        level = own_level(scene.facts)
        government = directory.government(level)
        name = government.name.removesuffix("人民政府") if government else level or "当地"
        raise chain_refusals.no_office(name, "input.incident")
    if caller.unit != office.code:
        raise chain_refusals.not_the_office(office.name, "input.incident")
    return office


async def _save(scene: Scene, made: Designation, extract: Extract, before: list[Party]) -> None:
    await save_designation(scene.conn, made)
    codes = extract.scope_of(made.unit.code).named()
    await save_seen_by(scene.conn, made.incident_id, codes)
    scene.record.seen_by = tuple(sorted({*scene.record.seen_by, *codes}))
    for party in before:
        scene.record.add("party", party.id, 1, "RELIEVED", title=party.unit.name)
