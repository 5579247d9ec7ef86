"""The registry's enums as callers see them: each value with its Chinese term."""

from enum import StrEnum
from typing import Any

import strawberry

from services.kit.auth import Role
from services.registry.domain.accounts import AccountState
from services.registry.domain.appointments import Employment, Post
from services.registry.domain.channels import ChannelKind
from services.registry.domain.filed_lists import FiledListState
from services.registry.domain.filings import FilingState, FilingSubject, ListChange
from services.registry.domain.findings import FindingKind
from services.registry.domain.imports.outcomes import Outcome
from services.registry.domain.imports.runs import ImportPhase, ImportState
from services.registry.domain.imports.words import SheetKind
from services.registry.domain.speaking import SpeakerOutcome
from services.registry.domain.standing_documents import DocumentKind
from services.registry.domain.succession import SuccessionKind
from services.registry.domain.trainings import StaffKind
from services.registry.domain.units import Management, UnitKind, UnitLevel


def _describe(words: type[StrEnum], description: str, terms: dict[str, str]) -> None:
    """Make the enum part of the schema; raises KeyError where a value has no description."""
    strawberry.enum(words, description=description)
    definition: Any = words.__strawberry_definition__  # type: ignore[attr-defined] # set above
    for value in definition.values:
        value.description = terms[value.name]


_describe(
    UnitKind,
    "What a unit is (单位类别).",
    {
        "GOVERNMENT": "人民政府、行政公署、街道办事处",
        "COMMITTEE": "开发区、园区等的管委会",
        "GOVERNMENT_OFFICE": "政府办公厅(室)",
        "PUBLICITY": "宣传部",
        "NEWS_OFFICE": "政府新闻办公室",
        "CYBERSPACE": "网信办",
        "PUBLIC_SECURITY": "公安机关",
        "STATE_SECURITY": "国家安全机关",
        "SECRECY": "保密行政管理部门",
        "SUPERVISION": "监察机关",
        "DEPARTMENT": "工作部门",
        "DIVISION": "科室、处室",
        "AFFILIATE": "局属单位",
        "AUTHORISED_BODY": "法律法规授权的具有管理公共事务职能的组织",
        "LEADING_GROUP": "领导小组及其办公室",
        "MEDIA": "新闻媒体",
    },
)
_describe(
    UnitLevel,
    "The tier of a unit (层级).",
    {
        "NATIONAL": "国家级",
        "PROVINCE": "省级",
        "PREFECTURE": "设区的市级",
        "COUNTY": "县级",
        "TOWNSHIP": "乡镇、街道",
        "INTERNAL": "部门内设机构",
    },
)
_describe(
    Management,
    "Who commands a unit (管理体制).",
    {"TERRITORIAL": "属地管理", "VERTICAL": "垂直管理", "DUAL": "双重管理"},
)
_describe(
    AccountState,
    "Whether one can sign in with an account (账号状态).",
    {
        "ACTIVE": "使用中",
        "LOCKED": "密码多次错误，暂时锁定",
        "REVOKED": "已停用",
    },
)
_describe(
    SuccessionKind,
    "How one unit came after another (承继方式).",
    {"MERGED": "合并", "SPLIT": "拆分"},
)
_describe(
    Post,
    "What an appointment is for (岗位).",
    {
        "HEAD": "主要负责人",
        "DEPUTY": "分管负责人",
        "SPOKESPERSON": "新闻发言人",
        "LIAISON": "联络员",
        "COLLECTOR": "舆情收集员",
        "MONITOR": "渠道监测员",
    },
)
_describe(
    Employment,
    "Whether a post is somebody's whole work (专职、兼职).",
    {"FULL_TIME": "专职", "PART_TIME": "兼职"},
)
_describe(
    ChannelKind,
    "What a channel is (渠道类别).",
    {
        "GOVERNMENT_WEBSITE": "政府网站",
        "WEIBO": "政务微博",
        "WECHAT": "政务微信",
        "CLIENT": "客户端",
        "SHORT_VIDEO": "短视频号",
        "HOTLINE": "热线电话",
        "HOTLINE_12345": "12345平台",
        "MAYOR_MAILBOX": "市长信箱",
        "ONLINE_PETITION": "网上信访",
        "SMART_ANSWERS": "智能问答",
        "ONLINE_INTERVIEW": "在线访谈",
        "OPINION_COLLECTION": "民意征集",
        "ONLINE_SURVEY": "网上调查",
        "COMPLAINT": "举报投诉",
        "ONLINE_INQUIRY": "网络问政",
        "NEWSPAPER": "报刊",
        "NEWS_WEBSITE": "新闻网站",
        "COMMERCIAL_WEBSITE": "商业网站",
        "BROADCAST": "广播电视",
    },
)
_describe(
    StaffKind,
    "As what somebody was trained (培训对象).",
    {
        "DEPUTY_IN_CHARGE": "分管负责同志",
        "SPOKESPERSON": "新闻发言人",
        "DISCLOSURE_STAFF": "信息公开工作人员",
        "WEBSITE_STAFF": "政府网站工作人员",
        "SOCIAL_MEDIA_STAFF": "政务微博微信相关人员",
        "RELEASE_STAFF": "信息发布人员",
        "COLLECTION_STAFF": "信息收集人员",
        "RESPONSE_STAFF": "信息回应人员",
    },
)
_describe(
    FilingSubject,
    "Which list of a unit is filed (备案事项).",
    {
        "SPOKESPERSONS": "新闻发言人名单",
        "EXPERT_POOL": "政策解读专家库",
        "CHANNELS": "政务微博、微信",
    },
)
_describe(
    FilingState,
    "Whether a filing awaits its receipt (备案状态).",
    {"OPEN": "待备案", "FILED": "已备案"},
)
_describe(
    DocumentKind,
    "Which document a unit must have on file (制度文件类别).",
    {
        "RESPONSE_RULES": "政务舆情监测、研判、回应制度",
        "ROUTINE_RELEASE_PLAN": "例行新闻发布制度",
        "CHANNEL_PROCEDURE": "政务微博微信信息发布和公众质询答复程序",
        "LEADER_RELEASE_RULES": "主要负责同志发布重要信息制度",
    },
)
_describe(
    FindingKind,
    "What an audit of the rosters finds (名录问题).",
    {
        "NO_HEAD": "缺主要负责人",
        "NO_DEPUTY": "缺分管负责人",
        "NO_SPOKESPERSON": "缺新闻发言人",
        "NO_LIAISON": "缺联络员",
        "NO_COLLECTOR": "缺舆情收集员",
        "NO_WORK_BODY": "未登记工作机构",
        "NO_EXPERT_POOL": "缺政策解读专家库",
        "NO_RESPONSE_RULES": "没有舆情回应制度",
        "NO_ROUTINE_RELEASE_PLAN": "没有例行新闻发布制度",
        "NO_CHANNEL_PROCEDURE": "没有微博微信发布和答复程序",
        "NO_LEADER_RELEASE_RULES": "没有主要负责同志发布制度",
        "NO_GOVERNMENT_WEBSITE": "没有政府网站",
        "NO_WEIBO_OR_WECHAT": "民生密切而无政务微博、微信",
        "CHANNEL_WITHOUT_MONITOR": "渠道无监测人",
        "ENDING_SOON": "任期30日内结束，无人接任",
        "EXPIRED_BUT_LISTED": "任期已过，备案名单仍有其名",
        "LEAVE_WITHOUT_STAND_IN": "请假无代班人",
        "UNFILED_CHANGES": "变动未备案",
        "UNTRAINED": "没有培训记录",
        "VERTICAL_WITHOUT_SUPERVISOR": "垂直管理而无上级主管单位",
        "ACCOUNT_OF_RETIRED_UNIT": "已撤销单位的账号",
    },
)
_describe(
    ListChange,
    "What happened to an entry of a list (变动).",
    {"ADDED": "新增", "REMOVED": "调出", "CHANGED": "变更"},
)
_describe(
    FiledListState,
    "How the filed copy of a list stands to the list (备案状况).",
    {
        "CURRENT": "与备案一致",
        "BEHIND": "备案版本落后",
        "NEVER_FILED": "从未备案",
        "EMPTY": "名单为空",
    },
)
_describe(
    SpeakerOutcome,
    "Why a candidate speaks or does not (人选结论).",
    {
        "CHOSEN": "由其发言",
        "CHOSEN_UNFILED": "由其发言，但未备案",
        "CHOSEN_LEADER": "没有新闻发言人可发言，由负责人发言",
        "STAND_IN": "代班发言",
        "NEXT": "可以发言，排在后面",
        "NOT_YET_SERVING": "任期未开始",
        "EXPIRED": "任期已结束",
        "NOT_FILED": "未备案",
        "ABSENT": "请假，无代班人",
        "ABSENT_WITH_STAND_IN": "请假，由代班人顶替",
        "STAND_IN_ABSENT": "请假，代班人也不在岗",
    },
)
_describe(
    Role,
    "What an account is for (角色).",
    {
        "OFFICER": "值班员",
        "DUTY_CHIEF": "带班领导",
        "ROSTER_ADMIN": "名录管理员",
        "APPROVER": "审批人",
        "LEADER": "单位负责人",
        "VENDOR": "舆情监测服务商",
        "JOB": "定时任务",
        "SYSTEM": "内部系统",
    },
)
_describe(
    SheetKind,
    "What a sheet lists (名录类别).",
    {"UNITS": "单位", "POSTS": "任职名单", "EXPERTS": "专家", "CHANNELS": "渠道"},
)
_describe(
    Outcome,
    "What becomes of a row (导入结果).",
    {"NEW": "新增", "CHANGED": "变更", "UNCHANGED": "无变化", "REJECTED": "退回"},
)
_describe(
    ImportState,
    "How an import stands (导入状态).",
    {
        "RUNNING": "进行中",
        "DONE": "完成",
        "FAILED": "未能导入，没有写入任何内容",
        "UNDOING": "正在撤销",
        "UNDONE": "已撤销",
    },
)
_describe(
    ImportPhase,
    "What a running import is busy with (导入阶段).",
    {
        "WAITING": "排队",
        "READING": "读取文件",
        "MATCHING": "核对名录",
        "WRITING": "写入",
        "FINISHED": "结束",
    },
)
