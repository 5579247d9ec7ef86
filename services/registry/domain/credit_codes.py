"""The code by which the state knows an organisation (统一社会信用代码, GB 32100-2015). Pure."""

import re

from services.kit.refusal import Refusal

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 signs, each worth its place; I, O, S, V and Z are left out (GB 32100-2015, 表 1)."""

# who registered it, what it is, six digits of the place, nine signs of the body, the check sign
_FORM = re.compile(rf"[{_SIGNS}]{{2}}[0-9]{{6}}[{_SIGNS}]{{10}}")


def normal(text: str) -> str:
    """Return the code as it is kept: capitals, without the blanks that people put into it."""
    return "".join(text.split()).upper()


def fault_of(code: str) -> str | None:
    """Return in a Chinese phrase why a normal text is no credit code, None where it is one."""
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位"
    if not _FORM.fullmatch(code):
        return "统一社会信用代码只用数字和大写字母（不含 I、O、S、V、Z），第 3 至 8 位为数字"
    if code[17] != check_sign(code[:17]):
        return "统一社会信用代码的校验位不符，请逐位核对"
    return None


def check_sign(body: str) -> str:
    """Return the last sign for the first 17, by weights of 3 modulo 31 (GB 32100, 附录 A)."""
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return _SIGNS[-total % 31]


def credit_code(value: str | None, field: str) -> str | None:
    """Return the normal code, None where it is absent or blank; raises BAD_CREDIT_CODE."""
    code = normal(value or "")
    if not code:
        return None
    if fault := fault_of(code):
        raise Refusal("BAD_CREDIT_CODE", f"{fault}。", field)
    return code
