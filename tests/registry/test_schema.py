"""The schema as others see it: everything guarded, everything described."""

from collections.abc import Iterator

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

from services.kit.auth import Policy, Role
from services.registry.domain.access import POLICY
from services.registry.graphql.schema import registry_schema
from tests.registry.world import make_principal

FEDERATION = {"_Service"}


def undescribed() -> Iterator[str]:
    """Name every field, argument and enum value without a description."""
    for name, kind in registry_schema()._schema.type_map.items():
        if name.startswith("__") or name in FEDERATION:
            continue
        if isinstance(kind, GraphQLEnumType):
            yield from (
                f"{name}.{key}" for key, value in kind.values.items() if not value.description
            )
        elif isinstance(kind, GraphQLInputObjectType):
            yield from (f"{name}.{key}" for key, one in kind.fields.items() if not one.description)
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for key, field in kind.fields.items():
                if not field.description and key != "_service":
                    yield f"{name}.{key}"
                yield from (
                    f"{name}.{key}({argument})"
                    for argument, one in field.args.items()
                    if not one.description
                )


def test_every_field_argument_and_enum_value_is_described() -> None:
    assert list(undescribed()) == []


def test_the_table_names_each_root_field_and_nothing_else() -> None:
    schema = registry_schema()._schema
    roots = [root for root in (schema.query_type, schema.mutation_type) if root]
    fields = {f"{root.name}.{name}" for root in roots for name in root.fields if name != "_service"}
    assert fields == set(POLICY.rules) - {"Person.phone"}


def test_only_signing_in_is_open_to_everybody() -> None:
    public = {action for action in POLICY.rules if POLICY.is_public(action)}
    assert public == {"Mutation.signIn"}


def test_a_vendor_and_a_job_see_units_and_themselves_only() -> None:
    for role in (Role.VENDOR, Role.JOB):
        assert allowed(POLICY, role) == {
            "Query.unit",
            "Query.units",
            "Query.me",
            "Mutation.signIn",
        }


def test_an_officer_may_note_leave_and_change_nothing_else() -> None:
    mutations = {
        action for action in allowed(POLICY, Role.OFFICER) if action.startswith("Mutation")
    }
    assert mutations == {"Mutation.setAvailability", "Mutation.signIn"}


def allowed(policy: Policy, role: Role) -> set[str]:
    caller = make_principal(role)
    return {action for action in policy.rules if policy.allowed(caller, action).ok}
