"""The scenes of the pictures above the board: each form over its canned service."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from textual.screen import Screen

from clients.tui.locale import speak
from clients.tui.screens.contact import ContactScreen
from clients.tui.screens.fulfil import FulfilScreen
from clients.tui.screens.gates import GatesScreen
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.intake import IntakeScreen
from clients.tui.screens.release import ReleaseScreen
from clients.tui.screens.speaks import SpeaksScreen
from clients.tui.screens.waive import CloseScreen, WaiveScreen
from clients.tui.screens.whatif import WhatIfScreen
from tests.support.pictures import keep
from tests.tui.canned import Canned, canned
from tests.tui.chains import busy_night
from tests.tui.desk_forms import SUBJECT, Desk, open_form
from tests.tui.test_acts import fulfilling, speaking
from tests.tui.test_gates_form import approving, owing
from tests.tui.test_more_acts import full
from tests.tui.test_release_form import recording
from tests.tui.test_whatif import weighing

SMALL = (80, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormScene:
    """One picture of a form: `keys` are pressed before it is taken."""

    name: str
    screen: Callable[..., Screen[None]]
    service: Callable[[], Canned] = canned
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 36)
    light: bool = False
    language: str = "zh"


# the officer's keys at 03:02: 22 minutes ago, accident, gravest, a county by its initials
NIGHT = (*"-22", "enter", "2", "1", *"jx", "enter")


def both(name: str, screen: Callable[..., Screen[None]], **more: Any) -> list[FormScene]:
    """Return a form's pictures on a large and a small terminal, in Chinese and in English.

    In English the desk's words change; the services' words stay as they are recorded.
    """
    here = [
        FormScene(name=f"{name}-120x36", screen=screen, **more),
        FormScene(name=f"{name}-80x24", screen=screen, size=SMALL, **more),
    ]
    return [*here, *(replace(scene, name=f"{scene.name}-en", language="en") for scene in here)]


FORM_SCENES = [
    *both("intake", IntakeScreen, keys=NIGHT),
    FormScene(name="intake-120x36-light", screen=IntakeScreen, keys=NIGHT, light=True),
    *both("incident", IncidentScreen),
    FormScene(name="incident-120x36-light", screen=IncidentScreen, light=True),
    *both("incidentgates", IncidentScreen, service=busy_night, keys=("6",)),
    *both("incidentchain", IncidentScreen, service=busy_night, keys=("7",)),
    *both("incidentcalls", IncidentScreen, service=busy_night, keys=("8",)),
    *both("incidentmore", IncidentScreen, service=full, keys=("f4", "down")),
    *both("actpublication", IncidentScreen, service=full, keys=("f4", "2", "1", "1")),
    *both("actreceipt", IncidentScreen, service=full, keys=("f4", "q")),
    *both("actaccount", IncidentScreen, service=full, keys=("f4", "g", "1", "2")),
    *both("actprogress", IncidentScreen, service=full, keys=("f4", "j")),
    *both("actfurther", IncidentScreen, service=full, keys=("f4", "x", "1", "1")),
    *both("actreport", IncidentScreen, service=full, keys=("f4", "s")),
    *both("acttransfer", IncidentScreen, service=full, keys=("f4", "y")),
    *both("actverify", IncidentScreen, service=full, keys=("f4", "h")),
    *both("actrefer", IncidentScreen, service=full, keys=("f4", "z")),
    *both("actanswer", IncidentScreen, service=full, keys=("f4", "f", "1")),
    *both("actdirective", IncidentScreen, service=full, keys=("f4", "d")),
    *both("actconsult", IncidentScreen, service=full, keys=("f4", "c")),
    *both("actlead", IncidentScreen, service=full, keys=("f4", "t")),
    *both("actticket", IncidentScreen, service=full, keys=("f4", "r", "down")),
    *both("actreply", IncidentScreen, service=full, keys=("f4", "a", "1")),
    *both("actvisit", IncidentScreen, service=full, keys=("f4", "v", "2")),
    *both("actrectify", IncidentScreen, service=full, keys=("f4", "i", "1")),
    *both("actreview", IncidentScreen, service=full, keys=("f4", "p", "1")),
    *both("actrebase", IncidentScreen, service=full, keys=("f4", "b")),
    *both("close", CloseScreen),
    *both("gates", GatesScreen, service=approving, keys=("1", "1")),
    *both("gatesowed", GatesScreen, service=owing, keys=("3",)),
    *both("release", ReleaseScreen, service=recording, keys=("n", "2")),
    *both("whatif", WhatIfScreen, service=weighing, keys=("3",)),
    *both("speaks", SpeaksScreen, service=speaking),
    *both("fulfil", FulfilScreen, service=fulfilling),
    *both("contact", ContactScreen),
    *both("waive", WaiveScreen),
]


def named(*names: str) -> list[FormScene]:
    """Return the scenes so named."""
    return [next(scene for scene in FORM_SCENES if scene.name == name) for name in names]


@asynccontextmanager
async def on_stage(scene: FormScene, **more: Any) -> AsyncIterator[Desk]:
    """Open a form in its language, its keys pressed."""
    speak(scene.language)
    own = scene.screen is IntakeScreen
    make = scene.screen if own else lambda: scene.screen(SUBJECT)
    service = scene.service()
    async with open_form(make, size=scene.size, service=service, light=scene.light, **more) as desk:
        await desk.press(*scene.keys)
        yield desk
    speak("zh")


async def take_form(scene: FormScene, folder: Path) -> Path:
    """Write one picture and return its path."""
    async with on_stage(scene) as desk:
        return keep(desk.app, folder / f"{scene.name}.png")
