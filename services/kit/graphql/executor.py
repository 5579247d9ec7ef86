"""The compiled executor: rows through compiled functions, everything else through the reference."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Self

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    default_field_resolver,
    default_type_resolver,
    get_named_type,
    is_object_type,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.pyutils import Path
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from services.kit.graphql.compiler import (
    Compiled,
    NotCompilable,
    compile_field,
    compile_list,
    compile_object,
)
from services.kit.graphql.inputs import compile_variables


class Plans:
    """What was compiled for one document, the least recently used leaving first.

    A plan depends on the nodes it was made from, its type, and the variables that ``@skip`` and
    ``@include`` read; on no other variable. The document keeps its nodes alive, so that their
    ids name them.
    """

    def __init__(self, document: DocumentNode, size: int = 200) -> None:
        self.document = document
        self.switches = _switches(document)
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        # the parser allows fragments no variables of their own
        self.details = {name: FragmentDetails(node) for name, node in self.fragments.items()}
        self._size = size
        self._kept: OrderedDict[object, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: object, make: Callable[[], Any]) -> Any:
        """Return the plan of a key, made at first; None stands for what cannot be compiled."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        try:
            plan = make()
        except NotCompilable:
            plan = None
        self._kept[key] = plan
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return plan


class CompiledExecutor(StrawberryGraphQLCoreExecutionContext):
    """Gives the same data and errors as the executor it extends, only sooner.

    A compiled function that raises is not an error: the reference executor then does the same
    part again and finds what there is to find.
    """

    def __init__(self, *args: Any, plans: Plans | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans = plans
        if plans is not None:
            values = self.variable_values.coerced
            self._switches = tuple(values.get(name) for name in plans.switches)

    @classmethod
    def prepare(
        cls,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        variables: dict[str, Any] | None,
        plans: Plans,
        *,
        context: Any = None,
        root: Any = None,
    ) -> Self | list[GraphQLError]:
        """Build the executor of one operation, or list what is wrong with its variables."""
        common: dict[str, Any] = {
            "is_awaitable": optimized_is_awaitable,
            "hide_suggestions": True,
            "operation_extensions": None,
            "plans": plans,
        }
        coerce = plans.get(
            ("variables", id(operation)),
            lambda: compile_variables(schema, operation.variable_definitions or ()),
        )
        try:
            values = coerce(variables or {})
        except Exception:  # as above; what could not be compiled comes here too
            return cls.build(  # type: ignore[return-value] # it makes what it is called on
                schema,
                plans.document,
                root_value=root,
                context_value=context,
                raw_variable_values=variables,
                operation_name=operation.name.value if operation.name else None,
                **common,
            )
        return cls(
            schema,
            plans.fragments,
            plans.details,
            root,
            context,
            operation,
            values,
            default_field_resolver,
            default_type_resolver,
            default_field_resolver,
            **common,
        )

    def collect_and_execute_subfields(
        self,
        return_type: GraphQLObjectType,
        field_details_list: list[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Answer one object whole where its selection could be compiled."""
        if (run := self._object_plan(return_type, field_details_list)) is not None:
            try:
                return run(result)
            except Exception:  # noqa: S110 - the reference executor, below, tells what it is
                pass
        return super().collect_and_execute_subfields(
            return_type, field_details_list, path, result, position_context
        )

    def complete_list_value(
        self,
        return_type: GraphQLList[GraphQLOutputType],
        field_details_list: list[Any],
        info: Any,
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Answer a list of objects whole where its selection could be compiled."""
        if (run := self._list_plan(return_type, field_details_list)) is not None:
            try:
                return run(result)
            except Exception:  # noqa: S110 - as above
                pass
        return super().complete_list_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: dict[str, list[Any]],
        position_context: Any,
    ) -> Any:
        """Answer the plain fields of a mixed selection compiled, the others by the reference."""
        runs = self._field_plans(parent_type, grouped_field_set)
        if runs is None:
            return super().execute_fields(
                parent_type, source_value, path, grouped_field_set, position_context
            )
        answered: dict[str, Any] = {}
        left: dict[str, list[Any]] = {}
        for name, details in grouped_field_set.items():
            try:
                answered[name] = runs[name](source_value)
            except Exception:  # as above; a field without a plan raises KeyError and comes here too
                left[name] = details
        rest: Any = super().execute_fields(parent_type, source_value, path, left, position_context)
        if self.is_awaitable(rest):
            return _in_order_later(grouped_field_set, answered, rest)
        return _in_order(grouped_field_set, answered, rest)

    def _object_plan(self, type_: GraphQLObjectType, details: list[Any]) -> Compiled | None:
        plan: Compiled | None = self._plan(
            "object",
            type_,
            details,
            lambda: compile_object(type_, self._collected(type_, details), self._collected),
        )
        return plan

    def _list_plan(self, type_: GraphQLOutputType, details: list[Any]) -> Compiled | None:
        if not is_object_type(get_named_type(type_)):
            return None
        plan: Compiled | None = self._plan(
            "list", type_, details, lambda: compile_list(type_, details, self._collected)
        )
        return plan

    def _field_plans(
        self, type_: GraphQLObjectType, fields: dict[str, list[Any]]
    ) -> dict[str, Compiled] | None:
        def make() -> dict[str, Compiled] | None:
            runs: dict[str, Compiled] = {}
            for name, details in fields.items():
                try:
                    runs[name] = compile_field(type_, details, self._collected)
                except NotCompilable:
                    continue
            return runs or None

        every = [detail for details in fields.values() for detail in details]
        plan: dict[str, Compiled] | None = self._plan("fields", type_, every, make)
        return plan

    def _plan(self, kind: str, type_: Any, details: list[Any], make: Callable[[], Any]) -> Any:
        if self._plans is None or self.middleware_manager is not None:
            return None
        nodes = tuple([id(detail.node) for detail in details])
        return self._plans.get((kind, type_, nodes, self._switches), make)

    def _collected(self, type_: GraphQLObjectType, details: list[Any]) -> dict[str, list[Any]]:
        fields, deferred, _ = self.collect_subfields(type_, details)
        if deferred:
            raise NotCompilable
        return fields


def _in_order(
    fields: dict[str, list[Any]], answered: dict[str, Any], rest: dict[str, Any]
) -> dict[str, Any]:
    answered.update(rest)
    return {name: answered[name] for name in fields if name in answered}


async def _in_order_later(
    fields: dict[str, list[Any]], answered: dict[str, Any], rest: Awaitable[dict[str, Any]]
) -> dict[str, Any]:
    return _in_order(fields, answered, await rest)


def _switches(document: DocumentNode) -> tuple[str, ...]:
    """Name the variables that ``@skip`` and ``@include`` read anywhere in a document."""
    found: dict[str, None] = {}

    class Reader(Visitor):
        def enter_directive(self, node: Any, *_: Any) -> None:
            if node.name.value in ("skip", "include"):
                for argument in node.arguments or ():
                    if isinstance(argument.value, VariableNode):
                        found[argument.value.name.value] = None

    visit(document, Reader())
    return tuple(found)
