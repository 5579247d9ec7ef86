"""The outbox (待发) as read: a line an act, and below it what became of the one chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len

from clients.tui.locale import t
from clients.tui.outbox import ActState, KeptAct
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, line, muted, prose, strong
from clients.tui.views.wrap import fit

# state -> tone of its word; the word itself says it without colour
_TONES = {
    "waiting": "near",
    "trying": "near",
    "other": "muted",
    "unowned": "over",
    "old": "over",
    "sent": "ok",
    "replayed": "ok",
    "refused": "over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An act as this desk sees it; `mine`: whoever sits here did it."""

    act: KeptAct
    mine: bool
    now: datetime

    @property
    def standing(self) -> str:
        """Return what is to be said of it, a key of the catalogue."""
        act = self.act
        if act.state is not ActState.WAITING:
            return act.state.value
        if not self.mine:
            return "other" if act.owner or act.credential else "unowned"
        if act.outdated(self.now):
            return "old"
        return "trying" if act.tried_at else "waiting"


def list_lines(listed: Sequence[Listed], at: int) -> list[Line]:
    """Return a line an act: when it was done, what became of it, what it says; `at` is chosen."""
    clocks = [say_clock(one.act.acted_at, one.now) for one in listed]
    cells = max((cell_len(clock) for clock in clocks), default=0) + 2
    return [
        _act_line(one, fit(clock, cells), n == at)
        for n, (one, clock) in enumerate(zip(listed, clocks, strict=True))
    ]


def _act_line(listed: Listed, clock: str, chosen: bool) -> Line:
    standing = listed.standing
    return line(
        Piece(">" if chosen else " ", "keys", bold=True),
        Piece(fit(t(f"outbox.word.{standing}"), 6), _TONES[standing], bold=True),
        muted(clock),
        Piece(listed.act.sentence, "fg", chosen),
    )


def act_lines(listed: Listed, width: int) -> list[Line]:
    """Return all that is known of an act and what can be done with it."""
    act, now, standing = listed.act, listed.now, listed.standing
    acted, kept = say_clock(act.acted_at, now), say_clock(act.kept_at, now)
    settled = say_clock(act.settled_at, now) if act.settled_at else ""
    name = act.owner_name or t("outbox.nobody")
    became = t(f"outbox.became.{standing}", at=settled, said=act.said, name=name)
    rows = [
        *prose(act.sentence, width, "fg"),
        *(prose(act.incident, width) if act.incident else ()),
        line(muted(t("outbox.kept.by", name=name, acted=acted, at=kept))),
        BLANK,
        *prose(became, width, _TONES[standing]),
    ]
    if act.state is ActState.WAITING and act.operation == "acknowledge":
        rows += prose(t("outbox.dated"), width)
    return rows


def empty_lines(width: int) -> list[Line]:
    return [line(strong(t("outbox.empty"))), *prose(t("outbox.empty.why"), width)]
