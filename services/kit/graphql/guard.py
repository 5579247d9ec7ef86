"""Every root field asks the policy table before it resolves; a missing rule fails the build."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from services.kit.graphql.errors import FORBIDDEN, UNAUTHENTICATED, coded

if TYPE_CHECKING:
    from graphql import GraphQLField, GraphQLResolveInfo, GraphQLSchema

    from services.kit.auth import Policy
    from services.kit.graphql.context import Context

Resolver = Callable[..., Any]

FEDERATION_SDL = "Query._service"


class UnguardedFieldsError(Exception):
    """Root fields for which the policy table has no rule."""


def guard_root_fields(schema: GraphQLSchema, policy: Policy) -> None:
    """Wrap the resolver of every root field; raises UnguardedFieldsError where a rule is missing.

    Federation's ``_service`` shows the whole schema, so it asks for the right to introspect
    instead of a rule.
    """
    missing: list[str] = []
    for root in (schema.query_type, schema.mutation_type, schema.subscription_type):
        for name, field in root.fields.items() if root else ():
            action = f"{root.name}.{name}" if root else name
            if action == FEDERATION_SDL:
                field.resolve = _introspectors_only(field.resolve or _refuse)
            elif action not in policy.rules:
                missing.append(action)
            else:
                _guard(field, action, policy)
    if missing:
        raise UnguardedFieldsError(f"no rule in the policy table for {', '.join(missing)}")


def _guard(field: GraphQLField, action: str, policy: Policy) -> None:
    if policy.is_public(action):
        return
    if field.subscribe is not None:
        field.subscribe = _guarded(field.subscribe, action, policy)
    elif field.resolve is not None:
        field.resolve = _guarded(field.resolve, action, policy)


def _guarded(resolve: Resolver, action: str, policy: Policy) -> Resolver:
    def guarded(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        context: Context[Any] | None = info.context
        if context is None or context.principal is None:
            raise coded(UNAUTHENTICATED, "请先登录。")
        if not policy.admits(context.principal, action).ok:
            raise coded(FORBIDDEN, "您的角色不能进行这项操作。")
        return resolve(source, info, **arguments)

    return guarded


def _introspectors_only(resolve: Resolver) -> Resolver:
    def guarded(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        if not may_introspect(info.context):
            raise coded(FORBIDDEN, "此令牌不能查看接口定义。")
        return resolve(source, info, **arguments)

    return guarded


def may_introspect(context: Context[Any] | None) -> bool:
    """Tell whether the caller's token carries the right to read the schema."""
    return context is not None and context.principal is not None and context.principal.introspect


def _refuse(*_: Any, **__: Any) -> Any:
    raise coded(FORBIDDEN, "此令牌不能查看接口定义。")
