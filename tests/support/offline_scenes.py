"""The scenes of a desk whose services are away: what the rows say, and what is kept to be sent."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from clients.tui.app import DutyDesk
from clients.tui.outbox import ActState, KeptAct
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.leads import LeadsScreen
from clients.tui.screens.outbox import OutboxScreen
from clients.tui.screens.outbox_offer import OfferScreen
from tests.support.desk_rows import NOW
from tests.support.pictures import Scene
from tests.support.scenes import SMALL, night


def kept(minutes: int, sentence: str, **more: Any) -> KeptAct:
    """Return an act done so many minutes ago by whoever sits at the desk."""
    at = NOW - timedelta(minutes=minutes)
    given: dict[str, Any] = {
        "operation": "record_fulfilment",
        "incident": "SJZ-2026-0117 井陉县化工园区爆炸",
        "owner": "",
        "owner_name": "虚构子",
        "variables": {"input": {}},
    }
    return KeptAct(
        key=f"act-{minutes}", sentence=sentence, acted_at=at, kept_at=at, **(given | more)
    )


ACTS = (
    kept(1, "电话联系到虚构甲，井陉县人民政府", operation="acknowledge_party"),
    kept(2, "受理：首次发布", operation="acknowledge", tried_at=NOW - timedelta(minutes=2)),
    kept(
        9,
        "上级报告：已电话报市政府总值班室",
        state=ActState.REFUSED,
        settled_at=NOW,
        said="此项已由虚构甲于02:51记为办结，不能再记。",
    ),
    kept(31, "发布会：滨海化工园区储罐泄漏情况通报", owner="x", owner_name="虚构甲"),
    kept(40, "登记：社区聚集性呕吐病例", state=ActState.SENT, settled_at=NOW, said="SJZ-2026-0116"),
)


async def both_down(app: DutyDesk) -> None:
    """Both services gone for three minutes: known limits go on by this machine's clock."""
    await night(app)
    app.state.as_of = NOW - timedelta(minutes=3, seconds=6)
    for link, wait in ((app.deadlines, 11.5), (app.registry, 4.5)):
        link.broken("closed", NOW + timedelta(seconds=wait), 5)
    for act in ACTS[:2]:
        app.outbox.add(act)
    app.data_changed()


async def slow(app: DutyDesk) -> None:
    """The deadlines service has not been heard of for 20 seconds."""
    await night(app)
    app.deadlines.status.heard_at = NOW - timedelta(seconds=20)
    app.deadlines.age(NOW)
    app.data_changed()


async def sent_back(app: DutyDesk) -> None:
    """All is well again; one act came back."""
    await night(app)
    for act in ACTS:
        app.outbox.add(act)
    app.data_changed()


async def outbox(app: DutyDesk) -> None:
    await sent_back(app)
    screen = OutboxScreen()
    await app.push_screen(screen)
    screen.action_choose(2)


async def outbox_away(app: DutyDesk) -> None:
    await both_down(app)
    await app.push_screen(OutboxScreen())


async def outbox_empty(app: DutyDesk) -> None:
    await night(app)
    await app.push_screen(OutboxScreen())


async def offering(app: DutyDesk) -> None:
    """A report was made while the service is away: keep it, or try once more."""
    await both_down(app)
    await app.push_screen(OfferScreen(ACTS[0]))


async def list_away(app: DutyDesk) -> None:
    """A list is opened that was never read."""
    await both_down(app)
    await app.push_screen(LeadsScreen())


async def incident_away(app: DutyDesk) -> None:
    """An incident is opened whose file cannot be read."""
    await both_down(app)
    row = app.duty.row_under_cursor()
    assert row is not None
    await app.push_screen(IncidentScreen(row))


def both(name: str, act: Callable[[DutyDesk], Awaitable[None]]) -> list[Scene]:
    """Return a view on a large and a small terminal, in Chinese and in English."""
    return [
        Scene(name=f"{name}-{size[0]}x{size[1]}{tail}", size=size, language=language, act=act)
        for size in ((120, 36), SMALL)
        for language, tail in (("zh", ""), ("en", "-en"))
    ]


OFFLINE_SCENES = [
    *both("offer", offering),
    *both("outbox", outbox),
    *both("leads-away", list_away),
    *both("incident-away", incident_away),
    Scene(name="board-120x36-both-down", act=both_down),
    Scene(name="board-80x24-both-down", size=SMALL, act=both_down),
    Scene(name="board-120x36-slow", act=slow),
    Scene(name="board-80x24-slow", size=SMALL, act=slow),
    Scene(name="board-120x36-sent-back", act=sent_back),
    Scene(name="outbox-120x36-light-away", light=True, act=outbox_away),
    Scene(name="outbox-80x24-empty", size=SMALL, act=outbox_empty),
    Scene(name="board-80x24-both-down-en", size=SMALL, language="en", act=both_down),
]
