"""What runs beside the screens: the feeds of both services, the outbox, reading ahead."""

from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING, Any

from clients.tui.duty_watch import DutyWatch
from clients.tui.feed import BoardFeed, RegistryWatch, keep, watch_service
from clients.tui.known_files import read_ahead

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk


def beside(desk: "DutyDesk") -> Iterator[Coroutine[Any, Any, None]]:
    """Yield what the desk runs until it is left; a desk that only reads sends nothing."""
    yield keep(desk.deadlines, BoardFeed(desk.deadlines, desk.keeper).follow, desk.keeper)
    yield keep(desk.registry, RegistryWatch(desk.registry, desk.keeper).follow, desk.keeper)
    yield watch_service(desk.deadlines, desk.state, desk.data_changed)
    yield DutyWatch(desk).run()
    yield read_ahead(desk.deadlines, desk.state, desk.files, desk.clock)
    if not desk.readonly:
        yield desk.sender.run()
