"""What is done about notices: take note, say where a unit's go, silence them for a while."""

from collections.abc import Mapping, Sequence
from typing import Any

from clients.tui.locale import t
from clients.tui.models_notices import Notice, NoticeRoute
from clients.tui.models_preview import Code, Place
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.views.fields import Field, Kind, numbered
from clients.tui.views.notices import route_lines
from clients.tui.views.pieces import BLANK, Line, Piece, heading, line, muted, prose
from clients.tui.views.wrap import wrap_zh

_ROUTES = ("WEBHOOK", "EMAIL", "WECOM", "DINGTALK", "FEISHU")
_FLAGS = ("drills", "stop")


class NoteForm(ActForm):
    """Take note of a notice (确认): one's own, or by what means its person was told."""

    NAME = "notice_note"
    FIELDS = (Field(row="means"),)

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.notice = notice
        self.row = "commit"  # one's own needs nothing filled in

    @property
    def operation(self) -> Operation:
        return OPERATIONS.acknowledge_notice

    def subject(self) -> Sequence[Piece]:
        return (muted(f"{self.notice.told_title} {self.notice.unit_name}"),)

    def fixed(self) -> dict[str, Any]:
        return {"notice": self.notice.id}

    def beside(self, width: int) -> list[Line]:
        words = [line(Piece(part)) for part in wrap_zh(self.notice.text, width)]
        return [*super().beside(width), BLANK, *words]


class RouteForm(ActForm):
    """Where a unit's notices go (送达地址); the address names the route."""

    NAME = "notice_route"
    FIELDS = (
        Field(row="unit", kind=Kind.UNIT, required=True),
        Field(row="kind", kind=Kind.CHOICE, required=True),
        Field(row="target", required=True),
        Field(row="secret"),
        Field(row="flags", kind=Kind.MANY),
    )

    def __init__(self, code: str, name: str, routes: Mapping[str, list[NoticeRoute]]) -> None:
        super().__init__()
        self.known = routes
        if code:
            self.places["unit"] = (Place(code=code, name=name),)
            self.row = "kind"

    @property
    def operation(self) -> Operation:
        return OPERATIONS.set_notice_route

    def choices(self, row: str) -> tuple[Code, ...]:
        names = _ROUTES if row == "kind" else _FLAGS
        stem = "notices.route" if row == "kind" else "notice_route.flag"
        return numbered([(name, t(f"{stem}.{name}")) for name in names])

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        flags = sent.pop("flags")
        return sent | {"active": "stop" not in flags, "acceptsDrills": "drills" in flags}

    def done(self, answer: dict[str, Any]) -> str:
        return t("notice_route.done", n=answer["caughtUp"])

    def beside(self, width: int) -> list[Line]:
        unit = next(iter(self.picked("unit")), None)
        if unit is None or unit.code not in self.known:
            return super().beside(width)
        now_there = heading(t("notice_route.now", name=unit.name))
        routes = route_lines(self.known[unit.code], self.now, width)
        return [*super().beside(width), BLANK, now_there, *routes]


class HoldForm(ActForm):
    """Plan a silence of the own territory (暂停提醒): nothing is lost, all is told after it."""

    NAME = "notice_hold"
    FIELDS = (
        Field(row="until", kind=Kind.DUE, required=True),
        Field(row="reason", required=True),
    )

    @property
    def operation(self) -> Operation:
        return OPERATIONS.hold_notices


class LiftForm(ActForm):
    """End the planned silence before its time (恢复提醒)."""

    NAME = "notice_lift"

    @property
    def operation(self) -> Operation:
        return OPERATIONS.release_notices

    def options(self, row: str, width: int) -> list[Line]:
        return prose(t("notice_lift.hint.commit"), width)
