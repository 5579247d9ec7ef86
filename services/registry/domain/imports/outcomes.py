"""What an import does with each row, and all that it would write."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain.appointments import Appointment
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.imports.rows import Source
from services.registry.domain.imports.words import SheetKind
from services.registry.domain.persons import Person, PersonWithPhone
from services.registry.domain.units import Unit

T = TypeVar("T")


class Outcome(StrEnum):
    """What becomes of a row (导入结果)."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """A row with what becomes of it.

    ``label`` says in words what it is about, ``changed`` the titles of columns that change.
    ``code`` and ``reason`` tell of a rejected row why. ``subject`` is the entity's id, None where
    there is none.
    """

    source: Source
    kind: SheetKind
    outcome: Outcome
    label: str
    subject: UUID | None = None
    changed: tuple[str, ...] = ()
    code: str | None = None
    reason: str | None = None


class NotTaken(Exception):
    """A row that is rejected: a stable code and a Chinese phrase."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


def phrase(refusal: Refusal) -> NotTaken:
    """Return what a single mutation would have been refused for as a row's reason."""
    return NotTaken(refusal.code, refusal.message.rstrip("。"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Generic[T]):
    """An entity before and after."""

    before: T
    after: T


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneChange:
    """A person before and after, and the new number."""

    before: Person
    after: Person
    phone: str


@dataclass(slots=True, kw_only=True)
class Plan:
    """All that an import writes, decided on what the registry held; units parents first."""

    results: list[RowResult] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    changed_units: list[Changed[Unit]] = field(default_factory=list)
    persons: list[PersonWithPhone] = field(default_factory=list)
    phones: list[PhoneChange] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    ended: list[Changed[Appointment]] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)
    changed_experts: list[Changed[Expert]] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    changed_channels: list[Changed[Channel]] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """Count the rows of one outcome."""
        return sum(result.outcome is outcome for result in self.results)
