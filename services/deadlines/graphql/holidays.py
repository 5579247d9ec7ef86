"""Working days: counted, and the yearly notices that settle them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.calendars import festivals
from services.deadlines.domain.holidays import (
    HolidayNotice,
    NoticeDay,
    WorkingYear,
    counted,
    notice_not_found,
    provisional_words,
    working_year,
)
from services.deadlines.graphql.service import Info
from services.deadlines.law.holidays import Holiday
from services.deadlines.store.adoptions import token_of
from services.deadlines.store.holidays import notice_by_id, notice_of
from services.deadlines.usecases import holidays as usecase
from services.kit.graphql.rows import global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(NoticeDay)
@strawberry.type(name="NoticeDay", description="A day that differs from Monday to Friday.")
class NoticeDayType:
    day: date = strawberry.field(description="The day in China.")
    works: bool = strawberry.field(description="True: a weekend day worked; false: a day off.")
    festival: str = strawberry.field(description="For which festival.")


@shows(HolidayNotice)
@strawberry.type(name="HolidayNotice", description="The notice of a year's holidays (放假安排).")
class HolidayNoticeType:
    id: strawberry.ID = global_id("HolidayNotice")
    year: int = strawberry.field(description="Of which year.")
    version: int = strawberry.field(description="1, or more where it was corrected.")
    document: str = strawberry.field(description="The number of the paper.")
    url: str | None = strawberry.field(description="Where it can be read.")
    days: list[NoticeDayType] = strawberry.field(description="The days, ascending.")
    note: str | None = strawberry.field(description="Why it was corrected.")
    recorded_at: datetime = strawberry.field(description="When it was entered.")
    recorded_by: str = strawberry.field(description="Who entered it.")


@shows(WorkingYear)
@strawberry.type(name="WorkingYear", description="How the working days of a year are counted.")
class WorkingYearType:
    year: int = strawberry.field(description="The year.")
    provisional: bool = strawberry.field(
        description="Whether it is counted as Monday to Friday, for want of its notice."
    )
    working_days: int = strawberry.field(description="How many working days it has.")
    days: list[NoticeDayType] = strawberry.field(description="The days that differ, ascending.")
    notice: HolidayNotice | None = strawberry.field(
        graphql_type=HolidayNoticeType | None,
        description="The notice that somebody entered; null: shipped, or none yet.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDayRow:
    """What WorkingDay shows."""

    day: date
    provisional: Sequence[int]
    note: str | None


@shows(WorkingDayRow)
@strawberry.type(name="WorkingDay", description="A day found by counting working days (工作日).")
class WorkingDayType:
    day: date = strawberry.field(description="The day in China.")
    provisional: list[int] = strawberry.field(
        description="Years that were counted as Monday to Friday, for want of their notice."
    )
    note: str | None = strawberry.field(description="That, in Chinese; null: every year is known.")


@strawberry.input(description="A festival of a notice: days off, the first and the last inclusive.")
class HolidayInput:
    name: str = strawberry.field(description="The festival.")
    begins: date = strawberry.field(description="The first day off.")
    ends: date = strawberry.field(description="The last day off.")


@strawberry.input(description="Enter a year's notice of holidays.")
class ImportHolidayNoticeInput:
    year: int = strawberry.field(description="The year, at most two ahead.")
    document: str = strawberry.field(description="The number of the paper (文号).")
    url: str | None = strawberry.field(default=None, description="Where it can be read.")
    holidays: list[HolidayInput] = strawberry.field(description="Its festivals, at most 20.")
    working_days: list[date] = strawberry.field(
        default_factory=list, description="Weekend days worked to make up (调休), at most 20."
    )
    note: str | None = strawberry.field(
        default=None, description="Why; wanted where the year has a notice already."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The notice that was entered.")
class ImportHolidayNoticePayload:
    notice: HolidayNotice = strawberry.field(
        graphql_type=HolidayNoticeType, description="It as it stands."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


ImportHolidayNoticeResult = Annotated[
    ImportHolidayNoticePayload | RefusalType, strawberry.union("ImportHolidayNoticeResult")
]


@strawberry.type
class HolidayQuery:
    @strawberry.field(
        graphql_type=WorkingDayType,
        description="Count working days from a day, which itself never counts.",
    )
    async def working_day(
        self,
        info: Info,
        start: Annotated[date, strawberry.argument(description="From which day.")],
        count: Annotated[
            int, strawberry.argument(description="How many, at most 250; negative: before it.")
        ],
    ) -> WorkingDayRow:
        context = info.context
        async with context.database.reading() as conn:
            decided = await context.service.law.bindings.at(conn, await token_of(conn))
        day, years = counted(decided.workdays, start, count)
        return WorkingDayRow(day=day, provisional=years, note=provisional_words(years))

    @strawberry.field(
        graphql_type=HolidayNoticeType | None,
        description="A year's notice as somebody entered it; null: none but what is shipped.",
    )
    async def holiday_notice(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="The year.")],
    ) -> HolidayNotice | None:
        async with info.context.database.reading() as conn:
            return await notice_of(conn, year)

    @strawberry.field(
        graphql_type=WorkingYearType, description="The working-day calendar of a year (工作日历)."
    )
    async def working_year(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="The year, from 2004.")],
    ) -> WorkingYear:
        context = info.context
        async with context.database.reading() as conn:
            decided = await context.service.law.bindings.at(conn, await token_of(conn))
            notice = await notice_of(conn, year)
        return working_year(decided.workdays, year, festivals(), notice)


@strawberry.type
class HolidayMutation:
    @strawberry.mutation(description="Enter a year's notice of holidays (录入放假安排).")
    async def import_holiday_notice(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            ImportHolidayNoticeInput, strawberry.argument(description="What to do.")
        ],
    ) -> ImportHolidayNoticeResult:
        context = info.context
        command = usecase.ImportNotice(
            year=input.year,
            document=input.document,
            url=input.url,
            holidays=[
                Holiday(name=each.name, begins=each.begins, ends=each.ends)
                for each in input.holidays
            ],
            made_up=input.working_days,
            note=input.note,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.import_notice(context.database, law, context.caller, command, now)
        return ImportHolidayNoticePayload(
            notice=await _shown(info, done.value.notice), replayed=done.replayed
        )


async def _shown(info: Info, notice: UUID) -> HolidayNotice:
    async with info.context.database.reading() as conn:
        found = await notice_by_id(conn, notice)
    if found is None:
        raise notice_not_found("input.idempotencyKey")
    return found
