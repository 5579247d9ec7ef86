"""What the outbox commands do: the desk's own outbox and its sender, without a screen."""

import asyncio
from contextlib import suppress

import msgspec
import typer

from clients.cli.acts import confirm, print_json
from clients.cli.board import KeptSession, desk_config
from clients.cli.config import Config
from clients.cli.ending import DECLINED, DONE, TRY_AGAIN, fail
from clients.cli.locale import t
from clients.tui import locale as desk
from clients.tui.clock import system_clock
from clients.tui.link import LinkDown, Refused
from clients.tui.outbox import ActState, KeptAct, Outbox
from clients.tui.outbox_sending import OutboxSender
from clients.tui.service_link import ServiceLink
from clients.tui.views.moments import say_clock
from clients.tui.views.outbox import Listed

_BECAME = {"sent": DONE, "replayed": DONE, "refused": DECLINED}


class Kept:
    """The outbox of this machine, as whoever is signed in here sees it."""

    def __init__(self, config: Config) -> None:
        where, session = desk_config(config), KeptSession(config)
        self.session = session
        link = ServiceLink("deadlines", config.deadlines_url, session, system_clock)
        self.outbox = Outbox(where.outbox_folder)
        self.sender = OutboxSender(
            self.outbox, link, session, system_clock, lambda sentence, grave: None, lambda: None
        )
        with suppress(LinkDown, Refused):  # whose acts these are is known better once signed in
            asyncio.run(session.token())

    def rows(self) -> list[Listed]:
        now = system_clock()
        acts = self.outbox.acts()
        return [Listed(act=act, mine=self.sender.mine(act), now=now) for act in acts]

    def one(self, key: str) -> Listed:
        """Return the act whose key begins so; ends the command where there is not exactly one."""
        found = [row for row in self.rows() if row.act.key.startswith(key)]
        if len(found) != 1:
            fail(t("outbox.not_one", key=key, n=len(found)), DECLINED)
        return found[0]

    def send(self, act: KeptAct) -> str:
        """Send one as the desk does; return what became of it, as `OutboxSender.send_one`."""
        owner = act.owner or self.session.account
        given = msgspec.structs.replace(act, owner=owner, state=ActState.WAITING, said="")
        return asyncio.run(self.sender.send_one(given))


def listed(config: Config, *, as_json: bool) -> None:
    """Print every kept act: its key, where it stands, when it was done, what it says."""
    rows = Kept(config).rows()
    if as_json:
        acts = [{**msgspec.to_builtins(row.act), "standing": row.standing} for row in rows]
        print_json({"acts": acts})
        return
    for row in rows:
        typer.echo(_line(row))
    if not rows:
        typer.echo(desk.t("outbox.empty"))


def _line(row: Listed) -> str:
    act = row.act
    word, at = desk.t(f"outbox.word.{row.standing}"), say_clock(act.acted_at, row.now)
    parts = (act.key[:8], word, at, act.sentence, act.incident, act.said)
    return "  ".join(part for part in parts if part)


def sent(config: Config, key: str, *, yes: bool) -> int:
    """Send one act, or all that go out by themselves; return how it ended, the worst of them."""
    kept = Kept(config)
    if key:
        return _send(kept, kept.one(key), yes=yes)
    rows = [row for row in kept.rows() if row.standing in ("waiting", "trying")]
    if not rows:
        typer.echo(desk.t("outbox.empty"))
    return max((_send(kept, row, yes=yes) for row in rows), default=DONE)


def _send(kept: Kept, row: Listed, *, yes: bool) -> int:
    act, standing = row.act, row.standing
    if standing in ("sent", "replayed", "other"):
        no = "other" if standing == "other" else "sent"
        fail(desk.t(f"outbox.no.{no}"), DECLINED)
    if standing in ("old", "unowned"):
        confirm(desk.t(f"outbox.sure.{standing}"), yes=yes)
    became = kept.send(act)
    typer.echo(f"{act.sentence}  {desk.t(f'outbox.done.{became}')}")
    return _BECAME.get(became, TRY_AGAIN)


def dropped(config: Config, key: str, *, yes: bool) -> None:
    """Let an act go without sending it; another person's stays."""
    kept = Kept(config)
    row = kept.one(key)
    if row.standing == "other":
        fail(desk.t("outbox.no.drop"), DECLINED)
    confirm(desk.t("outbox.drop.tried" if row.act.tried_at else "outbox.drop"), yes=yes)
    if not kept.outbox.drop(row.act):
        fail(desk.t("outbox.no.now"), TRY_AGAIN)
    typer.echo(desk.t("outbox.dropped"))
