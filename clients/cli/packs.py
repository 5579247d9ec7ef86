"""What ``huiying pack`` asks of the service, and how it tells the answers."""

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from clients.cli.config import Config
from clients.cli.progress import Bar
from clients.cli.session import signed_call

_PACK = """
    id version title document issuer effectiveFrom effectiveTo verified derivesFrom divisions units
    textScope notes
    duties {
      title clause gist triggerTitle openedBySystem dueClass offsetTitle assumption
    }
    responsibilityRules { clause gist }
    questions { question answer }
"""
LIST = """
query RulePacks {
  rulePacks { id version title document effectiveFrom effectiveTo verified duties { dueClass } }
}
"""
SHOW = f"""
query RulePack($id: String!, $version: String) {{
  rulePack(id: $id, version: $version) {{ {_PACK} }}
}}
"""
CHECK = """
query CheckPack($text: String!) {
  checkPack(text: $text) {
    pack { id version title document effectiveFrom effectiveTo verified duties { dueClass } }
    faults { path message }
  }
}
"""
DIFFER = """
query PackDifferences($old: PackChoiceInput!, $new: PackChoiceInput!) {
  packDifferences(old: $old, new: $new) { path table before after }
}
"""
COMPARE = """
query PackComparison($packs: [String!]) {
  packComparison(packs: $packs) {
    id question same packs { title verified answers { clause text } }
  }
}
"""
REPLAY = """
query Replay(
  $pack: PackChoiceInput!, $from: DateTime!, $to: DateTime!, $first: Int, $after: String
) {
  replay(pack: $pack, from: $from, to: $to, first: $first, after: $after) {
    examined endCursor hasMore
    changed {
      number title drill
      changes {
        before { title dueAt modalityTitle provisional ownerName }
        after { title dueAt modalityTitle provisional ownerName }
      }
    }
  }
}
"""
CHINA = timezone(timedelta(hours=8))
_PAGE = 100
_UNVERIFIED = "（未核对原文）"


def listed(config: Config) -> list[str]:
    """Tell the loaded packs, one a line."""
    return [_line(pack) for pack in _ask(config, LIST, {})]


def shown(config: Config, name: str) -> list[str]:
    """Tell one pack whole; a name that is not loaded is said so."""
    id_, _, version = name.partition("@")
    pack = _ask(config, SHOW, {"id": id_, "version": version or None})
    return list(_whole(pack)) if pack else [f"没有规则包“{name}”，请用 huiying pack list 查看。"]


def linted(config: Config, file: Path) -> tuple[bool, list[str]]:
    """Check a file; whether it is good, and what to say."""
    answer = _ask(config, CHECK, {"text": _text(file)})
    if answer["pack"]:
        return True, [_line(answer["pack"])]
    faults = answer["faults"]
    told = [f"{fault['path'] or '全文'}：{fault['message']}" for fault in faults]
    return False, [*told, f"共{len(faults)}处错误。"]


def differing(config: Config, before: str, after: str) -> list[str]:
    """Tell each value in which two packs differ."""
    given = {"old": _choice(before), "new": _choice(after)}
    rows = _ask(config, DIFFER, given)
    return [f"{row['table']} {row['path']}：{_change(row)}" for row in rows]


def compared(config: Config, ids: list[str] | None) -> list[str]:
    """Tell the fourteen questions and each pack's answers."""
    rows = _ask(config, COMPARE, {"packs": ids or None})
    return [line for row in rows for line in _question(row)]


def replayed(config: Config, name: str, since: datetime, until: datetime) -> list[str]:
    """Tell which dues of the incidents registered on these days, both inclusive, would change."""
    call = signed_call(config, config.deadlines_url)
    given: dict[str, Any] = {
        "pack": _choice(name),
        "from": since.replace(tzinfo=CHINA).isoformat(),
        "to": (until.replace(tzinfo=CHINA) + timedelta(days=1)).isoformat(),
        "first": _PAGE,
    }
    examined, changed = 0, []
    with Bar(sys.stderr) as bar:
        while True:
            page = call(REPLAY, given)
            examined += page["examined"]
            changed += page["changed"]
            bar.draw("重算事件", examined, None)
            if not page["hasMore"]:
                break
            given["after"] = page["endCursor"]
    lines = [line for incident in changed for line in _incident(incident)]
    return [*lines, f"共重算{examined}起事件，其中{len(changed)}起会有变化。未写入任何内容。"]


def _ask(config: Config, document: str, variables: Mapping[str, Any]) -> Any:
    return signed_call(config, config.deadlines_url)(document, variables)


def _choice(name: str) -> dict[str, str]:
    if name.endswith(".toml"):
        return {"text": _text(Path(name))}
    id_, _, version = name.partition("@")
    return {"id": id_, "version": version} if version else {"id": id_}


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", errors="replace")


def _line(pack: Mapping[str, Any]) -> str:
    timed = sum(duty["dueClass"] == "STATUTORY_TIMED" for duty in pack["duties"])
    until = f"至{pack['effectiveTo']}前" if pack["effectiveTo"] else "起"
    return (
        f"{pack['id']}@{pack['version']}  {pack['title']}  {pack['document']}"
        f"  {pack['effectiveFrom']}{until}  应办事项{len(pack['duties'])}项，{timed}项有时限"
        f"{'' if pack['verified'] else _UNVERIFIED}"
    )


def _whole(pack: Mapping[str, Any]) -> Iterator[str]:
    yield _line(pack)
    where = "、".join([*pack["divisions"], *pack["units"]])
    yield f"发文机关：{pack['issuer']}　适用：{where or '未载明地区，须由采用者指定'}"
    if pack["textScope"]:
        yield f"条文自述范围：{pack['textScope']}"
    if pack["derivesFrom"]:
        yield f"依据：{'、'.join(pack['derivesFrom'])}"
    yield "责任规则（按顺序）"
    yield from (f"  {rule['clause']}　{rule['gist']}" for rule in pack["responsibilityRules"])
    yield "应办事项"
    for duty in pack["duties"]:
        limit = duty["offsetTitle"] or ("按指令" if _timed(duty) else "无时限")
        by_hand = "" if duty["openedBySystem"] else "（需人工办理）"
        yield f"  {duty['clause']}　{duty['title']}　{limit}　{duty['triggerTitle']}{by_hand}"
        yield f"    {duty['gist']}"
        if duty["assumption"]:
            yield f"    推定：{duty['assumption']}"
    if pack["questions"]:
        yield "条文没写明的"
        for question in pack["questions"]:
            yield f"  问：{question['question']}"
            yield f"  答：{question['answer']}"
    yield from (f"说明：{note}" for note in pack["notes"])


def _timed(duty: Mapping[str, Any]) -> bool:
    return bool(duty["dueClass"] == "STATUTORY_TIMED")


def _change(row: Mapping[str, Any]) -> str:
    if row["before"] is None:
        return f"新增“{row['after']}”"
    if row["after"] is None:
        return f"删去“{row['before']}”"
    return f"“{row['before']}” 改为 “{row['after']}”"


def _question(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{row['id']} {row['question']}{'（各文一致）' if row['same'] else ''}"
    for pack in row["packs"]:
        title = pack["title"] + ("" if pack["verified"] else _UNVERIFIED)
        if not pack["answers"]:
            yield f"  {title}：未规定"
        for answer in pack["answers"]:
            clause = f"{answer['clause']}　" if answer["clause"] else ""
            yield f"  {title}：{clause}{answer['text']}"


def _incident(incident: Mapping[str, Any]) -> Iterator[str]:
    drill = "【演练】" if incident["drill"] else ""
    yield f"{incident['number']} {drill}{incident['title']}"
    for change in incident["changes"]:
        before, after = change["before"], change["after"]
        title = (after or before)["title"]
        yield f"  {title}：{_due(before, '原不要求')} → {_due(after, '不再要求')}"


def _due(duty: Mapping[str, Any] | None, nothing: str) -> str:
    if duty is None:
        return nothing
    at = duty["dueAt"]
    when = f"{datetime.fromisoformat(at).astimezone(CHINA):%Y-%m-%d %H:%M}前" if at else "无时限"
    doubt = "，暂定" if duty["provisional"] else ""
    return f"{when}（{duty['modalityTitle']}，{duty['ownerName']}{doubt}）"
