"""What the deadlines service answers without writing: previews of intake and assessment."""

from datetime import datetime

from clients.tui.models import Basis, DueClass, Model, ObligationState, PersonRef, UnitRef
from clients.tui.models_incident import Duty, Party, TraceLine


class Planned(Model, kw_only=True):
    """A duty that would be opened."""

    key: str
    kind: str
    title: str
    due_class: DueClass
    modality: str
    modality_title: str
    due_at: datetime | None
    start_at: datetime
    provisional: bool
    late_at_intake: bool
    owed: bool
    owner: UnitRef | None
    person: PersonRef | None
    recipients: list[str]
    basis: list[Basis]

    @property
    def state(self) -> ObligationState:
        """What is only planned shows as open."""
        return ObligationState.OPEN


class SuggestedSeverity(Model, kw_only=True):
    """The casualty helper's word, with the clause that carries it."""

    severity: str
    title: str
    clause: str
    document: str


class Preview(Model, kw_only=True):
    """The duties, the first respondent and the reasons for these facts, unsaved."""

    obligations: list[Planned]
    responsibility: list[TraceLine]
    parties: list[Party]
    suggested_severity: SuggestedSeverity | None = None
    notes: list[str]
    as_of: datetime


class Moved(Model, kw_only=True):
    before: Duty
    after: Planned


class Lapsed(Model, kw_only=True):
    obligation: Duty
    reason: str


class AssessmentPreview(Model, kw_only=True):
    """What a new assessment would open, move, keep and lapse, unsaved."""

    opened: list[Planned]
    moved: list[Moved]
    kept: list[Planned]
    lapsed: list[Lapsed]
    responsibility: list[TraceLine]
    notes: list[str]
    as_of: datetime


class Place(Model, kw_only=True):
    """A government found by code, Chinese name or pinyin initials."""

    code: str
    name: str
    level: str = ""


class Code(Model, kw_only=True):
    """One choice of a menu: the digit that picks it, its code, its Chinese title."""

    digit: str
    code: str
    title: str
