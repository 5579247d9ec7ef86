"""The demo registry's people, channels and experts: made up, marked so, always the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.kit.phones import masked
from services.registry.domain.appointments import Appointment, Post, local_day
from services.registry.domain.availability import Availability
from services.registry.domain.channels import Channel, ChannelKind
from services.registry.domain.demo_units import Words
from services.registry.domain.experts import Expert
from services.registry.domain.findings import LIVELIHOOD
from services.registry.domain.made_up import made_up_appointment, made_up_names
from services.registry.domain.persons import Person
from services.registry.domain.units import Unit, UnitKind, UnitLevel

_POSTS = (Post.HEAD, Post.DEPUTY, Post.SPOKESPERSON, Post.LIAISON)
_INNER_POSTS = (Post.HEAD, Post.COLLECTOR)
_INNER_KINDS = frozenset({UnitKind.DIVISION, UnitKind.AFFILIATE, UnitKind.LEADING_GROUP})
_OWN_CHANNELS = (
    (ChannelKind.GOVERNMENT_WEBSITE, "政府门户网站", "{name}门户网站"),
    (ChannelKind.WEIBO, "微博", "{short}发布"),
    (ChannelKind.WECHAT, "微信", "{short}政务微信"),
)
_CITY_CHANNELS = (
    (ChannelKind.CLIENT, "客户端", "{short}客户端"),
    (ChannelKind.HOTLINE_12345, "12345热线", "{short}12345政务服务便民热线"),
    (ChannelKind.MAYOR_MAILBOX, "政府门户网站", "市长信箱"),
)
_PRESS_CHANNELS = (
    (ChannelKind.NEWSPAPER, "报纸", "石家庄日报(虚构)"),
    (ChannelKind.NEWS_WEBSITE, "新闻网站", "石家庄新闻网(虚构)"),
)


@dataclass(slots=True, kw_only=True)
class DemoPeople:
    """Everything about people that the demo writes; numbers are 139 0000 and four digits."""

    persons: list[tuple[Person, str]] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    leave: list[Availability] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)


def demo_people(
    words: Words, units: Sequence[Unit], new_id: Callable[[], UUID], now: datetime
) -> DemoPeople:
    """Give each unit its people and channels, then put a few out of order as ``odd`` says."""
    made = DemoPeople()
    names = made_up_names(words)
    today = local_day(now)
    fields_of = {body["short"]: body.get("fields", ()) for body in words["department"]}
    fields_of |= {body["code"]: body.get("fields", ()) for body in words["extra"]}
    for unit in units:
        held = _appointed(unit, names, new_id, today, made)
        made.channels.extend(_channels(unit, held, new_id, today))
        known = fields_of.get(unit.code) or fields_of.get(unit.short_name) or ()
        if unit.level is UnitLevel.PREFECTURE and known:
            made.experts.append(_expert(unit, next(names), tuple(known), new_id(), today))
    _put_out_of_order(words["odd"], made, new_id, now)
    return made


def _appointed(
    unit: Unit, names: Iterator[str], new_id: Callable[[], UUID], today: date, made: DemoPeople
) -> dict[Post, UUID]:
    held: dict[Post, UUID] = {}
    for post in _INNER_POSTS if unit.kind in _INNER_KINDS else _POSTS:
        phone = f"1390000{len(made.persons):04d}"
        person = Person(
            id=new_id(),
            unit=unit.code,
            name=next(names),
            fictitious=True,
            phone_hint=masked(phone),
            version=1,
        )
        made.persons.append((person, phone))
        made.appointments.append(made_up_appointment(unit, person, post, new_id(), today))
        held[post] = person.id
    return held


def _channels(
    unit: Unit, held: dict[Post, UUID], new_id: Callable[[], UUID], today: date
) -> Iterator[Channel]:
    kinds: tuple[tuple[ChannelKind, str, str], ...] = ()
    if unit.is_territorial:
        kinds = _OWN_CHANNELS + (_CITY_CHANNELS if unit.level is UnitLevel.PREFECTURE else ())
    elif LIVELIHOOD in unit.tags:
        kinds = _OWN_CHANNELS[1:]
    elif unit.kind is UnitKind.MEDIA:
        kinds = _PRESS_CHANNELS
    for kind, platform, name in kinds:
        yield Channel(
            id=new_id(),
            unit=unit.code,
            kind=kind,
            platform=platform,
            name=name.format(name=unit.name, short=unit.short_name),
            url=f"https://{kind.value.lower().replace('_', '-')}.{unit.code.lower()}.example/",
            owner=unit.name,
            monitor=held.get(Post.LIAISON),
            opened_on=date(today.year - 5, 1, 1),
            closed_on=None,
            version=1,
        )


def _expert(
    unit: Unit,
    name: str,
    known: tuple[str, ...],
    id: UUID,  # noqa: A002 - the row's own word
    today: date,
) -> Expert:
    return Expert(
        id=id,
        unit=unit.code,
        name=name,
        fields=known,
        affiliation="某大学(虚构)",
        available=True,
        added_on=today,
        removed_on=None,
        version=1,
    )


def _put_out_of_order(
    odd: Words, made: DemoPeople, new_id: Callable[[], UUID], now: datetime
) -> None:
    found = {(one.unit, one.post): one for one in made.appointments}
    for case in odd["on_leave"]:
        away = found[case["unit"], Post.SPOKESPERSON]
        stand_in = found[case["unit"], Post(case["stand_in"])]
        made.leave.append(_leave(away, stand_in.person_id, new_id(), now))
    for unit in odd["on_leave_alone"]:
        made.leave.append(_leave(found[unit, Post.SPOKESPERSON], None, new_id(), now))
    for unit in odd["head_on_leave"]:
        deputy = found[unit, Post.DEPUTY].person_id
        made.leave.append(_leave(found[unit, Post.HEAD], deputy, new_id(), now))
    ended = local_day(now - timedelta(days=30))
    made.appointments = [_out_of_order(one, odd, ended) for one in made.appointments]
    made.appointments = [
        one
        for one in made.appointments
        if one.post is not Post.SPOKESPERSON or one.unit not in odd["without_spokesperson"]
    ]


def _out_of_order(one: Appointment, odd: Words, ended: date) -> Appointment:
    if one.post is not Post.SPOKESPERSON:
        return one
    if one.unit in odd["expired"]:
        return replace(one, ends_on=ended)
    return replace(one, filed_on=None) if one.unit in odd["unfiled"] else one


def _leave(away: Appointment, stand_in: UUID | None, id: UUID, now: datetime) -> Availability:  # noqa: A002 - the row's own word
    return Availability(
        id=id,
        person_id=away.person_id,
        person=away.person,
        starts_at=now - timedelta(days=2),
        ends_at=now + timedelta(days=365),
        present=False,
        stand_in_person_id=stand_in,
        reason="休假(虚构)",
        recorded_at=now,
    )
