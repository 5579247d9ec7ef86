"""API tokens as their owner sees them."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.credentials.api_tokens import ApiToken, NewApiToken
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.usecases.account_lists import tokens_of_account
from services.registry.usecases.credentials import api_tokens as usecases


@shows(ApiToken)
@strawberry.type(name="ApiToken", description="What a script signs in with (接口令牌).")
class ApiTokenType:
    id: strawberry.ID = global_id("ApiToken")
    name: str = strawberry.field(description="What it is for.")
    operations: list[str] = compiled_field(
        lambda row: list(row.operations), list[str], description="The root fields it may use."
    )
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime = strawberry.field(description="It holds until then, exclusive.")
    last_used_at: datetime | None = strawberry.field(description="When it was last exchanged.")
    revoked_at: datetime | None = strawberry.field(description="When it ended before its time.")


@strawberry.input(description="An API token to make for the caller's own account.")
class CreateApiTokenInput:
    idempotency_key: str = strawberry.field(description=KEY)
    name: str = strawberry.field(description="What it is for, at most 50 characters.")
    operations: list[str] = strawberry.field(
        description="Root fields of either service, 1 to 50, that the caller's role may use."
    )
    expires_at: datetime = strawberry.field(description="At most a year from now.")


@strawberry.type(description="An API token made.")
class CreateApiTokenPayload:
    api_token: ApiToken = strawberry.field(graphql_type=ApiTokenType, description="The token.")
    secret: str | None = strawberry.field(
        description="Shown this once, exchanged by signIn; null where the call was repeated."
    )
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.input(description="An API token to end.")
class RevokeApiTokenInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which token.")


@strawberry.type(description="An API token ended; what it bought holds no longer than 5 seconds.")
class RevokeApiTokenPayload:
    api_token: ApiToken = strawberry.field(graphql_type=ApiTokenType, description="The token.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class ApiTokenQueries:
    @strawberry.field(
        graphql_type=list[ApiTokenType],
        description="The caller's own, or an account's in scope: newest first, at most 100.",
    )
    async def api_tokens(
        self,
        info: Info,
        account: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Of this account; null: of the caller's own."),
        ] = None,
    ) -> list[ApiToken]:
        database, caller = info.context.database, info.context.caller
        if account is None:
            return await usecases.own_tokens(database, caller)
        account_id = from_global_id(account, "Account", "account")
        return await tokens_of_account(database, caller, account_id)


@strawberry.type
class ApiTokenMutations:
    @strawberry.mutation(description="Make an API token that does some of what the caller may.")
    async def create_api_token(
        self,
        info: Info,
        input: Annotated[CreateApiTokenInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[CreateApiTokenPayload | RefusalType, strawberry.union("CreateApiTokenResult")]:
        command = NewApiToken(
            name=input.name, operations=tuple(input.operations), expires_at=input.expires_at
        )
        act = act_of(info, input.idempotency_key)
        made = await usecases.create(info.context.database, act, command)
        return CreateApiTokenPayload(
            api_token=made.token, secret=made.secret, replayed=made.replayed
        )

    @strawberry.mutation(description="End an API token, one's own or one of an account in scope.")
    async def revoke_api_token(
        self,
        info: Info,
        input: Annotated[RevokeApiTokenInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[RevokeApiTokenPayload | RefusalType, strawberry.union("RevokeApiTokenResult")]:
        act = act_of(info, input.idempotency_key)
        token_id = from_global_id(input.id, "ApiToken", "id")
        done = await usecases.revoke(info.context.database, act, token_id)
        return RevokeApiTokenPayload(api_token=done.value, replayed=done.replayed)
