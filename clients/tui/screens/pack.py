"""One rule pack: its rules in parts, each with the clause it stands on and what is assumed."""

from typing import ClassVar

from clients.tui.models_packs import Pack
from clients.tui.screens.list_screen import ListScreen
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.packs import columns, pack_lines, rule_entries, rule_lines, verified_piece
from clients.tui.views.pieces import Layout, Piece, strong


class PackScreen(ListScreen):
    """A published version never changes, so what the list read is shown."""

    NAME = "pack"
    TABS: ClassVar[tuple[str, ...]] = ("duties", "who", "gates", "checks", "questions")

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.pack = pack

    async def read(self, tab: str, after: str) -> Listed:
        return Listed(entries=rule_entries(self.pack, tab))

    def subtitle(self) -> tuple[Piece, ...]:
        return (strong(f"{self.pack.title}  "), verified_piece(self.pack.verified), Piece("  "))

    def columns(self) -> tuple[Column, ...]:
        return columns("duties" if self.tab == "duties" else "others")

    def detail(self, entry: Entry) -> Layout:
        return lambda width: rule_lines(entry.item, self.pack, width)

    def without(self) -> Layout:
        return lambda width: pack_lines(self.pack, width)
