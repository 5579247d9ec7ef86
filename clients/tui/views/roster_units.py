"""Units (单位): a line each; behind it the tree above, the names it bore, who holds its posts."""

from clients.tui.locale import t
from clients.tui.models_rosters import Holder, RosterUnit, RosterUnitPage, UnitFile, UnitHistory
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import BLANK, Line, Piece, heading, line, muted, prose, strong
from clients.tui.views.rosters import facts, head, say, word

_LEADING = ("HEAD", "DEPUTY", "SPOKESPERSON", "LIAISON")


def unit_columns() -> tuple[Column, ...]:
    return (head("code", 15), head("level", 8), head("mode", 6, narrow=False), head("unit"))


def listed_units(page: RosterUnitPage) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    return Listed(entries=tuple(_entry(edge.node) for edge in page.edges), after=after or "")


def _entry(one: RosterUnit) -> Entry:
    tone = "muted" if one.active_to else "fg"
    ended = t("rosters.ended", day=say(one.active_to)) if one.active_to else ""
    vertical = "near" if one.management != "TERRITORIAL" else "muted"
    return Entry(
        id=one.code,
        cells=(
            Piece(one.code, "muted"),
            Piece(word("level", one.level), tone),
            Piece(word("mode", one.management), vertical),
            Piece(f"{one.name}{ended}", tone),
        ),
        item=one,
        words=" ".join((one.short_name, *one.tags)),
    )


def unit_detail(one: RosterUnit, file: UnitFile | None, width: int) -> list[Line]:
    """Return what is known of a unit; `file` is None until it has been read."""
    rows = [*prose(one.name, width, "fg"), BLANK]
    if file is not None and file.unit is not None:
        rows += [*_tree(file.unit, one), BLANK, *holder_lines(file, width)]
    led = one.supervising.name if one.supervising else None
    rows += facts(
        [
            ("kind", word("unit", one.kind)),
            ("management", word("management", one.management)),
            ("supervising", led),
            ("work_body", one.work_body),
            ("credit_code", one.credit_code),
            ("tags", t("intake.comma").join(one.tags)),
        ],
        width,
    )
    if file is not None and file.unit is not None:
        rows += history_lines(file.unit, width)
    return [*rows, BLANK, *prose(t("rosters.unit_hint"), width, "keys")]


def _tree(history: UnitHistory, one: RosterUnit) -> list[Line]:
    """Return those the unit stands under, each set in below the one above."""
    above = [line(muted("  " * n + above.name)) for n, above in enumerate(history.ancestors)]
    return [*above, line(strong("  " * len(above) + one.short_name))]


def holder_lines(file: UnitFile, width: int) -> list[Line]:
    """Return who holds the leading posts today; a post that nobody holds says so."""
    holders: dict[str, list[Holder]] = {}
    for edge in file.appointments.edges:
        holders.setdefault(edge.node.post, []).append(edge.node)
    rows = facts(
        [
            (
                f"post.{post}",
                t("intake.comma").join(one.person.name for one in holders.get(post, ())),
            )
            for post in _LEADING
        ],
        width,
    )
    counts = t(
        "rosters.holds",
        posts=file.appointments.total_count or 0,
        channels=file.channels.total_count or 0,
        experts=file.experts.total_count or 0,
    )
    return [*rows, line(muted(counts)), BLANK]


def history_lines(history: UnitHistory, width: int) -> list[Line]:
    """Return the names a unit bore, whom it came after and who came after it."""
    rows: list[Line] = []
    if len(history.names) > 1:
        rows += [BLANK, heading(t("rosters.names"))]
        for name in history.names:
            since = say(name.from_day) or t("rosters.from_the_start")
            rows += prose(f"{since}  {name.name}", width, "fg")
    for before in history.predecessors:
        said = t(f"rosters.came_after.{before.kind}", unit=before.predecessor.name)
        rows += prose(f"{say(before.effective_on)}  {said}", width, "fg")
    for after in history.successors:
        said = t(f"rosters.went_into.{after.kind}", unit=after.successor.name)
        rows += prose(f"{say(after.effective_on)}  {said}", width, "near")
    return rows
