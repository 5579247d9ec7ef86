"""Signing in, going on, signing out, and one's password."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.schema import RefusalType
from services.registry.domain.accounts import Account
from services.registry.domain.credentials.refusals import one_credential
from services.registry.domain.credentials.sessions import SignedIn
from services.registry.graphql.accounts import AccountType, PrincipalType
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.usecases.credentials import passwords, sessions, signing_in

NO_KEY = "Not needed: asking again only gives another token."


@strawberry.input(description="What to sign in with: a secret, or login and password.")
class SignInInput:
    secret: str | None = strawberry.field(
        default=None, description="A machine's secret (hy_) or an API token (hyt_)."
    )
    login: str | None = strawberry.field(default=None, description="The account's login.")
    password: str | None = strawberry.field(default=None, description="And its password.")
    idempotency_key: str | None = strawberry.field(default=None, description=NO_KEY)


@strawberry.type(description="A token of 15 minutes, and for people what to renew it with.")
class SignInPayload:
    access_token: str = strawberry.field(description="Send it as Authorization: Bearer.")
    expires_at: datetime = strawberry.field(description="It holds until then, exclusive.")
    refresh_token: str | None = strawberry.field(
        description="Good for one refresh; null where the secret itself is exchanged again."
    )
    refresh_expires_at: datetime | None = strawberry.field(
        description="The session ends then unless it is refreshed before."
    )
    must_change_password: bool = strawberry.field(
        description="Whether the token opens nothing but changePassword."
    )
    principal: Account = strawberry.field(graphql_type=PrincipalType, description="Who one is.")


@strawberry.input(description="A session to go on with.")
class RefreshInput:
    refresh_token: str = strawberry.field(description="The last one given out.")
    idempotency_key: str | None = strawberry.field(default=None, description=NO_KEY)


@strawberry.input(description="A session to end.")
class SignOutInput:
    refresh_token: str = strawberry.field(description="Any of its refresh tokens.")
    idempotency_key: str | None = strawberry.field(
        default=None, description="Not needed: a session ends once."
    )


@strawberry.type(description="A session is over; its tokens hold no longer than 5 seconds.")
class SignOutPayload:
    ended: bool = strawberry.field(description="False where it was over before, or unknown.")


@strawberry.input(description="A password to change.")
class ChangePasswordInput:
    current_password: str = strawberry.field(description="The one of now.")
    new_password: str = strawberry.field(description="12 to 128 characters, not a common one.")
    idempotency_key: str | None = strawberry.field(
        default=None, description="Not needed: the second time the current password is wrong."
    )


@strawberry.input(description="An account whose password is to be given anew.")
class ResetPasswordInput:
    idempotency_key: str = strawberry.field(description=KEY)
    account_id: strawberry.ID = strawberry.field(description="Which account.")


@strawberry.type(description="A first password; the account's sessions are over.")
class ResetPasswordPayload:
    account: Account = strawberry.field(graphql_type=AccountType, description="The account.")
    initial_password: str | None = strawberry.field(
        description="Shown this once, holds 7 days and opens only the change to one's own."
    )
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class SessionMutations:
    @strawberry.mutation(description="Exchange a secret, or login and password; open to everyone.")
    async def sign_in(
        self,
        info: Info,
        input: Annotated[SignInInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[SignInPayload | RefusalType, strawberry.union("SignInResult")]:
        door, now = info.context.service.door, info.context.clock.now()
        match input.secret, input.login, input.password:
            case str(secret), None, None:
                return shown(await signing_in.sign_in_by_secret(door, secret, now))
            case None, str(login), str(password):
                address = info.context.client
                return shown(
                    await signing_in.sign_in_by_password(door, login, password, address, now)
                )
        raise one_credential()

    @strawberry.mutation(description="Go on with a session; open to everyone who has its token.")
    async def refresh(
        self,
        info: Info,
        input: Annotated[RefreshInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[SignInPayload | RefusalType, strawberry.union("RefreshResult")]:
        context = info.context
        now = context.clock.now()
        return shown(await sessions.refresh(context.service.door, input.refresh_token, now))

    @strawberry.mutation(description="End a session; open to everyone who has its token.")
    async def sign_out(
        self,
        info: Info,
        input: Annotated[SignOutInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[SignOutPayload | RefusalType, strawberry.union("SignOutResult")]:
        context = info.context
        now = context.clock.now()
        ended = await sessions.sign_out(context.service.door, input.refresh_token, now)
        return SignOutPayload(ended=ended)

    @strawberry.mutation(description="Change the caller's password; other sessions end.")
    async def change_password(
        self,
        info: Info,
        input: Annotated[ChangePasswordInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[SignInPayload | RefusalType, strawberry.union("ChangePasswordResult")]:
        context = info.context
        signed = await passwords.change_password(
            context.service.door,
            context.caller,
            input.current_password,
            input.new_password,
            context.client,
            context.clock.now(),
        )
        return shown(signed)

    @strawberry.mutation(description="Give an account of the caller's scope a first password.")
    async def reset_password(
        self,
        info: Info,
        input: Annotated[ResetPasswordInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[ResetPasswordPayload | RefusalType, strawberry.union("ResetPasswordResult")]:
        act = act_of(info, input.idempotency_key)
        account_id = from_global_id(input.account_id, "Account", "accountId")
        made = await passwords.reset_password(info.context.service.door, act, account_id)
        return ResetPasswordPayload(
            account=made.account, initial_password=made.initial_password, replayed=made.replayed
        )


def shown(signed: SignedIn) -> SignInPayload:
    """Return the payload of whatever was signed in with."""
    return SignInPayload(
        access_token=signed.token,
        expires_at=signed.expires_at,
        refresh_token=signed.refresh_token,
        refresh_expires_at=signed.refresh_expires_at,
        must_change_password=signed.must_change_password,
        principal=signed.account,
    )
