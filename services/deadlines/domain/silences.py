"""Which sources have fallen silent (静默来源), measured against what is expected of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from services.deadlines.domain.duty_rules import SOURCE_TITLES, Expectation, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """When a source was last heard; None: never. ``subject`` is a vendor's login."""

    kind: SourceKind
    last_at: datetime | None
    subject: str | None = None
    name: str | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A source and its silence (信息来源).

    ``within`` are the minutes it may be silent, inclusive; None: nothing is expected, so that its
    silence is measured and never too long. ``silent`` is then None too. ``ours``: the expectation
    is the house's own.
    """

    kind: SourceKind
    title: str
    subject: str | None
    last_at: datetime | None
    within: int | None
    silent: bool | None
    ours: bool


def sources(
    heard: Sequence[Heard], expected: Sequence[Expectation], now: datetime
) -> tuple[Source, ...]:
    """Measure each source's silence at ``now``: the silent ones first, the unexpected last.

    A source that is expected and was never heard is silent. What was heard ahead of the clock, by
    one that was fast, is heard now.
    """
    by_name = {(each.kind, each.subject): each for each in heard}
    wanted = {(each.kind, each.subject): each for each in expected}
    found = [
        _source(by_name.get(name), wanted.get(name), name, now)
        for name in dict.fromkeys((*wanted, *by_name))
    ]
    rank = {True: 0, False: 1, None: 2}
    return tuple(sorted(found, key=lambda s: (rank[s.silent], s.kind.value, s.title)))


def _source(
    heard: Heard | None,
    expected: Expectation | None,
    name: tuple[SourceKind, str | None],
    now: datetime,
) -> Source:
    kind, subject = name
    last = heard.last_at if heard else None
    within = expected.within if expected else None
    silent = None
    if within is not None:
        silent = last is None or now - last > timedelta(minutes=within)
    called = (heard.name if heard else None) or subject
    return Source(
        kind=kind,
        title=f"{SOURCE_TITLES[kind]} {called}" if called else SOURCE_TITLES[kind],
        subject=subject,
        last_at=last,
        within=within,
        silent=silent,
        ours=expected.ours if expected else False,
    )
