"""待发: what this machine keeps to be sent, what became of it, and what may be done with it."""

from typing import ClassVar

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from clients.tui.link import LinkState
from clients.tui.locale import t
from clients.tui.outbox import ActState, KeptAct
from clients.tui.readonly import writing
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.desk_screen import DeskScreen
from clients.tui.screens.outbox_edit import form_again, keep_again
from clients.tui.views.outbox import Listed, act_lines, empty_lines, list_lines
from clients.tui.views.pieces import Layout, Line, Piece, line, muted
from clients.tui.widgets.choices import Words
from clients.tui.widgets.chosen_list import ChosenList
from clients.tui.widgets.pane import Pane


class OutboxScreen(DeskScreen):
    """Enter sends the chosen act again, Delete and then y lets it go, Ctrl+E opens its form."""

    CSS_PATH = "outbox.tcss"
    KEYS = "outbox.keys"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        Binding("up,k,ｋ", "choose(-1)", show=False),
        Binding("down,j,ｊ", "choose(1)", show=False),
        Binding("home", "choose(-999)", show=False),
        Binding("end", "choose(999)", show=False),
        Binding("enter,r,ｒ", "again", show=False),
        Binding("delete,d,ｄ", "drop", show=False),
        Binding("ctrl+e,e,ｅ", "edit", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self.said = Piece("")

    def compose(self) -> ComposeResult:
        yield Words(id="title", ground="head")
        yield ChosenList("acts")
        yield Pane(id="act", ground="bg")
        yield Words(id="said", ground="panel")
        yield Words(id="keys", ground="head")

    def on_mount(self) -> None:
        self.query_one(ChosenList).focus()
        self.set_interval(1, self.show_all)
        self.show_all()

    def on_resize(self) -> None:
        self.query_one("#keys", Words).show(self.key_line())

    # what is shown

    def title_line(self) -> Line:
        waiting, refused = self.desk.outbox.count()
        return self.bar(t("outbox.title"), muted(t("outbox.counts", n=waiting, back=refused)))

    @property
    def listed(self) -> list[Listed]:
        sender = self.desk.sender
        acts = reversed(self.desk.outbox.acts())
        return [Listed(act=act, mine=sender.mine(act), now=self.now) for act in acts]

    @property
    def chosen(self) -> Listed | None:
        listed = self.listed
        return next((one for one in listed if one.act.key == self.key), next(iter(listed), None))

    def show_all(self) -> None:
        if not self.is_current:
            return
        listed, chosen = self.listed, self.chosen
        self.key = chosen.act.key if chosen else ""
        at = listed.index(chosen) if chosen else 0
        self.query_one("#title", Words).show(self.title_line())
        self.query_one(ChosenList).show(list_lines(listed, at), at)
        self.query_one("#act", Pane).show(self._layout(chosen))
        self.query_one("#said", Words).show(line(Piece(" "), self.said))

    def _layout(self, chosen: Listed | None) -> Layout:
        if chosen is None:
            return empty_lines
        return lambda width: act_lines(chosen, width)

    def say(self, key: str, grave: bool = True) -> None:
        self.said = Piece(t(key), "over" if grave else "ok", bold=True)
        self.show_all()

    # keys

    def action_choose(self, step: int) -> None:
        listed = self.listed
        at = next((n for n, one in enumerate(listed) if one.act.key == self.key), 0)
        if listed:
            self.key = listed[max(0, min(len(listed) - 1, at + step))].act.key
        self.said = Piece("")
        self.show_all()

    @writing
    def action_again(self) -> None:
        """Send the chosen act now; what needs a second thought asks for a second key."""
        chosen = self.chosen
        if chosen is None:
            return
        standing = chosen.standing
        if standing in ("sent", "replayed"):
            self.say("outbox.no.sent")
        elif standing == "other":
            self.say("outbox.no.other")
        elif self.desk.deadlines.status.state is LinkState.DOWN:
            self.say("outbox.no.link")
        elif standing in ("old", "unowned"):
            question = ConfirmScreen(t(f"outbox.sure.{standing}"), chosen.act.sentence)
            self.app.push_screen(question, lambda sure: self._send(chosen.act) if sure else None)
        else:
            self._send(chosen.act)

    def _send(self, act: KeptAct) -> None:
        self.said = Piece(t("outbox.sending"), "near")
        self.show_all()
        self._send_now(act)

    @work(group="send", exclusive=True, exit_on_error=False)
    async def _send_now(self, act: KeptAct) -> None:
        session = self.desk.session
        owner = act.owner or session.account
        given = msgspec.structs.replace(act, owner=owner, state=ActState.WAITING, said="")
        became = await self.desk.sender.send_one(given)
        self.say(f"outbox.done.{became}", grave=became not in ("sent", "replayed"))

    @writing
    def action_drop(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        if chosen.standing == "other":
            self.say("outbox.no.drop")
            return
        question = "outbox.drop.tried" if chosen.standing in ("trying", "old") else "outbox.drop"
        settled = chosen.act.state in (ActState.SENT, ActState.REPLAYED)
        if settled:
            self._drop(chosen.act)
        else:
            asked = ConfirmScreen(t(question), chosen.act.sentence)
            self.app.push_screen(asked, lambda sure: self._drop(chosen.act) if sure else None)

    def _drop(self, act: KeptAct) -> None:
        gone = self.desk.outbox.drop(act)
        self.say("outbox.dropped" if gone else "outbox.no.now", grave=not gone)

    @writing
    def action_edit(self) -> None:
        """Open the form of an act that is known not to be written, as it was filled in."""
        chosen = self.chosen
        if chosen is None:
            return
        if not chosen.mine:
            self.say("outbox.no.other")
        elif not chosen.act.editable:
            self.say("outbox.no.edit")
        elif keep_again(self.desk, chosen.act) and self.desk.outbox.drop(chosen.act):
            self.app.switch_screen(form_again(chosen.act))
        else:
            self.say("outbox.no.now")
