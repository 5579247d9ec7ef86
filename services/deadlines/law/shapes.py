"""The shape of a pack's TOML: which tables and keys there are and what sort each value is.

Strict where TOML is: a yes is true or false, a day is a date without quotes.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StrictBool, StringConstraints

from services.deadlines.law.alerting import Colour, Told
from services.deadlines.law.words import (
    ActKind,
    ClockStart,
    Every,
    GateKind,
    Measure,
    Modality,
    Post,
    ReleaseForm,
    Trigger,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Span = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}[mhd]$")]
WorkingDays = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?wd$")]
Division = Annotated[str, StringConstraints(pattern=r"^([0-9]{2,12})?$")]
Day = Annotated[date, Strict()]


class Table(BaseModel):
    """A table of the file; a key that it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DueTable(Table):
    """``due`` of a duty."""

    within: Span | None = None
    fact: Literal["directed_due_at"] | None = None
    before: Literal["PUBLICATION"] | None = None
    every: Every | None = None
    on: Day | None = None
    from_: ClockStart | None = Field(default=None, alias="from")
    stated: StrictBool
    assumption: Text | None = None
    internal: StrictBool = False


class UnitsTable(Table):
    """``applies_to_units`` of a duty."""

    kinds: tuple[Code, ...] = ()
    levels: tuple[Code, ...] = ()
    tags: tuple[Text, ...] = ()
    codes: tuple[Code, ...] = ()
    lacking: Post | None = None
    channels: tuple[Code, ...] = ()


class QuotaTable(Table):
    """``counts`` of a duty."""

    acts: Annotated[tuple[ActKind, ...], Field(min_length=1)]
    count: Annotated[int, Strict(), Field(ge=1, le=99)] = 1
    host_kind: Code | None = None
    host_level: Code | None = None
    attended_by: tuple[Post, ...] = ()
    emergency: StrictBool = True
    joint: StrictBool = True
    midway: StrictBool = False


class DutyTable(Table):
    """``[[duty]]``."""

    id: Code
    kind: Code
    title: Text | None = None
    clause: Text
    gist: Text
    modality: Modality
    on: Trigger = Trigger.INCIDENT
    when: dict[str, Any] = {}
    due: DueTable | None = None
    owner: Code = "FIRST_RESPONDENT"
    each_subject: StrictBool = False
    to: tuple[Text, ...] = ()
    each_recipient: StrictBool = False
    convenors: tuple[Code, ...] = ()
    measures: tuple[Measure, ...] = ()
    reasons: tuple[Code, ...] = ()
    fulfilled_by: tuple[ReleaseForm, ...] = ()
    conclusive: StrictBool = False
    at_source: StrictBool = False
    owed_after: tuple[str, ...] = ()
    otherwise: tuple[Code, ...] = ()
    note: Text | None = None
    applies_to_units: UnitsTable | None = None
    counts: QuotaTable | None = None
    filing: Literal["SPOKESPERSONS", "EXPERT_POOL", "CHANNELS"] | None = None
    document: (
        Literal[
            "RESPONSE_RULES", "ROUTINE_RELEASE_PLAN", "CHANNEL_PROCEDURE", "LEADER_RELEASE_RULES"
        ]
        | None
    ) = None


class CoordinatorTable(Table):
    """An entry of ``coordinators``."""

    role: Literal["COORDINATOR", "CO_COORDINATOR", "SUPERIOR"]
    unit: Code


class RuleTable(Table):
    """``[[responsibility]]``."""

    id: Code
    clause: Text
    gist: Text
    when: dict[str, Any] = {}
    subject: Code
    person: tuple[Post, ...] = ()
    person_of: Code | None = None
    coordinators: tuple[CoordinatorTable, ...] = ()


class GateTable(Table):
    """``[[gate]]``."""

    id: Code
    gate: GateKind
    clause: Text
    gist: Text
    forms: tuple[ReleaseForm, ...] = ()
    when: dict[str, Any] = {}
    approver: Code | None = None
    unit: Code | None = None
    each_mentioned: StrictBool = False
    before: WorkingDays | None = None
    assumption: Text | None = None


class CheckTable(Table):
    """``[[check]]``."""

    id: Code
    clause: Text
    gist: Text


class RungTable(Table):
    """``[[ladder]]``."""

    name: Code
    title: Text
    before: Span | None = None
    after: Span | None = None
    fraction: Annotated[float, Field(ge=0, le=1)] | None = None
    elapsed: Span | None = None
    colour: Colour = Colour.YELLOW
    to: Annotated[tuple[Told, ...], Field(min_length=1)] = (Told.DUTY_OFFICER,)
    then: tuple[Told, ...] = ()
    climb: Span | None = None


class QuestionTable(Table):
    """``[[question]]``."""

    id: Code
    question: Text
    answer: Text


class AppliesTo(Table):
    """``applies_to`` of a pack."""

    divisions: tuple[Division, ...] = ()
    units: tuple[Code, ...] = ()
    text_scope: Text | None = None


class PackTable(Table):
    """``[pack]``."""

    id: Code
    version: Code
    title: Text
    document: Text
    issuer: Text
    effective_from: Day
    effective_to: Day | None = None
    verified: StrictBool
    derives_from: tuple[Text, ...] = ()
    applies_to: AppliesTo
    notes: tuple[Text, ...] = ()
    factors_clause: Text | None = None
    lists: dict[Code, dict[Code, Text]] = {}
