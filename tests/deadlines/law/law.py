"""The shipped packs, the world of their cases, and small builders for the tests of the law."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

from services.deadlines.law.calculation import required
from services.deadlines.law.cases import parse_world
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.loading import parse_pack
from services.deadlines.law.pack import RulePack
from services.deadlines.law.results import Calculation, RequiredDuty
from services.deadlines.law.selection import PackSet, forced
from services.deadlines.packs import pack_texts, world_text

CHINA = timezone(timedelta(hours=8))
KNOWN = datetime(2026, 3, 13, 19, 2, tzinfo=UTC)  # 03:02 on the 14th in China
OCCURRED = KNOWN - timedelta(minutes=22)
PACK_IDS = tuple(sorted(name.removesuffix(".toml") for name in pack_texts()))


@cache
def shipped() -> PackSet:
    return PackSet.of(parse_pack(text, name) for name, text in pack_texts().items())


@cache
def world() -> Directory:
    return parse_world(world_text())


def packs(*ids: str) -> tuple[RulePack, ...]:
    chosen = forced(shipped(), ids)
    assert not isinstance(chosen, str), f"no such pack: {chosen}"
    return chosen


def make_facts(**overrides: Any) -> Facts:
    """A particularly major accident in 正定县, known 22 minutes after it occurred."""
    values: dict[str, Any] = {
        "known_at": KNOWN,
        "occurred_at": OCCURRED,
        "emergency": True,
        "severity": "PARTICULARLY_MAJOR",
        "localities": ("130123",),
        "desk": "1301",
    }
    return Facts(**{**values, **overrides})


def calculate(*ids: str, **given: Any) -> Calculation:
    """Calculate under the named packs; ``given`` are ``facts`` whole or facts by name."""
    facts: Facts = given["facts"] if "facts" in given else make_facts(**given)
    return required(facts, packs(*ids), world(), facts.known_at)


def by_key(calculation: Calculation) -> Mapping[str, RequiredDuty]:
    return {duty.key: duty for duty in calculation.duties}


def kinds(duties: Sequence[RequiredDuty]) -> set[str]:
    return {duty.kind for duty in duties}


def local(*parts: int) -> datetime:
    """A moment by the clock of China."""
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type, misc]  # parts are a moment's
