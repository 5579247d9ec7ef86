"""Entering the notice of a year, so that working days of it are counted as it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.deadlines.domain.acts import optional, wanted
from services.deadlines.domain.adoptions import today_in_china
from services.deadlines.domain.facts_input import LONGEST_WORD, url
from services.deadlines.domain.holidays import (
    HolidayNotice,
    check_year,
    correction_unexplained,
    notice_days,
)
from services.deadlines.domain.scopes import NATION, Scope
from services.deadlines.law.holidays import Holiday
from services.deadlines.store import holidays as store
from services.deadlines.store.adoptions import renew_token
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeImported:
    """The answer kept for importHolidayNotice."""

    notice: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNotice:
    """The command; ``note`` says why, where the year has a notice already."""

    year: int
    document: str
    url: str | None
    holidays: Sequence[Holiday]
    made_up: Sequence[date]
    note: str | None
    key: str


async def import_notice(
    database: Database, law: Law, caller: Principal, command: ImportNotice, now: datetime
) -> Once[NoticeImported]:
    """Enter a year's notice with its paper; a correction is kept beside what it corrects.

    Raises Refusal MISSING (document), BAD_YEAR, BAD_NOTICE, TOO_MANY, BAD_URL, REASON_WANTED.
    """
    year = command.year
    check_year(year, today_in_china(now))
    document = wanted(command.document, "input.document", "通知文号")
    note = optional(command.note, "input.note", LONGEST_WORD)
    address = url("input.url")(command.url) if command.url else None
    days = notice_days(year, command.holidays, command.made_up)

    async with database.transaction() as conn:

        async def act() -> NoticeImported:
            await renew_token(conn)
            before = await store.notice_of(conn, year)
            if note is None and (before is not None or year in law.bindings.workdays.years):
                raise correction_unexplained(year)
            notice = HolidayNotice(
                id=new_id(),
                year=year,
                version=before.version + 1 if before else 1,
                document=document,
                url=address,
                days=days,
                note=note,
                recorded_at=now,
                recorded_by=caller.name,
            )
            await store.save_notice(conn, notice)
            await record(
                conn,
                at=now,
                entity="holiday_notice",
                id=notice.id,
                version=notice.version,
                kind="IMPORTED",
                actor=caller.subject,
                scope=tuple(
                    dict.fromkeys((NATION, *Scope.of_code(caller.unit).named(), caller.scope_code))
                ),
                body={
                    "by": caller.name,
                    "title": f"{year}年放假安排（{document}）",
                    "reason": note,
                },
            )
            return NoticeImported(notice=notice.id)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="importHolidayNotice",
            request=[
                year,
                document,
                address,
                note,
                [[each.day.isoformat(), each.works] for each in days],
            ],
            now=now,
            answer=NoticeImported,
            act=act,
        )
