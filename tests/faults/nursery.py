"""A parent that has the service imported and forks it on demand, so that a start costs no import.

Reads lines from standard input: each asks for one fresh child that serves on the given port. What
is killed is the real service: settings from the environment, its own pool, its own socket.
"""

import json
import os
import sys

import uvloop
from joserfc.jwk import OKPKey

from services.deadlines.app import SERVICE_ROLE, build_app, opened
from services.kit.auth import LocalKeys
from services.kit.clock import SystemClock
from services.kit.serving import listen, serve
from services.kit.settings import Settings
from services.kit.telemetry import configure_logging
from tests.support.dying import die_with_parent


async def child(port: int) -> None:
    """Serve as ``python -m services.deadlines serve`` does, with a key that is at hand."""
    settings = Settings()
    configure_logging("json", "error")
    keys = LocalKeys(OKPKey.import_key(json.loads(os.environ["NURSERY_KEY"])))
    async with opened(settings, SERVICE_ROLE) as database:
        app = build_app(settings, SystemClock(), database, keys=keys)
        await serve(app, listen("127.0.0.1", port))


def main() -> None:
    """Fork a child per line and reap it when it has died, which it only does by being killed."""
    die_with_parent()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            die_with_parent()
            uvloop.run(child(int(line)))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
