"""A parent that has both services imported and forks one on demand, so that a start is quick.

Reads lines of JSON: `{"service": "registry", "port": 1, "settings": {…}}`; answers each with the
child's process id. What is killed or stopped is the real service with its own pool and socket.
"""

import json
import os
import signal
import sys
from typing import Any

import uvloop

from services.deadlines import app as deadlines
from services.kit.clock import SystemClock
from services.kit.serving import listen, serve
from services.kit.settings import Settings
from services.kit.telemetry import configure_logging
from services.registry import app as registry
from tests.support.dying import die_with_parent


async def child(service: str, port: int, given: dict[str, Any]) -> None:
    """Serve as the service's own command does."""
    settings = Settings(**given)
    configure_logging("json", "error")
    if service == "registry":
        async with registry.opened(settings, registry.SERVICE_ROLE) as database:
            app = registry.build_app(settings, SystemClock(), database, poll_seconds=0.05)
            await serve(app, listen("127.0.0.1", port))
    else:
        async with deadlines.opened(settings, deadlines.SERVICE_ROLE) as database:
            app = deadlines.build_app(settings, SystemClock(), database, poll_seconds=0.05)
            await serve(app, listen("127.0.0.1", port))


def main() -> None:
    """Fork a child per line; all of them die with this process."""
    die_with_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            die_with_parent()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            uvloop.run(child(asked["service"], asked["port"], asked["settings"]))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
