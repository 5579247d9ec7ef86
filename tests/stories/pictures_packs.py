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
        TownScene(name="packs", base=PACKS),
        TownScene(name="pack", base=PACKS, keys=("1", READ, "end", "enter")),
        TownScene(name="packs-adopted", base=PACKS, keys=("2",)),
        TownScene(name="packs-compare", base=PACKS, keys=("3",)),
        TownScene(name="packs-replay", base=PACKS, keys=("1", READ, "home", "4", READ, "f4")),
        TownScene(name="packs-diff", base=PACKS, keys=("1", READ, "f7", "down", "5")),
        TownScene(name="packs-incidents", base=PACKS, keys=("6",)),
        TownScene(name="packs-fields", base=PACKS, keys=("7",)),
        TownScene(name="packs-adopt", base=PACKS, keys=("1", READ, "f2"), act=adopted, role=CHIEF),
        TownScene(name="packs-withdraw", base=PACKS, keys=("2", READ, "f2"), role=CHIEF),
        TownScene(name="packs-rebase", base=PACKS, keys=("6", READ, "f2"), role=CHIEF),
        TownScene(name="packs-field", base=PACKS, keys=("7", READ, "f2"), role=CHIEF),
    ],
)
