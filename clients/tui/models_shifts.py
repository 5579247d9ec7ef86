"""A desk's patrols (定时巡查) and rules (值班规则) as the service answers them."""

from datetime import datetime

from clients.tui.models import Model


class PatrolSlot(Model, kw_only=True):
    """One planned patrol; `lacking` is what nobody looked at, `patrols` what was done of it."""

    at: datetime
    opens_at: datetime
    closes_at: datetime
    channels: list[str]
    state: str
    lacking: list[str]
    patrols: list[str]


class Patrol(Model, kw_only=True):
    id: str
    at: datetime
    person: str
    channels: list[str]
    result: str
    note: str | None
    recorded_at: datetime
    recorded_by: str


class PatrolBook(Model, kw_only=True):
    slots: list[PatrolSlot]
    log: list[Patrol]


class ShiftRole(Model, kw_only=True):
    code: str
    title: str
    mans: bool


class PatrolTime(Model, kw_only=True):
    at: str
    tolerance: int
    channels: list[str]


class Expectation(Model, kw_only=True):
    """How many minutes a source may be silent; None: no silence is too long."""

    kind: str
    kind_title: str
    subject: str | None
    within: int | None
    ours: bool


class DutyRules(Model, kw_only=True):
    version: int
    roles: list[ShiftRole]
    patrols: list[PatrolTime]
    expectations: list[Expectation]
    reason: str
    set_at: datetime | None
    set_by: str | None

    @property
    def channels(self) -> list[str]:
        """Return all that is looked at on some patrol, in the order of the day."""
        return list(dict.fromkeys(one for patrol in self.patrols for one in patrol.channels))


class PatrolsAnswer(Model, kw_only=True):
    patrols: PatrolBook
    duty_rules: DutyRules
