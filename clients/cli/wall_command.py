"""``huiying wall``: the board on a wall (大屏), in a browser, by a desk that only reads."""

import os
import shlex
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from clients.cli import session
from clients.cli.desk_commands import desk_environment
from clients.cli.ending import DECLINED, configured, fail, say, told
from clients.cli.locale import t
from clients.cli.tokens import may_write


def wall(
    host: Annotated[str, typer.Option("--host", help=t("wall.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=t("wall.port"))] = 8810,
    public_url: Annotated[
        str | None, typer.Option("--public-url", help=t("wall.public_url"), show_default=False)
    ] = None,
    screens: Annotated[int, typer.Option("--screens", help=t("wall.screens"), min=1)] = 4,
    any_token: Annotated[bool, typer.Option("--any-token", help=t("wall.any_token"))] = False,
) -> None:
    if find_spec("textual_serve") is None:
        fail(t("wall.missing"), DECLINED)
    with told():
        if not any_token and may_write(session.token(configured()).text):
            fail(t("wall.writes"), DECLINED)
    os.environ.update(desk_environment(configured()))
    from clients.wall.server import WallServer

    command = shlex.join([sys.executable, "-m", "clients.tui", "--readonly"])
    address = public_url or f"http://{host}:{port}"
    words = {name: t(f"wall.page.{name}") for name in ("title", "lost", "back")}
    WallServer(
        command,
        host=host,
        port=port,
        public_url=public_url,
        screens=screens,
        words=words,
        said=lambda: say(t("wall.serving", address=address)),
    ).serve()
