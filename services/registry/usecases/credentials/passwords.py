"""Changing one's password, and giving somebody a first one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.auth import Principal
from services.kit.database import Connection
from services.registry.domain import accounts as domain
from services.registry.domain import refusals
from services.registry.domain.accounts import Account
from services.registry.domain.credentials.passwords import (
    Password,
    check_new,
    new_initial_password,
    normalised,
)
from services.registry.domain.credentials.refusals import bad_credentials, same_password
from services.registry.domain.credentials.sessions import Ended, Method, SignedIn
from services.registry.store import accounts
from services.registry.store.credentials import passwords as store
from services.registry.store.credentials.events import note_event
from services.registry.usecases.accounts import first_password, hashed_password
from services.registry.usecases.acting import Act, own_unit, perform
from services.registry.usecases.credentials.door import Door, begin_session, end_sessions
from services.registry.usecases.credentials.signing_in import verified


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPassword:
    """A first password for an account; a repeated call no longer knows it."""

    account: Account
    initial_password: str | None
    replayed: bool


async def change_password(
    door: Door, caller: Principal, current: str, new: str, address: str, now: datetime
) -> SignedIn:
    """Replace the caller's password and open a new session; every other session ends.

    Raises:
        Refusal: WEAK_PASSWORD, SAME_PASSWORD, BAD_CREDENTIALS, TOO_MANY_ATTEMPTS, SIGN_IN_BUSY.
    """
    chosen = check_new(new, caller.subject, "newPassword")
    if chosen == normalised(current):
        raise same_password()
    account, kept = await verified(door, caller.subject, current, address, now)
    hashed = await hashed_password(door.passwords, chosen)
    async with door.database.transaction() as conn:
        locked = await accounts.lock_account(conn, account.id)
        unchanged = await store.password_of(conn, account.id) == kept
        if locked is None or locked.revoked_at is not None or not unchanged:
            raise bad_credentials()
        await store.save_password(conn, _own(account.id, hashed, now))
        await _note(conn, account.id, "PASSWORD_CHANGED", caller.subject, now)
        await end_sessions(conn, account.id, Ended.PASSWORD_CHANGED, now)
        return await begin_session(conn, door, locked, Method.PASSWORD, now)


async def reset_password(door: Door, act: Act, account_id: UUID) -> FirstPassword:
    """Give an account of the caller's scope a first password; its sessions end.

    Raises:
        Refusal: NOT_FOUND, OUT_OF_SCOPE, ALREADY_REVOKED, NO_PASSWORD_FOR_MACHINES, SIGN_IN_BUSY.
    """
    initial = new_initial_password()
    hashed = await hashed_password(door.passwords, initial)

    async def work(conn: Connection) -> Account:
        account = await owned_account(conn, act, account_id)
        domain.refuse_password_of_machine(account.role, "accountId")
        await store.save_password(conn, first_password(account.id, hashed, act.now))
        await _note(conn, account.id, "PASSWORD_RESET", act.principal.subject, act.now)
        await end_sessions(conn, account.id, Ended.PASSWORD_CHANGED, act.now)
        return account

    done = await perform(door.database, act, "resetPassword", {"id": account_id}, Account, work)
    shown = None if done.replayed else initial
    return FirstPassword(account=done.value, initial_password=shown, replayed=done.replayed)


async def owned_account(conn: Connection, act: Act, account_id: UUID) -> Account:
    """Return an account in force that the caller administers, locked; raises Refusal."""
    account = await accounts.lock_account(conn, account_id)
    if account is None:
        raise refusals.unknown("账号", "accountId")
    await own_unit(conn, act, account.unit, "accountId")
    if not domain.grantable(act.principal, account):
        raise refusals.out_of_scope("accountId")
    domain.refuse_revoked(account, "accountId")
    return account


def _own(account_id: UUID, hashed: str, now: datetime) -> Password:
    return Password(
        account_id=account_id, hash=hashed, must_change=False, usable_until=None, changed_at=now
    )


async def _note(conn: Connection, account_id: UUID, kind: str, actor: str, now: datetime) -> None:
    await note_event(conn, account_id=account_id, kind=kind, actor=actor, at=now)
