"""The preview, the file and the registry name the same spokesperson of several."""

from typing import Any

import pytest

from services.deadlines.law.directory import Holder
from services.deadlines.law.words import Post
from tests.deadlines.desk import make_facts
from tests.deadlines.feed import change_of_person, change_of_post
from tests.deadlines.test_mirror import Both, both, sync

__all__ = ["both"]

PREVIEW = """query P($f: IncidentFactsInput!) { previewIncident(facts: $f) {
  parties { unit { code } speaker { name } } } }"""
FILE = "query F($id: ID!) { incident(id: $id) { parties { unit { code } speaker { name } } } }"


def spokesperson(name: str, begins: str, filed_on: str | None) -> dict[str, Any]:
    post = change_of_post(1, Holder(unit="130123", post=Post.SPOKESPERSON, person=name))
    return {**post, "body": {**post["body"], "from": begins, "filed_on": filed_on}}


@pytest.mark.parametrize(
    ("filed", "speaks"), [(("甲", "乙", "丙"), "甲"), (("乙", "丙"), "乙"), ((), "甲")]
)
async def test_the_longest_serving_of_the_filed_speaks_in_the_preview_and_in_the_file(
    both: Both, filed: tuple[str, ...], speaks: str
) -> None:
    desk, registry = both
    registry.changes = [
        change
        for change in registry.changes
        if (change["body"].get("post"), change["body"].get("unit")) != ("SPOKESPERSON", "130123")
    ]
    for year, name in ((2001, "甲"), (2002, "乙"), (2003, "丙")):
        on = "2026-01-01" if name in filed else None
        registry.changes += [
            change_of_person(1, name),
            spokesperson(name, f"{year}-01-01", on),
        ]
    await sync(desk)
    preview = (await desk.ask(PREVIEW, f=make_facts()))["previewIncident"]
    file = (await desk.ask(FILE, id=(await desk.open())["id"]))["incident"]
    for answer in (preview, file):
        (own, *_) = (p["speaker"] for p in answer["parties"] if p["unit"]["code"] == "130123")
        assert own == {"name": speaks}
