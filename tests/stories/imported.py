"""A roster that was imported in a town: a list of two, written as a whole."""

import asyncio
import csv
from pathlib import Path
from urllib.parse import quote

from services.kit.auth import Role
from tests.stories.town import Town

HEADER = ("单位代码", "姓名", "岗位", "职务", "手机", "任职日期", "离任日期")
ADMIN = Role.ROSTER_ADMIN
BEGIN = """mutation I($input: ImportRosterInput!) { importRoster(input: $input) { __typename
  ... on RosterImportPayload { import { id } } ... on Refusal { code message } } }"""
STATE = "query S($id: ID!) { rosterImport(id: $id) { state newRows } }"


def write_list(path: Path, unit: str, *people: tuple[str, str, str]) -> None:
    """Write a list as offices send it: name, post and first day of each."""
    with path.open("w", encoding="gbk", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADER)
        for name, post, day in people:
            sheet.writerow((unit, name, post, "科长", "13900007001", day, ""))


async def import_list(town: Town, path: Path) -> None:
    """Import a list and wait until it is written."""
    told = {"authorization": f"Bearer {await town.token(ADMIN)}", "x-file-name": quote(path.name)}
    address = f"{town.registry_url}/files"
    async with town.http.post(address, data=path.read_bytes(), headers=told) as answer:
        file = (await answer.json())["id"]
    given = {"file": file, "dryRun": False, "unit": None, "idempotencyKey": path.name}
    begun = await town.ask_registry(BEGIN, ADMIN, input=given)
    id_ = begun["importRoster"]["import"]["id"]
    found = {"state": "RUNNING"}
    while found["state"] == "RUNNING":
        await asyncio.sleep(0.05)
        found = (await town.ask_registry(STATE, ADMIN, id=id_))["rosterImport"]
    assert found == {"state": "DONE", "newRows": 2}
