"""`python -m tests.wall` draws docs/pictures/wall/browser-1280x720.png in a real browser."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.support.pictures import FOLDER
from tests.tui import stand_in
from tests.wall.browser import found_browser, open_page
from tests.wall.test_wall import wall


async def draw() -> None:
    """Draw the wall once it has settled."""
    vars(stand_in)["NOW"] = datetime.now(UTC)  # noqa: TID251 - the desk's clock is the machine's
    browser = found_browser()
    assert browser is not None, "no Chromium"
    with tempfile.TemporaryDirectory() as folder:
        async with wall(Path(folder), "--any-token") as url, open_page(browser, url) as page:
            await page.drawn()
            await asyncio.sleep(3)
            FOLDER.joinpath("wall", "browser-1280x720.png").write_bytes(await page.picture())


if __name__ == "__main__":
    asyncio.run(draw())
