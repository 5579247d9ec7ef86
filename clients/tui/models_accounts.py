"""What the registry tells of accounts (账号) and API tokens (接口令牌)."""

from datetime import datetime

from clients.tui.models import Model, PageInfo

MACHINES = ("JOB", "SYSTEM", "VENDOR")


class RosterAccount(Model, kw_only=True):
    """An account; `operations` is null where its role alone decides what it may do."""

    id: str
    login: str
    name: str
    role: str
    unit: str
    unit_name: str
    state: str
    operations: list[str] | None
    created_at: datetime
    last_signed_in_at: datetime | None
    locked_until: datetime | None
    revoked_at: datetime | None

    @property
    def of_machine(self) -> bool:
        """Whether it signs in by a secret, which leaves no trace."""
        return self.role in MACHINES


class RosterAccountEdge(Model, kw_only=True):
    node: RosterAccount


class RosterAccountPage(Model, kw_only=True):
    edges: list[RosterAccountEdge]
    page_info: PageInfo


class Token(Model, kw_only=True):
    """What a script signs in with, in the name of the account it is of."""

    id: str
    name: str
    operations: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
