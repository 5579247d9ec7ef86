"""The preview, the file and the registry name the same one of several who could speak."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.deadlines.domain.mirror import CHINA
from services.deadlines.law.directory import Holder
from services.deadlines.law.words import Post
from services.registry.domain import appointments
from services.registry.domain.speaking import Roster, who_speaks
from tests.deadlines.desk import make_facts
from tests.deadlines.feed import change_of_leave, change_of_person, change_of_post, id_of
from tests.deadlines.test_mirror import Both, Registry, both, sync
from tests.registry.world import make_appointment, make_leave

__all__ = ["both"]

SPEAKER = "parties { unit { code } speaker { name postTitle phone phoneHint present note } }"
PREVIEW = f"query P($f: IncidentFactsInput!) {{ previewIncident(facts: $f) {{ {SPEAKER} }} }}"
FILE = f"""query F($id: ID!) {{ incident(id: $id) {{ {SPEAKER}
  obligations {{ kind owner {{ code }} speaker {{ name note }} }} }} }}"""
BEGINS = {"甲": "2001-01-01", "乙": "2002-01-01", "丙": "2003-01-01"}
FROM, TO = "2026-11-20T00:00:00+08:00", "2026-11-24T00:00:00+08:00"
HEAD, DEPUTY = "虚构丁", "虚构戊"  # the world's leaders of 正定县
LED = "没有可发言的新闻发言人，由分管负责人发言"
# Every other small world stands in law/test_speaking.py.
# Who is filed, whose post is on no list, who is away and who stands in; who speaks, and why.
Leaves = Mapping[str, str | None]
WORLDS: list[tuple[str, str, Leaves, str, str | None]] = [
    ("乙丙", "甲", {}, "乙", None),
    ("甲", "乙", {"甲": "代"}, "代", "代甲发言(甲请假至11-23)"),
    ("甲乙", "丙", {"甲": "代", "代": "甲", "乙": "替"}, "替", "代乙发言(乙请假至11-23)"),
    ("甲", "", {"甲": "代", "代": "甲"}, DEPUTY, LED),
    ("", "甲", {"甲": "代"}, DEPUTY, LED),
    ("甲", "", {"甲": "代", "代": "甲", DEPUTY: None, HEAD: None}, "甲", "请假中"),
    ("", "", {DEPUTY: None}, HEAD, "没有可发言的新闻发言人，由主要负责人发言"),
]


def tell(registry: Registry, filed: str, unfiled: str, leaves: Leaves) -> None:
    """Let the registry tell of these spokespersons of 正定县, and of no others."""
    registry.changes = [
        change
        for change in registry.changes
        if (change["body"].get("post"), change["body"].get("unit")) != ("SPOKESPERSON", "130123")
    ]
    for n, name in enumerate("代替", start=1):
        registry.changes.append(change_of_person(1, name, phone=f"1380000000{n}"))
    for name in filed + unfiled:
        post = change_of_post(1, Holder(unit="130123", post=Post.SPOKESPERSON, person=name))
        told = {"from": BEGINS[name], "filed_on": "2026-01-01" if name in filed else None}
        registry.changes += [change_of_person(1, name), {**post, "body": {**post["body"], **told}}]
    for name, stand_in in leaves.items():
        registry.changes.append(change_of_leave(1, name, FROM, TO, stand_in))


def in_the_registry(filed: str, unfiled: str, leaves: Leaves, at: datetime) -> str | None:
    """Name whom the registry's own decision chooses in the same world."""
    posts = [
        make_appointment(
            person=name,
            person_id=UUID(id_of(name)),
            post=appointments.Post.SPOKESPERSON,
            starts_on=date.fromisoformat(BEGINS[name]),
            filed_on=date(2026, 1, 1) if name in filed else None,
        )
        for name in filed + unfiled
    ]
    posts += [
        make_appointment(person=name, person_id=UUID(id_of(name)), post=appointments.Post[post])
        for name, post in ((HEAD, "HEAD"), (DEPUTY, "DEPUTY"))
    ]
    span = {"starts_at": datetime.fromisoformat(FROM), "ends_at": datetime.fromisoformat(TO)}
    ids = {name: UUID(id_of(name)) for name in (*BEGINS, "代", "替", HEAD, DEPUTY)}
    leave = {
        ids[name]: [make_leave(ids[name], ids[stand_in] if stand_in else None, **span)]
        for name, stand_in in leaves.items()
    }
    names = {id_: name for name, id_ in ids.items()}
    speaker = who_speaks(Roster(appointments=posts, leave=leave, names=names), at).speaker
    return speaker.name if speaker else None


def own(parties: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = next(p["speaker"] for p in parties if p["unit"]["code"] == "130123")
    return found


@pytest.mark.parametrize(("filed", "unfiled", "leaves", "speaks", "note"), WORLDS)
async def test_the_preview_the_file_and_the_registry_name_the_same_one(
    both: Both, filed: str, unfiled: str, leaves: Leaves, speaks: str, note: str | None
) -> None:
    desk, registry = both
    tell(registry, filed, unfiled, leaves)
    await sync(desk)
    preview = (await desk.ask(PREVIEW, f=make_facts()))["previewIncident"]
    file = (await desk.ask(FILE, id=(await desk.open())["id"]))["incident"]
    found = own(preview["parties"])
    assert (found["name"], found["note"], found["present"]) == (speaks, note, note != "请假中")
    assert own(file["parties"]) == found
    spoken = [o["speaker"] for o in file["obligations"] if o["owner"]["code"] == "130123"]
    assert spoken
    assert all(one == {"name": speaks, "note": note} for one in spoken)
    expected = in_the_registry(filed, unfiled, leaves, desk.clock.now())
    assert expected == (speaks if found["present"] else None)


async def test_a_stand_in_speaks_from_the_moment_leave_begins_until_it_ends(both: Both) -> None:
    desk, registry = both
    tell(registry, "甲", "", {})
    now = desk.clock.now().astimezone(CHINA)
    begins, ends = (now.replace(hour=hour, minute=0, second=0) for hour in (4, 18))
    leave = change_of_leave(1, "甲", begins.isoformat(), ends.isoformat(), "代")
    registry.changes.append(leave)
    await sync(desk)
    id_ = (await desk.open())["id"]
    told = []
    for hours in (0, 2, 14):
        desk.clock.advance(hours=hours)
        found = own((await desk.ask(FILE, id=id_))["incident"]["parties"])
        told.append((found["name"], found["note"]))
    during = ("代", f"代甲发言(甲请假至{ends:%m-%d} 18:00)")
    assert told == [("甲", None), during, ("甲", None)]


async def test_the_number_of_a_stand_in_comes_by_the_same_door(both: Both) -> None:
    desk, registry = both
    tell(registry, "甲", "", {"甲": "代", "代": "替"})
    await sync(desk)
    found = own((await desk.ask(FILE, id=(await desk.open())["id"]))["incident"]["parties"])
    assert (found["name"], found["postTitle"]) == ("替", "代班人")
    assert (found["phone"], found["phoneHint"]) == ("13800000002", "138****0002")
