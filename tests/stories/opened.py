"""A few incidents in a town, opened through the service as another system would."""

from datetime import timedelta
from typing import Any

from tests.stories.town import Town

INCIDENTS = (
    ("正定县化工园区爆炸", "ACCIDENT", "PARTICULARLY_MAJOR", "130123", timedelta(minutes=22)),
    ("桥西区供暖管道破裂，多个小区停暖", "SERVICE", "LARGER", "130104", timedelta(hours=5)),
    ("网传裕华区自来水异味", "OPINION", "GENERAL", "130108", timedelta(hours=9)),
)


async def open_incidents(town: Town) -> list[dict[str, Any]]:
    """Open three fictitious incidents of the last hours; returns their ids and numbers."""
    now, made = town.clock.now(), []
    for title, kind, severity, place, ago in INCIDENTS:
        facts = {
            "occurredAt": (now - ago).isoformat(),
            "knownAt": now.isoformat(),
            "kind": kind,
            "severity": severity,
            "localities": [place],
        }
        answer = await town.act(
            "openIncident", "incident { id number title }", {"title": title, "facts": facts}
        )
        made.append(answer["incident"])
    return made
