"""What the detail pane shows beside the selected duty: its incident, and who speaks tonight."""

from collections.abc import Awaitable, Iterator

from clients.tui.link import Link, LinkState
from clients.tui.models import IncidentGlance, Obligation, decode
from clients.tui.models_speaks import SpeakerAnswer
from clients.tui.operations import OPERATIONS
from clients.tui.state import DeskState


def lacking(
    row: Obligation, state: DeskState, deadlines: Link, registry: Link
) -> Iterator[tuple[str, Awaitable[None]]]:
    """Yield the reads that a row's pane still needs and can have now, by what they bring.

    A read raises LinkDown, Refused, or msgspec.ValidationError for what is not there.
    """
    incident, unit = row.matter.id, row.owner.code if row.owner else None
    known = row.incident is None or (incident in state.glances and incident not in state.outdated)
    if not known and deadlines.status.state is LinkState.LIVE:
        yield "glance", read_glance(state, deadlines, incident)
    if unit and unit not in state.speakers and registry.status.state is LinkState.LIVE:
        yield "speaker", read_speaker(state, registry, unit)


async def read_glance(state: DeskState, link: Link, incident: str) -> None:
    data = await link.execute(OPERATIONS.incident_glance, {"id": incident})
    state.glances[incident] = decode(data["incident"], IncidentGlance)
    state.outdated.discard(incident)


async def read_speaker(state: DeskState, link: Link, unit: str) -> None:
    data = await link.execute(OPERATIONS.who_speaks, {"unit": unit})
    state.speakers[unit] = decode(data["whoSpeaks"], SpeakerAnswer)
