"""A clerk with a spreadsheet: uploads it, imports it, reads the report."""

import asyncio
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote

import aiohttp

from services.kit.auth import Principal
from tests.registry.api import Api

REPORT = """
state dryRun newRows changedRows unchangedRows rejectedRows problemCode problem
sheets { title kind unknown }
rows(first: 100) { edges { node { line outcome label changed code reason } } }
"""


@dataclass(slots=True)
class Clerk:
    """Works at a served registry, by default as the roster administrator of 1301."""

    api: Api

    def headers(self, caller: Principal | None = None) -> dict[str, str]:
        return {"authorization": f"Bearer {self.api.token(caller)}"}

    async def upload(
        self, data: bytes, name: str = "名单.xlsx", caller: Principal | None = None
    ) -> aiohttp.ClientResponse:
        headers = self.headers(caller) | {"x-file-name": quote(name)}
        answer = await self.api.http.post("/files", data=BytesIO(data), headers=headers)
        await answer.read()
        return answer

    async def start(self, data: bytes, **given: Any) -> dict[str, Any]:
        """Upload and import; return the import as the mutation answers it, or the refusal."""
        file = (await (await self.upload(data)).json())["id"]
        return await self.run(file, **given)

    async def run(self, file: str, *, dry_run: bool = False, **given: Any) -> dict[str, Any]:
        payload = f"RosterImportPayload {{ replayed import {{ id {REPORT} }} }}"
        told: dict[str, Any] = {"file": file, "dryRun": dry_run, **given}
        answer = await self.api.act("importRoster", payload, **told)
        found: dict[str, Any] = answer.get("import", answer)
        if found.get("state") == "RUNNING":
            found = await self.ended(found["id"])
            if found["state"] == "FAILED":
                return {"code": found["problemCode"], "field": "file"}
        return found

    async def ended(self, import_id: str) -> dict[str, Any]:
        """Wait for an import to end and return it."""
        query = f"query R($id: ID!) {{ rosterImport(id: $id) {{ id {REPORT} }} }}"
        while True:
            found = (await self.api.ask(query, {"id": import_id}))["rosterImport"]
            if found["state"] not in ("RUNNING", "UNDOING"):
                return dict(found)
            await asyncio.sleep(0.1)

    async def undo(self, import_id: str, **given: Any) -> dict[str, Any]:
        payload = "RosterImportPayload { import { state } }"
        return await self.api.act("undoImport", payload, id=import_id, **given)

    async def fetch(self, path: str, caller: Principal | None = None) -> bytes:
        answer = await self.api.http.get(path, headers=self.headers(caller))
        data = await answer.read()
        assert answer.status == 200, data
        return data


def outcomes(report: dict[str, Any]) -> list[tuple[int, str, str | None]]:
    """Return line, outcome and code of each row."""
    rows = [edge["node"] for edge in report["rows"]["edges"]]
    return [(row["line"], row["outcome"], row["code"]) for row in rows]


def reasons(report: dict[str, Any]) -> dict[int, str]:
    """Return why rows were rejected, by line."""
    rows = [edge["node"] for edge in report["rows"]["edges"]]
    return {row["line"]: row["reason"] for row in rows if row["reason"]}
