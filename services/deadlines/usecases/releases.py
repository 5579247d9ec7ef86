"""Recording a release: what it fulfils, what it opens, what is doubtful about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import messages, refusals
from services.deadlines.domain.facts_input import LONGEST_WORD, text, unit_code, url
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.domain.publishing import WEBSITE, synced
from services.deadlines.domain.release_doubts import misnamed, not_in_office, warnings
from services.deadlines.domain.releases import (
    Act,
    Attendee,
    Publication,
    Purpose,
    Release,
    ReleasePlan,
    TopicSource,
    closings,
    entitled_attendance,
    media_first,
)
from services.deadlines.law.results import UnitRef
from services.deadlines.law.selection import Need, own_moment
from services.deadlines.law.words import FORM_TITLES, ReleaseForm, Trigger
from services.deadlines.store import releases as store
from services.deadlines.store.directory import directory_for
from services.deadlines.store.gates import save_release_gates
from services.deadlines.store.obligations import obligations_of
from services.deadlines.store.parties import parties_of
from services.deadlines.usecases.counting import COUNTED_FORMS, count_held
from services.deadlines.usecases.gated import Going, pass_gates
from services.deadlines.usecases.incidents import open_file
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.publications import (
    MOST_PUBLICATIONS,
    StatedPublication,
    check_publication,
)
from services.deadlines.usecases.recording import Record, fulfil, settle
from services.deadlines.usecases.triggers import Event, open_on
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The answer kept for recordRelease."""

    release: UUID
    fulfilled: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRelease:
    """The command; ``unit`` None is the first respondent, ``released_at`` None is now."""

    incident: UUID
    form: ReleaseForm
    conclusive: bool
    title: str
    unit: str | None
    released_at: datetime | None
    publications: Sequence[StatedPublication]
    attendees: Sequence[Attendee]
    late_reason: str | None
    purpose: Purpose | None = None
    plan: ReleasePlan | None = None
    statement: int | None = None
    mentioned: tuple[str, ...] | None = None
    checks: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    topic_source: TopicSource | None = None
    key: str


async def record_release(
    database: Database, law: Law, caller: Principal, command: RecordRelease, now: datetime
) -> Once[Recorded]:
    """Record a release and fulfil what its form and conclusiveness fulfil, in one transaction.

    A press conference opens the decision on a further one. Doubts are warnings and stop nothing; a
    gate that is not passed does. Raises Refusal GATE_MISSING, UNKNOWN_STATEMENT, UNKNOWN_CHECK,
    TIME_IN_FUTURE, BEFORE_OCCURRENCE, MISSING (title), TOO_LONG, TOO_MANY, BAD_URL,
    UNKNOWN_CHANNEL, UNKNOWN_UNIT, NOT_FOUND, INCIDENT_CLOSED.
    """
    title = text("input.title", LONGEST_TITLE)(command.title)
    if not title:
        raise refusals.missing("input.title", "发布标题")
    late_reason = text("input.lateReason", 1000)(command.late_reason or "") or None

    async with database.transaction() as conn:

        async def act() -> Recorded:
            file = await open_file(conn, caller, command.incident)
            checked = _check(command, law, file, now)
            return await _record(conn, law, caller, file, checked, title, late_reason, now)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="recordRelease",
            request=_request(command),
            now=now,
            answer=Recorded,
            act=act,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    command: RecordRelease
    unit: str | None
    released_at: datetime
    publications: tuple[Publication, ...]
    attendees: tuple[Attendee, ...]
    plan: ReleasePlan | None
    hosts: tuple[str, ...]


def _request(command: RecordRelease) -> list[object]:
    return [
        str(command.incident),
        command.form,
        command.conclusive,
        command.title,
        command.unit,
        command.released_at,
        list(command.publications),
        list(command.attendees),
        command.late_reason,
        command.purpose,
        command.plan,
        command.statement,
        command.mentioned,
        list(command.checks),
        list(command.hosts),
        command.topic_source,
    ]


def _check(command: RecordRelease, law: Law, file: IncidentFile, now: datetime) -> _Checked:
    earliest = file.stated.facts.occurred_at
    released_at = command.released_at or now
    check_done_at(released_at, now, earliest, "input.releasedAt")
    for name, rows in (
        ("publications", command.publications),
        ("attendees", command.attendees),
        ("hosts", command.hosts),
        ("mentionedUnits", command.mentioned or ()),
        ("checks", command.checks),
    ):
        if len(rows) > MOST_PUBLICATIONS:
            raise refusals.too_many(f"input.{name}", MOST_PUBLICATIONS)
    publications = tuple(
        check_publication(row, law, f"input.publications.{i}", released_at, now, earliest)
        for i, row in enumerate(command.publications)
    )
    attendees = tuple(
        Attendee(
            unit=text(f"input.attendees.{i}.unit", LONGEST_WORD)(row.unit),
            person=text(f"input.attendees.{i}.person", LONGEST_WORD)(row.person),
            post=text(f"input.attendees.{i}.post", LONGEST_WORD)(row.post or "") or None,
        )
        for i, row in enumerate(command.attendees)
    )
    return _Checked(
        command=command,
        unit=unit_code("input.unit")(command.unit) if command.unit is not None else None,
        released_at=released_at,
        publications=publications,
        attendees=attendees,
        plan=_plan(command.plan),
        hosts=tuple(dict.fromkeys(unit_code("input.hosts")(code) for code in command.hosts)),
    )


def _plan(plan: ReleasePlan | None) -> ReleasePlan | None:
    if plan is None:
        return None
    title = text("input.plan.title", LONGEST_TITLE)(plan.title)
    if not title:
        raise refusals.missing("input.plan.title", "发布方案标题")
    return ReleasePlan(title=title, url=url("input.plan.url")(plan.url) if plan.url else None)


async def _record(
    conn: Connection,
    law: Law,
    caller: Principal,
    file: IncidentFile,
    checked: _Checked,
    title: str,
    late_reason: str | None,
    now: datetime,
) -> Recorded:
    command, facts = checked.command, file.stated.facts
    unit = await _unit(conn, checked.unit, file, now)
    act = Act(
        form=command.form,
        conclusive=command.conclusive,
        released_at=checked.released_at,
        platforms=frozenset(p.platform for p in checked.publications if p.platform),
        unit=unit.code,
        late_reason=late_reason,
        media_first=media_first(checked.publications),
    )
    passed = await pass_gates(conn, law, file, _going(command, unit), checked.released_at, now)
    rows = await obligations_of(conn, file.incident.id)
    closed = closings(rows, act, facts, at=now, by=caller.name)
    attendance, strangers = await _attendance(conn, file, checked)
    release = Release(
        id=new_id(),
        incident_id=file.incident.id,
        form=command.form,
        conclusive=command.conclusive,
        title=title,
        unit=unit,
        released_at=checked.released_at,
        recorded_at=now,
        recorded_by=caller.name,
        attendees=checked.attendees,
        fulfilled=tuple(closing.id for closing in closed),
        warnings=(
            *passed.warnings,
            *warnings(rows, closed, act, facts, attendance),
            *not_in_office(strangers),
        ),
        publications=checked.publications,
        late_reason=late_reason,
        purpose=command.purpose,
        plan=checked.plan,
        statement=command.statement,
        mentioned_units=passed.mentioned,
        ungated=passed.ungated,
        checks=passed.checks,
        hosts=await _hosts(conn, file, checked.hosts, unit, now),
        topic_source=command.topic_source,
    )
    record = Record(
        incident=file.incident.id,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=file.seen_by,
    )
    opened = await _opened_by(conn, law, file, release, record)
    await store.save_release(conn, release)
    if passed.gates:
        await save_release_gates(conn, release.id, passed.gates)
    if release.form in COUNTED_FORMS and not file.incident.drill:
        people = (who.unit for who in release.attendees)
        units = (release.unit.code, *people)
        await count_held(conn, law, record.caller, units, release.released_at, record.now)
    _note_release(record, release)
    await fulfil(conn, record, rows, closed, release=str(release.id))
    if opened and any(p.channel_kind == WEBSITE for p in release.publications):
        rows = await obligations_of(conn, file.incident.id)
        number = await store.release_number(conn, release)
        copied = synced(rows, number, release.publications, at=now, by=caller.name)
        await fulfil(conn, record, rows, copied, release=str(release.id))
    touched = {*release.fulfilled, *opened}
    await settle(conn, law, record, file.incident.packs, touched)
    await record.write(conn)
    return Recorded(release=release.id, fulfilled=release.fulfilled)


def _note_release(record: Record, release: Release) -> None:
    record.add(
        "release",
        release.id,
        1,
        "RECORDED",
        title=release.title,
        form=release.form.value,
        form_title=FORM_TITLES[release.form],
        conclusive=release.conclusive,
        released_at=release.released_at.isoformat(),
        ungated=release.ungated,
        unit=release.unit.code,
        proven=any(p.url and p.checksum for p in release.publications),
    )


def _going(command: RecordRelease, unit: UnitRef) -> Going:
    return Going(
        form=command.form,
        unit=unit.code,
        mentioned=command.mentioned,
        statement=command.statement,
        checks=command.checks,
    )


async def _hosts(
    conn: Connection, file: IncidentFile, codes: Sequence[str], unit: UnitRef, now: datetime
) -> tuple[UnitRef, ...]:
    """Name who held a conference; of other releases there are none."""
    return tuple(
        [unit if code == unit.code else await _unit(conn, code, file, now) for code in codes]
    )


async def _unit(conn: Connection, code: str | None, file: IncidentFile, now: datetime) -> UnitRef:
    """Name the releasing unit; without one it is the first respondent."""
    parties = await parties_of(conn, file.incident.id)
    if code is None:
        return parties[0].unit
    found = next((party.unit for party in parties if party.unit.code == code), None)
    if found is not None:
        return found
    need = Need(divisions=(), units=(code,), lines=())
    extract = await directory_for(conn, need, now, now)
    unit = extract.directory.unit(code)
    if unit is None:
        if extract.fresh:
            raise refusals.unknown_unit(code, "input.unit")
        return UnitRef(code=code, name=code, known=False)
    return UnitRef(code=unit.code, name=unit.name, kind=unit.kind, level=unit.level)


async def _attendance(
    conn: Connection, file: IncidentFile, checked: _Checked
) -> tuple[bool | None, tuple[Attendee, ...]]:
    """Check who sat at a press conference against the posts of that day.

    Tells whether somebody entitled of the subject units did, and who did not hold the post that
    the record gives him.
    """
    if checked.command.form is not ReleaseForm.PRESS_CONFERENCE:
        return None, ()
    parties = await parties_of(conn, file.incident.id)
    subjects = [p.unit.code for p in parties if p.role in ("FIRST_RESPONDENT", "RESPONDENT")]
    units = dict.fromkeys((*subjects, *(each.unit for each in checked.attendees)))
    need = Need(divisions=(), units=tuple(units), lines=())
    moment, at = own_moment(file.stated.facts), checked.released_at
    directory = (await directory_for(conn, need, at, moment)).directory
    entitled = entitled_attendance(checked.attendees, subjects, directory, at)
    return entitled, misnamed(checked.attendees, directory, at)


async def _opened_by(
    conn: Connection, law: Law, file: IncidentFile, release: Release, record: Record
) -> list[UUID]:
    """Open what the release itself calls for: a decision on a further conference, a web copy."""
    triggers = [(Trigger.RELEASE, 1 + len(await store.releases_of(conn, file.incident.id)))]
    if release.form is ReleaseForm.PRESS_CONFERENCE:
        number = 1 + await store.conferences_before(conn, file.incident.id)
        triggers.append((Trigger.CONFERENCE, number))
    events = [
        Event(
            trigger=trigger,
            at=release.released_at,
            number=number,
            reason=messages.opened_by(release.form, number),
        )
        for trigger, number in triggers
    ]
    return [row.id for row in await open_on(conn, law, file, record, events)]
