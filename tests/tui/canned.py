"""A GraphQL endpoint over real HTTP whose answers are written by hand, for looking at screens.

It checks nothing of the law: only that the desk asks, shows and sends what it should.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.support.servers import serve_app

NOW = datetime(2026, 11, 20, 19, 2, 10, tzinfo=UTC)  # 03:02:10 of the 21st in Shanghai
OCCURRED = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)

Answer = dict[str, Any]


def unit(code: str, name: str, known: bool = True) -> Answer:
    return {"code": code, "name": name, "known": known}


COUNTY = unit("130121", "井陉县人民政府")
HEAD = {
    "name": "虚构甲",
    "postTitle": "县长",
    "phone": "138 0000 2101",
    "present": True,
    "note": None,
}
SPEAKER = {
    "name": "虚构乙",
    "postTitle": "新闻发言人",
    "phone": "139 0000 2102",
    "present": True,
    "note": "虚构丙请假，由其代",
}
SJZ = "石政办发〔2019〕5号"


def basis(clause: str, gist: str, **more: Any) -> Answer:
    return {
        "pack": "shijiazhuang-2019",
        "document": SJZ,
        "clause": clause,
        "gist": gist,
        "modality": "IN_PRINCIPLE",
        "start": "OCCURRED",
        "startAt": OCCURRED.isoformat(),
        "offset": None,
        "offsetTitle": None,
        "dueAt": None,
        "assumption": None,
        "verified": True,
        "acting": True,
    } | more


def planned(kind: str, title: str, **more: Any) -> Answer:
    return {
        "key": f"{kind}:130121",
        "kind": kind,
        "title": title,
        "dueClass": "STATUTORY_TIMED",
        "modality": "IN_PRINCIPLE",
        "modalityTitle": "原则上",
        "dueAt": None,
        "startAt": OCCURRED.isoformat(),
        "provisional": False,
        "lateAtIntake": False,
        "owed": True,
        "owner": COUNTY,
        "person": HEAD,
        "recipients": [],
        "basis": [],
    } | more


def hours(n: float) -> str:
    return (OCCURRED + timedelta(hours=n)).isoformat()


def duties(severity: str | None) -> list[Answer]:
    """The duties of the explosion; 48 hours in place of the conference for a smaller one."""
    unknown = severity is None
    first = planned(
        "FIRST_RELEASE",
        "首次发布",
        dueAt=hours(1),
        provisional=unknown,
        basis=[basis("四¶1", "自事件发生起一小时内首次发布", offsetTitle="1小时", dueAt=hours(1))],
    )
    upward = planned(
        "UPWARD_REPORT",
        "上级报告",
        dueClass="STATUTORY_UNTIMED",
        modality="SHALL",
        modalityTitle="应当",
        recipients=["石家庄市人民政府"],
        basis=[basis("四¶1", "向上级报告的同时向社会发布")],
    )
    conference = planned(
        "PRESS_CONFERENCE",
        "新闻发布会",
        dueAt=hours(24),
        provisional=unknown,
        modality="AT_LATEST",
        modalityTitle="最迟",
        basis=[
            basis(
                "四¶1",
                "二十四小时内召开新闻发布会",
                offsetTitle="24小时",
                dueAt=hours(24),
                assumption="起算点规则未写明，按事件发生时间",
            )
        ],
    )
    response = planned("RESPONSE", "舆情回应", dueAt=hours(48), basis=[basis("四¶1", "48小时内")])
    final = planned(
        "FINAL_OUTCOME",
        "最终结果",
        dueClass="STATUTORY_UNTIMED",
        owed=False,
        basis=[basis("三¶2", "及时回应最终结果")],
    )
    grave = severity in (None, "PARTICULARLY_MAJOR", "MAJOR")
    return [first, upward, conference if grave else response, final]


TRACE = [
    {
        "rule": "territory",
        "clause": "二¶2",
        "gist": "特别重大舆情，当地政府是第一回应主体",
        "outcome": "FIRED",
        "reason": "级别为特别重大，属地井陉县",
        "unit": COUNTY,
    },
    {
        "rule": "policy",
        "clause": "二¶2",
        "gist": "重大政策舆情，责任部门是第一回应主体",
        "outcome": "NOT_REACHED",
        "reason": "前一条已确定",
        "unit": None,
    },
]
PARTIES = [
    {
        "id": "UGFydHk6MQ==",
        "role": "FIRST_RESPONDENT",
        "roleTitle": "第一回应主体",
        "unit": COUNTY,
        "person": HEAD,
        "speaker": SPEAKER,
        "acknowledgedAt": None,
        "acknowledgedBy": None,
    },
    {
        "id": "UGFydHk6Mg==",
        "role": "COORDINATOR",
        "roleTitle": "组织协调",
        "unit": unit("130121-ZFB", "井陉县政府办公室"),
        "person": None,
        "speaker": None,
        "acknowledgedAt": None,
        "acknowledgedBy": None,
    },
    {
        "id": "UGFydHk6Mw==",
        "role": "CO_COORDINATOR",
        "roleTitle": "会同协调",
        "unit": unit("130121-XCB", "井陉县委宣传部"),
        "person": None,
        "speaker": None,
        "acknowledgedAt": None,
        "acknowledgedBy": None,
    },
]


def stored(duty: Answer, at: int, **more: Any) -> Answer:
    """A planned duty as it stands in the file."""
    held = {key: value for key, value in duty.items() if key != "key"}
    return (
        held
        | {
            "id": f"duty-{at}",
            "state": "OPEN",
            "fulfilledBy": {"PRESS_CONFERENCE": ["PRESS_CONFERENCE"]}.get(
                duty["kind"], ["STATEMENT", "BRIEFING", "PRESS_CONFERENCE"]
            )
            if duty["kind"] in ("FIRST_RELEASE", "PRESS_CONFERENCE", "RESPONSE", "FINAL_OUTCOME")
            else [],
            "acknowledgedAt": None,
            "acknowledgedBy": None,
            "closedAt": None,
            "closedBy": None,
            "outcome": None,
            "closeReason": None,
            "versions": [],
        }
        | more
    )


def incident_file(**more: Any) -> Answer:
    rows = [stored(duty, at) for at, duty in enumerate(duties("PARTICULARLY_MAJOR"), start=1)]
    return {
        "id": "incident-1",
        "number": "SJZ-2026-0117",
        "title": "井陉县化工厂爆炸",
        "state": "OPEN",
        "drill": False,
        "contactsPending": False,
        "openedAt": NOW.isoformat(),
        "openedBy": "虚构丁",
        "closedAt": None,
        "severity": "PARTICULARLY_MAJOR",
        "severityTitle": "特别重大",
        "kindTitle": "事故灾难",
        "packs": ["shijiazhuang-2019"],
        "facts": {
            "knownAt": NOW.isoformat(),
            "occurredAt": OCCURRED.isoformat(),
            "occurredPrecision": "ABOUT",
            "emergency": True,
            "kind": "ACCIDENT",
            "severity": "PARTICULARLY_MAJOR",
            "categories": [],
            "localities": ["130121"],
            "localityNames": ["井陉县"],
        },
        "parties": PARTIES,
        "responsibility": TRACE,
        "obligations": rows,
        "releases": [],
        "assessments": [
            {"version": 1, "at": NOW.isoformat(), "actor": "虚构丁", "reason": "接报登记"}
        ],
        "timeline": [
            {
                "at": NOW.isoformat(),
                "kind": "OPENED",
                "kindTitle": "登记",
                "actor": "虚构丁",
                "text": "登记事件，开立事项 4 项",
            }
        ],
    } | more


@dataclass
class Canned:
    """Answers by operation name; `asked` keeps what came in, `refuse` holds refusals to give.

    An operation in `dumb` is taken and not answered, as by a line that breaks.
    """

    asked: list[tuple[str, Answer]] = field(default_factory=list)
    refuse: dict[str, Answer] = field(default_factory=dict)
    dumb: set[str] = field(default_factory=set)
    answers: dict[str, Callable[[Answer], Answer]] = field(default_factory=dict)

    def of(self, name: str) -> list[Answer]:
        """The variables of each request of an operation, in order."""
        return [variables for asked, variables in self.asked if asked == name]

    async def answer(self, request: Request) -> Response:
        body = await request.json()
        found = re.search(r"(?:query|mutation)\s+(\w+)", body["query"])
        name = found[1] if found else ""
        self.asked.append((name, body.get("variables") or {}))
        if name in self.dumb:
            return PlainTextResponse("", status_code=502)
        if name in self.refuse:
            refusal = {"__typename": "Refusal", **self.refuse[name]}
            return JSONResponse({"data": {"it": refusal}})
        make = self.answers.get(name)
        if make is None:
            return JSONResponse({"errors": [{"message": name, "extensions": {"code": "NO"}}]})
        return JSONResponse({"data": make(body.get("variables") or {})})


def preview(variables: Answer) -> Answer:
    facts = variables["facts"]
    suggestion = None
    if facts.get("deaths", 0) >= 30:
        suggestion = {
            "severity": "PARTICULARLY_MAJOR",
            "title": "特别重大",
            "clause": "第三条第一项",
            "document": "生产安全事故报告和调查处理条例",
        }
    known = bool(facts.get("localities"))
    return {
        "previewIncident": {
            "obligations": duties(facts.get("severity")),
            "responsibility": TRACE if known else [],
            "parties": PARTIES if known else [],
            "suggestedSeverity": suggestion,
            "notes": [] if known else ["属地未明，按本市最严规则暂定。"],
            "asOf": NOW.isoformat(),
        }
    }


PLACES = [
    {"code": "130121", "name": "井陉县", "level": "COUNTY"},
    {"code": "130107", "name": "井陉矿区", "level": "COUNTY"},
]


UNITS = [
    {"code": "130121-YJJ", "name": "井陉县应急管理局"},
    {"code": "130107-YJJ", "name": "井陉矿区应急管理局"},
]
CODE_LISTS = {
    "fields": [
        {"digit": "1", "code": "WORK_SAFETY", "title": "安全生产"},
        {"digit": "2", "code": "FOOD_AND_DRUGS", "title": "食品药品"},
    ]
}


EMPTY_CHAIN: Answer = {
    name: []
    for name in (
        "dispatches",
        "referrals",
        "directives",
        "consultations",
        "designations",
        "progress",
        "tickets",
        "accountabilities",
        "conferenceDecisions",
        "unitTasks",
        "statements",
        "gateDecisions",
        "gates",
        "releases",
    )
}


def canned() -> Canned:
    """Both services' answers of the night."""
    service = Canned()
    service.answers = {
        "PreviewIncident": preview,
        "Localities": lambda asked: {
            "localities": PLACES if asked["search"] in ("j", "jx", "1301") else []
        },
        "Units": lambda asked: {
            "units": {
                "edges": [{"node": one} for one in UNITS if asked["search"] in ("yjj", "应急")]
            }
        },
        "CodeLists": lambda _: {"codeLists": CODE_LISTS},
        "OpenIncident": lambda asked: {
            "openIncident": {
                "__typename": "OpenIncidentPayload",
                "incident": {k: incident_file()[k] for k in ("id", "number", "title")},
                "replayed": False,
            }
        },
        "IncidentFile": lambda asked: {"incident": incident_file()},
        "IncidentChain": lambda asked: {"incident": EMPTY_CHAIN},
    }
    return service


@asynccontextmanager
async def serve_canned(service: Canned) -> AsyncIterator[str]:
    app = Starlette(routes=[Route("/graphql", service.answer, methods=["POST"])])
    async with serve_app(app) as url:
        yield url
