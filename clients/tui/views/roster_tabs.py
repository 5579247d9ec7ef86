"""Which columns each tab of the rosters has, and what is said of a chosen line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clients.tui.models_accounts import RosterAccount, Token
from clients.tui.models_roster_lists import (
    FiledDiff,
    ImportReport,
    RosterChannel,
    RosterDocument,
    RosterExpert,
    RosterFiling,
    RosterImport,
)
from clients.tui.models_rosters import (
    Finding,
    PhoneReveal,
    RosterAppointment,
    RosterUnit,
    UnitFile,
)
from clients.tui.views.listed import Column
from clients.tui.views.pieces import Line
from clients.tui.views.roster_accounts import (
    account_columns,
    account_detail,
    token_columns,
    token_detail,
)
from clients.tui.views.roster_channels import (
    channel_columns,
    channel_detail,
    document_columns,
    document_detail,
)
from clients.tui.views.roster_filings import filing_columns, filing_detail
from clients.tui.views.roster_findings import finding_columns, finding_detail
from clients.tui.views.roster_imports import import_columns, import_detail
from clients.tui.views.roster_people import (
    appointment_columns,
    appointment_detail,
    expert_columns,
    expert_detail,
)
from clients.tui.views.roster_units import unit_columns, unit_detail

COLUMNS: dict[str, Callable[[], tuple[Column, ...]]] = {
    "findings": finding_columns,
    "units": unit_columns,
    "appointments": appointment_columns,
    "experts": expert_columns,
    "channels": channel_columns,
    "filings": filing_columns,
    "documents": document_columns,
    "imports": import_columns,
    "accounts": account_columns,
    "tokens": token_columns,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What was read of a chosen line only: its file, diff, report or tokens, None until then."""

    read: Any
    phone: str
    reveals: Sequence[PhoneReveal]
    now: datetime


def behind_entry(item: object, behind: Behind, width: int) -> list[Line]:
    """Return what stands beside the list for a line of any tab."""
    now, read = behind.now, behind.read
    match item:
        case Finding():
            return finding_detail(item, now, width)
        case RosterUnit():
            return unit_detail(item, read if isinstance(read, UnitFile) else None, width)
        case RosterAppointment():
            return appointment_detail(item, behind.phone, behind.reveals, now, width)
        case RosterExpert():
            return expert_detail(item, width)
        case RosterChannel():
            return channel_detail(item, width)
        case RosterFiling():
            return filing_detail(item, read if isinstance(read, FiledDiff) else None, now, width)
        case RosterDocument():
            return document_detail(item, width)
        case RosterImport():
            return import_detail(item, read if isinstance(read, ImportReport) else None, now, width)
        case RosterAccount():
            return account_detail(item, read if isinstance(read, list) else None, now, width)
        case Token():
            return token_detail(item, now, width)
    return []
