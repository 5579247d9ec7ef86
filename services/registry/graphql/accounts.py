"""Accounts: who one is, making and ending accounts."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from services.kit.auth import Principal, Role
from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    PageRequest,
    connection,
)
from services.kit.graphql.rows import Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.accounts import Account, AccountState, NewAccount, account_state
from services.registry.domain.units import checked_code
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import (
    last_signed_in_of,
    locked_until_of,
    unit_by_code,
)
from services.registry.usecases import accounts as usecases
from services.registry.usecases.account_lists import list_accounts


async def _unit_name(root: strawberry.Parent[Account], info: Info) -> Any:
    unit = await unit_by_code(info, root.unit)
    return unit.name if unit else root.unit


async def _locked_until(root: strawberry.Parent[Account], info: Info) -> Any:
    return await locked_until_of(info, root.login)


async def _state(root: strawberry.Parent[Account], info: Info) -> Any:
    return account_state(root, await locked_until_of(info, root.login))


async def _last_signed_in(root: strawberry.Parent[Account], info: Info) -> Any:
    return await last_signed_in_of(info, root.id)


@shows(Account)
@strawberry.type(name="Account", description="An account (账号).")
class AccountType(Node):
    id: strawberry.ID = global_id("Account")
    login: str = strawberry.field(description="Its name for machines.")
    name: str = strawberry.field(description="Its name for people.")
    role: Role = strawberry.field(description="What it is for.")
    unit: str = strawberry.field(description="Code of its unit.")
    unit_name: str = strawberry.field(resolver=_unit_name, description="Full name of its unit.")
    scope_level: int = strawberry.field(description="Tier of what it sees, 1 nation to 6 office.")
    scope_code: str = strawberry.field(description="Code of the subtree it sees.")
    state: AccountState = strawberry.field(
        resolver=_state, description="Whether one can sign in with it."
    )
    created_at: datetime = strawberry.field(description="When it was made.")
    last_signed_in_at: datetime | None = strawberry.field(
        resolver=_last_signed_in,
        description="When it last opened a session or used an API token; null where that is not"
        " known: sessions are kept 30 days, uses of a machine's secret not at all.",
    )
    locked_until: datetime | None = strawberry.field(
        resolver=_locked_until,
        description="After failed attempts the next one has to wait until then; else null.",
    )
    operations: list[str] | None = strawberry.field(
        description="The root fields it may use, null where the role alone decides."
    )
    revoked_at: datetime | None = strawberry.field(description="When it ended.")


@strawberry.type(name="Principal", description="Who is signed in.")
class PrincipalType:
    login: str = compiled_field(
        lambda row: row.subject if isinstance(row, Principal) else row.login,
        str,
        description="Its name for machines.",
    )
    name: str = strawberry.field(description="Its name for people.")
    role: Role = strawberry.field(description="What it is for.")
    unit: str = strawberry.field(description="Code of its unit.")
    scope_level: int = strawberry.field(description="Tier of what it sees, 1 nation to 6 office.")
    scope_code: str = strawberry.field(description="Code of the subtree it sees.")


@strawberry.input(description="An account to make.")
class CreateAccountInput:
    idempotency_key: str = strawberry.field(description=KEY)
    login: str = strawberry.field(description="2 to 40 small letters, digits, dots, hyphens.")
    name: str = strawberry.field(description="Its name for people.")
    role: Role = strawberry.field(description="What it is for.")
    unit: str = strawberry.field(description="Code of its unit, whose subtree it sees.")
    operations: list[str] | None = strawberry.field(
        default=None, description="The only root fields it may use."
    )
    with_password: bool = strawberry.field(
        default=False, description="For a person: a first password instead of a secret."
    )


@strawberry.type(description="An account made.")
class CreateAccountPayload:
    account: Account = strawberry.field(graphql_type=AccountType, description="The account.")
    secret: str | None = strawberry.field(
        description="Shown this once; null with a password, and where the call was repeated."
    )
    initial_password: str | None = strawberry.field(
        description="Shown this once, holds 7 days and opens only the change to one's own."
    )


@strawberry.input(description="An account to end.")
class RevokeInput:
    idempotency_key: str = strawberry.field(description=KEY)
    account_id: strawberry.ID = strawberry.field(description="Which account.")


@strawberry.type(description="An account ended; its tokens hold no longer than 5 seconds.")
class RevokePayload:
    account: Account = strawberry.field(graphql_type=AccountType, description="The account.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class AccountQueries:
    @strawberry.field(graphql_type=PrincipalType, description="Who is signed in.")
    async def me(self, info: Info) -> Principal:
        return info.context.caller

    @strawberry.field(
        graphql_type=Connection[AccountType],
        description="The accounts of a subtree by unit and login, for whoever administers them.",
    )
    async def accounts(
        self,
        info: Info,
        under: Annotated[
            str | None,
            strawberry.argument(
                description="Of this unit and all below it; null: the own territory."
            ),
        ] = None,
        revoked: Annotated[
            bool | None,
            strawberry.argument(description="Only those that ended, or only those that did not."),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Account]:
        context = info.context
        request = PageRequest.parse(first, after, last, before, connection="accounts", key=_KEY)
        chosen = checked_code(under, "under") if under is not None else None
        listed = await list_accounts(context.database, context.caller, chosen, revoked, request)
        return connection(request, listed.page, _key, listed.count)


@strawberry.type
class AccountMutations:
    @strawberry.mutation(description="Make an account for a unit in the caller's scope.")
    async def create_account(
        self,
        info: Info,
        input: Annotated[CreateAccountInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[CreateAccountPayload | RefusalType, strawberry.union("CreateAccountResult")]:
        command = NewAccount(
            login=input.login,
            name=input.name,
            role=input.role,
            unit=input.unit,
            operations=None if input.operations is None else tuple(input.operations),
            with_password=input.with_password,
        )
        act = act_of(info, input.idempotency_key)
        door = info.context.service.door
        made = await usecases.create_account(door.database, door.passwords, act, command)
        return CreateAccountPayload(
            account=made.account, secret=made.secret, initial_password=made.initial_password
        )

    @strawberry.mutation(description="End an account of the caller's scope.")
    async def revoke(
        self,
        info: Info,
        input: Annotated[RevokeInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[RevokePayload | RefusalType, strawberry.union("RevokeResult")]:
        act = act_of(info, input.idempotency_key)
        account_id = from_global_id(input.account_id, "Account", "accountId")
        done = await usecases.revoke(info.context.database, act, account_id)
        return RevokePayload(account=done.value, replayed=done.replayed)


_KEY = (str, str)


def _key(row: Account) -> tuple[str, str]:
    return (row.unit, row.login)
