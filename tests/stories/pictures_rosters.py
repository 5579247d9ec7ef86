"""The rosters, tab by tab, drawn as their administrator sees them."""

from services.kit.auth import Role
from tests.stories.audited import audit
from tests.support.town_scenes import Group, TownScene

ADMIN = Role.ROSTER_ADMIN
BUREAU = ("g", "r", "2", "slash", *"1301-YJGLJ", "enter")
GROUP = Group(
    prepare=audit,
    scenes=[
        TownScene(name="rosters-findings", keys=("g", "r"), role=ADMIN),
        TownScene(name="rosters-units", keys=BUREAU, role=ADMIN),
        TownScene(name="rosters-posts", keys=(*BUREAU, "enter"), role=ADMIN),
        TownScene(name="rosters-experts", keys=(*BUREAU, "enter", "4"), role=ADMIN),
        TownScene(name="rosters-channels", keys=(*BUREAU, "enter", "5"), role=ADMIN),
        TownScene(name="rosters-filings", keys=("g", "r", "6"), role=ADMIN),
        TownScene(name="rosters-acts", keys=(*BUREAU, "f2"), role=ADMIN),
    ],
)
