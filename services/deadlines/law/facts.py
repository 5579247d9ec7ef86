"""What is known of an incident at one moment. None means unknown, never false."""

from datetime import datetime

import msgspec

from services.deadlines.law.words import Precision


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of an incident (舆情事件) that a rule may ask for.

    Times are aware. ``localities`` are division codes (GB/T 2260 and its statistical extension),
    ``units`` and ``mentioned_units`` are unit codes of the registry. ``desk`` is the code of the
    unit that keeps the duty desk: where the locality is unknown, its territory bounds the
    candidates. ``direct_loss`` is in yuan. An empty tuple means "known to be none".
    """

    known_at: datetime
    occurred_at: datetime | None = None
    occurred_precision: Precision | None = None
    assessed_at: datetime | None = None
    emergency: bool | None = None
    kind: str | None = None
    severity: str | None = None
    categories: tuple[str, ...] | None = None
    localities: tuple[str, ...] | None = None
    units: tuple[str, ...] | None = None
    major_policy: bool | None = None
    fields: tuple[str, ...] | None = None
    deaths: int | None = None
    seriously_injured: int | None = None
    direct_loss: float | None = None
    major_casualties: bool | None = None
    large_social_impact: bool | None = None
    severe_rumour: bool | None = None
    veracity: str | None = None
    response_value: str | None = None
    source_platform: str | None = None
    source_url: str | None = None
    directed_by: str | None = None
    directed_at: datetime | None = None
    directed_due_at: datetime | None = None
    mentioned_units: tuple[str, ...] | None = None
    drill: bool = False
    desk: str | None = None
