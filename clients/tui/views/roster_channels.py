"""Channels (渠道) and the documents a unit must have on file (制度)."""

from clients.tui.locale import t
from clients.tui.models_roster_lists import (
    RosterChannel,
    RosterChannelPage,
    RosterDocument,
    RosterDocumentPage,
)
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import BLANK, Line, Piece, prose
from clients.tui.views.rosters import facts, head, say, word


def channel_columns() -> tuple[Column, ...]:
    return (head("channel", 12), head("monitor", 12), head("opened", 10), head("channel_name"))


def listed_channels(page: RosterChannelPage) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    return Listed(entries=tuple(_channel(edge.node) for edge in page.edges), after=after or "")


def _channel(one: RosterChannel) -> Entry:
    tone = "muted" if one.closed_on else "fg"
    unwatched = Piece(t("rosters.nobody"), "muted" if one.closed_on else "near")
    closed = t("rosters.closed", day=say(one.closed_on)) if one.closed_on else ""
    return Entry(
        id=one.id,
        cells=(
            Piece(word("channel", one.kind), tone),
            Piece(one.monitor.name, tone) if one.monitor else unwatched,
            Piece(say(one.opened_on), "muted"),
            Piece(f"{one.name}{closed}", tone),
        ),
        item=one,
        words=f"{one.platform} {one.group or ''}",
    )


def channel_detail(one: RosterChannel, width: int) -> list[Line]:
    reach = f"{one.reach:,}  {one.reach_source or ''}" if one.reach is not None else None
    rows = [
        *prose(one.name, width, "fg"),
        *prose(t("rosters.channel_of", unit=one.unit.name), width),
        BLANK,
        *facts(
            [
                ("kind", word("channel", one.kind)),
                ("platform", one.platform),
                ("url", one.url),
                ("owner", one.owner),
                ("monitor", one.monitor.name if one.monitor else None),
                ("group", one.group),
                ("reach", reach),
                ("opened", say(one.opened_on)),
                ("closed", say(one.closed_on)),
                ("tags", t("intake.comma").join(one.unit.tags)),
            ],
            width,
        ),
    ]
    if one.monitor is None and one.closed_on is None:
        rows += [BLANK, *prose(t("rosters.unwatched"), width, "near")]
    return rows


def document_columns() -> tuple[Column, ...]:
    return (head("document", 14), head("dated", 10), head("state", 8), head("document_title"))


def listed_documents(page: RosterDocumentPage) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    return Listed(entries=tuple(_document(edge.node) for edge in page.edges), after=after or "")


def _document(one: RosterDocument) -> Entry:
    holds = one.withdrawn_on is None
    return Entry(
        id=one.id,
        cells=(
            Piece(word("document", one.kind), "fg" if holds else "muted"),
            Piece(say(one.dated), "muted"),
            Piece(
                t(f"rosters.document.{'holds' if holds else 'gone'}"), "ok" if holds else "muted"
            ),
            Piece(one.title, "fg" if holds else "muted"),
        ),
        item=one,
        words=one.number or "",
    )


def document_detail(one: RosterDocument, width: int) -> list[Line]:
    return [
        *prose(one.title, width, "fg"),
        *prose(one.unit.name, width),
        BLANK,
        *facts(
            [
                ("kind", t(f"rosters.document.whole.{one.kind}")),
                ("number", one.number),
                ("dated", say(one.dated)),
                ("withdrawn", say(one.withdrawn_on)),
                ("url", one.url),
                ("sha256", one.file_sha256),
                ("recorded", one.recorded_by),
            ],
            width,
        ),
    ]
