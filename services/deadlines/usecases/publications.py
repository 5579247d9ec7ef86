"""Where a release stood, told with it or later."""

from dataclasses import dataclass
from datetime import datetime

from services.deadlines.domain import refusals
from services.deadlines.domain.facts_input import LONGEST_WORD, text, url
from services.deadlines.domain.obligations import check_done_at
from services.deadlines.domain.releases import Publication
from services.deadlines.usecases.previews import Law

LARGEST_REACH = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPublication:
    """A publication as stated; ``published_at`` None is the moment of the release."""

    channel_kind: str
    platform: str | None
    url: str | None
    published_at: datetime | None
    checksum: str | None
    reach: float | None = None
    reach_source: str | None = None
    comments: float | None = None


def _reach(row: StatedPublication, path: str) -> tuple[int | None, str | None]:
    """Check a number of readers, which is whole and never stands without who tells so."""
    source = text(f"{path}.reachSource", LONGEST_WORD)(row.reach_source or "") or None
    reach = _whole(row.reach, f"{path}.reach")
    if reach is None:
        return None, None
    if source is None:
        raise refusals.missing(f"{path}.reachSource", "到达数的来源")
    return reach, source


def _whole(number: float | None, path: str) -> int | None:
    if number is None:
        return None
    if not (0 <= number < LARGEST_REACH and number == int(number)):
        raise refusals.bad_number(path)
    return int(number)


def check_publication(
    row: StatedPublication,
    law: Law,
    path: str,
    released_at: datetime,
    now: datetime,
    earliest: datetime | None,
) -> Publication:
    """Check where and when a release stood.

    Raises Refusal UNKNOWN_CHANNEL, TIME_IN_FUTURE, BEFORE_OCCURRENCE, BAD_URL, BAD_NUMBER, MISSING.
    """
    if row.channel_kind not in law.words.channel_kinds:
        raise refusals.unknown_word(
            "UNKNOWN_CHANNEL", "发布渠道", row.channel_kind, f"{path}.channelKind"
        )
    published_at = row.published_at or released_at
    check_done_at(published_at, now, earliest, f"{path}.publishedAt")
    reach, reach_source = _reach(row, path)
    return Publication(
        channel_kind=row.channel_kind,
        platform=text(f"{path}.platform", LONGEST_WORD)(row.platform or "") or None,
        url=url(f"{path}.url")(row.url) if row.url else None,
        published_at=published_at,
        checksum=text(f"{path}.checksum", 200)(row.checksum or "") or None,
        reach=reach,
        reach_source=reach_source,
        comments=_whole(row.comments, f"{path}.comments"),
    )
