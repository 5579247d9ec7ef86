"""What is refused of leads, and doubted of them."""

from typing import Final

from services.kit.refusal import Refusal

CLAIMED_AHEAD: Final = "所报时间晚于本系统收到的时间，已按原样保存，时限以收到时间计。"
KNOWN_EARLIER: Final = "线索收到时间早于事件的接报时间，请在研判中更正接报时间。"

_STATES: Final = {"PROMOTED": "转为事件", "MERGED": "并入", "DISMISSED": "排除"}


def lead_not_found(field: str) -> Refusal:
    """A lead that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这条线索，或不在您的范围内。", field)


def sighting_not_found(field: str) -> Refusal:
    """A sighting that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这条来源记录，或不在您的范围内。", field)


def lead_decided(state: str, field: str) -> Refusal:
    """A second decision on a lead."""
    return Refusal("LEAD_DECIDED", f"线索已{_STATES[state]}，不能再次处理。", field)


def lead_busy() -> Refusal:
    """An act that waited a second for another one on the same lead; nothing was done."""
    return Refusal("BUSY", "该线索正在被其他人办理，请稍候再试。")


def last_sighting() -> Refusal:
    """A split of a lead with one sighting."""
    return Refusal("LAST_SIGHTING", "这条线索只有一个来源，无需拆分。", "input.sighting")


def one_target() -> Refusal:
    """A merge into neither or both of lead and incident."""
    return Refusal("ONE_OF", "请在线索和事件中选一个作为并入对象。", "input.intoLead")


def same_lead() -> Refusal:
    """A merge of a lead into itself."""
    return Refusal("SAME_LEAD", "不能把线索并入它自己，请选择另一条。", "input.intoLead")


def time_too_far(field: str) -> Refusal:
    """A claimed time beyond the year 2099."""
    return Refusal("TIME_OUT_OF_BOUNDS", "所报时间晚于2099年，请核对年份。", field)


def nothing_to_know_it_by() -> Refusal:
    """A report without address, content or title."""
    return Refusal("MISSING", "请至少填写网址、内容摘要值或标题之一。", "input.title")


def bad_hash() -> Refusal:
    """A content hash that cannot be one."""
    message = "内容摘要值须为16至128位字母、数字或 +/=:_-，请核对。"
    return Refusal("BAD_HASH", message, "input.source.contentHash")


def bad_period() -> Refusal:
    """A period that ends before it begins."""
    return Refusal("BAD_PERIOD", "统计期间的结束时间须晚于开始时间。", "until")
