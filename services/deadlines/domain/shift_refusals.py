"""The refusals about shifts, handovers and patrols."""

from services.kit.refusal import Refusal

__all__ = ["Refusal"]


def shift_not_found(field: str = "input.shift") -> Refusal:
    """A shift that is not there, or of a unit elsewhere."""
    return Refusal("NOT_FOUND", "没有这个班次，或不在您的范围内。", field)


def unit_elsewhere(field: str = "input.unit") -> Refusal:
    """A unit that lies outside the caller's territory."""
    return Refusal("NOT_FOUND", "没有这个单位，或不在您的范围内。", field)


def handover_not_found(field: str = "input.handover") -> Refusal:
    """A sheet that is not there, or of a unit elsewhere."""
    return Refusal("NOT_FOUND", "没有这份交接班单，或不在您的范围内。", field)


def busy() -> Refusal:
    """A roster that somebody else is changing; nothing was done."""
    return Refusal("BUSY", "值班表正在被其他人修改，请稍候再试。")


def bad_code(field: str) -> Refusal:
    """A code of a role that is no code."""
    return Refusal("BAD_CODE", "角色代码须以大写字母开头，只含大写字母、数字和下划线。", field)


def twice(what: str, field: str) -> Refusal:
    """The same thing laid down twice."""
    return Refusal("TWICE", f"“{what[:30]}”写了两次，请删去一处。", field)


def nobody_mans(field: str) -> Refusal:
    """Roles of which none keeps the desk."""
    return Refusal("NOBODY_MANS", "至少要有一个角色算在岗，否则永远无人值班。", field)


def bad_time_of_day(field: str) -> Refusal:
    """A time of day that is none."""
    return Refusal("BAD_TIME", "巡查时刻请写成时:分，如 08:00。", field)


def bad_minutes(field: str, largest: int) -> Refusal:
    """A number of minutes out of bounds."""
    return Refusal("BAD_LIMIT", f"分钟数须在1到{largest}之间。", field)


def only_vendors(field: str) -> Refusal:
    """A name given to a source of which there is only one."""
    return Refusal("NOT_A_VENDOR", "只有监测单位需要写登录名，其他来源请留空。", field)


def unknown_role(code: str, titles: str, field: str) -> Refusal:
    """A role that the unit's rules do not have."""
    return Refusal("UNKNOWN_ROLE", f"本单位没有角色“{code[:30]}”，现有：{titles}。", field)


def bad_span(field: str) -> Refusal:
    """A shift that ends before it begins."""
    return Refusal("BAD_SPAN", "下班时间须晚于上班时间，请核对。", field)


def shift_too_long(days: int, field: str) -> Refusal:
    """A shift of many days, most likely a wrong date."""
    return Refusal("SHIFT_TOO_LONG", f"一个班次最长{days}天，请核对日期或分成几班。", field)


def span_too_long(days: int, field: str) -> Refusal:
    """A roster asked for over too long a time."""
    return Refusal("SPAN_TOO_LONG", f"一次最多查询{days}天，请缩短时段。", field)


def past_correction(hours: int, field: str) -> Refusal:
    """A change of what lies so far back that it is history."""
    return Refusal(
        "PAST_CORRECTION", f"时间已过去{hours}小时以上，不能再补录或更正，请核对日期。", field
    )


def too_far_ahead(days: int, field: str) -> Refusal:
    """A shift so far ahead that the year is most likely wrong."""
    return Refusal("TOO_FAR_AHEAD", f"只能安排{days}天以内的班次，请核对年份。", field)


def overlaps(person: str, other: str, field: str) -> Refusal:
    """One person in two places at once."""
    return Refusal("OVERLAPS", f"{person}在此时段已有班次：{other}，请先调整。", field)


def shift_gone(state: str) -> Refusal:
    """A shift that was replaced or cancelled."""
    return Refusal("SHIFT_GONE", f"这个班次{state}，请查看最新的值班表。", "input.shift")


def shift_over(field: str = "input.shift") -> Refusal:
    """A shift that has ended or was handed over."""
    return Refusal("SHIFT_OVER", "这个班次已经结束，不能再改。", field)


def same_person(field: str) -> Refusal:
    """A replacement by the same person."""
    return Refusal("SAME_PERSON", "换上的和换下的是同一个人，请核对。", field)


def one_way() -> Refusal:
    """A replacement that names both a person and a shift to swap with, or neither."""
    return Refusal("ONE_OF", "请填写替班人，或选择要互换的班次，只选一种。", "input.person")


def before_shift(field: str) -> Refusal:
    """A replacement from a moment outside the shift."""
    return Refusal("OUTSIDE_SHIFT", "替班起始时间不在这个班次之内，请核对。", field)


def swap_started() -> Refusal:
    """A swap of shifts of which one has begun."""
    return Refusal("ALREADY_STARTED", "已到岗的班次不能互换，请用替班。", "input.swapWith")


def not_your_shift(person: str, field: str = "input.shift") -> Refusal:
    """Somebody else's shift."""
    return Refusal("NOT_YOUR_SHIFT", f"这是{person}的班次，如由您顶班，请先登记替班。", field)


def already_started(person: str) -> Refusal:
    """A shift that was started before."""
    return Refusal("ALREADY_STARTED", f"{person}已到岗，无需重复。", "input.shift")


def too_early(hours: int) -> Refusal:
    """A start long before the shift."""
    return Refusal("TOO_EARLY", f"离上班还有{hours}小时以上，请核对是否选错班次。", "input.shift")


def not_started(person: str) -> Refusal:
    """A handover of a shift that nobody started."""
    return Refusal("NOT_STARTED", f"{person}还没有登记到岗，请先到岗再交班。", "input.shift")


def not_on_the_desk(role: str) -> Refusal:
    """A handover of a role that hands nothing over."""
    return Refusal("NO_HANDOVER", f"{role}不需要交接班，由在岗的班次交接。", "input.shift")


def leaving_early(hours: int) -> Refusal:
    """A handover long before the end of the shift."""
    return Refusal("TOO_EARLY", f"离下班还有{hours}小时以上，中途离岗请先登记替班。", "input.shift")


def your_own_next() -> Refusal:
    """A handover to oneself."""
    return Refusal(
        "SAME_PERSON",
        "下一班仍是您本人，不必交接；请另选接班班次，或并成一班。",
        "input.to",
    )


def not_outgoing(person: str) -> Refusal:
    """A signature for somebody else."""
    return Refusal("NOT_YOURS", f"交班须由{person}本人签字。", "input.shift")


def not_incoming(person: str) -> Refusal:
    """A third person who would sign for the incoming one."""
    return Refusal(
        "NOT_YOURS", f"接班须由{person}本人签字，如换了人，请先登记替班。", "input.handover"
    )


def same_hands() -> Refusal:
    """One account that would sign both sides."""
    return Refusal(
        "SAME_PERSON", "交班和接班不能是同一个人，请由接班人本人签字。", "input.handover"
    )


def nobody_takes_over() -> Refusal:
    """A handover where no shift follows."""
    return Refusal(
        "NOBODY_TAKES_OVER", "之后无人值班，没有人可接，请先排班或请接班人登记到岗。", "input.to"
    )


def bad_successor() -> Refusal:
    """A handover to a shift that cannot take it."""
    return Refusal("BAD_SUCCESSOR", "所选班次不能接班：不在岗位、已结束或不属本单位。", "input.to")


def sheet_waits(person: str) -> Refusal:
    """A second sheet while one waits."""
    return Refusal("SHEET_WAITS", f"交接班单已签出，正等{person}签字。", "input.shift")


def already_signed() -> Refusal:
    """A second incoming signature."""
    return Refusal("ALREADY_SIGNED", "这份交接班单已签过，不能再签。", "input.handover")


def found_nothing() -> Refusal:
    """A patrol that found nothing, and names what it found."""
    return Refusal("NOTHING_FOUND", "结果是未发现，就不能关联线索，请核对。", "input.leads")


def lead_elsewhere(field: str) -> Refusal:
    """A lead that is not there or may not be seen."""
    return Refusal("NOT_FOUND", "没有这条线索，或不在您的范围内。", field)


def bad_width(narrowest: int, widest: int) -> Refusal:
    """A text narrower or wider than is read."""
    return Refusal("BAD_WIDTH", f"行宽须在{narrowest}到{widest}之间。", "width")
