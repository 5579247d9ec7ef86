"""The refusals of transfers, reports, referrals, consultations, calls and orders."""

from services.kit.refusal import Refusal


def bad_checksum(field: str) -> Refusal:
    """A checksum that is no SHA-256 in hex."""
    return Refusal("BAD_CHECKSUM", "校验值须为64位十六进制的SHA-256，请核对。", field)


def before_sending(field: str) -> Refusal:
    """A receipt dated before what it is for was sent."""
    return Refusal("BEFORE_SENDING", "收到时间早于送出时间，请核对两个时间。", field)


def dispatch_not_found(field: str) -> Refusal:
    """Something sent that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这份送出件，或不在您的范围内。", field)


def already_received(recipient: str, field: str) -> Refusal:
    """A second receipt of the same thing."""
    return Refusal("ALREADY_RECEIVED", f"“{recipient}”已登记回执，无需重复。", field)


def nobody_told(field: str) -> Refusal:
    """A transfer or report to nobody."""
    return Refusal("MISSING", "请至少填写一个接收单位。", field)


def told_twice(recipient: str, field: str) -> Refusal:
    """One recipient twice in one act."""
    return Refusal("TOLD_TWICE", f"“{recipient}”填写了两次，请删去一个。", field)


def not_the_office(office: str, field: str) -> Refusal:
    """A lead designated by somebody else than the government office of that level."""
    return Refusal("NOT_THE_OFFICE", f"牵头部门由{office}确定，请联系{office}用其账号办理。", field)


def no_office(place: str, field: str) -> Refusal:
    """A lead that nobody can designate, because that level's office is not in the registry."""
    return Refusal(
        "OFFICE_NOT_REGISTERED",
        f"登记簿中没有{place}的政府办公室，请先补登再确定牵头部门。",
        field,
    )


def already_lead(unit: str, field: str) -> Refusal:
    """A lead that is the lead already."""
    return Refusal("ALREADY_LEAD", f"{unit}已是牵头部门，无需重复确定。", field)


def ticket_linked(number: str, field: str) -> Refusal:
    """A call that is linked to the incident already."""
    return Refusal("TICKET_LINKED", f"工单{number[:30]}已关联本事件，无需重复。", field)


def ticket_not_found(field: str) -> Refusal:
    """A call that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这个工单，或不在您的范围内。", field)


def not_replied(number: str, field: str) -> Refusal:
    """A follow-up to a call that nobody has answered."""
    return Refusal("NOT_REPLIED", f"工单{number[:30]}尚未回复，请先登记回复再回访。", field)


def before_call(field: str) -> Refusal:
    """A reply dated before the call."""
    return Refusal("BEFORE_CALL", "回复时间早于来电时间，请核对两个时间。", field)


def before_reply(field: str) -> Refusal:
    """A follow-up dated before the reply."""
    return Refusal("BEFORE_CALL", "回访时间早于回复时间，请核对两个时间。", field)


def referral_not_found(field: str) -> Refusal:
    """A referral that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这项转办，或不在您的范围内。", field)


def step_not_possible(state: str, possible: str, field: str) -> Refusal:
    """A step of a referral that may not follow where it stands."""
    next_ = f"接下来可以：{possible}" if possible else "不能再办理"
    return Refusal("STEP_NOT_POSSIBLE", f"该转办{state}，{next_}。", field)


def before_last_step(field: str) -> Refusal:
    """A step dated before the one that it follows."""
    return Refusal("BEFORE_LAST_STEP", "所填时间早于上一步的时间，请核对。", field)


def of_a_drill(field: str) -> Refusal:
    """A decision on the breaches of an exercise."""
    return Refusal("DRILL", "演练事件不作责任追究，请核对事件编号。", field)


def not_a_breach(title: str, field: str) -> Refusal:
    """A breach that is none by the record."""
    return Refusal("NOT_A_BREACH", f"按记录“{title}”没有超过时限，请核对所选事项。", field)


def nothing_to_decide(field: str) -> Refusal:
    """A decision on no breach and for no reason."""
    return Refusal("MISSING", "请选择超期事项，或填写条文所列的追责事由。", field)


def before_decision(field: str) -> Refusal:
    """What follows a decision, dated before it."""
    return Refusal("BEFORE_DECISION", "所填时间早于决定时间，请核对两个时间。", field)


def decision_not_found(field: str) -> Refusal:
    """A decision that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这项追责决定，或不在您的范围内。", field)


def directive_recorded(document: str, field: str) -> Refusal:
    """An order that is on record already."""
    return Refusal("ORDER_RECORDED", f"来文“{document[:40]}”已登记，无需重复。", field)


def due_before_directive(field: str) -> Refusal:
    """An order whose limit lies before the order itself."""
    return Refusal("DUE_BEFORE_ORDER", "要求回应的时限早于交办时间，请核对两个时间。", field)
