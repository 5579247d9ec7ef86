"""Expert pools: the experts that a unit may ask to explain a policy or an emergency."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertPool:
    """A pool 政策解读专家库 (某省 2013 十): a unit with experts, whose id and code it bears.

    ``established_on`` is the day on which the first expert ever entered it.
    """

    id: UUID
    unit: str
    established_on: date
