"""F1 and ? tell the keys of what is open, be it a screen, a form, a question or a menu."""

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from clients.tui.keys import arranged, bound, forms, tabled
from clients.tui.locale import optional
from clients.tui.readonly import writes
from clients.tui.screen_help import KeyHelp, key_help

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk


class Helped(DOMNode):
    """Stands before a Textual screen among the bases.

    `KEYS` names the line of keys, `HERE` the keys that are taken as they are typed, without a
    binding: what is printed for them and their `bind.` sentence.
    """

    KEYS: ClassVar[str] = ""
    HERE: ClassVar[tuple[tuple[str, str], ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [bound("help", "keys_here")]

    def withheld(self, action: str) -> bool:
        """Tell whether whoever sits here may not do this, so that no key is shown for it."""
        return False

    def keys_shown(self) -> list[KeyHelp]:
        """Return what the keys do here, those of the widget that has the focus first."""
        screen = cast("Screen[None]", self)
        desk = cast("DutyDesk", screen.app)
        own = [node for node in (screen.focused,) if node is not None and _ours(node)]
        found = [
            binding
            for node in (*own, screen)
            for bindings in node._bindings.key_to_bindings.values()
            for binding in bindings
            if not (desk.readonly and writes(binding.action, node))
            if not self.withheld(binding.action)
        ]
        line = optional(self.KEYS) or optional(f"{self.KEYS}.wide")
        typed = [KeyHelp(keys, optional(f"bind.{act}")) for keys, act in self.HERE]
        return [*typed, *key_help(found, line)]

    def action_keys_here(self) -> None:
        """Show what the keys of this screen do."""
        # found as the table names it: the help is a sheet, and sheets are helped too
        module, _, name = tabled("help").screen.partition(":")
        make = getattr(import_module(module), name)
        cast("Screen[None]", self).app.push_screen(make(self.keys_shown()))

    def helped(self, key: str) -> bool:
        """Show the keys where a key asks for them; for what takes every key as it is typed."""
        asked = key in forms(arranged(tabled("help")).keys)
        if asked:
            self.action_keys_here()
        return asked


def _ours(node: DOMNode) -> bool:
    """Tell whether a widget is the desk's own: Textual's inputs edit as everywhere."""
    return type(node).__module__.startswith("clients.")
