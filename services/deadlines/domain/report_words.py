"""The words of reports: what each figure is called, in what it is counted, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NONE_THIS_PERIOD: Final = "本期无"


class Indicator(StrEnum):
    """What a figure counts (指标)."""

    TOTAL = "TOTAL"
    ON_TIME = "ON_TIME"
    LATE = "LATE"
    LATE_WITH_REASON = "LATE_WITH_REASON"
    LATE_AT_INTAKE = "LATE_AT_INTAKE"
    MISSED = "MISSED"
    OPEN = "OPEN"
    WAIVED = "WAIVED"
    DONE = "DONE"
    ON_TIME_RATE = "ON_TIME_RATE"
    MEAN_OVERDUE = "MEAN_OVERDUE"
    DONE_RATE = "DONE_RATE"
    STAGE_ITEMS = "STAGE_ITEMS"
    STAGE_OVERDUE = "STAGE_OVERDUE"
    STAGE_ELAPSED = "STAGE_ELAPSED"
    RELEASES = "RELEASES"
    CONCLUSIVE = "CONCLUSIVE"
    PROVEN = "PROVEN"
    PROVEN_RATE = "PROVEN_RATE"
    UNGATED = "UNGATED"
    FORMS = "FORMS"
    REVIEWED = "REVIEWED"
    TOLERATED = "TOLERATED"
    DECISIONS = "DECISIONS"
    RECTIFIED = "RECTIFIED"
    FULL_TIME = "FULL_TIME"
    PART_TIME = "PART_TIME"
    FUNDS = "FUNDS"
    SCORE = "SCORE"


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's name, its unit and how it is counted (口径)."""

    title: str
    unit: str
    text: str


DEFINITIONS: Final[Mapping[Indicator, Definition]] = {
    Indicator.TOTAL: Definition("应办", "项", "本期应办事项，失效的和演练的不计"),
    Indicator.ON_TIME: Definition("按时", "项", "在时限内（含当时）办结"),
    Indicator.LATE: Definition("超期", "项", "超过时限办结，没有说明"),
    Indicator.LATE_WITH_REASON: Definition("超期有说明", "项", "超过时限办结，登记了原因"),
    Indicator.LATE_AT_INTAKE: Definition("接报时已超期", "项", "接报之前时限已过，后来办结"),
    Indicator.MISSED: Definition("超期未办", "项", "时限已过，至今未办结"),
    Indicator.OPEN: Definition("在办", "项", "未办结且时限未到，或无时限，或尚待前项"),
    Indicator.WAIVED: Definition("免办", "项", "经人决定免办，有理由"),
    Indicator.DONE: Definition("已办", "项", "无时限事项已办结，不论快慢"),
    Indicator.ON_TIME_RATE: Definition(
        "按时率",
        "%",
        "按时÷（按时＋超期＋超期有说明＋超期未办），接报时已超期的、免办的和在办的不计入",
    ),
    Indicator.MEAN_OVERDUE: Definition(
        "平均超期", "分钟", "超期办结各项（含有说明的、接报时已超期的）自时限至办结的平均时长"
    ),
    Indicator.DONE_RATE: Definition("办结率", "%", "无时限事项中已办÷（已办＋在办），免办的不计入"),
    Indicator.STAGE_ITEMS: Definition("超期项", "项", "超期时间有一部分落在这一环节的事项"),
    Indicator.STAGE_OVERDUE: Definition("超期时长", "分钟", "时限之后的时间中落在这一环节的部分"),
    Indicator.STAGE_ELAPSED: Definition("用时", "分钟", "自起算至办结的时间中落在这一环节的部分"),
    Indicator.RELEASES: Definition("发布", "次", "本期登记的发布，按发布时间计"),
    Indicator.CONCLUSIVE: Definition("结论性", "次", "其中结论性的"),
    Indicator.PROVEN: Definition("有凭证", "次", "其中至少一处发布登记了网址和校验值的"),
    Indicator.PROVEN_RATE: Definition("凭证率", "%", "有凭证÷发布"),
    Indicator.UNGATED: Definition("未经审批", "次", "其中越过审批先行发布的"),
    Indicator.FORMS: Definition("形式", "种", "本期用过的发布形式"),
    Indicator.REVIEWED: Definition("评议", "件", "本期作出的评议，每个事件计最新一次"),
    Indicator.TOLERATED: Definition("容错", "件", "其中决定容错的，所涉事项不进入个人排名"),
    Indicator.DECISIONS: Definition("追责决定", "件", "本期作出的追责决定"),
    Indicator.RECTIFIED: Definition("整改到位", "件", "其中登记为整改到位的"),
    Indicator.FULL_TIME: Definition("专职", "人", "单位自报的专职工作人员"),
    Indicator.PART_TIME: Definition("兼职", "人", "单位自报的兼职工作人员"),
    Indicator.FUNDS: Definition("经费", "元", "单位自报的年度工作经费"),
    Indicator.SCORE: Definition("得分", "分", "各指标得分按权重相加，本期无的指标不计并按其余折算"),
}

SECTION_TITLES: Final[Mapping[str, str]] = {
    "SUMMARY": "总体情况",
    "BY_KIND": "分事项情况",
    "BY_UNIT": "分单位情况",
    "BY_MODALITY": "分力度情况",
    "LATENESS": "超期时间分段",
    "MISSED": "超期未办清单",
    "LATE": "超期办结清单",
    "WAIVED": "免办清单",
    "UPGRADED": "超期之后升级的事件",
    "RELEASES": "发布情况",
    "REVIEWS": "评议情况",
    "ACCOUNTABILITY": "追责情况",
    "BEST_UNITS": "落实较好的单位",
    "BEST_PERSONS": "落实较好的个人",
    "RESOURCES": "人员和经费",
}

SECTION_NOTES: Final[Mapping[str, str]] = {
    "SUMMARY": "四类时限分开计，不相加；无时限事项只计是否已办，不计超期；"
    "暂定和内部目标不作为违反。",
    "BY_KIND": "按事项种类和时限类别分列。",
    "BY_UNIT": "按承办单位所在的下一级单位汇总，本级机关单列。",
    "BY_MODALITY": "按条文所用的词（必须、应当、最迟、原则上等）分列。",
    "LATENESS": "只计法定有时限、超期办结的事件事项；接报前、承办、审批、发布四段由登记的接报、"
    "口径起草、审批和发布时间推算，未登记审批的不计审批用时，各段超期之和即总超期。",
    "MISSED": "法定有时限，时限已过，至今未办结；按时限先后。",
    "LATE": "法定有时限，超过时限办结；按时限先后。",
    "WAIVED": "经人决定免办的事项及理由；按时限先后。",
    "UPGRADED": "只说明先后：同一事件先有法定事项超过当时的时限，后有级别上调；"
    "是否因此升级由人认定。",
    "RELEASES": "按发布形式分列，演练不计。",
    "REVIEWS": "评议由人作出，每个事件计最新一次。",
    "ACCOUNTABILITY": "追责由人决定，不予追究的也是决定。",
    "BEST_UNITS": "法定有时限事项没有超期、没有超期未办的单位，按按时项数排列；"
    "只列数字，不作评定。",
    "BEST_PERSONS": "条文指明的第一责任人，其法定有时限事项没有超期、没有超期未办，按按时项数排列；"
    "决定容错的事项不计入；只列数字，不作评定。",
    "RESOURCES": "单位自报，按年度最新一次登记；仅供报告，不参与计算。",
}

LIMIT_CLASS_TITLES: Final = {
    "STATUTORY": "法定有时限",
    "PROVISIONAL": "暂定",
    "INTERNAL": "内部目标",
    "UNTIMED": "法定无时限",
}

STAGE_TITLES: Final = {
    "INTAKE": "接报前",
    "DESK": "承办",
    "APPROVAL": "审批",
    "PUBLICATION": "发布",
}

NOTES: Final = (
    "有时限的事项按时限、无时限的按起算时间归入本期，每项只归一期。",
    "按截至时间的登记统计，此后的办理和更正不在内。",
    "按承办单位归入单位，不按事件发生地。",
    "按规则包的记录整理，不作结论。",
)

WEIGHTS_ARE_OURS: Final = "权重和计分档次由本地考核办法规定，条文没有规定。"
NOT_CONFIRMED: Final = "样例，未经本地确认。"
SCALE: Final = "{title}{weight}分，{full}{unit}得满分，{zero}{unit}不得分"
OWN_LEVEL: Final = "本级"
BULLETIN_TITLE: Final = "{unit}{period}政务舆情回应情况通报"
ASSESSMENT_TITLE: Final = "{unit}{period}政务舆情回应情况考核"
BETWEEN: Final = "{begins:%Y-%m-%d %H:%M}至{ends:%Y-%m-%d %H:%M}"
