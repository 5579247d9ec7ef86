"""系统: whether everything runs that must, and what to do where it does not."""

import asyncio
from importlib.metadata import PackageNotFoundError, version
from typing import ClassVar, TypeVar

import msgspec
from textual.binding import Binding, BindingType

from clients.tui.ascii_marks import AsciiMarks
from clients.tui.link import LinkDown, Refused
from clients.tui.models import Model, decode
from clients.tui.models_system import (
    LostNotice,
    LostNotices,
    Readiness,
    Seals,
    SystemStatus,
)
from clients.tui.operations import OPERATIONS
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import Layout, Piece
from clients.tui.views.system import (
    SERVICES,
    Check,
    Desk,
    Facts,
    check_lines,
    checks,
    listed_checks,
    system_columns,
    worst,
)

T = TypeVar("T", bound=Model)


class SystemScreen(ListScreen):
    """Each part is asked for by itself: what is away takes nothing else with it."""

    NAME = "system"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("o,ｏ,f9", "outbox", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.checks: list[Check] = []

    async def read(self, tab: str, after: str) -> Listed:
        links = {name: getattr(self.desk, name) for name in SERVICES}
        status, lost, ready, seals = await asyncio.gather(
            self._status(), self._lost(), self._all("ready", Readiness), self._all("audit", Seals)
        )
        facts = Facts(
            links={name: link.status for name, link in links.items()},
            addresses={name: link.base_url for name, link in links.items()},
            ready=ready,
            seals=seals,
            status=status,
            lost=lost,
            desk=self._desk(),
        )
        self.checks = checks(facts, self.now)
        return listed_checks(self.checks)

    async def _all(self, what: str, kind: type[T]) -> dict[str, T | None]:
        """Ask both services the same."""
        urls = (getattr(self.desk, name).base_url for name in SERVICES)
        told = await asyncio.gather(*(self._health(url, what, kind) for url in urls))
        return dict(zip(SERVICES, told, strict=True))

    async def _health(self, url: str, what: str, kind: type[T]) -> T | None:
        from clients.tui.transport import health

        try:
            return msgspec.json.decode(await health(url, what), type=kind)
        except (LinkDown, msgspec.DecodeError):
            return None

    async def _status(self) -> SystemStatus | None:
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.system_status)
            return decode(answer, SystemStatus)
        except (LinkDown, Refused, msgspec.ValidationError):
            return None

    async def _lost(self) -> list[LostNotice]:
        """Return the notices that do not get through, as far as the officer may see them."""
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.undelivered)
            found = decode(answer["notices"], LostNotices)
        except (LinkDown, Refused, msgspec.ValidationError):
            return []
        return [edge.node for edge in found.edges if edge.node.unrouted or edge.node.stuck]

    def _desk(self) -> Desk:
        desk, state = self.desk, self.desk.state
        waiting, refused = desk.outbox.count()
        drills = {row.matter.id for row in state.rows.values() if row.open and row.matter.drill}
        return Desk(
            as_of=state.as_of,
            fresh=state.fresh,
            cache=str(desk.config.snapshot_path),
            waiting=waiting,
            refused=refused,
            problems=[str(one) for one in desk.problems],
            officer=state.officer,
            unit=state.unit_name,
            version=_version(),
            colours=_colours(desk.console.color_system),
            size=(self.size.width, self.size.height),
            ascii=any(isinstance(one, AsciiMarks) for one in desk._filters),
            theme=desk.colours.name,
            drills=len(drills),
        )

    @property
    def down(self) -> bool:
        """Never: a service that is away is what this screen tells of."""
        return False

    def columns(self) -> tuple[Column, ...]:
        return system_columns()

    def subtitle(self) -> tuple[Piece, ...]:
        if not self.checks:
            return ()
        said = worst(self.checks)
        return (said._replace(text=f"{said.text}  "),)

    def detail(self, entry: Entry) -> Layout:
        check: Check = entry.item
        return lambda width: check_lines(check, width)

    def opened(self, entry: Entry) -> None:
        if entry.item.name == "outbox":
            self.action_outbox()

    def action_outbox(self) -> None:
        from clients.tui.screens.outbox import OutboxScreen

        self.app.push_screen(OutboxScreen())


def _version() -> str:
    try:
        return version("huiying")
    except PackageNotFoundError:
        return ""


def _colours(system: str | None) -> int:
    """Return how many colours the terminal takes."""
    return {"truecolor": 16_777_216, "256": 256, "standard": 16}.get(system or "", 0)
