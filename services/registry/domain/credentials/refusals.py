"""Refusals that several ways of signing in share."""

from services.kit.refusal import Refusal


def bad_credentials() -> Refusal:
    """Login and password do not belong together, whatever the reason."""
    return Refusal("BAD_CREDENTIALS", "登录名或密码不正确，或账号已停用。", "password")


def sign_in_busy() -> Refusal:
    """More passwords wait for verification than can be verified soon."""
    return Refusal("SIGN_IN_BUSY", "登录的人太多，请稍后再试。", None, retry_after=2)


def same_password() -> Refusal:
    """The new password is the one that is to be changed."""
    return Refusal("SAME_PASSWORD", "新密码不能与现在的密码相同。", "newPassword")


def one_credential() -> Refusal:
    """Neither a secret alone, nor login and password alone."""
    message = "请提供密钥，或者登录名和密码，二者择一。"
    return Refusal("ONE_CREDENTIAL", message, "secret")
