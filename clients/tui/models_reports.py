"""Reports as the service counts them: figures in rows, what each counted, and lists."""

from datetime import datetime

from clients.tui.models import Model, PageInfo, UnitRef


class Drill(Model, kw_only=True):
    """How a figure leads to what it counted; sent back as it came."""

    what: str
    limit_class: str | None
    standings: list[str]
    kind: str | None
    modality: str | None
    part: str | None
    owner: str | None
    person: str | None
    word: str | None
    stage: str | None
    only: str | None
    unborne: bool


class Figure(Model, kw_only=True):
    indicator: str
    title: str
    definition: str
    unit: str
    value: float | None
    text: str
    drill: Drill | None


class ReportRow(Model, kw_only=True):
    code: str
    title: str
    limit_class: str | None
    limit_class_title: str | None
    note: str | None
    figures: list[Figure]

    def figure(self, indicator: str) -> Figure | None:
        return next((one for one in self.figures if one.indicator == indicator), None)

    def count(self, indicator: str) -> int:
        """Return a count, 0 where the row has no such figure."""
        found = self.figure(indicator)
        return int(found.value or 0) if found else 0


class ReportLine(Model, kw_only=True):
    obligation: str
    number: str
    matter: str
    title: str
    unit: UnitRef
    person: str | None
    standing: str
    modality_title: str
    due_at: datetime | None
    done_at: datetime | None
    late_minutes: int | None
    document: str
    clause: str
    reason: str | None
    tolerated: bool


class Missed(Model, kw_only=True):
    title: str
    unit: str
    due_at: datetime


class Upgrade(Model, kw_only=True):
    incident: str
    number: str
    title: str
    at: datetime
    before: str
    after: str
    reason: str
    breaches: list[Missed]


class ReportSection(Model, kw_only=True):
    key: str
    title: str
    note: str
    empty: str | None
    more: int
    rows: list[ReportRow]
    lines: list[ReportLine]
    upgrades: list[Upgrade]


class Report(Model, kw_only=True):
    title: str
    period: str
    begins: datetime
    ends: datetime
    as_of: datetime
    notes: list[str]
    unit: UnitRef
    sections: list[ReportSection]

    def rows(self, section: str) -> list[ReportRow]:
        """Return the rows of a part, none where the report has no such part."""
        return next((one.rows for one in self.sections if one.key == section), [])


class EvidenceChange(Model, kw_only=True):
    at: datetime
    kind_title: str
    actor: str
    text: str


class Evidence(Model, kw_only=True):
    id: str
    what: str
    number: str
    title: str
    unit: str
    at: datetime
    standing: str | None
    due_at: datetime | None
    done_at: datetime | None
    changes: list[EvidenceChange]


class EvidenceEdge(Model, kw_only=True):
    node: Evidence


class EvidencePage(Model, kw_only=True):
    edges: list[EvidenceEdge]
    page_info: PageInfo


class HourIncident(Model, kw_only=True):
    id: str
    number: str
    title: str
    severity_title: str | None
    opened_at: datetime


class HourEdge(Model, kw_only=True):
    node: HourIncident


class HourPage(Model, kw_only=True):
    edges: list[HourEdge]
    page_info: PageInfo
