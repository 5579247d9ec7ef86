"""The commands of the deadlines service: serve, migrate, schema, packs."""

import asyncio
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import typer
import uvloop

from services.deadlines.app import SERVICE_ROLE, build_app, opened, shipped_law
from services.deadlines.graphql.schema import make_schema
from services.deadlines.law.loading import PackFaults, parse_pack
from services.deadlines.law.pack import RulePack
from services.deadlines.law.selection import PackSet
from services.deadlines.packs import pack_texts
from services.kit.clock import SystemClock
from services.kit.migrations import migrate
from services.kit.serving import listen, serve
from services.kit.settings import Settings
from services.kit.telemetry import configure_logging

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="The deadlines: what the law requires now, of whom, by when, by which clause.",
)
packs = typer.Typer(no_args_is_help=True, help="The rule packs: list, lint.")
cli.add_typer(packs, name="packs")
say: Callable[[str], None] = typer.echo


@cli.command("serve")
def serve_command() -> None:
    """Serve until a signal; settings are environment variables HUIYING_*."""
    settings = Settings()
    configure_logging(settings.log_format, settings.log_level)
    uvloop.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    async with opened(settings, SERVICE_ROLE) as database:
        app = build_app(settings, SystemClock(), database)
        listener = listen(settings.host, settings.deadlines_port)
        await serve(app, listener, max_connections=settings.max_connections)


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date."""
    dsn = Settings().deadlines_dsn
    if dsn is None:
        raise typer.BadParameter("HUIYING_DEADLINES_DSN is not set")
    asyncio.run(migrate(dsn, files("services.deadlines") / "migrations", on_step=say))


@cli.command()
def schema() -> None:
    """Print the GraphQL schema."""
    sys.stdout.write(make_schema().as_str() + "\n")


@packs.command("list")
def list_packs() -> None:
    """List the packs that ship with this program."""
    for pack in shipped_law().packs.packs:
        say(_line(pack))


@packs.command()
def lint(file: Path) -> None:
    """Check a pack file; prints every fault with its path and ends with 1 where there is one."""
    try:
        pack = parse_pack(file.read_text("utf-8"), file.name)
        own = [parse_pack(text, name) for name, text in pack_texts().items() if name != file.name]
        PackSet.of([*own, pack])
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(1) from error
    except PackFaults as found:
        for fault in found.faults:
            typer.echo(f"{file}: {fault.path or '(file)'}: {fault.message}", err=True)
        raise typer.Exit(1) from found
    say(_line(pack))


def _line(pack: RulePack) -> str:
    timed = sum(1 for duty in pack.duties if duty.limit and duty.limit.of_incidents)
    mark = "" if pack.verified else " (未核对原文)"
    count = f"{len(pack.duties)} duties, {timed} timed"
    return f"{pack.id}@{pack.version} {pack.title} {pack.document}{mark}: {count}"


if __name__ == "__main__":
    cli()
