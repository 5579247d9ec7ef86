"""What the detail pane shows of the selected duty's incident."""

from clients.tui.link import Link
from clients.tui.models import IncidentGlance, decode
from clients.tui.operations import OPERATIONS


async def read_glance(link: Link, incident: str) -> IncidentGlance:
    """Raise LinkDown, Refused, or msgspec.ValidationError for an incident that is not there."""
    data = await link.execute(OPERATIONS.incident_glance, {"id": incident})
    return decode(data["incident"], IncidentGlance)
