"""The menus with the service's own codes on top."""

import msgspec

from clients.tui.link import Link, LinkDown, Refused
from clients.tui.models import decode
from clients.tui.models_preview import Code
from clients.tui.operations import OPERATIONS
from clients.tui.views.menus import OFFERED, Menu


async def offered_menus(link: Link, menus: dict[str, Menu]) -> dict[str, Menu]:
    """Return the menus extended by the service's codes; as they are when it does not answer."""
    try:
        answer = await link.execute(OPERATIONS.code_lists)
        lists = decode(answer["codeLists"], dict[str, list[Code]])
    except (LinkDown, Refused, msgspec.ValidationError):
        return menus
    return {
        name: menu.extended(lists.get(OFFERED.get(name, ""), [])) for name, menu in menus.items()
    }
