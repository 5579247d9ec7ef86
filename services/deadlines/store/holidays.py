"""Notices of holidays in the database."""

from datetime import date
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.holidays import HolidayNotice, NoticeDay
from services.kit.database import Connection


async def notices(conn: Connection) -> list[HolidayNotice]:
    """Read the notice that holds of each year that somebody entered, by year."""
    rows = await conn.fetch(
        """
        select distinct on (year) id, year, version, document, url, days, note, recorded_at,
            recorded_by
        from holiday_notice
        order by year, version desc
        """
    )
    return [_notice(row) for row in rows]


async def notice_of(conn: Connection, year: int) -> HolidayNotice | None:
    """Read the notice that holds of a year, where somebody entered one."""
    row = await conn.fetchrow(
        """
        select id, year, version, document, url, days, note, recorded_at, recorded_by
        from holiday_notice
        where year = $1
        order by version desc
        limit 1
        """,
        year,
    )
    return _notice(row) if row else None


async def notice_by_id(conn: Connection, notice: UUID) -> HolidayNotice | None:
    """Read one version of a notice."""
    row = await conn.fetchrow(
        """
        select id, year, version, document, url, days, note, recorded_at, recorded_by
        from holiday_notice
        where id = $1
        """,
        notice,
    )
    return _notice(row) if row else None


async def save_notice(conn: Connection, notice: HolidayNotice) -> None:
    """Write a version of a year's notice; none before it is changed."""
    await conn.execute(
        """
        insert into holiday_notice (
            id, year, version, document, url, days, note, recorded_at, recorded_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        notice.id,
        notice.year,
        notice.version,
        notice.document,
        notice.url,
        [
            {"day": each.day.isoformat(), "works": each.works, "festival": each.festival}
            for each in notice.days
        ],
        notice.note,
        notice.recorded_at,
        notice.recorded_by,
    )


def _notice(row: Record) -> HolidayNotice:
    days = tuple(
        NoticeDay(
            day=date.fromisoformat(each["day"]), works=each["works"], festival=each["festival"]
        )
        for each in row["days"]
    )
    return HolidayNotice(
        id=row["id"],
        year=row["year"],
        version=row["version"],
        document=row["document"],
        url=row["url"],
        days=days,
        note=row["note"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
    )
