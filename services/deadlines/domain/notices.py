"""Notices: who is told of which reminder, in which words, and when it climbs to the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from services.deadlines.domain import notice_texts
from services.deadlines.domain.scopes import Scope
from services.deadlines.domain.sweep import Alert, Waking
from services.deadlines.law.alerting import (
    Answerable,
    Colour,
    Recipient,
    Told,
    recipients,
)
from services.deadlines.law.pack import Rung
from services.kit.ids import new_id

LISTED = 20
"""A notice names so many of its reminders; the others it counts."""


class NoticeKind(StrEnum):
    """What a notice tells (告知种类)."""

    REMINDER = "REMINDER"
    DIGEST = "DIGEST"
    CLIMB = "CLIMB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One rung of one obligation for one recipient, at its true time."""

    obligation: UUID
    due_version: int
    rung: str
    rung_title: str
    title: str
    rank: int
    rung_at: datetime
    start_at: datetime
    due_at: datetime | None
    drill: bool
    climb: timedelta | None
    recipient: Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one recipient (告知), ready to be sent and to be acknowledged."""

    id: UUID
    kind: NoticeKind
    recipient: Recipient
    rank: int
    due_at: datetime
    drill: bool
    at: datetime
    subject: str
    text: str
    items: int
    step: int = 0
    climbed_from: UUID | None = None
    climb_at: datetime | None = None

    @property
    def scope(self) -> Scope:
        """Where its recipient stands."""
        return Scope.of_code(self.recipient.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A planned silence (计划静默) of the territory ``scope``, ``until`` exclusive."""

    id: UUID
    scope: str
    begins_at: datetime
    until: datetime
    reason: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one sweep gathered for one recipient, the gravest first; never empty."""

    id: UUID
    recipient: Recipient
    drill: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """All that waits for one recipient: how much, since when, and the gravest of it."""

    recipient: Recipient
    drill: bool
    items: int
    first_at: datetime
    parts: tuple[UUID, ...]
    gravest: tuple[Item, ...]


def items_of(
    waking: Waking, rungs: Mapping[str, Rung], alerts: Iterable[Alert], about: Answerable
) -> list[Item]:
    """Make an item for each recipient of each rung that was recorded."""
    return [
        item_of(waking, rungs[alert.rung], alert.rung_at, recipient)
        for alert in alerts
        for recipient in recipients(rungs[alert.rung].to, about)
    ]


def item_of(waking: Waking, rung: Rung, rung_at: datetime, recipient: Recipient) -> Item:
    """Make the item of one rung for one recipient."""
    return Item(
        obligation=waking.obligation,
        due_version=waking.due_version,
        rung=rung.name,
        rung_title=rung.title,
        title=f"{waking.title}（{waking.number}）" if waking.number else waking.title,
        rank=rung.colour.rank,
        rung_at=rung_at,
        start_at=waking.start_at,
        due_at=waking.due_at,
        drill=waking.drill,
        climb=rung.climb,
        recipient=recipient,
    )


def is_held(recipient: Recipient, holds: Sequence[Hold]) -> bool:
    """Tell whether a planned silence covers the recipient's unit."""
    codes = Scope.of_code(recipient.unit).named() if holds else ()
    return any(hold.scope in codes for hold in holds)


def reminders(items: Sequence[Item], now: datetime) -> list[tuple[Notice, list[Item]]]:
    """Make one notice for each recipient and obligation: several rungs of one are one message."""

    def key(item: Item) -> tuple[str, UUID]:
        return (item.recipient.key, item.obligation)

    found = []
    for _, group in groupby(sorted(items, key=key), key=key):
        told = sorted(group, key=lambda item: (item.rank, item.rung_at))
        found.append((_reminder(told, now), told))
    return sorted(found, key=lambda each: (each[0].rank, each[0].due_at, each[0].id))


def _reminder(items: Sequence[Item], now: datetime) -> Notice:
    first = items[0]
    return Notice(
        id=new_id(),
        kind=NoticeKind.REMINDER,
        recipient=first.recipient,
        rank=first.rank,
        due_at=first.due_at or first.rung_at,
        drill=first.drill,
        at=now,
        subject=notice_texts.subject(first, _colour(first.rank)),
        text=notice_texts.reminder(first, _colour(first.rank), now),
        items=len(items),
        climb_at=now + first.climb if first.climb else None,
    )


def parts_of(items: Sequence[Item]) -> list[Part]:
    """Gather items that wait: one part a recipient, drills apart."""

    def key(item: Item) -> tuple[str, bool]:
        return (item.recipient.key, item.drill)

    return [
        Part(
            id=new_id(),
            recipient=told[0].recipient,
            drill=told[0].drill,
            items=tuple(sorted(told, key=lambda item: (item.rank, item.rung_at))),
        )
        for _, group in groupby(sorted(items, key=key), key=key)
        if (told := list(group))
    ]


def digest(waiting: Waiting, now: datetime) -> Notice:
    """Make the one notice of all that waited for a recipient, with the true times."""
    first = waiting.gravest[0]
    climb = next((item.climb for item in waiting.gravest if item.climb), None)
    colour = _colour(first.rank)
    return Notice(
        id=new_id(),
        kind=NoticeKind.DIGEST,
        recipient=waiting.recipient,
        rank=first.rank,
        due_at=first.due_at or first.rung_at,
        drill=waiting.drill,
        at=now,
        subject=notice_texts.digest_subject(colour, waiting.items, drill=waiting.drill),
        text=notice_texts.digest(waiting.gravest, waiting.items, waiting.first_at, now),
        items=waiting.items,
        climb_at=now + climb if climb else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Climbing:
    """A notice that nobody acknowledged in time; ``waking`` is its gravest duty still open.

    ``told`` are the keys of all who know of that rung already.
    """

    notice: UUID
    kind: NoticeKind
    step: int
    rung: str
    rung_at: datetime
    items: int
    drill: bool
    told: frozenset[str]
    waking: Waking | None


def climb(
    climbing: Climbing, rung: Rung, about: Answerable, now: datetime
) -> list[tuple[Notice, list[Item]]]:
    """Tell the next of the rung's chain whom nobody told yet; nobody where the top is reached."""
    waking = climbing.waking
    if waking is None:
        return []
    for step in range(climbing.step, len(rung.then)):
        fresh = [r for r in recipients((rung.then[step],), about) if r.key not in climbing.told]
        if fresh:
            last = step + 1 >= len(rung.then)
            return [_climbed(climbing, waking, rung, one, step + 1, last, now) for one in fresh]
    return []


def _climbed(
    climbing: Climbing,
    waking: Waking,
    rung: Rung,
    recipient: Recipient,
    step: int,
    last: bool,
    now: datetime,
) -> tuple[Notice, list[Item]]:
    item = item_of(waking, rung, climbing.rung_at, recipient)
    if last:
        item = replace(item, climb=None)
    notice = Notice(
        id=new_id(),
        kind=NoticeKind.CLIMB,
        recipient=recipient,
        rank=item.rank,
        due_at=item.due_at or item.rung_at,
        drill=item.drill,
        at=now,
        subject=notice_texts.climb_subject(item, rung.colour),
        text=notice_texts.climbed(item, rung.colour, climbing.items, now),
        items=1,
        step=step,
        climbed_from=climbing.notice,
        climb_at=now + item.climb if item.climb else None,
    )
    return notice, [item]


def in_passing(item: Item) -> Item:
    """Mark what should have climbed while nobody swept, for the digest that tells it."""
    return replace(item, rung_title=f"{item.rung_title}·{notice_texts.NOBODY_ANSWERED}")


def once_each(items: Iterable[Item]) -> list[Item]:
    """Leave each rung of a duty once for each recipient: several may climb to the same chief."""
    found: dict[tuple[UUID, int, str, str], Item] = {}
    for item in items:
        key = (item.obligation, item.due_version, item.rung, item.recipient.key)
        found.setdefault(key, item)
    return list(found.values())


def _colour(rank: int) -> Colour:
    return tuple(Colour)[rank]


def told_as(recipient: Recipient) -> dict[str, Any]:
    """Write a recipient down for the time until he is told, with the territories he stands in."""
    return {
        "unit": recipient.unit,
        "unit_name": recipient.unit_name,
        "told": recipient.told.value,
        "person": recipient.person,
        "title": recipient.title,
        "scopes": list(Scope.of_code(recipient.unit).named()),
    }


def recipient_of(told: Mapping[str, Any]) -> Recipient:
    """Read what `told_as` wrote."""
    return Recipient(
        unit=told["unit"],
        unit_name=told["unit_name"],
        told=Told(told["told"]),
        person=told["person"],
        title=told["title"],
    )
