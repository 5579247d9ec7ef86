"""What a report asks of the record, and the counts that the record answers with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.deadlines.domain.reports import LimitClass, Line, Stage, Standing, Upgrade
from services.deadlines.domain.scopes import NATION
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import Modality

_LENGTHS: Final = (2, 4, 6, 9, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a report is narrowed to (筛选条件); None asks nothing.

    Of incidents: severities, kinds, categories, numbers. Any of these leaves out what belongs to
    no incident.
    """

    kinds: tuple[str, ...] | None = None
    modalities: tuple[Modality, ...] | None = None
    severities: tuple[str, ...] | None = None
    incident_kinds: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    incidents: tuple[str, ...] | None = None

    @property
    def of_incidents(self) -> bool:
        """Whether it asks for incidents of some sort."""
        asked = (self.severities, self.incident_kinds, self.categories, self.incidents)
        return any(one is not None for one in asked)

    @property
    def any(self) -> bool:
        """Whether it asks anything at all."""
        return self.of_incidents or self.kinds is not None or self.modalities is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report: on a unit's subtree, from ``begins`` inclusive to ``ends`` exclusive, as the
    record stands at ``as_of``.
    """

    unit: UnitRef
    period: str
    begins: datetime
    ends: datetime
    as_of: datetime
    narrowing: Narrowing = field(default_factory=Narrowing)


class Cut(StrEnum):
    """By what counts are told apart."""

    ALL = "ALL"
    KIND = "KIND"
    MODALITY = "MODALITY"
    PART = "PART"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many obligations of one sort; ``word`` is the kind, modality or part that ``cut`` names.

    ``overdue`` is the sum of the seconds from limit to end, of those done late.
    """

    cut: Cut
    word: str
    limit_class: LimitClass
    standing: Standing
    count: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSum:
    """The time of late duties that fell into one stage, in seconds; ``items`` were late there."""

    stage: Stage
    items: int
    overdue: int
    elapsed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCount:
    """Releases of one form by the units of one part."""

    part: str
    form: str
    count: int
    conclusive: int
    proven: int
    ungated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCount:
    """How many decisions of one part bear a word (an outcome, a measure), and how many of them
    are ``marked``: tolerated, rectified. ``word`` empty counts all of them.
    """

    part: str
    word: str
    count: int
    marked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Performer:
    """A unit, or a person of it, that missed no limit; ``person`` None is the unit."""

    owner: str
    name: str
    person: str | None
    on_time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFigure:
    """People and money of a unit in a year, as it told them (人员和经费); None: not told."""

    unit: UnitRef
    year: int
    full_time: int | None
    part_time: int | None
    funds_yuan: int | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """All that the record answers; lists of obligations come with how many more there are."""

    cells: Sequence[Cell]
    stages: Sequence[StageSum] = ()
    missed: tuple[Sequence[Line], int] = ((), 0)
    late: tuple[Sequence[Line], int] = ((), 0)
    waived: tuple[Sequence[Line], int] = ((), 0)
    upgrades: Sequence[Upgrade] = ()
    releases: Sequence[ReleaseCount] = ()
    reviews: Sequence[WordCount] = ()
    decisions: Sequence[WordCount] = ()
    best_units: Sequence[Performer] = ()
    best_persons: Sequence[Performer] = ()
    resources: Sequence[ResourceFigure] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def subtree(code: str) -> tuple[str, str]:
    """Return the range of codes of a unit and all below it: first inclusive, last exclusive.

    Codes are compared by byte; a division's units share its digits, a body's its own code.
    """
    if code == NATION:
        return "", "\U0010ffff"
    if "-" in code:
        return code, f"{code}."
    return code, code[:-1] + chr(ord(code[-1]) + 1)


def part_of(unit: str, owner: str) -> str:
    """Name the part of a unit's tree in which an owner lies: the next division, or at the unit's
    own level the next body below it; the unit itself is its own part.
    """
    division, own = owner.partition("-")[0], unit.partition("-")[0]
    if division == own:
        return "-".join(owner.split("-")[: unit.count("-") + 2])
    return division[: step(unit)]


def step(unit: str) -> int:
    """Tell how many digits the divisions directly below a unit have."""
    length = 0 if unit == NATION else len(unit.partition("-")[0])
    return next((longer for longer in _LENGTHS if longer > length), _LENGTHS[-1])


def parts(cells: Iterable[Cell]) -> list[str]:
    """List the parts that were counted, in the order of their codes."""
    return sorted({cell.word for cell in cells if cell.cut is Cut.PART})
