"""Officers with names of their own, and a roster for them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from services.deadlines.domain.shifts import Shift
from services.kit.auth import Role
from tests.deadlines.desk import Desk, Who

EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # 08:00 in China


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Who):
    """A caller under a name."""

    called: str

    @property
    def name(self) -> str:
        return self.called


ZHANG = Named(called="虚构张")
LI = Named(called="虚构李")
WANG = Named(called="虚构王")
CHIEF = Named(called="虚构长", role=Role.DUTY_CHIEF)


def at(hours: float) -> datetime:
    """A moment so many hours after 08:00 of 2026-11-21 in China."""
    return EIGHT + timedelta(hours=hours)


def turn(person: str, begins: float, ends: float, **overrides: Any) -> Shift:
    """A 主班 from and to so many hours after 08:00."""
    given: dict[str, Any] = {
        "id": uuid4(),
        "unit": "1301",
        "unit_name": "石家庄市",
        "role": "MAIN",
        "role_title": "主班",
        "mans": True,
        "person": person,
        "person_id": None,
        "account": None,
        "begins_at": at(begins),
        "ends_at": at(ends),
        "planned_end": at(ends),
        "unplanned": False,
        "planned_at": at(-24),
        "planned_by": "虚构长",
        "version": 1,
    }
    return Shift(**given | overrides)


def line(person: str, begins: float, ends: float, **more: Any) -> dict[str, Any]:
    """A line of a roster as the API takes it."""
    return {
        "role": "MAIN",
        "person": person,
        "beginsAt": at(begins).isoformat(),
        "endsAt": at(ends).isoformat(),
        **more,
    }


SHIFT = "id person state stateTitle beginsAt endsAt unhanded reason replaces"


async def plan(desk: Desk, *lines: dict[str, Any], who: Who = CHIEF) -> Any:
    """Plan shifts of 石家庄市."""
    shape = f"shifts {{ {SHIFT} }} gaps {{ beginsAt endsAt }} warnings {{ code }}"
    return await desk.act("planShifts", shape, {"unit": "1301", "shifts": list(lines)}, who)


async def start(desk: Desk, shift: str, who: Who) -> Any:
    """Begin a shift."""
    return await desk.act("startShift", f"shifts {{ {SHIFT} }}", {"shift": shift}, who)
