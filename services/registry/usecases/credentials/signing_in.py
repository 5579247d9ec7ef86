"""Signing in: by a secret, or by login and password."""

from collections.abc import Sequence
from datetime import datetime

from services.kit.passwords import PasswordsBusy
from services.kit.tokens import LIFETIME
from services.registry.domain import accounts as domain
from services.registry.domain import refusals
from services.registry.domain.accounts import Account
from services.registry.domain.credentials.api_tokens import API_TOKENS_BEGIN
from services.registry.domain.credentials.attempts import (
    Attempts,
    Counted,
    counted,
    refuse_early,
)
from services.registry.domain.credentials.passwords import Password, normalised
from services.registry.domain.credentials.refusals import bad_credentials, sign_in_busy
from services.registry.domain.credentials.sessions import CHANGE_ONLY, Method, SignedIn
from services.registry.store import accounts
from services.registry.store.credentials import attempts as attempts_store
from services.registry.store.credentials import passwords as store
from services.registry.usecases.credentials.api_tokens import sign_in_by_token
from services.registry.usecases.credentials.door import Door, admit, begin_session


async def sign_in_by_secret(door: Door, secret: str, now: datetime) -> SignedIn:
    """Exchange a secret or an API token for a token of 15 minutes.

    Raises BAD_SECRET, whatever the reason.
    """
    if secret.startswith(f"{API_TOKENS_BEGIN}_"):
        return await sign_in_by_token(door, secret, now)
    async with door.database.reading() as conn:
        account = await accounts.account_of_secret(conn, domain.digest(secret))
    if account is None:
        raise refusals.bad_secret()
    return admit(door, account, now, sid=account.id)


async def sign_in_by_password(
    door: Door, login: str, password: str, address: str, now: datetime
) -> SignedIn:
    """Open a session for login and password; a first password opens only the way to one's own.

    An unknown login, one without password, a revoked account and a wrong password are answered
    alike and after the same work.

    Raises:
        Refusal: BAD_CREDENTIALS, TOO_MANY_ATTEMPTS, SIGN_IN_BUSY.
    """
    account, kept = await verified(door, login, password, address, now)
    async with door.database.transaction() as conn:
        in_force = await accounts.account_in_force(conn, account.id)
        if in_force is None or await store.password_of(conn, account.id) != kept:
            raise bad_credentials()
        if kept.must_change:
            signed = admit(door, in_force, now, sid=in_force.id, operations=CHANGE_ONLY)
            return SignedIn(
                token=signed.token,
                expires_at=now + LIFETIME,
                account=in_force,
                must_change_password=True,
            )
        return await begin_session(conn, door, in_force, Method.PASSWORD, now)


async def verified(
    door: Door, login: str, password: str, address: str, now: datetime
) -> tuple[Account, Password]:
    """Return the account that login and password prove, and what is kept of the password.

    The attempt is counted before it is made, so that many at once are many; raises as
    `sign_in_by_password`.
    """
    fresh = [counted(Counted.LOGIN, login, now), counted(Counted.ADDRESS, address, now)]
    await _count(door, fresh, now)
    async with door.database.reading() as conn:
        account = await accounts.account_of_login(conn, login)
        kept = await store.password_of(conn, account.id) if account else None
    given = normalised(password)
    try:
        right = await door.passwords.verify(kept.hash if kept else None, given)
    except PasswordsBusy:
        await _uncount(door, fresh)
        raise sign_in_busy() from None
    if not (right and account and kept and kept.holds(now) and account.revoked_at is None):
        raise bad_credentials()
    await _clear(door, *fresh)
    if door.passwords.is_outdated(kept.hash):
        kept = await _hash_anew(door, kept, given)
    return account, kept


async def _count(door: Door, fresh: Sequence[Attempts], now: datetime) -> None:
    async with door.database.transaction() as conn:
        attempts = await attempts_store.lock_attempts(conn, fresh)
        refuse_early(attempts, now)
        await attempts_store.save_attempts(conn, [one.failed(now) for one in attempts])


async def _clear(door: Door, login: Attempts, address: Attempts) -> None:
    async with door.database.reading() as conn:
        await attempts_store.clear_attempts(conn, login.key)
        await attempts_store.take_back(conn, address.key)


async def _uncount(door: Door, fresh: Sequence[Attempts]) -> None:
    async with door.database.reading() as conn:
        for one in fresh:
            await attempts_store.take_back(conn, one.key)


async def _hash_anew(door: Door, kept: Password, given: str) -> Password:
    try:
        hashed = await door.passwords.hash(given)
    except PasswordsBusy:
        return kept
    async with door.database.reading() as conn:
        await store.save_hash(conn, kept.account_id, kept.hash, hashed)
        return await store.password_of(conn, kept.account_id) or kept
