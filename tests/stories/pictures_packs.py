"""Rule packs, drawn: what each asks, where they differ, what would change."""

from services.kit.auth import Role
from tests.stories.opened import open_incidents
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, Steady, TownScene

CHIEF = Role.DUTY_CHIEF
PACKS = ("g", "p", READ)
FIELD = {"field": "SAFETY", "title": "安全生产", "department": "1301-YJGLJ"}
ADOPTED = {"pack": "city-monitoring", "unit": "130108", "effectiveFrom": "2027-01-01"}


async def prepare(town: Town) -> None:
    """Open incidents; assign a field, and adopt a pack for a district from next year on."""
    await open_incidents(town)
    for name, given in (
        ("setFieldResponsibility", {"unit": "1301", **FIELD}),
        ("adoptPack", ADOPTED),
    ):
        answer = await town.act(name, "replayed", given, CHIEF)
        assert answer["__typename"] != "Refusal", answer


async def adopted(officer: Steady) -> None:
    await officer.fill("130104")
    await officer.fill("+30", "桥政发〔2026〕9号")


GROUP = Group(
    prepare=prepare,
    scenes=[
        TownScene(name="packs", keys=("g", "p")),
        TownScene(name="pack", keys=(*PACKS, "end", "enter")),
        TownScene(name="packs-adopted", keys=(*PACKS, "2")),
        TownScene(name="packs-compare", keys=("g", "p", "3")),
        TownScene(name="packs-replay", keys=(*PACKS, "4", "f4")),
        TownScene(name="packs-diff", keys=(*PACKS, "f7", "down", "5")),
        TownScene(name="packs-incidents", keys=(*PACKS, "6")),
        TownScene(name="packs-fields", keys=(*PACKS, "7")),
        TownScene(name="packs-adopt", keys=(*PACKS, "f2"), act=adopted, role=CHIEF),
        TownScene(name="packs-withdraw", keys=(*PACKS, "2", READ, "f2"), role=CHIEF),
        TownScene(name="packs-rebase", keys=(*PACKS, "6", READ, "f2"), role=CHIEF),
        TownScene(name="packs-field", keys=(*PACKS, "7", READ, "f2"), role=CHIEF),
    ],
)
