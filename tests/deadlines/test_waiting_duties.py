"""A release and the duties that only come to be owed after another one."""

from typing import Any

from services.kit.clock import ManualClock
from tests.deadlines.desk import Desk, serving
from tests.deadlines.test_lifecycle import adopted

CITY = adopted("city-monitoring.toml", "1301")
REPLIED = "fulfilled { kind } release { lateReason }"


def a_reply(incident: dict[str, Any], **overrides: Any) -> dict[str, Any]:
    return {
        "incident": incident["id"],
        "form": "ONLINE_REPLY",
        "conclusive": False,
        "title": "公开答复",
        **overrides,
    }


def kinds(payload: dict[str, Any]) -> set[str]:
    return {row["kind"] for row in payload["fulfilled"]}


async def test_one_reply_is_not_also_the_progress_told_after_it(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(
        desk.database, module_clock, law=adopted("city-monitoring.toml", "1301")
    ) as here:
        incident = await here.open(veracity="TRUE", severity="GENERAL", emergency=False)
        first = await here.act("recordRelease", REPLIED, a_reply(incident))
        assert "PUBLIC_REPLY" in kinds(first)
        assert "PROGRESS" not in kinds(first)
        second = await here.act("recordRelease", REPLIED, a_reply(incident))
        assert kinds(second) == {"PROGRESS"}


async def test_a_conclusive_reply_is_the_progress_and_the_result_as_well(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(
        desk.database, module_clock, law=adopted("city-monitoring.toml", "1301")
    ) as here:
        incident = await here.open(veracity="TRUE", severity="GENERAL", emergency=False)
        given = a_reply(incident, form="STATEMENT", conclusive=True)
        only = await here.act("recordRelease", REPLIED, given)
        assert {"PUBLIC_REPLY", "PROGRESS", "FINAL_OUTCOME"} <= kinds(only)


async def test_of_two_replies_before_a_finding_the_second_is_the_progress(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(
        desk.database, module_clock, law=adopted("city-monitoring.toml", "1301")
    ) as here:
        incident = await here.open(severity="GENERAL", emergency=False)
        for _ in range(2):
            await here.act("recordRelease", REPLIED, a_reply(incident))
        given = {"incident": incident["id"], "facts": {"veracity": "TRUE"}, "reason": "核实"}
        await here.act("assessIncident", "replayed", given)
        by = (await here.file(incident["id"]))["by"]
        assert (by["PUBLIC_REPLY"]["state"], by["PROGRESS"]["state"]) == ("FULFILLED", "FULFILLED")


async def test_of_one_reply_before_a_finding_the_progress_is_still_owed(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(
        desk.database, module_clock, law=adopted("city-monitoring.toml", "1301")
    ) as here:
        incident = await here.open(severity="GENERAL", emergency=False)
        await here.act("recordRelease", REPLIED, a_reply(incident))
        given = {"incident": incident["id"], "facts": {"veracity": "TRUE"}, "reason": "核实"}
        await here.act("assessIncident", "replayed", given)
        by = (await here.file(incident["id"]))["by"]
        assert by["PUBLIC_REPLY"]["state"] == "FULFILLED"
        assert (by["PROGRESS"]["state"], by["PROGRESS"]["owed"]) == ("OPEN", True)


async def test_the_reason_for_a_late_release_is_kept_with_the_release(desk: Desk) -> None:
    incident = await desk.open(approved=True)
    given = a_reply(incident, form="STATEMENT", lateReason="  现场无信号 ")
    payload = await desk.act("recordRelease", REPLIED, given)
    assert payload["release"] == {"lateReason": "现场无信号"}
