"""受理 with ten seconds to think again."""

from collections.abc import Mapping
from typing import Any

import pytest

from clients.tui.acceptance import Acceptances
from clients.tui.link import LinkDown, LinkStatus, Refused
from clients.tui.operations import Operation
from tests.support.desk_rows import make_row


class Line:
    """Records what is sent; `fault` is raised once."""

    name = "deadlines"

    def __init__(self) -> None:
        self.status = LinkStatus()
        self.sent: list[dict[str, Any]] = []
        self.fault: Exception | None = None

    async def execute(
        self, operation: Operation, variables: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        raise NotImplementedError

    async def mutate(self, operation: Operation, variables: Mapping[str, Any]) -> dict[str, Any]:
        self.sent.append(variables["input"])
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault
        return {}


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def acceptances(line: Line, said: list[str]) -> Acceptances:
    return Acceptances(line, lambda sentence, alarming: said.append(sentence))


ROW = make_row("ob-1", acknowledgedAt=None)


async def test_an_undone_acceptance_is_never_sent(acceptances: Acceptances, line: Line) -> None:
    await acceptances.press(ROW)
    assert acceptances.undo()
    await acceptances.flush()
    assert line.sent == []
    assert not acceptances.undo()


async def test_a_second_press_sends_at_once(acceptances: Acceptances, line: Line) -> None:
    await acceptances.press(ROW)
    await acceptances.press(ROW)
    assert [sent["obligation"] for sent in line.sent] == ["ob-1"]
    assert acceptances.pending is None


async def test_time_sends_it(line: Line) -> None:
    acceptances = Acceptances(line, lambda sentence, alarming: None, seconds=0.01)
    await acceptances.press(ROW)
    assert acceptances._wait is not None
    await acceptances._wait
    assert len(line.sent) == 1


async def test_another_row_sends_the_first(acceptances: Acceptances, line: Line) -> None:
    await acceptances.press(ROW)
    await acceptances.press(make_row("ob-2", acknowledgedAt=None))
    assert [sent["obligation"] for sent in line.sent] == ["ob-1"]
    assert acceptances.row_id == "ob-2"
    acceptances.undo()


async def test_a_lost_answer_is_repeated_with_the_same_key(
    acceptances: Acceptances, line: Line, said: list[str]
) -> None:
    line.fault = LinkDown("reset")
    await acceptances.press(ROW)
    await acceptances.press(ROW)
    assert "未能确认" in said[-1]
    await acceptances.press(ROW)
    first, second = line.sent
    assert first["idempotencyKey"] == second["idempotencyKey"]
    assert acceptances.pending is None


async def test_a_refusal_is_told_in_the_services_words(
    acceptances: Acceptances, line: Line, said: list[str]
) -> None:
    line.fault = Refused("FORBIDDEN", "本账号不能受理此项。")
    await acceptances.press(ROW)
    await acceptances.flush()
    assert said[-1] == "本账号不能受理此项。"


async def test_what_is_accepted_or_closed_is_not_accepted_again(
    acceptances: Acceptances, said: list[str]
) -> None:
    await acceptances.press(make_row())
    await acceptances.press(make_row(state="FULFILLED", acknowledgedAt=None))
    assert said == ["此项已由虚构子受理", "此项已办结，无须受理"]


async def test_flushing_tells_whether_everything_was_sent(
    acceptances: Acceptances, line: Line
) -> None:
    assert await acceptances.flush()
    await acceptances.press(ROW)
    line.fault = LinkDown("reset")
    assert not await acceptances.flush()
    assert acceptances.failed
    assert await acceptances.flush()
    line.fault = Refused("INCIDENT_CLOSED", "事件已办结，不能再修改。")
    await acceptances.press(ROW)
    assert not await acceptances.flush()
    assert acceptances.pending is None
