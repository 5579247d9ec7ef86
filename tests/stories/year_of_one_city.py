"""A year of 石家庄市: its incidents, periods, filings, and the bulletin at its end."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from services.kit.auth import Role
from tests.deadlines.law.law import local
from tests.stories import against, recount
from tests.stories.recount import Recount
from tests.stories.town import Town

YEAR = 2028
CITY, COUNTY = "1301", "130123"
BUREAU, OLD_BUREAU = "1301-YJGLJ", "1301-FZJ"
FILE = """query F($id: ID!) { incident(id: $id) { number state packs
  parties { role unit { code name } }
  obligations { id kind state owed dueAt outcome owner { code } } } }"""
SINCE = """query C($after: String) { changes(after: $after, first: 1000) {
  changes { entity id kind version at body } cursor hasMore } }"""
BULLETIN = """query B($period: String!) { bulletin(unit: "1301", period: $period) {
  begins ends asOf sections { key empty more
    rows { code title limitClass figures { indicator value } }
    lines { obligation standing } upgrades { number at breaches { obligation } } } } }"""
OWED = """query O($kind: String!) { obligations(first: 100, filter: {kind: [$kind]}) {
  edges { node { id kind state owner { code } } } } }"""
PERIODS = """query P($period: String!) { periods(first: 100, filter: {period: $period}) {
  edges { node { id kind state outcome unit { code } } } } }"""


@dataclass(slots=True)
class City:
    """The city's desk through the year, its calendar in our hand."""

    town: Town
    keys: "count[int]" = field(default_factory=lambda: count(1))

    def on(self, *when: int) -> datetime:
        """Turn the calendar to a moment by the clock of China."""
        until = local(YEAR, *when)
        self.town.clock.advance(seconds=(until - self.town.clock.now()).total_seconds())
        return until

    async def act(self, name: str, given: dict[str, Any], role: Role = Role.OFFICER) -> Any:
        answer = await self.town.act(name, "replayed", given, role)
        assert answer["__typename"] != "Refusal", (name, answer)
        return answer

    async def open(self, **facts: Any) -> str:
        """Open an incident that is reported now and began minutes ``ago``."""
        now = self.town.clock.now()
        ago = facts.pop("ago", None)
        if ago is not None:
            facts["occurredAt"] = (now - timedelta(minutes=ago)).isoformat()
        given = {"knownAt": now.isoformat(), "localities": [COUNTY], **facts}
        made = await self.town.act("openIncident", "incident { id }", {"facts": given})
        id_: str = made["incident"]["id"]
        return id_

    async def agree(self, incident: str, gate: str = "LEADER_APPROVAL") -> None:
        given = {"incident": incident, "gate": gate, "verdict": "APPROVED", "basis": "PAPER"}
        await self.act("decideGate", {**given, "approver": "虚构甲"})

    async def release(self, incident: str, **given: Any) -> None:
        proof = {"url": "https://sjz.example.cn/1", "checksum": "a" * 64}
        channel = {"channelKind": "WEBSITE", **proof}
        told = {
            "form": "STATEMENT",
            "conclusive": False,
            "title": "通报",
            "publications": [channel],
        }
        await self.act("recordRelease", {"incident": incident, **told, **given})

    async def file(self, incident: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.town.ask(FILE, id=incident))["incident"]
        found["by"] = {row["kind"]: row for row in found["obligations"]}
        return found

    async def finish(self, incident: str) -> None:
        """Do what is left, then close."""
        for row in (await self.file(incident))["obligations"]:
            if row["state"] == "OPEN" and row["kind"] in BY_HAND:
                given = {"obligation": row["id"], "note": "已办"}
                await self.act("recordFulfilment", given)
        await self.release(incident, conclusive=True)
        await self.act("closeIncident", {"incident": incident})

    async def jobs(self) -> dict[str, Any]:
        """Run what runs by itself."""
        while (await self.town.job("syncRegistry"))["hasMore"]:
            self.town.clock.advance(seconds=0.001)
        await self.town.act("openPeriods", "opened", {}, Role.JOB)
        return await self.town.act(
            "sweepObligations", "backlog catchUp { begins ends }", {}, Role.JOB
        )

    async def registry(self, name: str, payload: str, /, **given: Any) -> dict[str, Any]:
        """Run a mutation of the registry as its administrator."""
        query = f"""mutation M($input: {name[0].upper()}{name[1:]}Input!) {{
            {name}(input: $input) {{ __typename
            ... on {payload} ... on Refusal {{ code message field }} }} }}"""
        given["idempotencyKey"] = f"{name} {next(self.keys)}"
        answer = await self.town.ask_registry(query, Role.ROSTER_ADMIN, input=given)
        found: dict[str, Any] = answer[name]
        assert found["__typename"] != "Refusal", found
        return found

    async def log(self) -> Recount:
        """Read the whole change log as any client does, and count it."""
        found, after = Recount(), None
        while True:
            page = (await self.town.ask(SINCE, after=after))["changes"]
            found.read(page["changes"])
            after = page["cursor"]
            if not page["hasMore"]:
                return found


BY_HAND = ("UPWARD_REPORT", "CONSULTATION", "WEBSITE_SYNC", "FURTHER_CONFERENCE_DECISION")


async def whole_year(town: Town) -> None:
    city = City(town)
    city.on(1, 5, 9, 0)
    await city.jobs()
    await january_a_night_well_handled(city)
    await february_two_departments(city)
    old = await may_one_that_stays_open(city)
    await june_the_rule_changes(city, old)
    await july_the_half_year_is_told_of(city)
    await august_a_day_without_the_job(city)
    await september_two_departments_become_one(city)
    await october_a_filing(city)
    await october_people_judge(city)
    await november_what_rose_after_it_was_missed(city)
    city.town.clock.advance(days=40)
    await city.jobs()
    for period in (f"{YEAR}H1", f"{YEAR}H2", str(YEAR)):
        await the_bulletin_says_what_the_log_says(city, period)


async def january_a_night_well_handled(city: City) -> None:
    """特别重大, in time throughout; and an exercise beside it that no figure may count."""
    city.on(1, 12, 3, 2)
    great = await city.open(ago=22, emergency=True, severity="PARTICULARLY_MAJOR")
    drill = await city.open(ago=22, emergency=True, severity="PARTICULARLY_MAJOR", drill=True)
    city.on(1, 12, 3, 30)
    await city.act("draftStatement", {"incident": great, "text": "口径一"})
    await city.agree(great)
    await city.release(great, unit=COUNTY)
    city.on(1, 12, 20, 0)
    await city.jobs()
    await city.release(great, form="PRESS_CONFERENCE", unit=COUNTY, publications=[])
    by = (await city.file(great))["by"]
    assert (by["FIRST_RELEASE"]["outcome"], by["PRESS_CONFERENCE"]["outcome"]) == ("ON_TIME",) * 2
    city.on(1, 20, 9, 0)
    await city.finish(great)
    assert (await city.file(drill))["by"]["FIRST_RELEASE"]["state"] == "OPEN"


async def february_two_departments(city: City) -> None:
    """Each answers for itself: one in time, one late with its reason; and a matter let off."""
    city.on(2, 3, 10, 0)
    units = {"units": [BUREAU, "1301-JYJ"], "emergency": False, "severity": "GENERAL"}
    both = await city.open(localities=[CITY], **units)
    city.on(2, 4, 10, 0)
    await city.release(both, unit=BUREAU)
    city.on(2, 6, 11, 0)
    await city.release(both, unit="1301-JYJ", lateReason="等检测结果")
    waived = await city.open(emergency=False, severity="GENERAL")
    row = (await city.file(waived))["by"]["RESPONSE"]
    await city.act("waiveObligation", {"obligation": row["id"], "reason": "内容重复"})
    late = await city.open(ago=180, emergency=True, severity="LARGER")
    city.on(2, 6, 12, 0)
    await city.release(late)
    assert (await city.file(late))["by"]["FIRST_RELEASE"]["outcome"] == "LATE_AT_INTAKE"
    await city.finish(late)


async def may_one_that_stays_open(city: City) -> str:
    city.on(5, 30, 9, 0)
    return await city.open(localities=[CITY], emergency=False, severity="GENERAL")


async def june_the_rule_changes(city: City, old: str) -> None:
    """From 1 June the province's text binds too: what began before keeps the law it began under."""
    city.on(5, 31, 9, 0)
    given = {"pack": "province-2013", "unit": CITY, "effectiveFrom": f"{YEAR}-06-01"}
    await city.act("adoptPack", {**given, "document": "石政发〔2028〕6号"}, Role.DUTY_CHIEF)
    city.on(6, 2, 9, 0)
    new = await city.open(localities=[CITY], emergency=False, severity="GENERAL")
    packs = [(await city.file(id_))["packs"] for id_ in (old, new)]
    assert ["province-2013@1" in each for each in packs] == [False, True]
    await city.release(old)
    refused = await city.town.act(
        "recordRelease",
        "replayed",
        {"incident": new, "form": "STATEMENT", "conclusive": False, "title": "通报"},
    )
    assert refused["code"] == "GATE_MISSING"
    await city.agree(new, "SECRECY_REVIEW")
    await city.release(new)
    assert (await city.file(new))["by"]["WEBSITE_SYNC"]["outcome"] == "ON_TIME"
    await city.finish(old)


async def july_the_half_year_is_told_of(city: City) -> None:
    """The office tells of the half-year in time, the news office late."""
    city.on(6, 28, 9, 0)
    await city.jobs()
    owed = {row["unit"]["code"]: row for row in await periods(city, f"{YEAR}H1")}
    told = {"kind": "BULLETIN", "title": "上半年通报", "number": "石政办函〔2028〕8号"}
    for office, day in (("1301-ZFB", (6, 29, 9, 0)), ("1301-XWB", (7, 8, 9, 0))):
        if office not in owed:
            continue
        at = city.on(*day).isoformat()
        given = {"unit": office, "heldAt": at, "occasion": owed[office]["id"]}
        await city.act("recordPeriodicAct", {**told, **given})
    rows = {row["unit"]["code"]: row for row in await periods(city, f"{YEAR}H1")}
    assert rows["1301-ZFB"]["outcome"] == "ON_TIME"


async def periods(city: City, period: str) -> list[dict[str, Any]]:
    found = (await city.town.ask(PERIODS, period=period))["periods"]["edges"]
    return [edge["node"] for edge in found if edge["node"]["kind"] == "BULLETIN"]


async def august_a_day_without_the_job(city: City) -> None:
    """For 24 hours nothing is swept; what was missed meanwhile is late all the same."""
    city.on(8, 10, 8, 0)
    await city.jobs()
    stood = city.town.clock.now()
    fire = await city.open(ago=5, emergency=True, severity="LARGER")
    city.on(8, 11, 8, 0)
    ran = await city.jobs()
    assert datetime.fromisoformat(ran["catchUp"]["begins"]) == stood
    await city.agree(fire, "SECRECY_REVIEW")
    await city.release(fire)
    assert (await city.file(fire))["by"]["FIRST_RELEASE"]["outcome"] == "LATE"


async def september_two_departments_become_one(city: City) -> None:
    """What began before keeps the old name; what begins after has the successor."""
    city.on(8, 20, 9, 0)
    await city.town.found_bureau(OLD_BUREAU, "石家庄市防灾局", CITY, "虚构防灾局长")
    await city.jobs()
    facts = {"localities": [CITY], "emergency": False, "severity": "GENERAL"}
    before = await city.open(**facts, units=[OLD_BUREAU])
    day = {"effectiveOn": f"{YEAR}-09-15"}
    await city.registry(
        "mergeUnits", "MergeUnitsPayload { replayed }", **{"from": [OLD_BUREAU]}, into=BUREAU, **day
    )
    city.on(9, 16, 9, 0)
    await city.jobs()
    after = await city.open(**facts, units=[BUREAU])
    subjects = [(await city.file(id_))["parties"][0]["unit"] for id_ in (before, after)]
    assert [unit["code"] for unit in subjects] == [OLD_BUREAU, BUREAU]
    assert subjects[0]["name"] == "石家庄市防灾局"


async def october_a_filing(city: City) -> None:
    """A new 微博 is to be filed under the adopted text; the receipt ends the duty."""
    city.on(10, 9, 9, 0)
    channel = {"kind": "WEIBO", "platform": "新浪微博", "name": "石家庄应急"}
    opened = {**channel, "url": "https://weibo.example/sjz", "openedOn": f"{YEAR}-10-09"}
    await city.registry("openChannel", "ChannelPayload { replayed }", unit=BUREAU, **opened)
    await city.jobs()
    (duty,) = await owed(city, "FILING")
    assert (duty["state"], duty["owner"]["code"]) == ("OPEN", BUREAU)
    query = f"""{{ filings(under: "{BUREAU}", subject: CHANNELS, state: OPEN, first: 10) {{
        edges {{ node {{ id }} }} }} }}"""
    listed = await city.town.ask_registry(query, Role.ROSTER_ADMIN)
    (filing,) = [edge["node"]["id"] for edge in listed["filings"]["edges"]]
    given = {
        "receiptNumber": "石新办备〔2028〕3号",
        "filedOn": f"{YEAR}-10-12",
        "fileSha256": "0" * 64,
    }
    city.on(10, 12, 9, 0)
    await city.registry("recordFiling", "FilingPayload { replayed }", filing=filing, **given)
    await city.jobs()
    query = """query N($id: ID!) { obligation(id: $id) { state outcome } }"""
    done = (await city.town.ask(query, id=duty["id"]))["obligation"]
    assert done["state"] == "FULFILLED"


async def october_people_judge(city: City) -> None:
    """The fire of August is reviewed, and again; two are called to account, one puts it right."""
    city.on(10, 20, 9, 0)
    late = [row for row in await breaches(city) if row["incident"]]
    fire = next(row for row in late if row["kind"] == "FIRST_RELEASE")
    told = {"incident": fire["incident"]["id"], "reason": "复盘", "decidedBy": "虚构市长"}
    slow = {**told, "outcomes": ["SLOW", "INCOMPLETE"], "unit": COUNTY}
    await city.act("reviewIncident", slow, Role.DUTY_CHIEF)
    borne = {"outcomes": ["SLOW"], "tolerated": True, "obligations": [fire["id"]]}
    await city.act("reviewIncident", {**slow, **borne}, Role.DUTY_CHIEF)
    school = next(row for row in late if row["owner"]["code"] == "1301-JYJ")
    for row, measures, reasons in (
        (school, ["SUMMONS", "NOTICE"], ["INACTIVE_UNRECTIFIED"]),
        (fire, [], []),
    ):
        given: dict[str, Any] = {"breaches": [row["id"]], "measures": measures, "reasons": reasons}
        about = {"incident": row["incident"]["id"], "unit": row["owner"]["code"]}
        given |= {**about, "reason": "超过时限", "decidedBy": "虚构市长"}
        made = await city.town.act(
            "recordAccountability", "accountability { id }", given, Role.DUTY_CHIEF
        )
        if measures:
            city.on(10, 28, 9, 0)
            done = {"result": "已整改", "rectified": True}
            done["accountability"] = made["accountability"]["id"]
            await city.act("recordRectification", done, Role.DUTY_CHIEF)


async def breaches(city: City) -> list[dict[str, Any]]:
    query = """{ breaches(first: 100) { edges { node {
        id kind owner { code } incident { id } } } } }"""
    found = (await city.town.ask(query, Role.DUTY_CHIEF))["breaches"]["edges"]
    return [edge["node"] for edge in found]


async def owed(city: City, kind: str) -> list[dict[str, Any]]:
    found = (await city.town.ask(OWED, kind=kind))["obligations"]["edges"]
    return [edge["node"] for edge in found]


async def november_what_rose_after_it_was_missed(city: City) -> None:
    """一般 at first, nobody spoke for hours, then 重大: that one came after the other is told."""
    city.on(11, 20, 9, 0)
    id_ = await city.open(ago=10, emergency=True, severity="LARGER")
    city.on(11, 20, 15, 0)
    given = {"incident": id_, "facts": {"severity": "MAJOR", "majorCasualties": True}}
    await city.act("assessIncident", {**given, "reason": "伤亡扩大"})
    city.on(11, 20, 16, 0)
    override = {"incident": id_, "form": "STATEMENT", "reason": "来不及报批"}
    await city.act("overrideGate", override, Role.DUTY_CHIEF)
    await city.release(id_)


async def the_bulletin_says_what_the_log_says(city: City, period: str) -> None:
    """Every number of it, counted again from the change log alone."""
    query = BULLETIN
    told = (await city.town.ask(query, Role.DUTY_CHIEF, period=period))["bulletin"]
    begins, ends, now = (datetime.fromisoformat(told[name]) for name in ("begins", "ends", "asOf"))
    log = await city.log()
    rows = log.counted(CITY, begins, ends)
    sections = {section["key"]: section for section in told["sections"]}
    assert rows
    for key, sort in recount.CUTS.items():
        against.same(
            against.table(sections[key]), recount.table(rows, sort(CITY), now), (period, key)
        )
    against.lists(sections, rows, now)
    against.upgraded(sections["UPGRADED"], log, begins, ends)
    against.releases(sections["RELEASES"], log, begins, ends)
    spent = log.spent(rows)
    for row in sections["LATENESS"]["rows"]:
        items, late, elapsed = spent[row["code"]]
        values = [figure["value"] for figure in row["figures"]]
        assert values == [items, against.close(late / 60), against.close(elapsed / 60)], (
            period,
            row,
        )
    against.the_best(sections, rows, log, now)
    against.judged(sections, log, begins, ends)
    nothing = {key for key, section in sections.items() if section["empty"]}
    unjudged = {"REVIEWS", "ACCOUNTABILITY"} if period == f"{YEAR}H1" else set()
    assert nothing >= {"RESOURCES", *unjudged}
    assert nothing.isdisjoint({"REVIEWS", "ACCOUNTABILITY"} - unjudged)
    assert period != str(YEAR) or len(nothing) == 1  # of the whole year every other part is told
    assert {sections[key]["empty"] for key in nothing} == {"本期无"}
