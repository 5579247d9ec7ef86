"""Accounts: make them, end them, and exchange a secret for a short-lived token."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.auth import TokenIssuer
from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.kit.revocations import revoke_subject
from services.kit.tokens import LIFETIME
from services.registry.domain import accounts as domain
from services.registry.domain import refusals
from services.registry.domain.accounts import Account, Issued, NewAccount, Session
from services.registry.store import accounts as store
from services.registry.store import units
from services.registry.usecases.acting import Act, own_unit, perform


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedAccount:
    """A new account with its secret; a repeated call no longer knows the secret."""

    account: Account
    secret: str | None


async def create_account(database: Database, act: Act, command: NewAccount) -> CreatedAccount:
    """Make an account for a unit in the caller's scope; raises Refusal."""
    secret: str | None = None

    async def work(conn: Connection) -> Account:
        nonlocal secret
        unit = await own_unit(conn, act, command.unit, "unit")
        issued = domain.create_account(command, unit, new_id(), act.now)
        if not domain.grantable(act.principal, issued.account):
            raise refusals.role_not_grantable()
        await _insert(conn, issued)
        secret = issued.secret
        return issued.account

    made = await perform(database, act, "createAccount", command, Account, work)
    return CreatedAccount(account=made.value, secret=secret)


async def found_account(database: Database, command: NewAccount, now: datetime) -> Issued:
    """Make an account from the machine's own command line, where nobody is signed in yet."""
    async with database.transaction() as conn:
        unit = (await units.units_by_code(conn, [command.unit])).get(command.unit)
        if unit is None:
            raise refusals.unknown_unit(command.unit, "unit")
        issued = domain.create_account(command, unit, new_id(), now)
        await _insert(conn, issued)
        return issued


async def revoke(database: Database, act: Act, account_id: UUID) -> Once[Account]:
    """End an account of the caller's scope; both services refuse its tokens within 5 seconds."""

    async def work(conn: Connection) -> Account:
        account = await store.lock_account(conn, account_id)
        if account is None:
            raise refusals.unknown("账号", "accountId")
        await own_unit(conn, act, account.unit, "accountId")
        if not domain.grantable(act.principal, account):
            raise refusals.out_of_scope("accountId")
        ended = domain.revoke_account(account, act.now)
        await store.save_revocation(conn, account.id, act.now)
        await revoke_subject(conn, account.login, act.now)
        return ended

    return await perform(database, act, "revoke", {"id": account_id}, Account, work)


async def sign_in(database: Database, issuer: TokenIssuer, secret: str, now: datetime) -> Session:
    """Exchange a secret for a token of 15 minutes; raises BAD_SECRET, whatever the reason."""
    async with database.reading() as conn:
        account = await store.account_of_secret(conn, domain.digest(secret))
    if account is None:
        raise refusals.bad_secret()
    token = issuer.issue(
        subject=account.login,
        name=account.name,
        role=account.role,
        unit=account.unit,
        scope_level=account.scope_level,
        scope_code=account.scope_code,
        operations=None if account.operations is None else frozenset(account.operations),
        introspect=account.introspect,
        sid=str(account.id),
        now=now,
    )
    return Session(token=token, expires_at=now + LIFETIME, account=account)


async def _insert(conn: Connection, issued: Issued) -> None:
    if not await store.insert_account(conn, issued.account, domain.digest(issued.secret)):
        raise refusals.duplicate_login(issued.account.login)
