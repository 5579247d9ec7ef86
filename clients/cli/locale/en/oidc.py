"""Signing in at an OpenID provider."""

TEXTS = {
    "oidc.page": '<!doctype html><html lang="en"><meta charset="utf-8"><title>huiying</title><p'
    ">{text}</p></html>",
    "oidc.no_address": "The OpenID provider offers no usable {name}.",
    "oidc.unsafe": "The OpenID provider's address has to be https: {issuer}.",
    "oidc.other_issuer": "The OpenID provider's configuration does not bear its name.",
    "oidc.browser": "Sign in with the browser. If none opens, go to:\n{page}",
    "oidc.device": "On any device open {address} in a browser and enter the code {code}",
    "oidc.direct": "or open this: {address}",
    "oidc.expired": "The code has run out; sign in again.",
    "oidc.no_token": "The OpenID provider gave no id token.",
    "oidc.state": "The browser's answer is not to this sign-in; sign in again.",
    "oidc.foreign": "The browser's answer comes from another provider; sign in again.",
    "oidc.declined": "The OpenID provider declined the sign-in.",
    "oidc.page_done": "Signed in. You can close this page and return to the terminal.",
    "oidc.page_failed": "The sign-in failed. Return to the terminal.",
    "oidc.timeout": "The browser took too long; sign in again.",
    "oidc.refused": "The OpenID provider refused the request.",
}
