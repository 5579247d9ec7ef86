"""Whether a release may be recorded: its gates, its line, what was looked at before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.deadlines.domain import gate_refusals
from services.deadlines.domain.gates import CheckItem, GateStanding, approvals
from services.deadlines.domain.incidents import IncidentFile
from services.deadlines.domain.release_doubts import gate_doubts, line_doubts
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.law.gates import Planned
from services.deadlines.law.words import ReleaseForm
from services.deadlines.store.statements import statements_of
from services.deadlines.usecases.gates import Wanted, missing_words, setting
from services.deadlines.usecases.previews import Law
from services.kit.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A release on its way out; ``mentioned`` None are the organs that the facts mention."""

    form: ReleaseForm
    unit: str
    mentioned: tuple[str, ...] | None
    statement: int | None
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """How a release went past its gates; ``ungated`` is 未经审批."""

    gates: tuple[GateStanding, ...]
    checks: tuple[CheckItem, ...]
    mentioned: tuple[str, ...]
    ungated: bool
    warnings: tuple[ReleaseWarning, ...]


async def pass_gates(
    conn: Connection, law: Law, file: IncidentFile, going: Going, at: datetime, now: datetime
) -> Passed:
    """Let a release that goes, or went, out ``at`` past its gates.

    Raises Refusal GATE_MISSING naming every gate it lacks, UNKNOWN_STATEMENT, UNKNOWN_CHECK.
    """
    about = (going.unit, *(going.mentioned or ()))
    loaded = await setting(conn, law, file.incident, file.stated, now, about)
    wanted = Wanted(form=going.form, unit=going.unit, mentioned=going.mentioned)
    found = loaded.gates(wanted, at)
    if not found.ready:
        raise gate_refusals.gate_missing(missing_words(found.missing))
    versions = [row.version for row in await statements_of(conn, file.incident.id)]
    if going.statement is not None and going.statement not in versions:
        raise gate_refusals.unknown_statement(going.statement)
    approved = list(approvals(loaded.decisions))
    planned = Planned(form=going.form, unit=going.unit, mentioned=going.mentioned)
    doubts = gate_doubts(found.gates)
    return Passed(
        gates=found.gates,
        checks=_ticked(found.checks, going.checks),
        mentioned=planned.others(file.stated.facts),
        ungated=bool(doubts),
        warnings=(*doubts, *line_doubts(going.statement, approved)),
    )


def _ticked(items: Sequence[CheckItem], ticks: Sequence[str]) -> tuple[CheckItem, ...]:
    known = {item.id for item in items}
    for tick in ticks:
        if tick not in known:
            raise gate_refusals.unknown_check(tick)
    return tuple(replace(item, looked_at=item.id in ticks) for item in items)
