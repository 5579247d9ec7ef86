"""Decisions on breaches: what is decided, by which clauses, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from services.deadlines.domain import chain_messages
from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.pack import Duty, RulePack
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import MEASURE_TITLES, Measure, Trigger

REASON_LIST: Final = "accountability_reasons"
MISSED: Final = frozenset((Outcome.LATE, Outcome.LATE_WITH_REASON, Outcome.LATE_AT_INTAKE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A limit that was missed (违反时限), as it stood: done late, or open past it."""

    obligation: UUID
    title: str
    unit: UnitRef
    due_at: datetime
    done_at: datetime | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accountability:
    """A decision on breaches (责任追究); without measures it says that none is taken and why.

    ``reasons`` are codes of the packs that bind the incident. ``decided_by`` is who decided,
    ``recorded_by`` who wrote it down. ``rectified`` None: not known yet.
    """

    id: UUID
    incident_id: UUID
    measures: tuple[Measure, ...]
    reasons: tuple[str, ...]
    reason: str
    breaches: tuple[Breach, ...]
    unit: UnitRef
    persons: tuple[str, ...]
    decided_by: str
    decided_at: datetime
    rectify_by: datetime | None
    obligations: tuple[UUID, ...]
    warnings: tuple[ReleaseWarning, ...]
    recorded_at: datetime
    recorded_by: str
    version: int
    evidence: Evidence = field(default_factory=Evidence)
    carried_out_at: datetime | None = None
    rectified: bool | None = None
    result: str | None = None
    result_at: datetime | None = None

    @property
    def title(self) -> str:
        """The measures in Chinese."""
        titles = [MEASURE_TITLES[measure] for measure in self.measures]
        return "、".join(titles) or chain_messages.NOT_PURSUED


def breach_of(row: Obligation, now: datetime) -> Breach | None:
    """Tell whether an obligation has missed its limit by the record, and how.

    An untimed one never has. A waived one was let off by a person, a lapsed one is not asked for.
    """
    if row.due_at is None:
        return None
    late = row.state is ObligationState.FULFILLED and row.outcome in MISSED
    if not late and not (row.state is ObligationState.OPEN and row.owed and row.due_at < now):
        return None
    return Breach(
        obligation=row.id,
        title=row.title,
        unit=row.owner,
        due_at=row.due_at,
        done_at=row.done_at,
        outcome=row.outcome,
    )


def clauses(packs: Iterable[RulePack], reasons: Sequence[str]) -> list[tuple[RulePack, Duty]]:
    """List the duties on a breach whose reasons are among these."""
    wanted = set(reasons)
    return [
        (pack, duty)
        for pack in packs
        for duty in pack.duties
        if duty.trigger is Trigger.BREACH and wanted.intersection(duty.reasons)
    ]


def known_reasons(packs: Iterable[RulePack]) -> Mapping[str, str]:
    """Name the reasons that these packs give for calling to account, by code."""
    return {
        code: title
        for pack in packs
        for code, title in pack.code_lists.get(REASON_LIST, {}).items()
    }


def doubts(
    measures: Sequence[Measure], found: Iterable[tuple[RulePack, Duty]]
) -> tuple[ReleaseWarning, ...]:
    """Doubt a decision that takes other measures than the clauses of its reasons.

    One text asks for 通报 and 约谈 together, another for 约谈 alone.
    """
    asked = {measure for _, duty in found for measure in duty.measures}
    warnings = []
    if lacking := [MEASURE_TITLES[m] for m in Measure if m in asked - set(measures)]:
        message = chain_messages.measures_lacking(lacking)
        warnings.append(ReleaseWarning(code="MEASURE_LACKING", message=message))
    if strange := [MEASURE_TITLES[m] for m in measures if m not in asked]:
        message = chain_messages.measures_without_clause(strange)
        warnings.append(ReleaseWarning(code="MEASURE_WITHOUT_CLAUSE", message=message))
    return tuple(warnings) if measures else ()
