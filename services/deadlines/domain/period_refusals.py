"""The refusals of what belongs to no incident: periods, policies."""

from services.kit.refusal import Refusal


def occasion_not_found(field: str) -> Refusal:
    """An occasion that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这个事由，或不在您的范围内。", field)


def not_a_period(field: str) -> Refusal:
    """An act recorded for an occasion that is no period."""
    return Refusal("NOT_A_PERIOD", "这个事由不是周期事项，请选择周期事项或留空。", field)


def unit_elsewhere(field: str) -> Refusal:
    """An act of a unit outside the caller's territory, which may not even learn of it."""
    return Refusal("NOT_FOUND", "没有这个单位，或不在您的范围内，请由其所在地区登记。", field)


def not_a_policy(field: str) -> Refusal:
    """An act on a policy named another occasion."""
    return Refusal("NOT_A_POLICY", "这个事由不是政策发布，请选择政策。", field)


def already_published(field: str) -> Refusal:
    """A policy that is out already."""
    return Refusal("ALREADY_PUBLISHED", "政策已经公布，不能再改公布时间。", field)


def nothing_to_assess(field: str) -> Refusal:
    """A risk assessment of a policy that owes none, or has it already."""
    return Refusal("NOTHING_TO_ASSESS", "这项政策没有待办的风险评估，请核对。", field)


def evidence_wanted(title: str) -> Refusal:
    """A duty that is proved by an address, recorded without one."""
    return Refusal(
        "BAD_URL", f"“{title}”须以网址为证，请在回执中填写 http 开头的网址。", "input.receipt"
    )
