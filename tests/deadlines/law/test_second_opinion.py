"""Two implementations that share no code agree on ten thousand random incidents."""

import random
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import asdict

from services.deadlines.law.calculation import required
from services.deadlines.law.directory import Directory, Unit
from services.deadlines.law.facts import Facts
from services.deadlines.law.selection import forced, packs_in_force
from services.deadlines.law.words import CATEGORIES, RESPONSE_VALUES, SEVERITIES, VERACITIES
from services.deadlines.packs import pack_texts, world_text
from tests.deadlines.law import naive
from tests.deadlines.law.law import PACK_IDS, shipped
from tests.deadlines.law.naive_packs import in_force, read
from tests.deadlines.law.naive_units import Units

TEXTS = read(pack_texts())
ROWS: list[dict[str, Any]] = tomllib.loads(world_text())["unit"]
CODES = [row["code"] for row in ROWS]
PLACES = ["1301", "130121", "130123", "130123100", "130123101", "130171", "1404", "140403"]
PLACES += ["341824", "341824101", "13", "530102", "130199"]
DESKS = ["1301", "130123", "13", "1404-NYJ", "1404", "341824", "1301-ZFB", "5301", "999-X", "X"]
BATCHES = range(20)


def some(rng: random.Random, of: list[str], most: int) -> tuple[str, ...] | None:
    if rng.random() < 0.25:
        return None
    return tuple(rng.choice(of) for _ in range(rng.randrange(most + 1)))


def maybe(rng: random.Random, *values: Any) -> Any:
    return rng.choice((None, *values))


def random_incident(rng: random.Random) -> Facts:
    known = datetime(2013, 6, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(17 * 365 * 86400))
    before = timedelta(minutes=rng.choice((0, 22, 60, 61, 300, 1440, 2880, rng.randrange(9000))))
    return Facts(
        known_at=known,
        occurred_at=maybe(rng, known - before, known - before),
        emergency=maybe(rng, True, True, False),
        severity=maybe(rng, *SEVERITIES),
        kind=maybe(rng, "ACCIDENT", "OPINION"),
        categories=some(rng, list(CATEGORIES), 2),
        localities=some(rng, PLACES, 3),
        units=some(rng, [*CODES, "130123-GONE"], 3),
        major_policy=maybe(rng, True, False),
        fields=some(rng, ["BUDGET", "WORK_SAFETY", "NINE_KEY_FIELDS"], 1),
        major_casualties=maybe(rng, True, False),
        large_social_impact=maybe(rng, True, False),
        severe_rumour=maybe(rng, True, False),
        veracity=maybe(rng, *VERACITIES),
        response_value=maybe(rng, *RESPONSE_VALUES),
        directed_by=maybe(rng, "13"),
        directed_at=maybe(rng, known - before),
        directed_due_at=maybe(rng, known - timedelta(hours=1), known + timedelta(hours=9)),
        drill=rng.random() < 0.1,
        desk=maybe(rng, *DESKS),
    )


def engine_says(facts: Facts, directory: Directory, names: list[str] | None) -> list[naive.Answer]:
    if names is None:
        chosen = packs_in_force(shipped(), facts, directory)
    else:
        found = forced(shipped(), names)
        assert not isinstance(found, str)
        chosen = found
    duties = required(facts, chosen, directory, facts.known_at).duties
    return [
        naive.Answer(
            key=d.key,
            due_at=d.due_at,
            start_at=d.start_at,
            provisional=d.provisional,
            modality=d.modality.value,
            owner=d.owner.code,
            acting=next(f"{b.pack}/{b.duty}" for b in d.basis if b.acting),
            bases=tuple(f"{b.pack}/{b.duty}" for b in d.basis),
            late_at_intake=d.late_at_intake,
            owed=d.owed,
        )
        for d in sorted(duties, key=lambda d: d.key)
    ]


def naive_says(
    facts: Mapping[str, Any], units: Units, names: list[str] | None
) -> list[naive.Answer]:
    if names is None:
        return naive.required(facts, in_force(TEXTS, facts, units), units)
    by_id = {text["pack"]["id"]: text for text in TEXTS}
    return naive.required(facts, [by_id[name] for name in names], units)


@pytest.mark.parametrize("batch", BATCHES)
def test_a_second_naive_implementation_agrees(batch: int) -> None:
    rng = random.Random(batch)
    for number in range(10_000 // len(BATCHES)):
        rows = [row for row in ROWS if rng.random() > 0.06]  # some are not in the registry
        directory = Directory.of(Unit(**row) for row in rng.sample(rows, len(rows)))
        names = rng.sample(PACK_IDS, rng.randrange(1, 5)) if rng.random() < 0.5 else None
        facts = random_incident(rng)

        one = engine_says(facts, directory, names)
        other = naive_says(asdict(facts), Units(rows), names)

        assert one == other, f"batch {batch}, incident {number}: {names} {facts}"
