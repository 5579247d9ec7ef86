"""Duties, tallies and boards as the deadlines service would answer them; every name is made up."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from clients.tui.models import BoardAnswer, IncidentGlance, Obligation, decode

NOW = datetime(2026, 11, 20, 19, 4, 12, tzinfo=UTC)  # 03:04:12 at the office
KINDS = {"事故灾难": "ACCIDENT", "社会安全": "SECURITY", "公共卫生": "HEALTH"}


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def raw_basis(**changes: Any) -> dict[str, Any]:
    """Return one clause as the service answers it."""
    return {
        "pack": "shijiazhuang-2019",
        "document": "石家庄市政务舆情回应实施办法",
        "clause": "四¶1",
        "gist": "特别重大、重大突发事件发生后，原则上应在事件发生后1小时内发布首次信息。",
        "modality": "IN_PRINCIPLE",
        "start": "OCCURRED",
        "startAt": None,
        "offset": "PT1H",
        "offsetTitle": "1小时",
        "dueAt": None,
        "assumption": None,
        "verified": True,
        "acting": True,
        **changes,
    }


def _acting(start: datetime, due: datetime | None, limit: tuple[str, str]) -> dict[str, Any]:
    offset, title = limit if due else (None, None)
    return raw_basis(startAt=iso(start), dueAt=iso(due), offset=offset, offsetTitle=title)


def raw_incident(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"inc-{number:04d}",
        "number": f"2026-{number:04d}",
        "title": "井陉县化工园区爆炸",
        "drill": False,
        "contactsPending": False,
        "severity": "I",
        "severityTitle": "特别重大",
        "kindTitle": "事故灾难",
        **changes,
    }


def raw_row(
    id: str = "ob-0001",  # noqa: A002 - the field's own name
    *,
    left: timedelta | None = timedelta(minutes=35, seconds=48),
    age: timedelta = timedelta(minutes=24),
    limit: tuple[str, str] = ("PT1H", "1小时"),
    now: datetime = NOW,
    **changes: Any,
) -> dict[str, Any]:
    """Return a duty due `left` after `now` (None: without limit), its clock begun `age` before."""
    due_at = None if left is None else now + left
    start_at = now - age
    row = {
        "id": id,
        "kind": "FIRST_RELEASE",
        "title": "首次发布",
        "dueClass": "STATUTORY_UNTIMED" if left is None else "STATUTORY_TIMED",
        "modality": "IN_PRINCIPLE",
        "modalityTitle": "原则上",
        "state": "OPEN",
        "owed": True,
        "startAt": iso(start_at),
        "dueAt": iso(due_at),
        "provisional": False,
        "lateAtIntake": False,
        "owner": {"code": "130121", "name": "井陉县人民政府", "known": True},
        "person": raw_person("虚构丁", "县长"),
        "speaker": raw_person("虚构己", "新闻发言人", phone="0311-0000 0102"),
        "recipients": [],
        "fulfilledBy": ["STATEMENT"],
        "basis": [_acting(start_at, due_at, limit)],
        "acknowledgedAt": iso(start_at),
        "acknowledgedBy": "虚构子",
        "closedAt": None,
        "version": 1,
        "incident": raw_incident(),
    }
    return row | changes


def raw_person(name: str, post: str, **changes: Any) -> dict[str, Any]:
    person = {"name": name, "postTitle": post, "phone": "0311-0000 0101"}
    return {**person, "present": True, "note": None, **changes}


def make_row(id: str = "ob-0001", **changes: Any) -> Obligation:  # noqa: A002 - the field's own name
    return decode(raw_row(id, **changes), Obligation)


def raw_tally(now: datetime = NOW, **changes: Any) -> dict[str, Any]:
    counts = ("overdue", "within15m", "untimed", "withinHour", "today", "later")
    zero = dict.fromkeys((*counts, "fulfilledToday", "unacknowledged", "total"), 0)
    return {**zero, "capped": False, "asOf": iso(now), **changes}


def raw_board(rows: Sequence[dict[str, Any]], now: datetime = NOW, **tally: Any) -> dict[str, Any]:
    """Return the answer of the board's query; tally counts are given, not worked out."""
    tally = {"total": len(rows), **tally}
    return {
        "timed": raw_page([row for row in rows if row["dueAt"]]),
        "untimed": raw_page([row for row in rows if not row["dueAt"]]),
        "boardTally": raw_tally(now, **tally),
    }


def raw_page(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    edges = [{"node": row} for row in rows]
    return {"edges": edges, "pageInfo": {"hasNextPage": False, "endCursor": None}}


def make_board(rows: Sequence[dict[str, Any]], now: datetime = NOW, **tally: Any) -> BoardAnswer:
    return decode(raw_board(rows, now, **tally), BoardAnswer)


# (left, severity, duty, modality, owner, incident, extras)
_NIGHT: list[tuple[timedelta | None, str | None, str, str, str, str, dict[str, Any]]] = [
    (-timedelta(hours=4), "一般", "答复网民留言", "应当", "正定县教育局", "某小学食堂食品安全反映",
     {"lateAtIntake": True}),
    (-timedelta(minutes=3, seconds=32), "重大", "首次发布", "原则上", "市应急管理局",
     "滨海化工园区储罐泄漏", {"acknowledgedAt": None, "acknowledgedBy": None}),
    (timedelta(minutes=8, seconds=41), "特别重大", "首次发布", "原则上", "井陉县人民政府",
     "井陉县化工园区爆炸", {"provisional": True, "acknowledgedAt": None, "acknowledgedBy": None}),
    (timedelta(minutes=12, seconds=48), "较大", "续报", "应当", "市卫健委",
     "社区聚集性呕吐病例", {}),
    (None, "特别重大", "上级报告", "应当", "井陉县人民政府", "井陉县化工园区爆炸",
     {"acknowledgedAt": None, "acknowledgedBy": None}),
    (None, "较大", "移交网信部门", "必要时", "县委网信办", "青石水库下游水质异常", {}),
    (timedelta(minutes=33, seconds=15), "重大", "更新发布", "应当", "市应急管理局",
     "滨海化工园区储罐泄漏", {"dueClass": "INTERNAL_TARGET"}),
    (timedelta(minutes=40, seconds=10), None, "首次发布", "最迟", "县水利局",
     "青石水库下游水质异常", {"provisional": True}),
    (timedelta(minutes=55), "一般", "平台回应", "应当", "市交通局", "公交线路调整群众投诉", {}),
    (timedelta(hours=1, minutes=25), "较大", "权威信息发布", "最迟", "县政府办公室",
     "青石水库下游水质异常", {}),
    (timedelta(hours=4), "特别重大", "会商", "视情", "市委宣传部", "井陉县化工园区爆炸", {}),
    (timedelta(hours=22, minutes=12), "特别重大", "新闻发布会", "最迟", "井陉县人民政府",
     "井陉县化工园区爆炸", {}),
    (timedelta(hours=23), "重大", "新闻发布会", "最迟", "市应急管理局", "滨海化工园区储罐泄漏", {}),
    (timedelta(days=1, hours=1), "较大", "书面回应", "应当", "县水利局",
     "青石水库下游水质异常", {}),
    (timedelta(days=2, hours=21), "一般", "书面回应", "应当", "市城管局", "夜间施工噪声扰民", {}),
    (timedelta(days=6, hours=22), "重大", "舆情处置总结", "力争", "市应急管理局",
     "滨海化工园区储罐泄漏", {}),
]  # fmt: skip


def _clock(left: timedelta | None) -> dict[str, Any]:
    """Return what is left, and since when the duty runs: the first usual limit above it."""
    if left is None:
        return {"left": None}
    whole = next(limit for limit in _LIMITS if limit > left)
    return {"left": left, "age": whole - left, "limit": _LIMITS[whole]}


_LIMITS = {
    timedelta(hours=1): ("PT1H", "1小时"),
    timedelta(hours=5): ("PT5H", "5小时"),
    timedelta(hours=24): ("PT24H", "24小时"),
    timedelta(days=7): ("P7D", "7日"),
}


def _national(row: dict[str, Any]) -> dict[str, Any]:
    """Return the national five hours beside a city's one hour."""
    start = datetime.fromisoformat(row["startAt"])
    return raw_basis(
        pack="guoban-2016-80",
        document="国办发〔2016〕80号",
        clause="实施细则 五",
        gist="对涉及特别重大、重大突发事件的政务舆情，最迟要在5小时内发布权威信息。",
        offset="PT5H",
        offsetTitle="5小时",
        startAt=iso(start),
        dueAt=iso(start + timedelta(hours=5)),
        assumption="起算点规则未写明，按接报时间",
        verified=False,
        acting=False,
    )


def night_rows(now: datetime = NOW) -> list[dict[str, Any]]:
    """Return the sixteen duties of a bad night, in the board's order at `now`."""
    titles = list(dict.fromkeys(entry[5] for entry in _NIGHT))
    rows = []
    for n, (left, severity, title, modality, owner, incident, extras) in enumerate(_NIGHT):
        number = titles.index(incident) + 1
        known = raw_incident(number, title=incident, severityTitle=severity)
        about = {"title": title, "modalityTitle": modality, "incident": known}
        unit = {"code": "1301", "name": owner, "known": True}
        rows.append(raw_row(f"ob-{n:04d}", now=now, owner=unit, **_clock(left), **about | extras))
    rows[2]["basis"] += [_national(rows[2])]
    return rows


def night_board(now: datetime = NOW) -> dict[str, Any]:
    rows = night_rows(now)
    counts = {"overdue": 2, "within15m": 2, "untimed": 2, "withinHour": 3, "today": 4, "later": 3}
    return raw_board(rows, now, unacknowledged=3, fulfilledToday=18, **counts)


def make_glance(
    rows: Sequence[dict[str, Any]], incident: str, now: datetime = NOW
) -> IncidentGlance:
    """Return an incident's duties among the rows, one met before them, and three events."""
    brief = ("id", "title", "state", "owed", "dueClass", "startAt", "dueAt", "closedAt")
    mine = [{key: row[key] for key in brief} for row in rows if row["incident"]["id"] == incident]
    done = {**mine[0], "id": "ob-done", "title": "内部报告", "state": "FULFILLED"}
    done["closedAt"] = iso(now - timedelta(minutes=14))
    later = {**mine[0], "id": "ob-later", "title": "最终结果", "owed": False, "dueAt": None}
    events = [
        ("研判", "级别未定 按最严计算", 2),
        ("登记", "县应急局电话报告", 2),
        ("线索", "短视频平台出现画面", 16),
    ]
    timeline = [
        {"at": iso(now - timedelta(minutes=m)), "kindTitle": kind, "actor": "虚构子", "text": text}
        for kind, text, m in events
    ]
    facts = {"categoryTitles": ["突发事件"]}
    duties = [done, *mine, later]
    return decode(
        {"id": incident, "facts": facts, "obligations": duties, "timeline": timeline},
        IncidentGlance,
    )
