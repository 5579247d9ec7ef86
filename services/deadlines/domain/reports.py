"""What a report is made of: figures that lead to their evidence, in sections of rows and lists.

A bulletin and an annual assessment are both reports; whoever prints one (a document, a sheet, a
terminal) needs nothing but these rows.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.deadlines.domain.report_words import DEFINITIONS, NONE_THIS_PERIOD, Indicator
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import Modality

LONGEST_LIST: Final = 200
"""Lines of a list that a report prints itself; the rest is counted, and read in pages."""


class ReportKind(StrEnum):
    """Which report (报告种类)."""

    BULLETIN = "BULLETIN"
    ASSESSMENT = "ASSESSMENT"


class LimitClass(StrEnum):
    """Under which sort of limit an obligation is counted (时限类别); never added up together.

    One with a strictest-candidate limit is provisional, whatever its class; one without a limit is
    untimed and never late.
    """

    STATUTORY = "STATUTORY"
    PROVISIONAL = "PROVISIONAL"
    INTERNAL = "INTERNAL"
    UNTIMED = "UNTIMED"


class Standing(StrEnum):
    """How one obligation counts (办理结果); each has exactly one.

    Untimed ones are done, open or waived. What was let off by a person is waived, though it had
    missed its limit; what waits for another duty is open.
    """

    ON_TIME = "ON_TIME"
    LATE = "LATE"
    LATE_WITH_REASON = "LATE_WITH_REASON"
    LATE_AT_INTAKE = "LATE_AT_INTAKE"
    MISSED = "MISSED"
    OPEN = "OPEN"
    WAIVED = "WAIVED"
    DONE = "DONE"


DONE_LATE: Final = (Standing.LATE, Standing.LATE_WITH_REASON, Standing.LATE_AT_INTAKE)
"""What was done after its limit."""


class Stage(StrEnum):
    """Where the time of a duty went (环节)."""

    INTAKE = "INTAKE"
    DESK = "DESK"
    APPROVAL = "APPROVAL"
    PUBLICATION = "PUBLICATION"


class EvidenceKind(StrEnum):
    """What proves a figure (凭据种类)."""

    OBLIGATION = "OBLIGATION"
    RELEASE = "RELEASE"
    REVIEW = "REVIEW"
    ACCOUNTABILITY = "ACCOUNTABILITY"
    RESOURCE = "RESOURCE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """How a figure leads to its evidence (取数口径): of the report's rows, those that are all this.

    None or empty asks nothing. ``part`` is a unit of the tree with all below it, ``owner`` one
    unit alone, ``person`` who answers by name, ``word`` the code that a count is about: a form of
    release, an outcome of a review, a measure, a year. ``stage``: some of its time after the limit
    fell into that stage. ``only``: of them those that this figure counts (conclusive, proven, let
    past an approval; borne with; put right). ``unborne``: not what a review bears with.
    """

    what: EvidenceKind
    limit_class: LimitClass | None = None
    standings: tuple[Standing, ...] = ()
    kind: str | None = None
    modality: Modality | None = None
    part: str | None = None
    owner: str | None = None
    person: str | None = None
    word: str | None = None
    stage: Stage | None = None
    only: Indicator | None = None
    unborne: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with what it means and where it comes from (指标).

    ``value`` None: there was nothing of which it could be one.
    """

    indicator: Indicator
    value: float | None
    drill: Drill | None

    @property
    def title(self) -> str:
        """The indicator in Chinese."""
        return DEFINITIONS[self.indicator].title

    @property
    def definition(self) -> str:
        """How it is counted, in one sentence."""
        return DEFINITIONS[self.indicator].text

    @property
    def unit(self) -> str:
        """In what it is counted: 项, %, 分钟."""
        return DEFINITIONS[self.indicator].unit

    @property
    def text(self) -> str:
        """The number as it is printed, without its unit; whole numbers without a point."""
        if self.value is None:
            return NONE_THIS_PERIOD
        return f"{self.value:.0f}" if self.value == int(self.value) else f"{self.value:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: of what (``title``, with ``code``), its figures in the columns' order.

    ``limit_class`` None: the row is of no class of limits. ``note`` is printed beside it.
    """

    code: str
    title: str
    figures: tuple[Figure, ...]
    limit_class: LimitClass | None = None
    note: str | None = None

    def figure(self, indicator: Indicator) -> Figure | None:
        """Return the figure of an indicator, None where the row has none."""
        return next((one for one in self.figures if one.indicator is indicator), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of a list (清单): an obligation, with what it belongs to and its clause.

    ``late_minutes`` counts whole minutes from the limit to the end, or until now while it is open.
    ``number`` and ``matter`` are those of its incident or occasion.
    """

    obligation: UUID
    number: str
    matter: str
    title: str
    unit: UnitRef
    person: str | None
    standing: Standing
    modality: Modality
    due_at: datetime | None
    done_at: datetime | None
    late_minutes: int | None
    document: str
    clause: str
    reason: str | None
    tolerated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """A severity that rose after a duty of the same incident had missed its limit (升级).

    It says that one came after the other; that one caused the other, people decide. ``breaches``
    are the obligations with the limit that was in force then.
    """

    incident: UUID
    number: str
    title: str
    version: int
    at: datetime
    before: str
    after: str
    reason: str
    breaches: tuple[tuple[UUID, str, str, datetime], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEvidence:
    """One thing that a figure counted (凭据); ``at`` is the moment that put it into the period.

        ``number`` is its incident's, occasion's or year's, ``owner`` the code of the unit ``unit``;
    XX
    """

    id: UUID
    what: EvidenceKind
    number: str
    title: str
    owner: str
    unit: str
    at: datetime
    standing: Standing | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a report (部分): a table, a list, or neither — then it prints 本期无.

    ``note`` tells how its numbers are defined, ``more`` how many lines the list leaves out.
    """

    key: str
    title: str
    note: str
    columns: tuple[Indicator, ...] = ()
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()
    upgrades: tuple[Upgrade, ...] = ()
    more: int = 0

    @property
    def empty(self) -> str | None:
        """本期无 where nothing stands in it."""
        return None if self.rows or self.lines or self.upgrades else NONE_THIS_PERIOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report (通报、考核) on a unit and all below it: what the record held at ``as_of``.

    ``begins`` inclusive, ``ends`` exclusive; ``period`` says it in Chinese. ``notes`` are the
    assumptions, ``narrowed`` what it was narrowed to, in words.
    """

    kind: ReportKind
    unit: UnitRef
    title: str
    period: str
    begins: datetime
    ends: datetime
    as_of: datetime
    notes: tuple[str, ...]
    narrowed: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """Return a section by its key. Raises KeyError."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)
