"""A town with a record to count: a few incidents of last days, in time, late, missed; a drill."""

from datetime import timedelta
from typing import Any

from tests.stories.town import Town

COUNTY = "130123"
PROOF = {"url": "https://sjz.example.cn/1", "checksum": "a" * 64}


async def half_a_year(town: Town) -> dict[str, str]:
    """Ends three days later; returns the incidents' ids by what became of them."""
    made = {}
    made["good"] = await _opened(town, 22, "正定县化工园区爆炸", "PARTICULARLY_MAJOR")
    made["drill"] = await _opened(town, 22, "演练：正定县爆炸", "PARTICULARLY_MAJOR", drill=True)
    town.clock.advance(minutes=20)
    await _agreed(town, made["good"])
    await _released(town, made["good"])
    town.clock.advance(hours=5)
    made["late"] = await _opened(town, 10, "桥西区供暖管道破裂", "LARGER", ["130104"])
    town.clock.advance(hours=3)
    await _released(town, made["late"])
    made["explained"] = await _opened(town, 5, "裕华区商场火情", "LARGER", ["130108"])
    town.clock.advance(hours=2)
    await _released(town, made["explained"], lateReason="等检测结果")
    made["missed"] = await _opened(town, 5, "长安区积水", "MAJOR", ["130102"])
    town.clock.advance(days=3)
    return made


async def _opened(
    town: Town, ago: int, title: str, severity: str, places: list[str] | None = None, **more: Any
) -> str:
    now = town.clock.now()
    facts = {
        "occurredAt": (now - timedelta(minutes=ago)).isoformat(),
        "knownAt": now.isoformat(),
        "localities": places or [COUNTY],
        "emergency": True,
        "severity": severity,
        **more,
    }
    answer = await town.act("openIncident", "incident { id }", {"title": title, "facts": facts})
    id_: str = answer["incident"]["id"]
    return id_


async def _released(town: Town, incident: str, **more: Any) -> None:
    told = {"form": "STATEMENT", "conclusive": False, "title": "通报", **more}
    told["publications"] = [{"channelKind": "WEBSITE", **PROOF}]
    await _done(await town.act("recordRelease", "replayed", {"incident": incident, **told}))


async def _agreed(town: Town, incident: str) -> None:
    given = {"incident": incident, "gate": "LEADER_APPROVAL", "verdict": "APPROVED"}
    agreed = {**given, "basis": "PAPER", "approver": "虚构甲"}
    await _done(await town.act("decideGate", "replayed", agreed))


async def _done(answer: dict[str, Any]) -> None:
    assert answer["__typename"] != "Refusal", answer
