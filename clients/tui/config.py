"""Where the services are and who sits at the desk, read from the environment once."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Addresses without a trailing slash; `secret` is exchanged at the registry for a token.

    Without a secret `token_command` is run for one: it prints what `huiying token --json` prints.
    """

    deadlines_url: str
    registry_url: str
    secret: str | None
    state_home: Path
    token_command: tuple[str, ...] = ()

    @property
    def snapshot_path(self) -> Path:
        return self.state_home / "huiying" / "board.json"

    @property
    def outbox_folder(self) -> Path:
        return self.state_home / "huiying" / "outbox"

    @property
    def drafts_folder(self) -> Path:
        return self.state_home / "huiying" / "drafts"

    @property
    def files_folder(self) -> Path:
        return self.state_home / "huiying" / "incidents"


def read_config(env: Mapping[str, str]) -> Config:
    """Raise OSError when HUIYING_SECRET_FILE names a file that cannot be read."""
    secret_file = env.get("HUIYING_SECRET_FILE")
    home = Path(env.get("HOME", "/tmp"))  # noqa: S108 - only where an account has no home at all
    return Config(
        deadlines_url=env.get("HUIYING_DEADLINES_URL", "http://127.0.0.1:8802").rstrip("/"),
        registry_url=env.get("HUIYING_REGISTRY_URL", "http://127.0.0.1:8801").rstrip("/"),
        secret=Path(secret_file).read_text().strip() if secret_file else None,
        state_home=Path(env.get("XDG_STATE_HOME") or home / ".local" / "state"),
        token_command=tuple(shlex.split(env.get("HUIYING_TOKEN_COMMAND", ""))),
    )
