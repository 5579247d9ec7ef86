"""Who an account is at an OpenID provider: an administrator links them, nobody else does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.refusal import Refusal

LONGEST = 255

_SAYS = {
    "ID_TOKEN_MALFORMED": "身份令牌格式不正确。",
    "ID_TOKEN_ALGORITHM": "身份令牌的签名算法不被接受。",
    "ID_TOKEN_KEY_UNKNOWN": "身份令牌不是由统一身份平台现用密钥签发的。",
    "ID_TOKEN_SIGNATURE": "身份令牌的签名不正确。",
    "ID_TOKEN_ISSUER": "身份令牌由其他平台签发。",
    "ID_TOKEN_AUDIENCE": "身份令牌不是发给本系统的。",
    "ID_TOKEN_EXPIRED": "身份令牌已过期，请重新登录。",
    "ID_TOKEN_NOT_YET_VALID": "身份令牌尚未生效，请核对时钟。",
    "ID_TOKEN_TOO_OLD": "身份令牌签发已久，请重新登录。",
    "ID_TOKEN_NONCE": "身份令牌与本次登录不符，请重新登录。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A link 身份关联: the provider's issuer and subject stand for the account."""

    issuer: str
    subject: str
    account_id: UUID
    linked_at: datetime


def link(issuer: str, subject: str, account_id: UUID, now: datetime) -> Identity:
    """Decide a link; raises BAD_IDENTITY naming the field."""
    for field, text in (("issuer", issuer), ("subject", subject)):
        if not 0 < len(text) <= LONGEST or text.strip() != text or not text.isprintable():
            raise Refusal("BAD_IDENTITY", "签发方和标识须为 1 至 255 个可见字符。", field)
    return Identity(issuer=issuer, subject=subject, account_id=account_id, linked_at=now)


def bad_id_token(code: str) -> Refusal:
    """The token proves nothing; ``code`` is the reason of `BadIdToken`."""
    return Refusal(code, _SAYS[code], "nonce" if code == "ID_TOKEN_NONCE" else "idToken")


def used_id_token() -> Refusal:
    """The token has opened a session already: whoever shows it again has a copy."""
    return Refusal("ID_TOKEN_USED", "身份令牌已被使用过，请重新登录。", "idToken")


def not_configured() -> Refusal:
    """This registry has no OpenID provider."""
    return Refusal("OIDC_NOT_CONFIGURED", "本系统未接入统一身份平台，请用密码登录。", "idToken")


def unavailable() -> Refusal:
    """The provider's keys are not known and cannot be fetched now."""
    return Refusal("OIDC_UNAVAILABLE", "统一身份平台暂时连不上，请稍后再试。", None, retry_after=60)


def not_linked(subject: str) -> Refusal:
    """Nobody has linked the identity with an account."""
    message = f"该身份尚未关联账号，请管理员关联，标识为“{subject}”。"
    return Refusal("IDENTITY_NOT_LINKED", message, "idToken")


def account_revoked() -> Refusal:
    """The identity's account has ended."""
    return Refusal("ACCOUNT_REVOKED", "该身份关联的账号已停用，请联系管理员。", "idToken")


def linked_already() -> Refusal:
    """The identity stands for an account already."""
    return Refusal("IDENTITY_TAKEN", "该身份已关联其他账号，请先解除。", "subject")
