"""The whole decision of an import: a file and what is known, to a plan. Pure, and the dry run."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from services.registry.domain.imports.known import Book, Known
from services.registry.domain.imports.list_plan import plan_channels, plan_experts
from services.registry.domain.imports.outcomes import Outcome, Plan, RowResult
from services.registry.domain.imports.post_plan import plan_posts
from services.registry.domain.imports.rows import ChannelRow, ExpertRow, PostRow, UnitRow
from services.registry.domain.imports.tables import Rejected, RosterFile
from services.registry.domain.imports.unit_plan import plan_units
from services.registry.domain.units import Unit


def plan_import(
    file: RosterFile,
    known: Known,
    *,
    reaches: Callable[[Unit], bool],
    today: date,
    new_id: Callable[[], UUID],
) -> Plan:
    """Decide every row; what is missing from the file is left as it is.

    ``reaches`` tells whether the caller may change a unit. Results stand in the file's order.
    """
    plan = Plan(results=[_rejected(one) for one in file.rejected])
    book = Book(known=known, reaches=reaches, today=today, new_id=new_id)
    plan_units([row for row in file.rows if isinstance(row, UnitRow)], book, plan)
    plan_posts([row for row in file.rows if isinstance(row, PostRow)], book, plan)
    plan_experts([row for row in file.rows if isinstance(row, ExpertRow)], book, plan)
    plan_channels([row for row in file.rows if isinstance(row, ChannelRow)], book, plan)
    places = {report.title: place for place, report in enumerate(file.sheets)}
    plan.results.sort(key=lambda one: (places[one.source.sheet], one.source.line))
    return plan


def _rejected(one: Rejected) -> RowResult:
    return RowResult(
        source=one.source,
        kind=one.kind,
        outcome=Outcome.REJECTED,
        label=one.label,
        code=one.code,
        reason=one.reason,
    )
