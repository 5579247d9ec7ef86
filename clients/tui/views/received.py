"""What was referred here from elsewhere (转来): one line each, what is asked and by whom beside."""

from collections.abc import Sequence
from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_referrals import Received
from clients.tui.views.listed import Column, Entry
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, prose

LABEL = 10


def received_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("received.head.at"), cells=11),
        Column(title=t("received.head.state"), cells=int(t("received.cells.state"))),
        Column(title=t("received.head.opened"), cells=10, narrow=False),
        Column(title=t("received.head.title")),
    )


def received_entry(one: Received, now: datetime) -> Entry:
    opened = Piece(one.opened.number, "keys") if one.opened else Piece("")
    return Entry(
        id=one.id,
        cells=(
            Piece(say_clock(one.received_at, now), "muted"),
            Piece(one.state_title, "muted" if one.opened else "near"),
            opened,
            title_of(one),
        ),
        item=one,
        words=f"{one.sender.name} {one.request}",
    )


def title_of(one: Received) -> str:
    """Return what it is about, as far as that may be seen, else what is asked."""
    return one.incident.title if one.incident else one.request


def received_detail(one: Received, now: datetime, width: int) -> list[Line]:
    of = f"{one.incident.number} {one.incident.title}" if one.incident else t("received.unseen")
    opened = f"{one.opened.number} {one.opened.title}" if one.opened else t("received.not_opened")
    rows = [
        *prose(title_of(one), width, "fg"),
        BLANK,
        *_told("state", one.state_title, width),
        *_told("from", one.sender.name, width),
        *_told("to", one.receiver.name, width),
        *_told("at", say_clock(one.received_at, now), width),
        *_told("of", of, width),
        *_told("opened", opened, width),
    ]
    if one.report is not None:
        rows += _told("report", " ".join(filter(None, (one.report.title, one.report.url))), width)
    rows += [BLANK, heading(t("received.asked")), *prose(one.request, width, "fg")]
    return [*rows, BLANK, heading(t("received.steps")), *_steps(one, now, width)]


def _told(key: str, said: str, width: int) -> Sequence[Line]:
    return labelled(t(f"received.label.{key}"), [Piece(said)], width, LABEL)


def _steps(one: Received, now: datetime, width: int) -> list[Line]:
    rows: list[Line] = []
    for step in one.steps:
        said = (say_clock(step.at, now), step.step_title, step.unit.name, step.person, step.note)
        rows += prose(" ".join(filter(None, said)), width, "muted")
    return rows
