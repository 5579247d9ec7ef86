"""Experts of a unit's interpretation pool, found by field (某省 2013 十)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """An expert of a pool 政策解读专家库, since ``added_on``.

    One taken out stays, with the first day out in ``removed_on``. ``available`` tells whether one
    may be asked these days; it is no part of what is filed.
    """

    id: UUID
    unit: str
    name: str
    fields: tuple[str, ...]
    affiliation: str | None
    available: bool
    added_on: date
    removed_on: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExpert:
    """What a caller tells about an expert."""

    unit: str
    name: str
    fields: tuple[str, ...]
    affiliation: str | None = None
    added_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertPatch:
    """What is adjusted in an expert 调整; None leaves a value, an empty affiliation removes it."""

    id: UUID
    name: str | None = None
    fields: tuple[str, ...] | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetExpertAvailability:
    """Whether an expert may be asked these days."""

    id: UUID
    available: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveExpert:
    """Who leaves the pool, and the first day without him."""

    id: UUID
    removed_on: date


def add_expert(command: NewExpert, id: UUID, today: date) -> Expert:  # noqa: A002 - the row's own word
    """Decide a new expert, added today unless told; raises NO_FIELDS and what texts raise."""
    return Expert(
        id=id,
        unit=command.unit,
        name=fields.text(command.name, "name", most=50),
        fields=_fields(command.fields),
        affiliation=fields.optional_text(command.affiliation, "affiliation"),
        available=True,
        added_on=command.added_on or today,
        removed_on=None,
        version=1,
    )


def update_expert(expert: Expert, patch: ExpertPatch) -> Expert:
    """Decide an adjustment; raises ALREADY_REMOVED, NO_FIELDS and what bounded texts raise."""
    _refuse_removed(expert)
    name, affiliation = patch.name, patch.affiliation
    return replace(
        expert,
        name=expert.name if name is None else fields.text(name, "name", most=50),
        fields=expert.fields if patch.fields is None else _fields(patch.fields),
        affiliation=(
            expert.affiliation
            if affiliation is None
            else fields.optional_text(affiliation, "affiliation")
        ),
        version=expert.version + 1,
    )


def set_expert_availability(expert: Expert, command: SetExpertAvailability) -> Expert:
    """Decide whether one may be asked; raises ALREADY_REMOVED."""
    _refuse_removed(expert)
    return replace(expert, available=command.available, version=expert.version + 1)


def remove_expert(expert: Expert, command: RemoveExpert) -> Expert:
    """Decide the leaving; raises ALREADY_REMOVED or DATES_REVERSED."""
    _refuse_removed(expert)
    fields.in_order(expert.added_on, command.removed_on, "removedOn")
    return replace(
        expert, available=False, removed_on=command.removed_on, version=expert.version + 1
    )


def _fields(values: tuple[str, ...]) -> tuple[str, ...]:
    known = fields.tags(values, "fields")
    if not known:
        raise Refusal("NO_FIELDS", "请至少填写一个领域。", "fields")
    return known


def _refuse_removed(expert: Expert) -> None:
    if expert.removed_on is not None:
        raise Refusal("ALREADY_REMOVED", "该专家已调出专家库。", "id")
