"""Who answers for a field in a place (重点领域责任分工): administrators' data beside the texts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.deadlines.domain import adoption_refusals as refusals
from services.deadlines.domain.refusals import missing

MOST_FIELDS: Final = 60
"""Fields of one place; the longest list that a text counts has 26."""
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldResponsibility:
    """A field of a place with its department (职能部门); without one it is not routed any more."""

    id: UUID
    unit: str
    field: str
    title: str
    department: str | None
    department_name: str | None
    note: str | None
    version: int
    set_at: datetime
    set_by: str


def check_field(code: str) -> str:
    """Check a field's code: capitals, digits and _; raises Refusal BAD_FIELD."""
    code = code.strip()
    if not _CODE.fullmatch(code):
        raise refusals.bad_field("input.field")
    return code


def title_of(
    code: str,
    given: str | None,
    own: Mapping[str, str],
    standing: Sequence[FieldResponsibility],
) -> str:
    """Find a field's Chinese name: the packs' own, the one given, or the one that stands.

    Raises Refusal MISSING, TOO_MANY_FIELDS.
    """
    same = next((row for row in standing if row.field == code), None)
    if same is None and len(standing) >= MOST_FIELDS:
        raise refusals.too_many_fields(MOST_FIELDS)
    title = own.get(code) or given or (same.title if same else None)
    if not title:
        raise missing("input.title", "领域名称")
    return title
