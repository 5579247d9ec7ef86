"""What the registry tells of pools, channels, filings, documents and imports."""

from datetime import date, datetime

from clients.tui.models import Model, PageInfo
from clients.tui.models_rosters import Named, Nameless, Who


class RosterExpert(Model, kw_only=True):
    id: str
    unit: Named
    name: str
    fields: list[str]
    affiliation: str | None
    available: bool
    added_on: date
    removed_on: date | None


class RosterExpertEdge(Model, kw_only=True):
    node: RosterExpert


class RosterExpertPage(Model, kw_only=True):
    edges: list[RosterExpertEdge]
    page_info: PageInfo


class TaggedUnit(Model, kw_only=True):
    code: str
    name: str
    tags: list[str]


class RosterChannel(Model, kw_only=True):
    id: str
    unit: TaggedUnit
    kind: str
    platform: str
    name: str
    url: str | None
    owner: str | None
    monitor: Who | None
    own: bool
    group: str | None
    reach: int | None
    reach_source: str | None
    opened_on: date
    closed_on: date | None


class RosterChannelEdge(Model, kw_only=True):
    node: RosterChannel


class RosterChannelPage(Model, kw_only=True):
    edges: list[RosterChannelEdge]
    page_info: PageInfo


class ListedChange(Model, kw_only=True):
    at: datetime
    what: str
    name: str


class RosterFiling(Model, kw_only=True):
    """A filing (备案); `recipient` is null where the level has no such office."""

    id: str
    unit: Named
    subject: str
    state: str
    opened_at: datetime
    opened_by: str
    recipient: Named | None
    recipient_kind: str
    changes: list[ListedChange]
    filed_on: date | None
    receipt_number: str | None
    file_name: str | None
    recorded_by: str | None


class RosterFilingEdge(Model, kw_only=True):
    node: RosterFiling


class RosterFilingPage(Model, kw_only=True):
    edges: list[RosterFilingEdge]
    page_info: PageInfo


class ChangedEntry(Model, kw_only=True):
    after: Nameless
    facts: list[str]


class FiledDiff(Model, kw_only=True):
    """How far a filed copy is behind its list; `digest` stands for the list that was looked at."""

    state: str
    behind: int
    sentence: str
    added: list[Nameless]
    removed: list[Nameless]
    changed: list[ChangedEntry]
    digest: str


class RosterDocument(Model, kw_only=True):
    id: str
    unit: Named
    kind: str
    title: str
    number: str | None
    dated: date
    withdrawn_on: date | None
    url: str | None
    file_sha256: str | None
    recorded_at: datetime
    recorded_by: str


class RosterDocumentEdge(Model, kw_only=True):
    node: RosterDocument


class RosterDocumentPage(Model, kw_only=True):
    edges: list[RosterDocumentEdge]
    page_info: PageInfo


class Progress(Model, kw_only=True):
    phase: str
    rows_done: int
    rows_total: int | None


class Sheet(Model, kw_only=True):
    title: str
    kind: str | None
    unknown: list[str]


class RosterImport(Model, kw_only=True):
    id: str
    unit: Named
    file_name: str
    dry_run: bool
    state: str
    progress: Progress
    sheets: list[Sheet]
    new_rows: int
    changed_rows: int
    unchanged_rows: int
    rejected_rows: int
    problem: str | None
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    undone_at: datetime | None
    undone_by: str | None

    @property
    def running(self) -> bool:
        return self.state in ("RUNNING", "UNDOING")


class RosterImportEdge(Model, kw_only=True):
    node: RosterImport


class RosterImportPage(Model, kw_only=True):
    edges: list[RosterImportEdge]
    page_info: PageInfo


class RejectedRow(Model, kw_only=True):
    sheet: str
    line: int
    label: str
    reason: str | None


class RejectedEdge(Model, kw_only=True):
    node: RejectedRow


class RejectedRows(Model, kw_only=True):
    edges: list[RejectedEdge]


class NewRow(Model, kw_only=True):
    sheet: str
    line: int
    label: str


class NewEdge(Model, kw_only=True):
    node: NewRow


class NewRows(Model, kw_only=True):
    edges: list[NewEdge]


class ChangedRow(Model, kw_only=True):
    sheet: str
    line: int
    label: str
    changed: list[str]


class ChangedEdge(Model, kw_only=True):
    node: ChangedRow


class ChangedRows(Model, kw_only=True):
    edges: list[ChangedEdge]


class ImportReport(RosterImport, kw_only=True):
    """An import with the first of its rows: rejected, new, changed."""

    rejected: RejectedRows
    taken: NewRows
    changed: ChangedRows
