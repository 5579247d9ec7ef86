"""更多办理: what else can be done about one incident, as a table; the menu is made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from clients.tui.models import ObligationState
from clients.tui.models_chain import IncidentChain
from clients.tui.models_incident import IncidentFile

if TYPE_CHECKING:
    from textual.screen import Screen

# action -> module and class; each takes the incident's subject with the chosen duty
FORMS = {
    "release": "release:ReleaseScreen",
    "gates": "gates:GatesScreen",
    "fulfil": "fulfil:FulfilScreen",
    "whatif": "whatif:WhatIfScreen",
    "speaks": "speaks:SpeaksScreen",
    "contact": "contact:ContactScreen",
    "waive": "waive:WaiveScreen",
    "close": "waive:CloseScreen",
}

FURTHER = "FURTHER_CONFERENCE_DECISION"


def _always(file: IncidentFile, chain: IncidentChain) -> bool:
    return True


def _released(file: IncidentFile, chain: IncidentChain) -> bool:
    return bool(file.releases)


def _further_owed(file: IncidentFile, chain: IncidentChain) -> bool:
    return any(d.kind == FURTHER and d.state is ObligationState.OPEN for d in file.obligations)


def _awaited(file: IncidentFile, chain: IncidentChain) -> bool:
    return any(not sent.received for sent in chain.dispatches)


def _referred(file: IncidentFile, chain: IncidentChain) -> bool:
    return any(referral.next_steps for referral in chain.referrals)


def _called(file: IncidentFile, chain: IncidentChain) -> bool:
    return bool(chain.tickets)


def _decided(file: IncidentFile, chain: IncidentChain) -> bool:
    return bool(chain.accountabilities)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAct:
    """`letter` chooses it in the menu; `needs` tells whether there is anything to do it to.

    `screen` is "module:Class" among the screens. `even_closed`: also once the incident is closed.
    """

    id: str
    letter: str
    screen: str
    needs: Callable[[IncidentFile, IncidentChain], bool] = _always
    even_closed: bool = False

    @property
    def title_key(self) -> str:
        return f"more.{self.id}"

    @property
    def wanting_key(self) -> str:
        """Name the sentence for when there is nothing to do it to."""
        return f"more.{self.id}.wanting"


_SAID, _SENT, _TOLD = "incident_said", "incident_sent", "incident_told"
# the first nine have digits too, which every input method lets through
INCIDENT_ACTS = (
    IncidentAct(id="progress", letter="j", screen=f"{_SAID}:ProgressForm"),
    IncidentAct(id="publication", letter="w", screen=f"{_SAID}:PublicationForm", needs=_released),
    IncidentAct(id="further", letter="x", screen=f"{_SAID}:FurtherForm", needs=_further_owed),
    IncidentAct(id="report", letter="s", screen=f"{_SENT}:ReportForm"),
    IncidentAct(id="transfer", letter="y", screen=f"{_SENT}:TransferForm"),
    IncidentAct(id="verify", letter="h", screen=f"{_SENT}:VerifyForm"),
    IncidentAct(id="receipt", letter="q", screen=f"{_SENT}:ReceiptForm", needs=_awaited),
    IncidentAct(id="refer", letter="z", screen="incident_chain:ReferForm"),
    IncidentAct(id="answer", letter="f", screen="incident_chain:AnswerForm", needs=_referred),
    IncidentAct(id="directive", letter="d", screen="incident_chain:DirectiveForm"),
    IncidentAct(id="consult", letter="c", screen="incident_chain:ConsultForm"),
    IncidentAct(id="lead", letter="t", screen="incident_chain:LeadForm"),
    IncidentAct(id="ticket", letter="r", screen=f"{_TOLD}:TicketForm"),
    IncidentAct(id="reply", letter="a", screen=f"{_TOLD}:ReplyForm", needs=_called),
    IncidentAct(id="visit", letter="v", screen=f"{_TOLD}:VisitForm", needs=_called),
    IncidentAct(id="account", letter="g", screen="incident_account:AccountForm", even_closed=True),
    IncidentAct(id="rectify", letter="i", screen="incident_account:RectifyForm", needs=_decided,
                even_closed=True),
    IncidentAct(id="review", letter="p", screen="incident_account:ReviewForm", even_closed=True),
    IncidentAct(id="rebase", letter="b", screen="incident_account:RebaseForm"),
)  # fmt: skip


def by_mark(mark: str) -> IncidentAct | None:
    """Return the act behind a digit or a letter, None where there is none."""
    if mark.isdigit():
        at = int(mark) - 1
        return INCIDENT_ACTS[at] if 0 <= at < 9 else None
    return next((act for act in INCIDENT_ACTS if act.letter == mark), None)


def screen_class(named: str) -> "Callable[..., Screen[None]]":
    """Return a screen's class by "module:Class", imported on first use."""
    module, _, kind = named.partition(":")
    made: Callable[..., Screen[None]] = getattr(
        import_module(f"clients.tui.screens.{module}"), kind
    )
    return made
