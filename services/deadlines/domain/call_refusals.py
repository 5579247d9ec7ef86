"""The refusals of call-centre statistics."""

from services.kit.refusal import Refusal


def day_in_future(field: str) -> Refusal:
    """Statistics of a day that has not begun in China."""
    return Refusal("DAY_IN_FUTURE", "统计日期晚于今天，请核对日期。", field)


def more_than_calls(field: str) -> Refusal:
    """More calls answered than there were."""
    return Refusal("MORE_THAN_CALLS", "接通数大于来电数，请与来源核对。", field)


def more_than_answered(field: str) -> Refusal:
    """More calls answered in time than answered."""
    return Refusal("MORE_THAN_ANSWERED", "及时接通数大于接通数，请与来源核对。", field)


def told_twice(row: int, field: str) -> Refusal:
    """The same unit and day twice in one import; ``row`` counts from 1."""
    return Refusal("TOLD_TWICE", f"与第{row}行的单位和日期相同，请删去一行。", field)
