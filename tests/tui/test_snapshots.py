"""The board and each form say what their snapshots say; `make pictures` writes them anew."""

import pytest

from tests.support.form_scenes import FORM_SCENES, FormScene, on_stage
from tests.support.offline_scenes import OFFLINE_SCENES
from tests.support.pictures import SNAPSHOTS, Scene, screen_of, screens, staged, words
from tests.support.scenes import SCENES, make_desk

# what differs from Chinese to English on a large terminal differs on a small one too, and more;
# the acts of an incident are made the same way, so one picture of each tells
OTHERS = [scene for scene in FORM_SCENES if not scene.name.endswith("120x36-en")]
COMPARED = [
    scene for scene in OTHERS if not scene.name.startswith("act") or scene.name.endswith("80x24")
]


KNOWN = screens()


def snapshot(name: str) -> str:
    return (SNAPSHOTS / f"{name}.txt").read_text()


@pytest.mark.parametrize("scene", [*SCENES, *OFFLINE_SCENES], ids=lambda scene: scene.name)
async def test_the_board_shows_its_snapshot(scene: Scene) -> None:
    async with staged(scene, make_desk) as app:
        assert words(app) == snapshot(scene.name)
        assert screen_of(app) == KNOWN[scene.name]


@pytest.mark.parametrize("scene", COMPARED, ids=lambda scene: scene.name)
async def test_a_form_shows_its_snapshot(scene: FormScene) -> None:
    async with on_stage(scene) as desk:
        assert words(desk.app) == snapshot(scene.name)
        assert screen_of(desk.app) == KNOWN[scene.name]
