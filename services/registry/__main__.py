"""The registry's commands: serve, migrate, schema, account, load, demo, initials."""

import asyncio
import sys
from collections.abc import Callable
from importlib.resources import files
from typing import Annotated

import typer
import uvloop

from services.kit.auth import Role
from services.kit.clock import SystemClock
from services.kit.migrations import migrate
from services.kit.refusal import Refusal
from services.kit.serving import listen, serve
from services.kit.settings import Settings
from services.kit.telemetry import configure_logging
from services.registry.app import SERVICE_ROLE, build_app, opened
from services.registry.domain.accounts import NewAccount
from services.registry.graphql.schema import registry_schema
from services.registry.usecases.accounts import found_account
from services.registry.usecases.demo import load_demo
from services.registry.usecases.divisions import (
    load_departments,
    load_divisions,
    write_initials,
)
from services.registry.usecases.made_up import load_people

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The registry: units, people, accounts."
)
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
        listener = listen(settings.host, settings.registry_port)
        await serve(app, listener, max_connections=settings.max_connections)


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date."""
    folder = files("services.registry") / "migrations"
    asyncio.run(migrate(_dsn(), folder, on_step=say))


@cli.command()
def schema() -> None:
    """Print the GraphQL schema."""
    sys.stdout.write(registry_schema().as_str() + "\n")


@cli.command()
def account(
    login: Annotated[str, typer.Option(help="2 to 40 small letters, digits, dots, hyphens.")],
    name: Annotated[str, typer.Option(help="Its name for people.")],
    role: Annotated[Role, typer.Option(help="What it is for.")],
    unit: Annotated[str, typer.Option(help="Code of the unit whose subtree it sees; 0 is all.")],
    introspect: Annotated[bool, typer.Option(help="May read the schema.")] = False,
) -> None:
    """Make an account and print its secret, which is shown this once."""
    command = NewAccount(login=login, name=name, role=role, unit=unit, introspect=introspect)

    async def work() -> str:
        async with opened(Settings()) as database:
            return (await found_account(database, command, SystemClock().now())).secret

    try:
        say(asyncio.run(work()))
    except Refusal as refusal:
        typer.echo(refusal.message, err=True)
        raise typer.Exit(1) from refusal


@cli.command()
def load(
    departments: Annotated[
        bool, typer.Option("--departments", help="Their offices and departments too, some 300,000.")
    ] = False,
    made_up_people: Annotated[
        bool,
        typer.Option("--made-up-people", help="A fictitious head where nobody ever served."),
    ] = False,
) -> None:
    """Load every administrative division that is missing."""

    async def work() -> str:
        async with opened(Settings()) as database:
            now = SystemClock().now()
            told = f"{await load_divisions(database, now)} governments"
            if departments:
                told += f", {await load_departments(database, now)} offices and departments"
            if made_up_people:
                told += f", {await load_people(database, now)} made-up people"
            return told

    say(f"{asyncio.run(work())} loaded")


@cli.command()
def demo() -> None:
    """Load the divisions and the demo's units and made-up people."""

    async def work() -> str:
        async with opened(Settings()) as database:
            made = await load_demo(database, SystemClock().now())
            return f"{made.governments} governments, {made.units} units, {made.persons} people"

    say(asyncio.run(work()))


@cli.command()
def initials() -> None:
    """Compute data/initials.txt.gz anew, after the list of divisions has changed."""
    say(f"{write_initials()} initials written")


def _dsn() -> str:
    dsn = Settings().registry_dsn
    if dsn is None:
        raise typer.BadParameter("HUIYING_REGISTRY_DSN is not set")
    return dsn


if __name__ == "__main__":
    cli()
