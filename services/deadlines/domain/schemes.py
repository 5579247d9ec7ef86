"""Schemes of assessment as data: which figures are weighed, how much each, and from where to where.

The texts say that responding is assessed, and leave the weights to the place (石家庄 2019 六,
某市 十一): a scheme is a place's own and never law.
"""

import tomllib
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from services.deadlines.domain.report_words import Indicator

WEIGHED: Final = frozenset(
    (
        Indicator.ON_TIME_RATE,
        Indicator.MISSED,
        Indicator.MEAN_OVERDUE,
        Indicator.DONE_RATE,
        Indicator.PROVEN_RATE,
        Indicator.FORMS,
        Indicator.UNGATED,
        Indicator.DECISIONS,
    )
)
"""What can be weighed: what is counted for each part of a unit's tree."""
WHOLE: Final = 100


class Weight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure of a scheme (考核指标): ``weight`` points at ``full``, none at ``zero``.

    In between in proportion, beyond either end no more and no less; ``zero`` may be the larger.
    """

    indicator: Indicator
    weight: int
    full: float
    zero: float

    def points(self, value: float) -> float:
        """Return the points for a value, unrounded."""
        share = (value - self.zero) / (self.full - self.zero)
        return self.weight * min(max(share, 0.0), 1.0)


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One scheme (考核办法). ``verified`` False: a sample, which no place has confirmed as its own.

    ``basis`` names what asks for an assessment; the weights stand in no text.
    """

    id: str
    title: str
    basis: str
    verified: bool
    weights: tuple[Weight, ...]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    scheme: dict[str, Any]
    weight: list[dict[str, Any]]


class SchemeFault(Exception):
    """A scheme that cannot be used; the message says where and why."""


def parse_scheme(text: str, source: str) -> Scheme:
    """Read a scheme from TOML. Raises SchemeFault: a fault of shape, weights that do not add up to
    100, a figure that is not weighed or weighed twice, a scale without length.
    """
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
        scheme = msgspec.convert({**file.scheme, "weights": file.weight}, Scheme)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SchemeFault(f"{source}: {error}") from None
    for fault in _faults(scheme):
        raise SchemeFault(f"{source}: {fault}")
    return scheme


def _faults(scheme: Scheme) -> Iterable[str]:
    indicators = [one.indicator for one in scheme.weights]
    if sum(one.weight for one in scheme.weights) != WHOLE:
        yield "the weights do not add up to 100"
    if len(set(indicators)) < len(indicators):
        yield "a figure is weighed twice"
    for one in scheme.weights:
        if one.indicator not in WEIGHED:
            yield f"{one.indicator.value} is not counted for each unit"
        if one.weight <= 0 or one.full == one.zero:
            yield f"{one.indicator.value} has no weight or no scale"


def score(scheme: Scheme, values: dict[Indicator, float | None]) -> float | None:
    """Return a score of 100 with two decimals, None where nothing can be weighed.

    What there was nothing of is left out, and the rest weighed in its stead.
    """
    told = [(one, values.get(one.indicator)) for one in scheme.weights]
    weighed = sum(one.weight for one, value in told if value is not None)
    points = sum(one.points(value) for one, value in told if value is not None)
    return round(points * WHOLE / weighed, 2) if weighed else None
