"""Signing in at an OpenID provider from a terminal, with what the standard library has.

Authorization code with PKCE (RFC 7636) and a loopback redirect (RFC 8252), or the device grant
(RFC 8628) where no browser runs on this machine. The id token goes to the registry, which verifies
it; nothing of it is believed here.
"""

import base64
import hashlib
import http.client
import json
import secrets
import time
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from clients.cli.exchange import Refused, Unreachable
from clients.cli.locale import t

PATIENCE = 300.0
TIMEOUT = 30.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_PAGE = t("oidc.page")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Answered:
    """An id token and the nonce it was asked with, None where the grant knows no nonce."""

    id_token: str
    nonce: str | None


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's configuration, and what we are called there."""

    told: Mapping[str, Any]
    issuer: str
    client_id: str

    def address(self, name: str) -> str:
        """Return one of its addresses. Raises Refused where it has none that is safe."""
        found = self.told.get(name)
        if not isinstance(found, str) or not _is_safe(found):
            raise Refused("OIDC_UNSUPPORTED", t("oidc.no_address", name=name))
        return found


def discover(issuer: str, client_id: str) -> Provider:
    """Read a provider's configuration. Raises Refused, Unreachable."""
    if not _is_safe(issuer):
        raise Refused("OIDC_UNSAFE", t("oidc.unsafe", issuer=issuer))
    told = _request("GET", f"{issuer.removesuffix('/')}/.well-known/openid-configuration")
    if told.get("issuer") != issuer:
        raise Refused("OIDC_ISSUER", t("oidc.other_issuer"))
    return Provider(told, issuer, client_id)


def by_browser(
    provider: Provider, say: Say, show: Callable[[str], Any] = webbrowser.open
) -> Answered:
    """Let a browser on this machine sign in and wait for its answer, five minutes at most.

    Raises Refused, Unreachable.
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    with _Callback() as callback:
        asked = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": callback.address,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge.decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        page = f"{provider.address('authorization_endpoint')}?{urlencode(asked)}"
        say(t("oidc.browser", page=page))
        show(page)
        code = _code(callback.wait(PATIENCE), state, provider)
    return _exchange(
        provider,
        nonce,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback.address,
            "code_verifier": verifier,
        },
    )


def by_device(
    provider: Provider, say: Say, sleep: Callable[[float], None] = time.sleep
) -> Answered:
    """Show a code to type in on another machine and wait for its approval.

    RFC 8628 knows no nonce; the id token comes from the provider straight to us, and opens one
    session only. Raises Refused, Unreachable.
    """
    asked = {"client_id": provider.client_id, "scope": "openid"}
    told = _request("POST", provider.address("device_authorization_endpoint"), asked)
    say(t("oidc.device", address=told["verification_uri"], code=told["user_code"]))
    if complete := told.get("verification_uri_complete"):
        say(t("oidc.direct", address=complete))
    pause, left = float(told.get("interval", 5)), float(told["expires_in"])
    grant = {"grant_type": _DEVICE_GRANT, "device_code": told["device_code"]}
    while left > 0:
        sleep(pause)
        left -= pause
        try:
            return _exchange(provider, None, grant)
        except Refused as refused:
            if refused.code == "slow_down":
                pause += 5  # RFC 8628 §3.5
            elif refused.code != "authorization_pending":
                raise
    raise Refused("expired_token", t("oidc.expired"))


def _exchange(provider: Provider, nonce: str | None, grant: dict[str, str]) -> Answered:
    address = provider.address("token_endpoint")
    told = _request("POST", address, {"client_id": provider.client_id, **grant})
    if not isinstance(told.get("id_token"), str):
        raise Refused("OIDC_NO_ID_TOKEN", t("oidc.no_token"))
    return Answered(told["id_token"], nonce)


def _code(answer: dict[str, str], state: str, provider: Provider) -> str:
    """Return the code of an answer that is to our question and from our provider (RFC 9207)."""
    if not secrets.compare_digest(answer.get("state", ""), state):
        raise Refused("OIDC_STATE", t("oidc.state"))
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise Refused("OIDC_ISSUER", t("oidc.foreign"))
    if "code" not in answer:
        raise Refused(answer.get("error", "OIDC_NO_CODE"), t("oidc.declined"))
    return answer["code"]


class _Callback:
    """A server on a free port of this machine that takes one answer."""

    def __init__(self) -> None:
        self._answer: dict[str, str] | None = None
        callback = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path != "/callback":
                    self.send_error(404)
                    return
                callback._answer = {name: one[0] for name, one in parse_qs(parts.query).items()}
                text = t("oidc.page_done")
                if "code" not in callback._answer:
                    text = t("oidc.page_failed")
                body = _PAGE.format(text=text).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its word
                """Say nothing: the address holds the code."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/callback"

    def __enter__(self) -> "_Callback":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def wait(self, seconds: float) -> dict[str, str]:
        """Return the answer's parameters; raises Refused where none comes in time."""
        end = time.monotonic() + seconds
        while self._answer is None:
            self._server.timeout = end - time.monotonic()
            if self._server.timeout <= 0:
                raise Refused("OIDC_TIMEOUT", t("oidc.timeout"))
            self._server.handle_request()
        return self._answer


def _request(method: str, url: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the JSON object that is answered; an OAuth error (RFC 6749 §5.2) is Refused."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    headers = {"Accept": "application/json"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        line.request(method, target, urlencode(form) if form else None, headers)
        answer = line.getresponse()
        told = json.loads(answer.read(1 << 20))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(t("end.pair", first=url, second=error or type(error).__name__)) from error
    finally:
        line.close()
    if not isinstance(told, dict):
        raise Unreachable(t("end.http", url=url, status=answer.status))
    if answer.status >= 400:
        code = str(told.get("error", f"HTTP_{answer.status}"))
        raise Refused(code, str(told.get("error_description", t("oidc.refused"))))
    return told


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
