"""Bring the whole system up on this machine, and take it down in the opposite order."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from services.kit.audit.checkpoints import checkpoint_file
from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.local.databases import Databases, bring_up_to_date, databases
from services.local.home import Home, Running
from services.local.network import next_free_port
from services.local.processes import Job, Process, environment, python
from services.local.progress import Steps
from services.local.seed import ensure_accounts, has_divisions, load_register, prepare_secrets

STEPS = 6
_SCHEDULE = {
    "syncRegistry": 60.0,
    "sweepObligations": 60.0,
    "deliverNotifications": 30.0,
    "openPeriods": 3600.0,
    "auditRosters": 3600.0,
}
"""Seconds between two runs of each job."""
_AFTER_THE_BOARD = 5.0
"""Seconds before a job's first run: whoever starts the system wants to see the board first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system that runs; ``server`` and ``mark`` are those of its databases."""

    registry: Process
    deadlines: Process
    jobs: tuple[Job, ...]
    server: str
    mark: str

    def start(self) -> None:
        """Start both services and return at once."""
        self.registry.start()
        self.deadlines.start()

    def wait_until_ready(self) -> None:
        """Wait for both services; raises ServiceDied, TimeoutError."""
        self.registry.wait_until_ready()
        self.deadlines.wait_until_ready()

    def stop(self) -> None:
        """End everything: asked all at once, waited for one by one."""
        everything: tuple[Job | Process, ...] = (*self.jobs, self.deadlines, self.registry)
        for one in everything:
            one.ask_to_stop()
        for one in everything:
            one.await_end()

    def is_ready(self) -> bool:
        """Tell whether both services answer."""
        return self.registry.is_ready() and self.deadlines.is_ready()

    def look_after(self) -> None:
        """Start what has ended and what is due; call it a few times a second."""
        self.registry.look_after()
        self.deadlines.look_after()
        for job in self.jobs:
            job.start_when_due()

    def running(self, home: Home, pid: int) -> Running:
        """Return what later comers need to find it."""
        return Running(
            pid=pid,
            registry_url=self.registry.url,
            deadlines_url=self.deadlines.url,
            officer_secret=str(home.secret("duty")),
            state=str(home.state),
        )


@contextmanager
def running_system(home: Home, steps: Steps) -> Iterator[System]:
    """Lend a system with both services ready and, from the first start on, a mirror in step.

    Raises ServiceDied, PostgresFailed, NoPostgres, MigrationError, ForeignAccount, TimeoutError;
    whatever was started is stopped first.
    """
    settings = Settings()
    with ExitStack() as stack:
        steps.step("PostgreSQL")
        found = stack.enter_context(databases(home, settings))
        steps.step("tables")
        asyncio.run(bring_up_to_date(found))
        _prepare_secrets(home)
        system = _processes(home, settings, found)
        steps.step("services")
        stack.callback(system.stop)
        system.start()
        first_time = not home.seeded(found.mark).exists()
        if first_time:
            steps.step("register: 44,703 divisions, departments, people")
            asyncio.run(_fill(home, found, system))
        asyncio.run(ensure_accounts(home, found))
        steps.step("waiting for the services")
        system.wait_until_ready()
        if first_time:
            steps.step("mirror of the register")
            _synchronise(system)
            home.seeded(found.mark).touch()
        yield system


def _prepare_secrets(home: Home) -> None:
    prepare_secrets(home)
    if not home.signing_key.exists():
        write_signing_key(home.signing_key, new_signing_key())
    checkpoint_file(home.audit, None, "registry")


async def _fill(home: Home, found: Databases, system: System) -> None:
    """Load the register, and let the mirror follow as soon as the first part is committed."""
    loading = asyncio.create_task(load_register(found))
    (sync, *_) = system.jobs
    while not loading.done():
        await asyncio.sleep(0.2)
        if not sync.started and await has_divisions(found) and system.is_ready():
            await ensure_accounts(home, found)
            sync.start()
    await loading


def _synchronise(system: System) -> None:
    """Run each job once. One that fails is cron's business again in a minute: the board stands."""
    give_up = time.monotonic() + 60
    for job in system.jobs:
        while job.run_now() and time.monotonic() < give_up:
            time.sleep(0.5)


def _processes(home: Home, settings: Settings, found: Databases) -> System:
    registry_port = next_free_port(settings.registry_port)
    deadlines_port = next_free_port(settings.deadlines_port, registry_port)
    registry_url = f"http://127.0.0.1:{registry_port}"
    deadlines_url = f"http://127.0.0.1:{deadlines_port}"
    shared = {
        "HUIYING_HOST": "127.0.0.1",
        "HUIYING_REGISTRY_URL": registry_url,
        "HUIYING_DEADLINES_URL": deadlines_url,
        "HUIYING_AUDIT_FOLDER": str(home.audit),
    }
    registry = shared | {
        "HUIYING_REGISTRY_DSN": found.registry,
        "HUIYING_REGISTRY_PORT": str(registry_port),
        "HUIYING_SIGNING_KEY": str(home.signing_key),
    }
    deadlines = shared | {
        "HUIYING_DEADLINES_DSN": found.deadlines,
        "HUIYING_DEADLINES_PORT": str(deadlines_port),
        "HUIYING_REGISTRY_TOKEN": home.secret("mirror").read_text().strip(),
    }
    job = shared | {
        "HUIYING_SECRET_FILE": str(home.secret("jobs")),
        "XDG_STATE_HOME": str(home.state),
    }
    first_run = time.monotonic() + _AFTER_THE_BOARD
    return System(
        registry=_service("registry", registry_url, registry, home),
        deadlines=_service("deadlines", deadlines_url, deadlines, home),
        jobs=tuple(
            Job(name, every, environment(job), home.log("jobs"), first_run)
            for name, every in _SCHEDULE.items()
        ),
        server=found.server,
        mark=found.mark,
    )


def _service(name: str, url: str, own: dict[str, str], home: Home) -> Process:
    command = python(f"services.{name}", "serve")
    return Process(name, url, command, environment(own), home.log(name))
