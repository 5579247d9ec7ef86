"""A small world for tests: the nation, 河北省, 石家庄市, 正定县, and what a test adds to them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.kit.auth import Principal, Role
from services.kit.database import Connection, Database
from services.kit.ids import new_id
from services.kit.phones import masked
from services.registry.domain.appointments import Appointment, Post
from services.registry.domain.availability import Availability
from services.registry.domain.channels import Channel, ChannelKind, NewChannel, open_channel
from services.registry.domain.credit_codes import check_sign
from services.registry.domain.divisions import Division, governments, nation
from services.registry.domain.experts import Expert, NewExpert, add_expert
from services.registry.domain.filings import (
    Filing,
    FilingSubject,
    ListChange,
    ListedChange,
    Recipient,
    open_filing,
)
from services.registry.domain.persons import Person
from services.registry.domain.trainings import (
    Attendee,
    NewTraining,
    RecordedTraining,
    StaffKind,
    record_training,
)
from services.registry.domain.units import NATION, Management, NewUnit, Unit, UnitKind, create_unit
from services.registry.store import persons, phones, units

NOW = datetime(2026, 11, 20, 19, 2, tzinfo=UTC)
_PLACES = (("13", "河北省"), ("1301", "石家庄市"), ("130121", "井陉县"), ("130123", "正定县"))


def make_government(code: str = "1301") -> Unit:
    """Return one of the world's governments."""
    return next(unit for unit in world_units() if unit.code == code)


def world_units() -> list[Unit]:
    """Return the nation and its four governments, parents first."""
    rows = [Division(code=code, name=name, initials="x") for code, name in _PLACES]
    return [nation(new_id()), *governments(rows, new_id)]


def make_department(parent: Unit | None = None, **overrides: Any) -> Unit:
    """Return a department of a government, by default 石家庄市应急管理局."""
    above = parent or make_government()
    told: dict[str, Any] = {
        "code": f"{above.code}-YJGLJ",
        "name": f"{above.short_name}应急管理局",
        "short_name": "应急管理局",
        "kind": UnitKind.DEPARTMENT,
        "parent": above.code,
    }
    return create_unit(NewUnit(**{**told, **overrides}), above, None, new_id())


def make_credit_code(body: str) -> str:
    """Return a sound credit code of 石家庄市 that ends with these digits before its last sign."""
    signs = f"11130100{body:0>9}"
    return signs + check_sign(signs)


def make_supervised(unit: Unit, supervising: str) -> Unit:
    """Return the unit under vertical management of another."""
    return replace(unit, supervising=supervising, management=Management.VERTICAL)


def make_appointment(**overrides: Any) -> Appointment:
    """Return a filed spokesperson of 石家庄市, serving since March 2025."""
    told: dict[str, Any] = {
        "id": new_id(),
        "unit": "1301",
        "person_id": new_id(),
        "person": "甲",
        "post": Post.SPOKESPERSON,
        "title": "新闻发言人",
        "rank": None,
        "qualification": None,
        "starts_on": date(2025, 3, 1),
        "ends_on": None,
        "filed_on": date(2025, 3, 15),
        "version": 1,
    }
    return Appointment(**{**told, **overrides})


def make_leave(person_id: UUID, stand_in: UUID | None = None, **overrides: Any) -> Availability:
    """Return a leave that covers the test's now."""
    told: dict[str, Any] = {
        "id": new_id(),
        "person_id": person_id,
        "person": "甲",
        "starts_at": datetime(2026, 11, 19, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 25, tzinfo=UTC),
        "present": False,
        "stand_in_person_id": stand_in,
        "reason": None,
        "recorded_at": datetime(2026, 11, 18, tzinfo=UTC),
    }
    return Availability(**{**told, **overrides})


def make_expert(**overrides: Any) -> Expert:
    """Return an expert of 石家庄市."""
    told = NewExpert(unit="1301", name="某专家", fields=("食品安全",))
    return replace(add_expert(told, new_id(), date(2026, 11, 1)), **overrides)


def make_channel(**overrides: Any) -> Channel:
    """Return the 政务微博 of 石家庄市."""
    told = NewChannel(
        unit="1301",
        kind=ChannelKind.WEIBO,
        platform="微博",
        name="某发布",
        opened_on=date(2020, 1, 1),
    )
    return replace(open_channel(told, new_id()), **overrides)


def make_filing(**overrides: Any) -> Filing:
    """Return the open filing of an expert who entered the pool of 石家庄市."""
    change = ListedChange(
        at=NOW, what=ListChange.ADDED, entity="expert", id=new_id(), name="某专家"
    )
    found = Recipient(unit="1301-XWB", trace=())
    subject = FilingSubject.EXPERT_POOL
    return replace(open_filing("1301", subject, [change], found, "某人", new_id()), **overrides)


def make_training() -> RecordedTraining:
    """Return a training of one spokesperson by 石家庄市."""
    attendee = Attendee(person_id=new_id(), staff_kind=StaffKind.SPOKESPERSON)
    told = NewTraining(
        organiser="1301", topic="舆情回应", held_on=date(2026, 11, 1), attendees=(attendee,)
    )
    return record_training(told, "某人", new_id(), NOW)


def make_principal(role: Role = Role.ROSTER_ADMIN, **overrides: Any) -> Principal:
    """Return someone of 石家庄市."""
    told: dict[str, Any] = {
        "subject": f"test-{role.value.lower()}",
        "name": "某人",
        "role": role,
        "unit": "1301",
        "scope_level": 3,
        "scope_code": "1301",
        "expires_at": datetime(2027, 1, 1, tzinfo=UTC),
    }
    return Principal(**{**told, **overrides})


async def save_world(database: Database, *more: Unit) -> None:
    """Write the world and more units into an empty registry."""
    async with database.transaction() as conn:
        await units.copy_units(conn, [*world_units(), *more])


async def save_person(conn: Connection, unit: str, name: str, phone: str | None = None) -> Person:
    """Write a person and return the row."""
    person = Person(
        id=new_id(), unit=unit, name=name, fictitious=True, phone_hint=masked(phone), version=1
    )
    await persons.save_person(conn, person)
    await phones.save_phones(conn, {person.id: phone}, seen_from=NATION)
    return person
