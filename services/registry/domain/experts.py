"""Experts of a unit's interpretation pool, found by field (某省 2013 十)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """An expert of a pool 政策解读专家库; one taken out stays, with the first day he is out."""

    id: UUID
    unit: str
    name: str
    fields: tuple[str, ...]
    affiliation: str | None
    available: bool
    removed_on: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExpert:
    """What a caller tells about an expert."""

    unit: str
    name: str
    fields: tuple[str, ...]
    affiliation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveExpert:
    """Who leaves the pool, and the first day without him."""

    id: UUID
    removed_on: date


def add_expert(command: NewExpert, id: UUID) -> Expert:  # noqa: A002 - the row's own word
    """Decide a new expert; raises NO_FIELDS and what bounded texts raise."""
    known = fields.tags(command.fields, "fields")
    if not known:
        raise Refusal("NO_FIELDS", "请至少填写一个领域。", "fields")
    return Expert(
        id=id,
        unit=command.unit,
        name=fields.text(command.name, "name", most=50),
        fields=known,
        affiliation=fields.optional_text(command.affiliation, "affiliation"),
        available=True,
        removed_on=None,
        version=1,
    )


def remove_expert(expert: Expert, command: RemoveExpert) -> Expert:
    """Decide the leaving; raises ALREADY_REMOVED."""
    if expert.removed_on is not None:
        raise Refusal("ALREADY_REMOVED", "该专家已调出专家库。", "id")
    return replace(
        expert, available=False, removed_on=command.removed_on, version=expert.version + 1
    )
