"""Availability: who is on leave, until when, and who stands in. Later entries correct earlier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """An entry 在岗/请假, from ``starts_at`` (inclusive) to ``ends_at`` (exclusive, None is open).

    ``person`` is the person's name. ``present`` true cuts a leave short for its span.
    """

    id: UUID
    person_id: UUID
    person: str
    starts_at: datetime
    ends_at: datetime | None
    present: bool
    stand_in_person_id: UUID | None
    reason: str | None
    recorded_at: datetime

    def covers(self, moment: datetime) -> bool:
        """Whether the moment lies in the span."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAvailability:
    """What a caller tells about somebody's presence."""

    person_id: UUID
    starts_at: datetime
    ends_at: datetime | None = None
    present: bool = False
    stand_in_person_id: UUID | None = None
    reason: str | None = None


def set_availability(
    command: NewAvailability,
    person: str,
    id: UUID,  # noqa: A002 - the row's own word
    now: datetime,
) -> Availability:
    """Decide an entry; raises DATES_REVERSED, OWN_STAND_IN or STAND_IN_WHILE_PRESENT."""
    fields.in_order(command.starts_at, command.ends_at, "endsAt", equal=False)
    if command.stand_in_person_id == command.person_id:
        raise Refusal("OWN_STAND_IN", "代班人不能是本人。", "standInPersonId")
    if command.present and command.stand_in_person_id:
        raise Refusal("STAND_IN_WHILE_PRESENT", "在岗时不需要代班人。", "standInPersonId")
    return Availability(
        id=id,
        person_id=command.person_id,
        person=person,
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        present=command.present,
        stand_in_person_id=command.stand_in_person_id,
        reason=fields.optional_text(command.reason, "reason"),
        recorded_at=now,
    )


def in_force(entries: Iterable[Availability], moment: datetime) -> Availability | None:
    """Return the entry that rules the moment: of those covering it, the last one recorded."""
    covering = [entry for entry in entries if entry.covers(moment)]
    return max(covering, key=lambda entry: (entry.recorded_at, entry.id), default=None)
