"""Refusals that several commands share; each names the input's field."""

from services.kit.refusal import Refusal


def unknown_unit(code: str, field: str) -> Refusal:
    """No unit bears the code."""
    return Refusal("UNKNOWN_UNIT", f"没有代码为“{code[:80]}”的单位，请核对。", field)


def unknown_person(field: str) -> Refusal:
    """No person has the id."""
    return Refusal("UNKNOWN_PERSON", "登记簿中没有此人，请先登记人员。", field)


def unknown(what: str, field: str) -> Refusal:
    """Nothing of the kind ``what`` (a Chinese noun) has the id."""
    return Refusal("NOT_FOUND", f"没有找到该{what}，可能已被撤销。", field)


def duplicate_code(code: str) -> Refusal:
    """Another unit bears the code."""
    return Refusal("DUPLICATE_CODE", f"代码“{code}”已被使用，请换一个代码。", "code")


def duplicate_credit_code(unit: str, code: str) -> Refusal:
    """The unit, told by name and code, bears the credit code already."""
    message = f"该信用代码已登记在“{unit[:80]}”（{code}）名下，加挂牌子的单位不再登记。"
    return Refusal("DUPLICATE_CREDIT_CODE", message, "creditCode")


def unit_not_active(unit: str, field: str) -> Refusal:
    """The unit, told by its name, is no unit on the day in question: not yet, or no longer."""
    return Refusal("UNIT_NOT_ACTIVE", f"“{unit[:80]}”当日尚未成立或已撤销，请核对。", field)


def out_of_scope(field: str) -> Refusal:
    """The caller's account does not reach this unit."""
    return Refusal("OUT_OF_SCOPE", "该单位不在您的管理范围内。", field)


def list_is_filed() -> Refusal:
    """The filed copy of a list is the list: there is nothing to file."""
    return Refusal("LIST_IS_FILED", "已备案版本与现行名单一致，无需报送。", "subject")


def stale_version() -> Refusal:
    """Somebody else changed the row between reading and writing."""
    return Refusal("CHANGED_MEANWHILE", "该记录刚被他人修改，请刷新后重试。", "expectedVersion")


def role_not_grantable() -> Refusal:
    """The caller may not make an account of that role."""
    return Refusal("ROLE_NOT_GRANTABLE", "您不能授予该角色。", "role")


def duplicate_login(login: str) -> Refusal:
    """Another account bears the login."""
    return Refusal("DUPLICATE_LOGIN", f"登录名“{login}”已被使用，请换一个。", "login")


def bad_secret() -> Refusal:
    """No account that is in force has the secret."""
    return Refusal("BAD_SECRET", "登录凭证无效或已停用，请联系管理员。", "secret")


def bad_page(most: int) -> Refusal:
    """A page of nothing at all or of more than ``most``."""
    return Refusal("BAD_PAGE", f"每页条数须在 1 到 {most} 之间。", "first")


def bad_cursor(field: str) -> Refusal:
    """A cursor whose parts no row of the list has."""
    return Refusal("BAD_CURSOR", "翻页游标不正确，请从第一页重新查询。", field)


def bad_feed_cursor() -> Refusal:
    """A cursor that the feed never gave out."""
    return Refusal("BAD_CURSOR", "变更游标不正确，请从头同步。", "after")


def no_longer_allowed() -> Refusal:
    """The caller followed something that the role may no longer read."""
    return Refusal("FORBIDDEN", "您的角色不能进行这项操作。")
