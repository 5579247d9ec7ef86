"""A second version of 石家庄2019, stricter than the first, from any day on."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache

from services.deadlines.law.loading import parse_pack
from services.deadlines.law.selection import PackSet
from services.deadlines.packs import pack_texts
from services.deadlines.usecases.previews import Law
from tests.deadlines.life.expectation import TEXTS, Table

FIRST = "shijiazhuang-2019.toml"
BEGAN = "effective_from = 2019-03-08"
HALVED = {'within = "1h"': 'within = "30m"', 'within = "24h"': 'within = "12h"'}


@cache
def stricter_from(day: date) -> tuple[Law, Sequence[Table]]:
    """Load the packs with the newer one among them; half the hours, and no consultation."""
    texts = pack_texts()
    first = texts.pop(FIRST)
    ended = first.replace(BEGAN, f"{BEGAN}\neffective_to = {day}")
    newer = first.replace(BEGAN, f"effective_from = {day}").replace(
        'version = "1"', 'version = "2"'
    )
    for hours, half in HALVED.items():
        assert hours in newer
        newer = newer.replace(hours, half)
    newer = newer.replace('kind = "CONSULTATION"', 'kind = "CONSULTATION"\non = "BREACH"')
    found = [parse_pack(text, name) for name, text in texts.items()]
    found += [parse_pack(text, FIRST) for text in (ended, newer)]
    others = [text for text in TEXTS if text["pack"]["id"] != "shijiazhuang-2019"]
    return Law(PackSet.of(found)), (*others, tomllib.loads(ended), tomllib.loads(newer))
