"""The forms of the rosters that stand in no other group, drawn."""

from collections.abc import Sequence

from tests.stories.accounts import staffed
from tests.stories.audited import audit
from tests.stories.pictures_rosters import ADMIN, BUREAU, LIST
from tests.stories.town import Town
from tests.support.town_scenes import READ, Group, TownScene

RECORD = """mutation ($input: RecordDocumentInput!) { recordDocument(input: $input) {
    __typename } }"""


async def prepare(town: Town) -> None:
    await audit(town)
    await staffed(town, "1301-YJGLJ")
    paper = {"unit": "1301-YJGLJ", "kind": "RESPONSE_RULES", "title": "政务舆情回应实施办法"}
    given = {**paper, "number": "应急办〔2025〕7号", "dated": "2025-04-11"}
    await town.ask_registry(RECORD, ADMIN, input={**given, "idempotencyKey": "办法"})


def form(name: str, tab: str, digit: str, *keys: str) -> TownScene:
    """Return the picture of a form of the bureau's, opened from the menu of a tab."""
    open_tab = () if tab == "2" else ("enter", READ) if tab == "3" else ("enter", tab, READ)
    return on_list(name, (*BUREAU, *open_tab), digit, *keys)


def on_list(name: str, base: Sequence[str], digit: str, *keys: str) -> TownScene:
    """Return the picture of a form opened from the menu of the list that is there."""
    return TownScene(name=f"roster-{name}", base=base, keys=("f2", digit, READ, *keys), role=ADMIN)


GROUP = Group(
    prepare=prepare,
    scenes=[
        form("unit-create", "2", "1"),
        form("unit-update", "2", "2"),
        form("unit-rename", "2", "3"),
        form("unit-split", "2", "5"),
        form("unit-retire", "2", "6"),
        form("end", "3", "2"),
        form("leave", "3", "3", "1"),
        form("training", "3", "4"),
        form("person", "3", "5"),
        form("expert-add", "4", "1"),
        form("expert-update", "4", "2"),
        form("expert-leave", "4", "3"),
        form("expert-remove", "4", "4"),
        form("channel-open", "5", "1"),
        form("filing-open", "6", "1"),
        form("document", "7", "1"),
        form("document-withdraw", "7", "2"),
        form("account", "9", "1"),
        form("password", "9", "2"),
        form("account-revoke", "9", "3"),
        form("token-revoke", "9", "4", "1"),
        form("token", "9", "5"),
        on_list("channel-update", (*LIST, "5", READ), "2"),
        on_list("channel-close", (*LIST, "5", READ), "3"),
        on_list("filing-record", (*LIST, "6", READ), "1"),
    ],
)
