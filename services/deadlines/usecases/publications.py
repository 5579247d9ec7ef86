"""Where a release stood, told with it or later."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import gate_refusals, messages, refusals
from services.deadlines.domain.facts_input import LONGEST_WORD, text, url
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.obligations import Closing, Obligation, check_done_at
from services.deadlines.domain.publishing import synced
from services.deadlines.domain.releases import (
    Act,
    Publication,
    Release,
    ReleaseWarning,
    closings,
    media_first,
)
from services.deadlines.store import releases as store
from services.deadlines.store.obligations import obligations_of
from services.deadlines.usecases.incidents import open_file
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.recording import Record, fulfil, settle
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once

LARGEST_REACH = 10**12
MOST_PUBLICATIONS = 50


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


def check_publication(
    row: StatedPublication,
    law: Law,
    path: str,
    released_at: datetime,
    now: datetime,
    earliest: datetime | None,
) -> Publication:
    """Check where and when a release stood.

    Raises Refusal UNKNOWN_CHANNEL, TIME_IN_FUTURE, BEFORE_OCCURRENCE, BAD_URL, BAD_NUMBER, MISSING.
    """
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The answer kept for recordPublication."""

    release: UUID
    fulfilled: tuple[UUID, ...]


async def record_publication(
    database: Database,
    law: Law,
    caller: Principal,
    release: UUID,
    stated: StatedPublication,
    key: str,
    now: datetime,
) -> Once[Published]:
    """Add a place where a release stood, told after the release itself.

    A copy on the government's website meets the duty to copy it there; one on the platform that
    carried a rumour meets the clarification at the source. Raises Refusal as
    ``check_publication`` does, TOO_MANY, NOT_FOUND, INCIDENT_CLOSED.
    """
    async with database.transaction() as conn:

        async def act() -> Published:
            found = await store.release_by_id(conn, release, caller.scope_code)
            if found is None:
                raise gate_refusals.release_not_found()
            file = await open_file(conn, caller, found.incident_id, "input.release")
            earliest = file.stated.facts.occurred_at
            place = check_publication(stated, law, "input.publication", now, now, earliest)
            found = await store.release_by_id(conn, release, caller.scope_code) or found
            return await _add(conn, law, caller, file, found, place, now)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="recordPublication",
            request=[str(release), stated],
            now=now,
            answer=Published,
            act=act,
        )


async def _add(
    conn: Connection,
    law: Law,
    caller: Principal,
    file: IncidentFile,
    release: Release,
    place: Publication,
    now: datetime,
) -> Published:
    if len(release.publications) >= MOST_PUBLICATIONS:
        raise refusals.too_many("input.publication", MOST_PUBLICATIONS)
    await store.add_publication(conn, release.id, place, at=now, by=caller.name)
    stands = (*release.publications, place)
    rows = await obligations_of(conn, file.incident.id)
    number = await store.release_number(conn, release)
    closed = [
        *synced(rows, number, stands, at=now, by=caller.name),
        *_at_source(rows, release, place, file, now, caller.name),
    ]
    warnings = release.warnings
    if media_first(stands) and all(w.code != "MEDIA_FIRST" for w in warnings):
        doubt = ReleaseWarning(code="MEDIA_FIRST", message=messages.MEDIA_FIRST)
        warnings = (*warnings, doubt)
    met = tuple(closing.id for closing in closed)
    await store.save_warnings(conn, release.id, warnings, (*release.fulfilled, *met))
    record = Record(
        incident=file.incident.id,
        number=file.incident.number,
        caller=caller,
        now=now,
        seen_by=file.seen_by,
    )
    channel = law.words.channel_kinds[place.channel_kind]
    record.add("release", release.id, 1, "PUBLISHED", title=release.title, channel=channel)
    await fulfil(conn, record, rows, closed, release=str(release.id))
    await settle(conn, law, record, file.incident.packs, set(met))
    await record.write(conn)
    return Published(release=release.id, fulfilled=met)


def _at_source(
    rows: list[Obligation],
    release: Release,
    place: Publication,
    file: IncidentFile,
    now: datetime,
    by: str,
) -> list[Closing]:
    """List the clarifications at the source that a release meets by this place."""
    if place.platform is None:
        return []
    act = Act(
        form=release.form,
        conclusive=release.conclusive,
        released_at=place.published_at,
        platforms=frozenset((place.platform,)),
        unit=release.unit.code,
        late_reason=None,
    )
    sought = {row.id for row in rows if row.at_source}
    found = closings(rows, act, file.stated.facts, at=now, by=by)
    return [closing for closing in found if closing.id in sought]
