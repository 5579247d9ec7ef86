"""The desk as a process of its own, driven by lines of JSON, so that it can be killed with -9.

`{"press": ["x"]}` presses keys, `{"until": "text"}` waits for a text; both answer with the screen.
Imports the client alone: it starts as quickly as the desk does.
"""

import asyncio
import json
import os
import sys
import time
from typing import Any

from textual.pilot import Pilot

from clients.tui.app import DutyDesk
from clients.tui.config import read_config
from tests.support.dying import die_with_parent


def sees(app: DutyDesk) -> str:
    """Return the screen as drawn, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def obey(app: DutyDesk, pilot: Pilot[None], asked: dict[str, Any]) -> bool:
    """Press or wait; False when what was waited for did not come."""
    for key in asked.get("press", ()):
        await pilot.press(key)
    text, ends = asked.get("until", ""), time.monotonic() + asked.get("seconds", 0)
    while text not in sees(app):
        if time.monotonic() > ends:
            return False
        await asyncio.sleep(0.02)
    return True


async def main() -> None:
    """Open the desk on the services of the environment and obey until the lines end."""
    app = DutyDesk(read_config(os.environ), undo_seconds=0.0)
    # while the app runs sys.stdout is the app's, whose flush leaves what was written in a buffer
    told = sys.stdout
    async with app.run_test(size=(120, 36)) as pilot:
        while line := await asyncio.to_thread(sys.stdin.readline):
            done = await obey(app, pilot, json.loads(line))
            answer = {"screen": sees(app), "done": done}
            told.write(json.dumps(answer, ensure_ascii=False) + "\n")
            told.flush()


if __name__ == "__main__":
    die_with_parent()
    asyncio.run(main())
