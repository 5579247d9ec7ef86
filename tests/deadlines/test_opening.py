"""Opening an incident over HTTP."""

import pytest

from tests.deadlines.desk import Desk


@pytest.mark.requirement(7, 25, 27)
async def test_the_drill_owes_a_first_release_in_an_hour_and_a_conference_in_a_day(
    desk: Desk,
) -> None:
    incident = await desk.open()
    first, conference = incident["by"]["FIRST_RELEASE"], incident["by"]["PRESS_CONFERENCE"]
    assert first["dueAt"] == "2026-11-20T19:40:00+00:00"
    assert first["modality"] == "IN_PRINCIPLE"
    assert first["basis"][0]["clause"] == "四¶1"
    assert conference["dueAt"] == "2026-11-21T18:40:00+00:00"
    assert conference["modality"] == "AT_LATEST"
    assert incident["parties"][0]["unit"]["code"] == "130123"


async def test_an_incident_that_nobody_named_is_called_by_its_place_and_kind(desk: Desk) -> None:
    incident = await desk.open()
    assert incident["title"] == "正定县 事故灾难"
    assert incident["facts"]["localityNames"] == ["正定县"]


async def test_the_timeline_tells_when_a_duty_falls_due_in_chinas_time(desk: Desk) -> None:
    incident = await desk.open()
    texts = [row["text"] for row in incident["timeline"] if row["kind"] == "OBLIGATION_OPENED"]
    title = incident["by"]["FIRST_RELEASE"]["title"]
    assert f"{title}：11-21 03:40前" in texts
