"""Accounts (账号) with how each stands, and the API tokens (接口令牌) of one."""

from collections.abc import Sequence
from datetime import datetime

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models_accounts import RosterAccount, RosterAccountPage, Token
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, prose
from clients.tui.views.rosters import facts, head, say, word

TONES = {"ACTIVE": "ok", "LOCKED": "near", "REVOKED": "muted"}


def account_columns() -> tuple[Column, ...]:
    return (
        head("login", 16),
        head("state", 6),
        head("role", 12),
        head("account"),
    )


def listed_accounts(page: RosterAccountPage) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    entries = tuple(_account(edge.node) for edge in page.edges)
    return Listed(entries=entries, after=after or "")


def _account(one: RosterAccount) -> Entry:
    tone = "muted" if one.state == "REVOKED" else "fg"
    return Entry(
        id=one.id,
        cells=(
            Piece(one.login, tone),
            Piece(word("account", one.state), TONES.get(one.state, "near")),
            Piece(word("role", one.role), tone),
            Piece(f"{one.name}  {one.unit_name}", tone),
        ),
        item=one,
        words=one.unit,
    )


def account_detail(
    one: RosterAccount, tokens: Sequence[Token] | None, now: datetime, width: int
) -> list[Line]:
    """Return what is known of an account; its tokens once they were read."""
    known = one.operations
    rows = [
        *prose(f"{one.name}  {one.login}", width, "fg"),
        *prose(one.unit_name, width),
        BLANK,
        *facts(
            [
                ("state", word("account", one.state)),
                ("role", word("role", one.role)),
                ("created", say(local(one.created_at).date())),
                ("signed_in", said_signed_in(one, now)),
                ("operations", t("rosters.by_role") if known is None else " ".join(known)),
            ],
            width,
        ),
    ]
    if one.locked_until:
        until = say_clock(one.locked_until, now)
        rows += [BLANK, *prose(t("rosters.locked", until=until), width, "near")]
    if one.revoked_at:
        rows += facts([("ended", say(local(one.revoked_at).date()))], width)
    return [*rows, *(() if tokens is None else _tokens_below(tokens, now, width))]


def said_signed_in(one: RosterAccount, now: datetime) -> str:
    """Return when an account was last signed in with, or why that is not known."""
    if one.last_signed_in_at:
        return say_clock(one.last_signed_in_at, now)
    return t("rosters.leaves_no_trace" if one.of_machine else "rosters.not_of_late")


def _tokens_below(tokens: Sequence[Token], now: datetime, width: int) -> list[Line]:
    rows: list[Line] = [BLANK, heading(t("rosters.tokens"))]
    for one in tokens:
        state = token_state(one, now)
        said = t(f"rosters.token.{state}")
        ends = t("rosters.token_ends", day=say(local(one.expires_at).date()), state=said)
        rows += prose(one.name, width, "fg" if state == "holds" else "muted")
        rows += prose(f"{ends}  {' '.join(one.operations)}", width, "muted", 2)
    return rows if tokens else [*rows, *prose(t("rosters.no_tokens"), width)]


def token_columns() -> tuple[Column, ...]:
    return (head("token", 20), head("state", 8), head("expires", 10), head("operations"))


def listed_tokens(tokens: Sequence[Token], now: datetime) -> Listed:
    return Listed(entries=tuple(_token(one, now) for one in tokens))


def token_state(one: Token, now: datetime) -> str:
    return "revoked" if one.revoked_at else "expired" if one.expires_at <= now else "holds"


def _token(one: Token, now: datetime) -> Entry:
    state = token_state(one, now)
    return Entry(
        id=one.id,
        cells=(
            Piece(one.name, "fg" if state == "holds" else "muted"),
            Piece(t(f"rosters.token.{state}"), "ok" if state == "holds" else "muted"),
            Piece(say(local(one.expires_at).date()), "muted"),
            Piece(" ".join(one.operations), "muted"),
        ),
        item=one,
    )


def token_detail(one: Token, now: datetime, width: int) -> list[Line]:
    used = say_clock(one.last_used_at, now) if one.last_used_at else t("rosters.never")
    return [
        *prose(one.name, width, "fg"),
        BLANK,
        *facts(
            [
                ("state", t(f"rosters.token.{token_state(one, now)}")),
                ("created", say_clock(one.created_at, now)),
                ("expires", say_clock(one.expires_at, now)),
                ("used", used),
                ("operations", " ".join(one.operations)),
            ],
            width,
        ),
    ]
