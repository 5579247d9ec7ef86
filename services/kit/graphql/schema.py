"""The schema factory: guarded root fields, compiled execution, limits, coded and masked errors."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from datetime import datetime
from functools import cache
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, cast

import strawberry
from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError, OperationDefinitionNode
from graphql.execution import create_source_event_stream, map_source_to_response_event
from strawberry.federation import Schema as FederationSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

from services.kit.graphql import errors
from services.kit.graphql.context import Context
from services.kit.graphql.documents import Document, DocumentCache, RejectedDocument
from services.kit.graphql.executor import CompiledExecutor
from services.kit.graphql.guard import guard_root_fields, may_introspect
from services.kit.graphql.inputs import build_inputs
from services.kit.graphql.limits import Limits, page_excess
from services.kit.graphql.rows import resolve_by_rows
from services.kit.graphql.scalars import DATE_TIME
from services.kit.graphql.texts import NO_NUL, field_with_nul
from services.kit.refusal import Refusal

if TYPE_CHECKING:
    from services.kit.auth import Policy

OPERATION_SECONDS = 5.0
ALL_OPERATIONS = frozenset(OperationType)


@strawberry.type(name="Refusal", description="拒绝：请求不能办理，以及原因。")
class RefusalType:
    """The member of each payload union that tells why the domain declined."""

    code: str = strawberry.field(description="Stable, upper snake case.")
    message: str = strawberry.field(description="One full sentence for the person at the desk.")
    field: str | None = strawberry.field(
        description="The input at fault as a dotted path, null where no single input is."
    )
    retry_after: int | None = strawberry.field(
        default=None, description="Seconds to wait before asking again; null: it does not help."
    )


class _RefusalHandler(strawberry.ExceptionHandler[Refusal, RefusalType]):
    def handle(self, exception: Refusal, *, field: Any, info: Any) -> RefusalType:
        return RefusalType(
            code=exception.code,
            message=exception.message,
            field=exception.field,
            retry_after=exception.retry_after,
        )


class _Names(NameConverter):
    """Converts each name once: strawberry asks for every input field's name in every request."""

    def __init__(self) -> None:
        super().__init__()
        self._converted = cache(super().apply_naming_config)

    def apply_naming_config(self, name: str) -> str:
        return self._converted(name)


class Schema(FederationSchema):
    """A federation subgraph whose ``execute`` and ``subscribe`` answer what a client may see."""

    documents: DocumentCache

    async def execute(  # type: ignore[override] # strawberry's extensions have no place here
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Context[Any] | None = None,
        root_value: Any = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] = ALL_OPERATIONS,
    ) -> ExecutionResult:
        """Run a query or mutation; a PreExecutionError means that nothing was run."""
        executor = self._prepare(
            query,
            variable_values,
            context_value,
            root_value,
            operation_name,
            allowed_operation_types,
        )
        if isinstance(executor, PreExecutionError):
            return executor
        return _visible(await _run(executor), context_value)

    async def subscribe(  # type: ignore[override] # one generator whatever happens
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Context[Any] | None = None,
        root_value: Any = None,
        operation_name: str | None = None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """Yield a subscription's events, or the one result of a query or mutation.

        A PreExecutionError is the last result: nothing was begun, or the source broke off.
        """
        executor = self._prepare(
            query, variable_values, context_value, root_value, operation_name, ALL_OPERATIONS
        )
        try:
            if isinstance(executor, PreExecutionError):
                yield executor
            elif executor.operation.operation.value != "subscription":
                yield _visible(await _run_in_time(executor), context_value)
            else:
                async with aclosing(_events(executor)) as results:
                    async for result in results:
                        yield _visible(result, context_value)
                        if context_value is not None:
                            context_value.loaders.clear()  # the next event reads anew
        except Exception as error:
            raised = GraphQLError(str(error), original_error=error)
            yield _visible(PreExecutionError(None, [raised]), context_value)

    def _prepare(
        self,
        text: str | None,
        variables: dict[str, Any] | None,
        context: Context[Any] | None,
        root: Any,
        name: str | None,
        allowed: Iterable[OperationType],
    ) -> CompiledExecutor | PreExecutionError:
        try:
            if (field := field_with_nul(variables)) is not None:
                raise RejectedDocument(errors.coded(errors.BAD_INPUT, NO_NUL, field))
            document = self.documents.get(text or "")
            operation = _choose(document, name)
            _check(document, operation, context, allowed)
            executor = CompiledExecutor.prepare(
                self._schema, operation, variables, document.plans, context=context, root=root
            )
            if isinstance(executor, list):
                raise RejectedDocument(*map(errors.of_variables, executor))
            if excesses := page_excess(document.page_variables, executor.variable_values.coerced):
                raise RejectedDocument(*excesses)
        except RejectedDocument as rejected:
            return PreExecutionError(None, rejected.errors)
        return executor


async def _run(executor: CompiledExecutor) -> CoreResult:
    result = executor.execute_operation()
    return cast("CoreResult", await result if isawaitable(result) else result)


async def _run_in_time(executor: CompiledExecutor) -> CoreResult:
    try:
        async with asyncio.timeout(OPERATION_SECONDS):
            return await _run(executor)
    except TimeoutError:
        message = "服务繁忙，本次请求未在时限内完成，请稍后重试。"
        return CoreResult(None, [errors.coded(errors.TIMEOUT, message)])


async def _events(
    executor: CompiledExecutor,
) -> AsyncGenerator[CoreResult | PreExecutionError, None]:
    source = create_source_event_stream(executor)
    if isawaitable(source):
        source = await source
    if isinstance(source, CoreResult):
        yield PreExecutionError(None, source.errors)
        return
    async with aclosing(map_source_to_response_event(executor, source)) as events:
        async for event in events:
            yield event


def _choose(document: Document, name: str | None) -> OperationDefinitionNode:
    if name is None and len(document.operations) == 1:
        return next(iter(document.operations.values()))
    if name is None or name not in document.operations:
        message = "请用 operationName 指明要执行文档中的哪个操作。"
        raise RejectedDocument(errors.coded(errors.BAD_REQUEST, message, "operationName"))
    return document.operations[name]


def _check(
    document: Document,
    operation: OperationDefinitionNode,
    context: Context[Any] | None,
    allowed: Iterable[OperationType],
) -> None:
    kind = OperationType(operation.operation.value)
    if kind not in allowed:
        message = f"此处不能执行 {kind.value}。"
        raise RejectedDocument(errors.coded(errors.METHOD_NOT_ALLOWED, message))
    if document.introspects and not may_introspect(context):
        raise RejectedDocument(errors.coded(errors.FORBIDDEN, "此令牌不能查看接口定义。"))


def _visible(
    result: CoreResult | PreExecutionError, context: Context[Any] | None
) -> ExecutionResult:
    request_id = context.request_id if context else ""
    found: list[GraphQLError] | None = None
    if result.errors:
        found = [errors.of_execution(error, request_id) for error in result.errors]
    kind = PreExecutionError if isinstance(result, PreExecutionError) else ExecutionResult
    return kind(result.data, found)


def build_schema(
    query: type,
    mutation: type | None = None,
    subscription: type | None = None,
    *,
    types: Iterable[type] = (),
    policy: "Policy",
    limits: Limits | None = None,
) -> Schema:
    """Build a service's schema, once per process.

    Raises UnguardedFieldsError where the policy table lacks a rule for a root field, named
    ``Query.field``, ``Mutation.field`` or ``Subscription.field``.
    """
    schema = Schema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=types,
        config=StrawberryConfig(disable_field_suggestions=True, name_converter=_Names()),
        scalar_overrides={datetime: DATE_TIME},
        federation_version="2.9",
        execution_context_class=CompiledExecutor,
        exception_handlers=[_RefusalHandler()],
    )
    resolve_by_rows(schema._schema)
    build_inputs(schema._schema)
    guard_root_fields(schema._schema, policy)
    schema.documents = DocumentCache(schema._schema, limits or Limits())
    return schema
