"""The four stages of an incident are measured from what was recorded, and never due."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.kit.clock import ManualClock
from tests.deadlines.desk import Desk

STAGES = """query ($id: ID!) { incident(id: $id) {
  stages { collectedAt reportedAt assessedAt respondedAt }
  obligations { id kind dueAt }
} }"""


async def look(desk: Desk, incident: str) -> dict[str, Any]:
    found: dict[str, Any] = (await desk.ask(STAGES, id=incident))["incident"]
    return found


def told(stages: dict[str, Any]) -> dict[str, datetime | None]:
    return {name: at and datetime.fromisoformat(at) for name, at in stages.items()}


@pytest.mark.requirement(56, 148)
async def test_each_stage_bears_the_first_time_that_it_was_done(
    desk: Desk, module_clock: ManualClock
) -> None:
    incident = (await desk.open(approved=True, severity=None))["id"]
    first = await look(desk, incident)
    begun = told(first["stages"])
    assert begun["collectedAt"] is not None
    assert {begun["reportedAt"], begun["assessedAt"], begun["respondedAt"]} == {None}

    module_clock.advance(minutes=4)
    facts = {"incident": incident, "facts": {"severity": "MAJOR"}, "reason": "核实伤亡"}
    await desk.act("assessIncident", "incident { id }", facts)
    assessed = module_clock.now()
    module_clock.advance(minutes=2)
    report = next(row for row in first["obligations"] if row["kind"] == "UPWARD_REPORT")
    assert report["dueAt"] is None
    done = {"obligation": report["id"], "note": "电话报告"}
    await desk.act("recordFulfilment", "obligation { id }", done)
    reported = module_clock.now()
    module_clock.advance(minutes=5)
    release = {"incident": incident, "form": "STATEMENT", "conclusive": False, "title": "通报"}
    for _ in range(2):
        await desk.act("recordRelease", "release { id }", release)
        module_clock.advance(minutes=1)

    stages = told((await look(desk, incident))["stages"])
    assert stages["assessedAt"] == assessed
    assert stages["reportedAt"] == reported
    assert stages["respondedAt"] == module_clock.now() - timedelta(minutes=2)
