"""An acceptance whose service is away goes to the outbox; nobody has to press again."""

from datetime import timedelta

from clients.tui.acceptance import Acceptance, Acceptances
from clients.tui.link import LinkDown, LinkState
from clients.tui.models import BoardAnswer, decode
from tests.support.desk_rows import NOW, night_board
from tests.support.scenes import make_desk
from tests.tui.test_acceptance import ROW, Line


class Kept:
    def __init__(self, full: bool = False) -> None:
        self.acts: list[tuple[str, bool]] = []
        self.full = full

    def __call__(self, one: Acceptance, tried: bool) -> None:
        if self.full:
            raise OSError("no space left on device")
        self.acts.append((one.key, tried))


def accepting(line: Line, kept: Kept, said: list[str]) -> Acceptances:
    return Acceptances(line, lambda sentence, alarming: said.append(sentence), 10.0, kept)


async def test_a_line_known_for_broken_is_not_tried() -> None:
    line, kept, said = Line(), Kept(), list[str]()
    line.status.state, line.status.attempt = LinkState.DOWN, 1
    acceptances = accepting(line, kept, said)
    await acceptances.press(ROW)
    assert await acceptances.flush()
    assert (line.sent, [tried for _, tried in kept.acts]) == ([], [False])
    assert "已存待发" in said[-1]
    assert acceptances.pending is None


async def test_a_lost_answer_is_kept_under_the_key_it_was_sent_with() -> None:
    line, kept = Line(), Kept()
    line.fault = LinkDown("reset")
    acceptances = accepting(line, kept, [])
    await acceptances.press(ROW)
    assert await acceptances.flush()
    assert kept.acts == [(line.sent[0]["idempotencyKey"], True)]


async def test_a_full_disk_leaves_it_to_be_pressed_again() -> None:
    line, said = Line(), list[str]()
    line.fault = LinkDown("reset")
    acceptances = accepting(line, Kept(full=True), said)
    await acceptances.press(ROW)
    assert not await acceptances.flush()
    assert "未能确认" in said[-1]
    assert acceptances.failed


async def test_the_board_accepts_while_the_service_is_away() -> None:
    app = make_desk(undo_seconds=10.0)
    async with app.run_test(size=(120, 36)) as pilot:
        app.keeper.board_read(decode(night_board(), BoardAnswer))
        listing = app.duty.board.listing
        listing.select_index(
            next(n for n, id_ in enumerate(listing.order) if not app.state.rows[id_].accepted)
        )
        app.deadlines.broken("closed", NOW + timedelta(seconds=9), 1)
        await pilot.press("a", "a")
        await pilot.pause()
        (kept,) = app.outbox.acts()
        assert kept.operation == "acknowledge"
        assert kept.incident
        assert "已存待发" in app.duty._notice[0]
        await pilot.press("u")
        await pilot.pause()
        assert app.outbox.acts() == ()
        assert "已撤销" in app.duty._notice[0]
