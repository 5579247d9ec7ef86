"""Bring the whole system up on this machine, and take it down in the opposite order."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.local.databases import Databases, bring_up_to_date, databases
from services.local.home import Home, Running
from services.local.network import next_free_port
from services.local.processes import Job, Process, environment, python
from services.local.progress import Steps
from services.local.seed import prepare_secrets, seed

STEPS = 6
_EACH_MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system that runs; ``server`` and ``mark`` are those of its databases."""

    registry: Process
    deadlines: Process
    jobs: tuple[Job, ...]
    server: str
    mark: str

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
        )


@contextmanager
def running_system(home: Home, steps: Steps) -> Iterator[System]:
    """Lend a system with both services ready and the mirror in step with the registry.

    Raises ServiceDied, PostgresFailed, NoPostgres, MigrationError, TimeoutError; whatever was
    started is stopped first.
    """
    settings = Settings()
    with ExitStack() as stack:
        steps.step("PostgreSQL")
        found = stack.enter_context(databases(home, settings))
        steps.step("tables")
        asyncio.run(bring_up_to_date(found))
        prepare_secrets(home)
        if not home.signing_key.exists():
            write_signing_key(home.signing_key, new_signing_key())
        steps.step("services")
        system = _processes(home, settings, found)
        for process in (system.registry, system.deadlines):
            process.start()
            stack.callback(process.stop)
        steps.step("register of divisions, departments and accounts")
        asyncio.run(seed(home, found))
        steps.step("waiting for the services")
        system.registry.wait_until_ready()
        system.deadlines.wait_until_ready()
        for job in system.jobs:
            stack.callback(job.stop)
        steps.step("mirror of the register")
        _synchronise(system)
        yield system


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
        "XDG_STATE_HOME": str(home.path / "state"),
    }
    return System(
        registry=_service("registry", registry_url, registry, home),
        deadlines=_service("deadlines", deadlines_url, deadlines, home),
        jobs=tuple(
            Job(name, _EACH_MINUTE, environment(job), home.log("jobs"))
            for name in ("syncRegistry", "sweepObligations")
        ),
        server=found.server,
        mark=found.mark,
    )


def _service(name: str, url: str, own: dict[str, str], home: Home) -> Process:
    command = python(f"services.{name}", "serve")
    return Process(name, url, command, environment(own), home.log(name))
