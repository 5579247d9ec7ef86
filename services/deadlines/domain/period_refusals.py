"""The refusals of what belongs to no incident: periods, policies."""

from services.kit.refusal import Refusal


def occasion_not_found(field: str) -> Refusal:
    """An occasion that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这个事由，或不在您的范围内。", field)


def not_a_period(field: str) -> Refusal:
    """An act recorded for an occasion that is no period."""
    return Refusal("NOT_A_PERIOD", "这个事由不是周期事项，请选择周期事项或留空。", field)


def unit_elsewhere(field: str) -> Refusal:
    """An act of a unit outside the caller's territory."""
    return Refusal("OUT_OF_SCOPE", "这个单位不在您的范围内，请由其所在地区登记。", field)
