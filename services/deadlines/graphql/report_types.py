"""Reports as the schema shows them: sections of rows and lists, figures that lead to evidence."""

from datetime import datetime

import strawberry

from services.deadlines.domain.report_words import (
    DEFINITIONS,
    LIMIT_CLASS_TITLES,
    STAGE_TITLES,
    Indicator,
)
from services.deadlines.domain.reports import (
    Drill,
    EvidenceKind,
    Figure,
    LimitClass,
    Line,
    Report,
    ReportEvidence,
    ReportKind,
    Row,
    Section,
    Stage,
    Standing,
    Upgrade,
)
from services.deadlines.domain.reviews import OUTCOME_TITLES, ReviewOutcome
from services.deadlines.graphql.enums import described_enum
from services.deadlines.graphql.history import TimelineEntryType
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.service import Info
from services.deadlines.law.words import MODALITY_TITLES, Modality
from services.deadlines.store.report_evidence import changes_of
from services.kit.changes import Change
from services.kit.graphql.batching import loader
from services.kit.graphql.ids import to_global_id
from services.kit.graphql.rows import compiled_field, shows

described_enum(
    Indicator,
    "What a figure counts.",
    {one: f"{told.title}: {told.text}" for one, told in DEFINITIONS.items()},
)
described_enum(
    LimitClass,
    "Under which sort of limit an obligation is counted; never added up together.",
    {one: LIMIT_CLASS_TITLES[one.value] for one in LimitClass},
)
described_enum(
    Standing,
    "How an obligation counts.",
    {
        **{one: DEFINITIONS[Indicator(one.value)].title for one in Standing},
        Standing.MISSED: f"{DEFINITIONS[Indicator.MISSED].title}: never of untimed ones",
    },
)
described_enum(
    Stage,
    "Where the time of a duty went.",
    {one: STAGE_TITLES[one.value] for one in Stage},
)
described_enum(
    ReportKind,
    "Which report.",
    {ReportKind.BULLETIN: "通报", ReportKind.ASSESSMENT: "考核"},
)
described_enum(
    EvidenceKind,
    "What proves a figure.",
    {
        EvidenceKind.OBLIGATION: "应办事项",
        EvidenceKind.RELEASE: "发布",
        EvidenceKind.REVIEW: "评议",
        EvidenceKind.ACCOUNTABILITY: "追责决定",
        EvidenceKind.RESOURCE: "人员经费",
    },
)
described_enum(ReviewOutcome, "How a response fell short.", OUTCOME_TITLES)


@shows(Drill)
@strawberry.type(name="ReportDrill", description="How a figure leads to what it counted.")
class DrillType:
    what: EvidenceKind = strawberry.field(description="What it counted.")
    limit_class: LimitClass | None = strawberry.field(description="Of which sort of limit.")
    standings: list[Standing] = strawberry.field(description="Of these standings; empty: all.")
    kind: str | None = strawberry.field(description="Of this kind of duty.")
    modality: Modality | None = strawberry.field(description="Of this modality.")
    part: str | None = strawberry.field(
        description="Of this unit and all below it; of the report's own unit, it alone."
    )
    owner: str | None = strawberry.field(description="Of this unit alone.")
    person: str | None = strawberry.field(description="Of whom answers by this name.")
    word: str | None = strawberry.field(description="With this code: a form, an outcome, a year.")
    stage: Stage | None = strawberry.field(description="Late in this stage.")
    only: Indicator | None = strawberry.field(description="Of them those that this counts.")
    unborne: bool = strawberry.field(description="Without what a review bears with.")


@strawberry.input(description="What a figure counted, as its drill tells.")
class ReportDrillInput:
    what: EvidenceKind = strawberry.field(
        default=EvidenceKind.OBLIGATION, description="What it counted."
    )
    limit_class: LimitClass | None = strawberry.field(default=None, description="Null: any.")
    standings: list[Standing] = strawberry.field(default_factory=list, description="Empty: any.")
    kind: str | None = strawberry.field(default=None, description="A kind of duty; null: any.")
    modality: Modality | None = strawberry.field(default=None, description="Null: any.")
    part: str | None = strawberry.field(
        default=None,
        description="A unit and all below it; the report's own unit: it alone. Null: all.",
    )
    owner: str | None = strawberry.field(default=None, description="A unit alone; null: any.")
    person: str | None = strawberry.field(default=None, description="Who answers; null: any.")
    word: str | None = strawberry.field(default=None, description="A code; null: any.")
    stage: Stage | None = strawberry.field(default=None, description="Null: any.")
    only: Indicator | None = strawberry.field(
        default=None, description="Of them those that this figure counts; null: all."
    )
    unborne: bool = strawberry.field(default=False, description="Without what a review bears with.")


@shows(Figure)
@strawberry.type(name="Figure", description="One number with what it means and what it counted.")
class FigureType:
    indicator: Indicator = strawberry.field(description="What it counts.")
    title: str = compiled_field(lambda row: row.title, str, description="That in Chinese.")
    definition: str = compiled_field(
        lambda row: row.definition, str, description="How it is counted, in one sentence."
    )
    unit: str = compiled_field(lambda row: row.unit, str, description="项, %, 分钟, …")
    value: float | None = strawberry.field(description="Null: there is nothing to count it of.")
    text: str = compiled_field(lambda row: row.text, str, description="As printed; 本期无.")
    drill: DrillType | None = strawberry.field(description="What it counted; for reportEvidence.")


@shows(Row)
@strawberry.type(name="ReportRow", description="One row of a table.")
class RowType:
    code: str = strawberry.field(description="Of what: a kind, a unit's code, a modality, …")
    title: str = strawberry.field(description="That in Chinese.")
    limit_class: LimitClass | None = strawberry.field(description="Of which sort of limit.")
    limit_class_title: str | None = compiled_field(
        lambda row: row.limit_class and LIMIT_CLASS_TITLES[row.limit_class.value],
        str | None,
        description="That in Chinese.",
    )
    note: str | None = strawberry.field(description="What is printed beside it.")
    figures: list[FigureType] = strawberry.field(description="Its figures.")


@shows(Line)
@strawberry.type(name="ReportLine", description="One item of a list.")
class LineType:
    obligation: strawberry.ID = compiled_field(
        lambda row: to_global_id("Obligation", row.obligation),
        strawberry.ID,
        description="The obligation's global id.",
    )
    number: str = strawberry.field(description="The incident's or occasion's number.")
    matter: str = strawberry.field(description="Its title.")
    title: str = strawberry.field(description="What was owed.")
    unit: UnitRefType = strawberry.field(description="By whom.")
    person: str | None = strawberry.field(description="Who answers, where a clause names one.")
    standing: Standing = strawberry.field(description="How it counts.")
    modality: Modality = strawberry.field(description="How strongly the clause binds.")
    modality_title: str = compiled_field(
        lambda row: MODALITY_TITLES[row.modality], str, description="In the clause's word."
    )
    due_at: datetime | None = strawberry.field(description="The limit.")
    done_at: datetime | None = strawberry.field(description="When it was done.")
    late_minutes: int | None = strawberry.field(
        description="Whole minutes after the limit, until now while it is open."
    )
    document: str = strawberry.field(description="The number of the text that acts.")
    clause: str = strawberry.field(description="Its clause.")
    reason: str | None = strawberry.field(description="Why, as recorded.")
    tolerated: bool = strawberry.field(description="Whether a review bears with it.")


@strawberry.type(description="A limit that was missed before a severity rose.")
class UpgradeBreach:
    obligation: strawberry.ID = strawberry.field(description="The obligation's global id.")
    title: str = strawberry.field(description="What was owed.")
    unit: str = strawberry.field(description="By whom.")
    due_at: datetime = strawberry.field(description="The limit in force then.")


@shows(Upgrade)
@strawberry.type(name="Upgrade", description="A severity that rose after a breach.")
class UpgradeType:
    incident: strawberry.ID = compiled_field(
        lambda row: to_global_id("Incident", row.incident),
        strawberry.ID,
        description="The incident's global id.",
    )
    number: str = strawberry.field(description="Its number.")
    title: str = strawberry.field(description="Its title.")
    version: int = strawberry.field(description="Which assessment.")
    at: datetime = strawberry.field(description="When.")
    before: str = strawberry.field(description="The severity before, in Chinese.")
    after: str = strawberry.field(description="The severity after, in Chinese.")
    reason: str = strawberry.field(description="Why it was assessed anew.")
    breaches: list[UpgradeBreach] = compiled_field(
        lambda row: [
            UpgradeBreach(
                obligation=strawberry.ID(to_global_id("Obligation", id_)),
                title=title,
                unit=unit,
                due_at=due_at,
            )
            for id_, title, unit, due_at in row.breaches
        ],
        list[UpgradeBreach],
        description="What had missed its limit before, by limit.",
    )


@shows(Section)
@strawberry.type(name="ReportSection", description="One part of a report.")
class SectionType:
    key: str = strawberry.field(description="SUMMARY, BY_UNIT, MISSED, …")
    title: str = strawberry.field(description="That in Chinese.")
    note: str = strawberry.field(description="How its numbers are defined.")
    empty: str | None = compiled_field(
        lambda row: row.empty, str | None, description="本期无 where nothing stands in it."
    )
    columns: list[Indicator] = strawberry.field(description="The columns of its table, in order.")
    rows: list[RowType] = strawberry.field(description="The rows of its table.")
    lines: list[LineType] = strawberry.field(description="The items of its list, at most 200.")
    more: int = strawberry.field(description="How many items its list leaves out.")
    upgrades: list[UpgradeType] = strawberry.field(description="Severities that rose.")


@shows(Report)
@strawberry.type(name="Report", description="A report on a unit and all below it (通报、考核).")
class ReportType:
    kind: ReportKind = strawberry.field(description="Which report.")
    unit: UnitRefType = strawberry.field(description="On whom.")
    title: str = strawberry.field(description="Its title.")
    period: str = strawberry.field(description="Of which time, in Chinese.")
    begins: datetime = strawberry.field(description="From when, inclusive.")
    ends: datetime = strawberry.field(description="Until when, exclusive.")
    as_of: datetime = strawberry.field(description="The record as it stood then.")
    notes: list[str] = strawberry.field(description="What is assumed.")
    narrowed: list[str] = strawberry.field(description="What it was narrowed to, in words.")
    sections: list[SectionType] = strawberry.field(description="Its parts, in order.")


_NODES = {
    EvidenceKind.OBLIGATION: "Obligation",
    EvidenceKind.RELEASE: "Release",
    EvidenceKind.REVIEW: "Review",
    EvidenceKind.ACCOUNTABILITY: "Accountability",
    EvidenceKind.RESOURCE: "Resource",
}


@shows(ReportEvidence)
@strawberry.type(name="ReportEvidence", description="One thing that a figure counted.")
class ReportEvidenceType:
    id: strawberry.ID = compiled_field(
        lambda row: to_global_id(_NODES[row.what], row.id),
        strawberry.ID,
        description="Its global id.",
    )
    what: EvidenceKind = strawberry.field(description="What it is.")
    number: str = strawberry.field(description="The number of its incident or occasion; the year.")
    title: str = strawberry.field(description="What it says.")
    owner: str = strawberry.field(description="The unit's code.")
    unit: str = strawberry.field(description="The unit's name.")
    at: datetime = strawberry.field(description="The moment that put it into the period.")
    standing: Standing | None = strawberry.field(description="How an obligation counts.")
    due_at: datetime | None = strawberry.field(description="An obligation's limit.")
    done_at: datetime | None = strawberry.field(description="When it was done.")

    @strawberry.field(
        graphql_type=list[TimelineEntryType],
        description="Its entries in the change log, newest first, at most 20.",
    )
    async def changes(root: strawberry.Parent[ReportEvidence], info: Info) -> list[Change]:
        return await loader(info, "changes of evidence", changes_of).load(root.id) or []
