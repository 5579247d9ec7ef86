"""Notices (通知): reminders the house sends, where they go, and silences planned for them."""

from datetime import datetime

from clients.tui.models import Model, PageInfo


class Delivery(Model, kw_only=True):
    """How a notice fares by one route; `stuck`: it failed again and again, and is still tried."""

    route_kind: str | None
    attempts: int
    delivered_at: datetime | None
    stuck: bool
    error: str | None


class ToldReminder(Model, kw_only=True):
    obligation: str
    title: str
    rung_title: str
    rung_at: datetime
    due_at: datetime | None
    late_by_seconds: int


class Notice(Model, kw_only=True):
    """One message to one recipient that nobody has acknowledged yet."""

    id: str
    kind: str
    colour: str
    unit: str
    unit_name: str
    told_title: str
    person: str | None
    subject: str
    text: str
    drill: bool
    at: datetime
    due_at: datetime
    items: int
    unrouted: bool
    climbed_from: str | None
    climb_at: datetime | None
    deliveries: list[Delivery]
    tells: list[ToldReminder]


class NoticeEdge(Model, kw_only=True):
    node: Notice


class NoticePage(Model, kw_only=True):
    edges: list[NoticeEdge]
    page_info: PageInfo


class ToldOf(Model, kw_only=True):
    """Somebody who was told of a duty, and whether note was taken."""

    id: str
    told_title: str
    unit_name: str
    person: str | None
    at: datetime
    unrouted: bool
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    acknowledged_means: str | None


class NoticeRoute(Model, kw_only=True):
    """Where a unit's notices go; `place` shows no key."""

    id: str
    kind: str
    place: str
    has_secret: bool
    active: bool
    accepts_drills: bool
    set_at: datetime
    set_by: str


class Leaving(Model, kw_only=True):
    """How notices leave the house, in numbers."""

    waiting: int
    stuck: int
    unrouted: int
    held: int
    canary_at: datetime | None
    healthy: bool


class Hold(Model, kw_only=True):
    """A planned silence of a territory."""

    scope: str
    begins_at: datetime
    until: datetime
    reason: str
    actor: str


class Reminding(Model, kw_only=True):
    """Whether reminders run, and reach anybody."""

    healthy: bool
    last_run_at: datetime | None
    delivery: Leaving
    holds: list[Hold]
