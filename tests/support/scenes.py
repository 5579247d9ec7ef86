"""The scenes of the pictures: the desk on made-up rows, its clock standing still."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from clients.tui.app import DutyDesk
from clients.tui.config import Config
from clients.tui.link import LinkState
from clients.tui.locale import t
from clients.tui.models import BoardAnswer, decode
from clients.tui.settings import DeskFile, Settings
from clients.tui.state import LogLine
from tests.support.desk_rows import NOW, make_board, make_glance, night_board, night_rows
from tests.support.pictures import Scene


def desk_config() -> Config:
    """Return where a desk finds nobody and keeps its files in a new folder."""
    return Config(
        deadlines_url="http://127.0.0.1:1",
        registry_url="http://127.0.0.1:1",
        secret=None,
        state_home=Path(tempfile.mkdtemp()),
    )


def make_desk(light: bool = False, undo_seconds: float = 10.0, **more: Any) -> DutyDesk:
    """Return a desk that connects to nothing."""
    return DutyDesk(
        desk_config(),
        clock=lambda: NOW,
        light=light,
        connect=False,
        undo_seconds=undo_seconds,
        **more,
    )


async def night(app: DutyDesk) -> None:
    """Fill the board, the log and the glance of the incident under the cursor."""
    app.state.unit_name, app.state.officer = "石家庄市人民政府办公室", "虚构子"
    app.deadlines.connected()
    app.registry.connected()
    for minutes, kind, incident, text in (
        (31, "fulfilled", "公交线路调整群众投诉", "平台回应 虚构子"),
        (14, "released", "社区聚集性呕吐病例", "首次发布 市卫健委"),
        (4, "over", "滨海化工园区储罐泄漏", "首次发布 已过 03:00"),
        (2, "opened", "井陉县化工园区爆炸", "首次发布 限 03:12"),
        (1, "urgent", "井陉县化工园区爆炸", "首次发布 限 03:12"),
    ):
        at = NOW - timedelta(minutes=minutes)
        app.state.note(LogLine(at=at, kind=kind, incident=incident, text=text))
    app.keeper.board_read(decode(night_board(), BoardAnswer))
    app.duty.board.listing.select_index(2)
    row = app.duty.row_under_cursor()
    if row is not None:
        app.state.glances[row.matter.id] = make_glance(night_rows(), row.matter.id)
    app.duty.paint()


async def stale(app: DutyDesk) -> None:
    await night(app)
    app.state.as_of = NOW - timedelta(minutes=3, seconds=6)
    app.deadlines.broken("closed", NOW + timedelta(seconds=11.5), 5)
    app.data_changed()


async def registry_down(app: DutyDesk) -> None:
    await night(app)
    app.registry.broken("closed", NOW + timedelta(seconds=11.5), 5)
    app.registry.status.state = LinkState.DOWN
    app.data_changed()


async def quiet(app: DutyDesk) -> None:
    """Nothing is due, and that was read a moment ago."""
    await night(app)
    app.state.replace_all(make_board([]))
    app.data_changed()


async def signed_out(app: DutyDesk) -> None:
    """Nothing was ever read: the login does not hold."""
    app.config = replace(app.config, token_command=("huiying", "token", "--json"))
    for link in (app.deadlines, app.registry):
        link.broken(t("link.sign_in"), NOW + timedelta(seconds=11.5), 5, refused=True)
    app.data_changed()


async def untimed(app: DutyDesk) -> None:
    await night(app)
    app.duty.board.listing.select_index(4)
    app.duty.paint()


async def filtering(app: DutyDesk) -> None:
    await night(app)
    app.duty.open_filter("hg")


async def helping(app: DutyDesk) -> None:
    await night(app)
    await app.duty.act("help")


async def basis(app: DutyDesk) -> None:
    await night(app)
    await app.duty.act("basis")


async def palette(app: DutyDesk) -> None:
    await night(app)
    app.action_command_palette()


async def jumping(app: DutyDesk) -> None:
    await night(app)
    app.action_jump()


def _theme(name: Literal["ansi", "ansi-light"]) -> dict[str, Any]:
    return {"settings": Settings(values=DeskFile(theme=name))}


READING = {"settings": Settings(values=DeskFile(readonly=True))}
SMALL = (80, 24)
SCENES = [
    Scene(name="board-120x36", act=night),
    Scene(name="board-120x36-light", light=True, act=night),
    Scene(name="board-120x36-stale", act=stale),
    Scene(name="board-120x36-registry-down", act=registry_down),
    Scene(name="board-120x36-untimed", act=untimed),
    Scene(name="board-120x36-filter", act=filtering),
    Scene(name="board-80x24", size=SMALL, act=night),
    Scene(name="board-80x24-stale", size=SMALL, act=stale),
    Scene(name="board-80x24-light", size=SMALL, light=True, act=night),
    Scene(name="help-120x36", act=helping),
    Scene(name="help-80x24", size=SMALL, act=helping),
    Scene(name="basis-120x36", act=basis),
    Scene(name="basis-80x24", size=SMALL, act=basis),
    Scene(name="basis-80x24-light", size=SMALL, light=True, act=basis),
    Scene(name="jump-120x36", act=jumping),
    Scene(name="jump-80x24", size=SMALL, act=jumping),
    Scene(name="jump-120x36-en", language="en", act=jumping),
    Scene(name="jump-80x24-en", size=SMALL, language="en", act=jumping),
    Scene(name="palette-120x36", act=palette),
    Scene(name="palette-80x24", size=SMALL, act=palette),
    Scene(name="board-120x36-nocolor", colour=False, act=night),
    Scene(name="board-120x36-ansi", more=_theme("ansi"), act=night),
    Scene(name="board-80x24-ansi-light", size=SMALL, more=_theme("ansi-light"), act=night),
    Scene(name="board-120x36-ascii", more={"ascii_marks": True}, act=night),
    Scene(name="board-120x36-en", language="en", act=night),
    Scene(name="board-80x24-en", size=SMALL, language="en", act=night),
    Scene(name="board-120x36-stale-en", language="en", act=stale),
    Scene(name="board-80x24-stale-en", size=SMALL, language="en", act=stale),
    Scene(name="help-120x36-en", language="en", act=helping),
    Scene(name="help-80x24-en", size=SMALL, language="en", act=helping),
    Scene(name="basis-120x36-en", language="en", act=basis),
    Scene(name="basis-80x24-en", size=SMALL, language="en", act=basis),
    Scene(name="palette-120x36-en", language="en", act=palette),
    Scene(name="palette-80x24-en", size=SMALL, language="en", act=palette),
    Scene(name="board-120x36-readonly", more=READING, act=night),
    *(
        Scene(name=f"board-{size[0]}x{size[1]}-{name}{tail}", size=size, language=language, act=act)
        for size in ((120, 36), SMALL)
        for name, act in (("quiet", quiet), ("signed-out", signed_out))
        for language, tail in (("zh", ""), ("en", "-en"))
    ),
    Scene(name="board-160x40", size=(160, 40), act=night),
]
