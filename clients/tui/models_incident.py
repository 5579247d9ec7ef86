"""What the desk reads of one incident: its duties of every state, parties, releases and history."""

from datetime import datetime

from clients.tui.models import (
    Basis,
    DueClass,
    Model,
    Obligation,
    ObligationState,
    PersonRef,
    UnitRef,
)


class Subject(Model, kw_only=True):
    """Which incident a form is about, and the duty it was opened on, if any."""

    id: str
    number: str
    title: str
    duty: str | None = None


def subject_of(row: "Obligation | Subject") -> Subject:
    """Return the incident of a row of the board; a subject is one already."""
    if isinstance(row, Subject):
        return row
    of = row.matter
    return Subject(id=of.id, number=of.number, title=of.title, duty=row.id)


class DueVersion(Model, kw_only=True):
    """One earlier or present due time of a duty, and why it was set."""

    version: int
    due_at: datetime | None
    at: datetime
    actor: str
    reason: str


class Duty(Model, kw_only=True):
    """应办事项 as the incident screen shows it; an untimed one has no `due_at`."""

    id: str
    kind: str
    title: str
    due_class: DueClass
    modality: str
    modality_title: str
    state: ObligationState
    owed: bool
    start_at: datetime
    due_at: datetime | None
    provisional: bool
    late_at_intake: bool
    owner: UnitRef | None
    person: PersonRef | None
    recipients: list[str]
    fulfilled_by: list[str]
    basis: list[Basis]
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    closed_at: datetime | None = None
    done_at: datetime | None = None
    closed_by: str | None = None
    outcome: str | None = None
    close_reason: str | None = None
    update_owed_since: datetime | None = None
    versions: list[DueVersion]


class Facts(Model, kw_only=True):
    """The facts of the incident as last assessed; None means unknown."""

    known_at: datetime
    occurred_at: datetime | None = None
    occurred_precision: str | None = None
    emergency: bool | None = None
    kind: str | None = None
    severity: str | None = None
    categories: list[str] | None = None
    localities: list[str] | None = None
    major_policy: bool | None = None
    major_casualties: bool | None = None
    large_social_impact: bool | None = None
    severe_rumour: bool | None = None
    veracity: str | None = None
    deaths: int | None = None
    seriously_injured: int | None = None
    direct_loss: float | None = None
    source_platform: str | None = None
    source_url: str | None = None
    units: list[str] | None = None
    fields: list[str] | None = None
    response_value: str | None = None
    directed_by: str | None = None
    directed_due_at: datetime | None = None
    locality_names: list[str]


class Party(Model, kw_only=True):
    """参与方: first respondent, coordinator and the like, with who answers for it tonight."""

    id: str
    role: str
    role_title: str
    unit: UnitRef
    person: PersonRef | None = None
    speaker: PersonRef | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None


class TraceLine(Model, kw_only=True):
    """One responsibility rule in order, whether it fired, and why not."""

    rule: str
    clause: str
    gist: str
    outcome: str
    reason: str
    unit: UnitRef | None = None


class Publication(Model, kw_only=True):
    channel_kind: str
    platform: str | None = None
    url: str | None = None
    published_at: datetime


class Release(Model, kw_only=True):
    """发布 with the places it was published at."""

    id: str
    form: str
    form_title: str
    conclusive: bool
    title: str
    released_at: datetime
    recorded_by: str
    publications: list[Publication]


class Entry(Model, kw_only=True):
    """One line of the incident's history."""

    at: datetime
    kind: str
    kind_title: str
    actor: str
    text: str


class Assessed(Model, kw_only=True):
    """研判: one version, with who made it and why."""

    version: int
    at: datetime
    actor: str
    reason: str


class IncidentFile(Model, kw_only=True):
    """舆情事件, whole: what the incident screen shows and the forms act on."""

    id: str
    number: str
    title: str
    state: str
    drill: bool
    contacts_pending: bool
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    severity: str | None = None
    severity_title: str | None = None
    kind_title: str | None = None
    packs: list[str]
    facts: Facts
    parties: list[Party]
    responsibility: list[TraceLine]
    obligations: list[Duty]
    releases: list[Release]
    assessments: list[Assessed]
    timeline: list[Entry]

    def open_duties(self) -> list[Duty]:
        return [duty for duty in self.obligations if duty.state is ObligationState.OPEN]
