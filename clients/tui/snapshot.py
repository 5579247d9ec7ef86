"""Reads the whole board, page after page."""

from clients.tui.link import Link
from clients.tui.models import BoardAnswer, ObligationPage, decode
from clients.tui.operations import OPERATIONS

PAGE = 100
MOST_PAGES = 10


async def whole_board(link: Link) -> BoardAnswer:
    """Return both lists, at most MOST_PAGES pages each, and the tally of the first read."""
    data = await link.execute(OPERATIONS.board, {"first": PAGE})
    answer = decode(data, BoardAnswer)
    return BoardAnswer(
        timed=await _rest(link, answer.timed, timed=True),
        untimed=await _rest(link, answer.untimed, timed=False),
        board_tally=answer.board_tally,
    )


async def _rest(link: Link, page: ObligationPage, *, timed: bool) -> ObligationPage:
    edges, info = list(page.edges), page.page_info
    order = "DUE_AT" if timed else "STARTED_AT"
    for _ in range(MOST_PAGES - 1):
        if not info.has_next_page:
            break
        variables = {"timed": timed, "order": order, "first": PAGE, "after": info.end_cursor}
        data = await link.execute(OPERATIONS.board_page, variables)
        following = decode(data["obligations"], ObligationPage)
        edges += following.edges
        info = following.page_info
    return ObligationPage(edges=edges, page_info=info)
