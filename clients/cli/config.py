"""Where the services are and which secret is ours: environment first, then an XDG file.

``$XDG_CONFIG_HOME/huiying/config.toml`` may hold ``registry_url``, ``deadlines_url`` and
``secret_file``; the variables HUIYING_REGISTRY_URL, HUIYING_DEADLINES_URL and HUIYING_SECRET_FILE
go before it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clients.cli.locale import t


class BadConfig(Exception):
    """A file that is named and cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Addresses without a trailing slash; ``secret_file`` None where nobody is signed in."""

    registry_url: str
    deadlines_url: str
    secret_file: Path | None
    state_home: Path

    def secret(self) -> str | None:
        """Return the secret. Raises BadConfig when its file cannot be read."""
        if self.secret_file is None:
            return None
        try:
            return self.secret_file.read_text().strip()
        except OSError as error:
            raise BadConfig(
                t("config.secret", file=self.secret_file, reason=error.strerror)
            ) from error

    def environment(self) -> dict[str, str]:
        """Return the variables that hand this configuration to another client."""
        handed = {
            "HUIYING_REGISTRY_URL": self.registry_url,
            "HUIYING_DEADLINES_URL": self.deadlines_url,
        }
        if self.secret_file:
            handed["HUIYING_SECRET_FILE"] = str(self.secret_file)
        return handed


def read_config(env: Mapping[str, str]) -> Config:
    """Return the configuration. Raises BadConfig for a file that is not TOML."""
    home = Path(env.get("HOME") or "/nonexistent")
    file = Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "huiying" / "config.toml"
    written = _written(file)

    def setting(name: str, default: str) -> str:
        return env.get(f"HUIYING_{name.upper()}") or written.get(name) or default

    secret_file = setting("secret_file", "")
    return Config(
        registry_url=setting("registry_url", "http://127.0.0.1:8801").rstrip("/"),
        deadlines_url=setting("deadlines_url", "http://127.0.0.1:8802").rstrip("/"),
        secret_file=Path(secret_file).expanduser() if secret_file else None,
        state_home=Path(env.get("XDG_STATE_HOME") or home / ".local" / "state") / "huiying",
    )


def _written(file: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(file.read_text())
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        return {}
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(t("config.toml", file=file, error=error)) from error
    return {name: value for name, value in table.items() if isinstance(value, str)}
