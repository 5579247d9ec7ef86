"""One demonstration schema for the whole folder, and contexts for its callers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.kit.auth import ANY_ROLE, PUBLIC, Policy, Principal, Role, may
from services.kit.clock import ManualClock
from services.kit.graphql.context import Context
from services.kit.graphql.schema import Schema, build_schema
from tests.kit.graphql import demo

POLICY = Policy(
    {
        **dict.fromkeys(
            (
                *(f"Query.{name}" for name in ("tasks", "task", "allTasks", "maybeTasks")),
                *(f"Query.{name}" for name in ("things", "log", "broken", "refused")),
                "Mutation.openTask",
                "Subscription.ticks",
                "Subscription.failing",
            ),
            ANY_ROLE,
        ),
        "Query.hello": PUBLIC,
        "Query.chiefs": may(Role.DUTY_CHIEF),
    }
)
SCHEMA = build_schema(demo.Query, demo.Mutation, demo.Subscription, policy=POLICY)


def make_principal(**overrides: Any) -> Principal:
    facts: dict[str, Any] = {
        "subject": "officer",
        "name": "值班员",
        "role": Role.OFFICER,
        "unit": "130100",
        "scope_level": 3,
        "scope_code": "130100",
        "expires_at": demo.START + timedelta(minutes=15),
    }
    return Principal(**{**facts, **overrides})


def make_context(
    principal: Principal | None = None, town: demo.Town | None = None
) -> Context[demo.Town]:
    return Context(
        principal=principal,
        database=None,  # type: ignore[arg-type] # the demonstration keeps its rows in memory
        clock=ManualClock(demo.START),
        request_id="request-1",
        service=town or demo.Town(),
        policy=POLICY,
    )


Ask = Callable[..., Any]


@pytest.fixture
def schema() -> Schema:
    return SCHEMA


@pytest.fixture
def town() -> demo.Town:
    return demo.Town()


@pytest.fixture
def ask(town: demo.Town) -> Ask:
    """Run a document as an officer and return (data, errors as the client sees them)."""

    async def run(text: str, name: str | None = None, **variables: Any) -> Any:
        context = make_context(make_principal(), town)
        result = await SCHEMA.execute(text, variables, context, operation_name=name)
        return result.data, [error.formatted for error in result.errors or ()]

    return run
