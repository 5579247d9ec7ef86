"""The refusals of what a place decides about rule packs."""

from datetime import date

from services.deadlines.law.adoption import Adoption
from services.deadlines.law.pack import RulePack
from services.kit.refusal import Refusal


def adoption_not_found(field: str) -> Refusal:
    """An adoption that is not there or not of the caller's territory."""
    return Refusal("NOT_FOUND", "没有这项采用决定，或不在您的范围内。", field)


def not_registered(code: str, field: str) -> Refusal:
    """A unit that the mirror does not have, so that nobody can tell where it lies."""
    return Refusal("UNKNOWN_UNIT", f"登记簿中没有单位“{code[:30]}”，请核对单位代码。", field)


def bad_day(field: str) -> Refusal:
    """A day beyond anything that can be meant."""
    return Refusal("BAD_DATE", "日期须在2000年以后、今后十年以内，请核对年份。", field)


def pack_ended(pack: RulePack, field: str) -> Refusal:
    """An adoption from a day on which the version's own text has ended."""
    return Refusal(
        "PACK_ENDED",
        f"“{pack.title}”第{pack.version}版到{pack.effective_to}为止，请采用其后的版本。",
        field,
    )


def reason_wanted(day: date, field: str) -> Refusal:
    """An adoption that reaches back, without saying why."""
    return Refusal("REASON_WANTED", f"生效日期早于{day}，请写明提前或追溯的理由。", field)


def binds_already(pack: RulePack, field: str) -> Refusal:
    """An adoption of what the text itself makes binding there."""
    return Refusal("PACK_BINDS_ALREADY", f"“{pack.title}”按其文本已适用于该单位，无需采用。", field)


def already_adopted(standing: Adoption, field: str) -> Refusal:
    """The same version a second time for some of the same days."""
    message = f"该单位已采用这一版本，自{standing.begins}起，无需重复采用。"
    return Refusal("ALREADY_ADOPTED", message, field)


def version_overlaps(pack: RulePack, version: str, begins: date, field: str) -> Refusal:
    """Another version of the same pack for some of the same days."""
    message = (
        f"“{pack.title}”第{version}版自{begins}起已适用于该单位，与所填日期重叠，请先停用该版本。"
    )
    return Refusal("PACK_OVERLAPS", message, field)


def already_withdrawn(field: str) -> Refusal:
    """A second withdrawal of the same adoption."""
    return Refusal("ALREADY_WITHDRAWN", "这项采用决定已经停用，无需重复。", field)


def ends_before_beginning(field: str) -> Refusal:
    """A withdrawal from a day before the adoption began."""
    return Refusal("BAD_SPAN", "停用日期早于采用日期，请核对。", field)


def bad_field(field: str) -> Refusal:
    """A field's code that nobody could say again."""
    return Refusal("BAD_FIELD", "领域代码须为大写字母、数字或下划线，以字母开头，至多40个。", field)


def too_many_fields(limit: int) -> Refusal:
    """More fields than any text counts."""
    return Refusal("TOO_MANY", f"一个地区最多登记{limit}个重点领域。", "input.field")


def not_a_territory(code: str, field: str) -> Refusal:
    """A place that is no government: only a territory has its division of fields."""
    message = f"“{code[:30]}”不是一级政府，重点领域责任分工须登记在政府名下。"
    return Refusal("NOT_A_GOVERNMENT", message, field)


def department_elsewhere(code: str, field: str) -> Refusal:
    """A department of another territory."""
    message = f"单位“{code[:30]}”不在该地区，请填写本地区的职能部门。"
    return Refusal("DEPARTMENT_ELSEWHERE", message, field)


def nothing_to_rebase(field: str) -> Refusal:
    """An incident that is under the law of today already."""
    return Refusal("NOTHING_TO_REBASE", "该事件已经按现行规则办理，无需更改。", field)


def adoptions_busy() -> Refusal:
    """A decision that waited a second for another one."""
    return Refusal("BUSY", "另有采用决定正在登记，请稍候再试。")
