"""What was said to the public, where it stands, how it went out, what followed a conference."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_chain import HowReleased, IncidentChain
from clients.tui.models_incident import Release
from clients.tui.views.chain import doubt_lines
from clients.tui.views.menus import menu
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, line, muted, prose, strong


def release_page(
    releases: list[Release], chain: IncidentChain, now: datetime, width: int
) -> list[Line]:
    """Return every release with its doubts, then the decisions on a further conference."""
    how = {row.id: row for row in chain.releases}
    rows = [row for one in releases for row in _release(one, how.get(one.id), now, width)]
    rows = rows or [line(muted(t("incident.no_releases")))]
    return [*rows, *further_lines(chain, now, width)]


def _release(release: Release, how: HowReleased | None, now: datetime, width: int) -> list[Line]:
    kind = t("release.conclusive" if release.conclusive else "release.interim")
    version = t("gates.version", n=how.statement) if how and how.statement else ""
    rows = [
        line(
            Piece(f"{say_clock(release.released_at, now)} "),
            strong(release.form_title),
            muted(f" {kind} {release.recorded_by} {version}"),
            Piece(f" {t('release.ungated')}" if how and how.ungated else "", "over", True),
        )
    ]
    rows += prose(release.title, width, "fg", 3) if release.title else []
    for place in release.publications:
        channel = menu("channel").title(place.channel_kind)
        words = f"{channel} {place.platform or ''} {place.url or t('release.no_url')}"
        rows += prose(" ".join(words.split()), width, "muted", 3)
    if how:
        rows += doubt_lines([doubt.message for doubt in how.warnings], width)
    return rows


def further_lines(chain: IncidentChain, now: datetime, width: int) -> list[Line]:
    """Return the decisions on a further conference."""
    rows = [BLANK, heading(t("release.further"))] if chain.conference_decisions else []
    for made in chain.conference_decisions:
        told = t("release.further.none")
        if made.another and made.suggested_at:
            told = t("release.further.at", at=say_clock(made.suggested_at, now))
        at = say_clock(made.decided_at, now)
        rows.append(line(strong(told), muted(f"  {made.decider} {at}")))
        rows += prose(made.reason, width, "fg", 3) if made.reason else []
    return rows
