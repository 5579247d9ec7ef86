"""Every refusal of this service in one place: code, sentence, field."""

from collections.abc import Sequence

from services.kit.refusal import Refusal


def time_in_future(field: str) -> Refusal:
    """A time more than five minutes ahead of the server's clock."""
    return Refusal("TIME_IN_FUTURE", "所填时间晚于当前时间5分钟以上，请核对。", field)


def time_too_early(field: str) -> Refusal:
    """A time before the year 2000."""
    return Refusal("TIME_TOO_EARLY", "所填时间早于2000年，请核对年份。", field)


def occurred_after_known() -> Refusal:
    """An occurrence after the report of it."""
    return Refusal(
        "OCCURRED_AFTER_KNOWN", "发生时间晚于接报时间，请核对两个时间。", "facts.occurredAt"
    )


def known_later() -> Refusal:
    """A report that an assessment dates later than it stood."""
    return Refusal("KNOWN_LATER", "接报时间只能更正为更早，不能改晚，请核对。", "facts.knownAt")


def before_occurrence(field: str) -> Refusal:
    """An act dated before the incident itself."""
    return Refusal("BEFORE_OCCURRENCE", "所填时间早于事件发生时间，请核对。", field)


def due_before_order() -> Refusal:
    """An order from above whose due time lies before the order itself."""
    return Refusal(
        "DUE_BEFORE_ORDER", "要求回应的时限早于交办时间，请核对两个时间。", "facts.directedDueAt"
    )


def unknown_word(code: str, what: str, word: str, field: str) -> Refusal:
    """A word that neither the service nor a loaded pack knows."""
    return Refusal(code, f"没有“{word[:30]}”这个{what}，请从列表中选择。", field)


def unknown_unit(word: str, field: str) -> Refusal:
    """A unit code that the registry, lately heard from, does not have."""
    return Refusal("UNKNOWN_UNIT", f"登记簿中没有单位“{word[:30]}”，请核对单位代码。", field)


def bad_locality(word: str, field: str) -> Refusal:
    """A locality that is no division code, or one that the registry does not have."""
    return Refusal("BAD_LOCALITY", f"“{word[:30]}”不是行政区划代码，请重新选择发生地。", field)


def person_not_found(field: str) -> Refusal:
    """A person who answers for no unit of the caller's territory."""
    return Refusal("NOT_FOUND", "没有找到该人员，或其不在您的管辖范围内。", field)


def bad_page(field: str, largest: int) -> Refusal:
    """A page of none or of too many."""
    return Refusal("BAD_PAGE", f"每页条数须在 1 到 {largest} 之间。", field)


def bad_number(field: str) -> Refusal:
    """A number of people that is negative, broken or beyond belief."""
    return Refusal("BAD_NUMBER", "人数须为不小于 0 的整数。", field)


def too_long(field: str, limit: int) -> Refusal:
    """A text longer than ``limit`` characters."""
    return Refusal("TOO_LONG", f"内容过长，请控制在{limit}字以内。", field)


def too_many(field: str, limit: int) -> Refusal:
    """A list of more than ``limit`` items."""
    return Refusal("TOO_MANY", f"最多可填{limit}项，请删减。", field)


def bad_text(field: str) -> Refusal:
    """A text with characters that no keyboard makes."""
    return Refusal("BAD_TEXT", "内容含有无法保存的控制字符，请重新输入。", field)


def negative(field: str) -> Refusal:
    """A count below zero."""
    return Refusal("NEGATIVE", "数字不能小于零，请核对。", field)


def too_large(field: str) -> Refusal:
    """A figure beyond anything that can be meant."""
    return Refusal("TOO_LARGE", "数字过大，请核对。", field)


def bad_url(field: str) -> Refusal:
    """An address that is not http or https."""
    return Refusal("BAD_URL", "网址须以 http:// 或 https:// 开头，请核对。", field)


def missing(field: str, what: str) -> Refusal:
    """A text that must be given and is empty."""
    return Refusal("MISSING", f"请填写{what}。", field)


def unknown_pack(name: str, field: str = "packs") -> Refusal:
    """A pack that is not loaded."""
    return Refusal("UNKNOWN_PACK", f"没有规则包“{name[:40]}”，请从规则包列表中选择。", field)


def faulty_pack(field: str, faults: Sequence[tuple[str, str]]) -> Refusal:
    """The text of a pack that cannot be used; the first faults are named."""
    told = "；".join(f"{path or '全文'}：{message}" for path, message in faults[:3])
    more = f"等{len(faults)}处" if len(faults) > 3 else ""
    return Refusal("FAULTY_PACK", f"规则包有错：{told[:400]}{more}。", field)


def bad_span(field: str) -> Refusal:
    """A span whose end does not come after its beginning."""
    return Refusal("BAD_SPAN", "结束时间须晚于开始时间。", field)


def no_packs() -> Refusal:
    """A what-if preview with an empty list of packs."""
    return Refusal("MISSING", "请至少给出一个规则包。", "packs")


def incident_not_found(field: str) -> Refusal:
    """An incident that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这个事件，或不在您的范围内。", field)


def obligation_not_found(field: str) -> Refusal:
    """An obligation that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这项应办事项，或不在您的范围内。", field)


def party_not_found(field: str) -> Refusal:
    """A party that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这个参与单位，或不在您的范围内。", field)


def busy() -> Refusal:
    """An act that waited a second for another one on the same thing; nothing was done."""
    return Refusal("BUSY", "该事件正在被其他人办理，请稍候再试。")


def incident_closed(field: str = "input.incident") -> Refusal:
    """An act on an incident that is closed."""
    return Refusal("INCIDENT_CLOSED", "事件已办结，不能再修改。", field)


def obligation_not_open(title: str, field: str) -> Refusal:
    """An act on an obligation that is already fulfilled, waived or lapsed."""
    return Refusal("OBLIGATION_NOT_OPEN", f"“{title}”已办结或已失效，不能再次办理。", field)


def already_acknowledged(field: str) -> Refusal:
    """A second acknowledgement of the same thing."""
    return Refusal("ALREADY_ACKNOWLEDGED", "已有人受理，无需重复。", field)


def met_by_release(title: str) -> Refusal:
    """A fulfilment recorded by hand of a duty that only a release meets."""
    return Refusal(
        "MET_BY_RELEASE", f"“{title}”须以发布履行，请用“记回应”登记。", "input.obligation"
    )


def not_owed_yet(title: str) -> Refusal:
    """A fulfilment of a duty that waits for another one."""
    return Refusal(
        "NOT_OWED_YET", f"“{title}”尚未到应办阶段，请先办理前一事项。", "input.obligation"
    )


def final_outcome_open() -> Refusal:
    """A closing while the public has not been told the final result."""
    return Refusal(
        "FINAL_OUTCOME_OPEN",
        "最终结果尚未发布，请先发布结论性信息或按程序免办后再办结。",
        "input.incident",
    )


def obligations_open(titles: str) -> Refusal:
    """A closing while duties are still owed, timed or not."""
    message = f"尚有应办事项未了结：{titles}。请先办理，或写明理由免办。"
    return Refusal("OBLIGATIONS_OPEN", message, "input.incident")


def one_of_two() -> Refusal:
    """Neither or both of obligation and party were named."""
    return Refusal("ONE_OF", "受理时请在应办事项和参与单位中只选一个。", "input.obligation")


def clock_backwards() -> Refusal:
    """A sweep for a moment before one that was swept already."""
    return Refusal("CLOCK_BACKWARDS", "巡查时间早于上次巡查，请检查时钟。", "input.asOf")


def bad_limit(field: str, largest: int) -> Refusal:
    """A batch size out of bounds."""
    return Refusal("BAD_LIMIT", f"批量大小须在1到{largest}之间。", field)


def factors_missing(clause: str, titles: str, field: str) -> Refusal:
    """A severity that is set or changed without what a rule pack wants weighed."""
    return Refusal("FACTORS_MISSING", f"按{clause}，确定或调整级别须填写{titles}。", field)
