"""The refusals of reports, reviews and what units tell of their means."""

from services.kit.refusal import Refusal


def unit_elsewhere(field: str) -> Refusal:
    """A report on a unit outside the caller's territory, or that nobody knows."""
    return Refusal("NOT_FOUND", "没有这个单位，或不在您的管辖范围内，请核对单位代码。", field)


def bad_period(field: str) -> Refusal:
    """A period that is written in no known way."""
    return Refusal(
        "BAD_PERIOD",
        "周期请写作2026（年）、2026H1（半年）或2026Q3（季度），或填写起止时间。",
        field,
    )


def no_period(field: str) -> Refusal:
    """Neither a period nor both of its ends, or both."""
    return Refusal("BAD_PERIOD", "请填写周期，或同时填写起、止时间，二者选一。", field)


def backwards(field: str) -> Refusal:
    """A period that ends before it begins."""
    return Refusal("BAD_PERIOD", "止时间须晚于起时间，请核对。", field)


def not_begun(field: str) -> Refusal:
    """A period that has not begun yet."""
    return Refusal("BAD_PERIOD", "该周期尚未开始，没有可以统计的内容。", field)


def too_wide(field: str) -> Refusal:
    """A period of more than two years."""
    return Refusal("BAD_PERIOD", "一份报告最多统计两年，请分期统计。", field)


def bad_cursor(field: str) -> Refusal:
    """A cursor that lacks a part of its key."""
    return Refusal("BAD_CURSOR", "翻页游标不正确，请从第一页重新查询。", field)


def unknown_scheme(code: str, field: str) -> Refusal:
    """An assessment by a scheme that is not loaded."""
    return Refusal("UNKNOWN_SCHEME", f"没有“{code[:30]}”这套考核办法，请从列表中选择。", field)


def not_of_incident(field: str) -> Refusal:
    """A review that bears with what is no obligation of the incident."""
    return Refusal("NOT_FOUND", "所选事项不属于这个事件，请重新选择。", field)


def review_of_a_drill(field: str) -> Refusal:
    """A review of an exercise."""
    return Refusal("DRILL", "演练事件不作评议，请核对事件编号。", field)


def nothing_to_tolerate(field: str) -> Refusal:
    """Items that are named though nothing is borne with."""
    return Refusal("NOT_TOLERATED", "未选择容错，请勿列出容错事项。", field)


def bad_year(field: str) -> Refusal:
    """A year in which nothing of this can lie."""
    return Refusal("BAD_YEAR", "年度须在2000年至明年之间，请核对。", field)


def nothing_told(field: str) -> Refusal:
    """People and money without any number."""
    return Refusal("MISSING", "请至少填写专职、兼职人数或经费中的一项。", field)


def bulletin_not_found(field: str) -> Refusal:
    """An issued report that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这份印发的报告，或不在您的范围内。", field)


def corrected_already(title: str, field: str) -> Refusal:
    """A correction of a version that another one has corrected."""
    return Refusal("CORRECTED_ALREADY", f"“{title}”已有更正版，请对最新版更正。", field)


def nothing_differs(title: str, field: str) -> Refusal:
    """A correction that changes nothing."""
    return Refusal("NOTHING_DIFFERS", f"按现在的记录，“{title}”没有变化，无需更正。", field)
