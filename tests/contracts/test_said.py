"""Every sentence that the services make themselves has an English one."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from clients.english.answers import in_english_words
from clients.english.said import FILED, HAN, in_english, tables, words
from clients.english.terms import terms
from services.deadlines.domain import messages
from services.registry.domain.filed_lists import FiledListState
from tests.contracts.sources import trees

DOMAIN, LAW = "services/deadlines/domain/", "services/deadlines/law/"
ROSTERS = "services/registry/domain/"
SPEAK = (  # the modules that make such sentences
    *(f"{DOMAIN}{name}.py" for name in ("messages", "chain_messages", "shift_messages")),
    *(f"{LAW}{name}.py" for name in ("approvers", "calculation", "gates", "reconciliation")),
    *(f"{LAW}{name}.py" for name in ("responsibility", "selectors", "speaking", "tallies")),
    *(f"{ROSTERS}imports/{name}.py" for name in ("cells", "known", "list_plan", "people_plan")),
    *(f"{ROSTERS}imports/{name}.py" for name in ("post_plan", "rows", "tables", "unit_plan")),
    f"{ROSTERS}findings.py",
    f"{ROSTERS}speaking.py",
)
SENTENCE = 6  # characters from which a text of theirs is one and no word
CITED = re.compile("(见|制度|号|机制) [^ ]+$")  # a document and where in it
COMPOSED = {  # of two pieces
    "“{}”之下没有名为“{}”的单位，请填单位代码",
    "您的管理范围内没有名为“{}”的单位，请填单位代码",
}
PIECES = {  # parts of sentences that stand in the tables whole, and names
    "热线接听统计（来源：A）A：A",
    "新增A条，更正A条",
    "A而这一行写的是A（A）",
    "A，更正请在单位变更中办理",
    "A登记的信用代码是 A，与表中不符",
    "信用代码“A”是A（A）的，",
    "A没有名为“A”的单位，请填单位代码",
    "业务主管“A”A，请填单位代码",
    "A的上级主管部门",
    "属地政府(未登记)",
    "政府新闻办公室",
    "有关主管部门",
    "您的管理范围内",
}


@cache
def spoken() -> frozenset[str]:
    """Return the services' own sentences, each particular written as A."""
    found = trees("services")
    said = (text for path in SPEAK for text in _texts(found[path]))
    return frozenset(text for text in said if len(HAN.findall(text)) >= SENTENCE)


def _texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.JoinedStr(values=parts):
            yield "".join(_literal(part) for part in parts)
        case ast.Constant(value=str(text)):
            yield _filled(text)
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    for child in () if isinstance(node, ast.JoinedStr) else ast.iter_child_nodes(node):
        is_doc = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if not (isinstance(node, documented) and is_doc):
            yield from _texts(child)


def _literal(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "A"


def _filled(text: str) -> str:
    try:
        return text.format_map(_Any())
    except (ValueError, IndexError, AttributeError, TypeError, KeyError):
        return text


class _Any(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "A"


def test_every_sentence_of_the_services_has_an_english_one() -> None:
    cited = {said for said in spoken() if CITED.search(said)}
    names = cited | terms().keys() | words().keys() | PIECES
    left = {said for said in spoken() - names if HAN.search(in_english(_of_a_duty(said), True))}
    assert left == set()


def test_every_state_of_a_filed_list_has_its_sentence() -> None:
    assert FILED.keys() == {state.value for state in FiledListState}
    answer = {"state": "BEHIND", "behind": 3, "sentence": "已备案版本落后 3 处：新增 3。"}
    assert in_english_words(answer)["sentence"] == "The filed copy is behind in 3 places."


def _of_a_duty(said: str) -> str:
    return re.sub("^A：", "首次发布：", said)


def test_no_english_sentence_stands_for_one_that_no_service_says() -> None:
    known = "\n".join(text for tree in trees("services").values() for text in _texts(tree))
    gone = [
        said
        for table in tables().values()
        for said in table
        if said not in COMPOSED and not all(piece in known for piece in _pieces(said))
    ]
    assert gone == []


def _pieces(said: str) -> list[str]:
    """Return a sentence's own words, parted where the services join them."""
    for mark in ("{}", "，", "；", "（", "）", "：", "“", "”"):
        said = said.replace(mark, "\n")
    return said.split()


def test_an_english_sentence_keeps_the_particulars() -> None:
    listed = [one for table in tables().values() for one in table.items()]
    assert [said for said, ours in listed if said.count("{}") != ours.count("{}")] == []
    assert [ours for _, ours in listed if HAN.search(ours)] == []


def happened(entity: str, kind: str) -> dict[str, Any]:
    """Return a change in which everything that a person or a record says is Latin."""
    listed = dict.fromkeys(("before", "after", "convenors"), ("A",))
    names = (
        "title",
        "unit",
        "person",
        "to",
        "means",
        "packs",
        "channel",
        "text",
        "content",
        "opinion",
    )
    more = (
        "opinion",
        "office",
        "sender",
        "call",
        "reason",
        "measures",
        "decided_by",
        "outcome",
        "year",
    )
    last = ("receipt", "answer", "document", "number", "from", "new", "corrected")
    at = {"rung_at": "2026-11-21T03:02:00+08:00", "start_at": "2026-11-21T02:02:00+08:00"}
    state = "待回执" if kind == "SENT" else "已回执"
    codes = {"verdict_title": "同意", "form_title": "吹风会", "dispatch": "TRANSFER"}
    body: dict[str, Any] = dict.fromkeys(names + more + last, "A")
    body |= listed | at | codes | {"state": state, "due_at": None}
    if entity == "obligation":
        body |= {"title": "首次发布", "reason": messages.rebased("A")}
    return body | ({"title": "保密审查"} if entity == "gate" else {})


@pytest.mark.parametrize(("entity", "kind"), sorted(messages.KIND_TITLES))
def test_a_timeline_made_of_latin_facts_is_english(entity: str, kind: str) -> None:
    said = messages.text(entity, kind, happened(entity, kind))
    assert not HAN.search(in_english(said, timeline=True)), said


def test_particulars_that_are_official_words_are_english_too() -> None:
    assert in_english("首次发布：11-21 03:40前") == "first release: by 11-21 03:40"
    assert in_english("研判（伤亡增加），到期由11-21 03:40改为无时限、不再暂定") == (
        "assessed (伤亡增加): due 11-21 03:40, now no limit, no longer provisional"
    )
    assert in_english("没有填姓名、岗位", timeline=True) == "not filled in: name, post"


def test_what_a_person_wrote_is_left_alone() -> None:
    for said in ("明天到期", "县长出席", "正在核实：请稍候", "首次发布"):
        assert in_english(said) == said


def test_only_the_fields_in_which_a_service_speaks_are_translated() -> None:
    said = in_english_words(
        {
            "text": "登记事件",
            "reason": "登记事件",
            "warnings": [{"code": "A", "message": messages.NO_ATTENDEE}, messages.MEDIA_FIRST],
            "modality": "原则上",
            "empty": "本期无",
            "changes": [{"kindTitle": "新增事项", "what": "2026-0006 首次发布"}],
        }
    )
    assert (said["text"], said["reason"]) == ("登记事件", "the incident was registered")
    assert said["modality"] == "in principle"
    assert said["changes"] == [{"kindTitle": "new duty", "what": "2026-0006 first release"}]
    assert not HAN.search(str(said["warnings"]))
    assert "登记事件" not in terms()
