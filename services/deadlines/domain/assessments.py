"""What an assessment weighs, who decided it, and when a rule pack asks for that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from services.deadlines.domain import refusals
from services.deadlines.domain.facts_input import LONGEST_WORD, text
from services.deadlines.law.facts import Facts
from services.deadlines.law.pack import RulePack

LONGEST_REASON: Final = 1000
LONGEST_FACTOR: Final = 500
FACTORS: Final[Mapping[str, tuple[str, str]]] = {
    "nature": ("nature", "性质"),
    "reach": ("reach", "影响范围"),
    "media_involvement": ("mediaInvolvement", "媒体介入程度"),
    "consequences": ("consequences", "可能产生的后果"),
}
"""The four factors (某市制度 六) by name: as the schema spells them, and in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person gives with an assessment (研判意见): why, what was weighed, who decided.

    ``decided_by`` None is the one who writes it down.
    """

    reason: str
    factors: Mapping[str, str]
    decided_by: str | None


def judgement(reason: str, factors: Mapping[str, str], decided_by: str | None) -> Judgement:
    """Check what was given; raises Refusal MISSING (reason), TOO_LONG or BAD_TEXT."""
    said = text("input.reason", LONGEST_REASON)(reason)
    if not said:
        raise refusals.missing("input.reason", "研判理由")
    weighed = {
        name: text(f"input.factors.{FACTORS[name][0]}", LONGEST_FACTOR)(value)
        for name, value in factors.items()
    }
    return Judgement(
        reason=said,
        factors={name: value for name, value in weighed.items() if value},
        decided_by=text("input.decidedBy", LONGEST_WORD)(decided_by or "") or None,
    )


def check_factors(
    before: Facts, after: Facts, factors: Mapping[str, str], packs: Iterable[RulePack]
) -> None:
    """Refuse FACTORS_MISSING where a severity is set or changed and a pack asks what was weighed.

    Opening never asks: at three in the morning nobody knows the consequences yet.
    """
    if after.severity is None or after.severity == before.severity:
        return
    asking = next((pack for pack in packs if pack.factors_clause is not None), None)
    absent = [name for name in FACTORS if name not in factors]
    if asking is not None and absent:
        titles = "、".join(FACTORS[name][1] for name in absent)
        clause = f"{asking.title}{asking.factors_clause}"
        raise refusals.factors_missing(clause, titles, f"input.factors.{FACTORS[absent[0]][0]}")
