"""What each tab of the rosters asks of the registry, and what stands behind a chosen line."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clients.tui.link import Link
from clients.tui.models import decode
from clients.tui.models_accounts import RosterAccount, RosterAccountPage, Token
from clients.tui.models_roster_lists import (
    FiledDiff,
    ImportReport,
    RosterChannelPage,
    RosterDocumentPage,
    RosterExpertPage,
    RosterFiling,
    RosterFilingPage,
    RosterImport,
    RosterImportPage,
)
from clients.tui.models_rosters import (
    Findings,
    RosterAppointmentPage,
    RosterUnit,
    RosterUnitPage,
    UnitFile,
)
from clients.tui.operations import OPERATIONS
from clients.tui.views import (
    roster_accounts,
    roster_channels,
    roster_filings,
    roster_imports,
    roster_people,
)
from clients.tui.views.listed import Listed
from clients.tui.views.roster_findings import listed_findings
from clients.tui.views.roster_units import listed_units

SHOWN_ROWS = 30  # rows of a sort that an import's report shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`unit`: whose roster; `search`: units by name, code or initials, in the whole registry."""

    registry: Link
    unit: str
    after: str
    now: datetime
    today: date
    search: str = ""

    @property
    def of_unit(self) -> dict[str, Any]:
        return {"unit": self.unit, "after": self.after or None}

    @property
    def below(self) -> dict[str, Any]:
        return {"under": self.unit, "after": self.after or None}


async def _findings(asked: Asked) -> Listed:
    answer = await asked.registry.execute(OPERATIONS.roster_findings, asked.below)
    return listed_findings(decode(answer, Findings), asked.now)


async def _units(asked: Asked) -> Listed:
    variables = asked.below
    if asked.search:
        variables |= {"under": None, "search": asked.search}
    answer = await asked.registry.execute(OPERATIONS.roster_units, variables)
    return listed_units(decode(answer["units"], RosterUnitPage))


async def _appointments(asked: Asked) -> Listed:
    answer = await asked.registry.execute(OPERATIONS.roster_appointments, asked.of_unit)
    page = decode(answer["appointments"], RosterAppointmentPage)
    return roster_people.listed_appointments(page, asked.today)


async def _experts(asked: Asked) -> Listed:
    answer = await asked.registry.execute(OPERATIONS.roster_experts, asked.of_unit)
    return roster_people.listed_experts(decode(answer["experts"], RosterExpertPage))


async def _channels(asked: Asked) -> Listed:
    answer = await asked.registry.execute(OPERATIONS.roster_channels, asked.of_unit)
    return roster_channels.listed_channels(decode(answer["channels"], RosterChannelPage))


async def _filings(asked: Asked) -> Listed:
    answer = await asked.registry.execute(OPERATIONS.roster_filings, asked.below)
    page = decode(answer["filings"], RosterFilingPage)
    return roster_filings.listed_filings(page, asked.now)


async def _documents(asked: Asked) -> Listed:
    answer = await asked.registry.execute(OPERATIONS.roster_documents, asked.of_unit)
    return roster_channels.listed_documents(decode(answer["standingDocuments"], RosterDocumentPage))


async def _imports(asked: Asked) -> Listed:
    variables = {"after": asked.after or None}
    answer = await asked.registry.execute(OPERATIONS.roster_imports, variables)
    page = decode(answer["rosterImports"], RosterImportPage)
    return roster_imports.listed_imports(page, asked.now)


async def _accounts(asked: Asked) -> Listed:
    answer = await asked.registry.execute(OPERATIONS.roster_accounts, asked.below)
    return roster_accounts.listed_accounts(decode(answer["accounts"], RosterAccountPage))


async def _tokens(asked: Asked) -> Listed:
    return roster_accounts.listed_tokens(await read_tokens(asked.registry), asked.now)


READERS: dict[str, Callable[[Asked], Awaitable[Listed]]] = {
    "findings": _findings,
    "units": _units,
    "appointments": _appointments,
    "experts": _experts,
    "channels": _channels,
    "filings": _filings,
    "documents": _documents,
    "imports": _imports,
    "accounts": _accounts,
    "tokens": _tokens,
}
# who keeps no accounts sees the own tokens in their place
TABS = tuple(tab for tab in READERS if tab != "tokens")


async def read_behind(registry: Link, item: object, today: date) -> Any:
    """Return what is read only of the chosen line: a unit's file, a diff, a report, tokens.

    None for a line behind which there is no more. Raise LinkDown, Refused.
    """
    if isinstance(item, RosterUnit):
        variables = {"code": item.code, "on": today.isoformat()}
        return decode(await registry.execute(OPERATIONS.roster_unit, variables), UnitFile)
    if isinstance(item, RosterFiling) and item.state == "OPEN":
        return await read_diff(registry, item.unit.code, item.subject)
    if isinstance(item, RosterImport):
        return await read_report(registry, item.id)
    if isinstance(item, RosterAccount):
        return await read_tokens(registry, item.id)
    return None


async def read_diff(registry: Link, unit: str, subject: str) -> FiledDiff:
    """Return how far a filed list is behind."""
    answer = await registry.execute(OPERATIONS.filed_diff, {"unit": unit, "subject": subject})
    return decode(answer["filedDiff"], FiledDiff)


async def read_tokens(registry: Link, account: str | None = None) -> list[Token]:
    """Return the tokens of an account, the caller's own without one."""
    answer = await registry.execute(OPERATIONS.roster_tokens, {"account": account})
    return decode(answer["apiTokens"], list[Token])


async def read_report(registry: Link, import_id: str) -> ImportReport:
    """Return an import as it stands, with the first of its rows."""
    variables = {"id": import_id, "first": SHOWN_ROWS}
    answer = await registry.execute(OPERATIONS.roster_import, variables)
    return decode(answer["rosterImport"], ImportReport)
