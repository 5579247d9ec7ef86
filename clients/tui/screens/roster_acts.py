"""What can be done on each tab of the rosters, by whom, and the menu that offers it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from clients.tui.locale import t
from clients.tui.models_accounts import RosterAccount, Token
from clients.tui.models_roster_lists import RosterExpert, RosterFiling, RosterImport
from clients.tui.models_rosters import Finding, Named, RosterAppointment, RosterUnit
from clients.tui.screens.helped import Helped
from clients.tui.views.intake_values import fold
from clients.tui.views.pieces import BLANK, Line, Piece, line, prose
from clients.tui.widgets.choices import Words
from clients.tui.widgets.pane import Pane

ADMIN = frozenset({"ROSTER_ADMIN"})
DUTY = ADMIN | {"OFFICER", "DUTY_CHIEF"}
PEOPLE = DUTY | {"APPROVER", "LEADER"}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a form is about: whose roster, the chosen line, and what is filled in already."""

    unit: Named
    item: Any = None
    first: tuple[tuple[str, str], ...] = ()


def _any(item: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterAct:
    """`form`: "module:Class"; `alone`: needs no chosen line; `fits`: lines it can be done to."""

    id: str
    tab: str
    form: str
    alone: bool = False
    roles: frozenset[str] = ADMIN
    fits: Callable[[Any], bool] = _any


def _active(item: RosterUnit) -> bool:
    return item.active_to is None


def _serves(item: RosterAppointment) -> bool:
    return item.end_reason is None


def _in_pool(item: RosterExpert) -> bool:
    return item.removed_on is None


def _waits(item: RosterFiling) -> bool:
    return item.state == "OPEN"


def _written(item: RosterImport) -> bool:
    return item.state == "DONE" and not item.dry_run


def _rejected(item: RosterImport) -> bool:
    return item.rejected_rows > 0


def _is_token(item: Any) -> bool:
    return isinstance(item, Token) and item.revoked_at is None


def _is_account(item: Any) -> bool:
    return isinstance(item, RosterAccount) and item.revoked_at is None


def _by_person(item: Any) -> bool:
    return _is_account(item) and not item.of_machine


def _endable(item: Any) -> bool:
    # whoever runs the systems made that account, and ends it
    return _is_account(item) and item.role != "SYSTEM"


_UNITS, _POSTS, _LISTS, _FILES, _ENTRY = (
    "roster_unit_forms",
    "roster_people_forms",
    "roster_list_forms",
    "roster_filing_forms",
    "roster_account_forms",
)
ACTS = (
    RosterAct(id="unit_create", tab="units", form=f"{_UNITS}:CreateUnitForm", alone=True),
    RosterAct(id="unit_update", tab="units", form=f"{_UNITS}:UpdateUnitForm"),
    RosterAct(id="unit_rename", tab="units", form=f"{_UNITS}:RenameUnitForm"),
    RosterAct(id="unit_merge", tab="units", form="roster_succession:MergeUnitForm", fits=_active),
    RosterAct(id="unit_split", tab="units", form="roster_succession:SplitUnitForm", fits=_active),
    RosterAct(id="unit_retire", tab="units", form="roster_succession:RetireUnitForm", fits=_active),
    RosterAct(id="appoint", tab="appointments", form=f"{_POSTS}:AppointForm", alone=True),
    RosterAct(id="appointment_end", tab="appointments", form=f"{_POSTS}:EndForm", fits=_serves),
    RosterAct(id="leave", tab="appointments", form=f"{_POSTS}:LeaveForm", roles=DUTY, fits=_serves),
    RosterAct(id="training", tab="appointments", form=f"{_POSTS}:TrainingForm", alone=True),
    RosterAct(id="person_update", tab="appointments", form=f"{_POSTS}:PersonForm"),
    RosterAct(id="expert_add", tab="experts", form=f"{_LISTS}:AddExpertForm", alone=True),
    RosterAct(id="expert_update", tab="experts", form=f"{_LISTS}:UpdateExpertForm", fits=_in_pool),
    RosterAct(id="expert_leave", tab="experts", form=f"{_LISTS}:ExpertLeaveForm", fits=_in_pool),
    RosterAct(id="expert_remove", tab="experts", form=f"{_LISTS}:RemoveExpertForm", fits=_in_pool),
    RosterAct(id="channel_open", tab="channels", form=f"{_LISTS}:OpenChannelForm", alone=True),
    RosterAct(id="channel_update", tab="channels", form=f"{_LISTS}:UpdateChannelForm"),
    RosterAct(id="channel_close", tab="channels", form=f"{_LISTS}:CloseChannelForm"),
    RosterAct(id="filing_record", tab="filings", form=f"{_FILES}:RecordFilingForm", fits=_waits),
    RosterAct(id="filing_open", tab="filings", form=f"{_FILES}:OpenFilingForm", alone=True),
    RosterAct(id="document_record", tab="documents", form=f"{_FILES}:DocumentForm", alone=True),
    RosterAct(id="document_withdraw", tab="documents", form=f"{_FILES}:WithdrawForm"),
    RosterAct(id="import_new", tab="imports", form="roster_import:ImportForm", alone=True),
    RosterAct(
        id="import_rejected", tab="imports", form="roster_import:RejectedForm", fits=_rejected
    ),
    RosterAct(id="import_undo", tab="imports", form="roster_import:UndoForm", fits=_written),
    RosterAct(id="account_create", tab="accounts", form=f"{_ENTRY}:AccountForm", alone=True),
    RosterAct(id="password_reset", tab="accounts", form=f"{_ENTRY}:PasswordForm", fits=_by_person),
    RosterAct(id="account_revoke", tab="accounts", form=f"{_ENTRY}:RevokeForm", fits=_endable),
    RosterAct(id="token_of", tab="accounts", form=f"{_ENTRY}:RevokeTokenOfForm", fits=_is_account),
    RosterAct(
        id="token_create", tab="accounts", form=f"{_ENTRY}:TokenForm", alone=True, roles=PEOPLE
    ),
    RosterAct(
        id="token_revoke",
        tab="accounts",
        form=f"{_ENTRY}:RevokeTokenForm",
        roles=PEOPLE,
        fits=_is_token,
    ),
)
BY_ID = {act.id: act for act in ACTS}

# finding -> the act that mends it and what its form holds already; else the tab it is mended on
MENDS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    **{
        f"NO_{post}": ("appoint", (("post", post),))
        for post in ("HEAD", "DEPUTY", "SPOKESPERSON", "LIAISON", "COLLECTOR")
    },
    "NO_WORK_BODY": ("unit_update", ()),
    "VERTICAL_WITHOUT_SUPERVISOR": ("unit_update", ()),
    "NO_EXPERT_POOL": ("expert_add", ()),
    **{
        f"NO_{kind}": ("document_record", (("kind", kind),))
        for kind in (
            "RESPONSE_RULES",
            "ROUTINE_RELEASE_PLAN",
            "CHANNEL_PROCEDURE",
            "LEADER_RELEASE_RULES",
        )
    },
    "NO_GOVERNMENT_WEBSITE": ("channel_open", (("kind", "GOVERNMENT_WEBSITE"),)),
    "NO_WEIBO_OR_WECHAT": ("channel_open", (("kind", "WEIBO"),)),
    "ENDING_SOON": ("appoint", ()),
    "UNTRAINED": ("training", ()),
}
LEADS = {
    "CHANNEL_WITHOUT_MONITOR": "channels",
    "EXPIRED_BUT_LISTED": "filings",
    "UNFILED_CHANGES": "filings",
    "LEAVE_WITHOUT_STAND_IN": "appointments",
    "ACCOUNT_OF_RETIRED_UNIT": "accounts",
}


def tab_of(kind: str) -> str:
    """Return the tab on which a finding is looked into."""
    act = MENDS.get(kind)
    return LEADS.get(kind) or (BY_ID[act[0]].tab if act else "units")


def offered_acts(tab: str, item: Any, role: str) -> tuple[RosterAct, ...]:
    """Return the acts of a tab for a role ("" while it is not known), on a line or on none."""
    if tab == "findings":
        mend = MENDS.get(item.kind) if isinstance(item, Finding) else None
        acts: Sequence[RosterAct] = [BY_ID[mend[0]]] if mend else []
    else:
        acts = [
            act
            for act in ACTS
            if act.tab == tab and (act.alone or (item is not None and act.fits(item)))
        ]
    return tuple(act for act in acts if not role or role in act.roles)


class ActMenu(Helped, ModalScreen[str | None]):
    """Answers the id of the act chosen by digit, None for Esc."""

    CSS_PATH = "roster_acts.tcss"
    HERE = (("1-9", "by_mark"), ("Esc", "cancel"))

    def __init__(self, acts: Sequence[RosterAct], about: str) -> None:
        super().__init__()
        self.acts, self.about = {str(n): act for n, act in enumerate(acts, start=1)}, about

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            title = Piece(t("rosters.acts.title"), "white", bold=True, ground="brand")
            yield Words(line(title, Piece(f"  {self.about}")), ground="head")
            yield Pane(self._lines, id="question", ground="panel")

    def _lines(self, width: int) -> list[Line]:
        rows = [
            line(Piece(f"{digit}  ", "keys", bold=True), Piece(t(f"rosters.act.{act.id}")))
            for digit, act in self.acts.items()
        ]
        return [*rows, BLANK, *prose(t("rosters.acts.hint"), width)]

    def on_key(self, event: events.Key) -> None:
        event.stop()
        mark = fold(event.character or "")
        if self.helped(event.key):
            return
        if event.key == "escape":
            self.dismiss(None)
        elif mark in self.acts:
            self.dismiss(self.acts[mark].id)
