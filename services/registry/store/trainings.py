"""Trainings as rows, and who was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.trainings import Attendee, StaffKind, Training

COUNTED = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFilter:
    """What listed trainings have in common; ``unit`` organised it, ``person`` was there.

    ``since`` is the first day of those listed. None does not filter.
    """

    unit: str | None = None
    person: UUID | None = None
    staff_kind: str | None = None
    since: date | None = None


async def trainings_after(
    conn: Connection, chosen: TrainingFilter, after: UUID | None, limit: int
) -> list[Training]:
    """Return trainings with ids after ``after`` (exclusive): oldest entry first."""
    rows = await conn.fetch(
        """
        select id, organiser, topic, held_on, hours, place, recorded_at, recorded_by, version
        from training
        where ($1::text is null or organiser = $1)
        and (
            ($2::uuid is null and $3::text is null)
            or exists (
                select 1
                from training_attendee
                where training = training.id
                and ($2::uuid is null or person_id = $2)
                and ($3::text is null or staff_kind = $3)
            )
        )
        and ($4::date is null or held_on >= $4)
        and ($5::uuid is null or id > $5)
        order by id
        limit $6
        """,
        *_bounds(chosen),
        after,
        limit,
    )
    return [_training(row) for row in rows]


async def trainings_before(
    conn: Connection, chosen: TrainingFilter, before: UUID | None, limit: int
) -> list[Training]:
    """Return trainings with ids before ``before`` (exclusive): newest entry first."""
    rows = await conn.fetch(
        """
        select id, organiser, topic, held_on, hours, place, recorded_at, recorded_by, version
        from training
        where ($1::text is null or organiser = $1)
        and (
            ($2::uuid is null and $3::text is null)
            or exists (
                select 1
                from training_attendee
                where training = training.id
                and ($2::uuid is null or person_id = $2)
                and ($3::text is null or staff_kind = $3)
            )
        )
        and ($4::date is null or held_on >= $4)
        and ($5::uuid is null or id < $5)
        order by id desc
        limit $6
        """,
        *_bounds(chosen),
        before,
        limit,
    )
    return [_training(row) for row in rows]


async def count_trainings(conn: Connection, chosen: TrainingFilter) -> int:
    """Count the trainings of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from training
            where ($1::text is null or organiser = $1)
            and (
                ($2::uuid is null and $3::text is null)
                or exists (
                    select 1
                    from training_attendee
                    where training = training.id
                    and ($2::uuid is null or person_id = $2)
                    and ($3::text is null or staff_kind = $3)
                )
            )
            and ($4::date is null or held_on >= $4)
            limit $5
        ) counted
        """,
        *_bounds(chosen),
        COUNTED,
    )
    return count


async def trainings_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Training]:
    """Return those of the trainings that exist, by id."""
    rows = await conn.fetch(
        """
        select id, organiser, topic, held_on, hours, place, recorded_at, recorded_by, version
        from training
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _training(row) for row in rows}


async def attendees_of(conn: Connection, trainings: Sequence[UUID]) -> dict[UUID, list[Attendee]]:
    """Return who was at these trainings, by training, in the order they were registered."""
    rows = await conn.fetch(
        """
        select training, person_id, staff_kind
        from training_attendee
        where training = any($1::uuid[])
        order by training, person_id, staff_kind
        """,
        list(trainings),
    )
    found: dict[UUID, list[Attendee]] = {training: [] for training in trainings}
    for row in rows:
        one = Attendee(person_id=row["person_id"], staff_kind=StaffKind(row["staff_kind"]))
        found[row["training"]].append(one)
    return found


async def last_trained(conn: Connection, persons: Sequence[UUID]) -> dict[UUID, date]:
    """Return the day on which each of these persons was last trained, whatever as, by person."""
    rows = await conn.fetch(
        """
        select person_id, max(held_on) as last
        from training_attendee
        join training on training.id = training
        where person_id = any($1::uuid[])
        group by person_id
        """,
        list(persons),
    )
    return {row["person_id"]: row["last"] for row in rows}


async def insert_training(
    conn: Connection, training: Training, attendees: Sequence[Attendee]
) -> None:
    """Write a training with who was there."""
    await conn.execute(
        """
        insert into training (
            id, organiser, topic, held_on, hours, place, recorded_at, recorded_by, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        training.id,
        training.organiser,
        training.topic,
        training.held_on,
        None if training.hours is None else Decimal(str(training.hours)),
        training.place,
        training.recorded_at,
        training.recorded_by,
        training.version,
    )
    await conn.execute(
        """
        insert into training_attendee (training, person_id, staff_kind)
        select $1, person_id, staff_kind
        from unnest($2::uuid[], $3::text[]) as given (person_id, staff_kind)
        """,
        training.id,
        [one.person_id for one in attendees],
        [one.staff_kind.value for one in attendees],
    )


def _bounds(chosen: TrainingFilter) -> tuple[object, ...]:
    return (chosen.unit, chosen.person, chosen.staff_kind, chosen.since)


def _training(row: Record) -> Training:
    return Training(
        id=row["id"],
        organiser=row["organiser"],
        topic=row["topic"],
        held_on=row["held_on"],
        hours=None if row["hours"] is None else float(row["hours"]),
        place=row["place"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        version=row["version"],
    )
