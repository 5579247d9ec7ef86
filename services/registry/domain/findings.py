"""What is wrong with a roster, since when, by which clause, and what to do about it. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from services.registry.domain.appointments import Post
from services.registry.domain.filed_lists import FILED_CHANNELS
from services.registry.domain.filings import FilingSubject
from services.registry.domain.standing_documents import DocumentKind
from services.registry.domain.units import UnitKind, UnitLevel

ENDING_WITHIN = timedelta(days=30)
LIVELIHOOD = "民生密切"
"""The tag of departments that must have a 政务微博 or 政务微信 (某市 十)."""

LISTS = {
    FilingSubject.SPOKESPERSONS: "新闻发言人名单",
    FilingSubject.EXPERT_POOL: "政策解读专家库",
    FilingSubject.CHANNELS: "、".join(FILED_CHANNELS.values()),
}


class FindingKind(StrEnum):
    """What an audit finds (名录问题)."""

    NO_HEAD = "NO_HEAD"
    NO_DEPUTY = "NO_DEPUTY"
    NO_SPOKESPERSON = "NO_SPOKESPERSON"
    NO_LIAISON = "NO_LIAISON"
    NO_COLLECTOR = "NO_COLLECTOR"
    NO_WORK_BODY = "NO_WORK_BODY"
    NO_EXPERT_POOL = "NO_EXPERT_POOL"
    NO_RESPONSE_RULES = "NO_RESPONSE_RULES"
    NO_ROUTINE_RELEASE_PLAN = "NO_ROUTINE_RELEASE_PLAN"
    NO_CHANNEL_PROCEDURE = "NO_CHANNEL_PROCEDURE"
    NO_LEADER_RELEASE_RULES = "NO_LEADER_RELEASE_RULES"
    NO_GOVERNMENT_WEBSITE = "NO_GOVERNMENT_WEBSITE"
    NO_WEIBO_OR_WECHAT = "NO_WEIBO_OR_WECHAT"
    CHANNEL_WITHOUT_MONITOR = "CHANNEL_WITHOUT_MONITOR"
    ENDING_SOON = "ENDING_SOON"
    EXPIRED_BUT_LISTED = "EXPIRED_BUT_LISTED"
    LEAVE_WITHOUT_STAND_IN = "LEAVE_WITHOUT_STAND_IN"
    UNFILED_CHANGES = "UNFILED_CHANGES"
    UNTRAINED = "UNTRAINED"
    VERTICAL_WITHOUT_SUPERVISOR = "VERTICAL_WITHOUT_SUPERVISOR"
    ACCOUNT_OF_RETIRED_UNIT = "ACCOUNT_OF_RETIRED_UNIT"


_ORGANS = (
    UnitKind.GOVERNMENT,
    UnitKind.COMMITTEE,
    UnitKind.GOVERNMENT_OFFICE,
    UnitKind.PUBLICITY,
    UnitKind.NEWS_OFFICE,
    UnitKind.CYBERSPACE,
    UnitKind.PUBLIC_SECURITY,
    UnitKind.STATE_SECURITY,
    UnitKind.SECRECY,
    UnitKind.SUPERVISION,
    UnitKind.DEPARTMENT,
    UnitKind.AUTHORISED_BODY,
)
_TIERS = (UnitLevel.PROVINCE, UnitLevel.PREFECTURE, UnitLevel.COUNTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandatory:
    """A post that units of these kinds, and where ``levels`` is given of these tiers, must fill."""

    post: Post
    kind: FindingKind
    kinds: tuple[UnitKind, ...]
    levels: tuple[UnitLevel, ...]


MANDATORY = (
    Mandatory(
        post=Post.HEAD,
        kind=FindingKind.NO_HEAD,
        kinds=(*_ORGANS, UnitKind.DIVISION, UnitKind.AFFILIATE),
        levels=tuple(UnitLevel),
    ),
    Mandatory(post=Post.DEPUTY, kind=FindingKind.NO_DEPUTY, kinds=_ORGANS, levels=tuple(UnitLevel)),
    Mandatory(
        post=Post.SPOKESPERSON, kind=FindingKind.NO_SPOKESPERSON, kinds=_ORGANS, levels=_TIERS
    ),
    Mandatory(post=Post.LIAISON, kind=FindingKind.NO_LIAISON, kinds=_ORGANS, levels=_TIERS),
    Mandatory(
        post=Post.COLLECTOR,
        kind=FindingKind.NO_COLLECTOR,
        kinds=(UnitKind.DIVISION, UnitKind.AFFILIATE),
        levels=(UnitLevel.INTERNAL,),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """A document that units of these kinds and tiers must have; ``channels`` narrows them to the
    owners of an open 政务微博 or 政务微信.
    """

    document: DocumentKind
    kind: FindingKind
    kinds: tuple[UnitKind, ...]
    levels: tuple[UnitLevel, ...]
    channels: bool = False


ON_FILE = (
    OnFile(
        document=DocumentKind.RESPONSE_RULES,
        kind=FindingKind.NO_RESPONSE_RULES,
        kinds=_ORGANS,
        levels=tuple(UnitLevel),
    ),
    OnFile(
        document=DocumentKind.ROUTINE_RELEASE_PLAN,
        kind=FindingKind.NO_ROUTINE_RELEASE_PLAN,
        kinds=(UnitKind.DEPARTMENT,),
        levels=(UnitLevel.PROVINCE,),
    ),
    OnFile(
        document=DocumentKind.LEADER_RELEASE_RULES,
        kind=FindingKind.NO_LEADER_RELEASE_RULES,
        kinds=(UnitKind.GOVERNMENT,),
        levels=(UnitLevel.PREFECTURE,),
    ),
    OnFile(
        document=DocumentKind.CHANNEL_PROCEDURE,
        kind=FindingKind.NO_CHANNEL_PROCEDURE,
        kinds=tuple(UnitKind),
        levels=tuple(UnitLevel),
        channels=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look at the roster shows now.

    ``subject`` is the id of the appointment, person, channel or filing it is about, None where it
    is about the unit; ``who`` its name. ``day`` is the day that matters, such as the last of a
    term; ``since`` the first day on which it was so, None where that cannot be told.
    """

    kind: FindingKind
    unit: str
    subject: UUID | None = None
    who: str | None = None
    day: date | None = None
    since: date | None = None

    @property
    def key(self) -> "Key":
        """What makes it one finding, however its words change."""
        return (self.unit, self.kind, self.subject)


Key: TypeAlias = tuple[str, FindingKind, UUID | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding on file; ``resolved_at`` is when an audit no longer found it."""

    id: UUID
    found: Found
    first_seen_at: datetime
    resolved_at: datetime | None
    version: int

    @property
    def unit(self) -> str:
        """The code of the unit."""
        return self.found.unit

    @property
    def kind(self) -> FindingKind:
        """What was found."""
        return self.found.kind

    @property
    def since(self) -> date | None:
        """The first day on which it was so, None where that cannot be told."""
        return self.found.since

    @property
    def text(self) -> str:
        """What is wrong, as a sentence."""
        who, day = self.found.who or "", self.found.day
        return _TEXTS[self.kind].format(who=who, day=f"{day:%Y-%m-%d}" if day else "")

    @property
    def advice(self) -> str:
        """What to do about it, as a sentence."""
        return _ADVICE[self.kind]

    @property
    def clause(self) -> str | None:
        """The clause that asks for it, None where it is good housekeeping."""
        return _CLAUSES.get(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPlan:
    """What an audit writes: new findings, those whose words changed, those that are gone."""

    opened: Sequence[Finding]
    changed: Sequence[Finding]
    resolved: Sequence[Finding]


def plan_audit(
    found: Iterable[Found],
    standing: Mapping[Key, Finding],
    now: datetime,
    new_id: Callable[[], UUID],
) -> AuditPlan:
    """Compare what is found now with the findings that stand; what is both stays as it is."""
    opened, changed, seen = [], [], set[Key]()
    for one in found:
        seen.add(one.key)
        known = standing.get(one.key)
        if known is None:
            opened.append(_opened(one, now, new_id()))
        elif known.found != one:
            changed.append(replace(known, found=one, version=known.version + 1))
    gone = [one for key, one in standing.items() if key not in seen]
    resolved = [replace(one, resolved_at=now, version=one.version + 1) for one in gone]
    return AuditPlan(opened=opened, changed=changed, resolved=resolved)


def _opened(found: Found, now: datetime, id: UUID) -> Finding:  # noqa: A002 - the row's own word
    return Finding(id=id, found=found, first_seen_at=now, resolved_at=None, version=1)


_TEXTS = {
    FindingKind.NO_HEAD: "没有在任的主要负责人。",
    FindingKind.NO_DEPUTY: "没有在任的分管负责人。",
    FindingKind.NO_SPOKESPERSON: "没有在任的新闻发言人。",
    FindingKind.NO_LIAISON: "没有在任的联络员。",
    FindingKind.NO_COLLECTOR: "没有在任的舆情收集员。",
    FindingKind.NO_WORK_BODY: "没有登记新闻发布的工作机构。",
    FindingKind.NO_EXPERT_POOL: "没有政策解读专家库。",
    FindingKind.NO_RESPONSE_RULES: "没有现行的舆情监测、研判、回应制度。",
    FindingKind.NO_ROUTINE_RELEASE_PLAN: "没有现行的例行新闻发布制度。",
    FindingKind.NO_CHANNEL_PROCEDURE: "开通了政务微博或政务微信，没有信息发布和答复程序。",
    FindingKind.NO_LEADER_RELEASE_RULES: "没有主要负责同志发布重要信息的制度。",
    FindingKind.NO_GOVERNMENT_WEBSITE: "没有登记政府网站。",
    FindingKind.NO_WEIBO_OR_WECHAT: "与民生联系密切，但没有开通中的政务微博或政务微信。",
    FindingKind.CHANNEL_WITHOUT_MONITOR: "渠道“{who}”没有监测人。",
    FindingKind.ENDING_SOON: "{who}的任期 {day} 结束，之后无人接任。",
    FindingKind.EXPIRED_BUT_LISTED: "{who}的任期已于 {day} 结束，备案名单上仍有其名。",
    FindingKind.LEAVE_WITHOUT_STAND_IN: "{who}请假，没有在岗的代班人。",
    FindingKind.UNFILED_CHANGES: "{who}有变动，尚未取得备案回执。",
    FindingKind.UNTRAINED: "{who}没有培训记录。",
    FindingKind.VERTICAL_WITHOUT_SUPERVISOR: "实行垂直管理，但没有存续的上级主管单位。",
    FindingKind.ACCOUNT_OF_RETIRED_UNIT: "单位已于 {day} 撤销，账号“{who}”仍可登录。",
}
_ADVICE = {
    FindingKind.NO_HEAD: "登记主要负责人的任职。",
    FindingKind.NO_DEPUTY: "明确分管负责人并登记任职。",
    FindingKind.NO_SPOKESPERSON: "设立新闻发言人，登记任职并报备案。",
    FindingKind.NO_LIAISON: "明确联络员并登记任职。",
    FindingKind.NO_COLLECTOR: "指定专人收集舆情并登记任职。",
    FindingKind.NO_WORK_BODY: "在单位资料里填写工作机构。",
    FindingKind.NO_EXPERT_POOL: "建立专家库，登记专家并报备案。",
    FindingKind.NO_RESPONSE_RULES: "制定制度，登记文号和成文日期。",
    FindingKind.NO_ROUTINE_RELEASE_PLAN: "制定制度，登记文号和成文日期。",
    FindingKind.NO_CHANNEL_PROCEDURE: "制定程序，登记文号和成文日期。",
    FindingKind.NO_LEADER_RELEASE_RULES: "制定制度，登记文号和成文日期。",
    FindingKind.NO_GOVERNMENT_WEBSITE: "登记政府网站渠道。",
    FindingKind.NO_WEIBO_OR_WECHAT: "开通政务微博或政务微信，登记渠道并报备案。",
    FindingKind.CHANNEL_WITHOUT_MONITOR: "为渠道指定监测人。",
    FindingKind.ENDING_SOON: "续任或登记接任人。",
    FindingKind.EXPIRED_BUT_LISTED: "重新报送名单并登记备案回执。",
    FindingKind.LEAVE_WITHOUT_STAND_IN: "登记代班人，或更正在岗情况。",
    FindingKind.UNFILED_CHANGES: "报送名单，取得回执后登记备案。",
    FindingKind.UNTRAINED: "安排培训并登记。",
    FindingKind.VERTICAL_WITHOUT_SUPERVISOR: "在单位资料里改填存续的上级主管单位。",
    FindingKind.ACCOUNT_OF_RETIRED_UNIT: "撤销此账号；此人仍需使用的，在承继单位另开账号。",
}
_CLAUSES = {
    FindingKind.NO_HEAD: "石政办发〔2019〕5号 五",
    FindingKind.NO_DEPUTY: "某市制度 (九)",
    FindingKind.NO_SPOKESPERSON: "某省实施意见 1",
    FindingKind.NO_LIAISON: "某省实施意见 1",
    FindingKind.NO_COLLECTOR: "长治市能源局机制 四",
    FindingKind.NO_WORK_BODY: "某省实施意见 1",
    FindingKind.NO_EXPERT_POOL: "某省实施意见 10",
    FindingKind.NO_RESPONSE_RULES: "某市制度 (二)",
    FindingKind.NO_ROUTINE_RELEASE_PLAN: "某省实施意见 2",
    FindingKind.NO_CHANNEL_PROCEDURE: "某省实施意见 7",
    FindingKind.NO_LEADER_RELEASE_RULES: "某省实施意见 2",
    FindingKind.NO_GOVERNMENT_WEBSITE: "绩溪县制度 第五条",
    FindingKind.NO_WEIBO_OR_WECHAT: "某市制度 (十)",
    FindingKind.CHANNEL_WITHOUT_MONITOR: "绩溪县制度 第八条(后)",
    FindingKind.UNFILED_CHANGES: "某省实施意见 1、7、10",
    FindingKind.UNTRAINED: "石政办发〔2019〕5号 五",
}
