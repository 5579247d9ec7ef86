"""What an operator may set: environment variables with the prefix ``HUIYING_``.

Read once, at the composition root of a process; everything below takes what it needs as arguments.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of both services; a service uses those that are its own.

    A DSN may name several hosts (``postgresql://u@a:5432,b:5432/db?target_session_attrs=read-write``).
    DSNs and the token hold secrets: they are never logged and never shown by ``repr``.
    """

    model_config = SettingsConfigDict(env_prefix="HUIYING_", frozen=True, extra="ignore")

    registry_dsn: str | None = Field(default=None, repr=False)
    deadlines_dsn: str | None = Field(default=None, repr=False)
    registry_url: str = "http://127.0.0.1:8801"
    deadlines_url: str = "http://127.0.0.1:8802"
    host: str = "127.0.0.1"
    registry_port: int = Field(default=8801, ge=0, le=65535)
    deadlines_port: int = Field(default=8802, ge=0, le=65535)
    issuer: str = "huiying-registry"
    signing_key: Path | None = None
    """The registry's private Ed25519 JWK file; nobody but its owner may read it (0600)."""
    registry_token: SecretStr | None = None
    """The deadlines service's own system secret, exchanged at the registry for short tokens."""
    oidc_issuer: str | None = None
    """The OpenID provider that people may sign in at, as its tokens name it; https."""
    oidc_client_id: str = "huiying"
    """What this system's command line is called there: a public client with PKCE."""
    oidc_audience: str | None = None
    """Who its id tokens are for, where that is not the client."""
    allowed_origins: tuple[str, ...] = ()
    """Exact origins that a browser may open a websocket from; programs send no origin and pass."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks of our own balancers, whose X-Forwarded-For tells who asks."""
    webhook_hosts: tuple[str, ...] = (
        "qyapi.weixin.qq.com",
        "oapi.dingtalk.com",
        "open.feishu.cn",
    )
    """Hosts that reminders may be posted to, over https; "http://host:port" where it must be so."""
    smtp_url: SecretStr | None = None
    """The mail server: smtp://user:password@host:port, smtps:// for TLS from the first byte."""
    mail_from: str = "huiying@localhost"
    """The sender that reminders by mail bear."""
    delivery_seconds: float = Field(default=3.0, gt=0, le=3.5)
    """How long a receiver of reminders may take to answer."""
    audit_folder: Path | None = None
    """Where checkpoints of the record are signed, outside the database: `<service>.checkpoints`."""
    audit_key: Path | None = None
    """The private Ed25519 JWK file (0600) that signs them; default `key.json` in that folder."""
    audit_seconds: float = Field(default=5.0, gt=0, le=60)
    """How often what was recorded is put under seal."""
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    pool_size: int = Field(default=10, ge=1, le=200)
    max_connections: int = Field(default=500, ge=1)
    """Open sockets of one process, websockets included; the next one is answered 503."""
