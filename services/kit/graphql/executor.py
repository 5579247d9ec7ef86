"""Placeholder: the reference executor."""

from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class CompiledExecutor(StrawberryGraphQLCoreExecutionContext):
    """The reference executor."""
