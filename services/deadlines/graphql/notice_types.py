"""What a notice, its deliveries, its route and a planned silence show."""

from datetime import datetime
from enum import EnumMeta

import strawberry

from services.deadlines.domain.notice_records import Delivery, StoredNotice, TellTale
from services.deadlines.domain.notices import Hold, NoticeKind
from services.deadlines.domain.routes import Route, RouteKind
from services.deadlines.law.alerting import TOLD_TITLES, Colour, Told
from services.kit.graphql.ids import to_global_id
from services.kit.graphql.rows import Node, compiled_field, global_id, shows


def _described(enum: EnumMeta, what: str, words: dict[str, str]) -> None:
    strawberry.enum(enum, description=what)
    for value in enum.__strawberry_definition__.values:  # type: ignore[attr-defined] # set above
        value.description = words[value.name]


_described(
    NoticeKind,
    "What a notice tells.",
    {
        "REMINDER": "a reminder, when it came",
        "DIGEST": "all that could not be told in time, in one",
        "CLIMB": "that those told before took no note",
    },
)
_described(
    Colour,
    "How loud a reminder is; the house's own order.",
    {"RED": "红", "ORANGE": "橙", "YELLOW": "黄", "BLUE": "蓝"},
)
_described(Told, "As what somebody is told.", {word.name: TOLD_TITLES[word] for word in Told})
_described(
    RouteKind,
    "By what means a route carries.",
    {
        "WEBHOOK": "signed JSON to an address of the unit's own",
        "EMAIL": "mail",
        "WECOM": "a group robot of WeCom",
        "DINGTALK": "a group robot of DingTalk",
        "FEISHU": "a group robot of Feishu",
    },
)


@shows(TellTale)
@strawberry.type(name="ToldReminder", description="One reminder as a notice tells it.")
class ToldReminderType:
    obligation: strawberry.ID = compiled_field(
        lambda row: to_global_id("Obligation", row.obligation),
        strawberry.ID,
        description="The obligation's global id.",
    )
    title: str = strawberry.field(description="The duty, with its incident's number.")
    rung_title: str = strawberry.field(description="The rung's short name.")
    rung_at: datetime = strawberry.field(description="When the reminder truly came.")
    due_at: datetime | None = strawberry.field(description="When the duty is due; null: untimed.")
    late_by_seconds: int = strawberry.field(description="How long after its time it was recorded.")


@shows(Delivery)
@strawberry.type(name="NoticeDelivery", description="How a notice fares by one route.")
class NoticeDeliveryType:
    route_kind: RouteKind | None = compiled_field(
        lambda row: RouteKind(row.route_kind) if row.route_kind else None,
        RouteKind | None,
        description="By what means.",
    )
    attempts: int = strawberry.field(description="How often it was tried.")
    delivered_at: datetime | None = strawberry.field(description="When the receiver took it.")
    stuck: bool = strawberry.field(
        description="屡送不达: it failed again and again, and is still tried."
    )
    error: str | None = strawberry.field(description="What kept the last try from succeeding.")


@shows(StoredNotice)
@strawberry.type(name="Notice", description="One message to one recipient; a house reminder.")
class NoticeType(Node):
    id: strawberry.ID = global_id("Notice")
    kind: NoticeKind = strawberry.field(description="What it tells.")
    colour: Colour = strawberry.field(description="How loud it is.")
    unit: str = strawberry.field(description="The recipient's unit code.")
    unit_name: str = strawberry.field(description="Its name.")
    told: Told = strawberry.field(description="As what the recipient is told.")
    told_title: str = compiled_field(
        lambda row: TOLD_TITLES[row.told], str, description="The same in Chinese."
    )
    person: str | None = strawberry.field(
        description="Who; null: the desk, or a post that nobody holds."
    )
    subject: str = strawberry.field(description="One line.")
    text: str = strawberry.field(description="The whole message.")
    drill: bool = strawberry.field(description="Whether it belongs to a drill.")
    at: datetime = strawberry.field(description="When it was written.")
    due_at: datetime = strawberry.field(
        description="When its gravest duty is due; of an untimed one the reminder's own time."
    )
    items: int = strawberry.field(description="How many reminders it tells.")
    tells: list[ToldReminderType] = strawberry.field(description="The gravest twenty of them.")
    deliveries: list[NoticeDeliveryType] = strawberry.field(
        description="How it fares by each route, kept for 30 days."
    )
    unrouted: bool = strawberry.field(description="无处可送: the unit has no route that takes it.")
    climbed_from: strawberry.ID | None = compiled_field(
        lambda row: to_global_id("Notice", row.climbed_from) if row.climbed_from else None,
        strawberry.ID | None,
        description="The notice that nobody acknowledged before this one was sent.",
    )
    climb_at: datetime | None = strawberry.field(
        description="When it climbs to the next recipient; null: it does not, or no more."
    )
    acknowledged_at: datetime | None = strawberry.field(description="When note was taken.")
    acknowledged_by: str | None = strawberry.field(description="Who recorded that.")
    acknowledged_means: str | None = strawberry.field(description="How the person was told.")


@shows(Route)
@strawberry.type(name="NoticeRoute", description="Where a unit's notices go.")
class NoticeRouteType:
    id: strawberry.ID = compiled_field(
        lambda row: to_global_id("NoticeRoute", row.id), strawberry.ID, description="Global id."
    )
    unit: str = strawberry.field(description="The unit's code.")
    kind: RouteKind = strawberry.field(description="By what means.")
    place: str = strawberry.field(
        description="The address as far as it may be shown: it may hold a key."
    )
    has_secret: bool = compiled_field(
        lambda row: row.secret is not None, bool, description="Whether it signs."
    )
    active: bool = strawberry.field(description="Whether it is used.")
    accepts_drills: bool = strawberry.field(description="Whether drills go there too.")
    set_at: datetime = strawberry.field(description="When it was set last.")
    set_by: str = strawberry.field(description="By whom.")


@shows(Hold)
@strawberry.type(name="NoticeHold", description="A planned silence.")
class NoticeHoldType:
    scope: str = strawberry.field(description="The territory's code.")
    begins_at: datetime = strawberry.field(description="Since when.")
    until: datetime = strawberry.field(description="Until when, exclusive.")
    reason: str = strawberry.field(description="Why.")
    actor: str = strawberry.field(description="Who planned it.")
