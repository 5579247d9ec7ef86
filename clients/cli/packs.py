"""What ``huiying pack`` asks of the service, and how it tells the answers."""

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from clients.cli.config import Config
from clients.cli.locale import t
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
_UNVERIFIED = t("pack.unverified")


def listed(config: Config) -> list[str]:
    """Tell the loaded packs, one a line."""
    return [_line(pack) for pack in _ask(config, LIST, {})]


def shown(config: Config, name: str) -> list[str]:
    """Tell one pack whole; a name that is not loaded is said so."""
    id_, _, version = name.partition("@")
    pack = _ask(config, SHOW, {"id": id_, "version": version or None})
    return list(_whole(pack)) if pack else [t("pack.none", name=name)]


def linted(config: Config, file: Path) -> tuple[bool, list[str]]:
    """Check a file; whether it is good, and what to say."""
    answer = _ask(config, CHECK, {"text": _text(file)})
    if answer["pack"]:
        return True, [_line(answer["pack"])]
    faults = answer["faults"]
    told = [
        t("pack.fault", path=fault["path"] or t("pack.whole"), message=fault["message"])
        for fault in faults
    ]
    return False, [*told, t("pack.faults", n=len(faults))]


def differing(config: Config, before: str, after: str) -> list[str]:
    """Tell each value in which two packs differ."""
    given = {"old": _choice(before), "new": _choice(after)}
    rows = _ask(config, DIFFER, given)
    return [
        t("pack.difference", table=row["table"], path=row["path"], change=_change(row))
        for row in rows
    ]


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
            bar.draw(t("pack.replaying"), examined, None)
            if not page["hasMore"]:
                break
            given["after"] = page["endCursor"]
    lines = [line for incident in changed for line in _incident(incident)]
    return [*lines, t("pack.replayed", examined=examined, changed=len(changed))]


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
    until = (
        t("pack.until_day", day=pack["effectiveTo"]) if pack["effectiveTo"] else t("pack.from_day")
    )
    return t(
        "pack.line",
        id=pack["id"],
        version=pack["version"],
        title=pack["title"],
        document=pack["document"],
        begins=pack["effectiveFrom"],
        until=until,
        duties=len(pack["duties"]),
        timed=timed,
        doubt="" if pack["verified"] else _UNVERIFIED,
    )


def _whole(pack: Mapping[str, Any]) -> Iterator[str]:
    yield _line(pack)
    where = t("pack.comma").join([*pack["divisions"], *pack["units"]])
    yield t("pack.issuer", issuer=pack["issuer"], where=where or t("pack.nowhere"))
    if pack["textScope"]:
        yield t("pack.scope", text=pack["textScope"])
    if pack["derivesFrom"]:
        yield t("pack.derives", names=t("act.comma").join(pack["derivesFrom"]))
    yield t("pack.responsibility")
    yield from (
        t("pack.rule", clause=rule["clause"], gist=rule["gist"])
        for rule in pack["responsibilityRules"]
    )
    yield t("pack.duties")
    for duty in pack["duties"]:
        limit = duty["offsetTitle"] or (t("pack.ordered") if _timed(duty) else t("pack.untimed"))
        by_hand = "" if duty["openedBySystem"] else t("pack.by_hand")
        yield t(
            "pack.duty",
            clause=duty["clause"],
            title=duty["title"],
            limit=limit,
            trigger=duty["triggerTitle"],
            by_hand=by_hand,
        )
        yield f"    {duty['gist']}"
        if duty["assumption"]:
            yield t("pack.assumed", text=duty["assumption"])
    if pack["questions"]:
        yield t("pack.open")
        for question in pack["questions"]:
            yield t("pack.question", text=question["question"])
            yield t("pack.answer", text=question["answer"])
    yield from (t("pack.note", text=note) for note in pack["notes"])


def _timed(duty: Mapping[str, Any]) -> bool:
    return bool(duty["dueClass"] == "STATUTORY_TIMED")


def _change(row: Mapping[str, Any]) -> str:
    if row["before"] is None:
        return t("pack.added", after=row["after"])
    if row["after"] is None:
        return t("pack.removed", before=row["before"])
    return t("pack.changed", before=row["before"], after=row["after"])


def _question(row: Mapping[str, Any]) -> Iterator[str]:
    same = t("pack.all_same") if row["same"] else ""
    yield f"{row['id']} {row['question']}{same}"
    for pack in row["packs"]:
        title = pack["title"] + ("" if pack["verified"] else _UNVERIFIED)
        if not pack["answers"]:
            yield t("pack.silent", title=title)
        for answer in pack["answers"]:
            clause = t("pack.clause", clause=answer["clause"]) if answer["clause"] else ""
            yield t("pack.says", title=title, clause=clause, text=answer["text"])


def _incident(incident: Mapping[str, Any]) -> Iterator[str]:
    drill = t("pack.drill") if incident["drill"] else ""
    yield f"{incident['number']} {drill}{incident['title']}"
    for change in incident["changes"]:
        before, after = change["before"], change["after"]
        title = (after or before)["title"]
        yield t(
            "pack.moved",
            title=title,
            before=_due(before, t("pack.not_asked")),
            after=_due(after, t("pack.asked_no_more")),
        )


def _due(duty: Mapping[str, Any] | None, nothing: str) -> str:
    if duty is None:
        return nothing
    at = duty["dueAt"]
    when = (
        t("pack.before", at=datetime.fromisoformat(at).astimezone(CHINA))
        if at
        else t("pack.no_limit")
    )
    doubt = t("pack.provisional") if duty["provisional"] else ""
    return t(
        "pack.due", when=when, modality=duty["modalityTitle"], owner=duty["ownerName"], doubt=doubt
    )
