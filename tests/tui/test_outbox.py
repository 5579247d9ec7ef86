"""待发: what could not be sent is on the disk before it is called kept, and goes out once."""

import stat
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clients.tui.link import LinkDown, LinkState, LinkStatus, Refused
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.outbox import ActState, KeptAct, Outbox, may_wait
from clients.tui.outbox_making import moment_of
from clients.tui.outbox_sending import OutboxSender
from clients.tui.service_link import Session, account_of
from tests.support.desk_rows import NOW


def act(key: str = "k1", **more: Any) -> KeptAct:
    given: dict[str, Any] = {
        "operation": "record_fulfilment",
        "variables": {"input": {"obligation": f"ob-{key}", "idempotencyKey": key}},
        "acted_at": NOW,
        "kept_at": NOW,
        "owner": "duty",
        "sentence": f"办 {key}",
    }
    return KeptAct(key=key, **(given | more))


class Line:
    """A service that writes down what it hears; `faults` are raised first, one a call."""

    name = "deadlines"

    def __init__(self, *faults: Exception) -> None:
        self.status = LinkStatus(state=LinkState.LIVE)
        self.faults = list(faults)
        self.heard: list[str] = []
        self.replayed = False

    async def execute(
        self, operation: Operation, variables: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        raise NotImplementedError

    async def mutate(self, operation: Operation, variables: Mapping[str, Any]) -> dict[str, Any]:
        self.heard.append(variables["input"]["idempotencyKey"])
        if self.faults:
            raise self.faults.pop(0)
        return {"replayed": self.replayed}


class Login:
    def __init__(self, account: str = "duty") -> None:
        self.account = account

    async def token(self) -> str | None:
        return "token"

    def owns(self, account: str, credential: str) -> bool:
        return account == self.account


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


def sender(outbox: Outbox, line: Line, said: list[str], account: str = "duty") -> OutboxSender:
    def tell(sentence: str, alarming: bool) -> None:
        said.append(sentence)

    return OutboxSender(outbox, line, Login(account), lambda: NOW, tell, lambda: None)


def test_a_kept_act_is_there_for_another_desk_and_for_its_owner_only(outbox: Outbox) -> None:
    outbox.add(act())
    assert [kept.key for kept in Outbox(outbox.folder).acts()] == ["k1"]
    assert stat.S_IMODE((outbox.folder / "k1.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(outbox.folder.stat().st_mode) == 0o700


def test_acts_of_one_moment_keep_the_order_in_which_they_were_kept(outbox: Outbox) -> None:
    for key in ("c", "a", "b"):
        outbox.add(act(key))
    assert [kept.key for kept in outbox.acts()] == ["c", "a", "b"]


def test_a_torn_file_hides_no_other(outbox: Outbox) -> None:
    outbox.add(act())
    (outbox.folder / "torn.json").write_bytes(b'{"version": 1, "key"')
    assert [kept.key for kept in outbox.acts()] == ["k1"]


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands in the way")
    with pytest.raises(OSError, match="outbox"):
        Outbox(tmp_path / "outbox").add(act())


async def test_acts_go_out_in_order_and_are_told(outbox: Outbox) -> None:
    line, said = Line(), list[str]()
    for key in ("k2", "k1"):
        outbox.add(act(key))
    assert await sender(outbox, line, said).send_all()
    assert line.heard == ["k2", "k1"]
    assert [kept.state for kept in outbox.acts()] == [ActState.SENT] * 2
    assert said == ["待发 2 条已送出"]


async def test_a_broken_line_leaves_the_rest_in_order(outbox: Outbox) -> None:
    line, said = Line(LinkDown("reset")), list[str]()
    for key in ("k1", "k2"):
        outbox.add(act(key))
    assert not await sender(outbox, line, said).send_all()
    assert (line.heard, outbox.count()) == (["k1"], (2, 0))
    first, second = outbox.acts()
    assert (first.tried_at, second.tried_at) == (NOW, None)
    assert await sender(outbox, line, said).send_all()
    assert line.heard == ["k1", "k1", "k2"]


async def test_what_was_written_before_is_told_as_written(outbox: Outbox) -> None:
    line, said = Line(), list[str]()
    line.replayed = True
    outbox.add(act())
    await sender(outbox, line, said).send_all()
    assert outbox.acts()[0].state is ActState.REPLAYED


async def test_a_refusal_is_kept_with_its_sentence_and_holds_nobody_up(outbox: Outbox) -> None:
    refusal = Refused("OBLIGATION_CLOSED", "此项已办结，不能再记。")
    line, said = Line(refusal), list[str]()
    for key in ("k1", "k2"):
        outbox.add(act(key))
    assert await sender(outbox, line, said).send_all()
    first, second = outbox.acts()
    assert (first.state, first.said) == (ActState.REFUSED, "此项已办结，不能再记。")
    assert second.state is ActState.SENT
    assert said == ["待发 1 条被退回，按 g o 查看：此项已办结，不能再记。"]


@pytest.mark.parametrize("code", ["UNAVAILABLE", "TIMEOUT", "INTERNAL", "IDEMPOTENCY_IN_PROGRESS"])
async def test_a_service_that_cannot_tell_is_asked_again(outbox: Outbox, code: str) -> None:
    outbox.add(act())
    assert not await sender(outbox, Line(Refused(code, "请稍后")), []).send_all()
    assert outbox.count() == (1, 0)


async def test_nobody_sends_what_another_officer_did(outbox: Outbox) -> None:
    line = Line()
    outbox.add(act())
    assert await sender(outbox, line, [], account="somebody else").send_all()
    assert (line.heard, outbox.count()) == ([], (1, 0))


async def test_two_desks_never_send_at_once(outbox: Outbox) -> None:
    line = Line()
    outbox.add(act())
    with Outbox(outbox.folder).sending() as alone:
        assert alone
        assert not await sender(outbox, line, []).send_all()
        assert not outbox.drop(outbox.acts()[0])
    assert line.heard == []


async def test_what_may_have_been_written_two_days_ago_is_left_to_the_officer(
    outbox: Outbox,
) -> None:
    line = Line()
    outbox.add(act(tried_at=NOW - timedelta(hours=41)))
    await sender(outbox, line, []).send_all()
    assert line.heard == []


def test_what_was_sent_stays_to_be_read_for_a_shift(outbox: Outbox) -> None:
    outbox.add(act())
    outbox.settle(outbox.acts()[0], ActState.SENT, "", NOW)
    outbox.tidy(NOW + timedelta(hours=11))
    assert len(outbox.acts()) == 1
    outbox.tidy(NOW + timedelta(hours=13))
    assert outbox.acts() == ()


@pytest.mark.parametrize(
    ("operation", "waits"),
    [
        ("open_incident", True),
        ("record_fulfilment", True),
        ("record_release", True),
        ("acknowledge_party", True),
        ("record_progress", True),
        ("waive_obligation", False),
        ("close_incident", False),
        ("override_gate", False),
        ("decide_gate", False),
    ],
)
def test_only_what_records_a_fact_may_wait(operation: str, waits: bool) -> None:
    assert may_wait(operation) is waits


def test_the_moment_of_an_act_is_the_one_that_is_sent() -> None:
    at = "2026-11-20T19:05:00+00:00"
    for given in ({"doneAt": at}, {"facts": {"knownAt": at}}):
        assert moment_of(given, NOW) == datetime.fromisoformat(at)
    assert moment_of({}, NOW) == NOW


def test_an_account_is_read_from_its_token() -> None:
    assert account_of("e30.eyJzdWIiOiAiZHV0eSJ9.x") == "duty"
    assert account_of("an opaque token") == ""


def test_before_the_registry_has_named_anyone_the_secret_tells_whose_act_it_is() -> None:
    mine, other = (Session("http://r", secret, lambda: NOW) for secret in ("a", "b"))
    command = Session("http://r", None, lambda: NOW, ("token",))
    assert mine.owns("", mine.credential)
    assert mine.owns("duty", mine.credential)
    assert not other.owns("duty", mine.credential)
    assert not command.owns("", "")
    mine.account = "duty"
    assert mine.owns("duty", "")
    assert not mine.owns("chief", mine.credential)


def test_every_act_that_may_wait_names_a_document() -> None:
    assert getattr(OPERATIONS, act().operation).text


def test_only_what_was_kept_a_moment_ago_and_never_left_is_taken_back(outbox: Outbox) -> None:
    waits = sender(outbox, Line(), [])
    outbox.add(act("k1", kept_at=NOW - timedelta(seconds=11)))
    assert waits.take_back(10.0) == "没有可撤销的操作"
    outbox.add(act("k2", kept_at=NOW))
    assert waits.take_back(10.0) == "已撤销，不再送出：办 k2"
    outbox.add(act("k3", kept_at=NOW, tried_at=NOW))
    assert waits.take_back(10.0) == "没有可撤销的操作"
    assert [kept.key for kept in outbox.acts()] == ["k1", "k3"]
