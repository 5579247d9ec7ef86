"""Accounts: make them and end them. How one signs in: `credentials`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.kit.passwords import Passwords, PasswordsBusy
from services.kit.revocations import revoke_subject
from services.registry.domain import accounts as domain
from services.registry.domain import refusals
from services.registry.domain.accounts import Account, Issued, NewAccount
from services.registry.domain.credentials.passwords import (
    INITIAL_HOLDS,
    Password,
    new_initial_password,
)
from services.registry.domain.credentials.refusals import sign_in_busy
from services.registry.store import accounts as store
from services.registry.store import units
from services.registry.store.credentials.events import note_event
from services.registry.store.credentials.passwords import save_password
from services.registry.usecases.acting import Act, own_unit, perform


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedAccount:
    """A new account with its secret or first password; a repeated call knows neither any more."""

    account: Account
    secret: str | None
    initial_password: str | None


async def create_account(
    database: Database, passwords: Passwords, act: Act, command: NewAccount
) -> CreatedAccount:
    """Make an account for a unit in the caller's scope; raises Refusal.

    With a password it has no secret, but a first password, to be changed within seven days.
    """
    secret: str | None = None
    initial = new_initial_password() if command.with_password else None
    hashed = await hashed_password(passwords, initial) if initial else None

    async def work(conn: Connection) -> Account:
        nonlocal secret
        unit = await own_unit(conn, act, command.unit, "unit")
        issued = domain.create_account(command, unit, new_id(), act.now)
        if not domain.grantable(act.principal, issued.account):
            raise refusals.role_not_grantable()
        await _insert(conn, issued.account, None if hashed else issued.secret, act)
        if hashed is None:
            secret = issued.secret
        else:
            await save_password(conn, first_password(issued.account.id, hashed, act.now))
        return issued.account

    made = await perform(database, act, "createAccount", command, Account, work)
    shown = None if made.replayed else initial
    return CreatedAccount(account=made.value, secret=secret, initial_password=shown)


async def found_account(database: Database, command: NewAccount, now: datetime) -> Issued:
    """Make an account from the machine's own command line, where nobody is signed in yet."""
    async with database.transaction() as conn:
        unit = (await units.units_by_code(conn, [command.unit])).get(command.unit)
        if unit is None:
            raise refusals.unknown_unit(command.unit, "unit")
        issued = domain.create_account(command, unit, new_id(), now)
        await _insert(conn, issued.account, issued.secret)
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
        await note_event(
            conn, account_id=account.id, kind="REVOKED", actor=act.principal.subject, at=act.now
        )
        await revoke_subject(conn, account.login, act.now)
        return ended

    return await perform(database, act, "revoke", {"id": account_id}, Account, work)


async def hashed_password(passwords: Passwords, password: str) -> str:
    """Return the password's slow hash; raises SIGN_IN_BUSY."""
    try:
        return await passwords.hash(password)
    except PasswordsBusy:
        raise sign_in_busy() from None


def first_password(account_id: UUID, hashed: str, now: datetime) -> Password:
    """Return what is kept of a password that somebody else has chosen: it must be changed."""
    return Password(
        account_id=account_id,
        hash=hashed,
        must_change=True,
        usable_until=now + INITIAL_HOLDS,
        changed_at=now,
    )


async def _insert(
    conn: Connection, account: Account, secret: str | None, act: Act | None = None
) -> None:
    digest = None if secret is None else domain.digest(secret)
    if not await store.insert_account(conn, account, digest):
        raise refusals.duplicate_login(account.login)
    actor = act.principal.subject if act else "huiying"
    await note_event(
        conn, account_id=account.id, kind="CREATED", actor=actor, at=account.created_at
    )
