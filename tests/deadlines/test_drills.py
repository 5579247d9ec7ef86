"""An exercise looks like the real thing, is marked as one, and is listed without the others."""

from tests.deadlines.desk import Desk

BOARD = """query B($f: ObligationFilter) { boardTally { total }
  obligations(first: 100, filter: $f) { totalCount edges { node { incident { drill } } } } }"""


async def test_the_tally_counts_an_exercise_as_the_board_shows_it(desk: Desk) -> None:
    before = (await desk.ask(BOARD))["boardTally"]["total"]
    await desk.open(drill=True)
    answer = await desk.ask(BOARD)
    assert answer["boardTally"]["total"] > before
    assert answer["boardTally"]["total"] == answer["obligations"]["totalCount"]
    marks = {edge["node"]["incident"]["drill"] for edge in answer["obligations"]["edges"]}
    assert True in marks


async def test_a_list_without_exercises_holds_none(desk: Desk) -> None:
    await desk.open(drill=True)
    await desk.open()
    for drill in (True, False):
        answer = await desk.ask(BOARD, f={"drill": drill})
        marks = {e["node"]["incident"]["drill"] for e in answer["obligations"]["edges"]}
        assert marks == {drill}
