"""A small town's schema: enough of everything for the tests of the kit, and no database."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry

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
from services.kit.graphql.rows import PAGE_LIMIT, Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.kit.refusal import Refusal


class Severity(StrEnum):
    MAJOR = "MAJOR"
    GENERAL = "GENERAL"


strawberry.enum(Severity, description="How bad.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    id: UUID
    name: str
    parent: "Office | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    id: UUID
    title: str
    severity: Severity | None
    due_at: datetime
    count: int
    weight: float
    open: bool
    owner: Office
    helpers: list[Office] = field(default_factory=list)
    notes: list[str | None] = field(default_factory=list)


@shows(Office)
@strawberry.type(name="Office", description="An office.")
class OfficeType(Node):
    id: strawberry.ID = global_id("Office")
    name: str = strawberry.field(description="Its name.")
    parent: "OfficeType | None" = strawberry.field(description="Its superior.")

    @strawberry.field(description="Waits before it answers.")
    async def slow_name(root: strawberry.Parent[Office]) -> str:
        await asyncio.sleep(0)
        return root.name


@shows(Task)
@strawberry.type(name="Task", description="A task.")
class TaskType(Node):
    id: strawberry.ID = global_id("Task")
    key: UUID = compiled_field(lambda row: row.id, UUID, description="The bare key.")
    title: str = strawberry.field(description="Its title.")
    severity: Severity | None = strawberry.field(description="How bad, null unknown.")
    due_at: datetime = strawberry.field(description="When it is due.")
    count: int = strawberry.field(description="A number.")
    weight: float = strawberry.field(description="Another.")
    open: bool = strawberry.field(description="Whether it is open.")
    owner: OfficeType = strawberry.field(description="Whose.")
    helpers: list[OfficeType] = strawberry.field(description="Who helps.")
    notes: list[str | None] = strawberry.field(description="Notes.")
    shout: str = compiled_field(lambda row: row.title.upper(), str, description="Louder.")

    @strawberry.field(description="A field with an argument.")
    def greeting(root: strawberry.Parent[Task], to: str = "you") -> str:
        return f"{root.title} to {to}"


@strawberry.input(description="What to open.")
class OpenTaskInput:
    idempotency_key: str = strawberry.field(description="Key.")
    title: str = strawberry.field(description="Title.")
    severity: Severity | None = strawberry.field(default=None, description="Severity.")
    facts: "FactsInput | None" = strawberry.field(default=None, description="Facts.")


@strawberry.input(description="Facts.")
class FactsInput:
    severity: Severity | None = strawberry.field(default=None, description="Severity.")
    deaths: int | None = strawberry.field(default=None, description="Deaths.")
    seen: list[datetime] | None = strawberry.field(default=None, description="Seen.")


@strawberry.type(description="An opened task.")
class OpenTaskPayload:
    task: Task = strawberry.field(graphql_type=TaskType, description="The task.")


START = datetime(2026, 11, 20, 19, 2, tzinfo=UTC)
CITY = Office(id=UUID(int=1), name="市政府")
COUNTY = Office(id=UUID(int=2), name="县政府", parent=CITY)


def make_task(number: int = 1, **overrides: Any) -> Task:
    task = Task(
        id=UUID(int=1000 + number),
        title=f"task {number}",
        severity=Severity.MAJOR if number % 2 else None,
        due_at=START + timedelta(hours=number),
        count=number,
        weight=number / 2,
        open=True,
        owner=COUNTY,
        helpers=[CITY, COUNTY],
        notes=["a", None],
    )
    return replace(task, **overrides)


@dataclass(slots=True)
class Town:
    """The service part of the context."""

    tasks: list[Task] = field(default_factory=lambda: [make_task(n) for n in range(50)])
    counted: int = 0
    closed: list[str] = field(default_factory=list)

    async def count(self) -> int:
        self.counted += 1
        return len(self.tasks)


@strawberry.type
class Query:
    @strawberry.field(graphql_type=Connection[TaskType], description="Tasks.")
    async def tasks(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Task]:
        town: Town = info.context.service
        page = PageRequest.parse(
            first, after, last, before, connection="tasks", key=(datetime, UUID)
        )
        rows = sorted(town.tasks, key=lambda row: (row.due_at, row.id), reverse=page.backward)
        if page.cursor is not None:
            cursor: Any = page.cursor
            rows = [
                row
                for row in rows
                if ((row.due_at, row.id) > cursor) is not page.backward
                and (row.due_at, row.id) != cursor
            ]
        return connection(
            page, page.cut(rows[: page.limit]), lambda row: (row.due_at, row.id), town.count
        )

    @strawberry.field(graphql_type=TaskType | None, description="One task.")
    async def task(self, info: Info, id: strawberry.ID) -> Task | None:  # noqa: A002
        key = from_global_id(id, "Task")
        return next((row for row in info.context.service.tasks if row.id == key), None)

    @strawberry.field(graphql_type=list[TaskType], description="All tasks, no page.")
    def all_tasks(self, info: Info) -> list[Task]:
        tasks: list[Task] = info.context.service.tasks
        return tasks

    @strawberry.field(graphql_type=list[TaskType | None] | None, description="May fail.")
    def maybe_tasks(self, info: Info) -> list[Task]:
        tasks: list[Task] = info.context.service.tasks
        return tasks

    @strawberry.field(graphql_type=list[Node], description="Things by id.")
    def things(self, info: Info) -> list[Any]:
        return [COUNTY, *info.context.service.tasks[:2]]

    @strawberry.field(
        description="A longer page.", metadata={PAGE_LIMIT: 1000}, graphql_type=list[TaskType]
    )
    def log(self, info: Info, first: int = 1000) -> list[Task]:
        tasks: list[Task] = info.context.service.tasks
        return tasks[:first]

    @strawberry.field(description="Says hello to anyone.")
    def hello(self) -> str:
        return "hello"

    @strawberry.field(description="Breaks.")
    def broken(self) -> str:
        raise RuntimeError("secret: postgres://u:p@db/x")

    @strawberry.field(description="Refuses.")
    def refused(self) -> str:
        raise Refusal("TOO_LATE", "已经过期。", "at")

    @strawberry.field(description="Chiefs only.")
    def chiefs(self) -> str:
        return "chiefs"


@strawberry.type
class Mutation:
    @strawberry.mutation(description="Open a task.")
    async def open_task(
        self,
        input: OpenTaskInput,  # noqa: A002 - the schema's word
    ) -> Annotated[OpenTaskPayload | RefusalType, strawberry.union("OpenTaskResult")]:
        if not input.title:
            raise Refusal("NO_TITLE", "请填写标题。", "input.title")
        if input.title == "break":
            raise RuntimeError("secret")
        return OpenTaskPayload(task=make_task(title=input.title, severity=input.severity))


@strawberry.type
class Subscription:
    @strawberry.subscription(graphql_type=TaskType, description="Counts.")
    async def ticks(
        self, info: Info, to: int = 3, forever: bool = False, padding: int = 0
    ) -> AsyncGenerator[Task, None]:
        try:
            for number in range(to):
                yield make_task(number, title=f"task {number}" + "-" * padding)
            while forever:
                await asyncio.sleep(0.01)
        finally:
            info.context.service.closed.append("ticks")

    @strawberry.subscription(description="Fails at its second event.")
    async def failing(self) -> AsyncGenerator[str, None]:
        yield "one"
        raise RuntimeError("secret")
