"""Signing in at an OpenID provider."""

TEXTS = {
    "oidc.page": '<!doctype html><html lang="zh"><meta charset="utf-8"><title>回应</title><p>'
    "{text}</p></html>",
    "oidc.no_address": "统一身份平台没有提供可用的 {name}。",
    "oidc.unsafe": "统一身份平台的地址须为 https：{issuer}。",
    "oidc.other_issuer": "统一身份平台的配置与其名称不符。",
    "oidc.browser": "请在浏览器中登录；没有自动打开时请访问：\n{page}",
    "oidc.device": "请在任一设备的浏览器中打开 {address} 并输入代码 {code}",
    "oidc.direct": "或直接打开：{address}",
    "oidc.expired": "代码已过期，请重新登录。",
    "oidc.no_token": "统一身份平台没有给出身份令牌。",
    "oidc.state": "浏览器的应答与本次登录不符，请重新登录。",
    "oidc.foreign": "浏览器的应答来自其他平台，请重新登录。",
    "oidc.declined": "统一身份平台拒绝了登录。",
    "oidc.page_done": "登录完成，可以关闭此页，回到终端。",
    "oidc.page_failed": "登录没有完成，请回到终端。",
    "oidc.timeout": "等待浏览器登录超时，请重新登录。",
    "oidc.refused": "统一身份平台拒绝了请求。",
}
