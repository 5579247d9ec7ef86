"""The fixed vocabulary of the law: closed words are enumerations, open ones are codes with titles.

A pack may add severities, categories, incident kinds and duty kinds of its own as data, so these
travel as strings; what arithmetic depends on (modality, clock start, due class) is closed.
"""

from enum import StrEnum
from typing import Final


class DueClass(StrEnum):
    """Which sort of limit a duty has; the three are never mixed on a screen (法定有时限等三类)."""

    STATUTORY_TIMED = "STATUTORY_TIMED"
    STATUTORY_UNTIMED = "STATUTORY_UNTIMED"
    INTERNAL_TARGET = "INTERNAL_TARGET"


class Modality(StrEnum):
    """How strongly the clause binds (情态), in the clause's own word."""

    MUST = "MUST"
    SHALL = "SHALL"
    AT_LATEST = "AT_LATEST"
    IN_PRINCIPLE = "IN_PRINCIPLE"
    STRIVE = "STRIVE"
    AS_APPROPRIATE = "AS_APPROPRIATE"
    IF_NECESSARY = "IF_NECESSARY"


MODALITY_TITLES: Final = {
    Modality.MUST: "必须",
    Modality.SHALL: "应当",
    Modality.AT_LATEST: "最迟",
    Modality.IN_PRINCIPLE: "原则上",
    Modality.STRIVE: "力争",
    Modality.AS_APPROPRIATE: "视情",
    Modality.IF_NECESSARY: "必要时",
}

# Strictest first; used only between bases that fall due at the same moment.
STRICTNESS: Final = (
    Modality.AT_LATEST,
    Modality.MUST,
    Modality.SHALL,
    Modality.IN_PRINCIPLE,
    Modality.STRIVE,
    Modality.AS_APPROPRIATE,
    Modality.IF_NECESSARY,
)


class ClockStart(StrEnum):
    """The event from which a limit runs (起算点)."""

    OCCURRED = "OCCURRED"
    KNOWN = "KNOWN"
    ASSESSED = "ASSESSED"
    REPORTED = "REPORTED"
    DIRECTED = "DIRECTED"
    PREVIOUS_RELEASE = "PREVIOUS_RELEASE"
    ANNOUNCED = "ANNOUNCED"
    PERIOD = "PERIOD"


CLOCK_START_TITLES: Final = {
    ClockStart.OCCURRED: "事件发生",
    ClockStart.KNOWN: "接报",
    ClockStart.ASSESSED: "研判",
    ClockStart.REPORTED: "上报",
    ClockStart.DIRECTED: "上级交办",
    ClockStart.PREVIOUS_RELEASE: "上次发布",
    ClockStart.ANNOUNCED: "政策公布",
    ClockStart.PERIOD: "周期",
}


class Trigger(StrEnum):
    """What opens a duty (触发)."""

    INCIDENT = "INCIDENT"
    CONFERENCE = "CONFERENCE"
    RELEASE = "RELEASE"
    POLICY = "POLICY"
    PUBLICATION = "PUBLICATION"
    BREACH = "BREACH"
    HOTLINE = "HOTLINE"
    MONITORING = "MONITORING"
    PERIOD = "PERIOD"
    DATE = "DATE"
    ROSTER = "ROSTER"
    STANDING = "STANDING"


TRIGGER_TITLES: Final = {
    Trigger.INCIDENT: "事件登记",
    Trigger.CONFERENCE: "每次发布会之后",
    Trigger.RELEASE: "每次发布之后",
    Trigger.POLICY: "政策出台前",
    Trigger.PUBLICATION: "政策出台后",
    Trigger.BREACH: "违反规定",
    Trigger.HOTLINE: "热线来电",
    Trigger.MONITORING: "监测研判",
    Trigger.PERIOD: "每个周期",
    Trigger.DATE: "规定日期",
    Trigger.ROSTER: "名单变动",
    Trigger.STANDING: "应备未备",
}

# What this product opens by itself; a duty on any other event is listed and left to people.
OPENED_TRIGGERS: Final = frozenset(
    (
        Trigger.INCIDENT,
        Trigger.CONFERENCE,
        Trigger.RELEASE,
        Trigger.PERIOD,
        Trigger.DATE,
        Trigger.POLICY,
        Trigger.PUBLICATION,
        Trigger.ROSTER,
        Trigger.STANDING,
        Trigger.HOTLINE,
        Trigger.MONITORING,
        Trigger.BREACH,
    )
)


class Every(StrEnum):
    """The natural period in which a duty recurs (周期)."""

    QUARTER = "QUARTER"
    HALF_YEAR = "HALF_YEAR"
    YEAR = "YEAR"


class ActKind(StrEnum):
    """What may count toward a duty of a period (计入事项)."""

    CONFERENCE = "CONFERENCE"
    ONLINE_INTERVIEW = "ONLINE_INTERVIEW"
    BULLETIN = "BULLETIN"
    INSPECTION = "INSPECTION"
    ASSESSMENT = "ASSESSMENT"
    WORK_REPORT = "WORK_REPORT"
    SET_UP = "SET_UP"
    DOCUMENT = "DOCUMENT"


ACT_TITLES: Final = {
    ActKind.CONFERENCE: "新闻发布会",
    ActKind.ONLINE_INTERVIEW: "在线访谈",
    ActKind.BULLETIN: "通报",
    ActKind.INSPECTION: "督查检查",
    ActKind.ASSESSMENT: "考核",
    ActKind.WORK_REPORT: "工作报告",
    ActKind.SET_UP: "设立",
    ActKind.DOCUMENT: "制度文件",
}

# What can still be done after its period has ended, late, if it says which period it is for.
MAY_BE_LATE: Final = frozenset(ActKind) - {ActKind.CONFERENCE, ActKind.ONLINE_INTERVIEW}


class ReleaseForm(StrEnum):
    """The form of a release (回应形式)."""

    STATEMENT = "STATEMENT"
    BRIEFING = "BRIEFING"
    PRESS_CONFERENCE = "PRESS_CONFERENCE"
    INTERVIEW = "INTERVIEW"
    EXPERT_INTERPRETATION = "EXPERT_INTERPRETATION"
    ONLINE_INTERVIEW = "ONLINE_INTERVIEW"
    ONLINE_REPLY = "ONLINE_REPLY"


FORM_TITLES: Final = {
    ReleaseForm.STATEMENT: "权威信息",
    ReleaseForm.BRIEFING: "吹风会",
    ReleaseForm.PRESS_CONFERENCE: "新闻发布会",
    ReleaseForm.INTERVIEW: "接受采访",
    ReleaseForm.EXPERT_INTERPRETATION: "专家解读",
    ReleaseForm.ONLINE_INTERVIEW: "在线访谈",
    ReleaseForm.ONLINE_REPLY: "网上答复",
}


class GateKind(StrEnum):
    """An approval or check that a text wants before a release (发布前的审批)."""

    SECRECY_REVIEW = "SECRECY_REVIEW"
    LEGALITY_REVIEW = "LEGALITY_REVIEW"
    SAME_LEVEL_NEWS_OFFICE = "SAME_LEVEL_NEWS_OFFICE"
    COMPETENT_AUTHORITY = "COMPETENT_AUTHORITY"
    LEADER_APPROVAL = "LEADER_APPROVAL"
    INTER_AGENCY_CONFIRM = "INTER_AGENCY_CONFIRM"


GATE_TITLES: Final = {
    GateKind.SECRECY_REVIEW: "保密审查",
    GateKind.LEGALITY_REVIEW: "合法性审查",
    GateKind.SAME_LEVEL_NEWS_OFFICE: "同级新闻办审批",
    GateKind.COMPETENT_AUTHORITY: "主管部门审批",
    GateKind.LEADER_APPROVAL: "领导审定口径",
    GateKind.INTER_AGENCY_CONFIRM: "跨机关确认",
}

# What is approved is the line to take (口径), which serves every release that follows it; all
# other gates are passed anew for each release.
LINE_GATES: Final = frozenset((GateKind.LEADER_APPROVAL,))


class Measure(StrEnum):
    """What may be decided on a breach (追责措施)."""

    SUMMONS = "SUMMONS"
    NOTICE = "NOTICE"
    PURSUE = "PURSUE"
    HAND_OVER = "HAND_OVER"


MEASURE_TITLES: Final = {
    Measure.SUMMONS: "约谈",
    Measure.NOTICE: "通报",
    Measure.PURSUE: "追责",
    Measure.HAND_OVER: "移送监察",
}


class Post(StrEnum):
    """A post in a unit (任职岗位) that the law names."""

    HEAD = "HEAD"
    DEPUTY = "DEPUTY"
    SPOKESPERSON = "SPOKESPERSON"
    LIAISON = "LIAISON"
    COLLECTOR = "COLLECTOR"
    MONITOR = "MONITOR"


POST_TITLES: Final = {
    Post.HEAD: "主要负责人",
    Post.DEPUTY: "分管负责人",
    Post.SPOKESPERSON: "新闻发言人",
    Post.LIAISON: "联络员",
    Post.COLLECTOR: "信息收集员",
    Post.MONITOR: "监测员",
}


class Precision(StrEnum):
    """How exactly the time of occurrence is known (时间精度)."""

    EXACT = "EXACT"
    MINUTE = "MINUTE"
    ABOUT = "ABOUT"
    DAY = "DAY"


class TraceOutcome(StrEnum):
    """What became of one responsibility rule (规则结果)."""

    FIRED = "FIRED"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    UNKNOWN_FACT = "UNKNOWN_FACT"
    OWNER_MISSING = "OWNER_MISSING"
    NOT_REACHED = "NOT_REACHED"


SEVERITIES: Final = {
    "PARTICULARLY_MAJOR": "特别重大",
    "MAJOR": "重大",
    "LARGER": "较大",
    "GENERAL": "一般",
}

INCIDENT_KINDS: Final = {
    "NATURAL_DISASTER": "自然灾害",
    "ACCIDENT": "事故灾难",
    "PUBLIC_HEALTH": "公共卫生",
    "SOCIAL_SECURITY": "社会安全",
    "POLICY": "政策舆情",
    "SERVICE": "政务服务",
    "OPINION": "意见建议",
    "OTHER": "其他",
}

CATEGORIES: Final = {
    "POLICY_MISREAD": "政策误读",
    "PUBLIC_INTEREST": "切身利益",
    "LIVELIHOOD_MORAL_LINE": "道德底线",
    "RUMOUR": "造谣传谣",
    "EMERGENCY_OR_DISASTER": "突发灾害",
    "DIRECTED_FROM_ABOVE": "上级要求",
    "SOCIAL_HOTSPOT": "社会热点",
}

VERACITIES: Final = {
    "TRUE": "属实",
    "PARTLY_TRUE": "部分属实",
    "FALSE": "失实",
    "HYPE": "不当炒作",
}

RESPONSE_VALUES: Final = {"RESPOND": "回应", "WATCH": "关注", "NONE": "不回应"}

DUTY_TITLES: Final = {
    "FIRST_RELEASE": "首次发布",
    "PRESS_CONFERENCE": "新闻发布会",
    "RESPONSE": "舆情回应",
    "ROLLING_UPDATE": "动态发布",
    "FINAL_OUTCOME": "最终结果",
    "UPWARD_REPORT": "上级报告",
    "INTERNAL_REPORT": "内部报告",
    "VERIFY_WITH_CYBERSPACE": "网信核实",
    "CONSULTATION": "会商研判",
    "TRANSFER": "线索移交",
    "REFERRAL": "转办处置",
    "CLARIFICATION": "源头澄清",
    "SOLUTION_PLAN": "解决方案",
    "PUBLIC_REPLY": "公开答复",
    "PROGRESS": "进程通报",
    "FURTHER_CONFERENCE_DECISION": "续会决定",
    "AFTER_APPROVAL": "补办审批",
    "DIRECTED_RESPONSE": "交办回应",
    "HOTLINE_REPLY": "热线回复",
    "WEBSITE_SYNC": "网站同步",
    "EXPERT_INTERPRETATION": "专家解读",
    "RISK_ASSESSMENT": "风险评估",
    "PUBLIC_CONSULTATION": "征求意见",
    "ACCOUNTABILITY": "约谈追责",
    "DEPARTMENT_CONFERENCE": "例行发布会",
    "WORK_REPORT": "工作报告",
    "SPOKESPERSON_ATTENDANCE": "发言人出席",
    "HEAD_ATTENDANCE": "主要负责人出席",
    "ONLINE_INTERVIEW_HEAD": "负责人访谈",
    "ONLINE_INTERVIEW_DEPARTMENT": "部门在线访谈",
    "BULLETIN": "定期通报",
    "ANNUAL_ASSESSMENT": "年度考核",
    "INSPECTION": "督查检查",
    "STANDING_DOCUMENT": "制度备案文本",
    "SET_UP": "限期设立",
    "FILING": "名单备案",
}

# In ``owed_after``: owed once nothing else of the incident is owed and open.
ALL_OTHERS: Final = "*"

PARTY_TITLES: Final = {
    "FIRST_RESPONDENT": "第一回应主体",
    "RESPONDENT": "回应主体",
    "COORDINATOR": "组织协调",
    "CO_COORDINATOR": "会同协调",
    "SUPERIOR": "上级主管",
    "LEAD": "牵头部门",
    "RECIPIENT": "接收单位",
}

REPORTS: Final = ("UPWARD_REPORT", "INTERNAL_REPORT")
"""The kinds of duty by which an incident is reported (报告)."""
