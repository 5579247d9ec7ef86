"""Made-up people and their posts, each marked as fictitious. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.registry.domain.appointments import Appointment, Post
from services.registry.domain.demo_units import Words
from services.registry.domain.persons import Person
from services.registry.domain.units import Unit, UnitKind, UnitLevel

_CHIEFS = {"县": "县长", "区": "区长", "市": "市长", "省": "省长", "镇": "镇长"}
_SPEAKING = (Post.HEAD, Post.SPOKESPERSON, Post.LIAISON)
_SMALL = frozenset({UnitLevel.TOWNSHIP, UnitLevel.INTERNAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A post of a unit, and who holds it."""

    unit: Unit
    person: Person
    appointment: Appointment


def made_up_names(words: Words) -> Iterator[str]:
    """Yield names for ever, put together of what the words of the demo hold."""
    families, given = words["people"]["families"], words["people"]["given"]
    turn = 0
    while True:
        yield families[turn % len(families)] + given[(turn * 7 + turn // 36) % len(given)]
        turn += 1


def made_up_posts(
    unit: Unit, names: Iterator[str], new_id: Callable[[], UUID], today: date
) -> Iterator[Served]:
    """Yield a unit's head; of a county and above also the government's two who speak for it.

    Nobody has a number.
    """
    speaks = unit.is_territorial and unit.governs and unit.level not in _SMALL
    for post in _SPEAKING if speaks else _SPEAKING[:1]:
        person = Person(id=new_id(), unit=unit.code, name=next(names), fictitious=True, version=1)
        made = made_up_appointment(unit, person, post, new_id(), today)
        yield Served(unit=unit, person=person, appointment=made)


def made_up_appointment(
    unit: Unit,
    person: Person,
    post: Post,
    id: UUID,  # noqa: A002 - the row's own word
    today: date,
) -> Appointment:
    """Return an appointment since 1 March of last year; a spokesperson's is filed."""
    spokes = post is Post.SPOKESPERSON
    return Appointment(
        id=id,
        unit=unit.code,
        person_id=person.id,
        person=person.name,
        post=post,
        title=_title(unit, post),
        rank=None,
        qualification="熟悉本系统业务(虚构)" if spokes else None,
        starts_on=date(today.year - 1, 3, 1),
        ends_on=None,
        filed_on=date(today.year - 1, 3, 15) if spokes else None,
        version=1,
    )


def _title(unit: Unit, post: Post) -> str:
    chief = "主任"
    if unit.is_territorial and unit.kind is UnitKind.GOVERNMENT:
        chief = _CHIEFS.get(unit.short_name[-1], "主席")
    elif unit.short_name[-1] in "局厅":
        chief = f"{unit.short_name[-1]}长"
    elif unit.short_name[-1] == "部":
        chief = "部长"
    elif unit.kind is UnitKind.DIVISION and not unit.short_name.endswith("办公室"):
        chief = "科长"
    titles = {Post.HEAD: chief, Post.DEPUTY: f"副{chief}", Post.SPOKESPERSON: "新闻发言人"}
    return titles.get(post, "联络员" if post is Post.LIAISON else "舆情收集员")
