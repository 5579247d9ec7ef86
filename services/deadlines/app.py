"""The composition root: settings, packs and clock in, an application out."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.deadlines.domain.access import POLICY
from services.deadlines.domain.schemes import Scheme, parse_scheme
from services.deadlines.graphql.downloads import DOCUMENT_SECONDS, document_routes
from services.deadlines.graphql.health import Gauges, health
from services.deadlines.graphql.schema import make_schema
from services.deadlines.graphql.service import Deadlines
from services.deadlines.law.loading import parse_pack
from services.deadlines.law.selection import PackSet
from services.deadlines.packs import pack_texts
from services.deadlines.schemes import scheme_texts
from services.deadlines.store.carriers import Carriers, MailServer
from services.deadlines.store.registry import RegistryLink
from services.deadlines.usecases.delivery import pulse
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.reports import REPORT_SECONDS
from services.kit.audit.checkpoints import checkpoint_file
from services.kit.audit.lanes import CHANGES, REVEALS
from services.kit.audit.sealer import Sealer, seal_gauges, seal_route
from services.kit.auth import KeySource, TokenVerifier
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.gate import identifier
from services.kit.jwks import JwksKeys, KeysInDatabase
from services.kit.poller import ChangePoller
from services.kit.revocation_watch import RevocationWatch
from services.kit.revocations import Revocations
from services.kit.settings import Settings
from services.kit.telemetry import Telemetry
from services.kit.web import JWKS_PATH, Problem, build_web

SERVICE_ROLE = "huiying_deadlines"
"""The server's role that may neither rewrite the record nor read a number without leaving one."""

SEALED = (CHANGES, REVEALS)
"""What stands under seal; reminders, gates and due versions each have their entry among changes."""


def shipped_law() -> Law:
    """Read the packs that ship with this program; raises PackFaults."""
    return Law(PackSet.of(parse_pack(text, name) for name, text in pack_texts().items()))


def shipped_schemes() -> dict[str, Scheme]:
    """Read the schemes of assessment that ship with this program; raises SchemeFault."""
    found = (parse_scheme(text, name) for name, text in scheme_texts().items())
    return {scheme.id: scheme for scheme in found}


def carriers_of(settings: Settings) -> Carriers:
    """Make what carries notices outside; raises ValueError for a mail server's bad address."""
    smtp = settings.smtp_url
    return Carriers(
        hosts=frozenset(host.strip().lower() for host in settings.webhook_hosts),
        mail=MailServer.of(smtp.get_secret_value(), settings.mail_from) if smtp else None,
        seconds=settings.delivery_seconds,
    )


def build_app(
    settings: Settings,
    clock: Clock,
    database: Database,
    *,
    law: Law | None = None,
    keys: KeySource | None = None,
    poll_seconds: float = 0.25,
) -> Starlette:
    """Put the service together on an open database, which stays its caller's to close.

    Without ``keys`` tokens are verified by what the registry publishes, kept in the database so
    that a start while the registry is away still knows them.
    """
    poller = ChangePoller(database, interval=poll_seconds)
    secret = settings.registry_token
    link = RegistryLink(
        url=settings.registry_url, secret=secret.get_secret_value() if secret else None
    )
    carriers = carriers_of(settings)
    telemetry = Telemetry("deadlines")
    gauges = Gauges(telemetry)
    checkpoints = checkpoint_file(settings.audit_folder, settings.audit_key, "deadlines")
    sealer = Sealer(database, clock, SEALED, checkpoints, seconds=settings.audit_seconds)
    show_seals = seal_gauges(telemetry, sealer)
    revoked = Revocations()
    watch = RevocationWatch(
        revoked, clock, lambda after: link.revocations(after, clock.now()), memory=database
    )
    published = JwksKeys(settings.registry_url + JWKS_PATH, clock, KeysInDatabase(database))

    schemes = shipped_schemes()
    verifier = TokenVerifier(keys or published, settings.issuer, revoked)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await poller.start()
        await watch.start()
        await sealer.start()
        if keys is None:
            await published.start()
        try:
            yield
        finally:
            if keys is None:
                await published.stop()
            await sealer.stop()
            await watch.stop()
            await poller.stop()
            await link.close()
            await carriers.close()

    async def sweep_health(request: Request) -> Response:
        return health(await pulse(database, clock.now()))

    async def measure() -> None:
        gauges.show(await pulse(database, clock.now()))
        await show_seals()

    async def ready() -> Sequence[Problem]:
        if not poller.reads:
            return [Problem(code="CHANGES_NOT_READ", message="the change log cannot be read")]
        return []

    return build_web(
        name="deadlines",
        schema=make_schema(),
        database=database,
        clock=clock,
        verifier=verifier,
        policy=POLICY,
        service=Deadlines(
            law=law or shipped_law(),
            poller=poller,
            registry=link,
            schemes=schemes,
            carriers=carriers,
        ),
        ready=ready,
        routes=[
            Route("/health/sweep", sweep_health),
            seal_route(sealer),
            *document_routes(database, clock, identifier(verifier, clock), schemes),
        ],
        # a report counts a province; what else is asked is held by its statements' three seconds
        patience={"/graphql": REPORT_SECONDS, **DOCUMENT_SECONDS},
        migrations=files("services.deadlines") / "migrations",
        lifespan=lifespan,
        telemetry=telemetry,
        measure=measure,
        allowed_origins=settings.allowed_origins,
        trusted_proxies=settings.trusted_proxies,
    )


@asynccontextmanager
async def opened(settings: Settings, role: str | None = None) -> AsyncIterator[Database]:
    """Lend the service's database; raises DatabaseUnavailable, or ValueError without a DSN.

    The service opens it under SERVICE_ROLE.
    """
    if settings.deadlines_dsn is None:
        raise ValueError("HUIYING_DEADLINES_DSN is not set")
    database = await Database.connect(settings.deadlines_dsn, size=settings.pool_size, role=role)
    try:
        yield database
    finally:
        await database.close()
