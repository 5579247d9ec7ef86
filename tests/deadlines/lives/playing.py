"""Whole cases as data, from opening to closing, played against the running service.

A file of `[[life]]` belongs to one text. Times are minutes since the report ("38m", "24h", "-10m");
a step waits `after` the one before it, does one thing, and `then` tells how duties stand: "owed",
"waits", "LAPSED", "WAIVED", "none", or the outcome of one that was met. A duty is named by its
kind, by kind@owner or by kind:recipient.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from services.deadlines.law.words import GATE_TITLES
from services.kit.auth import Role
from tests.deadlines.desk import Desk, Who

FOLDER = Path(__file__).parent
ROWS = """query F($id: ID!) { incident(id: $id) { number state packs
  parties { role unit { code } }
  obligations { id kind title state owed dueAt startAt outcome closeReason recipients owner { code }
    basis { pack clause acting } versions { version dueAt } } } }"""
SPANS = {"m": "minutes", "h": "hours", "d": "days"}
Table = Mapping[str, Any]


def lives() -> list[tuple[str, Table, Table]]:
    """List every life with its text's name and its file's head, in the order of the files."""
    found: list[tuple[str, Table, Table]] = []
    for path in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text())
        found += [(path.stem, table, life) for life in table["life"]]
    return found


def span(text: str) -> timedelta:
    return timedelta(**{SPANS[text[-1]]: float(text[:-1])})


@dataclass(slots=True)
class Player:
    """One incident on the desk, played step by step; ``known`` is when it was reported."""

    desk: Desk
    who: Who
    known: datetime
    incident: str = ""
    file: dict[str, Any] = field(default_factory=dict)
    ticket: str = ""

    async def act(self, name: str, given: Table, role: Role | None = None) -> Any:
        who = self.who if role is None else replace(self.who, role=role)
        return await self.desk.act(name, "replayed", dict(given), who)

    async def read(self) -> None:
        answer = await self.desk.ask(ROWS, self.who, id=self.incident)
        self.file = answer["incident"]

    def row(self, name: str) -> dict[str, Any] | None:
        """Find a duty by its name; of several the last that was opened."""
        rows = sorted(self.file["obligations"], key=lambda row: str(row["id"]))
        names = {}
        for row in rows:
            names[row["kind"]] = names[f"{row['kind']}@{row['owner']['code']}"] = row
            for recipient in row["recipients"]:
                names[f"{row['kind']}:{recipient}"] = row
        return names.get(name)

    def stands(self, name: str) -> str:
        """Say in one word how a duty stands."""
        row = self.row(name)
        if row is None:
            return "none"
        if row["state"] == "OPEN":
            return "owed" if row["owed"] else "waits"
        return str(row["outcome"] or row["state"])

    async def play(self, life: Table) -> None:
        await self.opened(life)
        for step in life["step"]:
            self.desk.clock.advance(seconds=span(step.get("after", "1m")).total_seconds())
            answer = await getattr(self, f"do_{step['do']}")(step)
            refused = answer["code"] if answer["__typename"] == "Refusal" else None
            assert refused == step.get("refused"), (step, answer)
            await self.read()
            for name, wanted in step.get("then", {}).items():
                assert self.stands(name) == wanted, (step, name, self.stands(name))
        assert self.file["state"] == "CLOSED", self.file
        still = [row["kind"] for row in self.file["obligations"] if row["state"] == "OPEN"]
        assert still == []

    async def opened(self, life: Table) -> None:
        facts = self.stated(life["facts"])
        opened = await self.desk.act(
            "openIncident",
            "incident { id }",
            {"facts": {**facts, "knownAt": self.known.isoformat()}},
            self.who,
        )
        self.incident = opened["incident"]["id"]
        await self.read()
        first = self.file["parties"][0]["unit"]["code"]
        assert first == life["subject"], first
        for name, wanted in life["owes"].items():
            self.owes(name, wanted)
        owed = {row["kind"] for row in self.file["obligations"]}
        told = {name.partition("@")[0].partition(":")[0] for name in life["owes"]}
        assert owed == told, owed ^ told

    def owes(self, name: str, wanted: str) -> None:
        """Compare one duty at the opening: "" is untimed, a span its limit, "waits" not yet."""
        row = self.row(name)
        assert row is not None, (name, "is not listed")
        due = row["dueAt"] and datetime.fromisoformat(row["dueAt"]) - self.known
        want = span(wanted) if wanted[-1:].isalpha() and wanted != "waits" else None
        assert due == want, (name, due)
        assert self.stands(name) == ("waits" if wanted == "waits" else "owed"), name
        assert row["basis"][0]["clause"]

    def stated(self, facts: Table) -> dict[str, Any]:
        """Write times that are told as spans since the report."""
        given = dict(facts)
        for name in ("occurredAt", "directedAt", "directedDueAt"):
            if name in given:
                given[name] = (self.known + span(given[name])).isoformat()
        return given

    async def do_release(self, step: Table) -> Any:
        channels = [
            {"channelKind": kind, "platform": step.get("platform")} for kind in step.get("on", ())
        ]
        given = {
            "incident": self.incident,
            "form": step.get("form", "STATEMENT"),
            "conclusive": step.get("conclusive", False),
            "title": "情况通报",
            "publications": channels,
            **{name: step[name] for name in ("unit", "lateReason", "attendees") if name in step},
        }
        return await self.act("recordRelease", given)

    async def do_approve(self, step: Table) -> Any:
        given = {"gate": "LEADER_APPROVAL", "verdict": "APPROVED", "basis": "PAPER", **extra(step)}
        return await self.act(
            "decideGate", {"incident": self.incident, "approver": "虚构批准人", **given}
        )

    async def do_make_good(self, step: Table) -> Any:
        row = self.row("AFTER_APPROVAL")
        assert row is not None
        return await self.do_approve({**step, "obligation": row["id"]})

    async def do_make_all_good(self, step: Table) -> Any:
        """Make good, gate by gate, all that was passed by."""
        answer: Any = {"__typename": "nothing was passed by"}
        for row in list(self.file["obligations"]):
            if row["kind"] == "AFTER_APPROVAL" and row["state"] == "OPEN":
                gate = next(kind for kind, title in GATE_TITLES.items() if title in row["title"])
                answer = await self.do_approve({"gate": gate, "obligation": row["id"]})
        return answer

    async def do_override(self, step: Table) -> Any:
        given = {"incident": self.incident, "reason": "来不及报批", **extra(step)}
        return await self.act("overrideGate", given, Role.DUTY_CHIEF)

    async def do_assess(self, step: Table) -> Any:
        given = {
            "incident": self.incident,
            "facts": self.stated(step["facts"]),
            "reason": step.get("reason", "情况有变"),
            "factors": dict.fromkeys(
                ("nature", "reach", "mediaInvolvement", "consequences"), "见研判单"
            ),
        }
        return await self.act("assessIncident", given)

    async def do_report(self, step: Table) -> Any:
        to = [{"recipient": name} for name in step["to"]]
        given = {"incident": self.incident, "recipients": to, **extra(step, "to")}
        return await self.act("recordUpwardReport", given)

    async def do_transfer(self, step: Table) -> Any:
        to = [{"recipient": name, "number": step.get("number")} for name in step["to"]]
        return await self.act("recordTransfer", {"incident": self.incident, "recipients": to})

    async def do_verify(self, step: Table) -> Any:
        given = {"incident": self.incident, "question": "是否属实？", **extra(step)}
        return await self.act("verifyWithCyberspace", given)

    async def do_consult(self, step: Table) -> Any:
        given = {"incident": self.incident, "opinion": "按口径回应", **extra(step)}
        return await self.act("recordConsultation", given)

    async def do_order(self, step: Table) -> Any:
        due = self.desk.clock.now() + span(step["within"])
        given = {"superior": step["superior"], "document": "督办〔2026〕1号"}
        return await self.act(
            "recordDirective", {"incident": self.incident, "dueAt": due.isoformat(), **given}
        )

    async def do_ticket(self, step: Table) -> Any:
        given = {"number": step["number"], "kind": "COMPLAINT", "summary": "群众投诉"}
        at = self.desk.clock.now().isoformat()
        linked = {"incident": self.incident, "receivedAt": at, **given}
        made = await self.desk.act("linkHotlineTicket", "ticket { id }", linked, self.who)
        self.ticket = made["ticket"]["id"]
        return made

    async def do_answer_ticket(self, step: Table) -> Any:
        given = {"ticket": self.ticket, "content": "已处理,请放心"}
        return await self.act("recordHotlineReply", given)

    async def do_further(self, step: Table) -> Any:
        given = {"another": step["another"], "reason": "情况已说清", "decider": "虚构批准人"}
        return await self.on("FURTHER_CONFERENCE_DECISION", "decideFurtherConference", given)

    async def do_fulfil(self, step: Table) -> Any:
        return await self.on(step["duty"], "recordFulfilment", {"note": "已办"})

    async def do_waive(self, step: Table) -> Any:
        return await self.on(step["duty"], "waiveObligation", {"reason": step["reason"]})

    async def on(self, duty: str, name: str, given: Table) -> Any:
        row = self.row(duty)
        assert row is not None, duty
        return await self.act(name, {"obligation": row["id"], **given})

    async def do_close(self, step: Table) -> Any:
        return await self.act("closeIncident", {"incident": self.incident})


def extra(step: Table, *names: str) -> dict[str, Any]:
    """Return what a step states beside what every step does."""
    known = ("do", "after", "then", "refused", *names)
    return {name: value for name, value in step.items() if name not in known}
