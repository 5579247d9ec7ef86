"""The same-level office over real HTTP, in the demo."""

from typing import Any

import pytest

from tests.registry.api import Api

ASKED = """
query ($code: String!, $kind: UnitKind!, $on: Date) {
  unit(code: $code) { sameLevelOffice(kind: $kind, on: $on) { unit { code } steps { unit text } } }
}
"""


async def office(api: Api, code: str, kind: str, on: str | None = None) -> dict[str, Any]:
    data = await api.ask(ASKED, {"code": code, "kind": kind, "on": on})
    found: dict[str, Any] = data["unit"]["sameLevelOffice"]
    return found


@pytest.mark.requirement(133)
@pytest.mark.parametrize(
    ("code", "kind", "found"),
    [
        ("13-YJGLT", "NEWS_OFFICE", "13-XWB"),
        ("1301-YJGLJ", "NEWS_OFFICE", "1301-XWB"),
        ("130123-STHJJ", "CYBERSPACE", "130123-WXB"),
        ("130123", "GOVERNMENT_OFFICE", "130123-ZFB"),
        ("1404-NYJ-ZWGKLDXZ-BGS", "NEWS_OFFICE", "1404-XWB"),
        ("1301-XWB", "NEWS_OFFICE", "1301-XWB"),
        ("341824103", "NEWS_OFFICE", None),
        ("1301-YJGLJ", "GOVERNMENT", "1301"),
    ],
)
async def test_each_tier_finds_its_own_office(
    demo_api: Api, code: str, kind: str, found: str | None
) -> None:
    answer = await office(demo_api, code, kind)
    assert (answer["unit"] or {"code": None})["code"] == found
    assert answer["steps"][-1]["text"].endswith("。")
