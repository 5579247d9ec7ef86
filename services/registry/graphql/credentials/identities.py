"""Signing in through an OpenID provider, and linking its identities with accounts."""

from typing import Annotated

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id, to_global_id
from services.kit.graphql.rows import compiled_field, shows
from services.kit.graphql.schema import RefusalType
from services.kit.openid import OpenIdProvider
from services.registry.domain.credentials.identities import Identity
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.credentials.sessions import NO_KEY, SignInPayload, shown
from services.registry.usecases.credentials import identities as usecases


@shows(OpenIdProvider)
@strawberry.type(name="OpenIdProvider", description="Where people sign in (统一身份平台).")
class OpenIdProviderType:
    issuer: str = strawberry.field(description="Its issuer, below which its configuration is.")
    client_id: str = strawberry.field(description="What this system is called there.")


@strawberry.type(description="By which ways one may sign in.")
class SignInOptions:
    password: bool = strawberry.field(description="By login and password.")
    oidc: OpenIdProvider | None = strawberry.field(
        graphql_type=OpenIdProviderType | None, description="Through this provider."
    )


@shows(Identity)
@strawberry.type(name="Identity", description="Who an account is at a provider (身份关联).")
class IdentityType:
    account_id: strawberry.ID = compiled_field(
        lambda row: to_global_id("Account", row.account_id),
        strawberry.ID,
        description="The account.",
    )
    issuer: str = strawberry.field(description="The provider's issuer.")
    subject: str = strawberry.field(description="The subject of its tokens.")


@strawberry.input(description="What an OpenID provider has issued to the one who signs in.")
class SignInOidcInput:
    id_token: str = strawberry.field(description="The id token, fresh; it opens one session.")
    nonce: str | None = strawberry.field(
        default=None, description="What was asked with; must be the token's own."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=NO_KEY)


@strawberry.input(description="An identity to link with an account.")
class LinkIdentityInput:
    idempotency_key: str = strawberry.field(description=KEY)
    account_id: strawberry.ID = strawberry.field(description="Which account.")
    issuer: str = strawberry.field(description="The provider's issuer.")
    subject: str = strawberry.field(description="The subject of its tokens.")


@strawberry.input(description="An identity to unlink from an account.")
class UnlinkIdentityInput:
    idempotency_key: str = strawberry.field(description=KEY)
    account_id: strawberry.ID = strawberry.field(description="Which account.")
    issuer: str = strawberry.field(description="The provider's issuer.")
    subject: str = strawberry.field(description="The subject of its tokens.")


@strawberry.type(description="An identity linked or unlinked.")
class IdentityPayload:
    identity: Identity = strawberry.field(graphql_type=IdentityType, description="The identity.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class IdentityQueries:
    @strawberry.field(description="By which ways one may sign in; open to everyone.")
    async def sign_in_options(self, info: Info) -> SignInOptions:
        return SignInOptions(password=True, oidc=info.context.service.door.provider)


@strawberry.type
class IdentityMutations:
    @strawberry.mutation(description="Exchange a provider's id token; open to everyone.")
    async def sign_in_oidc(
        self,
        info: Info,
        input: Annotated[SignInOidcInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[SignInPayload | RefusalType, strawberry.union("SignInOidcResult")]:
        context = info.context
        return shown(
            await usecases.sign_in_by_id_token(
                context.service.door, input.id_token, input.nonce, context.clock.now()
            )
        )

    @strawberry.mutation(description="Let an identity stand for an account in scope.")
    async def link_identity(
        self,
        info: Info,
        input: Annotated[LinkIdentityInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[IdentityPayload | RefusalType, strawberry.union("LinkIdentityResult")]:
        act = act_of(info, input.idempotency_key)
        account_id = from_global_id(input.account_id, "Account", "accountId")
        door = info.context.service.door
        done = await usecases.link_identity(door, act, account_id, input.issuer, input.subject)
        return IdentityPayload(identity=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Undo a link; the account's sessions end.")
    async def unlink_identity(
        self,
        info: Info,
        input: Annotated[UnlinkIdentityInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[IdentityPayload | RefusalType, strawberry.union("UnlinkIdentityResult")]:
        act = act_of(info, input.idempotency_key)
        account_id = from_global_id(input.account_id, "Account", "accountId")
        door = info.context.service.door
        done = await usecases.unlink_identity(door, act, account_id, input.issuer, input.subject)
        return IdentityPayload(identity=done.value, replayed=done.replayed)
