"""The words of rosters: which sheets there are, what their columns are called, what values mean.

The first title of a column is the one that exports write; the others are what offices write.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from services.registry.domain.appointments import Employment, Post
from services.registry.domain.channels import ChannelKind
from services.registry.domain.imports.cells import BadCell, Raw, clean, same
from services.registry.domain.units import Management, UnitKind

E = TypeVar("E", bound=StrEnum)


class SheetKind(StrEnum):
    """What a sheet lists."""

    UNITS = "UNITS"
    POSTS = "POSTS"
    EXPERTS = "EXPERTS"
    CHANNELS = "CHANNELS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its field in the row, and its titles. ``must`` tells that a header needs it."""

    key: str
    titles: tuple[str, ...]
    must: bool = False

    @property
    def title(self) -> str:
        """The title that an export writes."""
        return self.titles[0]


_UNIT_CODE = Column(
    key="unit_code", titles=("单位代码", "单位编码", "机构代码", "机构编码", "单位编号", "代码")
)
_CREDIT_CODE = Column(
    key="credit_code",
    titles=("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "机构信用代码"),
)
_UNIT_NAME = Column(
    key="unit_name",
    titles=("单位名称", "单位", "机构", "机构名称", "工作单位", "所在单位", "单位全称"),
)
_PARENT = Column(
    key="parent", titles=("上级单位", "上级单位代码", "隶属单位", "隶属", "上级", "主管政府")
)
_PHONE = Column(
    key="phone",
    titles=("手机", "手机号", "手机号码", "电话", "联系电话", "电话号码", "联系方式", "移动电话"),
)
_NOTE = Column(key="note", titles=("备注", "说明"))
_ORDER = Column(key="order", titles=("序号", "编号", "行号"))
REASON = Column(key="reason", titles=("原因", "退回原因"))

COLUMNS: Mapping[SheetKind, tuple[Column, ...]] = {
    SheetKind.UNITS: (
        _UNIT_CODE,
        Column(key="unit_name", titles=_UNIT_NAME.titles, must=True),
        _CREDIT_CODE,
        Column(key="short_name", titles=("单位简称", "简称")),
        Column(key="kind", titles=("单位类别", "类别", "单位类型", "机构类型", "单位性质")),
        _PARENT,
        Column(key="supervising", titles=("业务主管", "业务主管单位", "上级主管", "主管单位")),
        Column(key="management", titles=("管理体制", "管理方式", "管理关系")),
        Column(key="tags", titles=("标签", "标记", "单位标签")),
        Column(key="work_body", titles=("工作机构", "承办机构", "内设工作机构")),
        Column(key="active_from", titles=("设立日期", "启用日期", "成立日期")),
        _NOTE,
    ),
    SheetKind.POSTS: (
        _UNIT_CODE,
        _UNIT_NAME,
        _CREDIT_CODE,
        _PARENT,
        Column(key="person", titles=("姓名", "人员姓名", "人员"), must=True),
        Column(key="post", titles=("岗位", "职责", "岗位职责", "角色", "岗位类别"), must=True),
        Column(key="title", titles=("职务", "现任职务", "职务名称", "行政职务")),
        Column(key="rank", titles=("职级", "级别", "行政级别")),
        Column(key="employment", titles=("专兼职", "专职兼职", "专/兼职", "任职方式")),
        Column(key="qualification", titles=("资格", "资格说明", "任职资格", "任职条件")),
        _PHONE,
        Column(
            key="starts_on",
            titles=("任职日期", "任职时间", "起始", "起始日期", "开始日期", "任期开始", "任职起始"),
        ),
        Column(
            key="ends_on",
            titles=("离任日期", "离任时间", "截止", "截止日期", "结束日期", "任期结束", "离职日期"),
        ),
        Column(key="filed_on", titles=("备案日期", "备案时间")),
        _NOTE,
    ),
    SheetKind.EXPERTS: (
        _UNIT_CODE,
        _UNIT_NAME,
        _CREDIT_CODE,
        _PARENT,
        Column(key="person", titles=("姓名", "专家姓名", "专家"), must=True),
        Column(
            key="fields",
            titles=("领域", "专业领域", "研究领域", "擅长领域", "专业", "解读领域"),
            must=True,
        ),
        Column(key="affiliation", titles=("专家单位", "任职单位", "来源单位", "职称及单位")),
        Column(key="added_on", titles=("调入日期", "入库日期", "聘任日期")),
        Column(key="removed_on", titles=("调出日期", "出库日期", "退出日期")),
        _NOTE,
    ),
    SheetKind.CHANNELS: (
        _UNIT_CODE,
        _UNIT_NAME,
        _CREDIT_CODE,
        _PARENT,
        Column(key="kind", titles=("渠道类别", "渠道类型", "类别", "类型", "平台类型"), must=True),
        Column(key="platform", titles=("平台", "所在平台", "平台名称")),
        Column(key="name", titles=("渠道名称", "账号名称", "名称", "账号", "栏目名称"), must=True),
        Column(key="url", titles=("网址", "链接", "地址", "渠道地址")),
        Column(key="owner", titles=("运营主体", "运营单位", "主办单位")),
        Column(key="monitor", titles=("监测人", "监测员", "渠道监测员", "责任人")),
        Column(key="group", titles=("所属群", "政务微博微信群", "群组")),
        Column(key="reach", titles=("覆盖人数", "粉丝数", "关注人数", "用户数")),
        Column(key="reach_source", titles=("覆盖人数出处", "人数出处", "数据来源")),
        Column(key="opened_on", titles=("开通日期", "开通时间", "启用日期", "上线日期")),
        Column(key="closed_on", titles=("关闭日期", "停用日期", "关停日期", "下线日期")),
        _NOTE,
    ),
}
KEYS: Mapping[SheetKind, tuple[str, ...]] = {
    kind: ("unit_code", "credit_code", *(("unit_name",) if kind is not SheetKind.UNITS else ()))
    for kind in SheetKind
}
"""Columns by which a sheet's units are known, of which a header needs one."""

IGNORED = (_ORDER, REASON)
"""Columns that every sheet may have and no row takes anything from."""

TITLES: Mapping[SheetKind, str] = {
    SheetKind.UNITS: "单位",
    SheetKind.POSTS: "任职名单",
    SheetKind.EXPERTS: "专家",
    SheetKind.CHANNELS: "渠道",
}
SHEET_NAMES: Mapping[SheetKind, tuple[str, ...]] = {
    SheetKind.UNITS: ("单位", "机构", "单位名录", "机构名录", "units"),
    SheetKind.POSTS: ("任职名单", "任职", "人员", "人员名单", "名单", "通讯录", "posts"),
    SheetKind.EXPERTS: ("专家", "专家库", "专家名单", "experts"),
    SheetKind.CHANNELS: ("渠道", "渠道清单", "发布渠道", "channels"),
}


class Terms(Generic[E]):
    """What a column's values are called: for each value its terms, the first of them exported."""

    def __init__(self, what: str, terms: Mapping[E, tuple[str, ...]]) -> None:
        self.what = what
        self.terms = terms
        self._values = {same(term): value for value, known in terms.items() for term in known}
        self._values |= {same(value.value): value for value in terms}

    def value(self, raw: Raw) -> E | None:
        """Return what a term or a value's code stands for, None for an empty cell.

        Raises BadCell where no value is called so.
        """
        text = clean(raw)
        if not text:
            return None
        found = self._values.get(same(text))
        if found is None:
            choices = "、".join(known[0] for known in self.terms.values())
            raise BadCell(f"“{text[:20]}”不认识，应为{choices}之一")
        return found

    def term(self, value: E | None) -> str:
        """Return how an export writes a value."""
        return "" if value is None else self.terms[value][0]


POSTS = Terms(
    "岗位",
    {
        Post.HEAD: ("主要负责人", "主要负责同志", "一把手", "负责人", "主要领导", "第一责任人"),
        Post.DEPUTY: ("分管负责人", "分管负责同志", "分管领导", "分管"),
        Post.SPOKESPERSON: ("新闻发言人", "发言人"),
        Post.LIAISON: ("联络员", "联系人", "信息联络员", "工作联络员"),
        Post.COLLECTOR: ("舆情收集员", "收集员", "信息收集员", "舆情信息员", "信息员"),
        Post.MONITOR: ("渠道监测员", "监测员", "舆情监测员"),
    },
)
EMPLOYMENTS = Terms(
    "专兼职",
    {Employment.FULL_TIME: ("专职", "全职"), Employment.PART_TIME: ("兼职",)},
)
UNIT_KINDS = Terms(
    "单位类别",
    {
        UnitKind.GOVERNMENT: ("人民政府", "政府", "行政公署", "街道办事处"),
        UnitKind.COMMITTEE: ("管委会", "管理委员会", "开发区管委会"),
        UnitKind.GOVERNMENT_OFFICE: ("政府办公室", "政府办公厅", "政府办", "政府办公厅(室)"),
        UnitKind.PUBLICITY: ("宣传部", "宣传部门"),
        UnitKind.NEWS_OFFICE: ("新闻办", "政府新闻办公室", "新闻办公室"),
        UnitKind.CYBERSPACE: ("网信办", "网信部门"),
        UnitKind.PUBLIC_SECURITY: ("公安机关", "公安", "公安局", "公安部门"),
        UnitKind.STATE_SECURITY: ("国家安全机关", "国家安全", "国安"),
        UnitKind.SECRECY: ("保密部门", "保密", "保密局", "保密行政管理部门"),
        UnitKind.SUPERVISION: ("监察机关", "监察", "纪检监察"),
        UnitKind.DEPARTMENT: ("工作部门", "部门", "政府部门", "组成部门"),
        UnitKind.DIVISION: ("科室", "处室", "内设机构"),
        UnitKind.AFFILIATE: ("局属单位", "直属单位", "下属单位", "事业单位"),
        UnitKind.AUTHORISED_BODY: ("授权组织", "授权单位"),
        UnitKind.LEADING_GROUP: ("领导小组", "领导小组办公室"),
        UnitKind.MEDIA: ("新闻媒体", "媒体"),
    },
)
MANAGEMENTS = Terms(
    "管理体制",
    {
        Management.TERRITORIAL: ("属地管理", "属地"),
        Management.VERTICAL: ("垂直管理", "垂直", "垂管"),
        Management.DUAL: ("双重管理", "双重"),
    },
)
CHANNEL_KINDS = Terms(
    "渠道类别",
    {
        ChannelKind.GOVERNMENT_WEBSITE: ("政府网站", "门户网站", "网站", "政府门户网站"),
        ChannelKind.WEIBO: ("政务微博", "微博"),
        ChannelKind.WECHAT: ("政务微信", "微信", "微信公众号", "公众号"),
        ChannelKind.CLIENT: ("客户端", "政务客户端", "APP"),
        ChannelKind.SHORT_VIDEO: ("短视频号", "短视频", "抖音", "快手", "视频号"),
        ChannelKind.HOTLINE: ("热线电话", "热线"),
        ChannelKind.HOTLINE_12345: ("12345平台", "12345热线", "12345"),
        ChannelKind.MAYOR_MAILBOX: ("市长信箱", "领导信箱", "县长信箱"),
        ChannelKind.ONLINE_PETITION: ("网上信访",),
        ChannelKind.SMART_ANSWERS: ("智能问答",),
        ChannelKind.ONLINE_INTERVIEW: ("在线访谈",),
        ChannelKind.OPINION_COLLECTION: ("民意征集",),
        ChannelKind.ONLINE_SURVEY: ("网上调查",),
        ChannelKind.COMPLAINT: ("举报投诉", "投诉举报"),
        ChannelKind.ONLINE_INQUIRY: ("网络问政",),
        ChannelKind.NEWSPAPER: ("报刊", "报纸"),
        ChannelKind.NEWS_WEBSITE: ("新闻网站",),
        ChannelKind.COMMERCIAL_WEBSITE: ("商业网站",),
        ChannelKind.BROADCAST: ("广播电视", "电视", "广播"),
    },
)
