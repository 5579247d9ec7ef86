"""The desk as a process of its own, driven by lines of JSON, so that it can be killed with -9.

`{"press": ["x"]}` presses keys, `{"until": "text"}` waits for a text; both answer with the screen.
"""

import asyncio
import json
import os
import sys
from typing import Any

from clients.tui.app import DutyDesk
from clients.tui.config import read_config
from tests.faults.nursery import die_with_parent
from tests.stories.town import Officer


async def obey(officer: Officer, asked: dict[str, Any]) -> None:
    if "press" in asked:
        for key in asked["press"]:
            await officer.pilot.press(key)
            await asyncio.sleep(0.05)
    if "until" in asked:
        await officer.until(asked["until"], asked.get("seconds", 10))


async def main() -> None:
    """Open the desk on the services of the environment and obey until the lines end."""
    app = DutyDesk(read_config(os.environ), undo_seconds=0.0)
    async with app.run_test(size=(120, 36)) as pilot:
        officer = Officer(app=app, pilot=pilot)
        while line := await asyncio.to_thread(sys.stdin.readline):
            said = ""
            try:
                await obey(officer, json.loads(line))
            except AssertionError as failed:
                said = str(failed)
            answer = {"screen": officer.sees(), "failed": said}
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    die_with_parent()
    asyncio.run(main())
