"""The refusals about notices, their routes and planned silences."""

from services.kit.refusal import Refusal

__all__ = ["Refusal"]


def notice_not_found() -> Refusal:
    """A notice that is not there, or whose recipient stands elsewhere."""
    return Refusal("NOT_FOUND", "没有这条告知，或不在您的范围内。", "input.notice")


def notice_acknowledged() -> Refusal:
    """A second acknowledgement of one notice."""
    return Refusal("ALREADY_ACKNOWLEDGED", "这条告知已确认，无需重复。", "input.notice")


def notice_busy() -> Refusal:
    """A notice that is just climbing; nothing was done."""
    return Refusal("BUSY", "这条告知正在逐级上报，请稍候再试。")


def for_the_chief() -> Refusal:
    """An officer who would silence what was meant for the chief on duty."""
    return Refusal("NOT_YOURS", "这条提醒是给带班领导的，须由带班领导本人确认。", "input.notice")


def not_yours() -> Refusal:
    """A leader who would acknowledge what somebody else is told."""
    return Refusal("NOT_YOURS", "这条告知不是给您或本单位负责人的。", "input.notice")


def means_wanted(person: str) -> Refusal:
    """An acknowledgement for somebody else that does not say how he was told."""
    return Refusal("MISSING", f"请填写以何种方式告知了{person}。", "input.means")


def bad_target() -> Refusal:
    """An address that is no plain http or https address."""
    return Refusal(
        "BAD_TARGET", "地址须为不带用户名的 http 或 https 网址，请核对。", "input.target"
    )


def bad_mailbox() -> Refusal:
    """An address that is no mailbox."""
    return Refusal("BAD_TARGET", "请填写一个有效的电子邮箱地址。", "input.target")


def target_too_long(limit: int) -> Refusal:
    """An address longer than ``limit`` characters."""
    return Refusal("TOO_LONG", f"地址过长，请控制在{limit}字以内。", "input.target")


def host_not_allowed(host: str) -> Refusal:
    """A host that the operator has not named."""
    return Refusal(
        "HOST_NOT_ALLOWED", f"未允许向主机“{host[:60]}”发送，请系统管理员先行配置。", "input.target"
    )


def no_mail_server() -> Refusal:
    """A mailbox where no mail server is configured."""
    return Refusal("NO_MAIL_SERVER", "未配置邮件服务器，请系统管理员先行配置。", "input.kind")


def bad_secret(limit: int) -> Refusal:
    """A secret that is too long or not printable."""
    return Refusal("BAD_SECRET", f"密钥须为{limit}个以内的可见字符。", "input.secret")


def unit_elsewhere(field: str = "input.unit") -> Refusal:
    """A unit that is not in the mirror or lies outside the caller's territory."""
    return Refusal("NOT_FOUND", "没有这个单位，或不在您的范围内。", field)


def too_many_routes(limit: int) -> Refusal:
    """One more route than a unit may have."""
    return Refusal("TOO_MANY", f"一个单位最多{limit}条告知线路，请先停用一条。", "input.target")


def bad_until() -> Refusal:
    """A planned silence that ends before now or later than a day ahead."""
    return Refusal("BAD_UNTIL", "静默截止时间须在当前之后24小时以内。", "input.until")


def nothing_held() -> Refusal:
    """An end of a silence where there is none."""
    return Refusal("NOTHING_HELD", "当前没有计划静默。", None)


def bad_cursor(field: str) -> Refusal:
    """A cursor of this list with a part left out."""
    return Refusal("BAD_CURSOR", "翻页游标不正确，请从第一页重新查询。", field)
