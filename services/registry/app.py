"""The composition root: settings and clock in, an application out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from joserfc.jwk import OKPKey
from starlette.applications import Starlette

from services.kit.audit.checkpoints import checkpoint_file
from services.kit.audit.lanes import CHANGES, REVEALS
from services.kit.audit.sealer import Sealer, seal_gauges, seal_route
from services.kit.auth import LocalKeys, TokenIssuer, TokenVerifier
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.gate import identifier
from services.kit.openid import OpenIdProvider
from services.kit.passwords import Passwords
from services.kit.poller import ChangePoller
from services.kit.revocation_watch import RevocationWatch
from services.kit.revocations import Revocations, revocations_in
from services.kit.settings import Settings
from services.kit.signing import kept_signing_key, new_signing_key
from services.kit.telemetry import Telemetry
from services.kit.web import build_web, jwks_route
from services.registry.domain.access import POLICY
from services.registry.graphql.files import FILE_SECONDS, file_routes
from services.registry.graphql.import_runs import ImportRuns
from services.registry.graphql.schema import registry_schema
from services.registry.store.credentials.events import ACCOUNT_EVENTS
from services.registry.usecases.credentials.door import Door
from services.registry.usecases.credentials.tidying import forget_old

SERVICE_ROLE = "huiying_registry"
"""The server's role that may neither rewrite the record nor read a number without leaving one."""

SEALED = (CHANGES, REVEALS, ACCOUNT_EVENTS)
"""What stands under seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What resolvers find in their context beside the database."""

    door: Door
    poller: ChangePoller
    imports: ImportRuns


def build_app(
    settings: Settings,
    clock: Clock,
    database: Database,
    *,
    passwords: Passwords | None = None,
    poll_seconds: float = 0.25,
) -> Starlette:
    """Put the registry together on an open database, which stays its caller's to close."""
    key = signing_key(settings.signing_key)
    issuer = TokenIssuer(key, settings.issuer)
    door = Door(
        database=database,
        issuer=issuer,
        passwords=passwords or Passwords(),
        provider=openid_provider(settings),
    )
    poller = ChangePoller(database, interval=poll_seconds)
    revoked = Revocations()
    watch = RevocationWatch(
        revoked,
        clock,
        lambda after: revocations_in(database, after),
        tidy=lambda now: forget_old(database, now),
    )
    verifier = TokenVerifier(LocalKeys(key), settings.issuer, revoked)
    imports = ImportRuns(database, clock)
    checkpoints = checkpoint_file(settings.audit_folder, settings.audit_key, "registry")
    sealer = Sealer(database, clock, SEALED, checkpoints, seconds=settings.audit_seconds)
    telemetry = Telemetry("registry")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await watch.start()
        await poller.start()
        await sealer.start()
        try:
            yield
        finally:
            await sealer.stop()
            await imports.stop()
            await poller.stop()
            await watch.stop()
            door.passwords.close()

    return build_web(
        name="registry",
        schema=registry_schema(),
        database=database,
        clock=clock,
        verifier=verifier,
        policy=POLICY,
        service=Parts(door=door, poller=poller, imports=imports),
        telemetry=telemetry,
        measure=seal_gauges(telemetry, sealer),
        routes=[
            jwks_route(issuer),
            seal_route(sealer),
            *file_routes(database, clock, identifier(verifier, clock)),
        ],
        patience=FILE_SECONDS,
        migrations=files("services.registry") / "migrations",
        lifespan=lifespan,
        allowed_origins=settings.allowed_origins,
        trusted_proxies=settings.trusted_proxies,
    )


def openid_provider(settings: Settings) -> OpenIdProvider | None:
    """Return the provider of the settings; raises ValueError for one without https."""
    if settings.oidc_issuer is None:
        return None
    return OpenIdProvider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_audience)


def signing_key(path: Path | None) -> OKPKey:
    """Return the key in the file, making the file where there is none; without path, a passing key.

    Raises UnsafeKeyFile where others may read the file.
    """
    return new_signing_key() if path is None else kept_signing_key(path)


@asynccontextmanager
async def opened(settings: Settings, role: str | None = None) -> AsyncIterator[Database]:
    """Lend the registry's database; raises DatabaseUnavailable, or ValueError without a DSN.

    The service opens it under SERVICE_ROLE, commands of the machine as its owner.
    """
    if settings.registry_dsn is None:
        raise ValueError("HUIYING_REGISTRY_DSN is not set")
    database = await Database.connect(settings.registry_dsn, size=settings.pool_size, role=role)
    try:
        yield database
    finally:
        await database.close()
