"""Random facts for the property tests, and how hard to try."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from services.deadlines.law.facts import Facts
from services.deadlines.law.words import CATEGORIES, RESPONSE_VALUES, SEVERITIES, VERACITIES
from tests.deadlines.law.law import PACK_IDS, world

T = TypeVar("T")

# The same examples on every machine; the seeds of a failure are printed, not stored.
LAW = settings(deadline=None, max_examples=100, derandomize=True, database=None)

PLACES = ("1301", "130121", "130123", "130123100", "1404", "140403", "341824", "530102")

moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    max_value=datetime(2099, 12, 31),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)
pack_lists = st.lists(st.sampled_from(PACK_IDS), min_size=1, max_size=5, unique=True)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def several(*codes: str) -> st.SearchStrategy[tuple[str, ...] | None]:
    return maybe(st.lists(st.sampled_from(codes), max_size=3).map(tuple))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    known = draw(moments)
    before = draw(maybe(st.integers(min_value=0, max_value=5000)))
    flag = maybe(st.booleans())
    return Facts(
        known_at=known,
        occurred_at=None if before is None else known - timedelta(minutes=before),
        emergency=draw(flag),
        severity=draw(maybe(st.sampled_from(list(SEVERITIES)))),
        categories=draw(several(*CATEGORIES)),
        localities=draw(several(*PLACES)),
        units=draw(several(*world().units)),
        major_policy=draw(flag),
        major_casualties=draw(flag),
        large_social_impact=draw(flag),
        severe_rumour=draw(flag),
        veracity=draw(maybe(st.sampled_from(list(VERACITIES)))),
        response_value=draw(maybe(st.sampled_from(list(RESPONSE_VALUES)))),
        directed_by=draw(maybe(st.just("13"))),
        directed_due_at=draw(maybe(st.just(known + timedelta(hours=9)))),
        desk=draw(maybe(st.sampled_from(["1301", "1404-NYJ", "341824"]))),
    )
