"""Recording a release: what it fulfils, what it opens, what is doubtful about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import messages, refusals
from services.deadlines.domain.facts_input import LONGEST_WORD, text, unit_code, url
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.obligations import Obligation, check_done_at
from services.deadlines.domain.releases import (
    Act,
    Attendee,
    Publication,
    Purpose,
    Release,
    ReleasePlan,
    closings,
    entitled_attendance,
    media_first,
    warnings,
)
from services.deadlines.law.results import UnitRef
from services.deadlines.law.selection import Need, own_moment
from services.deadlines.law.words import FORM_TITLES, ReleaseForm, Trigger
from services.deadlines.store import releases as store
from services.deadlines.store.directory import directory_for
from services.deadlines.store.obligations import obligations_of
from services.deadlines.store.parties import parties_of
from services.deadlines.usecases.incidents import open_file
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, fulfil, settle
from services.deadlines.usecases.triggers import Event, open_on
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_TITLE = 200
MOST_PUBLICATIONS = 50
LARGEST_REACH = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The answer kept for recordRelease."""

    release: UUID
    fulfilled: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPublication:
    """A publication as stated; ``published_at`` None is the moment of the release."""

    channel_kind: str
    platform: str | None
    url: str | None
    published_at: datetime | None
    checksum: str | None
    reach: float | None = None
    reach_source: str | None = None
    comments: float | None = None


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
    key: str


async def record_release(
    database: Database, law: Law, caller: Principal, command: RecordRelease, now: datetime
) -> Once[Recorded]:
    """Record a release and fulfil what its form and conclusiveness fulfil, in one transaction.

    A press conference opens the decision on a further one. Doubts are warnings and stop nothing.
    Raises Refusal TIME_IN_FUTURE, BEFORE_OCCURRENCE, MISSING (title), TOO_LONG, TOO_MANY, BAD_URL,
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
    ]


def _check(command: RecordRelease, law: Law, file: IncidentFile, now: datetime) -> _Checked:
    earliest = file.stated.facts.occurred_at
    released_at = command.released_at or now
    check_done_at(released_at, now, earliest, "input.releasedAt")
    for name, rows in (("publications", command.publications), ("attendees", command.attendees)):
        if len(rows) > MOST_PUBLICATIONS:
            raise refusals.too_many(f"input.{name}", MOST_PUBLICATIONS)
    publications = tuple(
        _publication(row, law, f"input.publications.{i}", released_at, now, earliest)
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
    )


def _plan(plan: ReleasePlan | None) -> ReleasePlan | None:
    if plan is None:
        return None
    title = text("input.plan.title", LONGEST_TITLE)(plan.title)
    if not title:
        raise refusals.missing("input.plan.title", "发布方案标题")
    return ReleasePlan(title=title, url=url("input.plan.url")(plan.url) if plan.url else None)


def _reach(row: StatedPublication, path: str) -> tuple[int | None, str | None]:
    """Check a number of readers, which is whole and never stands without who tells so."""
    source = text(f"{path}.reachSource", LONGEST_WORD)(row.reach_source or "") or None
    reach = _whole(row.reach, f"{path}.reach")
    if reach is None:
        return None, None
    if source is None:
        raise refusals.missing(f"{path}.reachSource", "到达数的来源")
    return reach, source


def _whole(number: float | None, path: str) -> int | None:
    if number is None:
        return None
    if not (0 <= number < LARGEST_REACH and number == int(number)):
        raise refusals.bad_number(path)
    return int(number)


def _publication(
    row: StatedPublication,
    law: Law,
    path: str,
    released_at: datetime,
    now: datetime,
    earliest: datetime | None,
) -> Publication:
    if row.channel_kind not in law.words.channel_kinds:
        raise refusals.unknown_word(
            "UNKNOWN_CHANNEL", "发布渠道", row.channel_kind, f"{path}.channelKind"
        )
    published_at = row.published_at or released_at
    check_done_at(published_at, now, earliest, f"{path}.publishedAt")
    reach, reach_source = _reach(row, path)
    return Publication(
        channel_kind=row.channel_kind,
        platform=text(f"{path}.platform", LONGEST_WORD)(row.platform or "") or None,
        url=url(f"{path}.url")(row.url) if row.url else None,
        published_at=published_at,
        checksum=text(f"{path}.checksum", 200)(row.checksum or "") or None,
        reach=reach,
        reach_source=reach_source,
        comments=_whole(row.comments, f"{path}.comments"),
    )


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
    rows = await obligations_of(conn, file.incident.id)
    closed = closings(rows, act, facts, at=now, by=caller.name)
    attendance = await _attendance(conn, file, rows, checked)
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
        warnings=warnings(rows, closed, act, facts, attendance),
        publications=checked.publications,
        late_reason=late_reason,
        purpose=command.purpose,
        plan=checked.plan,
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
    _note_release(record, release)
    await fulfil(conn, record, rows, closed, release=str(release.id))
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
    conn: Connection, file: IncidentFile, rows: Sequence[Obligation], checked: _Checked
) -> bool | None:
    """Check who sat at a press conference against the posts of the subject units on that day."""
    if checked.command.form is not ReleaseForm.PRESS_CONFERENCE:
        return None
    parties = await parties_of(conn, file.incident.id)
    subjects = [p.unit.code for p in parties if p.role in ("FIRST_RESPONDENT", "RESPONDENT")]
    need = Need(divisions=(), units=tuple(subjects), lines=())
    moment = own_moment(file.stated.facts)
    extract = await directory_for(conn, need, checked.released_at, moment)
    return entitled_attendance(checked.attendees, subjects, extract.directory, checked.released_at)


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
