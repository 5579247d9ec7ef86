"""How the services stand, as they answer it by GraphQL and by their health addresses."""

from datetime import datetime

from clients.tui.models import Model


class Delivery(Model, kw_only=True):
    waiting: int
    ready_since: datetime | None
    stuck: int
    unrouted: int
    held: int
    canary_at: datetime | None
    healthy: bool


class Hold(Model, kw_only=True):
    """A planned silence (计划静默)."""

    scope: str
    begins_at: datetime
    until: datetime
    reason: str
    actor: str


class CatchUp(Model, kw_only=True):
    begins: datetime
    ends: datetime


class Sweep(Model, kw_only=True):
    last_run_at: datetime | None
    healthy: bool
    backlog: int
    next_wake_at: datetime | None
    late_by_seconds: int | None
    delivery: Delivery
    holds: list[Hold]
    catch_up: CatchUp | None


class MirrorFault(Model, kw_only=True):
    entity: str
    id: str
    reason: str
    at: datetime


class Mirror(Model, kw_only=True):
    last_sync_at: datetime | None
    reachable: bool
    units: int
    faults: list[MirrorFault]


class RequestLimits(Model, kw_only=True):
    depth: int
    rows: int
    page: int
    body_bytes: int
    requests_a_second: int | None


class SystemStatus(Model, kw_only=True):
    sweep_status: Sweep
    mirror_status: Mirror
    limits: RequestLimits


class RouteTry(Model, kw_only=True):
    route_kind: str | None
    attempts: int
    stuck: bool
    error: str | None


class LostNotice(Model, kw_only=True):
    """A notice nobody acknowledged, and how it fares by each route."""

    id: str
    unit_name: str
    person: str | None
    subject: str
    at: datetime
    unrouted: bool
    deliveries: list[RouteTry]

    @property
    def stuck(self) -> bool:
        return any(one.stuck for one in self.deliveries)


class LostNoticeEdge(Model, kw_only=True):
    node: LostNotice


class LostNotices(Model, kw_only=True):
    edges: list[LostNoticeEdge]


class Problem(Model, kw_only=True):
    """Why a service takes no traffic: a code, and a sentence for operators."""

    code: str
    message: str


class Readiness(Model, kw_only=True):
    """GET /health/ready."""

    status: str
    problems: list[Problem]


class Seals(Model, kw_only=True):
    """GET /health/audit: the record under seal, and the last signed checkpoint."""

    status: str
    seals: int
    rows: int
    sealed_at: datetime | None = None
    unsealed_seconds: float
    unsigned_seconds: float
    checkpoint: int | None = None
    checkpoint_at: datetime | None = None
