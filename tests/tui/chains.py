"""A night's worth of what was sent, referred, ordered, called in and decided, for the pages."""

from tests.tui.canned import EMPTY_CHAIN, NOW, Answer, Canned, canned, hours, unit

COUNTY, POLICE = unit("130121", "井陉县人民政府"), unit("130121-GAJ", "井陉县公安局")
OFFICE = unit("130121-ZFB", "井陉县政府办公室")
NEWS = unit("130121-XWB", "井陉县政府新闻办公室")
AT = NOW.isoformat()
SENT = {"person": None, "means": "电话", "note": None, "recipientUnit": None, "sentAt": AT}
TOOK = {"receivedAt": hours(0.5), "receivedBy": "虚构庚", "number": None, "answer": None}
DISPATCHES = [
    {
        "id": "dispatch-1",
        "kind": "TRANSFER",
        "stateTitle": "待回执",
        "received": False,
        "recipient": "公安机关",
        **SENT,
        "recipientUnit": "井陉县公安局",
        "receipt": None,
    },
    {
        "id": "dispatch-2",
        "kind": "UPWARD_REPORT",
        "stateTitle": "已签收",
        "received": True,
        "recipient": "石家庄市人民政府",
        **SENT,
        "receipt": TOOK,
    },
]
REFERRALS = [
    {
        "id": "referral-1",
        "request": "核实网传视频拍摄时间，今日十时前反馈",
        "sender": COUNTY,
        "receiver": POLICE,
        "receivedAt": AT,
        "stateTitle": "已签收",
        "nextSteps": ["RETURN", "FEEDBACK"],
        "steps": [
            {"stepTitle": "转办", "at": AT, "unit": COUNTY, "person": "虚构丁", "note": None},
            {"stepTitle": "签收", "at": AT, "unit": POLICE, "person": "虚构庚", "note": None},
        ],
    }
]
DIRECTIVES = [
    {
        "id": "directive-1",
        "superior": "石家庄市人民政府",
        "document": "石政督〔2026〕7号",
        "content": "查明原因，及时回应",
        "orderedAt": AT,
        "dueAt": hours(10),
    }
]
CONSULTATIONS = [
    {
        "title": "联席会议",
        "convenors": [OFFICE, NEWS],
        "opinion": "按已核实情况先行发布，伤亡数字以应急部门为准",
        "heldAt": AT,
        "warnings": [{"message": "召集单位与条文所列不同，请核对。"}],
    }
]
LED = {"unit": POLICE, "office": OFFICE, "reason": "涉治安", "at": AT}
STEP = {"at": AT, "text": "明火已扑灭，转移群众二百人", "recordedBy": "虚构丁"}
SAID = {"kind": "REPLY", "at": AT, "person": "虚构丁", "means": "电话", "content": "正在核实"}
TICKETS = [
    {
        "id": "ticket-1",
        "number": "12345-20261121-0017",
        "kindTitle": "咨询",
        "summary": "问下风向的村庄要不要撤离",
        "receivedAt": AT,
        "repliedAt": None,
        "unreplied": True,
        "contacts": [],
    },
    {
        "id": "ticket-2",
        "number": "12345-20261121-0012",
        "kindTitle": "投诉",
        "summary": "夜间有刺鼻气味",
        "receivedAt": AT,
        "repliedAt": AT,
        "unreplied": False,
        "contacts": [{**SAID, "satisfied": None}, {**SAID, "kind": "FOLLOW_UP", "satisfied": True}],
    },
]
DECISIONS = [
    {
        "id": "accountability-1",
        "title": "约谈、通报",
        "reason": "首次发布超过一小时",
        "breaches": [{"title": "首次发布"}],
        "unit": COUNTY,
        "persons": ["虚构甲"],
        "decidedBy": "石家庄市委宣传部",
        "decidedAt": AT,
        "rectifyBy": hours(72),
        "carriedOutAt": None,
        "rectified": None,
        "result": None,
        "warnings": [],
    }
]
WORD: Answer = {
    "gate": "LEADER_APPROVAL",
    "title": "领导审定口径",
    "approver": COUNTY,
    "verdictTitle": "同意",
    "person": "虚构甲",
    "basis": "PHONE",
    "note": None,
    "statement": 1,
    "decidedAt": AT,
    "paperFollows": True,
    "warnings": [],
}
LACKING = {"title": "同级新闻办审批", "passed": False, "approver": NEWS}
LINE = {"version": 1, "approved": True, "text": "正在核实有关情况", "author": "虚构丁", "at": AT}
CHAIN: Answer = EMPTY_CHAIN | {
    "dispatches": DISPATCHES,
    "referrals": REFERRALS,
    "directives": DIRECTIVES,
    "consultations": CONSULTATIONS,
    "designations": [LED],
    "progress": [STEP],
    "tickets": TICKETS,
    "accountabilities": DECISIONS,
    "statements": [{**LINE, "approval": {"person": "虚构甲", "decidedAt": AT}}],
    "gateDecisions": [WORD],
    "unitTasks": [
        {"unit": COUNTY, "roles": ["第一回应主体"], "open": 3, "overdue": 1, "fulfilled": 2}
    ],
    "gates": [
        {"form": "STATEMENT", "formTitle": "权威信息", "ready": True, "gates": []},
        {
            "form": "PRESS_CONFERENCE",
            "formTitle": "新闻发布会",
            "ready": False,
            "gates": [LACKING],
        },
    ],
}


def busy_night() -> Canned:
    """The canned service with all of it."""
    service = canned()
    service.answers["IncidentChain"] = lambda _: {"incident": CHAIN}
    return service
