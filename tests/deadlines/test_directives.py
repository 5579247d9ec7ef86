"""Orders from above: each a duty of its own, with the limit that it sets."""

from typing import Any

import pytest

from tests.deadlines.desk import OFFICER, Desk, Who

ORDERED = """directive { superior document dueAt }
opened { id kind title dueAt dueClass state basis { pack clause document assumption } }"""
TOMORROW = "2026-11-22T09:00:00+08:00"


async def order(desk: Desk, incident: dict[str, Any], who: Who = OFFICER, **given: Any) -> Any:
    stated = {"superior": "河北省人民政府", "document": "冀政督〔2026〕7号", **given}
    return await desk.act("recordDirective", ORDERED, {"incident": incident["id"], **stated}, who)


@pytest.mark.requirement(21)
async def test_each_order_from_above_has_a_duty_and_a_limit_of_its_own(desk: Desk) -> None:
    incident = await desk.open(directedBy="市政府", directedDueAt=TOMORROW, approved=True)
    (first,) = (await order(desk, incident, dueAt="2026-11-21T12:00:00+08:00"))["opened"]
    assert (first["title"], first["dueAt"], first["dueClass"]) == (
        "交办回应(冀政督〔2026〕7号)",
        "2026-11-21T04:00:00+00:00",
        "STATUTORY_TIMED",
    )
    second = await order(desk, incident, document="国办督〔2026〕3号")
    assert second["opened"][0]["dueAt"] is None
    assert (await order(desk, incident))["code"] == "ORDER_RECORDED"
    given = {"incident": incident["id"], "facts": {"severity": "MAJOR"}, "reason": "核实伤亡"}
    factors = {"nature": "事故", "reach": "全市", "mediaInvolvement": "有", "consequences": "不明"}
    await desk.act("assessIncident", "replayed", {**given, "factors": factors})
    after = await desk.file(incident["id"])
    directed = [o for o in after["obligations"] if o["kind"] == "DIRECTED_RESPONSE"]
    assert [o["state"] for o in directed] == ["OPEN"] * 3
    texts = [row["text"] for row in after["timeline"]]
    assert "河北省人民政府来文冀政督〔2026〕7号要求回应" in texts


async def test_an_order_where_no_clause_speaks_of_orders_cites_itself(desk: Desk) -> None:
    who = Who(unit="341824", level=4, code="341824")
    incident = await desk.open(who, localities=["341824"])
    (own,) = (await order(desk, incident, who, dueAt=TOMORROW))["opened"]
    assert (own["dueClass"], own["title"]) == (
        "INTERNAL_TARGET",
        "交办回应(内部，冀政督〔2026〕7号)",
    )
    assert own["basis"][0]["document"] == "冀政督〔2026〕7号"
    assert "没有交办条款" in own["basis"][0]["assumption"]


async def test_an_order_due_before_it_was_given_is_refused(desk: Desk) -> None:
    incident = await desk.open()
    refused = await order(desk, incident, dueAt="2026-11-21T03:00:00+08:00")
    assert (refused["code"], refused["field"]) == ("DUE_BEFORE_ORDER", "input.dueAt")
