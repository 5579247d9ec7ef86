"""The refusals of journals and reports."""

from collections.abc import Sequence

from services.kit.refusal import Refusal


def bad_days(field: str) -> Refusal:
    """A period that runs backwards or is longer than a year."""
    return Refusal("BAD_DAYS", "时段须从前往后，且不超过一年，请核对起止日期。", field)


def day_in_future(field: str) -> Refusal:
    """A day that has not begun in China."""
    return Refusal("DAY_IN_FUTURE", "所选日期还没有到，请核对日期。", field)


def day_too_early(field: str) -> Refusal:
    """A day before the year 2000."""
    return Refusal("DAY_TOO_EARLY", "所选日期早于2000年，请核对年份。", field)


def unit_not_found(field: str) -> Refusal:
    """A unit that is not there or that lies elsewhere."""
    return Refusal("NOT_FOUND", "没有这个单位，或不在您的范围内。", field)


def too_many_incidents(most: int, field: str) -> Refusal:
    """A journal of so many incidents that nobody could read it."""
    return Refusal("TOO_MANY", f"当日在办事件超过{most}起，请按下级单位分别成文。", field)


def no_such_form(forms: Sequence[str]) -> Refusal:
    """A file of a kind that is not made."""
    return Refusal("NOT_FOUND", f"没有这种文件格式，可选{'、'.join(forms)}。", "form")


def bad_date(field: str) -> Refusal:
    """A day that is not written as one."""
    return Refusal("BAD_DATE", "日期须写作 2026-11-21 的样式，请核对。", field)


def no_such_modality(field: str, known: Sequence[str]) -> Refusal:
    """A modality that no clause has."""
    return Refusal("UNKNOWN_MODALITY", f"没有这种力度，可选{'、'.join(known)}。", field)


def report_not_found(field: str) -> Refusal:
    """An issued report that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这份印发的报告，或不在您的范围内。", field)


def bad_year(field: str) -> Refusal:
    """A year that is not written as one."""
    return Refusal("BAD_YEAR", "年份须写作 2026 的样式，请核对。", field)
