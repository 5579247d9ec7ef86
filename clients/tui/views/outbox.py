"""The outbox (待发) as read: a line an act, and below it what became of the one chosen."""

from dataclasses import dataclass
from datetime import datetime

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
CLOCK = 12  # cells of a moment


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


def act_line(listed: Listed, chosen: bool) -> Line:
    """Return when it was done, what became of it, and what it says."""
    act, standing = listed.act, listed.standing
    at = fit(say_clock(act.acted_at, listed.now), CLOCK)
    return line(
        Piece(">" if chosen else " ", "keys", bold=True),
        Piece(fit(t(f"outbox.word.{standing}"), 6), _TONES[standing], bold=True),
        muted(at),
        Piece(act.sentence, "fg", chosen),
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
