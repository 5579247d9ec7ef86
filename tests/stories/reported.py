"""A few leads in a town, as a monitoring vendor and an officer report them."""

from datetime import timedelta
from typing import Any

from services.kit.auth import Role
from tests.stories.town import Town

REPORT = """mutation R($in: ReportLeadInput!) { reportLead(input: $in) { __typename
  ... on ReportLeadPayload { lead { id } } ... on Refusal { code field message } } }"""

# title, platform, place, minutes since it was first seen, suggested severity, what was said
LEADS = (
    (
        "正定县一化工厂爆炸，多人被困",
        "微博",
        "130123",
        32,
        "特别重大",
        "网民称听到两声巨响，现场有明火。",
    ),
    ("网传正定县化工园区发生爆炸", "抖音", "130123", 14, "重大", None),
    ("裕华区多个小区自来水有异味", "论坛", "130108", 190, "一般", "业主群里有人贴出检测照片。"),
    ("桥西区一小学多名学生呕吐", "微信", "130104", 55, None, None),
)


async def report_lead(
    town: Town, at: int, role: Role = Role.VENDOR, key: str = "", **overrides: Any
) -> str:
    """Report one of `LEADS`; returns the lead's id."""
    title, platform, place, ago, severity, summary = LEADS[at]
    now, key = town.clock.now(), key or f"alert-{at}-{next(town.keys)}"
    source = {
        "vendor": "某某舆情",
        "alertId": key,
        "platform": platform,
        "url": f"https://example.cn/{at}/{key}",
        "firstSeenAt": (now - timedelta(minutes=ago)).isoformat(),
        "capturedAt": (now - timedelta(minutes=ago - 2)).isoformat(),
        "contentHash": f"{at:032x}",
        **overrides.pop("source", {}),
    }
    given = {
        "idempotencyKey": key,
        "title": title,
        "summary": summary,
        "localityCode": place,
        "suggestedSeverity": severity,
        "heat": 1200 + at,
        "source": source,
        **overrides,
    }
    answer = (await town.ask(REPORT, role, **{"in": given}))["reportLead"]
    assert answer["__typename"] == "ReportLeadPayload", answer
    id_: str = answer["lead"]["id"]
    return id_


async def report_leads(town: Town) -> list[str]:
    """Report all of them within some minutes, the first one twice."""
    made = []
    for at in range(len(LEADS)):
        made.append(await report_lead(town, at))
        town.clock.advance(minutes=3)
    await report_lead(town, 0, source={"platform": "今日头条", "url": "https://example.cn/0/copy"})
    return made
