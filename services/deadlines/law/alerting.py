"""The words of the reminder ladders: how loud a rung is and whom it tells.

All of it is the house's own order (内部). No text of law says whom a machine wakes at night.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.deadlines.law.directory import Directory
from services.deadlines.law.results import PartyRef, PersonRef, UnitRef
from services.deadlines.law.words import Post


class Colour(StrEnum):
    """How loud a reminder is (提醒颜色), the loudest first."""

    RED = "RED"
    ORANGE = "ORANGE"
    YELLOW = "YELLOW"
    BLUE = "BLUE"

    @property
    def rank(self) -> int:
        """Its place in the order of severity, 0 the loudest."""
        return _RANKS[self]


_RANKS: Final[Mapping[Colour, int]] = {colour: place for place, colour in enumerate(Colour)}
COLOUR_TITLES: Final[Mapping[Colour, str]] = {
    Colour.RED: "红",
    Colour.ORANGE: "橙",
    Colour.YELLOW: "黄",
    Colour.BLUE: "蓝",
}


class Told(StrEnum):
    """Whom a rung tells (告知对象), by what he is to the duty."""

    DUTY_OFFICER = "DUTY_OFFICER"
    DUTY_CHIEF = "DUTY_CHIEF"
    RESPONSIBLE_PERSON = "RESPONSIBLE_PERSON"
    HEAD = "HEAD"
    COORDINATORS = "COORDINATORS"


TOLD_TITLES: Final[Mapping[Told, str]] = {
    Told.DUTY_OFFICER: "值班员",
    Told.DUTY_CHIEF: "带班领导",
    Told.RESPONSIBLE_PERSON: "责任人",
    Told.HEAD: "主要负责人",
    Told.COORDINATORS: "协调单位",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One who is told (接收人): a person of a unit, or where none is known the unit's own desk.

    ``key`` is the same for the same person, whatever he is told as.
    """

    unit: str
    unit_name: str
    told: Told
    person: str | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """What tells this recipient from all others."""
        return f"{self.unit}/{self.person or '#' + self.told.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """Who stands around one duty: the desk that watches it, its owner, those who coordinate."""

    desk: UnitRef
    owner: UnitRef
    person: PersonRef | None
    coordinators: tuple[PartyRef, ...] = ()
    head: PersonRef | None = None


def recipients(told: tuple[Told, ...], about: Answerable) -> tuple[Recipient, ...]:
    """Resolve the words of a rung, in their order; nobody comes twice.

    A post that nobody holds is told at the unit's desk: a reminder without a reader is worse than
    one that reaches a stranger.
    """
    found: dict[str, Recipient] = {}
    for word in told:
        for one in _resolved(word, about):
            found.setdefault(one.key, one)
    return tuple(found.values())


def _resolved(word: Told, about: Answerable) -> tuple[Recipient, ...]:
    match word:
        case Told.DUTY_OFFICER | Told.DUTY_CHIEF:
            return (_at(about.desk, word, None),)
        case Told.RESPONSIBLE_PERSON:
            return (_at(about.owner, word, about.person),)
        case Told.HEAD:
            return (_at(about.owner, word, about.head),)
        case Told.COORDINATORS:
            return tuple(_at(party.unit, word, party.person) for party in about.coordinators)


def _at(unit: UnitRef, word: Told, person: PersonRef | None) -> Recipient:
    return Recipient(
        unit=unit.code,
        unit_name=unit.name,
        told=word,
        person=person.name if person else None,
        title=person.title if person else "",
    )


def head_of(unit: str, directory: Directory, at: datetime) -> PersonRef | None:
    """Find who heads a unit at ``at``; one who is present comes first."""
    holder = directory.holder(unit, Post.HEAD, at)
    if holder is None:
        return None
    return PersonRef(
        name=holder.person,
        post=Post.HEAD,
        title=holder.title,
        id=holder.person_id,
        phone_hint=holder.phone_hint,
    )
