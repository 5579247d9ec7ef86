"""Who holds a post of a unit (任职), and the experts of its pool (专家库)."""

from collections.abc import Sequence
from datetime import date, datetime

from clients.tui.locale import t
from clients.tui.models_roster_lists import RosterExpert, RosterExpertPage
from clients.tui.models_rosters import PhoneReveal, RosterAppointment, RosterAppointmentPage
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, prose, strong
from clients.tui.views.rosters import facts, head, say, word
from clients.tui.views.texts import phone_text


def appointment_columns() -> tuple[Column, ...]:
    return (
        head("post", 10),
        head("name", 12),
        head("starts", 10, narrow=False),
        head("ends", 10),
        head("title"),
    )


def listed_appointments(page: RosterAppointmentPage, today: date) -> Listed:
    """Return those who serve before those whose term is over, in the service's order."""
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    rows = sorted((edge.node for edge in page.edges), key=lambda one: over(one, today))
    return Listed(entries=tuple(_held(one, today) for one in rows), after=after or "")


def over(one: RosterAppointment, today: date) -> bool:
    return one.ends_on is not None and one.ends_on < today


def _held(one: RosterAppointment, today: date) -> Entry:
    tone = "muted" if over(one, today) else "fg"
    soon = one.ends_on is not None and 0 <= (one.ends_on - today).days <= 30
    return Entry(
        id=one.id,
        cells=(
            Piece(word("post", one.post), tone),
            Piece(one.person.name, tone, not over(one, today)),
            Piece(say(one.starts_on), "muted"),
            Piece(say(one.ends_on) or t("rosters.open_end"), "near" if soon else "muted"),
            Piece(one.title, tone),
        ),
        item=one,
    )


def appointment_detail(
    one: RosterAppointment, phone: str, reveals: Sequence[PhoneReveal], now: datetime, width: int
) -> list[Line]:
    """Return a post and its holder; `phone` is "" until it was asked for, which is on record."""
    term = f"{say(one.starts_on)} - {say(one.ends_on) or t('rosters.open_end')}"
    rows = [
        *prose(f"{one.person.name}  {word('post', one.post)}", width, "fg"),
        *prose(one.unit.name, width),
        BLANK,
        *facts(
            [
                ("title", one.title),
                ("term", term),
                ("end_reason", one.end_reason) if one.end_reason else ("rank", one.rank),
                ("employment", word("employment", one.employment)),
                ("filed", say(one.filed_on) or t("rosters.not_filed")),
                ("trained", say(one.person.last_trained_on) or t("rosters.never")),
            ],
            width,
        ),
        BLANK,
    ]
    if phone:
        rows += [(strong(phone_text(phone)),), *prose(t("rosters.phone_shown"), width, "near")]
    else:
        rows += prose(t("rosters.phone_hidden"), width, "keys")
    return [*rows, *reveal_lines(reveals, now, width)]


def reveal_lines(reveals: Sequence[PhoneReveal], now: datetime, width: int) -> list[Line]:
    """Return who was shown the number and when, newest first."""
    if not reveals:
        return []
    rows = [BLANK, heading(t("rosters.reveals"))]
    for one in reveals:
        rows += prose(f"{say_clock(one.at, now)}  {one.actor}  {one.operation}", width, "fg")
    return rows


def expert_columns() -> tuple[Column, ...]:
    return (head("name", 12), head("state", 8), head("added", 10), head("fields"))


def listed_experts(page: RosterExpertPage) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    return Listed(entries=tuple(_expert(edge.node) for edge in page.edges), after=after or "")


def expert_state(one: RosterExpert) -> str:
    return "removed" if one.removed_on else "available" if one.available else "away"


def _expert(one: RosterExpert) -> Entry:
    state = expert_state(one)
    tone = {"removed": "muted", "available": "ok", "away": "near"}[state]
    return Entry(
        id=one.id,
        cells=(
            Piece(one.name, "muted" if one.removed_on else "fg", not one.removed_on),
            Piece(t(f"rosters.expert.{state}"), tone),
            Piece(say(one.added_on), "muted"),
            Piece(t("intake.comma").join(one.fields)),
        ),
        item=one,
        words=one.affiliation or "",
    )


def expert_detail(one: RosterExpert, width: int) -> list[Line]:
    return [
        *prose(one.name, width, "fg"),
        *prose(t("rosters.pool_of", unit=one.unit.name), width),
        BLANK,
        *facts(
            [
                ("fields", t("intake.comma").join(one.fields)),
                ("affiliation", one.affiliation),
                ("state", t(f"rosters.expert.{expert_state(one)}")),
                ("added", say(one.added_on)),
                ("removed", say(one.removed_on)),
            ],
            width,
        ),
    ]
