"""Pages by keyset: cursors, both directions, and counts only when asked for."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from asyncpg.pgproto.pgproto import UUID as DriversUUID
from hypothesis import given
from hypothesis import strategies as st

from services.kit.graphql.ids import from_global_id, to_global_id
from services.kit.graphql.pages import KeyPart, PageRequest, decode_cursor, encode_cursor
from services.kit.refusal import Refusal
from tests.kit.graphql.conftest import Ask
from tests.kit.graphql.demo import Town

PARTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.none(),
    st.uuids(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
)


@given(key=st.lists(PARTS, max_size=4))
def test_a_cursor_gives_back_its_key(key: list[KeyPart]) -> None:
    cursor = encode_cursor("tasks", *key)
    assert decode_cursor(cursor, "tasks", "after") == tuple(key)


def test_a_cursor_takes_the_database_drivers_own_uuid() -> None:
    id_ = uuid4()
    cursor = encode_cursor("tasks", DriversUUID(str(id_)))
    assert decode_cursor(cursor, "tasks", "after", (UUID,)) == (id_,)


@given(text=st.one_of(st.text(max_size=30), st.binary(max_size=30).map(str)))
def test_a_made_up_cursor_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode_cursor(text, "tasks", "after")
    assert (refused.value.code, refused.value.field) == ("BAD_CURSOR", "after")


def test_a_cursor_serves_only_its_own_connection() -> None:
    with pytest.raises(Refusal) as refused:
        PageRequest.parse(after=encode_cursor("units", 1), connection="tasks")
    assert refused.value.code == "CURSOR_OF_OTHER_CONNECTION"


def test_a_cursor_of_other_types_is_refused() -> None:
    for key in ((1, uuid4()), (datetime.now(UTC),), (datetime.now(UTC), "x")):  # noqa: TID251 - any time
        with pytest.raises(Refusal, match="BAD_CURSOR"):
            PageRequest.parse(
                after=encode_cursor("tasks", *key), connection="tasks", key=(datetime, UUID)
            )


def test_a_date_is_not_taken_for_a_time() -> None:
    cursor = encode_cursor("tasks", date(2026, 11, 21))
    assert decode_cursor(cursor, "tasks", "after", (date,)) == (date(2026, 11, 21),)
    with pytest.raises(Refusal):
        decode_cursor(cursor, "tasks", "after", (datetime,))


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"first": 0}, "first"),
        ({"first": 101}, "first"),
        ({"last": -1}, "last"),
        ({"first": 1, "last": 1}, "last"),
        ({"last": 1, "after": "x"}, "last"),
        ({"before": "x"}, "before"),
        ({"first": 1, "before": "x"}, "before"),
    ],
)
def test_a_wrong_page_names_its_argument(arguments: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        PageRequest.parse(**arguments, connection="tasks")  # type: ignore[arg-type] # mixed
    assert (refused.value.code, refused.value.field) == ("BAD_PAGE", field)


def test_without_arguments_a_page_has_twenty_rows() -> None:
    page = PageRequest.parse(connection="tasks")
    assert (page.first, page.limit, page.backward, page.cursor) == (20, 21, False, None)


PAGE = """query P($first: Int, $after: String, $last: Int, $before: String) {
  tasks(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { count } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@pytest.mark.parametrize(("size", "cursor"), [("first", "after"), ("last", "before")])
async def test_walking_page_by_page_meets_every_row_once(ask: Ask, size: str, cursor: str) -> None:
    met: list[int] = []
    at, more = None, True
    while more:
        data, errors = await ask(PAGE, **{size: 7, cursor: at})
        assert errors == []
        page, info = data["tasks"], data["tasks"]["pageInfo"]
        counts = [edge["node"]["count"] for edge in page["edges"]]
        assert counts == sorted(counts)
        met = met + counts if size == "first" else counts + met
        at = info["endCursor"] if size == "first" else info["startCursor"]
        more = info["hasNextPage"] if size == "first" else info["hasPreviousPage"]
    assert met == list(range(50))


async def test_an_empty_page_has_no_cursors(ask: Ask, town: Town) -> None:
    town.tasks = []
    data, _ = await ask(PAGE)
    assert data["tasks"]["edges"] == []
    assert data["tasks"]["pageInfo"]["startCursor"] is None


async def test_counting_happens_once_and_only_when_asked(ask: Ask, town: Town) -> None:
    await ask("{ tasks { edges { cursor } } }")
    assert town.counted == 0
    data, _ = await ask("{ tasks { totalCount totalCountCapped edges { cursor } } }")
    assert (data["tasks"]["totalCount"], data["tasks"]["totalCountCapped"]) == (50, False)
    assert town.counted == 1


async def test_a_count_is_capped_at_a_thousand(ask: Ask, town: Town) -> None:
    town.tasks = town.tasks[:1] * 1001
    data, _ = await ask("{ tasks(first: 1) { totalCount totalCountCapped } }")
    assert data["tasks"] == {"totalCount": 1000, "totalCountCapped": True}


def test_a_global_id_tells_its_type() -> None:
    id_ = uuid4()
    assert from_global_id(to_global_id("Task", id_), "Task") == id_
    for value in (
        to_global_id("Office", id_),
        "x",
        "",
        "VGFzazo=",
        "é",
        to_global_id("Task", id_)[:-3],
    ):
        with pytest.raises(Refusal) as refused:
            from_global_id(value, "Task", "taskId")
        assert (refused.value.code, refused.value.field) == ("BAD_ID", "taskId")
