"""Refusals about gates, statements and what follows a release."""

from services.kit.refusal import Refusal


def gate_missing(what: str) -> Refusal:
    """A release before its gates were passed; ``what`` names each with its office."""
    message = f"未经审批，不能登记发布。还缺：{what}。请先登记审批；紧急情况由带班领导越过审批。"
    return Refusal("GATE_MISSING", message, "input.form")


def wrong_office(gate: str, offices: str) -> Refusal:
    """A decision about a gate by an office that is not the right one."""
    message = f"“{gate}”须由{offices}决定，所填单位或本账号无权代替，请核对。"
    return Refusal("WRONG_OFFICE", message, "input.approverUnit")


def which_office(gate: str, offices: str) -> Refusal:
    """A decision that could be of several offices and names none."""
    message = f"“{gate}”有多个审批单位：{offices}，请写明是哪一个。"
    return Refusal("MISSING", message, "input.approverUnit")


def gate_not_required(gate: str) -> Refusal:
    """A decision about a gate that no text asks for here."""
    message = f"按规则包，这次发布不需要“{gate}”，请核对形式和发布单位。"
    return Refusal("GATE_NOT_REQUIRED", message, "input.gate")


def nothing_to_override() -> Refusal:
    """An override where no gate is missing."""
    return Refusal("NOTHING_TO_OVERRIDE", "审批已齐全，无需越过，可直接登记发布。", "input.form")


def no_reason() -> Refusal:
    """An override without a reason."""
    return Refusal("MISSING", "请填写越过审批的理由。", "input.reason")


def no_basis() -> Refusal:
    """A decision that the desk records without telling how it came to know of it."""
    return Refusal("MISSING", "请填写审批依据，如电话、书面。", "input.basis")


def unknown_statement(version: int) -> Refusal:
    """A version of the line that was never drafted."""
    message = f"没有第{version}版口径，请从已有版本中选择。"
    return Refusal("UNKNOWN_STATEMENT", message, "input.statement")


def not_an_after_approval() -> Refusal:
    """A decision made as an after-approval of something else."""
    message = "所选事项不是这一审批的补办事项，请重新选择。"
    return Refusal("NOT_AN_AFTER_APPROVAL", message, "input.obligation")


def met_by_decision(title: str, office: str) -> Refusal:
    """An after-approval closed without the decision of the office that was passed by."""
    message = f"“{title}”须由{office}决定，请在“审批”中登记其决定，不能直接办结。"
    return Refusal("MET_BY_DECISION", message, "input.obligation")


def unknown_check(word: str) -> Refusal:
    """A tick on something that no pack asks to look at."""
    message = f"没有“{word[:40]}”这个自查项，请从列表中选择。"
    return Refusal("UNKNOWN_CHECK", message, "input.checks")


def release_not_found() -> Refusal:
    """A release that is not there or that the caller may not see."""
    return Refusal("NOT_FOUND", "没有这次发布，或不在您的范围内。", "input.release")


def not_a_conference_decision() -> Refusal:
    """A decision on a further conference given for another obligation."""
    message = "所选事项不是续会决定，请从发布会之后的事项中选择。"
    return Refusal("NOT_A_CONFERENCE_DECISION", message, "input.obligation")


def no_suggestion() -> Refusal:
    """Another conference without a time for it."""
    return Refusal("MISSING", "请填写下一场的建议时间。", "input.suggestedAt")


def suggested_too_early() -> Refusal:
    """A further conference suggested before the one it follows."""
    message = "建议时间早于上一场发布会，请核对。"
    return Refusal("SUGGESTED_TOO_EARLY", message, "input.suggestedAt")
